public import EventLog
import Synchronization

/// Clocks whose hands a test turns.
public final class ManualClock: Sendable {
  private struct Hands {
    var wall: Int64
    var sinceBoot: Int64
  }

  private let hands: Mutex<Hands>

  /// Clocks that stand still.
  ///
  /// - Parameter microseconds: the wall clock's time; 2022-06-30T00:00Z if nothing is said.
  public init(microseconds: Int64 = 1_656_547_200_000_000) {
    hands = Mutex(Hands(wall: microseconds, sinceBoot: 1_000_000))
  }

  /// The clocks as a log takes them.
  public var clock: LogClock {
    LogClock(
      wall: { self.hands.withLock { $0.wall } }, sinceBoot: { self.hands.withLock { $0.sinceBoot } }
    )
  }

  /// Lets time pass on both clocks.
  public func advance(bySeconds seconds: Int64, microseconds: Int64 = 0) {
    hands.withLock {
      $0.wall += seconds * 1_000_000 + microseconds
      $0.sinceBoot += seconds * 1_000_000 + microseconds
    }
  }

  /// Sets the wall clock forwards or back, as a wrong time server does.
  public func stepWall(bySeconds seconds: Int64) {
    hands.withLock { $0.wall += seconds * 1_000_000 }
  }
}
