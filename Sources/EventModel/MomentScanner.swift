/// Reads the text forms of a ``Moment`` from left to right.
struct MomentScanner {
  private var rest: Substring.UTF8View

  init(_ text: String) {
    rest = text[...].utf8
  }

  mutating func value() throws(EventModelError) -> Moment.Value {
    let year = try digits(4)
    guard Limits.civilYears.contains(year) else {
      throw EventModelError(
        .moment,
        "a year lies between \(Limits.civilYears.lowerBound) and \(Limits.civilYears.upperBound)")
    }
    if rest.isEmpty { return .year(year) }
    try expect("-")
    let month = try digits(2)
    guard (1...12).contains(month) else { throw malformed() }
    if rest.isEmpty { return .month(year: year, month: month) }
    try expect("-")
    let date = try CivilDate(year: year, month: month, day: digits(2))
    if rest.isEmpty { return .day(date) }
    try expect("T")
    return try instant(on: date)
  }

  private mutating func instant(on date: CivilDate) throws(EventModelError) -> Moment.Value {
    let hour = try digits(2)
    try expect(":")
    let minute = try digits(2)
    var second = 0
    var fraction = 0
    if take(":") {
      second = try digits(2)
      if take(".") { fraction = try decimals() }
    }
    guard hour < 24, minute < 60, second < 60 else { throw malformed() }
    let offset = try utcOffset()
    guard rest.isEmpty else { throw malformed() }
    let seconds = Int64(hour * 3600 + minute * 60 + second) - Int64(offset) * 60
    let start = Int64(date.dayNumber) * LogZone.microsecondsPerDay
    return .instant(
      microseconds: start + seconds * 1_000_000 + Int64(fraction), utcOffsetMinutes: offset)
  }

  private mutating func utcOffset() throws(EventModelError) -> Int {
    if take("Z") { return 0 }
    let negative = take("-")
    if !negative { try expect("+") }
    let hours = try digits(2)
    try expect(":")
    let minutes = try digits(2)
    guard hours <= 14, minutes < 60 else { throw malformed() }
    return (negative ? -1 : 1) * (hours * 60 + minutes)
  }

  private mutating func decimals() throws(EventModelError) -> Int {
    var value = 0
    var count = 0
    while count < 6, let byte = rest.first, isDigit(byte) {
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
      rest.removeFirst()
      count += 1
    }
    guard count > 0 else { throw malformed() }
    for _ in count..<6 { value *= 10 }
    return value
  }

  private mutating func digits(_ count: Int) throws(EventModelError) -> Int {
    var value = 0
    for _ in 0..<count {
      guard let byte = rest.first, isDigit(byte) else { throw malformed() }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
      rest.removeFirst()
    }
    return value
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(EventModelError) {
    guard take(character) else { throw malformed() }
  }

  private func malformed() -> EventModelError {
    EventModelError(
      .moment,
      "a moment is 2022, 2022-06, 2022-06-30 or 2022-06-30T10:30+08:00, "
        + "with <= in front for not later than")
  }
}
