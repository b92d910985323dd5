import Deciding
import EventLog
import EventLogTesting
import EventModel
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@testable import CommandHandling

/// Counts judgements, and cancels the task that makes a certain one.
private final class JudgementCounter: Sendable {
  private let state: Mutex<(count: Int, last: Int?)>

  init(cancellingAt last: Int? = nil) { state = Mutex((0, last)) }

  var count: Int { state.withLock { $0.count } }

  func judging() {
    let isNow = state.withLock { state in
      state.count += 1
      return state.count == state.last
    }
    if isNow { withUnsafeCurrentTask { $0?.cancel() } }
  }
}

/// A manager that does nothing but judge anew, a position a stretch, and is refused once.
private actor AnewManager: LogFollower {
  nonisolated let log: any AppendOnlyLog
  var position: Position
  nonisolated let onProgress: @Sendable (Position) -> Void
  private let asked: Locked<[UInt64]>
  private let refusedAt: UInt64
  private let refusal: EventLogError

  init(
    _ log: any AppendOnlyLog, from position: Position, _ asked: Locked<[UInt64]>, refusedAt: UInt64,
    with refusal: EventLogError = .diskFull,
    _ onProgress: @escaping @Sendable (Position) -> Void
  ) {
    self.refusal = refusal
    self.log = log
    self.position = position
    self.asked = asked
    self.refusedAt = refusedAt
    self.onProgress = onProgress
  }

  func handle(_ events: [RecordedEvent]) throws(EventLogError) -> Int { 0 }
  func forget() {}

  func judgeAnew(
    from start: Position
  ) async throws(EventLogError) -> (count: Int, next: Position) {
    var isFirst = false
    asked.change {
      isFirst = !$0.contains(start.number)
      $0.append(start.number)
    }
    if isFirst, start.number == refusedAt { throw refusal }
    return (0, min(start.next, position))
  }
}

