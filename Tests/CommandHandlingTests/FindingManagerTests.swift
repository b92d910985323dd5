@testable import CommandHandling
import Deciding
import EventLog
import EventLogTesting
import EventModel
import Synchronization
import Testing
import TestSupport

/// A rule about transfers: no account may receive while it has a limit below what it would hold.
/// Judged on the receiver and on the sender, whose limits may be corrected later.
struct LimitJudge: FindingJudge {
  static let opened = EventType("finding.opened")
  static let withdrawn = EventType("finding.withdrawn")
  let findingCategory = StreamCategory("finding")

  func isJudged(_ type: EventType) -> Bool { type == Account.added }
  func judgedAgain(after trigger: EventType) -> Set<EventType> {
    trigger == Account.limited ? [Account.added] : []
  }
  func judgesItsStreamWhenLate(_ type: EventType) -> Bool { judgesLate }

  /// Asks in every round.
  var isEndless = false
  /// Judges a stream again when something comes late.
  var judgesLate = false
  /// Which facts can't be judged.
  var refuses: @Sendable (RecordedFact) -> Bool = { _ in false }
  /// Whether each fact has a verdict on a finding that can't be acted on, before its own.
  var hasUnreadable = false
  /// Called before each judgement.
  var beforeJudging: @Sendable () -> Void = {}

  func judge(_ fact: RecordedFact, _ context: DecisionContext) throws(Rejection) -> JudgingRound {
    beforeJudging()
    if refuses(fact) { throw Rejection(.cannotBeAssessed, "its part can't be read") }
    let others = fact.recorded.event.decidedOn.map(\.stream)
    let readings = Readings(others.map(Reading.stream))
    if isEndless { return .needs(readings) }
    guard context.holds(readings) else { return .needs(readings) }
    var isBroken = false
    if let effective = fact.effective {
      for other in others where other.category == Account.category {
        let limit = try context.state(Account.self, other).limit
        if abs(Account.number(effective.payload)) > limit { isBroken = true }
      }
    }
    let stream = account(fact.recorded.stream.id, category: "finding")
    let finding = FindingProposal(
      rule: "T3", subjects: [fact.recorded.stream], stream: stream, severity: .breach,
      reason: "over the limit")
    let verdict = FindingVerdict(
      stream: stream, breach: isBroken ? finding : nil, withdrawal: "within the limit")
    let other = FindingVerdict(stream: Self.unreadable, breach: finding, withdrawal: "it is kept")
    return .judged(hasUnreadable ? [other, verdict] : [verdict])
  }

  private static let unreadable = account("unreadable", category: "finding")

  func act(
    _ verdict: FindingVerdict, after history: StreamHistory
  ) throws(Rejection) -> DecidedEvent? {
    if verdict.stream == Self.unreadable {
      throw Rejection(.newerConcord, "written by a newer Concord", stream: verdict.stream)
    }
    // Findings have no aggregate here: the last event says whether it is open.
    let isOpen = history.recorded.last?.event.type == Self.opened
    if verdict.breach != nil {
      return isOpen ? nil : DecidedEvent(Self.opened, to: verdict.stream, payload: [])
    }
    return isOpen ? DecidedEvent(Self.withdrawn, to: verdict.stream, payload: []) : nil
  }

  func subjects(of history: StreamHistory) throws(Rejection) -> [StreamName] {
    [account(history.stream.id)]
  }
}

