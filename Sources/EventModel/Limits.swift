/// Every bound of the event model, in one place.
public enum Limits {
  /// A stream name's greatest length in bytes.
  public static let streamNameByteCount = 200
  /// An event type's greatest length in bytes.
  public static let eventTypeByteCount = 100
  /// A record's greatest length in bytes: an entry of a tile has a two-byte length.
  public static let recordByteCount = 65_535
  /// The most events one append may hold.
  public static let eventsPerAppend = 4_096
  /// How far ahead of the clock a fact's earliest possible moment may lie: five minutes.
  public static let futureToleranceMicroseconds: Int64 = 5 * 60 * 1_000_000
  /// The years a civil moment may have.
  public static let civilYears = 1900...2999
}
