package import EventModel
internal import Synchronization

/// The log's end as readers see it, and those who wait for it to grow.
package final class EndSignal: Sendable {
  private struct Waiter {
    let position: Position
    let continuation: UnsafeContinuation<Result<Position, EventLogError>, Never>
  }

  private struct State {
    var end: Position
    var closed: EventLogError?
    var waiters: [UInt64: Waiter] = [:]
    var nextWaiter: UInt64 = 0
  }

  private let state: Mutex<State>
  // Read far more often than written, and without waiting for anybody.
  private let published: Atomic<UInt64>

  /// A signal at a log's end.
  package init(end: Position) {
    state = Mutex(State(end: end))
    published = Atomic(end.number)
  }

  /// The end that was last published.
  package var end: Position { Position(published.load(ordering: .acquiring)) }

  /// Moves the end and resumes who waited for that.
  ///
  /// - Complexity: O(waiters)
  package func publish(_ end: Position) {
    let ready = state.withLock { state -> [Waiter] in
      state.end = end
      published.store(end.number, ordering: .releasing)
      guard !state.waiters.isEmpty else { return [] }
      let ready = state.waiters.filter { $0.value.position < end }
      for key in ready.keys { state.waiters[key] = nil }
      return Array(ready.values)
    }
    for waiter in ready { waiter.continuation.resume(returning: .success(end)) }
  }

  /// Ends all waiting, now and later.
  package func close() {
    let waiters = state.withLock { state -> [Waiter] in
      state.closed = .closed
      defer { state.waiters = [:] }
      return Array(state.waiters.values)
    }
    for waiter in waiters { waiter.continuation.resume(returning: .failure(.closed)) }
  }

  /// Waits until the end lies beyond a position, or the task is cancelled.
  ///
  /// - Returns: the end then.
  /// - Throws: ``EventLogError/closed``.
  package func wait(beyond position: Position) async throws(EventLogError) -> Position {
    let key = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    let result = await withTaskCancellationHandler {
      await withUnsafeContinuation { continuation in
        let atOnce = state.withLock { state -> Result<Position, EventLogError>? in
          if let closed = state.closed { return .failure(closed) }
          // A cancellation is marked before its handler runs: either it is seen here, or the
          // handler finds the waiter.
          if state.end > position || Task.isCancelled { return .success(state.end) }
          state.waiters[key] = Waiter(position: position, continuation: continuation)
          return nil
        }
        if let atOnce { continuation.resume(returning: atOnce) }
      }
    } onCancel: {
      let found = state.withLock { state in
        (state.waiters.removeValue(forKey: key), state.end)
      }
      found.0?.continuation.resume(returning: .success(found.1))
    }
    return try result.get()
  }
}
