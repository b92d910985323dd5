@testable import CommandHandling
import Cooperation
import Deciding
import EventLogTesting
import EventModel
import Testing

/// Findings whose ground went and came back: of a session at which somebody met who had not arrived.
@Suite struct `A finding that was let go` {
  // 15 November 2023 in Shanghai.
  private static let clock = ManualClock(microseconds: 1_700_000_000_000_000).clock
  private let log = InMemoryLog(clock: Self.clock)
  private let handler: CommandHandler<CooperationDecider>

  init() { handler = CommandHandler(log: log, personal: nil, clock: Self.clock) }

  @discardableResult
  private func record(_ json: String) async throws -> EventID {
    try await handler.handle(
      ParsedCommand(CommandJSON.command(Array(json.utf8))), actor: Bench.actor, channel: .api
    ).events[0].id
  }

  private func manager() -> FindingManager<CooperationJudge> {
    findingManager(on: log, rules: RuleBook.version)
  }

  private func schedule() async throws {
    for name in ["motor", "gear"] {
      try await record(
        #"{"occurred":"2022-01-01","registerOrganisation":{"organisation":"organisation-\#(name)","details":{"kind":"ENTERPRISE","name":"\#(name)"}}}"#
      )
    }
    try await record(
      #"{"occurred":"2023-05-20","scheduleSession":{"session":"session-a","details":{}}}"#)
    try await record(
      #"{"occurred":"2023-05-26","recordPartyArrival":{"session":"session-a","details":{"organisation":"organisation-motor"}}}"#
    )
  }

  private func meet(on day: String, topic: String) async throws -> EventID {
    try await record(
      #"{"occurred":"\#(day)","recordPairMet":{"session":"session-a","details":{"first":"organisation-motor","second":"organisation-gear","topics":["\#(topic)"]}}}"#
    )
  }

  private func void(_ event: EventID) async throws {
    try await record(
      #"{"voidEvent":{"stream":"session-a","event":"\#(event)","reason":"twice"}}"#)
  }

  private var status: Finding.Status? {
    get throws {
      let stream = Finding.stream(
        rule: "ATTENDED", subjects: [try StreamName(validating: "session-a")])
      return try handler.history(of: stream).state(Finding.self)?.status
    }
  }

  @Test(arguments: ["2023-05-26", "2023-11-15"])
  func `opens for a new fact and goes with it, whatever day the fact is of`(
    day: String
  ) async throws {
    try await schedule()
    let manager = manager()
    for topic in ["internship", "recruitment", "joint-training"] {
      let pair = try await meet(on: day, topic: topic)
      try await manager.catchUp()
      #expect(try status == .opened, "\(topic)")
      try await void(pair)
      try await manager.catchUp()
      #expect(try status == .withdrawn, "\(topic)")
    }
  }

  /// Also where they knew of another fact, for whose decision it stood open.
  @Test(
    arguments: [("upholdFinding", Finding.Status.upheld), ("dismissFinding", .dismissed)],
    [false, true])
  func `stays as people judged it before the manager came`(
    judged: (verb: String, status: Finding.Status), isMetAgain: Bool
  ) async throws {
    try await schedule()
    try await void(try await meet(on: "2023-05-26", topic: "internship"))
    if isMetAgain { _ = try await meet(on: "2023-05-26", topic: "recruitment") }
    let finding = Finding.stream(
      rule: "ATTENDED", subjects: [try StreamName(validating: "session-a")])
    try await record(
      #"{"occurred":"2023-11-14","\#(judged.verb)":{"finding":"\#(finding)","details":{"reason":"seen"}}}"#
    )
    try await manager().catchUp()
    #expect(try status == judged.status)
  }

  @Test func `opens for a fact that was recorded before the manager let it go`() async throws {
    try await schedule()
    let first = try await meet(on: "2023-05-26", topic: "internship")
    try await void(first)
    // For its decision the finding of the first stood open.
    let second = try await meet(on: "2023-05-26", topic: "recruitment")
    let manager = manager()
    try await manager.catchUp()
    #expect(try status == .opened)
    try await void(second)
    try await manager.catchUp()
    #expect(try status == .withdrawn)

    let end = log.end
    #expect(try await self.manager().catchUp() == 0)
    #expect(log.end == end)
  }

  @Test func `opens for a fact that comes before the log has what let it go`() async throws {
    try await schedule()
    try await void(try await meet(on: "2023-05-26", topic: "internship"))
    _ = try await meet(on: "2023-05-26", topic: "recruitment")
    let log = GatedLog(log)
    #expect(try await log.catchUp(findingManager(on: log, rules: RuleBook.version)) == 2)
    #expect(try status == .opened)
    #expect(try await manager().catchUp() == 0)
  }
}
