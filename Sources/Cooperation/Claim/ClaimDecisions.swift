internal import Deciding
internal import EventModel

/// A command on one claim.
protocol ClaimCommand: DomainCommand {
  var claim: String { get }
}

extension ClaimCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }

  /// The claim's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.present(!claim.isEmpty, "claim", "a stream name, as claim-…")
    return try Check.stream(claim, "claim", [Claim.category])
  }
}

extension PBPublishClaim: ClaimCommand {
  /// Somebody else said it.
  static let standings = StandingPolicy.either(default: .reported)
  /// It brings the claim into being.
  static let creates = true

  /// What it speaks of.
  var references: [Reference] {
    [.optional("subject", "details.subject", details.subject)]
  }

  /// One `claim.published`; a figure has a bound, a nature and a source.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.text(details.text, "details.text")
    try Check.present(details.hasBound, "details.bound", "how exact it is, as MORE_THAN")
    try Check.present(details.hasNature, "details.nature", "ACTUAL, PLANNED or TARGET")
    if details.hasFigure {
      try Check.that(
        DecimalFigure(validating: details.figure) != nil, "details.figure",
        "a figure is an exact decimal without thousands' marks, as 143 or 153.5")
    } else {
      try Check.that(
        details.bound == .unknown || details.bound == .orderOfMagnitude, "details.figure",
        "a claim without a figure has the bound UNKNOWN or ORDER_OF_MAGNITUDE")
    }
    guard details.hasURL || context.source.document != nil else {
      throw .missing("details.url", "where it was published, here or as source.document")
    }
    if details.hasMeasure { try details.measure.check("details.measure") }
    return Decision(events: [DecidedEvent(details, to: try target())])
  }
}

extension PBExplainClaim: ClaimCommand {
  /// Our own words.
  static let standings = StandingPolicy.either(default: .decided)

  /// One `claim.explained`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let claim = try context.target(Claim.self, stream)
    try Check.text(details.explanation, "details.explanation")
    return try context.record(DecidedEvent(details, to: stream), to: claim) {
      $0.explanations.last == details.explanation
    }
  }
}

extension PBRetractClaim: ClaimCommand {
  /// Whoever published it takes it back.
  static let standings = StandingPolicy.either(default: .reported)

  /// One `claim.retracted`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let claim = try context.target(Claim.self, stream)
    return context.record(DecidedEvent(details, to: stream), unless: claim.isRetracted)
  }
}
