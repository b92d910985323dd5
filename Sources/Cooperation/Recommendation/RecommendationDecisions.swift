internal import Deciding
internal import EventModel

/// A command on one recommendation.
protocol RecommendationCommand: DomainCommand {
  var recommendation: String { get }
}

extension RecommendationCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }

  /// The recommendation's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.target(recommendation, "recommendation", Recommendation.category)
  }
}

extension PBGiveRecommendation: RecommendationCommand {
  /// We recommend, mostly.
  static let standings = StandingPolicy.either(default: .decided)
  /// It brings the recommendation into being.
  static let creates = true
  /// To whom, what, and the case that it helps.
  var references: [Reference] {
    [
      .required("receiver", "details.to", details.to, Person.category, Organisation.category),
      .required(
        "recommended", "details.recommended", details.recommended, Vacancy.category,
        Need.category, Organisation.category, HostPost.category),
      .optional("assistance case", "details.assistanceCase", details.assistanceCase),
    ]
  }

  /// One `recommendation.given`; what an algorithm recommends comes with its version and reasons.
  ///
  /// Source: Personal Information Protection Law, Art. 24: an automated decision can be explained.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.that(
      details.to != details.recommended, "details.recommended", "nobody is recommended to itself")
    if details.hasAlgorithm {
      try Check.key(details.algorithm, "details.algorithm")
      try Check.text(details.algorithmVersion, "details.algorithmVersion")
      try Check.present(!details.reasons.isEmpty, "details.reasons", "one reason at least")
    }
    if details.hasWeightsSha256 { try Check.digest(details.weightsSha256, "details.weightsSha256") }
    if details.hasRank { try Check.positive(details.rank, "details.rank") }
    try checkReasons()
    return Decision(events: [DecidedEvent(details, to: try target())])
  }

  private func checkReasons() throws(Rejection) {
    var sum: Int64 = 0
    for (index, reason) in details.reasons.enumerated() {
      try Check.key(reason.criterion, "details.reasons[\(index)].criterion")
      sum += Int64(reason.points)
    }
    if details.hasScore, !details.reasons.isEmpty {
      try Check.that(
        Int64(details.score) == sum, "details.score", "the reasons' points add up to \(sum)")
    }
  }
}

extension PBRecordNothingFound: RecommendationCommand {
  /// We looked, mostly.
  static let standings = StandingPolicy.either(default: .decided)
  /// It brings the stream into being.
  static let creates = true
  /// For whom it was looked.
  var references: [Reference] {
    [.required("receiver", "details.to", details.to, Person.category, Organisation.category)]
  }

  /// One `recommendation.nothing-found`, with the reason and by which numbers it was looked.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(
      details.hasReason && details.reason != .unspecified, "details.reason",
      "why nothing fitted, as NO_SUITABLE")
    if details.hasAlgorithm {
      try Check.key(details.algorithm, "details.algorithm")
      try Check.text(details.algorithmVersion, "details.algorithmVersion")
    }
    if details.hasWeightsSha256 { try Check.digest(details.weightsSha256, "details.weightsSha256") }
    if details.hasLookedAt { try Check.count(details.lookedAt, "details.lookedAt") }
    return Decision(events: [DecidedEvent(details, to: try target())])
  }
}

extension PBAcceptRecommendation: RecommendationCommand {
  /// Whoever got it tells.
  static let standings = StandingPolicy.either(default: .reported)
  /// What it led to.
  var references: [Reference] { [.optional("result", "details.ledTo", details.ledTo)] }

  /// One `recommendation.accepted`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(Recommendation.Step.accept, DecidedEvent(details, to: try target()))
  }
}

extension PBDeclineRecommendation: RecommendationCommand {
  /// Whoever got it tells.
  static let standings = StandingPolicy.either(default: .reported)

  /// One `recommendation.declined`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(Recommendation.Step.decline, DecidedEvent(details, to: try target()))
  }
}
