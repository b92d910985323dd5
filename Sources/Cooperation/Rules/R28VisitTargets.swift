internal import Deciding
internal import EventModel

extension Rule {
  /// R28: the leaders of a school visit a hundred employers.
  static let visitTargets = Rule(
    number: "R28",
    sentence: "In the campaign of visits the secretary and president of a higher vocational or new "
      + "undergraduate school visit at least 100 employers, and where its destination rate is below "
      + "the local average at least 100 newly developed ones.",
    source: "Ministry notices on the campaigns of 2022 and 2023", isVerified: false,
    // Of both notices only the year is known.
    scope: Scope(
      schoolLevels: [.higherVocational, .undergraduate], validFrom: day("2022-01-01"),
      validTo: day("2024-01-01")),
    whenDecided: .finding(.advisory), whenReported: .finding(.advisory))
}

/// Judges a campaign of visits by what it wants to reach; what it has reached is a measure.
enum VisitTargets {
  /// The employers that are asked for.
  static let employers = 100

  /// What the rule says of a campaign's targets.
  ///
  /// Which undergraduate schools are the new ones nobody records: of a campaign that only such schools
  /// organise, what would break the rule can't be assessed.
  /// - Parameters:
  ///   - campaign: what it wants by then.
  ///   - levels: of the schools that organise it, as far as they are known.
  static func judge(
    _ event: JudgedEvent<Campaign.Event>, _ campaign: PBCampaignLaunched,
    levels: [PBOrganisationRegistered.SchoolLevel], in zone: LogZone
  ) -> Judgement {
    let bound = levels.filter {
      Rule.visitTargets.holds(on: event.occurred, in: zone, schoolLevel: $0)
    }
    guard campaign.hasKind, campaign.kind == .schoolVisits, !bound.isEmpty else {
      return Judgement(.visitTargets, in: event.stream, breach: nil)
    }
    var verdict = Self.verdict(
      campaign.targets, isBelowAverage: campaign.destinationRateBelowAverage, event.standing)
    if verdict != .kept, !bound.contains(.higherVocational) {
      verdict = .notAssessable("whether the schools are new undergraduate ones is not known")
    }
    return Judgement(.visitTargets, subjects: [event.stream], verdict)
  }

  private static func verdict(
    _ targets: [PBCampaignTarget], isBelowAverage: Bool, _ standing: Standing
  ) -> Judgement.Verdict {
    var metrics: [(PBCampaignTarget.Metric, String)] = [(.employersVisited, "employers visited")]
    if isBelowAverage { metrics.append((.employersNewlyDeveloped, "newly developed employers")) }
    var isUnknown = false
    for (metric, name) in metrics {
      guard let target = targets.first(where: { $0.metric == metric }) else {
        if standing == .decided {
          return .broken("there is no target for \(name)")
        }
        isUnknown = true
        continue
      }
      if target.value < employers {
        return .broken("the target for \(name) is \(target.value), not \(employers)")
      }
    }
    return isUnknown ? .notAssessable("the campaign's targets are not known") : .kept
  }
}