/// Facts of a few stretches of the log that were judged by other rules.
@Suite(.timeLimit(.minutes(10))) struct `Judging anew` {
  private let directory = TemporaryDirectory()
  private static let perAppend = 300
  private static let appendCount = 10
  private static let factCount = perAppend * appendCount

  private var checkpoint: String { directory.path + "/manager.checkpoint" }

  /// Facts that were decided on a stream whose limit they break, and that nothing calls into question.
  private func log() async throws -> EventLog {
    let log = try EventLog.create(at: directory.path + "/data", origin: "concord.test/log")
    let limited = account("limited")
    let digest = try EventModel.Digest([UInt8](repeating: 2, count: 32))
    for number in 0...Self.appendCount {
      let command = CommandID(high: 5, low: UInt64(number))
      var entries: [Append.Entry] = []
      for ordinal in 0..<(number == 0 ? 1 : Self.perAppend) {
        let stream = number == 0 ? limited : account("a\(number)-\(ordinal)")
        var event = ProposedEvent(
          type: number == 0 ? Account.limited : Account.added,
          id: EventID(of: command, ordinal: ordinal), standing: .reported, actor: Bench.actor,
          source: Source(channel: .api), occurred: Moment(.year(2022)),
          payload: Account.payload(number == 0 ? 5 : 10))
        event.rulesetVersion = 7
        if number > 0 { event.decidedOn = [DecidedOn(stream: limited, revision: .zero)] }
        entries.append(
          .init(
            stream: stream, expected: .any,
            events: [
              try EncodedEvent(event, stream: stream, commandID: command, commandDigest: digest)
            ]))
      }
      _ = try await log.append(
        Append(entries.sorted { $0.stream < $1.stream }, commandID: command, commandDigest: digest))
    }
    return log
  }

  private func catchUp(
    _ log: EventLog, _ counter: JudgementCounter,
    onAnew: @escaping @Sendable (Position) -> Void = { _ in }
  ) async throws -> Int {
    let keeper = ManagerKeeper(directory.path + "/manager", rules: 8)
    return try await keeper.catchUp(on: log, onProgress: { _ in }, onAnew: onAnew) { walk in
      FindingManager(
        log: log, personal: nil, judge: LimitJudge(beforeJudging: counter.judging),
        rulesetVersion: 8, walk: walk,
        onProblem: { Issue.record("\($0.stream): \($1)") })
    }
  }

  private func words() throws -> [Substring] {
    String(decoding: try Data(contentsOf: URL(filePath: checkpoint)), as: UTF8.self)
      .split(whereSeparator: \.isWhitespace)
  }

  private func openings(_ log: EventLog) throws -> Int {
    try log.read(
      from: nil, direction: .forwards, type: LimitJudge.opened, before: nil, limit: 100_000
    ).count
  }

  @Test func `goes through the log in stretches, and tells how far it is`() async throws {
    let log = try await log()
    defer { log.close() }
    let told = Locked<[Position]>([])
    let count = try await catchUp(
      log, JudgementCounter(), onAnew: { position in told.change { $0.append(position) } })
    #expect(count == Self.factCount)
    #expect(try openings(log) == Self.factCount)
    let positions = told.value
    #expect(positions == positions.sorted())
    #expect(positions.count > 2)
    #expect(try words().dropFirst(3) == ["8"])
    #expect(try await catchUp(log, JudgementCounter()) == 0)
  }

  @Test func `goes on where it was cancelled`() async throws {
    let log = try await log()
    defer { log.close() }
    // In the second stretch; each fact is asked about twice.
    let first = JudgementCounter(cancellingAt: 2 * 1_500)
    let opened = try await Task { try await catchUp(log, first) }.value
    #expect(first.count == 2 * 1_500)
    #expect(opened >= CommandHandlingLimits.eventsPerStretch)
    let judged = try #require(try words().last)
    #expect(judged.hasPrefix("8:"))
    #expect(
      try #require(UInt64(judged.dropFirst(2))) > UInt64(CommandHandlingLimits.eventsPerStretch))
    let second = JudgementCounter()
    #expect(try await catchUp(log, second) + opened == Self.factCount)
    #expect(second.count < 2 * (Self.factCount - CommandHandlingLimits.eventsPerStretch))
    #expect(try openings(log) == Self.factCount)
    #expect(try words().dropFirst(3) == ["8"])
    // By yet other rules it begins at the beginning.
    var others = try words().map(String.init)
    others[3...] = ["7", "9:2000"]
    try Data((others.joined(separator: " ") + "\n").utf8).write(to: URL(filePath: checkpoint))
    let third = JudgementCounter()
    #expect(try await catchUp(log, third) == 0)
    #expect(third.count >= 2 * Self.factCount)
  }

  private func smallLog() async throws -> EventLog {
    let log = try EventLog.create(at: directory.path + "/data", origin: "concord.test/log")
    for command in 0..<UInt64(5) {
      _ = try await log.append(
        SampleAppends.append(command, [.init(SampleAppends.stream(1))]))
    }
    return log
  }

  @Test func `is noted as far as it is where it ends for good`() async throws {
    let log = try await smallLog()
    defer { log.close() }
    let keeper = ManagerKeeper(directory.path + "/manager", rules: 8)
    let refusal = EventLogError.corrupt(Position(3), "its bytes are not what its hash says")
    await #expect(throws: refusal) {
      try await keeper.run(on: log) { walk in
        AnewManager(
          log, from: walk.start, Locked([]), refusedAt: 3, with: refusal, walk.onProgress)
      }
    }
    // Within a second of the note before.
    #expect(try words().last == "8:3")
  }

  @Test func `goes on where it was refused, and is noted at once`() async throws {
    let log = try await smallLog()
    defer { log.close() }
    let asked = Locked<[UInt64]>([])
    let keeper = ManagerKeeper(directory.path + "/manager", rules: 8)
    let running = Task {
      try await keeper.run(on: log) { walk in
        AnewManager(log, from: walk.start, asked, refusedAt: 3, walk.onProgress)
      }
    }
    try await waitUntil { asked.value.last == 5 }
    #expect(asked.value == [0, 1, 2, 3, 3, 4, 5])
    // A kill loses nothing of it.
    let deadline = ContinuousClock.now + .seconds(30)
    while (try? words())?.dropFirst(3) != ["8"], ContinuousClock.now < deadline {
      await Task.yield()
    }
    #expect(try words().dropFirst(3) == ["8"])
    running.cancel()
    try await running.value
  }
}
