internal import Deciding
internal import EventModel
internal import FoundationEssentials
internal import SwiftProtobuf

/// A step of a two-person act, done to events of any stream.
enum ApprovalAct: Sendable {
  /// One user asks; `command` is the digest of the correction that is meant.
  case request(
    PBApprovalRequested.Act, event: EventID, command: Digest?, reason: String)
  /// Another user approves.
  case give(request: EventID)
  /// The request is closed.
  case refuse(request: EventID, reason: String)

  /// The one event that the step leads to; none where it is so already.
  func decide(
    in history: StreamHistory, _ context: DecisionContext
  ) throws(Rejection) -> Decision {
    switch self {
    case .request(let act, let event, let command, let reason):
      try Approvals.request(act, event, command, reason, in: history)
    case .give(let request):
      try Approvals.end(request, refusal: nil, in: history, context)
    case .refuse(let request, let reason):
      try Approvals.end(request, refusal: reason, in: history, context)
    }
  }
}

extension PBRequestApproval {
  /// The request, its fields checked.
  func parsed() throws(Rejection) -> ApprovalAct {
    try Check.present(hasAct, "requestApproval.act", "VOID, CORRECT or UNMERGE")
    try Check.text(reason, "requestApproval.reason")
    if hasCommandSha256 { try Check.digest(commandSha256, "requestApproval.commandSha256") }
    try Check.that(
      hasCommandSha256 == (act == .correct), "requestApproval.commandSha256",
      "a correction, and nothing else, is approved with the digest of its command")
    return .request(
      act, event: try PBCommand.OneOf_Body.event(event, "requestApproval.event"),
      command: try? Digest(hex: commandSha256), reason: reason)
  }
}

/// What an event says that prepares a two-person act.
enum ApprovalStep: Sendable {
  /// One user asks for it.
  case requested(PBApprovalRequested)
  /// Another one approves.
  case given(PBApprovalGiven)
  /// The request is closed.
  case refused(PBApprovalRefused)
}

/// Two-person acts: what one user asks for, another approves, and only then it is done.
enum Approvals {
  /// Records that a user asks for an act.
  static func request(
    _ act: PBApprovalRequested.Act, _ event: EventID, _ command: Digest?, _ reason: String,
    in history: StreamHistory
  ) throws(Rejection) -> Decision {
    let original = try Amending.original(event, in: history)
    let type = original.event.type
    let isNeeded =
      act == .unmerge
      ? type == PBOrganisationMerged.eventType || type == PBPersonMerged.eventType
      : TwoPersonActs.protects(original, in: history)
    guard isNeeded else {
      throw .wrongState(
        history.stream, "\(type) needs no approval for that: it is done by one user")
    }
    let fact = PBApprovalRequested.with {
      $0.act = act
      $0.event = Data(event.bytes)
      if let command { $0.commandSha256 = command.description }
      $0.reason = reason
    }
    let payload = encoded(fact)
    let isOpen = try requests(in: history).contains {
      $0.recorded.event.payload == payload && !$0.isClosed
    }
    if isOpen { return .alreadySo }
    return Decision(events: [
      DecidedEvent(ApprovalEvents.requested, fact, to: history.stream, about: original.event.about)
    ])
  }

  /// Approves a request, or refuses it with a reason.
  static func end(
    _ id: EventID, refusal: String?, in history: StreamHistory, _ context: DecisionContext
  ) throws(Rejection) -> Decision {
    guard let request = try requests(in: history).first(where: { $0.recorded.event.id == id })
    else {
      throw Rejection(
        .unknownStream, "\(history.stream) holds no request \(id)", stream: history.stream)
    }
    if let wasGiven = request.given {
      if wasGiven == (refusal == nil) { return .alreadySo }
      if wasGiven, !request.isSpent, let refusal {
        let theirs = [request.recorded.event.actor.user, request.approver]
        guard theirs.contains(context.actor.user) else {
          throw Rejection(
            .notPermitted, "who asked or who approved takes an approval back, until it is used",
            stream: history.stream)
        }
        return refusing(request, refusal, in: history)
      }
      throw .wrongState(
        history.stream, "the request \(id) was \(wasGiven ? "approved" : "refused") already")
    }
    let asker = request.recorded.event
    guard refusal != nil || asker.actor.user != context.actor.user else {
      throw Rejection(
        .notPermitted, "who asks for an act doesn't approve it: another user does",
        stream: history.stream)
    }
    if let refusal { return refusing(request, refusal, in: history) }
    let fact = PBApprovalGiven.with { $0.request = Data(id.bytes) }
    return Decision(events: [
      DecidedEvent(ApprovalEvents.given, fact, to: history.stream, about: asker.about)
    ])
  }

