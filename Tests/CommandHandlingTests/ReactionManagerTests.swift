@testable import CommandHandling
import Cooperation
import Deciding
import EventLog
import EventLogTesting
import EventModel
import PersonalData
import SwiftProtobuf
import Synchronization
import Testing
import TestSupport

/// Commands that follow from facts by themselves.
@Suite(.timeLimit(.minutes(10))) struct `The process manager` {
  let log = InMemoryLog(clock: ManualClock(microseconds: 1_700_000_000_000_000).clock)
  let handler: CommandHandler<CooperationDecider>

  init() {
    handler = CommandHandler(
      log: log, personal: nil, clock: ManualClock(microseconds: 1_700_000_000_000_000).clock)
  }

  func manager(from position: Position = .zero) -> ReactionManager {
    ReactionManager(
      handler: handler, walk: ManagerWalk(from: position),
      onProblem: { event, rejection in
        Issue.record("\(event.stream) \(event.revision): \(rejection)")
      })
  }

  /// A manager that may be refused these, and nothing else.
  func manager(refusals: Set<String>) -> ReactionManager {
    ReactionManager(
      handler: handler,
      onProblem: { event, rejection in
        let refusal = "\(event.stream) \(rejection.code)"
        if !refusals.contains(refusal) { Issue.record("\(refusal): \(rejection)") }
      })
  }

  @discardableResult
  func record(_ json: String) async throws -> CommandReceipt {
    try await handler.handle(
      ParsedCommand(CommandJSON.command(Array(json.utf8))), actor: Bench.actor, channel: .scenario)
  }

  /// Two organisations and these intentions of theirs.
  func world(_ intentions: String...) async throws {
    for (name, kind) in [("school", "SCHOOL"), ("host", "ENTERPRISE")] {
      try await record(
        #"{"occurred":"2022-01-01","registerOrganisation":{"organisation":"organisation-\#(name)","details":{"kind":"\#(kind)","name":"N"}}}"#
      )
    }
    for (index, name) in intentions.enumerated() {
      try await record(
        #"{"occurred":"2022-05-0\#(index + 1)","standing":"REPORTED","recordIntention":{"intention":"intention-\#(name)","details":{\#(Self.parties)}}}"#
      )
    }
  }

  static let parties = #""parties":["organisation-school","organisation-host"]"#

  @discardableResult
  private func sign(
    _ agreement: String, _ intention: String, corrects: EventID? = nil
  ) async throws -> CommandReceipt {
    let head = corrects.map { #""corrects":"\#($0)","# } ?? ""
    return try await record(
      #"{\#(head)"occurred":"2022-06-30","standing":"REPORTED","reportAgreementSigned":{"agreement":"agreement-\#(agreement)","details":{\#(Self.parties),"intention":"intention-\#(intention)"}}}"#
    )
  }

  private func lapse(_ intention: String) async throws -> CommandReceipt {
    try await record(
      #"{"occurred":"2022-06-01","standing":"REPORTED","lapseIntention":{"intention":"intention-\#(intention)"}}"#
    )
  }

  private func void(_ stream: String, _ receipt: CommandReceipt) async throws {
    try await record(
      #"{"voidEvent":{"stream":"\#(stream)","event":"\#(receipt.events[0].id)","reason":"recorded by mistake"}}"#
    )
  }

  func events(_ stream: String) throws -> [RecordedEvent] {
    try log.read(
      stream: StreamName(validating: stream), from: nil, direction: .forwards, before: nil,
      limit: 100)
  }

  func types(_ stream: String) throws -> [String] {
    try events(stream).map(\.event.type.text)
  }

  @Test func `gives what follows, as its own act, caused by the trigger`() async throws {
    try await world("i")
    let signed = try await sign("a", "i")
    #expect(try await manager().catchUp() == 1)
    let converted = try #require(try events("intention-i").last)
    #expect(converted.event.type.text == "intention.converted")
    #expect(converted.event.actor == .reactionManager)
    #expect(converted.event.causation == signed.events[0].id)
    #expect(converted.event.standing == .decided)
    #expect(converted.event.source.channel == .scenario)
    #expect(converted.event.occurred.description == "2022-06-30")
    let reaction = try #require(Reaction.all.first { $0.command == "convertIntention" })
    #expect(
      converted.commandID == reaction.id(after: signed.events[0].id, on: converted.stream))
  }

  @Test func `changes nothing when it runs twice or from the start`() async throws {
    try await world("i", "j")
    try await sign("a", "i")
    let first = manager()
    #expect(try await first.catchUp() == 1)
    try await sign("b", "j")
    #expect(try await first.catchUp() == 1)
    let end = log.end
    #expect(try await first.catchUp() == 0)
    #expect(try await manager().catchUp() == 0)
    #expect(try await manager(from: Position(3)).catchUp() == 0)
    #expect(log.end == end)
  }

  @Test func `passes over what is refused, and goes on with the next`() async throws {
    try await world("i", "j")
    let lapsed = try await lapse("i")
    try await sign("a", "i")
    try await sign("b", "j")
    let told = Mutex<[String]>([])
    func telling() -> ReactionManager {
      ReactionManager(
        handler: handler,
        onProblem: { event, rejection in
          told.withLock { $0.append("\(event.stream) \(rejection.code)") }
        })
    }
    #expect(try await telling().catchUp() == 1)
    #expect(told.withLock { $0 } == ["agreement-a wrongState"])
    #expect(try types("intention-i") == ["intention.recorded", "intention.lapsed"])
    #expect(try types("intention-j").last == "intention.converted")
    // What could not follow at its trigger does not follow from the start either.
    try await void("intention-i", lapsed)
    #expect(try await telling().catchUp() == 0)
    #expect(try types("intention-i").last != "intention.converted")
  }

  @Test func `undoes nothing after a void or a correction, and follows neither`() async throws {
    try await world("i", "j")
    let signed = try await sign("a", "i")
    let manager = manager()
    #expect(try await manager.catchUp() == 1)
    try await sign("a", "j", corrects: signed.events[0].id)
    #expect(try await manager.catchUp() == 0)
    try await void("agreement-a", signed)
    #expect(try await manager.catchUp() == 0)
    #expect(try await self.manager().catchUp() == 0)
    #expect(try types("intention-i").last == "intention.converted")
    #expect(try types("intention-j") == ["intention.recorded"])
  }

  @Test func `gives nothing after a trigger that was changed before it came`() async throws {
    try await world("i", "j", "k")
    let first = try await sign("a", "i")
    try await void("agreement-a", first)
    let second = try await sign("b", "j")
    try await sign("b", "k", corrects: second.events[0].id)
    #expect(try await manager().catchUp() == 0)
    for name in ["i", "j", "k"] {
      #expect(try types("intention-\(name)") == ["intention.recorded"])
    }
  }

  @Test func `confirms who takes over in every agreement of who is gone`() async throws {
    try await world()
    try await record(
      #"{"occurred":"2022-01-01","registerOrganisation":{"organisation":"organisation-heir","details":{"kind":"ENTERPRISE","name":"N"}}}"#
    )
    for name in ["a", "b"] {
      try await record(
        #"{"occurred":"2022-06-30","standing":"REPORTED","reportAgreementSigned":{"agreement":"agreement-\#(name)","details":{\#(Self.parties)}}}"#
      )
    }
    try await record(
      #"{"occurred":"2022-09-01","standing":"REPORTED","mergeOrganisation":{"organisation":"organisation-host","details":{"into":"organisation-heir","reason":"LEGAL_MERGER"}}}"#
    )
    #expect(try await manager().catchUp() == 2)
    for name in ["a", "b"] {
      #expect(try types("agreement-\(name)").last == "agreement.successor-confirmed")
    }
    // What the merger led to in many streams can be found as one.
    let merged = try #require(try events("organisation-host").last?.event)
    for name in ["a", "b"] {
      let confirmed = try #require(try events("agreement-\(name)").last?.event)
      #expect(confirmed.causation == merged.id)
      #expect(confirmed.correlation == merged.id)
    }
    #expect(merged.correlation == nil)
    #expect(try await manager().catchUp() == 0)
  }

  @Test func `confirms who takes over in an agreement that was corrected to name who is gone`()
    async throws
  {
    try await world()
    for name in ["heir", "other"] {
      try await record(
        #"{"occurred":"2022-01-01","registerOrganisation":{"organisation":"organisation-\#(name)","details":{"kind":"ENTERPRISE","name":"N"}}}"#
      )
    }
    func sign(_ head: String, _ parties: String) async throws -> CommandReceipt {
      try await record(
        #"{\#(head)"occurred":"2022-06-30","standing":"REPORTED","reportAgreementSigned":{"agreement":"agreement-a","details":{\#(parties)}}}"#
      )
    }
    let signed = try await sign("", #""parties":["organisation-school","organisation-other"]"#)
    _ = try await sign(#""corrects":"\#(signed.events[0].id)","#, Self.parties)
    try await record(
      #"{"occurred":"2022-09-01","standing":"REPORTED","mergeOrganisation":{"organisation":"organisation-host","details":{"into":"organisation-heir","reason":"LEGAL_MERGER"}}}"#
    )
    #expect(try await manager().catchUp() == 1)
    #expect(try types("agreement-a").last == "agreement.successor-confirmed")
  }

  @Test func `counts the accepted offers, whether it keeps up or comes late`() async throws {
    var seen: [[String]] = []
    for keepsUp in [true, false] {
      let other = `The process manager`()
      seen.append(try await other.filled(keepsUp: keepsUp))
    }
    #expect(seen[0] == ["1", "2", "3"])
    #expect(seen[0] == seen[1])
  }

  private func filled(keepsUp: Bool) async throws -> [String] {
    try await world()
    try await record(
      #"{"occurred":"2022-06-01","standing":"REPORTED","publishVacancy":{"vacancy":"vacancy-1","details":{"employer":"organisation-host","terms":{"title":"Fitter","headcount":5}}}}"#
    )
    let manager = manager()
    for person in ["a", "b", "c"] {
      try await record(
        #"{"occurred":"2022-01-01","registerPerson":{"person":"person-\#(person)"}}"#)
      for name in ["submitApplication", "offerJob", "acceptJobOffer"] {
        try await record(
          #"{"occurred":"2022-06-10","standing":"REPORTED","\#(name)":{"vacancy":"vacancy-1","person":"person-\#(person)","details":{}}}"#
        )
      }
      if keepsUp { try await manager.catchUp() }
    }
    try await manager.catchUp()
    #expect(
      try handler.history(of: StreamName(validating: "vacancy-1")).state(Vacancy.self)?.filled == 3)
    #expect(try await self.manager().catchUp() == 0)
    return try events("vacancy-1").filter { $0.event.type.text == "vacancy.filled" }.map {
      String(try PBVacancyFilled(serializedBytes: $0.event.payload).filled)
    }
  }

  @Test func `works on as the log grows, until it is cancelled`() async throws {
    let manager = manager()
    let running = Task { try await manager.run() }
    try await world("i")
    try await sign("a", "i")
    try await waitUntil { try types("intention-i").last == "intention.converted" }
    running.cancel()
    try await running.value
  }

  @Test func `deals with nothing once it is cancelled, and with all when it is started again`()
    async throws
  {
    try await world("i")
    try await sign("a", "i")
    let manager = manager()
    let cancelled = Task {
      try await waitUntil { Task.isCancelled }
      return try await manager.catchUp()
    }
    cancelled.cancel()
    #expect(try await cancelled.value == 0)
    #expect(await manager.position == .zero)
    #expect(try await manager.catchUp() == 1)
  }

  @Test func `does after a kill what was left at the next start`() async throws {
    let directory = TemporaryDirectory()
    let path = directory.path + "/data"
    let end: Position
    do {
      // The trigger is durable; what follows is not given: as if killed in between.
      let store = try ConcordStore.create(at: path, origin: "concord.test/kill", key: .none)
      for json in [
        #"{"occurred":"2022-01-01","registerOrganisation":{"organisation":"organisation-school","details":{"kind":"SCHOOL","name":"N"}}}"#,
        #"{"occurred":"2022-01-01","registerOrganisation":{"organisation":"organisation-host","details":{"kind":"ENTERPRISE","name":"N"}}}"#,
        #"{"occurred":"2022-05-01","standing":"REPORTED","recordIntention":{"intention":"intention-i","details":{\#(Self.parties)}}}"#,
      ] {
        _ = try await store.handler.handle(
          ParsedCommand(CommandJSON.command(Array(json.utf8))), actor: Bench.actor, channel: .api)
      }
      #expect(try await store.catchUpReactions() == 0)
      let json =
        #"{"occurred":"2022-06-30","standing":"REPORTED","reportAgreementSigned":{"agreement":"agreement-a","details":{\#(Self.parties),"intention":"intention-i"}}}"#
      _ = try await store.handler.handle(
        ParsedCommand(CommandJSON.command(Array(json.utf8))), actor: Bench.actor, channel: .api)
      end = store.log.end
      store.close()
    }
    let store = try ConcordStore.open(at: path, key: .none)
    #expect(store.log.end == end)
    #expect(store.reactionStatus.phase == .idle)
    let running = Task { try await store.react() }
    try await waitUntil {
      store.log.end > end && store.reactionStatus.end.map { $0 > end } ?? false
    }
    #expect(store.reactionStatus.phase == .running)
    running.cancel()
    try await running.value
    let intention = try store.handler.history(of: StreamName(validating: "intention-i"))
    #expect(intention.recorded.last?.event.type.text == "intention.converted")
    #expect(intention.recorded.last?.event.actor == .reactionManager)
    // Whatever its checkpoint says.
    #expect(try await store.catchUpReactions() == 0)
    store.close()
  }

  @Test func `goes on where it was, though it appended and though some was refused`() async throws {
    let directory = TemporaryDirectory()
    let path = directory.path + "/data"
    let begun = Mutex<[Position]>([])
    let told = Mutex(0)
    func catchUp(_ store: ConcordStore) async throws -> Int {
      let isFirst = Mutex(true)
      return try await store.catchUpReactions(
        onProgress: { position in
          let first = isFirst.withLock { first in
            defer { first = false }
            return first
          }
          if first { begun.withLock { $0.append(position) } }
        }, onProblem: { _, _ in told.withLock { $0 += 1 } })
    }
    let store = try ConcordStore.create(at: path, origin: "concord.test/go-on", key: .none)
    for json in [
      #"{"occurred":"2022-01-01","registerOrganisation":{"organisation":"organisation-school","details":{"kind":"SCHOOL","name":"N"}}}"#,
      #"{"occurred":"2022-01-01","registerOrganisation":{"organisation":"organisation-host","details":{"kind":"ENTERPRISE","name":"N"}}}"#,
      #"{"occurred":"2022-05-01","standing":"REPORTED","recordIntention":{"intention":"intention-i","details":{\#(Self.parties)}}}"#,
      #"{"occurred":"2022-05-01","standing":"REPORTED","recordIntention":{"intention":"intention-j","details":{\#(Self.parties)}}}"#,
      #"{"occurred":"2022-06-01","standing":"REPORTED","lapseIntention":{"intention":"intention-i"}}"#,
      #"{"occurred":"2022-06-30","standing":"REPORTED","reportAgreementSigned":{"agreement":"agreement-a","details":{\#(Self.parties),"intention":"intention-i"}}}"#,
      #"{"occurred":"2022-06-30","standing":"REPORTED","reportAgreementSigned":{"agreement":"agreement-b","details":{\#(Self.parties),"intention":"intention-j"}}}"#,
    ] {
      _ = try await store.handler.handle(
        ParsedCommand(CommandJSON.command(Array(json.utf8))), actor: Bench.actor, channel: .api)
    }
    let end = store.log.end
    #expect(try await catchUp(store) == 1)
    #expect(told.withLock { $0 } == 1)
    #expect(store.log.end > end)
    // What was refused is not told again, nor is anything walked over twice.
    #expect(try await catchUp(store) == 0)
    #expect(told.withLock { $0 } == 1)
    #expect(begun.withLock { $0 } == [.zero, end])
    store.close()
  }
}
