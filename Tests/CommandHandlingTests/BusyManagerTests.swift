import Cooperation
import EventLog
import EventLogTesting
import EventModel
import Foundation
import Synchronization
import Testing
import TestSupport

@testable import CommandHandling

/// Holds up who comes to it until it is opened.
private final class Barrier: Sendable {
  private let state = Mutex((waiting: 0, isOpen: false))

  var waiting: Int { state.withLock { $0.waiting } }

  func open() { state.withLock { $0.isOpen = true } }

  /// Holds the thread, as work does that goes on for long.
  func hold() {
    state.withLock { $0.waiting += 1 }
    do {
      try spinUntil { state.withLock { $0.isOpen } }
    } catch {
      Issue.record("nobody else had a turn")
    }
  }
}

@Suite(.timeLimit(.minutes(10))) struct `Managers that walk through a long log` {
  private let bench = Bench()
  private let barrier = Barrier()

  private var walk: ManagerWalk { ManagerWalk { [barrier] _ in barrier.hold() } }

  private var manager: FindingManager<LimitJudge> {
    FindingManager(
      log: bench.log, personal: nil, judge: LimitJudge(), rulesetVersion: 7, walk: walk)
  }

  private var processManager: ReactionManager {
    ReactionManager(
      handler: CommandHandler<CooperationDecider>(log: bench.log, personal: nil), walk: walk)
  }

  @Test func `leave the threads of Swift to those who serve requests`() async throws {
    try await bench.add(100, to: "a")
    // More than Swift has threads.
    let count = ProcessInfo.processInfo.activeProcessorCount + 1
    var walks: [Task<Int, any Error>] = []
    for _ in 0..<count {
      let (manager, processManager) = (manager, processManager)
      walks.append(Task { try await manager.catchUp() })
      walks.append(Task { try await processManager.catchUp() })
    }
    try await waitUntil { barrier.waiting == walks.count }
    barrier.open()
    for walk in walks { #expect(try await walk.value == 0) }
  }
}
