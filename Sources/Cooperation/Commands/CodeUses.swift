// The codes of commands whose aggregates have no code of a list at their heart.

extension PBRegisterOrganisation {
  /// Region, industry and type of school.
  public var codes: [CodeUse] { details.codes }
}

extension PBChangeRegion {
  /// The new region.
  public var codes: [CodeUse] {
    [.optional(.regions, "details.region", details.hasRegion ? details.region : nil)]
  }
}

extension PBChangeIndustry {
  /// The new industry.
  public var codes: [CodeUse] {
    [.optional(.industries, "details.industry", details.hasIndustry ? details.industry : nil)]
  }
}

extension PBEnrolStudent {
  /// The major.
  public var codes: [CodeUse] {
    [.optional(.majors, "details.major", details.hasMajor ? details.major : nil)]
  }
}

extension PBTransferStudent {
  /// The new major.
  public var codes: [CodeUse] {
    [.optional(.majors, "details.major", details.hasMajor ? details.major : nil)]
  }
}

extension PBPlanOrderClass {
  /// The major, and in which form it is taught.
  public var codes: [CodeUse] {
    [
      .optional(.majors, "details.major", details.hasMajor ? details.major : nil),
      .optional(.cooperationForms, "details.kind", details.kind.code),
    ]
  }
}

extension PBArrangePlacement {
  /// Where the work is.
  public var codes: [CodeUse] { details.parties.codes }
}

extension PBStartPlacement {
  /// Where the work is.
  public var codes: [CodeUse] { details.parties.codes }
}

extension PBMovePlacement {
  /// Where the work is from now on.
  public var codes: [CodeUse] {
    [.optional(.regions, "details.region", details.hasRegion ? details.region : nil)]
  }
}

extension PBPlacementParties {
  fileprivate var codes: [CodeUse] {
    [.optional(.regions, "details.parties.region", hasRegion ? region : nil)]
  }
}

extension CodeUse {
  /// Fields of a list.
  fileprivate static func each(
    _ list: CodeListName, _ field: String, _ codes: [String]
  ) -> [CodeUse] {
    codes.enumerated().map { .optional(list, "\(field)[\($0)]", $1) }
  }
}

// Cooperation's own entities.

extension PBOpenProgramme {
  /// The major, in the catalogue of the year in which the first students enter.
  public var codes: [CodeUse] {
    var use = CodeUse.optional(.majors, "details.major", details.hasMajor ? details.major : nil)
    if details.hasFirstEntryYear { use.year = Int(details.firstEntryYear) }
    return [use]
  }
}

extension PBRegisterFacility {
  /// The region, and the majors that are taught there.
  public var codes: [CodeUse] {
    [.optional(.regions, "details.region", details.hasRegion ? details.region : nil)]
      + CodeUse.each(.majors, "details.majors", details.majors)
  }
}

extension PBRecordIntention {
  /// What it is about.
  public var codes: [CodeUse] {
    CodeUse.each(.cooperationTopics, "details.topics", details.topics)
  }
}
