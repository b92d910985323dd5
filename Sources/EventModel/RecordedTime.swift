/// When the writer recorded an event: microseconds since 1970-01-01T00:00Z, never going back.
public struct RecordedTime: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Microseconds since 1970-01-01T00:00Z.
  public let microseconds: Int64
  /// That time.
  public init(microseconds: Int64) { self.microseconds = microseconds }
  /// ISO 8601 in UTC.
  public var description: String { instantText(microseconds, 0) }
  /// Orders by time.
  public static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }
}
