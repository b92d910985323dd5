import Glibc
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
      while true { sched_yield() }
    }
  }

  private final class Box: @unchecked Sendable {
    // `@unchecked`: set before the thread is told to look.
    var thread: LogThread?
  }
}
