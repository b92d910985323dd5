import Dispatch
import EventLogTesting
import Projections
import ReadModels
import Synchronization
import TestSupport
import Testing

@testable import MatchSearch

/// One thread, on which tasks take turns once it begins.
private final class OneThread: TaskExecutor {
  private let queue = DispatchQueue(label: "test.one-thread", attributes: .initiallyInactive)

  func begin() { queue.activate() }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

/// Who had the thread, in order.
private final class Turns: Sendable {
  private let text = Mutex("")

  var taken: String { text.withLock { $0 } }

  func note(_ who: String) { text.withLock { $0 += who } }
}

@Suite struct `A search for matches` {
  @Test func `lets others have the thread between one stream and the next`() async throws {
    let directory = TemporaryDirectory()
    let log = InMemoryLog()
    let views = try ReadModelStore(
      opening: directory.path + "/views", of: log, CooperationReadModels.all)
    let source = MatchSource(log: log, views: views, limits: MatchLimits(turn: .zero))
    let turns = Turns()
    try await withThrowingTaskGroup(of: Void.self) { group in
      let thread = OneThread()
      group.addTask(executorPreference: thread) {
        for _ in 0..<20 {
          try await source.goOn()
          turns.note("s")
        }
      }
      group.addTask(executorPreference: thread) {
        for _ in 0..<20 {
          await Task.yield()
          turns.note("o")
        }
      }
      thread.begin()
      try await group.waitForAll()
    }
    // Which of the two begins doesn't matter.
    let taken = turns.taken
    #expect(taken == String(repeating: String(taken.prefix(2)), count: 20), "\(taken)")
  }
}
