@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import Testing

/// A past that is told in the commands' own JSON.
struct Story {
  var past = GivenWhenThen(
    CooperationDecider(), now: RecordedTime(microseconds: 1_700_000_000_000_000))
  /// Who records.
  var user = "u1"
  private var commands: UInt64 = 0

  /// Decides and records one command.
  @discardableResult
  mutating func tell(_ json: String, _ occurred: String? = "2022-06-30") throws(Rejection)
    -> Outcome
  {
    var command = try CommandJSON.command(Array(json.utf8))
    if let occurred, !command.hasOccurred { command.occurred = occurred }
    return try tell(command)
  }

  @discardableResult
  mutating func tell(_ command: PBCommand) throws(Rejection) -> Outcome {
    let parsed = try ParsedCommand(command)
    commands += 1
    // Only mergers and head offices are followed link by link.
    let followsChain =
      parsed.name == "mergeOrganisation"
      || parsed.name == "registerOrganisation" && parsed.corrects != nil
    past.mostReadRounds = followsChain ? DecidingLimits.mostRounds : DecidingLimits.readRounds
    let context = parsed.context(
      now: past.now, zone: past.zone, actor: Actor(user: user, role: "clerk", assurance: .local),
      channel: .api)
    let (decision, recorded) = try past.when(
      parsed, context, id: CommandID(high: 1, low: commands), Effect(parsed))
    return Outcome(decision: decision, recorded: recorded)
  }

  /// What a stream adds up to.
  func state<A: TabledAggregate>(_ aggregate: A.Type, _ stream: String) throws -> A? {
    try past.history(StreamName(validating: stream)).state(aggregate)
  }

  /// The types recorded in a stream.
  func types(_ stream: String) throws -> [String] {
    try past.history(StreamName(validating: stream)).recorded.map(\.event.type.text)
  }

  struct Outcome {
    let decision: Decision
    let recorded: [RecordedEvent]

    var types: [String] { recorded.map(\.event.type.text) }
    var reviews: [String] { decision.events.flatMap(\.reviews).map(\.rule) }
    var findings: [String] { decision.findings.map(\.rule) }
    /// The id of the only or first event.
    var id: String { recorded[0].event.id.description }
    /// The id of the review that it opened.
    var reviewID: String? {
      recorded.first { $0.event.type == ReviewEvents.opened }?.event.id.description
    }
  }
}

extension Effect {
  /// The times that a command names.
  init(_ command: ParsedCommand) {
    self.init(on: command.target, from: command.effectiveFrom, to: command.effectiveTo)
  }
}

/// Checks that a command is refused with that code, and gives the rejection back.
@discardableResult
func refused(
  _ code: Rejection.Code, field: String? = nil, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws(Rejection) -> some Any
) -> Rejection? {
  do throws(Rejection) {
    _ = try body()
    Issue.record("was not refused", sourceLocation: sourceLocation)
    return nil
  } catch {
    #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
    if let field { #expect(error.field == field, "\(error)", sourceLocation: sourceLocation) }
    return error
  }
}

extension Story {
  /// Registers an organisation; `more` holds further fields of its details.
  @discardableResult
  mutating func register(
    _ id: String, kind: String = "ENTERPRISE", _ more: String = "", standing: String = "REPORTED"
  ) throws(Rejection) -> Outcome {
    try tell(
      """
      {"standing":"\(standing)","registerOrganisation":{"organisation":"organisation-\(id)",
       "details":{"kind":"\(kind)","name":"The \(id)"\(more.isEmpty ? "" : "," + more)}}}
      """, "2020-01-01")
  }

  /// Registers a person.
  @discardableResult
  mutating func person(_ id: String, _ personal: String = "") throws(Rejection) -> Outcome {
    try tell(
      """
      {"registerPerson":{"person":"person-\(id)",
       "details":{"legalBasis":{"purpose":"employment service","ground":"STATUTORY_DUTY"}}\(
        personal.isEmpty ? "" : ",\"personal\":{\(personal)}")}}
      """, "2020-09-01")
  }
}

extension Story {
  /// Asks for an act that takes two persons, has it approved by another, and does it.
  @discardableResult
  mutating func together(
    _ act: String, on event: String, in stream: String,
    _ body: (inout Story) throws(Rejection) -> Outcome
  ) throws(Rejection) -> Outcome {
    var alone = self
    let refusal = refused(.notPermitted) { () throws(Rejection) in try body(&alone) }
    let words = act == "CORRECT" ? refusal?.reason.split(separator: " ") : nil
    let digest = words?.map { $0.filter(\.isHexDigit) }.first { $0.count == 64 }
    let more = digest.map { #","commandSha256":"\#($0)""# } ?? ""
    let asked = try tell(
      #"{"requestApproval":{"stream":"\#(stream)","event":"\#(event)","act":"\#(act)","reason":"r"\#(more)}}"#,
      nil)
    user = "u2"
    defer { user = "u1" }
    try tell(#"{"giveApproval":{"stream":"\#(stream)","request":"\#(asked.id)"}}"#, nil)
    return try body(&self)
  }
}
