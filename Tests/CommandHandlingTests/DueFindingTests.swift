import Cooperation
import Deciding
import EventLog
import EventLogTesting
import EventModel
import PersonalData
import TestSupport
import Testing

@testable import CommandHandling

/// Findings of what did not happen in time, and of facts in streams that a trigger names.
@Suite struct `Findings that time and other streams bring` {
  private static let day: Int64 = 86_400
  private let clock = ManualClock(microseconds: 1_700_000_000_000_000)
  private let log: InMemoryLog
  private let handler: CommandHandler<CooperationDecider>
  private let directory = TemporaryDirectory()
  private let personal: PersonalStore

  init() throws {
    log = InMemoryLog(clock: clock.clock)
    personal = try directory.personalStore()
    handler = CommandHandler(log: log, personal: personal, clock: clock.clock)
  }

  @discardableResult
  private func record(_ json: String) async throws -> CommandReceipt {
    try await handler.handle(
      ParsedCommand(CommandJSON.command(Array(json.utf8))), actor: Bench.actor, channel: .api)
  }

  private func manager(from position: Position = .zero) -> FindingManager<CooperationJudge> {
    findingManager(on: log, personal, rules: RuleBook.version, from: position)
  }

  private func open() throws -> [String] { try openFindings(in: log).map(\.rule) }

  private func world() async throws {
    for (name, kind) in [
      ("school", "SCHOOL"), ("host", "ENTERPRISE"), ("host2", "ENTERPRISE"),
    ] {
      try await record(
        #"{"occurred":"2022-01-01","registerOrganisation":{"organisation":"organisation-\#(name)","details":{"kind":"\#(kind)","name":"N"}}}"#
      )
    }
    for person in ["p", "teacher"] {
      try await record(
        #"{"occurred":"2022-01-01","registerPerson":{"person":"person-\#(person)","details":{"legalBasis":{"purpose":"s","ground":"STATUTORY_DUTY"}}}}"#
      )
    }
    try await record(
      #"{"occurred":"2022-09-01","enrolStudent":{"enrolment":"enrolment-p","details":{"person":"person-p","school":"organisation-school"}}}"#
    )
  }

  private func graduate(_ head: String = "") async throws -> CommandReceipt {
    try await record(
      #"{\#(head)"occurred":"2023-06-30","graduateStudent":{"enrolment":"enrolment-p","details":{}}}"#
    )
  }

  private func confirm() async throws -> CommandReceipt {
    try await record(
      #"{"occurred":"2023-06-01","confirmKeyGroup":{"enrolment":"enrolment-p","details":{"confirmedBy":"organisation-school"},"sensitive":{"group":"POVERTY"}}}"#
    )
  }

  /// Any fact: the log's time moves on with it.
  private func pass(days: Int64) async throws {
    clock.advance(bySeconds: days * Self.day)
    try await record(
      #"{"occurred":"2023-01-01","registerOrganisation":{"organisation":"organisation-t\#(log.end.number)","details":{"kind":"ENTERPRISE","name":"N"}}}"#
    )
  }

  @discardableResult
  private func help(on day: String, _ head: String = "") async throws -> CommandReceipt {
    try await record(
      #"{\#(head)"occurred":"\#(day)","standing":"REPORTED","openAssistanceCase":{"assistanceCase":"assistance-1","details":{"graduate":"person-p","enrolment":"enrolment-p","owner":"person-teacher"}}}"#
    )
  }

  @Test func `tell of a graduate of a key group without a case after thirty days`() async throws {
    try await world()
    _ = try await confirm()
    _ = try await graduate()
    let manager = manager()
    try await pass(days: 29)
    #expect(try await manager.catchUp() == 0)
    // Found when the log's time reaches the day, not before.
    try await pass(days: 1)
    #expect(try await manager.catchUp() == 1)
    #expect(try open() == ["ONE-TO-ONE"])
    // From the start or from where another left off, it is the same.
    let end = log.end
    #expect(try await self.manager().catchUp() == 0)
    #expect(log.end == end)
    // Help that was late doesn't undo that nobody helped.
    try await pass(days: 5)
    try await help(on: "2023-12-18")
    try await manager.catchUp()
    #expect(try open() == ["ONE-TO-ONE"])
  }

  @Test func `wait for what was recorded before they began`() async throws {
    try await world()
    _ = try await confirm()
    try await pass(days: 10)
    _ = try await graduate()
    let first = manager()
    try await pass(days: 5)
    #expect(try await first.catchUp() == 0)
    let position = await first.position
    try await pass(days: 24)
    let second = manager(from: position)
    #expect(try await second.catchUp() == 0, "only the status is thirty days old")
    try await pass(days: 1)
    #expect(try await manager(from: await second.position).catchUp() == 1)
    #expect(try open() == ["ONE-TO-ONE"])
  }

