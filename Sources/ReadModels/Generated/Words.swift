// Written by Tools/generate. Do not edit.
// swift-format-ignore-file

package import Cooperation

extension PBActivityPlan.Purpose: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "RECRUITMENT"
    case 2: "GUIDANCE"
    case 3: "SKILLS_DISPLAY"
    case 4: "CEREMONY"
    case 5: "MATCHMAKING"
    default: nil
    }
  }
}

extension PBActivityPlan.Mode: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "ON_SITE"
    case 2: "ONLINE"
    case 3: "HYBRID"
    default: nil
    }
  }
}

extension PBActivityPlan.TypeEnum: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "INDUSTRY"
    case 2: "REGION"
    case 3: "ALLIANCE"
    case 4: "SMALL_AND_MEDIUM_ENTERPRISES"
    case 5: "KEY_GROUP"
    case 6: "COMPREHENSIVE"
    default: nil
    }
  }
}

extension PBActivityCounted.What: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "VISITORS"
    case 2: "CURRICULA_VITAE"
    case 3: "PRELIMINARY_INTENTIONS"
    case 4: "EXHIBITORS"
    case 5: "POSTS"
    default: nil
    }
  }
}

extension PBActivityCounted.Method: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "TICKETS"
    case 2: "SIGNATURES"
    case 3: "SYSTEM"
    case 4: "ESTIMATE"
    default: nil
    }
  }
}

extension PBActivityCancelled.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "TOO_FEW"
    case 2: "NOT_APPROVED"
    case 3: "SAFETY"
    case 4: "OTHER"
    default: nil
    }
  }
}

extension PBAgreementTerms.Kind: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "SCHOOL_ENTERPRISE"
    case 2: "SCHOOL_SCHOOL"
    case 3: "SCHOOL_ASSOCIATION"
    case 4: "ENTRUSTED_TRAINING"
    case 5: "JOINT_INSTITUTION"
    default: nil
    }
  }
}

extension PBAgreementTerms.Form: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "CURRICULUM"
    case 2: "JOINT_TRAINING"
    case 3: "ORDER_CLASS"
    case 4: "INTERNSHIP"
    case 5: "PRACTICE_TRAINING"
    case 6: "CAREER_EDUCATION"
    case 7: "TEACHER_TEAM"
    case 8: "STAFF_TRAINING"
    case 9: "RECRUITMENT"
    case 10: "INNOVATION"
    case 11: "SHARED_FACILITIES"
    case 12: "JOINT_RUNNING"
    case 13: "OTHER"
    default: nil
    }
  }
}

extension PBAgreementPartySigned.Method: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "PAPER"
    case 2: "ELECTRONIC"
    default: nil
    }
  }
}

extension PBApplicationRejected.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "NOT_ELIGIBLE"
    case 2: "UNSUITED"
    case 3: "PLACES_TAKEN"
    case 4: "VACANCY_CLOSED"
    case 5: "OTHER"
    default: nil
    }
  }
}

extension PBApprovalRequested.Act: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "VOID"
    case 2: "CORRECT"
    case 3: "UNMERGE"
    default: nil
    }
  }
}

extension PBAssistanceGuidanceGiven.Mode: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "FACE_TO_FACE"
    case 2: "ONLINE"
    case 3: "PHONE"
    default: nil
    }
  }
}

extension PBAssistanceGuidanceGiven.Kind: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "CONSULTATION"
    case 2: "CAREER_GUIDANCE"
    case 3: "INTERVIEW_TRAINING"
    case 4: "SKILLS_TRAINING"
    default: nil
    }
  }
}

extension PBAssistanceClosed.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "LEFT"
    case 2: "REFUSED"
    case 3: "NOT_SEEKING"
    case 4: "STATUS_ENDED"
    case 5: "OTHER"
    default: nil
    }
  }
}

extension PBSituationSensitive.Group: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "POVERTY"
    case 2: "LOW_INCOME"
    case 3: "ZERO_EMPLOYMENT"
    case 4: "DISABLED"
    case 5: "OTHER"
    default: nil
    }
  }
}

