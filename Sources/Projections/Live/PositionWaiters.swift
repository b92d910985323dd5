internal import EventModel
internal import Synchronization

/// Tasks that wait until the rows have reached a position.
final class PositionWaiters: Sendable {
  private struct Waiter {
    let end: Position
    let continuation: CheckedContinuation<Void, Never>
  }

  private struct State {
    var reached: Position
    var waiters: [UInt64: Waiter] = [:]
    var nextID: UInt64 = 0
    /// Who waits for somebody to wait, and which time of theirs is over.
    var idler: CheckedContinuation<Void, Never>?
    var idleRound: UInt64 = 0
    var roundOver: UInt64 = 0
  }

  private let state: Mutex<State>
  private let maximumCount: Int

  init(reached: Position, maximumCount: Int) {
    state = Mutex(State(reached: reached))
    self.maximumCount = maximumCount
  }

  var reached: Position { state.withLock { $0.reached } }

  /// Wakes those whose position was reached.
  func publish(_ end: Position) {
    let woken = state.withLock { state -> [Waiter] in
      // A step that ends late must not take back what a switch has published meanwhile.
      state.reached = max(state.reached, end)
      let ids = state.waiters.filter { $0.value.end <= end }.map(\.key)
      return ids.compactMap { state.waiters.removeValue(forKey: $0) }
    }
    for waiter in woken { waiter.continuation.resume() }
  }

  /// Waits until `end` is reached, the time is over or the task is cancelled.
  ///
  /// - Returns: what was reached then.
  func wait(for end: Position, atMost time: Duration) async -> Position {
    if reached >= end { return reached }
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    var alarm: Task<Void, Never>?
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isDone = state.withLock { state in
          guard state.reached < end, state.waiters.count < maximumCount else { return true }
          state.waiters[id] = Waiter(end: end, continuation: continuation)
          return false
        }
        if isDone { return continuation.resume() }
        takeIdler()?.resume()
        // Not before the waiter is there: it would find nobody, and ring no more.
        alarm = Task {
          try? await Task.sleep(for: time)
          self.give(up: id)
        }
        // The cancellation may have come before the waiter was there.
        if Task.isCancelled { give(up: id) }
      }
    } onCancel: {
      give(up: id)
    }
    alarm?.cancel()
    return reached
  }

  private func give(up id: UInt64) {
    state.withLock { $0.waiters.removeValue(forKey: id) }?.continuation.resume()
  }

  /// Waits until somebody waits for a position, the time is over or the task is cancelled.
  func waitForSomebody(atMost time: Duration) async {
    let round = state.withLock { state in
      state.idleRound += 1
      return state.idleRound
    }
    let alarm = Task {
      try? await Task.sleep(for: time)
      self.end(round: round)
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isDone = state.withLock { state in
          guard state.waiters.isEmpty, state.roundOver < round else { return true }
          state.idler = continuation
          return false
        }
        if isDone { continuation.resume() } else if Task.isCancelled { end(round: round) }
      }
    } onCancel: {
      end(round: round)
    }
    alarm.cancel()
  }

  private func end(round: UInt64) {
    let idler = state.withLock { state -> CheckedContinuation<Void, Never>? in
      // An alarm that comes late ends no later round.
      guard round == state.idleRound else { return nil }
      state.roundOver = round
      defer { state.idler = nil }
      return state.idler
    }
    idler?.resume()
  }

  private func takeIdler() -> CheckedContinuation<Void, Never>? {
    state.withLock { state in
      defer { state.idler = nil }
      return state.idler
    }
  }
}