  @Test func `don't tell of one who is helped, belongs to no group, or was voided`() async throws {
    for name in ["helped", "no group", "no graduate", "voided"] {
      let one = try `Findings that time and other streams bring`()
      try await one.world()
      var graduated: CommandReceipt?
      if name != "no group" { _ = try await one.confirm() }
      if name != "no graduate" { graduated = try await one.graduate() }
      if name == "helped" { try await one.help(on: "2023-07-01") }
      let manager = one.manager()
      try await manager.catchUp()
      if name == "voided", let event = graduated?.events[0].id {
        try await one.record(
          #"{"voidEvent":{"stream":"enrolment-p","event":"\#(event)","reason":"r"}}"#)
      }
      try await one.pass(days: 31)
      #expect(try await manager.catchUp() == 0, "\(name)")
      #expect(try one.open() == [], "\(name)")
    }
  }

  @Test func `go when help in time is told late, or the graduation voided`() async throws {
    for isHelped in [true, false] {
      let one = try `Findings that time and other streams bring`()
      try await one.world()
      _ = try await one.confirm()
      let graduated = try await one.graduate()
      let manager = one.manager()
      try await one.pass(days: 31)
      try await manager.catchUp()
      #expect(try one.open() == ["ONE-TO-ONE"])
      if isHelped {
        try await one.help(on: "2023-07-05")
      } else {
        try await one.record(
          #"{"voidEvent":{"stream":"enrolment-p","event":"\#(graduated.events[0].id)","reason":"r"}}"#
        )
      }
      try await manager.catchUp()
      #expect(try one.open() == [])
    }
  }

  @Test(arguments: [true, false])
  func `come when help in time turns out not to have been`(isVoided: Bool) async throws {
    try await world()
    _ = try await confirm()
    _ = try await graduate()
    let opened = try await help(on: "2023-07-05").events[0].id
    let manager = manager()
    try await pass(days: 40)
    #expect(try await manager.catchUp() == 0)
    if isVoided {
      try await record(
        #"{"voidEvent":{"stream":"assistance-1","event":"\#(opened)","reason":"another's"}}"#)
    } else {
      try await help(on: "2023-12-20", #""corrects":"\#(opened)","#)
    }
    #expect(try await manager.catchUp() == 1)
    #expect(try open() == ["ONE-TO-ONE"])
    #expect(try await self.manager().catchUp() == 0)
  }

  private func place(_ id: String, _ host: String, from: String) async throws -> CommandReceipt {
    try await record(
      #"{"occurred":"\#(from)","standing":"REPORTED","startPlacement":{"placement":"placement-\#(id)","details":{"parties":{"kind":"POST","student":"person-p","school":"organisation-school","host":"organisation-\#(host)"}}}}"#
    )
  }

  private func end(_ id: String, _ day: String) async throws {
    try await record(
      #"{"occurred":"\#(day)","standing":"REPORTED","completePlacement":{"placement":"placement-\#(id)","details":{}}}"#
    )
  }

  @Test func `follow the ends of two placements, whichever was told first`() async throws {
    for last in ["1", "2"] {
      let one = try `Findings that time and other streams bring`()
      try await one.world()
      let manager = one.manager()
      _ = try await one.place("1", "host", from: "2022-10-01")
      _ = try await one.place("2", "host2", from: "2022-03-01")
      try await one.end("1", "2022-12-31")
      try await manager.catchUp()
      #expect(try one.open().contains("INTERNSHIP-OVERLAP"), "the other's end is not known")
      try await one.end("2", "2022-09-30")
      try await manager.catchUp()
      #expect(try !one.open().contains("INTERNSHIP-OVERLAP"))
      // A correction that lets them overlap, of the first or of the last.
      let start = try #require(
        try one.handler.history(of: StreamName(validating: "placement-\(last)")).recorded.first)
      let day = last == "1" ? "2022-09-01" : "2022-03-01"
      let host = last == "1" ? "host" : "host2"
      if last == "1" {
        _ = try await one.record(
          #"{"corrects":"\#(start.event.id)","occurred":"\#(day)","standing":"REPORTED","startPlacement":{"placement":"placement-1","details":{"parties":{"kind":"POST","student":"person-p","school":"organisation-school","host":"organisation-\#(host)"}}}}"#
        )
      } else {
        let finish = try #require(
          try one.handler.history(of: StreamName(validating: "placement-2")).recorded.last)
        _ = try await one.record(
          #"{"corrects":"\#(finish.event.id)","occurred":"2022-11-01","standing":"REPORTED","completePlacement":{"placement":"placement-2","details":{}}}"#
        )
      }
      try await manager.catchUp()
      #expect(try one.open().contains("INTERNSHIP-OVERLAP"), "\(last)")
      // And a void of one of them.
      try await one.record(
        #"{"voidEvent":{"stream":"placement-\#(last)","event":"\#(start.event.id)","reason":"r"}}"#)
      try await manager.catchUp()
      #expect(try !one.open().contains("INTERNSHIP-OVERLAP"), "\(last)")
      let size = one.log.end
      #expect(try await one.manager().catchUp() == 0)
      #expect(one.log.end == size)
    }
  }
}
