import EventLogTesting
import EventModel
import Glibc
import TestSupport
import Testing

@testable import EventLog

@Suite struct `A log's thread` {
  @Test func `that the machine has no room for is an error, not a trap`() async {
    await #expect(processExitsWith: .success) {
      // No address space for another stack.
      var limit = rlimit(rlim_cur: 1 << 20, rlim_max: 1 << 20)
      setrlimit(__rlimit_resource_t(9), &limit)
      do throws(EventLogError) {
        _ = try LogThread {}
        exit(1)
      } catch {
        guard case .inputOutput("pthread_create", _, EAGAIN) = error else { exit(2) }
        exit(EXIT_SUCCESS)
      }
    }
  }

  @Test func `can't wait for its own end`() async {
    await #expect(processExitsWith: .failure) {
      let box = Box()
      let go = Monitor(false)
      let thread = try LogThread {
        go.wait { $0 ? () : nil }
        box.thread?.join()
        exit(EXIT_SUCCESS)
      }
      box.thread = thread
      go.update { $0 = true }
      try? spinUntil { false }
      exit(EXIT_SUCCESS)
    }
  }

  private final class Box: @unchecked Sendable {
    // `@unchecked`: set before the thread is told to look.
    var thread: LogThread?
  }

  @Test func `may be where the log itself is dropped, which is closed then`() async {
    await #expect(processExitsWith: .success) {
      let place = try Place()
      let go = Monitor(false)
      var log: EventLog? = try place.create()
      // The last who holds it is the completion, which the writer lets go of.
      log?.submit(try SampleAppends.append(1, [.init(SampleAppends.stream(1))])) { [log] _ in
        go.wait { $0 ? () : nil }
        withExtendedLifetime(log) {}
      }
      log = nil
      go.update { $0 = true }
      try spinUntil {
        do throws(EventLogError) {
          let again = try EventLog.open(at: place.path, clock: place.clock.clock)
          let end = again.end
          again.close()
          exit(end == Position(2) ? EXIT_SUCCESS : EXIT_FAILURE)
        } catch {
          guard case .heldByAnotherProcess = error else { exit(EXIT_FAILURE) }
          return false
        }
      }
    }
  }
}