@Suite(.timeLimit(.minutes(10))) struct `The finding manager` {
  private let bench = Bench()

  private func manager(from position: Position = .zero) -> FindingManager<LimitJudge> {
    FindingManager(
      log: bench.log, personal: nil, judge: LimitJudge(), rulesetVersion: 7,
      walk: ManagerWalk(from: position),
      onProblem: { event, rejection in
        Issue.record("\(event.stream) \(event.revision): \(rejection)")
      })
  }

  /// Appends an event outside any decision: limits, corrections, voids.
  @discardableResult
  private func append(
    _ type: EventType, _ number: Int, to id: String, corrects: EventID? = nil,
    voids: EventID? = nil, on others: [String] = [], command: UInt64
  ) async throws -> EventID {
    let command = CommandID(high: 5, low: command)
    let digest = try EventModel.Digest([UInt8](repeating: 2, count: 32))
    var event = ProposedEvent(
      type: type, id: EventID(of: command, ordinal: 0), standing: .reported, actor: Bench.actor,
      source: Source(channel: .api), occurred: Moment(.year(2022)),
      payload: Account.payload(number))
    event.corrects = corrects
    event.voids = voids
    event.decidedOn = others.map { DecidedOn(stream: account($0), revision: nil) }
    _ = try await bench.log.append(
      Append(
        [
          .init(
            stream: account(id), expected: .any,
            events: [
              EncodedEvent(event, stream: account(id), commandID: command, commandDigest: digest)
            ])
        ], commandID: command, commandDigest: digest))
    return event.id
  }

  private func findings(_ id: String) throws -> [String] {
    try bench.log.read(
      stream: account(id, category: "finding"), from: nil, direction: .forwards, before: nil,
      limit: 1_000
    ).map(\.event.type.text)
  }

  /// A transfer of 10 from a to b while b has no limit, then limits and corrections of them.
  private func story() async throws -> EventID {
    try await bench.add(100, to: "a")
    try await bench.handle(
      ToyCommand(target: account("a"), act: .transfer(10, to: account("b"))))
    return try await append(Account.limited, 5, to: "b", command: 1)
  }

  @Test func `opens what a later event shows, on facts decided on its stream`() async throws {
    _ = try await story()
    let manager = manager()
    #expect(try await manager.catchUp() == 1)
    // The fact in a was decided on b.
    #expect(try findings("a") == ["finding.opened"])
    let event = try bench.log.read(
      stream: account("a", category: "finding"), from: nil, direction: .forwards, before: nil,
      limit: 1)[0].event
    #expect(event.actor == .findingManager)
    #expect(event.causation != nil)
    #expect(event.rulesetVersion == 7)
    // By what it does to which finding after which event: for ever, so that nothing is said twice.
    #expect(event.id.description == "2851dba2-a08d-ad2c-0738-7aae168fa4f6")
    // All but what it appended itself.
    #expect(await manager.position == Position(5))
  }

  @Test func `withdraws what a correction takes the ground from`() async throws {
    let limit = try await story()
    let manager = manager()
    try await manager.catchUp()
    try await append(Account.limited, 50, to: "b", corrects: limit, command: 2)
    #expect(try await manager.catchUp() == 1)
    #expect(try findings("a") == ["finding.opened", "finding.withdrawn"])
    try await append(Account.limited, 5, to: "b", corrects: limit, command: 3)
    try await manager.catchUp()
    try await append(Account.limited, 0, to: "b", voids: limit, command: 4)
    try await manager.catchUp()
    #expect(
      try findings("a") == [
        "finding.opened", "finding.withdrawn", "finding.opened", "finding.withdrawn",
      ])
  }

  @Test func `leaves what a fact still breaks that is not judged again`() async throws {
    _ = try await story()
    try await bench.handle(
      ToyCommand(target: account("a"), act: .transfer(9, to: account("c"))))
    let other = try await append(Account.limited, 5, to: "c", command: 2)
    let manager = manager()
    try await manager.catchUp()
    #expect(try findings("a") == ["finding.opened"])
    // The transfer to c is within its limit now, the one to b is not.
    try await append(Account.limited, 50, to: "c", corrects: other, command: 3)
    #expect(try await manager.catchUp() == 0)
    #expect(try findings("a") == ["finding.opened"])
  }

  @Test func `keeps what a fact may break that can't be judged now, and tells of it once`()
    async throws
  {
    _ = try await story()
    let first = manager()
    try await first.catchUp()
    // Calls all facts of the stream into question: the one that breaks nothing, and the one that does.
    let fact = try bench.log.read(
      stream: account("a"), from: .zero, direction: .forwards, before: nil, limit: 1)[0]
    try await append(Account.added, 90, to: "a", corrects: fact.event.id, command: 2)
    let problems = Mutex<[Rejection.Code]>([])
    let manager = FindingManager(
      log: bench.log, personal: nil,
      judge: LimitJudge(refuses: {
        $0.recorded.stream == account("a") && !$0.recorded.event.decidedOn.isEmpty
      }), rulesetVersion: 7,
      walk: ManagerWalk(from: await first.position),
      onProblem: { _, rejection in problems.withLock { $0.append(rejection.code) } })
    #expect(try await manager.catchUp() == 0)
    #expect(try findings("a") == ["finding.opened"])
    #expect(problems.withLock { $0 } == [.cannotBeAssessed])
  }

  @Test func `tells once of a fact that can't be judged, though its correction rests on the same`()
    async throws
  {
    let limit = try await story()
    let fact = try bench.log.read(
      stream: account("a"), from: Revision(1), direction: .forwards, before: nil, limit: 1)[0]
    try await append(
      Account.added, -10, to: "a", corrects: fact.event.id, on: ["b"], command: 2)
    let first = manager()
    try await first.catchUp()
    try await append(Account.limited, 50, to: "b", corrects: limit, command: 3)
    let problems = Mutex<[EventID]>([])
    let manager = FindingManager(
      log: bench.log, personal: nil,
      judge: LimitJudge(refuses: { $0.recorded.event.id == fact.event.id }), rulesetVersion: 7,
      walk: ManagerWalk(from: await first.position),
      onProblem: { recorded, _ in problems.withLock { $0.append(recorded.event.id) } })
    #expect(try await manager.catchUp() == 0)
    #expect(try findings("a") == ["finding.opened"])
    #expect(problems.withLock { $0 } == [fact.event.id])
  }

  @Test func `keeps and opens a finding beside another that can't be acted on`() async throws {
    _ = try await story()
    let fact = try bench.log.read(
      stream: account("a"), from: .zero, direction: .forwards, before: nil, limit: 1)[0]
    let problems = Locked<Set<Rejection.Code>>([])
    func catchUp(from position: Position) async throws -> (Int, Position) {
      let manager = FindingManager(
        log: bench.log, personal: nil, judge: LimitJudge(hasUnreadable: true), rulesetVersion: 7,
        walk: ManagerWalk(from: position),
        onProblem: { _, rejection in problems.change { $0.insert(rejection.code) } }
      )
      return (try await manager.catchUp(), await manager.position)
    }
    let (opened, position) = try await catchUp(from: .zero)
    #expect(opened == 1)
    #expect(try findings("a") == ["finding.opened"])
    // The corrected fact breaks nothing, the other of its stream does.
    try await append(Account.added, 90, to: "a", corrects: fact.event.id, command: 2)
    #expect(try await catchUp(from: position).0 == 0)
    #expect(try findings("a") == ["finding.opened"])
    #expect(problems.value == [.newerConcord])
  }

  @Test func `tells of a judgement that asks for ever`() async throws {
    _ = try await story()
    let problems = Mutex<[Rejection.Code]>([])
    let manager = FindingManager(
      log: bench.log, personal: nil, judge: LimitJudge(isEndless: true), rulesetVersion: 7,
      onProblem: { _, rejection in problems.withLock { $0.append(rejection.code) } })
    #expect(try await manager.catchUp() == 0)
    #expect(problems.withLock { $0 } == [.cannotBeAssessed])
  }

  @Test(arguments: [true, false]) func `takes nothing of one append for late`(
    isOneAppend: Bool
  ) async throws {
    try await bench.add(100, to: "a")
    var events: [ProposedEvent] = []
    for (ordinal, year) in [2022, 2021].enumerated() {
      events.append(
        ProposedEvent(
          type: Account.added, id: EventID(of: CommandID(high: 6, low: 1), ordinal: ordinal),
          standing: .reported, actor: Bench.actor, source: Source(channel: .api),
          occurred: Moment(.year(year)), payload: Account.payload(1)))
    }
    let digest = try EventModel.Digest([UInt8](repeating: 2, count: 32))
    for (number, batch) in (isOneAppend ? [events] : events.map { [$0] }).enumerated() {
      let command = CommandID(high: 7, low: UInt64(number))
      let encoded = try batch.map {
        try EncodedEvent($0, stream: account("a"), commandID: command, commandDigest: digest)
      }
      _ = try await bench.log.append(
        Append(
          [.init(stream: account("a"), expected: .any, events: encoded)], commandID: command,
          commandDigest: digest))
    }
    // A judgement that asks for ever tells of each fact that is judged.
    let count = Mutex(0)
    let manager = FindingManager(
      log: bench.log, personal: nil, judge: LimitJudge(isEndless: true, judgesLate: true),
      rulesetVersion: 7, onProblem: { _, _ in count.withLock { $0 += 1 } })
    try await manager.catchUp()
    #expect(count.withLock { $0 } == (isOneAppend ? 0 : 2))
  }

  @Test func `withdraws what a voided fact had opened`() async throws {
    _ = try await story()
    let manager = manager()
    try await manager.catchUp()
    let fact = try bench.log.read(
      stream: account("a"), from: Revision(1), direction: .forwards, before: nil, limit: 1)[0]
    try await append(Account.added, 0, to: "a", voids: fact.event.id, command: 2)
    try await manager.catchUp()
    #expect(try findings("a") == ["finding.opened", "finding.withdrawn"])
  }

  @Test func `changes nothing when it runs twice or from the start`() async throws {
    let limit = try await story()
    let first = manager()
    try await first.catchUp()
    try await append(Account.limited, 50, to: "b", corrects: limit, command: 2)
    try await append(Account.limited, 5, to: "b", corrects: limit, command: 3)
    try await first.catchUp()
    let end = bench.log.end
    #expect(try await first.catchUp() == 0)
    #expect(try await manager().catchUp() == 0)
    #expect(try await manager(from: Position(3)).catchUp() == 0)
    #expect(bench.log.end == end)
    #expect(try findings("a") == ["finding.opened", "finding.withdrawn", "finding.opened"])
  }

  @Test func `says the same whether it keeps up or comes late`() async throws {
    // Late: all triggers are in the log before it looks at the first.
    let limit = try await story()
    try await append(Account.limited, 50, to: "b", corrects: limit, command: 2)
    try await append(Account.limited, 6, to: "b", corrects: limit, command: 3)
    try await append(Account.limited, 7, to: "b", corrects: limit, command: 4)
    try await manager().catchUp()
    #expect(try findings("a") == ["finding.opened", "finding.withdrawn", "finding.opened"])
    let end = bench.log.end
    try await manager().catchUp()
    #expect(bench.log.end == end)
  }

  @Test(arguments: [41, 42, 43, 44])
  func `may be killed anywhere and started again`(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    var limits: [String: EventID] = [:]
    let names = ["a", "b", "c"]
    for name in names { try await bench.add(1_000, to: name) }
    var command: UInt64 = 1
    // One that keeps up; it is started anew, from anywhere it may have stored, now and then.
    var restarted = manager()
    var stored = Position.zero
    for _ in 0..<120 {
      let name = names[Int(generator.next() % 3)]
      let other = names[Int(generator.next() % 3)]
      switch generator.next() % 5 {
      case 0 where limits[name] == nil:
        limits[name] = try await append(
          Account.limited, Int(generator.next() % 20), to: name, command: command)
      case 1:
        if let limit = limits[name] {
          try await append(
            Account.limited, Int(generator.next() % 20), to: name, corrects: limit,
            command: command)
        }
      case 2:
        if let limit = limits[name] {
          try await append(Account.limited, 0, to: name, voids: limit, command: command)
        }
      case 3:
        switch generator.next() % 3 {
        case 0: restarted = manager(from: stored)
        case 1: stored = await restarted.position
        default: try await restarted.catchUp()
        }
      default:
        if name != other {
          try await bench.handle(
            ToyCommand(
              target: account(name),
              act: .transfer(Int(generator.next() % 20), to: account(other))))
        }
      }
      command += 1
    }
    try await restarted.catchUp()
    let end = bench.log.end
    var count = 0
    for name in names {
      // Opened and withdrawn in turn, never twice the same.
      let acts = try findings(name)
      count += acts.count
      #expect(zip(acts, acts.dropFirst()).allSatisfy { $0 != $1 }, "seed \(seed): \(acts)")
    }
    #expect(count > 0, "seed \(seed)")
    #expect(try await manager().catchUp() == 0, "seed \(seed)")
    #expect(bench.log.end == end, "seed \(seed)")
  }

  @Test func `works on as the log grows, until it is cancelled`() async throws {
    let manager = manager()
    let running = Task { try await manager.run() }
    _ = try await story()
    try await waitUntil { try !findings("a").isEmpty }
    running.cancel()
    try await running.value
  }
}
