internal import Deciding
internal import EventModel

/// A command on one need.
protocol NeedCommand: DomainCommand {
  var need: String { get }
}

extension NeedCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }
  /// An organisation tells what it needs.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The need's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.target(need, "need", Need.category)
  }
}

extension PBPublishNeed: NeedCommand {
  /// It brings the need into being.
  static let creates = true
  /// Whose it is.
  var references: [Reference] {
    [
      .required(
        "organisation", "details.organisation", details.organisation, Organisation.category)
    ]
  }
  /// Topic, region, majors and industries.
  var codes: [CodeUse] { details.terms.codes }

  /// One `need.published`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(details.terms.hasSide, "details.terms.side", "SUPPLY or DEMAND")
    try Check.present(details.terms.hasKind, "details.terms.kind", "a kind, as INTERNSHIP")
    try details.terms.check()
    return Decision(events: [DecidedEvent(details, to: try target())])
  }
}

extension PBReviseNeed: NeedCommand {
  /// One `need.revised`; what is offered does not become what is looked for.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.that(
      details.terms != PBNeedTerms(), "details.terms", "a revision changes one term at least")
    let terms = try context.target(Need.self, stream).terms
    try Check.that(
      !details.terms.hasSide || details.terms.side == terms.side, "details.terms.side",
      "another side is another need")
    try Check.that(
      !details.terms.hasKind || details.terms.kind == terms.kind, "details.terms.kind",
      "another kind is another need")
    try details.terms.check()
    if context.standing == .decided {
      let whole = terms.revised(by: details.terms)
      try Check.revisedPeriod(
        from: whole.hasFrom ? whole.from : nil, to: whole.hasTo ? whole.to : nil,
        changesFrom: details.terms.hasFrom, changesTo: details.terms.hasTo, "details.terms")
    }
    return try context.recordEachTime(
      Need.Step.change.called("a revision"), DecidedEvent(details, to: stream))
  }

  /// Topic, region, majors and industries.
  var codes: [CodeUse] { details.terms.codes }
}

extension PBAnswerNeed: NeedCommand {
  /// Who answers, with what.
  var references: [Reference] {
    [
      .required("answerer", "details.by", details.by, Organisation.category),
      .optional("answering need", "details.need", details.need, Need.category),
    ]
  }

  /// One `need.answered`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.count(details.quantity, "details.quantity")
    try Check.other(stream, context, details.by, "details.by", need: details.need, "details.need")
    return try context.recordEachTime(
      Need.Step.change.called("an answer"), DecidedEvent(details, to: stream))
  }
}

extension PBMatchNeed: NeedCommand {
  /// With whom, and what came of it.
  var references: [Reference] {
    [
      .required("partner", "details.with", details.with, Organisation.category),
      .optional("matching need", "details.need", details.need, Need.category),
      .optional(
        "agreement", "details.agreement", details.agreement, CooperationAgreement.category),
      .optional(
        "intention", "details.intention", details.intention, StreamCategory("intention")),
      .optional(
        "recommendation", "details.recommendation", details.recommendation,
        Recommendation.category),
    ]
  }

  /// One `need.matched`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    if details.hasQuantity {
      try Check.positive(details.quantity, "details.quantity")
    }
    try Check.other(
      stream, context, details.with, "details.with", need: details.need, "details.need")
    return try context.recordEachTime(
      Need.Step.change.called("a match"), DecidedEvent(details, to: stream))
  }
}

extension PBRecordFailedMatch: NeedCommand {
  /// With whom it failed, if there was anybody.
  var references: [Reference] {
    [.optional("partner", "details.with", details.with, Organisation.category)]
  }

  /// One `need.match-failed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(details.hasReason, "details.reason", "a reason, as NO_SUITABLE")
    return try context.recordEachTime(
      Need.Step.change.called("a failed match"), DecidedEvent(details, to: try target()))
  }
}

extension PBCloseNeed: NeedCommand {
  /// One `need.closed`; our own act says why.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if context.standing == .decided {
      try Check.present(details.hasReason, "details.reason", "a reason, as FULFILLED")
    }
    return try context.recordOnce(Need.Step.close, DecidedEvent(details, to: try target()))
  }
}

extension Check {
  // Nobody answers the own need, and no need matches itself.
  fileprivate static func other(
    _ stream: StreamName, _ context: DecisionContext, _ organisation: String,
    _ organisationField: String, need: String, _ needField: String
  ) throws(Rejection) {
    let own = try context.target(Need.self, stream).organisation
    try that(
      own?.text != organisation, organisationField, "\(stream) is the need of \(organisation)")
    try that(need != stream.text, needField, "a need does not match itself")
  }
}

extension PBNeedTerms {
  fileprivate func check() throws(Rejection) {
    let path = "details.terms"
    if hasTopic { try Check.key(topic, path + ".topic") }
    if hasQuantity {
      try Check.that(quantity >= 1, path + ".quantity", "\(path).quantity takes a number from 1")
    }
    if hasRegion {
      try Check.that(
        RegionCode.isPrefix(region), path + ".region",
        "a region's code or the first 2 or 4 digits of one")
    }
    try Check.majors(majors, path + ".majors")
    try Check.keys(industries, path + ".industries")
    try Check.period(from, hasFrom, to, hasTo, path)
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
