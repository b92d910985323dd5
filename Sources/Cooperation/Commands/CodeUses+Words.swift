internal import EventModel

// Codes that commands don't write as their lists do: words of the schema, prefixes of regions, digits
// inside another code.

extension CodeUse {
  /// A region by its first 2, 4 or 6 digits: what is missing is zeros in the list, or the list has a
  /// part of it.
  static func region(_ field: String, _ prefix: String?) -> CodeUse {
    var use = CodeUse.optional(
      .regions, field,
      prefix.map { $0 + String(repeating: "0", count: max(0, 6 - $0.utf8.count)) })
    if let prefix, prefix.utf8.count < 6 { use.prefix = prefix }
    return use
  }

  /// An occupation, where it is told by its code: a word for it is no code and stands in no list.
  static func occupation(_ field: String, _ text: String?) -> CodeUse {
    let isCode = text.map { text in
      text.utf8.first.map { $0 != UInt8(ascii: "-") } == true
        && text.utf8.allSatisfy {
          $0 == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        }
    }
    return .optional(.occupations, field, isCode == true ? text : nil)
  }

  /// The type of a school, which its code begins with.
  fileprivate static func schoolType(_ field: String, _ schoolCode: String?) -> CodeUse {
    .optional(.schoolTypes, field, schoolCode.map { String($0.prefix(2)) })
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

extension PBOrderClassPlanned.Kind {
  /// What it is called in the list of forms.
  var code: String? {
    switch self {
    case .order: "order"
    case .modernApprenticeship: "modern-apprenticeship"
    case .newApprenticeship: "new-apprenticeship"
    case .directed: "directed"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBAgreementTerms {
  fileprivate var codes: [CodeUse] {
    [.optional(.cooperationForms, "details.kind", kind.code)]
      + forms.enumerated().map {
        .optional(.cooperationTopics, "details.forms[\($0)]", $1.code)
      }
  }
}

extension PBDraftAgreement {
  /// In which form they cooperate, and on what.
  public var codes: [CodeUse] { details.codes }
}

extension PBReportAgreementSigned {
  /// In which form they cooperate, and on what.
  public var codes: [CodeUse] { details.codes }
}

extension PBProposeAgreementAmendment {
  /// On what they cooperate from then on.
  public var codes: [CodeUse] { details.codes }
}

extension PBAssignSchoolCode {
  /// The type of the school.
  public var codes: [CodeUse] {
    [.schoolType("details.schoolCode", details.hasSchoolCode ? details.schoolCode : nil)]
  }
}

extension PBOrganisationRegistered {
  /// Region, industry and type of school.
  var codes: [CodeUse] {
    [
      .optional(.regions, "details.region", hasRegion ? region : nil),
      .optional(.industries, "details.industry", hasIndustry ? industry : nil),
      .schoolType("details.schoolCode", hasSchoolCode ? schoolCode : nil),
    ]
  }
}

extension PBProposeAlliance {
  /// The region.
  public var codes: [CodeUse] { details.codes }
}

extension PBFoundAlliance {
  /// The region.
  public var codes: [CodeUse] { details.codes }
}

extension PBAllianceProfile {
  fileprivate var codes: [CodeUse] {
    [.optional(.regions, "details.region", hasRegion ? region : nil)]
  }
}

extension PBPrepareInternshipAgreement {
  /// Where the work is.
  public var codes: [CodeUse] { details.terms.codes }
}

extension PBReportInternshipAgreementSigned {
  /// Where the work is.
  public var codes: [CodeUse] { details.terms.codes }
}

extension PBAmendInternshipAgreement {
  /// Where the work is from then on.
  public var codes: [CodeUse] { details.terms.codes }
}

extension PBInternshipTerms {
  fileprivate var codes: [CodeUse] {
    [.optional(.regions, "details.terms.region", hasRegion ? region : nil)]
  }
}

extension PBGrantServiceRole {
  /// Where it holds.
  public var codes: [CodeUse] {
    [.region("details.territory", details.hasTerritory ? details.territory : nil)]
  }
}

extension PBIssuePolicy {
  /// Where it holds.
  public var codes: [CodeUse] {
    [.region("details.territory", details.hasTerritory ? details.territory : nil)]
  }
}

extension PBEstablishFund {
  /// Where it pays.
  public var codes: [CodeUse] {
    [.region("details.territory", details.hasTerritory ? details.territory : nil)]
  }
}

extension PBRequestTraining {
  /// What is to be trained.
  public var codes: [CodeUse] {
    [.occupation("details.occupation", details.hasOccupation ? details.occupation : nil)]
  }
}

extension PBPlanTraining {
  /// What is to be trained.
  public var codes: [CodeUse] {
    [.occupation("details.occupation", details.hasOccupation ? details.occupation : nil)]
  }
}

extension PBRecommendJob {
  /// What the work is.
  public var codes: [CodeUse] {
    [.occupation("details.occupation", details.hasOccupation ? details.occupation : nil)]
  }
}