extension PBDiagnosisSensitive.Difficulty: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "SKILLS"
    case 2: "EXPECTATIONS"
    case 3: "HEALTH"
    case 4: "MOBILITY"
    case 5: "FAMILY"
    case 6: "INFORMATION"
    case 7: "OTHER"
    default: nil
    }
  }
}

extension PBCampaignTarget.Metric: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "EMPLOYERS_VISITED"
    case 2: "EMPLOYERS_NEWLY_DEVELOPED"
    case 3: "ACTIVITIES_HELD"
    case 4: "ACTIVITIES_ONLINE"
    case 5: "PARTICIPANTS"
    case 6: "VACANCIES_PUBLISHED"
    case 7: "OTHER"
    default: nil
    }
  }
}

extension PBCampaignLaunched.Kind: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "SCHOOL_VISITS"
    case 2: "HUNDRED_DAY_SPRINT"
    case 3: "PROMOTION_WEEK"
    case 4: "EMPLOYMENT_SERVICE"
    case 5: "RECRUITMENT_SERIES"
    case 6: "KEY_GROUP_ASSISTANCE"
    case 7: "TRAINING"
    case 8: "OTHER"
    default: nil
    }
  }
}

extension PBCampaignParticipantJoined.Role: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "RECRUITMENT_AGENCY"
    case 2: "SCHOOL"
    case 3: "EMPLOYER"
    case 4: "SUPPORTER"
    case 5: "OTHER"
    default: nil
    }
  }
}

extension PBCampaignClosed.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "ENDED"
    case 2: "ABANDONED"
    default: nil
    }
  }
}

extension PBClaimPublished.Bound: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "EXACT"
    case 2: "MORE_THAN"
    case 3: "NEARLY"
    case 4: "ORDER_OF_MAGNITUDE"
    case 5: "UNKNOWN"
    default: nil
    }
  }
}

extension PBClaimPublished.Nature: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "ACTUAL"
    case 2: "PLANNED"
    case 3: "TARGET"
    default: nil
    }
  }
}

extension PBOrganisationRegistered.Kind: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "ENTERPRISE"
    case 2: "SCHOOL"
    case 3: "HR_INSTITUTION"
    case 4: "INDUSTRY_ASSOCIATION"
    case 5: "TRAINING_INSTITUTION"
    case 6: "GOVERNMENT_BODY"
    case 7: "OTHER"
    default: nil
    }
  }
}

extension PBOrganisationRegistered.SchoolLevel: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "SECONDARY_VOCATIONAL"
    case 2: "TECHNICAL"
    case 3: "HIGHER_VOCATIONAL"
    case 4: "UNDERGRADUATE"
    case 5: "ADULT"
    case 6: "OTHER_LEVEL"
    default: nil
    }
  }
}

extension PBOrganisationRegistered.Ownership: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "STATE"
    case 2: "COLLECTIVE"
    case 3: "PRIVATE"
    case 4: "FOREIGN"
    case 5: "JOINT"
    case 6: "OTHER_OWNERSHIP"
    default: nil
    }
  }
}

extension PBOrganisationRegistered.SizeClass: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "MICRO"
    case 2: "SMALL"
    case 3: "MEDIUM"
    case 4: "LARGE"
    default: nil
    }
  }
}

extension PBOrganisationRegistered.IdentityBasis: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "CODE"
    case 2: "APPROVAL_NUMBER"
    case 3: "FOREIGN_REGISTER"
    case 4: "NONE_GIVEN"
    default: nil
    }
  }
}

extension PBLicenceRecorded.Kind: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "JOB_BROKING"
    case 2: "LABOUR_DISPATCH"
    case 3: "SCHOOL_RUNNING"
    case 4: "TRAINING"
    case 5: "BUSINESS"
    case 6: "OTHER"
    case 7: "FILED_SERVICES"
    default: nil
    }
  }
}

extension PBDesignationGranted.Designation: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "KEY"
    case 2: "INTEGRATION"
    case 3: "SPECIALISED"
    default: nil
    }
  }
}

