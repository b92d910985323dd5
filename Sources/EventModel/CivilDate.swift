/// A day of the proleptic Gregorian calendar, without a zone.
public struct CivilDate: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The year, within ``Limits/civilYears`` when it came from outside.
  public let year: Int
  /// 1 to 12.
  public let month: Int
  /// 1 to 31.
  public let day: Int

  /// Checks that the day exists.
  ///
  /// - Throws: ``EventModelError`` when there is no such day.
  public init(year: Int, month: Int, day: Int) throws(EventModelError) {
    guard Limits.civilYears.contains(year), (1...12).contains(month),
      (1...CivilDate.dayCount(year: year, month: month)).contains(day)
    else {
      // The day may be somebody's birthday: it is not repeated.
      throw EventModelError(
        .moment, "there is no such day: a date is year, month and day, as 2022-06-30")
    }
    self.init(unchecked: year, month, day)
  }

  /// Parses `2022-06-30`.
  ///
  /// - Throws: ``EventModelError`` for any other form, or a day that doesn't exist.
  public init(validating text: String) throws(EventModelError) {
    // A moment may be of another precision, or one before which something happened.
    guard text.utf8.count == 10, text.utf8.dropFirst(4).first == UInt8(ascii: "-"),
      case .day(let date) = try Moment(validating: text).value
    else { throw EventModelError(.moment, "a date is year, month and day, as 2022-06-30") }
    self = date
  }

  /// A day as it was recorded; `nil` of what is none.
  ///
  /// An earlier Concord took `<=2022-06-30` for that day, too.
  public init?(recorded text: String) {
    guard case .day(let date)? = (try? Moment(validating: text))?.value else { return nil }
    self = date
  }

  init(unchecked year: Int, _ month: Int, _ day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day that many days after 1970-01-01.
  ///
  /// The year is counted from March, so that the leap day comes last; 400 years are 146,097 days.
  public init(dayNumber: Int) {
    let shifted = dayNumber + 719_468  // days from 0000-03-01 to 1970-01-01
    let era = Int(floorDivide(Int64(shifted), 146_097))
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    self.init(
      unchecked: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }

  /// Days since 1970-01-01.
  public var dayNumber: Int {
    let marchYear = month <= 2 ? year - 1 : year
    let era = Int(floorDivide(Int64(marchYear), 400))
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// Full years from this day to another, as ages are counted.
  public func fullYears(until other: CivilDate) -> Int {
    let years = other.year - year
    return (other.month, other.day) < (month, day) ? years - 1 : years
  }

  private static func dayCount(year: Int, month: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// ISO 8601: `2022-06-30`.
  public var description: String {
    guard (0...9999).contains(year) else {
      return decimal(year, 4) + "-" + decimal(month, 2) + "-" + decimal(day, 2)
    }
    // Ten bytes in place: rows hold millions of dates.
    // SAFETY: eight digits and two hyphens are all ten.
    return String(unsafeUninitializedCapacity: 10) { bytes in
      var digits = year * 10_000 + month * 100 + day
      for place in 0..<8 {
        let index = place < 2 ? 9 - place : place < 4 ? 8 - place : 7 - place
        bytes[index] = UInt8(ascii: "0") + UInt8(digits % 10)
        digits /= 10
      }
      bytes[4] = UInt8(ascii: "-")
      bytes[7] = UInt8(ascii: "-")
      return 10
    }
  }

  /// Orders by time.
  public static func < (left: Self, right: Self) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }
}
