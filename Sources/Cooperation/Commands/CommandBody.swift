internal import Deciding
internal import EventModel

extension PBCommand.OneOf_Body {
  /// What is to be done.
  func act() throws(Rejection) -> ParsedCommand.Act {
    switch self {
    case .voidEvent(let void):
      try Check.text(void.reason, "voidEvent.reason")
      return .void(
        event: try Self.event(void.event, "voidEvent.event"),
        stream: try Check.stream(void.stream, "voidEvent.stream", []), reason: void.reason)
    case .passReview(let pass):
      return .endReview(
        review: try Self.event(pass.review, "passReview.review"),
        stream: try Check.stream(pass.stream, "passReview.stream", []), passed: true,
        reason: pass.reason)
    case .failReview(let fail):
      try Check.text(fail.reason, "failReview.reason")
      return .endReview(
        review: try Self.event(fail.review, "failReview.review"),
        stream: try Check.stream(fail.stream, "failReview.stream", []), passed: false,
        reason: fail.reason)
    case .requestApproval(let request):
      return .approval(
        try request.parsed(), stream: try Check.stream(request.stream, "requestApproval.stream", [])
      )
    case .giveApproval(let approval):
      return .approval(
        .give(request: try Self.event(approval.request, "giveApproval.request")),
        stream: try Check.stream(approval.stream, "giveApproval.stream", []))
    case .refuseApproval(let refusal):
      try Check.text(refusal.reason, "refuseApproval.reason")
      return .approval(
        .refuse(
          request: try Self.event(refusal.request, "refuseApproval.request"),
          reason: refusal.reason),
        stream: try Check.stream(refusal.stream, "refuseApproval.stream", []))
    default:
      guard let domain else { preconditionFailure("\(name) is neither generic nor a domain's") }
      return .domain(domain)
    }
  }

  /// The same without what is personal; `nil` when nothing in it is.
  func withoutPersonal() -> Self? { domain?.withoutPersonal() }

  static func event(_ text: String, _ field: String) throws(Rejection) -> EventID {
    guard let id = try? EventID(validating: text) else {
      throw .malformed(field, "\(field) takes an event's id, 32 hex digits")
    }
    return id
  }
}

extension ParsedCommand.Act {
  /// The stream it is about.
  func target() throws(Rejection) -> StreamName {
    switch self {
    case .domain(let command): try command.target()
    case .void(_, let stream, _), .endReview(_, let stream, _, _), .approval(_, let stream): stream
    }
  }

  /// Whose acts it may record: amending the record is our own act.
  var standings: StandingPolicy {
    switch self {
    case .domain(let command): type(of: command).standings
    case .void, .endReview, .approval: .decidedOnly
    }
  }
}
