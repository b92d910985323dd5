internal import Dispatch
internal import Glibc
internal import Synchronization

/// A value that several threads change.
package final class Locked<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>

  /// A first value.
  package init(_ value: Value) { mutex = Mutex(value) }

  /// The value now.
  package var value: Value { mutex.withLock { $0 } }

  /// Changes it.
  package func change(_ body: (inout Value) -> Void) { mutex.withLock { body(&$0) } }
}

/// Something that happens once.
package final class Flag: Sendable {
  private let state = Atomic(false)
  private let semaphore = DispatchSemaphore(value: 0)

  /// A flag that is not set.
  package init() {}

  /// Whether it has happened.
  package var isSet: Bool { state.load(ordering: .acquiring) }

  /// Says that it has.
  package func set() {
    state.store(true, ordering: .releasing)
    semaphore.signal()
  }

  /// Returns when it has, without taking a core from the thread that is to set it.
  ///
  /// - Throws: ``TooLate`` after two minutes, so that a test fails instead of hanging.
  package func wait() throws {
    guard !isSet else { return }
    guard semaphore.wait(timeout: .now() + .seconds(120)) == .success else { throw TooLate() }
    semaphore.signal()
  }
}

/// A number that several threads count up.
package final class Counter: Sendable {
  private let count = Atomic(0)

  /// Zero.
  package init() {}

  /// The number now.
  package var value: Int { count.load(ordering: .acquiring) }

  /// Adds, and gives what it is then.
  @discardableResult
  package func add(_ amount: Int = 1) -> Int {
    count.add(amount, ordering: .acquiringAndReleasing).newValue
  }
}

/// A thread of the operating system's, for what must not wait for Swift's own.
package final class JoinableThread: Sendable {
  private let thread: pthread_t

  /// Starts it.
  package init(_ body: @escaping @Sendable () -> Void) {
    final class Work: Sendable {
      let body: @Sendable () -> Void
      init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    // SAFETY: retained once here, released once by the thread.
    let code = pthread_create(
      &thread, nil,
      { work in
        if let work { Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body() }
        return nil
      }, Unmanaged.passRetained(Work(body)).toOpaque())
    precondition(code == 0, "no thread can be started (\(code))")
    self.thread = thread
  }

  /// Waits for its end.
  package func join() { pthread_join(thread, nil) }
}

/// Runs `body` on a thread of its own and waits for it.
package func inThread(_ body: @escaping @Sendable () -> Void) { JoinableThread(body).join() }
