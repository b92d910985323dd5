internal import Deciding
internal import EventModel
internal import SwiftProtobuf

/// A command on one dispute.
protocol DisputeCommand: DomainCommand {
  var dispute: String { get }
}

extension DisputeCommand {
  /// An organisation's own affair, unless a command says otherwise.
  static var duty: Duty { .ownAffairs }

  /// The dispute's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.present(!dispute.isEmpty, "dispute", "a stream name, as dispute-…")
    return try Check.stream(dispute, "dispute", [Dispute.category])
  }
}

extension Dispute {
  /// Who may raise one, bring evidence, or appeal.
  fileprivate static func side(_ role: String, _ field: String, _ text: String) -> Reference {
    .optional(role, field, text, Person.category, Organisation.category)
  }
}

extension PBRaiseDispute: DisputeCommand {
  /// Somebody says so.
  static let standings = StandingPolicy.either(default: .reported)
  /// It brings the dispute into being.
  static let creates = true
  /// Who says so, and of what.
  var references: [Reference] {
    [
      .required(
        "claimant", "details.raisedBy", details.raisedBy, Person.category, Organisation.category)
    ]
      + details.facts.enumerated().map { index, fact in
        .required("disputed", "details.facts[\(index)].stream", fact.stream)
      }
  }

  /// One `dispute.raised`, the statement a part of the person who makes it.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(!details.facts.isEmpty, "details.facts", "one fact at least")
    for (index, fact) in details.facts.enumerated() {
      try fact.check("details.facts[\(index)]", context)
    }
    var parts: [ProposedPersonalPart] = []
    if hasPersonal {
      let claimant = try Check.stream(details.raisedBy, "details.raisedBy", [])
      try Check.that(
        claimant.isOf(Person.category), "personal",
        "a statement is a person's; an organisation brings evidence")
      parts = [
        ProposedPersonalPart(
          subject: claimant, part: "claimant.personal", plaintext: encoded(personal))
      ]
    }
    return Decision(events: [DecidedEvent(details, to: try target(), personal: parts)])
  }

  /// Without the statement.
  func withoutPersonal() -> PBCommand.OneOf_Body? {
    var copy = self
    copy.clearPersonal()
    return .raiseDispute(copy)
  }
}

extension PBDisputedFact {
  // Only an original can be disputed: what amends it is judged with it.
  fileprivate func check(_ field: String, _ context: DecisionContext) throws(Rejection) {
    let name = try Check.stream(stream, field + ".stream", [])
    guard hasEvent else { return }
    guard let id = try? EventID(validating: event) else {
      throw .malformed(field + ".event", "an event's id, 32 hex digits")
    }
    let isThere = context.history(of: name).recorded.contains {
      $0.event.id == id && !$0.event.isAmendment
    }
    guard isThere else {
      throw Rejection(
        .unknownStream, "\(name) holds no original event \(event)", field: field + ".event",
        stream: name)
    }
  }
}

extension PBHoldDisputeHearing: DisputeCommand {
  /// Ours, or another body's.
  static let standings = StandingPolicy.either(default: .decided)
  /// Who heard the sides.
  var references: [Reference] {
    [.optional("hearer", "details.heldBy", details.heldBy, Organisation.category)]
  }

  /// One `dispute.hearing-held`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let event = DecidedEvent(details, to: try target())
    // Told again it would take back the appeal that followed.
    if context.isRecorded(event) { return .alreadySo }
    return try context.recordEachTime(Dispute.Step.hear, event)
  }
}

extension PBReceiveDisputeEvidence: DisputeCommand {
  /// Somebody brings it.
  static let standings = StandingPolicy.either(default: .reported)
  /// Who brings it.
  var references: [Reference] { [Dispute.side("bringer", "details.from", details.from)] }

  /// One `dispute.evidence-received`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if details.hasSha256 { try Check.digest(details.sha256, "details.sha256") }
    try Check.present(
      details.hasSha256 || details.hasDocument, "details.document", "a document or its digest")
    return try context.recordEachTime(Dispute.Step.prove, DecidedEvent(details, to: try target()))
  }
}

extension PBDecideDispute: DisputeCommand {
  /// The bureau's act.
  static let duty = Duty.bureau
  /// Ours, or another body's.
  static let standings = StandingPolicy.either(default: .decided)
  /// Who decides.
  var references: [Reference] {
    [.optional("decider", "details.decidedBy", details.decidedBy, Organisation.category)]
  }

  /// Who is one with whom of the decider and an organisation that raised it.
  func reads(_ context: DecisionContext) throws(Rejection) -> Readings {
    guard let sides = try sides(context) else { return [] }
    return try context.aliasReads(of: [sides.decider, sides.raiser])
  }

  /// The decider that our own act names, and who raised it.
  private func sides(
    _ context: DecisionContext
  ) throws(Rejection) -> (decider: StreamName, raiser: StreamName)? {
    guard context.standing == .decided, let decider = StreamName(field: details.decidedBy),
      let raiser = try context.state(Dispute.self, target())?.raisedBy,
      raiser.isOf(Organisation.category)
    else { return nil }
    return (decider, raiser)
  }

  /// One `dispute.decided`; our own act gives its reason, and is none of who raised it, under whichever
  /// name of theirs on that day.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(details.hasVerdict, "details.verdict", "UPHOLD, CORRECT or VOID")
    let stream = try target()
    if context.standing == .decided {
      try Check.text(details.reason, "details.reason")
      if let (decider, raiser) = try sides(context) {
        let day = context.occurred.lastDay(in: context.zone)
        let end = try context.aliasEnd(of: decider, on: day)
        let isRaiser = try end == context.aliasEnd(of: raiser, on: day)
        let name = decider == raiser ? "" : ", which is \(raiser),"
        try Check.that(
          !isRaiser, "details.decidedBy",
          "\(decider)\(name) raised \(stream) and does not decide it: the bureau does, or whom else "
            + "details.decidedBy names")
      }
    }
    let event = DecidedEvent(details, to: stream)
    // Told again it would take back the appeal that followed.
    if context.isRecorded(event) { return .alreadySo }
    return try context.recordEachTime(Dispute.Step.decide, event)
  }
}

extension PBAppealDispute: DisputeCommand {
  /// A side does not accept the decision.
  static let standings = StandingPolicy.either(default: .reported)
  /// Who does not.
  var references: [Reference] {
    [Dispute.side("appellant", "details.appealedBy", details.appealedBy)]
  }

  /// One `dispute.appealed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(Dispute.Step.appeal, DecidedEvent(details, to: try target()))
  }
}
