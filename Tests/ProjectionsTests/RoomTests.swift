import EventLogTesting
import EventModel
import Glibc
import TestSupport
import Testing

@testable import Projections

@Suite(
  .enabled(if: MountedFileSystem.isPossible, "\(MountedFileSystem.whyNot)"),
  .serialized, .timeLimit(.minutes(10)))
struct `Read models for which there is no room` {
  @Test func `are made once there is, by who waits for it`() async throws {
    let recorder = Recorder()
    try await recorder.record("account-a", .init(type: Account.added, text: "5"))
    let disk = try MountedFileSystem(.memory(byteCount: 4 << 20))
    let (views, filler) = (disk.path + "/views", disk.path + "/filler")
    try #require(mkdir(views, 0o700) == 0)
    try disk.fill(filler, byteCount: disk.freeByteCount - (12 << 10))
    #expect(throws: ProjectionError.self) {
      _ = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
    }
    let store = try ReadModelStore(
      opening: views, of: recorder.log, Toy.set, waitingForRoom: true)
    func status() -> ProjectionStatus { store.status(now: RecordedTime(microseconds: 0)) }
    #expect(status().startedAnew?.contains("no room is left") == true, "\(status())")
    #expect(status().isToBeMadeAnew && !status().isAnswering)
    let running = Task { try await store.run() }
    try await waitUntil { if case .stopped = status().phase { true } else { false } }
    await #expect(throws: ProjectionError.self) {
      _ = try await store.page(ViewQuery("Balances"))
    }
    try #require(unlink(filler) == 0)
    try await waitUntil { if case .live = status().phase { true } else { false } }
    #expect(try await store.page(ViewQuery("Balances")).rows[0][2] == 5)
    #expect(status().isAnswering && !status().isToBeMadeAnew)
    running.cancel()
    try await running.value
  }
}