extension PBServiceRole.Role: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "SUPERVISOR"
    case 2: "SECRETARIAT"
    case 3: "STEWARD"
    case 4: "DATA_SUPPLIER"
    default: nil
    }
  }
}

extension PBLegalBasisRecorded.Ground: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "CONSENT"
    case 2: "CONTRACT"
    case 3: "HUMAN_RESOURCES"
    case 4: "STATUTORY_DUTY"
    case 5: "PUBLIC_INTEREST"
    case 6: "OTHER"
    default: nil
    }
  }
}

extension PBIdentityVerified.Method: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "DOCUMENT_SEEN"
    case 2: "REGISTER_CHECKED"
    case 3: "SCHOOL_VOUCHED"
    case 4: "ELECTRONIC"
    default: nil
    }
  }
}

extension PBGuardianLinked.Relation: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "PARENT"
    case 2: "RELATIVE"
    case 3: "OTHER"
    default: nil
    }
  }
}

extension PBProcessingRestricted.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "SUBJECT_REQUEST"
    case 2: "RETENTION"
    case 3: "DISPUTE"
    case 4: "OTHER"
    default: nil
    }
  }
}

extension PBPersonalDataErased.Ground: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "SUBJECT_REQUEST"
    case 2: "PURPOSE_ENDED"
    case 3: "RETENTION_ENDED"
    case 4: "UNLAWFUL"
    case 5: "CONSENT_WITHDRAWN"
    default: nil
    }
  }
}

extension PBLegalHoldPlaced.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "STATUTORY_RETENTION"
    case 2: "LITIGATION"
    case 3: "INSPECTION"
    case 4: "DISPUTE"
    case 5: "ARCHIVES"
    default: nil
    }
  }
}

extension PBPersonPersonal.Sex: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "FEMALE"
    case 2: "MALE"
    default: nil
    }
  }
}

extension PBAgeBand: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "UNDER_14"
    case 2: "FROM_14_TO_15"
    case 3: "FROM_16_TO_17"
    case 4: "ADULT"
    default: nil
    }
  }
}

extension PBStudentEnrolled.Mode: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "FULL_TIME"
    case 2: "PART_TIME"
    default: nil
    }
  }
}

extension PBStudyInterrupted.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "LEAVE"
    case 2: "MILITARY_SERVICE"
    case 3: "OTHER"
    default: nil
    }
  }
}

extension PBStudentGraduated.Qualification: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "SECONDARY"
    case 2: "JUNIOR_COLLEGE"
    case 3: "BACHELOR"
    case 4: "OTHER"
    default: nil
    }
  }
}

extension PBStudentWithdrawn.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "OWN_WISH"
    case 2: "DISMISSED"
    case 3: "OTHER"
    default: nil
    }
  }
}

extension PBStudentSensitive.Group: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "POVERTY"
    case 2: "LOW_INCOME"
    case 3: "ZERO_EMPLOYMENT"
    case 4: "DISABLED"
    case 5: "OTHER"
    default: nil
    }
  }
}

extension PBFindingOpened.Severity: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "ADVISORY"
    case 2: "BREACH"
    case 3: "CRITICAL"
    default: nil
    }
  }
}

extension PBInsuranceAttached.Kind: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "LIABILITY"
    case 2: "ACCIDENT"
    default: nil
    }
  }
}

extension PBInternshipAgreementAnnulled.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "MISTAKE"
    case 2: "FRAUD"
    case 3: "NOT_PERFORMED"
    case 4: "OTHER"
    default: nil
    }
  }
}

extension PBInternshipKind: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "COGNITION"
    case 2: "POST"
    default: nil
    }
  }
}

extension PBInternshipParty: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "STUDENT"
    case 2: "SCHOOL_SIDE"
    case 3: "HOST_SIDE"
    default: nil
    }
  }
}

extension PBOrderClassPlanned.Kind: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "ORDER"
    case 2: "MODERN_APPRENTICESHIP"
    case 3: "NEW_APPRENTICESHIP"
    case 4: "DIRECTED"
    default: nil
    }
  }
}

