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
      + [
        .optional(.regions, "details.terms.region", hasRegion ? region : nil),
        .occupation("details.terms.occupation", hasOccupation ? occupation : nil),
      ]
  }
}

extension PBDraftVacancy {
  /// Majors, region and occupation.
  public var codes: [CodeUse] { details.terms.codes }
}

extension PBPublishVacancy {
  /// Majors, region and occupation.
  public var codes: [CodeUse] { details.terms.codes }
}

extension PBReviseVacancy {
  /// Majors, region and occupation.
  public var codes: [CodeUse] { details.terms.codes }
}

extension CodeUse {
  /// An industry: of GB/T 4754 where it has that form, else one of those that matchmaking is for.
  fileprivate static func industry(_ field: String, _ code: String?) -> CodeUse {
    let isStandard =
      code.map { code in
        (1...5).contains(code.utf8.count)
          && code.utf8.first.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) } == true
          && code.utf8.dropFirst().allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          }
      } ?? false
    return .optional(isStandard ? .industries : .keyIndustries, field, code)
  }
}

extension PBActivityPlan {
  fileprivate var codes: [CodeUse] {
    [
      .optional(.regions, "details.plan.region", hasRegion ? region : nil),
      .industry("details.plan.industry", hasIndustry ? industry : nil),
    ]
  }
}

extension PBPlanActivity {
  /// Region and industry.
  public var codes: [CodeUse] { details.plan.codes }
}

extension PBHoldActivity {
  /// Region and industry.
  public var codes: [CodeUse] { details.plan.codes }
}

extension PBScheduleSession {
  /// The region, and what it is for.
  public var codes: [CodeUse] {
    [.optional(.regions, "details.region", details.hasRegion ? details.region : nil)]
      + details.fields.enumerated().map { .industry("details.fields[\($0)]", $1) }
  }
}

extension PBInviteParty {
  /// The industry it is invited for.
  public var codes: [CodeUse] {
    [.industry("details.industry", details.hasIndustry ? details.industry : nil)]
  }
}

extension PBRecordPartyArrival {
  /// The industry it stands for.
  public var codes: [CodeUse] {
    [.industry("details.industry", details.hasIndustry ? details.industry : nil)]
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
  fileprivate var codes: [CodeUse] {
    [
      .optional(.cooperationTopics, "details.terms.topic", hasTopic ? topic : nil),
      .region("details.terms.region", hasRegion ? region : nil),
    ]
      + CodeUse.each(.majors, "details.terms.majors", majors)
      + CodeUse.each(.industries, "details.terms.industries", industries)
  }
}

extension PBPublishNeed {
  /// Topic, region, majors and industries.
  public var codes: [CodeUse] { details.terms.codes }
}

extension PBReviseNeed {
  /// Topic, region, majors and industries.
  public var codes: [CodeUse] { details.terms.codes }
}
