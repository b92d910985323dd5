/// When something happened: a civil year, month or day in the log's zone, or an instant.
///
/// "30 June" in Shanghai stays 30 June wherever the log is read; an instant keeps the UTC offset
/// it was given with. "Not later than" marks a fact that had already happened by then.
public struct Moment: Hashable, Sendable {
  /// How finely a moment is known.
  public enum Value: Hashable, Sendable {
    /// A civil year.
    case year(Int)
    /// A civil month.
    case month(year: Int, month: Int)
    /// A civil day.
    case day(CivilDate)
    /// Microseconds since 1970-01-01T00:00Z, and the offset in minutes it was written with.
    case instant(microseconds: Int64, utcOffsetMinutes: Int)
  }

  /// What is known.
  public let value: Value
  /// Whether it is only known to have happened by then.
  public let notLaterThan: Bool

  /// A moment.
  public init(_ value: Value, notLaterThan: Bool = false) {
    self.value = value
    self.notLaterThan = notLaterThan
  }

  /// Parses `2022`, `2022-06`, `2022-06-30`, `2022-06-30T10:30+08:00` (seconds and up to six
  /// decimals allowed, `Z` for no offset), each with `<=` in front for "not later than".
  ///
  /// - Throws: ``EventModelError`` that says which forms are right.
  public init(validating text: String) throws(EventModelError) {
    let notLaterThan = text.hasPrefix("<=")
    var scanner = MomentScanner(notLaterThan ? String(text.dropFirst(2)) : text)
    self.init(try scanner.value(), notLaterThan: notLaterThan)
  }

  /// How finely the moment is known, coarsest first; finer sorts first among equals.
  public var precision: Precision {
    switch value {
    case .year: .year
    case .month: .month
    case .day: .day
    case .instant: .instant
    }
  }

  /// How finely a moment is known.
  public enum Precision: Int, Hashable, Sendable, Comparable {
    /// To the year.
    case year = 1
    /// To the month.
    case month = 2
    /// To the day.
    case day = 3
    /// To the microsecond.
    case instant = 4

    /// Coarser is less.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// The first microsecond at which it may have happened; for "not later than" there is none.
  ///
  /// - Returns: microseconds since 1970-01-01T00:00Z, `Int64.min` for "not later than".
  public func earliest(in zone: LogZone) -> Int64 {
    notLaterThan ? Int64.min : start(in: zone)
  }

  /// The last microsecond at which it may have happened.
  ///
  /// - Returns: microseconds since 1970-01-01T00:00Z.
  public func latest(in zone: LogZone) -> Int64 {
    switch value {
    case .year(let year):
      zone.startOfDay(CivilDate(unchecked: year + 1, 1, 1)) - 1
    case .month(let year, let month):
      zone.startOfDay(
        month == 12
          ? CivilDate(unchecked: year + 1, 1, 1) : CivilDate(unchecked: year, month + 1, 1)) - 1
    case .day(let date):
      zone.startOfDay(date) + LogZone.microsecondsPerDay - 1
    case .instant(let microseconds, _):
      microseconds
    }
  }

  private func start(in zone: LogZone) -> Int64 {
    switch value {
    case .year(let year): zone.startOfDay(CivilDate(unchecked: year, 1, 1))
    case .month(let year, let month): zone.startOfDay(CivilDate(unchecked: year, month, 1))
    case .day(let date): zone.startOfDay(date)
    case .instant(let microseconds, _): microseconds
    }
  }

  /// The first civil day, in the log's zone, on which it may have happened.
  ///
  /// - Returns: `nil` for "not later than", which has none.
  public func firstDay(in zone: LogZone) -> CivilDate? {
    notLaterThan ? nil : zone.civilDate(at: start(in: zone))
  }

  /// The last civil day, in the log's zone, on which it may have happened.
  public func lastDay(in zone: LogZone) -> CivilDate {
    zone.civilDate(at: latest(in: zone))
  }
}

extension Moment: CustomStringConvertible {
  /// The form that ``init(validating:)`` parses.
  public var description: String {
    let text =
      switch value {
      case .year(let year): decimal(year, 4)
      case .month(let year, let month): decimal(year, 4) + "-" + decimal(month, 2)
      case .day(let date): date.description
      case .instant(let microseconds, let offset): instantText(microseconds, offset)
      }
    return notLaterThan ? "<=" + text : text
  }
}

/// An instant in ISO 8601, with seconds, the decimals it needs, and the offset.
package func instantText(_ microseconds: Int64, _ utcOffsetMinutes: Int) -> String {
  let local = microseconds + Int64(utcOffsetMinutes) * 60_000_000
  let day = floorDivide(local, LogZone.microsecondsPerDay)
  let rest = local - day * LogZone.microsecondsPerDay
  let second = Int(rest / 1_000_000)
  let fraction = Int(rest % 1_000_000)
  var text = CivilDate(dayNumber: Int(day)).description
  text += "T" + decimal(second / 3600, 2) + ":" + decimal(second / 60 % 60, 2)
  text += ":" + decimal(second % 60, 2)
  if fraction != 0 { text += "." + decimal(fraction, 6) }
  if utcOffsetMinutes == 0 { return text + "Z" }
  let size = abs(utcOffsetMinutes)
  return text + (utcOffsetMinutes < 0 ? "-" : "+") + decimal(size / 60, 2) + ":"
    + decimal(size % 60, 2)
}

/// A number with leading zeros.
func decimal(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

func floorDivide(_ number: Int64, _ divisor: Int64) -> Int64 {
  let quotient = number / divisor
  return number % divisor < 0 ? quotient - 1 : quotient
}