extension PBClassStudentLeft.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "OTHER_CLASS"
    case 2: "OTHER_EMPLOYER"
    case 3: "STUDY_ENDED"
    case 4: "NOT_PASSED"
    case 5: "OTHER"
    default: nil
    }
  }
}

extension PBClassMentorAssigned.Side: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "SCHOOL"
    case 2: "ENTERPRISE"
    default: nil
    }
  }
}

extension PBPaymentRecorded.Method: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "BANK"
    case 2: "CASH"
    case 3: "GOODS"
    case 4: "VOUCHER"
    default: nil
    }
  }
}

extension PBSchoolVisitMade.Mode: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "ON_SITE"
    case 2: "ONLINE"
    default: nil
    }
  }
}

extension PBPlacementEndedEarly.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "UNSUITED"
    case 2: "CONDITIONS"
    case 3: "PAY"
    case 4: "STUDY"
    case 5: "HOST_CLOSED"
    case 6: "OTHER"
    default: nil
    }
  }
}

extension PBAttendanceSummarised.Method: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "TIME_CLOCK"
    case 2: "SIGNATURES"
    case 3: "STUDENT_SAID"
    case 4: "ESTIMATE"
    default: nil
    }
  }
}

extension PBPlacementConditionsObserved.Fee: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "DEPOSIT"
    case 2: "TRAINING"
    case 3: "COMMISSION"
    case 4: "MANAGEMENT"
    case 5: "MATERIALS"
    case 6: "JOB_SERVICE"
    case 7: "OTHER"
    default: nil
    }
  }
}

extension PBIncidentSensitive.Kind: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "INJURY"
    case 2: "ILLNESS"
    case 3: "HARASSMENT"
    case 4: "PROPERTY"
    case 5: "OTHER"
    default: nil
    }
  }
}

extension PBIncidentSensitive.Severity: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "MINOR"
    case 2: "SERIOUS"
    case 3: "GRAVE"
    default: nil
    }
  }
}

extension PBComplaintSensitive.Ground: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "PAY"
    case 2: "HOURS"
    case 3: "SAFETY"
    case 4: "TREATMENT"
    case 5: "OTHER_WORK"
    case 6: "FEES"
    case 7: "OTHER"
    default: nil
    }
  }
}

extension PBDisputeDecided.Verdict: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "UPHOLD"
    case 2: "CORRECT"
    case 3: "VOID"
    default: nil
    }
  }
}

extension PBEmploymentTerminated.By: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "GRADUATE"
    case 2: "EMPLOYER"
    case 3: "BOTH"
    case 4: "SCHOOL"
    default: nil
    }
  }
}

extension PBEmploymentTerminated.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "OTHER_EMPLOYER"
    case 2: "FURTHER_STUDY"
    case 3: "EMPLOYER_WITHDREW"
    case 4: "NOT_GRADUATED"
    case 5: "CONDITIONS"
    case 6: "OTHER"
    default: nil
    }
  }
}

extension PBEmploymentPath: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "ONLINE"
    case 2: "OFFLINE"
    case 3: "REGISTERED_PAPER"
    default: nil
    }
  }
}

extension PBOutcomeEvidenceAttached.Kind: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "EMPLOYMENT_AGREEMENT"
    case 2: "LABOUR_CONTRACT"
    case 3: "HIRING_CERTIFICATE"
    case 4: "SOCIAL_INSURANCE"
    case 5: "BUSINESS_LICENCE"
    case 6: "ADMISSION_LETTER"
    case 7: "ENLISTMENT_NOTICE"
    case 8: "INTERNSHIP_PAPERS"
    case 9: "OTHER"
    default: nil
    }
  }
}

extension PBOutcomeEmployerCrossChecked.Result: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "MATCHES"
    case 2: "NO_SUCH_EMPLOYER"
    case 3: "NOT_EMPLOYED_THERE"
    case 4: "NOT_CHECKABLE"
    default: nil
    }
  }
}

extension PBOutcomeGraduateContested.Ground: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "WRONG_FACTS"
    case 2: "NEVER_AGREED"
    case 3: "FORCED_TO_SIGN"
    case 4: "DIPLOMA_WITHHELD"
    case 5: "INTERNSHIP_COUNTED"
    case 6: "OTHER"
    default: nil
    }
  }
}

