internal import EventLog
internal import Synchronization

/// How many appends wait for the log; bounds them.
final class Window: Sendable {
  private struct State {
    var waiting = 0
    var failure: EventLogError?
    var sleeper: (limit: Int, continuation: CheckedContinuation<Void, Never>)?
  }

  private let state = Mutex(State())

  /// Hands an append to the log.
  func submit(_ append: Append, to log: any AppendOnlyLog) {
    state.withLock { $0.waiting += 1 }
    log.submit(append) { [self] result in
      let sleeper = state.withLock { state -> CheckedContinuation<Void, Never>? in
        state.waiting -= 1
        if case .failure(let error) = result { state.failure = state.failure ?? error }
        guard let sleeper = state.sleeper, state.waiting <= sleeper.limit else { return nil }
        state.sleeper = nil
        return sleeper.continuation
      }
      sleeper?.resume()
    }
  }

  /// Returns when at most so many appends wait.
  ///
  /// - Throws: the first failure.
  func wait(for limit: Int) async throws(EventLogError) {
    await withCheckedContinuation { continuation in
      let isDue = state.withLock { state in
        if state.waiting <= limit { return true }
        state.sleeper = (limit, continuation)
        return false
      }
      if isDue { continuation.resume() }
    }
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }
}
