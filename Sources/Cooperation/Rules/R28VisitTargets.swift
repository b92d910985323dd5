internal import Deciding
internal import EventModel

extension Rule {
  /// R28: the leaders of a school visit a hundred employers.
  public static let visitTargets = Rule(
    number: "R28",
    sentence: "In the campaign of visits a school's secretary and president visit at least 100 "
      + "employers, and where its destination rate is below the local average at least 100 newly "
      + "developed ones.",
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
  /// - Parameter levels: of the schools that organise it, as far as they are known.
  static func judge(
    _ stream: StreamName, kind: PBCampaignLaunched.Kind?, _ targets: [PBCampaignTarget],
    isBelowAverage: Bool, levels: [PBOrganisationRegistered.SchoolLevel], _ standing: Standing,
    on occurred: Moment, in zone: LogZone
  ) -> Judgement {
    guard kind == .schoolVisits,
      levels.contains(where: { Rule.visitTargets.holds(on: occurred, in: zone, schoolLevel: $0) })
    else { return Judgement(.visitTargets, in: stream, breach: nil) }
    var metrics: [(PBCampaignTarget.Metric, String)] = [(.employersVisited, "employers visited")]
    if isBelowAverage { metrics.append((.employersNewlyDeveloped, "newly developed employers")) }
    var isUnknown = false
    for (metric, name) in metrics {
      guard let target = targets.first(where: { $0.metric == metric }) else {
        if standing == .decided {
          return Judgement(.visitTargets, in: stream, breach: "there is no target for \(name)")
        }
        isUnknown = true
        continue
      }
      if target.value < employers {
        return Judgement(
          .visitTargets, in: stream,
          breach: "the target for \(name) is \(target.value), not \(employers)")
      }
    }
    return Judgement(
      .visitTargets, subjects: [stream],
      isUnknown ? .notAssessable("the campaign's targets are not known") : .kept)
  }
}
