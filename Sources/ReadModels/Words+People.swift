internal import Cooperation

// The words of what is about people: outcomes, assistance, surveys, training and privacy.

extension PBOutcomeGraduateContested.Ground: Worded {
  var word: String? {
    switch self {
    case .wrongFacts: "WRONG_FACTS"
    case .neverAgreed: "NEVER_AGREED"
    case .forcedToSign: "FORCED_TO_SIGN"
    case .diplomaWithheld: "DIPLOMA_WITHHELD"
    case .internshipCounted: "INTERNSHIP_COUNTED"
    case .other: "OTHER"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBOutcomeEmployerCrossChecked.Result: Worded {
  var word: String? {
    switch self {
    case .matches: "MATCHES"
    case .noSuchEmployer: "NO_SUCH_EMPLOYER"
    case .notEmployedThere: "NOT_EMPLOYED_THERE"
    case .notCheckable: "NOT_CHECKABLE"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBAssistanceClosed.Reason: Worded {
  var word: String? {
    switch self {
    case .left: "LEFT"
    case .refused: "REFUSED"
    case .notSeeking: "NOT_SEEKING"
    case .statusEnded: "STATUS_ENDED"
    case .other: "OTHER"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBSurveyDesigned.Subject: Worded {
  var word: String? {
    switch self {
    case .labourDemand: "LABOUR_DEMAND"
    case .employmentSituation: "EMPLOYMENT_SITUATION"
    case .satisfaction: "SATISFACTION"
    case .trainingQuality: "TRAINING_QUALITY"
    case .other: "OTHER"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBRespondentRole: Worded {
  var word: String? {
    switch self {
    case .studentRespondent: "STUDENT_RESPONDENT"
    case .graduateRespondent: "GRADUATE_RESPONDENT"
    case .employerRespondent: "EMPLOYER_RESPONDENT"
    case .schoolRespondent: "SCHOOL_RESPONDENT"
    case .teacherRespondent: "TEACHER_RESPONDENT"
    case .otherRespondent: "OTHER_RESPONDENT"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBTrainingProgramme: Worded {
  var word: String? {
    switch self {
    case .ruralTransfer: "RURAL_TRANSFER"
    case .reemployment: "REEMPLOYMENT"
    case .sunshine: "SUNSHINE"
    case .newRecruits: "NEW_RECRUITS"
    case .enterpriseEmployees: "ENTERPRISE_EMPLOYEES"
    case .otherProgramme: "OTHER_PROGRAMME"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBPrivacyRequestReceived.Kind: Worded {
  var word: String? {
    switch self {
    case .access: "ACCESS"
    case .copy: "COPY"
    case .correct: "CORRECT"
    case .delete: "DELETE"
    case .restrict: "RESTRICT"
    case .withdrawConsent: "WITHDRAW_CONSENT"
    case .explainDecision: "EXPLAIN_DECISION"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBPrivacyRequestDecided.Verdict: Worded {
  var word: String? {
    switch self {
    case .grant: "GRANT"
    case .grantPartly: "GRANT_PARTLY"
    case .refuse: "REFUSE"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBPrivacyRequestDecided.Reason: Worded {
  var word: String? {
    switch self {
    case .lawful: "LAWFUL"
    case .statutoryRetention: "STATUTORY_RETENTION"
    case .legalHold: "LEGAL_HOLD"
    case .technicallyHard: "TECHNICALLY_HARD"
    case .identityDoubtful: "IDENTITY_DOUBTFUL"
    case .othersRights: "OTHERS_RIGHTS"
    case .nothingHeld: "NOTHING_HELD"
    case .other: "OTHER"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBImportRowRejected.Reason: Worded {
  var word: String? {
    switch self {
    case .wrongDataType: "WRONG_DATA_TYPE"
    case .missing: "MISSING"
    case .badFormat: "BAD_FORMAT"
    case .badLength: "BAD_LENGTH"
    case .unknownReference: "UNKNOWN_REFERENCE"
    case .duplicate: "DUPLICATE"
    case .refused: "REFUSED"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBPersonalDataErased.Ground: Worded {
  var word: String? {
    switch self {
    case .subjectRequest: "SUBJECT_REQUEST"
    case .purposeEnded: "PURPOSE_ENDED"
    case .retentionEnded: "RETENTION_ENDED"
    case .unlawful: "UNLAWFUL"
    case .consentWithdrawn: "CONSENT_WITHDRAWN"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBAgeBand: Worded {
  var word: String? {
    switch self {
    case .under14: "UNDER_14"
    case .from14To15: "FROM_14_TO_15"
    case .from16To17: "FROM_16_TO_17"
    case .adult: "ADULT"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBLegalBasisRecorded.Ground: Worded {
  var word: String? {
    switch self {
    case .consent: "CONSENT"
    case .contract: "CONTRACT"
    case .humanResources: "HUMAN_RESOURCES"
    case .statutoryDuty: "STATUTORY_DUTY"
    case .publicInterest: "PUBLIC_INTEREST"
    case .other: "OTHER"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBDataKind: Worded {
  var word: String? {
    switch self {
    case .identity: "IDENTITY"
    case .contact: "CONTACT"
    case .study: "STUDY"
    case .internship: "INTERNSHIP"
    case .employment: "EMPLOYMENT"
    case .pay: "PAY"
    case .health: "HEALTH"
    case .poverty: "POVERTY"
    case .movement: "MOVEMENT"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBImpactAssessed.Risk: Worded {
  var word: String? {
    switch self {
    case .low: "LOW"
    case .medium: "MEDIUM"
    case .high: "HIGH"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}