extension PBOutcomeRevised.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "CONTEST_UPHELD"
    case 2: "NEW_SITUATION"
    case 3: "CROSS_CHECK"
    case 4: "OTHER"
    default: nil
    }
  }
}

extension PBImportRowRejected.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "WRONG_DATA_TYPE"
    case 2: "MISSING"
    case 3: "BAD_FORMAT"
    case 4: "BAD_LENGTH"
    case 5: "UNKNOWN_REFERENCE"
    case 6: "DUPLICATE"
    case 7: "REFUSED"
    default: nil
    }
  }
}

extension PBPrivacyRequestReceived.Kind: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "ACCESS"
    case 2: "COPY"
    case 3: "CORRECT"
    case 4: "DELETE"
    case 5: "RESTRICT"
    case 6: "WITHDRAW_CONSENT"
    case 7: "EXPLAIN_DECISION"
    default: nil
    }
  }
}

extension PBPrivacyRequestDecided.Verdict: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "GRANT"
    case 2: "GRANT_PARTLY"
    case 3: "REFUSE"
    default: nil
    }
  }
}

extension PBPrivacyRequestDecided.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "LAWFUL"
    case 2: "STATUTORY_RETENTION"
    case 3: "LEGAL_HOLD"
    case 4: "TECHNICALLY_HARD"
    case 5: "IDENTITY_DOUBTFUL"
    case 6: "OTHERS_RIGHTS"
    case 7: "NOTHING_HELD"
    case 8: "OTHER"
    default: nil
    }
  }
}

extension PBImpactAssessed.Risk: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "LOW"
    case 2: "MEDIUM"
    case 3: "HIGH"
    default: nil
    }
  }
}

extension PBDataKind: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "IDENTITY"
    case 2: "CONTACT"
    case 3: "STUDY"
    case 4: "INTERNSHIP"
    case 5: "EMPLOYMENT"
    case 6: "PAY"
    case 7: "HEALTH"
    case 8: "POVERTY"
    case 9: "MOVEMENT"
    default: nil
    }
  }
}

extension PBReportBasis.Origin: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "COMPUTED"
    case 2: "TYPED"
    default: nil
    }
  }
}

extension PBSurveyDesigned.Subject: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "LABOUR_DEMAND"
    case 2: "EMPLOYMENT_SITUATION"
    case 3: "SATISFACTION"
    case 4: "TRAINING_QUALITY"
    case 5: "OTHER"
    default: nil
    }
  }
}

extension PBRespondentRole: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "STUDENT_RESPONDENT"
    case 2: "GRADUATE_RESPONDENT"
    case 3: "EMPLOYER_RESPONDENT"
    case 4: "SCHOOL_RESPONDENT"
    case 5: "TEACHER_RESPONDENT"
    case 6: "OTHER_RESPONDENT"
    default: nil
    }
  }
}

extension PBTraineeDropped.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "OWN_WISH"
    case 2: "ABSENT"
    case 3: "WORK"
    case 4: "OTHER"
    default: nil
    }
  }
}

extension PBTrainingCancelled.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "TOO_FEW"
    case 2: "NO_FUNDS"
    case 3: "NO_PROVIDER"
    case 4: "OTHER"
    default: nil
    }
  }
}

extension PBTrainingProgramme: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "RURAL_TRANSFER"
    case 2: "REEMPLOYMENT"
    case 3: "SUNSHINE"
    case 4: "NEW_RECRUITS"
    case 5: "ENTERPRISE_EMPLOYEES"
    case 6: "OTHER_PROGRAMME"
    default: nil
    }
  }
}

