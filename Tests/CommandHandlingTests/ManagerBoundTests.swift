import Deciding
import EventLog
import EventLogTesting
import EventModel
import SwiftProtobuf
import Synchronization
import Testing
import TestSupport

@testable import CommandHandling
@testable import Cooperation

/// Cancels the task that calls it, at a certain call.
private final class Canceller: Sendable {
  private let state: Mutex<(calls: Int, at: Int?)>

  init(at call: Int?) { state = Mutex((0, call)) }

  var calls: Int { state.withLock { $0.calls } }

  func call() {
    let isNow = state.withLock { state in
      state.calls += 1
      return state.calls == state.at
    }
    if isNow { withUnsafeCurrentTask { $0?.cancel() } }
  }
}

@Suite(.timeLimit(.minutes(10))) struct `A finding manager's walk` {
  private let memory = InMemoryLog()
  private let gate: GatedLog
  private let bench: Bench

  init() {
    gate = GatedLog(memory, isOpen: true)
    bench = Bench(on: memory, log: memory)
  }

  private func manager(
    _ canceller: Canceller = Canceller(at: nil),
    onProgress: @escaping @Sendable (Position) -> Void = { _ in }
  ) -> FindingManager<LimitJudge> {
    FindingManager(
      log: gate, personal: nil, judge: LimitJudge(beforeJudging: canceller.call),
      rulesetVersion: 7, walk: ManagerWalk(onProgress: onProgress),
      onProblem: { event, rejection in
        Issue.record("\(event.stream) \(event.revision): \(rejection)")
      })
  }

  private func limit(_ id: String, _ limit: Int, command: UInt64) async throws {
    let command = CommandID(high: 5, low: command)
    let digest = try EventModel.Digest([UInt8](repeating: 2, count: 32))
    let event = ProposedEvent(
      type: Account.limited, id: EventID(of: command, ordinal: 0), standing: .reported,
      actor: Bench.actor, source: Source(channel: .api), occurred: Moment(.year(2022)),
      payload: Account.payload(limit))
    let encoded = try EncodedEvent(
      event, stream: account(id), commandID: command, commandDigest: digest)
    _ = try await memory.append(
      Append(
        [.init(stream: account(id), expected: .any, events: [encoded])], commandID: command,
        commandDigest: digest))
  }

  /// Transfers of 10 from each of these to b, which then may hold 5.
  private func story(_ senders: [String], to receiver: String = "b", command: UInt64 = 1)
    async throws
  {
    for sender in senders {
      try await bench.add(100, to: sender)
      try await bench.handle(
        ToyCommand(target: account(sender), act: .transfer(10, to: account(receiver))))
    }
    try await limit(receiver, 5, command: command)
  }

  private func findings(_ id: String) throws -> [String] {
    try memory.read(
      stream: account(id, category: "finding"), from: nil, direction: .forwards, before: nil,
      limit: 1_000
    ).map(\.event.type.text)
  }

  @Test func `waits where the queue is full, and hands in again`() async throws {
    try await story(["a", "c"])
    for number in 0..<4 { gate.fail(number, with: .queueFull(waiting: 9)) }
    let manager = manager()
    let end = memory.end
    #expect(try await manager.catchUp() == 2)
    #expect(await manager.position == end)
    #expect(try findings("a") == ["finding.opened"])
    #expect(try findings("c") == ["finding.opened"])
    #expect(gate.submittedCount == 6)
  }

  @Test func `may be cancelled while it waits for room, and loses nothing`() async throws {
    try await story(["a", "c"])
    for number in 0..<200 { gate.fail(number, with: .queueFull(waiting: 9)) }
    let manager = manager()
    let running = Task { try await manager.catchUp() }
    try await waitUntil { gate.submittedCount >= 4 }
    running.cancel()
    #expect(try await running.value == 0)
    #expect(await manager.position == .zero)
    #expect(gate.submittedCount < 100)
    gate.forgetFailures()
    #expect(try await manager.catchUp() == 2)
    #expect(try findings("a") == ["finding.opened"])
  }

  @Test func `stays where it was after an act that could not be recorded`() async throws {
    try await story(["a", "c"])
    gate.fail(1, with: .diskFull)
    let manager = manager()
    await #expect(throws: EventLogError.diskFull) { try await manager.catchUp() }
    #expect(await manager.position == .zero)
    // One of the two is recorded; the other follows, and none comes twice.
    #expect(try await manager.catchUp() == 1)
    #expect(try await manager.catchUp() == 0)
    #expect(try findings("a") == ["finding.opened"])
    #expect(try findings("c") == ["finding.opened"])
  }

  @Test func `is cancelled between the facts that one trigger calls into question`() async throws {
    let senders = (0..<40).map { "a\($0)" }
    try await story(senders)
    // Each fact is asked about twice: what it reads, and what is right.
    let canceller = Canceller(at: 8)
    let manager = manager(canceller)
    let running = Task { try await manager.catchUp() }
    #expect(try await running.value == 0)
    #expect(canceller.calls == 8)
    #expect(await manager.position == .zero)
    for sender in senders { #expect(try findings(sender).isEmpty) }
    #expect(try await manager.catchUp() == 40)
    #expect(try await manager.catchUp() == 0)
    for sender in senders { #expect(try findings(sender) == ["finding.opened"]) }
  }

  /// Two triggers of one stretch, cancelled at each judgement in turn.
  @Test(arguments: 1...16)
  func `goes on later without loss or doubling, wherever it was cancelled`(call: Int) async throws {
    try await story(["a", "c"])
    try await story(["d", "e", "f"], to: "g", command: 2)
    let end = memory.end
    let manager = manager(Canceller(at: call))
    let running = Task { try await manager.catchUp() }
    let first = try await running.value
    #expect(try await manager.catchUp() + first == 5)
    #expect(await manager.position >= end)
    for name in ["a", "c", "d", "e", "f"] { #expect(try findings(name) == ["finding.opened"]) }
    #expect(try await self.manager().catchUp() == 0)
  }

  @Test func `looks at no more bytes at once than it may`() async throws {
    let byteCount = 60_000
    let count = 5 * CommandHandlingLimits.bytesPerStretch / byteCount / 2
    for number in 0..<count {
      try await bench.handle(
        ToyCommand(target: account("s\(number)"), act: .large(byteCount)))
    }
    let told = Mutex<[Position]>([])
    let manager = manager(onProgress: { position in told.withLock { $0.append(position) } })
    try await manager.catchUp()
    #expect(told.withLock { $0.count } == 3)
    #expect(told.withLock { $0.last } == memory.end)
  }
}

@Suite struct `A reaction manager's walk` {
  private let gate: GatedLog
  private let handler: CommandHandler<CooperationDecider>

  init() {
    let clock = ManualClock(microseconds: 1_700_000_000_000_000).clock
    gate = GatedLog(InMemoryLog(clock: clock), isOpen: true)
    handler = CommandHandler(log: gate, personal: nil, clock: clock)
  }

  private func manager(
    _ reactions: [Reaction] = Reaction.all,
    onProblem: @escaping @Sendable (RecordedEvent, Rejection) -> Void = { event, rejection in
      Issue.record("\(event.stream) \(event.revision): \(rejection)")
    }
  ) -> ReactionManager {
    ReactionManager(handler: handler, reactions: reactions, onProblem: onProblem)
  }

  private func record(_ json: String) async throws {
    _ = try await handler.handle(
      ParsedCommand(CommandJSON.command(Array(json.utf8))), actor: Bench.actor, channel: .scenario)
  }

  /// Intentions of a school and a host, each with an agreement that came of it.
  private func story(_ names: [String]) async throws {
    let parties = #""parties":["organisation-school","organisation-host"]"#
    for (name, kind) in [("school", "SCHOOL"), ("host", "ENTERPRISE")] {
      try await record(
        #"{"occurred":"2022-01-01","registerOrganisation":{"organisation":"organisation-\#(name)","details":{"kind":"\#(kind)","name":"N"}}}"#
      )
    }
    for (index, name) in names.enumerated() {
      try await record(
        #"{"occurred":"2022-05-0\#(index + 1)","standing":"REPORTED","recordIntention":{"intention":"intention-\#(name)","details":{\#(parties)}}}"#
      )
      try await record(
        #"{"occurred":"2022-06-30","standing":"REPORTED","reportAgreementSigned":{"agreement":"agreement-\#(name)","details":{\#(parties),"intention":"intention-\#(name)"}}}"#
      )
    }
  }

  private func types(_ stream: String) throws -> [String] {
    try gate.read(
      stream: StreamName(validating: stream), from: nil, direction: .forwards, before: nil,
      limit: 100
    ).map(\.event.type.text)
  }

  @Test func `tells of a reaction that asks for ever, and goes on`() async throws {
    try await story(["i"])
    let endless = Reaction(
      "ask-for-ever", on: [EventType("intention.recorded")], PBLapseIntention.self,
      to: CooperationIntention.category
    ) { .needs([.stream($0.trigger.stream)]) }
    let told = Mutex<[String]>([])
    let manager = manager([endless] + Reaction.all) { event, rejection in
      told.withLock { $0.append("\(event.stream) \(rejection.code)") }
    }
    #expect(try await manager.catchUp() == 1)
    #expect(told.withLock { $0 } == ["intention-i cannotBeAssessed"])
    #expect(try types("intention-i").last == "intention.converted")
  }

  @Test func `waits where the queue is full, and gives the command then`() async throws {
    try await story(["i", "j"])
    let submitted = gate.submittedCount
    for number in 0..<3 { gate.fail(submitted + number, with: .queueFull(waiting: 9)) }
    let manager = manager()
    #expect(try await manager.catchUp() == 2)
    #expect(gate.submittedCount == submitted + 5)
  }

  @Test func `stays where it was after a command that could not be recorded`() async throws {
    try await story(["i", "j"])
    gate.fail(gate.submittedCount, with: .diskFull)
    let manager = manager()
    await #expect(throws: EventLogError.diskFull) { try await manager.catchUp() }
    #expect(await manager.position == .zero)
    #expect(try await manager.catchUp() == 1)
    #expect(try await manager.catchUp() == 0)
    for name in ["i", "j"] {
      #expect(try types("intention-\(name)") == ["intention.recorded", "intention.converted"])
    }
  }

  /// Three triggers of one stretch, cancelled before each in turn.
  @Test(arguments: 1...4)
  func `goes on later without loss or doubling, wherever it was cancelled`(call: Int) async throws {
    let names = ["i", "j", "k"]
    try await story(names)
    let end = gate.end
    let canceller = Canceller(at: call)
    let convert = Reaction(
      "convert-intention", on: [EventType("agreement.reported-signed")], PBConvertIntention.self,
      to: CooperationIntention.category,
      where: { _ in
        canceller.call()
        return true
      }
    ) { context in
      .follows([
        FollowingCommand(
          .convertIntention(
            .with {
              $0.intention = "intention-\(context.trigger.stream.id)"
              $0.details.agreement = context.trigger.stream.text
            }))
      ])
    }
    let manager = manager([convert])
    let running = Task { try await manager.catchUp() }
    let first = try await running.value
    #expect(await manager.position == (call > names.count ? end : .zero))
    #expect(try await manager.catchUp() + first == 3)
    for name in names {
      #expect(try types("intention-\(name)") == ["intention.recorded", "intention.converted"])
    }
    #expect(try await self.manager().catchUp() == 0)
  }
}

@Suite struct `Waiting for room in the queue` {
  @Test func `ends after so many times`() async {
    var patience = QueuePatience(tries: 2)
    #expect(await patience.wait())
    #expect(await patience.wait())
    #expect(await !patience.wait())
  }

  @Test func `ends at once in a task that is cancelled`() async {
    let waiting = Task {
      try? await waitUntil { Task.isCancelled }
      var patience = QueuePatience()
      return await patience.wait()
    }
    waiting.cancel()
    #expect(await !waiting.value)
  }
}

/// Asks in every round.
private struct EndlessDecider: Decider {
  func decide(
    _ command: ToyCommand, _ context: DecisionContext
  ) throws(Rejection) -> DecisionRound { .needs([.stream(command.target)]) }
}

@Suite struct `A decider that asks for ever` {
  @Test func `is given up, and its command refused as one that can't be assessed`() async throws {
    let handler = CommandHandler(
      log: InMemoryLog(), personal: nil, decider: EndlessDecider(), rulesetVersion: nil,
      finding: { _ in nil }, clock: { RecordedTime(microseconds: 0) },
      newCommandID: { command(1) })
    do {
      _ = try await handler.handle(
        ToyCommand(target: account("a"), act: .add(1)), actor: Bench.actor, channel: .api)
      Issue.record("it was handled")
    } catch CommandError.rejected(let rejection) {
      #expect(rejection.code == .cannotBeAssessed)
    }
  }
}
