internal import Deciding
internal import EventModel
internal import SwiftProtobuf

/// A command on one privacy request.
protocol PrivacyRequestCommand: DomainCommand {
  var request: String { get }
}

extension PrivacyRequestCommand {
  /// An organisation's own affair, unless a command says otherwise.
  static var duty: Duty { .ownAffairs }
  /// Our own act.
  static var standings: StandingPolicy { .either(default: .decided) }

  /// The request's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.present(!request.isEmpty, "request", "a stream name, as privacy.request-…")
    return try Check.stream(request, "request", [PrivacyRequest.category])
  }
}

extension PBReceivePrivacyRequest: PrivacyRequestCommand {
  /// The person's act.
  static let standings = StandingPolicy.reportedOnly
  /// It brings the request into being.
  static let creates = true
  /// Who asks.
  var references: [Reference] {
    [.required("person", "details.person", details.person, Person.category)]
  }

  /// One `privacy-request.received`, the wording a part of the person.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let person = try Check.stream(details.person, "details.person", [Person.category])
    try Check.present(details.hasKind, "details.kind", "what is asked for, as ACCESS")
    var parts: [ProposedPersonalPart] = []
    if hasPersonal {
      parts = [
        ProposedPersonalPart(
          subject: person, part: "subject.personal", plaintext: encoded(personal))
      ]
    }
    return Decision(events: [DecidedEvent(details, to: try target(), personal: parts)])
  }

  /// Without the wording.
  func withoutPersonal() -> PBCommand.OneOf_Body? {
    var copy = self
    copy.clearPersonal()
    return .receivePrivacyRequest(copy)
  }
}

extension PBProveRequesterIdentity: PrivacyRequestCommand {
  /// One `privacy-request.identity-proved`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let known = try context.target(PrivacyRequest.self, stream)
    try Check.present(details.hasMethod, "details.method", "a method, as DOCUMENT_SEEN")
    return try context.recordOnce(
      PrivacyRequest.Step.prove, DecidedEvent(details, to: stream, about: known.about))
  }
}

extension PBDecidePrivacyRequest: PrivacyRequestCommand {
  /// The bureau's act.
  static let duty = Duty.bureau

  /// One `privacy-request.decided`; a refusal has its reason.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let known = try context.target(PrivacyRequest.self, stream)
    try Check.present(details.hasVerdict, "details.verdict", "GRANT, GRANT_PARTLY or REFUSE")
    try Check.present(
      details.verdict == .grant || details.hasReason, "details.reason",
      "a reason, as STATUTORY_RETENTION: the person is told")
    return try context.recordOnce(
      PrivacyRequest.Step.decide(details), DecidedEvent(details, to: stream, about: known.about))
  }
}

extension PBExecutePrivacyRequest: PrivacyRequestCommand {
  /// The bureau's act.
  static let duty = Duty.bureau

  /// One `privacy-request.executed`; nothing is done that was refused.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let known = try context.target(PrivacyRequest.self, stream)
    if details.hasEvent {
      guard (try? EventID(validating: details.event)) != nil else {
        throw .malformed("details.event", "an event's id, 32 hex digits")
      }
    }
    guard context.standing == .reported || known.verdict != .refuse else {
      throw .wrongState(stream, "\(stream) was refused: what is left is to explain why")
    }
    return try context.recordOnce(
      PrivacyRequest.Step.execute, DecidedEvent(details, to: stream, about: known.about))
  }
}

extension PBExplainRefusal: PrivacyRequestCommand {
  /// One `privacy-request.refusal-explained`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let known = try context.target(PrivacyRequest.self, stream)
    guard context.standing == .reported || known.verdict != .grant else {
      throw .wrongState(stream, "\(stream) was granted: there is no refusal to explain")
    }
    return try context.recordOnce(
      PrivacyRequest.Step.explain, DecidedEvent(details, to: stream, about: known.about))
  }
}
