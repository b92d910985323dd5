internal import Deciding
internal import EventModel
internal import SwiftProtobuf

/// A command on one case of assistance.
protocol AssistanceCaseCommand: DomainCommand {
  var assistanceCase: String { get }
}

extension AssistanceCaseCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }
  /// Our own act, or what a school tells.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The case's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.present(!assistanceCase.isEmpty, "assistanceCase", "a stream name, as assistance-…")
    return try Check.stream(assistanceCase, "assistanceCase", [AssistanceCase.category])
  }
}

extension PBOpenAssistanceCase: AssistanceCaseCommand {
  /// It brings the case into being.
  static let creates = true
  /// Who is helped, by whom.
  var references: [Reference] {
    [
      .required("graduate", "details.graduate", details.graduate, Person.category),
      .optional("enrolment", "details.enrolment", details.enrolment, Enrolment.category),
      .optional("owner", "details.owner", details.owner, Person.category),
      .optional("school", "details.school", details.school, Organisation.category),
    ]
  }

  /// One `assistance.opened`, the situation a sensitive part of the graduate.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let graduate = try Check.stream(details.graduate, "details.graduate", [Person.category])
    try Check.that(
      details.owner != details.graduate, "details.owner", "nobody is responsible for themselves")
    var parts: [ProposedPersonalPart] = []
    if hasSensitive {
      parts = [
        ProposedPersonalPart(
          subject: graduate, part: "graduate.sensitive", plaintext: encoded(sensitive))
      ]
    }
    return Decision(events: [DecidedEvent(details, to: try target(), personal: parts)])
  }

  /// Without the situation.
  func withoutPersonal() -> PBCommand.OneOf_Body? {
    var copy = self
    copy.clearSensitive()
    return .openAssistanceCase(copy)
  }
}

extension PBAssignCaseOwner: AssistanceCaseCommand {
  /// Who is responsible from now on.
  var references: [Reference] {
    [.required("owner", "details.owner", details.owner, Person.category)]
  }

  /// One `assistance.owner-assigned`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let known = try context.target(AssistanceCase.self, stream)
    try Check.that(
      details.owner != known.graduate?.text, "details.owner",
      "nobody is responsible for themselves")
    let current = try context.current(AssistanceCase.self, stream)
    let event = DecidedEvent(details, to: stream, about: known.about)
    let isOwner = try context.isKnown(event, to: current) {
      $0.owner?.text == details.owner && ($0.isOpen || context.standing == .reported)
    }
    if isOwner { return .alreadySo }
    try context.step(AssistanceCase.Step.assign, event)
    return Decision(events: [event])
  }
}

extension PBLinkCaseOutcome: AssistanceCaseCommand {
  /// Where the graduate went.
  var references: [Reference] {
    [.required("outcome", "details.outcome", details.outcome, EmploymentOutcome.category)]
  }

  /// One `assistance.outcome-linked`; the outcome is the same graduate's.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let known = try context.target(AssistanceCase.self, stream)
    let name = try Check.stream(details.outcome, "details.outcome", [EmploymentOutcome.category])
    let outcome = try context.target(EmploymentOutcome.self, name)
    try Check.that(
      outcome.graduate == known.graduate, "details.outcome", "\(name) is another graduate's")
    let event = DecidedEvent(details, to: stream, about: known.about)
    if try context.isKnown(event, to: known, where: { $0.outcome == name }) { return .alreadySo }
    try context.step(AssistanceCase.Step.link, event)
    return Decision(events: [event])
  }
}

extension PBResolveAssistanceCase: AssistanceCaseCommand {
  /// One `assistance.resolved`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let known = try context.target(AssistanceCase.self, stream)
    return try context.recordOnce(
      AssistanceCase.Step.resolve, DecidedEvent(details, to: stream, about: known.about))
  }
}

extension PBCloseAssistanceCase: AssistanceCaseCommand {
  /// One `assistance.closed`; our own act gives its reason.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let known = try context.target(AssistanceCase.self, stream)
    if context.standing == .decided {
      try Check.present(details.hasReason, "details.reason", "a reason, as LEFT or REFUSED")
    }
    return try context.recordOnce(
      AssistanceCase.Step.close, DecidedEvent(details, to: stream, about: known.about))
  }
}

extension PBReopenAssistanceCase: AssistanceCaseCommand {
  /// Who is responsible from now on, if it is another.
  var references: [Reference] {
    [.optional("owner", "details.owner", details.owner, Person.category)]
  }

  /// One `assistance.reopened`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let known = try context.target(AssistanceCase.self, stream)
    return try context.recordOnce(
      AssistanceCase.Step.reopen, DecidedEvent(details, to: stream, about: known.about))
  }
}
