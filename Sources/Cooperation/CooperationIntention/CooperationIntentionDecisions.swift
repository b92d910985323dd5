internal import Deciding
internal import EventModel

/// A command on one cooperation intention.
protocol IntentionCommand: DomainCommand {
  var intention: String { get }
}

extension IntentionCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }
  /// What the parties tell, unless we ourselves are one of them.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The intention's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.target(intention, "intention", CooperationIntention.category)
  }
}

extension PBRecordIntention: IntentionCommand {
  /// It brings the intention into being.
  static let creates = true
  /// The parties, and where it was reached.
  var references: [Reference] {
    details.parties.enumerated().map { index, party in
      Reference.required("party", "details.parties[\(index)]", party, Organisation.category)
    } + [
      .optional("session", "details.session", details.session, MatchmakingSession.category),
      .optional(
        "alliance", "details.broughtAboutBy", details.broughtAboutBy, Alliance.category),
      .optional("meeting", "details.meeting", details.meeting, Meeting.category),
      .optional("need", "details.need", details.need, Need.category),
    ]
  }
  /// What it is about.
  var codes: [CodeUse] {
    CodeUse.each(.cooperationTopics, "details.topics", details.topics)
  }

  /// One `intention.recorded`; the same parties, topic and day a second time are for a steward.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.that(
      details.parties.count >= 2 && Set(details.parties).count == details.parties.count,
      "details.parties", "an intention has two or more different organisations as parties")
    for (index, topic) in details.topics.enumerated() {
      try Check.text(topic, "details.topics[\(index)]")
    }
    try Check.that(
      Set(details.topics).count == details.topics.count, "details.topics", "a topic is named once")
    try Check.count(details.plannedHeadcount, "details.plannedHeadcount")
    return Decision(events: [DecidedEvent(details, to: try target())])
  }
}

extension PBBeginIntentionNegotiation: IntentionCommand {
  /// One `intention.negotiation-begun`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(
      CooperationIntention.Step.negotiate, DecidedEvent(details, to: try target()))
  }
}

extension PBConvertIntention: IntentionCommand {
  /// The agreement that came of it.
  var references: [Reference] {
    [
      .required(
        "agreement", "details.agreement", details.agreement, CooperationAgreement.category)
    ]
  }

  /// One `intention.converted`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(
      CooperationIntention.Step.convert, DecidedEvent(details, to: try target()))
  }
}

extension PBLapseIntention: IntentionCommand {
  /// One `intention.lapsed`; our own act gives its reason.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if context.standing == .decided { try Check.text(details.reason, "details.reason") }
    return try context.recordOnce(
      CooperationIntention.Step.lapse, DecidedEvent(details, to: try target()))
  }
}

extension PBWithdrawIntention: IntentionCommand {
  /// Who takes it back.
  var references: [Reference] {
    [.optional("party", "details.party", details.party, Organisation.category)]
  }

  /// One `intention.withdrawn`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(
      CooperationIntention.Step.withdraw, DecidedEvent(details, to: try target()))
  }
}