extension PBHostPostTerms.Workplace: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "FACTORY"
    case 2: "OFFICE"
    case 3: "SHOP"
    case 4: "HOTEL_OR_RESTAURANT"
    case 5: "CONSTRUCTION_SITE"
    case 6: "WAREHOUSE_OR_PORT"
    case 7: "HOSPITAL_OR_CARE"
    case 8: "SCHOOL_OR_NURSERY"
    case 9: "LABORATORY"
    case 10: "FARM"
    case 11: "BAR"
    case 12: "NIGHT_CLUB"
    case 13: "KARAOKE"
    case 14: "BATH_CENTRE"
    case 15: "GAME_ROOM"
    case 16: "INTERNET_CAFE"
    case 17: "OTHER_WORKPLACE"
    default: nil
    }
  }
}

extension PBHostPostTerms.Hazard: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "AT_HEIGHT"
    case 2: "UNDERGROUND"
    case 3: "RADIOACTIVE"
    case 4: "TOXIC"
    case 5: "FLAMMABLE_OR_EXPLOSIVE"
    case 6: "PROHIBITED_FOR_MINORS"
    case 7: "PROHIBITED_FOR_WOMEN"
    default: nil
    }
  }
}

extension PBHostPostTerms.Lodging: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "NO_LODGING"
    case 2: "BY_HOST"
    case 3: "BY_SCHOOL"
    default: nil
    }
  }
}

extension PBHostPostInspected.Topic: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "QUALIFICATION"
    case 2: "CREDIT"
    case 3: "MANAGEMENT"
    case 4: "POST"
    case 5: "WORKING_HOURS"
    case 6: "WORKING_ENVIRONMENT"
    case 7: "LIVING_ENVIRONMENT"
    case 8: "HEALTH_AND_SAFETY"
    default: nil
    }
  }
}

extension PBHostPostInspected.Result: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "PASSED"
    case 2: "FAILED"
    default: nil
    }
  }
}

extension PBHostPostDeclined.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "QUALIFICATION_LACKING"
    case 2: "CONDITIONS"
    case 3: "SAFETY"
    case 4: "PAY"
    case 5: "UNRELATED_TO_MAJORS"
    case 6: "NOT_NEEDED"
    case 7: "OTHER"
    default: nil
    }
  }
}

extension PBHostPostWithdrawn.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "FILLED"
    case 2: "NO_NEED"
    case 3: "HOST_CLOSED"
    case 4: "BARRED"
    case 5: "OTHER"
    default: nil
    }
  }
}

extension PBVacancyTerms.Restriction: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "SEX"
    case 2: "ETHNICITY"
    case 3: "RACE"
    case 4: "RELIGION"
    case 5: "NO_VOCATIONAL_GRADUATES"
    default: nil
    }
  }
}

extension PBVacancyRejected.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "INCOMPLETE"
    case 2: "UNTRUE"
    case 3: "DISCRIMINATING"
    case 4: "EMPLOYER_UNVERIFIED"
    case 5: "DUPLICATE"
    case 6: "OTHER"
    default: nil
    }
  }
}

extension PBVacancyPublished.Channel: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "PLATFORM"
    case 2: "SCHOOL"
    case 3: "JOB_FAIR"
    case 4: "PRESS"
    case 5: "SOCIAL_MEDIA"
    case 6: "OTHER"
    default: nil
    }
  }
}

extension PBVacancyClosed.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "AUTOMATIC"
    case 2: "BY_EMPLOYER"
    case 3: "WITHDRAWN"
    case 4: "BY_AUDITOR"
    case 5: "NO_SUITABLE_APPLICANT"
    case 6: "OTHER"
    default: nil
    }
  }
}

extension PBVacancyComplainedAbout.Ground: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "UNTRUE"
    case 2: "DISCRIMINATING"
    case 3: "FEES"
    case 4: "FRAUD"
    case 5: "OTHER"
    default: nil
    }
  }
}

extension PBNeedTerms.Side: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "SUPPLY"
    case 2: "DEMAND"
    default: nil
    }
  }
}

extension PBNeedTerms.Kind: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "INTERNSHIP"
    case 2: "TALENT"
    case 3: "TECHNICAL_SERVICE"
    case 4: "RESEARCH"
    default: nil
    }
  }
}

