/// When the writer recorded an event: microseconds since 1970-01-01T00:00Z, never going back.
public struct RecordedTime: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Microseconds since 1970-01-01T00:00Z.
  public let microseconds: Int64
  /// That time.
  public init(microseconds: Int64) { self.microseconds = microseconds }
  /// Whether it lies in one of the years 1 to 9999, as each time that a writer gives out does.
  package var isWithinBounds: Bool { Self.bounds.contains(microseconds) }

  private static let bounds: Range<Int64> = -62_135_596_800_000_000..<253_402_300_800_000_000

  /// ISO 8601 in UTC.
  public var description: String { instantText(microseconds, 0) }
  /// Orders by time.
  public static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }
}
