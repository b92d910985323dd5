internal import Glibc
internal import Synchronization

/// A thread of the operating system that runs one function to its end.
///
/// An LMDB write transaction belongs to its thread, which no task of Swift's pool promises.
final class LogThread: Sendable {
  private final class Start: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// The thread until it has been joined.
  private let thread: Mutex<pthread_t?>

  /// Starts the thread.
  init(_ body: @escaping @Sendable () -> Void) {
    let start = Unmanaged.passRetained(Start(body))
    var thread = pthread_t()
    let result = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
        start.body()
        return nil
      }, start.toOpaque())
    precondition(result == 0, "no thread can be started: \(result)")
    self.thread = Mutex(thread)
  }

  /// Waits until the thread has ended; a second call returns at once.
  func join() {
    let thread = thread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    if let thread { pthread_join(thread, nil) }
  }
}