  private static func refusing(
    _ request: Request, _ reason: String, in history: StreamHistory
  ) -> Decision {
    let fact = PBApprovalRefused.with {
      $0.request = Data(request.recorded.event.id.bytes)
      $0.reason = reason
    }
    return Decision(events: [
      DecidedEvent(
        ApprovalEvents.refused, fact, to: history.stream, about: request.recorded.event.about)
    ])
  }

  /// Refuses an act that takes two persons and was not approved, or whose approval is spent.
  ///
  /// - Parameter command: the digest of a correction; what was approved is what is done.
  /// - Throws: ``Rejection`` with code `notPermitted`.
  static func demand(
    _ act: PBApprovalRequested.Act, of event: EventID, by command: Digest? = nil,
    in history: StreamHistory
  ) throws(Rejection) {
    guard let original = history.recorded.first(where: { $0.event.id == event }) else { return }
    let type = original.event.type
    guard act == .unmerge || TwoPersonActs.protects(original, in: history) else { return }
    let wanted = PBApprovalRequested.with {
      $0.act = act
      $0.event = Data(event.bytes)
      if let command { $0.commandSha256 = command.description }
    }
    let isApproved = try requests(in: history).contains { $0.allows(wanted) }
    guard isApproved else {
      let digest = command.map { " with commandSha256 \($0)" } ?? ""
      throw Rejection(
        .notPermitted,
        "what is done to \(type), or to what stands on it, takes two persons: requestApproval\(digest), then giveApproval by "
          + "another user",
        stream: history.stream)
    }
  }

  /// One request and what became of it.
  private struct Request {
    let recorded: RecordedEvent
    let fact: PBApprovalRequested
    /// `nil` while it is open.
    var given: Bool?
    /// Who approved it last.
    var approver: String?
    /// Whether the act was done after it was approved.
    var isSpent = false

    var isClosed: Bool { given == false || isSpent }

    func allows(_ wanted: PBApprovalRequested) -> Bool {
      given == true && !isSpent && fact.act == wanted.act && fact.event == wanted.event
        && fact.commandSha256 == wanted.commandSha256
    }
  }

  /// The requests in the order in which they were recorded: when they are said to have happened
  /// changes nothing.
  ///
  /// - Throws: ``Rejection`` with code `newerConcord` where one of them, or its end, can't be read: it
  ///   may say that an approval was taken back.
  private static func requests(in history: StreamHistory) throws(Rejection) -> [Request] {
    var requests: [Request] = []
    for recorded in history.recorded {
      switch try step(recorded) {
      case .requested(let fact)?: requests.append(Request(recorded: recorded, fact: fact))
      case .given(let fact)?:
        close(fact.request, given: true, by: recorded.event.actor.user, &requests)
      case .refused(let fact)?: close(fact.request, given: false, by: nil, &requests)
      case nil: spend(recorded.event, &requests)
      }
    }
    return requests
  }

  private static func step(_ recorded: RecordedEvent) throws(Rejection) -> ApprovalStep? {
    switch recorded.event.type {
    case ApprovalEvents.requested, ApprovalEvents.given, ApprovalEvents.refused: break
    default: return nil
    }
    do throws(PayloadError) {
      return try CooperationModel.anyStream.decode(recorded.event)
    } catch {
      throw Rejection(.newerConcord, "\(recorded.stream): \(error)", stream: recorded.stream)
    }
  }

  private static func close(
    _ id: Data, given: Bool, by approver: String?, _ requests: inout [Request]
  ) {
    guard let index = requests.firstIndex(where: { Data($0.recorded.event.id.bytes) == id }) else {
      return
    }
    requests[index].given = given
    requests[index].approver = approver
  }

  private static func spend(_ event: ProposedEvent, _ requests: inout [Request]) {
    let amended = (event.corrects ?? event.voids).map { Data($0.bytes) }
    let unmerges =
      event.type == PBOrganisationUnmerged.eventType || event.type == PBPersonUnmerged.eventType
    for index in requests.indices where requests[index].given == true {
      let fact = requests[index].fact
      if fact.event == amended || unmerges && fact.act == .unmerge {
        requests[index].isSpent = true
      }
    }
  }
}