extension PBNeedMatchFailed.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "NO_SUITABLE"
    case 2: "TOO_FAR"
    case 3: "PAY_GAP"
    case 4: "BAD_EXPERIENCE"
    case 5: "NO_CAPACITY"
    case 6: "DATES"
    case 7: "NOT_WANTED"
    case 8: "OTHER"
    default: nil
    }
  }
}

extension PBNeedClosed.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "FULFILLED"
    case 2: "WITHDRAWN"
    case 3: "EXPIRED"
    case 4: "NO_MATCH"
    case 5: "OTHER"
    default: nil
    }
  }
}

extension PBVisitParties.Direction: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "GOING_OUT"
    case 2: "INVITED_IN"
    default: nil
    }
  }
}

extension PBVisitFollowUp.Kind: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "REGULAR_EXCHANGE"
    case 2: "ANOTHER_VISIT"
    case 3: "AGREEMENT"
    case 4: "RECRUITMENT"
    case 5: "OTHER"
    default: nil
    }
  }
}

extension PBVisitCancelled.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "BY_SCHOOL"
    case 2: "BY_EMPLOYER"
    case 3: "OTHER"
    default: nil
    }
  }
}

extension PBFacilityRegistered.Kind: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "TRAINING_BASE"
    case 2: "LABORATORY"
    case 3: "WORKSHOP"
    case 4: "CENTRE"
    case 5: "OTHER"
    default: nil
    }
  }
}

extension PBGrantApplied.Purpose: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "MAJORS_AND_COURSES"
    case 2: "FACILITIES"
    case 3: "INSURANCE"
    case 4: "HOST_COSTS"
    case 5: "RESEARCH"
    case 6: "TRAINING_SERVICES"
    case 7: "OTHER"
    default: nil
    }
  }
}

extension PBGrantEvaluated.Result: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "GOOD"
    case 2: "SUFFICIENT"
    case 3: "INSUFFICIENT"
    default: nil
    }
  }
}

extension PBGrantClawbackOrdered.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "FRAUD"
    case 2: "MISUSE"
    case 3: "NOT_PERFORMED"
    case 4: "MISTAKE"
    default: nil
    }
  }
}

extension PBIntentionRecorded.Venue: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "MEETING"
    case 2: "MATCHMAKING"
    case 3: "VISIT"
    case 4: "ONLINE"
    case 5: "OTHER"
    default: nil
    }
  }
}

extension PBMeetingConvened.Kind: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "FOUNDING"
    case 2: "GENERAL"
    case 3: "COUNCIL"
    case 4: "JOINT_CONFERENCE"
    case 5: "OTHER"
    default: nil
    }
  }
}

extension PBMotionPut.Subject: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "FOUNDING_OF_ALLIANCE"
    case 2: "CHARTER"
    case 3: "GOVERNING_UNITS"
    case 4: "WORK_PLAN"
    case 5: "MEMBERSHIP"
    case 6: "OTHER"
    default: nil
    }
  }
}

extension PBRollCallVote.Choice: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "IN_FAVOUR"
    case 2: "AGAINST"
    case 3: "ABSTAINED"
    default: nil
    }
  }
}

extension PBOrganisationMerged.Reason: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "DUPLICATE"
    case 2: "LEGAL_MERGER"
    default: nil
    }
  }
}

extension PBPolicyIssued.Kind: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "LAW"
    case 2: "REGULATION"
    case 3: "MEASURES"
    case 4: "NOTICE"
    case 5: "PLAN"
    case 6: "OTHER"
    default: nil
    }
  }
}

extension PBTargetSet.Kind: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "PLACEMENT_RATE"
    case 2: "TRAINED"
    case 3: "INTERNS"
    case 4: "EMPLOYERS"
    case 5: "AGREEMENTS"
    case 6: "PARTICIPANTS"
    case 7: "OTHER"
    default: nil
    }
  }
}

extension PBTargetAssessed.Result: Worded {
  /// What a row holds for it.
  package var word: String? {
    switch rawValue {
    case 1: "REACHED"
    case 2: "PARTLY"
    case 3: "MISSED"
    case 4: "NOT_ASSESSABLE"
    default: nil
    }
  }
}
