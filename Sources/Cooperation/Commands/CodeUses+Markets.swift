// The codes that posts, vacancies, activities, sessions, visits and needs use.

extension CodeUse {
  /// A list of codes.
  fileprivate static func each(
    _ list: CodeListName, _ field: String, _ codes: [String]
  ) -> [CodeUse] {
    codes.enumerated().map { .optional(list, "\(field)[\($0)]", $1) }
  }
}

extension PBHostPostTerms {
  fileprivate var codes: [CodeUse] {
    CodeUse.each(.majors, "details.terms.majors", majors)
      + [.optional(.regions, "details.terms.region", hasRegion ? region : nil)]
  }
}

extension PBOfferHostPost {
  /// Majors and region.
  public var codes: [CodeUse] { details.terms.codes }
}

extension PBReviseHostPost {
  /// Majors and region.
  public var codes: [CodeUse] { details.terms.codes }
}

extension PBVacancyTerms {
  fileprivate var codes: [CodeUse] {
    CodeUse.each(.majors, "details.terms.majors", majors)
      + [.optional(.regions, "details.terms.region", hasRegion ? region : nil)]
  }
}

extension PBDraftVacancy {
  /// Majors and region.
  public var codes: [CodeUse] { details.terms.codes }
}

extension PBPublishVacancy {
  /// Majors and region.
  public var codes: [CodeUse] { details.terms.codes }
}

extension PBReviseVacancy {
  /// Majors and region.
  public var codes: [CodeUse] { details.terms.codes }
}

extension PBPlanActivity {
  /// The region.
  public var codes: [CodeUse] {
    [.optional(.regions, "details.plan.region", details.plan.hasRegion ? details.plan.region : nil)]
  }
}

extension PBHoldActivity {
  /// The region.
  public var codes: [CodeUse] {
    [.optional(.regions, "details.plan.region", details.plan.hasRegion ? details.plan.region : nil)]
  }
}

extension PBScheduleSession {
  /// The region.
  public var codes: [CodeUse] {
    [.optional(.regions, "details.region", details.hasRegion ? details.region : nil)]
  }
}

extension PBRecordPairMet {
  /// What they talked about.
  public var codes: [CodeUse] {
    CodeUse.each(.cooperationTopics, "details.topics", details.topics)
  }
}

extension PBPlanVisit {
  /// What it is about.
  public var codes: [CodeUse] {
    CodeUse.each(.cooperationTopics, "details.parties.topics", details.parties.topics)
  }
}

extension PBHoldVisit {
  /// What it was about.
  public var codes: [CodeUse] {
    CodeUse.each(.cooperationTopics, "details.parties.topics", details.parties.topics)
  }
}

extension PBNeedTerms {
  // A region of a need may be a province or a city by its first digits, which no list holds.
  fileprivate var codes: [CodeUse] {
    [.optional(.cooperationTopics, "details.terms.topic", hasTopic ? topic : nil)]
      + CodeUse.each(.majors, "details.terms.majors", majors)
      + CodeUse.each(.industries, "details.terms.industries", industries)
  }
}

extension PBPublishNeed {
  /// Topic, majors and industries.
  public var codes: [CodeUse] { details.terms.codes }
}

extension PBReviseNeed {
  /// Topic, majors and industries.
  public var codes: [CodeUse] { details.terms.codes }
}
