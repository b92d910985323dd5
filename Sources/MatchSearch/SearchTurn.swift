internal import Synchronization

/// How long one search has had its thread.
final class SearchTurn: Sendable {
  private let began = Mutex(ContinuousClock.now)

  /// Whether it is over; the next one begins then.
  func isOver(after length: Duration) -> Bool {
    let now = ContinuousClock.now
    return began.withLock { began in
      guard now - began >= length else { return false }
      began = now
      return true
    }
  }

  /// Begins anew.
  func begin() { began.withLock { $0 = .now } }
}
