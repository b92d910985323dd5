extension PBAgreementTerms {
  /// In which form they cooperate, and on what.
  var codes: [CodeUse] {
    [.optional(.cooperationForms, "details.kind", kind.code)]
      + forms.enumerated().map {
        .optional(.cooperationTopics, "details.forms[\($0)]", $1.code)
      }
  }
}

extension PBAgreementTerms.Form {
  /// What it is called in the list of topics.
  fileprivate var code: String? {
    switch self {
    case .curriculum: "curriculum"
    case .jointTraining: "joint-training"
    case .orderClass: "order-class"
    case .internship: "internship"
    case .practiceTraining: "practice-training"
    case .careerEducation: "career-education"
    case .teacherTeam: "teacher-team"
    case .staffTraining: "staff-training"
    case .recruitment: "graduate-recruitment"
    case .innovation: "innovation"
    case .sharedFacilities: "shared-facilities"
    case .jointRunning: "joint-running"
    case .other: "other"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBAgreementTerms.Kind {
  /// What it is called in the list of forms.
  fileprivate var code: String? {
    switch self {
    case .schoolEnterprise: "school-enterprise"
    case .schoolSchool: "school-school"
    case .schoolAssociation: "school-association"
    case .entrustedTraining: "entrusted-training"
    case .jointInstitution: "joint-institution"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}
