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
  ///
  /// - Throws: ``EventLogError/inputOutput(operation:path:code:)`` when the machine has no room for
  ///   another.
  init(_ body: @escaping @Sendable () -> Void) throws(EventLogError) {
    // SAFETY: retained once here, released once: by the thread, or below where there is none.
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
    guard result == 0 else {
      start.release()
      throw .inputOutput(operation: "pthread_create", path: "a thread of the log", code: result)
    }
    self.thread = Mutex(thread)
  }

  /// One that nobody waited for leaves nothing behind when it ends.
  deinit {
    if let thread = thread.withLock({ $0 }) { pthread_detach(thread) }
  }

  /// Whether it is the thread that asks.
  var isCurrent: Bool {
    thread.withLock { thread in thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
  }

  /// Waits until the thread has ended; a second call returns at once.
  ///
  /// - Precondition: it isn't this thread: nobody may believe that it has ended while it runs.
  func join() {
    let thread = thread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    guard let thread else { return }
    let result = pthread_join(thread, nil)
    precondition(result == 0, "a log can't be closed on its own thread: \(result)")
  }
}
