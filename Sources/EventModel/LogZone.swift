/// The zone that civil moments of one log are read in: a name and a fixed offset.
///
/// Fixed, so that no time zone database decides what a ten-year-old record means. China has had
/// one offset since 1991.
public struct LogZone: Hashable, Sendable, CustomStringConvertible {
  /// The zone's name, as `Asia/Shanghai`; for people only.
  public let name: String
  /// Minutes to add to UTC.
  public let utcOffsetMinutes: Int

  /// A zone.
  public init(name: String, utcOffsetMinutes: Int) {
    self.name = name
    self.utcOffsetMinutes = utcOffsetMinutes
  }

  /// China Standard Time.
  public static let shanghai = LogZone(name: "Asia/Shanghai", utcOffsetMinutes: 480)

  /// 86,400 seconds.
  public static let microsecondsPerDay: Int64 = 86_400_000_000

  /// The day's first microsecond, since 1970-01-01T00:00Z.
  public func startOfDay(_ date: CivilDate) -> Int64 {
    Int64(date.dayNumber) * Self.microsecondsPerDay - Int64(utcOffsetMinutes) * 60_000_000
  }

  /// The civil day at an instant.
  public func civilDate(at microseconds: Int64) -> CivilDate {
    let local = microseconds + Int64(utcOffsetMinutes) * 60_000_000
    return CivilDate(dayNumber: Int(floorDivide(local, Self.microsecondsPerDay)))
  }

  /// Name and offset.
  public var description: String { "\(name) (UTC offset \(utcOffsetMinutes) minutes)" }
}
