internal import HTTPTypes
internal import Hummingbird
internal import Synchronization

/// Limits how many bytes all requests of one sort hold together; one for which there is no room is refused,
/// not kept waiting.
final class HeldBytes: Sendable {
  private let byteCount: Int
  private let taken = Mutex(0)

  /// Seconds after which a refused request may find room: most take less.
  private static let retryAfterSeconds = 2

  init(_ byteCount: Int) { self.byteCount = byteCount }

  /// A share that is taken: until it is given back, or nobody has it any more.
  final class Share: Sendable {
    private let byteCount: Int
    private let held: Mutex<HeldBytes?>

    fileprivate init(_ byteCount: Int, of held: HeldBytes) {
      self.byteCount = byteCount
      self.held = Mutex(held)
    }

    /// Makes room; a second time changes nothing.
    func giveBack() {
      held.withLock { $0.take() }?.taken.withLock { $0 -= byteCount }
    }

    deinit { giveBack() }
  }

  /// Takes what a request may hold: its body, of which no more than a part is held at once.
  ///
  /// - Parameter most: the most bytes that are held of it.
  /// - Throws: ``Problem`` with code `busy` where there is no room.
  func take(for request: Request, atMost most: Int) throws(Problem) -> Share {
    let length = request.headers[.contentLength].flatMap(Int.init) ?? most
    let wanted = min(max(length, 0), most)
    let hasRoom = taken.withLock { taken in
      guard taken + wanted <= byteCount else { return false }
      taken += wanted
      return true
    }
    if hasRoom { return Share(wanted, of: self) }
    var problem = Problem(
      "busy", .serviceUnavailable,
      "requests of this sort under way hold most of the \(byteCount) bytes that they may; try again soon"
    )
    problem.retryAfterSeconds = Self.retryAfterSeconds
    throw problem
  }
}
