public import EventModel

/// Where events stand that are not recorded yet: of two that happened at one moment the later
/// position counts as the later, so a draft sorts behind what a session has in flight, and that
/// behind all that a log holds.
extension Position {
  /// The position of a session's first event in flight; no log grows that far.
  public static let firstInFlight = Position(1 << 62)

  /// The position of a draft's event.
  ///
  /// - Parameter index: its index in the draft, below 65,536.
  public static func draft(_ index: Int) -> Position {
    Position(UInt64.max - 65_535 + UInt64(index))
  }
}
