internal import Cooperation

// The words that rows hold for enumerations: the names that commands use for them, so that a filter
// says what a command said. Nothing where the fact says nothing.

extension PBOrganisationRegistered.Kind: Worded {
  var word: String? {
    switch self {
    case .enterprise: "ENTERPRISE"
    case .school: "SCHOOL"
    case .hrInstitution: "HR_INSTITUTION"
    case .industryAssociation: "INDUSTRY_ASSOCIATION"
    case .trainingInstitution: "TRAINING_INSTITUTION"
    case .governmentBody: "GOVERNMENT_BODY"
    case .other: "OTHER"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBOrganisationRegistered.SchoolLevel: Worded {
  var word: String? {
    switch self {
    case .secondaryVocational: "SECONDARY_VOCATIONAL"
    case .technical: "TECHNICAL"
    case .higherVocational: "HIGHER_VOCATIONAL"
    case .undergraduate: "UNDERGRADUATE"
    case .adult: "ADULT"
    case .otherLevel: "OTHER_LEVEL"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBOrganisationRegistered.Ownership: Worded {
  var word: String? {
    switch self {
    case .state: "STATE"
    case .collective: "COLLECTIVE"
    case .private: "PRIVATE"
    case .foreign: "FOREIGN"
    case .joint: "JOINT"
    case .otherOwnership: "OTHER_OWNERSHIP"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBOrganisationRegistered.SizeClass: Worded {
  var word: String? {
    switch self {
    case .micro: "MICRO"
    case .small: "SMALL"
    case .medium: "MEDIUM"
    case .large: "LARGE"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBDesignationGranted.Designation: Worded {
  var word: String? {
    switch self {
    case .key: "KEY"
    case .integration: "INTEGRATION"
    case .specialised: "SPECIALISED"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBAgreementTerms.Kind: Worded {
  var word: String? {
    switch self {
    case .schoolEnterprise: "SCHOOL_ENTERPRISE"
    case .schoolSchool: "SCHOOL_SCHOOL"
    case .schoolAssociation: "SCHOOL_ASSOCIATION"
    case .entrustedTraining: "ENTRUSTED_TRAINING"
    case .jointInstitution: "JOINT_INSTITUTION"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBAgreementTerms.Form: Worded {
  var word: String? {
    switch self {
    case .curriculum: "CURRICULUM"
    case .jointTraining: "JOINT_TRAINING"
    case .orderClass: "ORDER_CLASS"
    case .internship: "INTERNSHIP"
    case .practiceTraining: "PRACTICE_TRAINING"
    case .careerEducation: "CAREER_EDUCATION"
    case .teacherTeam: "TEACHER_TEAM"
    case .staffTraining: "STAFF_TRAINING"
    case .recruitment: "RECRUITMENT"
    case .innovation: "INNOVATION"
    case .sharedFacilities: "SHARED_FACILITIES"
    case .jointRunning: "JOINT_RUNNING"
    case .other: "OTHER"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBOrderClassPlanned.Kind: Worded {
  var word: String? {
    switch self {
    case .order: "ORDER"
    case .modernApprenticeship: "MODERN_APPRENTICESHIP"
    case .newApprenticeship: "NEW_APPRENTICESHIP"
    case .directed: "DIRECTED"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBInternshipKind: Worded {
  var word: String? {
    switch self {
    case .cognition: "COGNITION"
    case .post: "POST"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBClaimPublished.Bound: Worded {
  var word: String? {
    switch self {
    case .exact: "EXACT"
    case .moreThan: "MORE_THAN"
    case .nearly: "NEARLY"
    case .orderOfMagnitude: "ORDER_OF_MAGNITUDE"
    case .unknown: "UNKNOWN"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBClaimPublished.Nature: Worded {
  var word: String? {
    switch self {
    case .actual: "ACTUAL"
    case .planned: "PLANNED"
    case .target: "TARGET"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}
