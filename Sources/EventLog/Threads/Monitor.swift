internal import Glibc

/// State behind a lock that threads can also wait on: `Mutex` has no condition.
///
/// Only for the log's own threads and for who hands them work; never held over an `await`.
final class Monitor<State: Sendable>: @unchecked Sendable {
  // SAFETY: `state` is touched only while `mutex` is held; both pointers are made in `init` and go in
  // `deinit`, when nobody waits any more.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private var state: State

  init(_ state: State) {
    mutex = .allocate(capacity: 1)
    condition = .allocate(capacity: 1)
    self.state = state
    pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    // So that a step of the wall clock neither cuts a wait short nor makes it endless.
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(condition, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Reads or changes the state.
  func withLock<Result>(_ body: (inout State) -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body(&state)
  }

  /// Changes the state and wakes all who wait for that.
  func update<Result>(_ body: (inout State) -> Result) -> Result {
    pthread_mutex_lock(mutex)
    let result = body(&state)
    pthread_mutex_unlock(mutex)
    pthread_cond_broadcast(condition)
    return result
  }

  /// Waits until `body` has an answer; it is asked now and after every update.
  func wait<Result>(for body: (inout State) -> Result?) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      if let result = body(&state) { return result }
      pthread_cond_wait(condition, mutex)
    }
  }

  /// Waits until `body` has an answer, or so many milliseconds have passed without any update.
  ///
  /// - Returns: `nil` when the time is over.
  func wait<Result>(
    atMostMilliseconds milliseconds: Int, for body: (inout State) -> Result?
  ) -> Result? {
    var deadline = timespec()
    clock_gettime(CLOCK_MONOTONIC, &deadline)
    deadline.tv_nsec += (milliseconds % 1_000) * 1_000_000
    deadline.tv_sec += milliseconds / 1_000 + deadline.tv_nsec / 1_000_000_000
    deadline.tv_nsec %= 1_000_000_000
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      if let result = body(&state) { return result }
      guard pthread_cond_timedwait(condition, mutex, &deadline) == 0 else { return body(&state) }
    }
  }
}
