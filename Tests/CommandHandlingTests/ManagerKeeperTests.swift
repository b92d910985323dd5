import EventLog
import EventModel
import TestSupport
import Testing

@testable import CommandHandling

/// A manager that is refused at its first append that it sees, once.
private actor RefusedManager: LogFollower {
  nonisolated let log: any AppendOnlyLog
  var position: Position
  nonisolated let onProgress: @Sendable (Position) -> Void
  private let refusals: Locked<[EventLogError]>

  init(
    _ log: any AppendOnlyLog, from position: Position, _ refusals: Locked<[EventLogError]>,
    _ onProgress: @escaping @Sendable (Position) -> Void
  ) {
    self.log = log
    self.position = position
    self.refusals = refusals
    self.onProgress = onProgress
  }

  func handle(_ events: [RecordedEvent]) throws(EventLogError) -> Int {
    var refusal: EventLogError?
    refusals.change { refusal = $0.popLast() }
    if let refusal { throw refusal }
    return 0
  }

  func forget() {}
}

@Suite(.timeLimit(.minutes(10))) struct `Keeping a process manager at work` {
  private let directory = TemporaryDirectory()
  private let refusals = Locked<[EventLogError]>([])

  private func run(_ keeper: ManagerKeeper, _ log: EventLog) async throws {
    let refusals = refusals
    try await keeper.run(on: log) { walk in
      RefusedManager(log, from: walk.start, refusals, walk.onProgress)
    }
  }

  private func log() throws -> EventLog {
    try EventLog.create(at: directory.path + "/data", origin: "concord.test/log")
  }

  @Test(arguments: [
    EventLogError.readDeadlinePassed, .diskFull,
    .inputOutput(operation: "mdb_txn_begin", path: "log", code: -30790),
  ])
  func `goes on after what passes`(refusal: EventLogError) async throws {
    let log = try log()
    defer { log.close() }
    let keeper = ManagerKeeper(directory.path + "/manager")
    refusals.change { $0 = [refusal] }
    let running = Task { try await run(keeper, log) }
    try await waitUntil { keeper.status.end == log.end }
    #expect(keeper.status.phase == .running)
    #expect(refusals.value.isEmpty)
    running.cancel()
    try await running.value
  }

  @Test(arguments: [
    EventLogError.corrupt(.zero, "its bytes are not what its hash says"),
    .outcomeUnknown("the device failed"), .damaged(path: "log", "it is cut short"),
  ])
  func `ends at what trying again can't mend, and says so`(refusal: EventLogError) async throws {
    let log = try log()
    defer { log.close() }
    let keeper = ManagerKeeper(directory.path + "/manager")
    refusals.change { $0 = [refusal] }
    await #expect(throws: refusal) { try await run(keeper, log) }
    #expect(keeper.status.phase == .stopped(refusal.description))
  }
}
