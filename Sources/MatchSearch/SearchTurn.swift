internal import Synchronization

/// How long one search has had its thread.
final class SearchTurn: Sendable {
  private let began = Mutex(ContinuousClock.now)

  /// Whether it is over.
  func isOver(after length: Duration) -> Bool {
    ContinuousClock.now - began.withLock { $0 } >= length
  }

  /// Begins anew.
  func begin() { began.withLock { $0 = .now } }
}
