internal import Deciding
internal import EventModel

extension Rule {
  /// R26, its part on targets: nobody is to reach a placement rate.
  ///
  /// Such a target is recorded all the same, so that what was asked of whom can be seen.
  static let noPlacementRateTarget = Rule(
    number: "R26-TARGET",
    sentence: "No placement rate is set as a target for a college or a counsellor.",
    source: "Ministry of Education on the truth of graduates' destinations, the three no's, from "
      + "reports of 2020 to 2023",
    isVerified: false, scope: Scope(validFrom: day("2020-01-01")),
    whenDecided: .finding(.breach), whenReported: .finding(.breach))
}

/// Judges a target by what it asks of whom.
enum PlacementRateTarget {
  /// What the rule says of a target.
  ///
  /// - Parameter kind: what the subject is, if it is an organisation.
  static func judge(
    _ stream: StreamName, _ target: PBTargetSet, _ subject: StreamName,
    _ kind: PBOrganisationRegistered.Kind?, _ occurred: Moment, _ zone: LogZone
  ) -> Judgement {
    let isBarred = kind == .school || subject.isOf(Person.category)
    let isBroken =
      target.kind == .placementRate && isBarred
      && Rule.noPlacementRateTarget.holds(on: occurred, in: zone)
    return Judgement(
      .noPlacementRateTarget, in: stream,
      breach: isBroken ? "\(subject) is to reach a placement rate" : nil)
  }
}
