internal import Deciding
internal import EventModel

extension Check {
  /// The stream that a command is about.
  static func target(
    _ text: String, _ field: String, _ category: StreamCategory
  ) throws(Rejection) -> StreamName {
    try present(!text.isEmpty, field, "a stream name, as \(category)-…")
    return try stream(text, field, [category])
  }

  /// An amount of money that moves: 1 fen or more, and no more than any budget holds.
  static func amount(_ fen: Int64, _ field: String) throws(Rejection) {
    try that(
      (1...mostFen).contains(fen), field,
      "\(field) takes an amount in fen from 1 to \(mostFen), not \(fen)")
  }

  /// A million million yuan: sums of amounts stay far from the largest number.
  private static let mostFen: Int64 = 100_000_000_000_000

  /// A year as it is written.
  static func year(_ year: Int32, _ field: String) throws(Rejection) {
    try that(Limits.civilYears.contains(Int(year)), field, "\(field) takes a year, as 2022")
  }

  /// A number from 1.
  static func positive(_ number: Int32, _ field: String) throws(Rejection) {
    try that(number >= 1, field, "\(field) takes a number from 1, not \(number)")
  }

  /// The first digits of a region.
  static func territory(_ text: String, _ field: String) throws(Rejection) {
    try that(
      RegionCode.isPrefix(text), field,
      "\(field) takes the first 2, 4 or 6 digits of a region")
  }

  /// A SHA-256 value in lower-case hex, so that equal texts have equal digests.
  static func digest(_ text: String, _ field: String) throws(Rejection) {
    let isHex = text.utf8.allSatisfy {
      isDigit($0)
        || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
    }
    try that(
      text.utf8.count == 64 && isHex, field,
      "\(field) takes a SHA-256 value, 64 hex digits in lower case")
  }

  /// A number that is not negative.
  static func count(_ number: Int32, _ field: String) throws(Rejection) {
    try that(number >= 0, field, "\(field) takes a number from 0, not \(number)")
  }

  /// Digits only, so many of them: a region's or a major's code.
  static func digits(_ text: String, _ count: Int, _ field: String) throws(Rejection) {
    let isNumber = text.utf8.allSatisfy(isDigit)
    try that(text.utf8.count == count && isNumber, field, "\(field) takes \(count) digits")
  }

  /// A short key: letters, digits, dots, hyphens.
  static func key(_ text: String, _ field: String) throws(Rejection) {
    let isKey = text.utf8.allSatisfy {
      isDigit($0)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
        || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
    }
    try that(
      (1...64).contains(text.utf8.count) && isKey, field,
      "\(field) takes a key of 1 to 64 letters, digits, dots and hyphens")
  }

  /// Majors, by their six digits, each once.
  static func majors(_ majors: [String], _ field: String) throws(Rejection) {
    for (index, major) in majors.enumerated() { try digits(major, 6, "\(field)[\(index)]") }
    try that(Set(majors).count == majors.count, field, "\(field) takes each major once")
  }

  /// Keys of a code list, each once.
  static func keys(_ keys: [String], _ field: String) throws(Rejection) {
    for (index, key) in keys.enumerated() { try self.key(key, "\(field)[\(index)]") }
    try that(Set(keys).count == keys.count, field, "\(field) takes each code once")
  }

  /// Values of a set, each once.
  ///
  /// - Parameter what: what one of them is.
  static func once<Value: Hashable>(
    _ values: [Value], _ field: String, _ what: String
  ) throws(Rejection) {
    try that(Set(values).count == values.count, field, "\(field) takes each \(what) once")
  }

  /// The last day of what begins with a fact, or at another moment that a command names.
  static func lastDay(
    _ text: String, _ field: String, from occurred: Moment, orElse effectiveFrom: Moment? = nil,
    in zone: LogZone
  ) throws(Rejection) {
    let last = try date(text, field)
    let began = effectiveFrom ?? occurred
    guard let first = began.firstDay(in: zone), last < first else { return }
    let beginning = effectiveFrom == nil ? "\(began)" : "effectiveFrom \(began)"
    throw .malformed(field, "\(field) \(last) lies before \(beginning), when it begins")
  }

  /// A day that has come by the time of which a fact tells.
  static func pastDay(
    _ text: String, _ field: String, by told: Moment, in zone: LogZone
  ) throws(Rejection) {
    let day = try date(text, field)
    try that(
      day <= told.lastDay(in: zone), field,
      "\(field) \(day) lies after \(told), when the fact happened")
  }

  /// The period that a changed text states, where the change says anything of it.
  static func revisedPeriod(
    from: String?, to: String?, changesFrom: Bool, changesTo: Bool, _ path: String
  ) throws(Rejection) {
    guard changesFrom || changesTo, let from, let to,
      let first = try? CivilDate(validating: from), let last = try? CivilDate(validating: to),
      last < first
    else { return }
    throw .malformed(
      path + (changesTo ? ".to" : ".from"),
      "the last day \(last) would lie before the first day \(first): change both together")
  }

  /// Two optional ISO dates of a message, the first not after the second.
  static func period(
    _ from: String, _ hasFrom: Bool, _ to: String, _ hasTo: Bool, _ path: String
  ) throws(Rejection) {
    try period(
      from: hasFrom ? from : nil, to: hasTo ? to : nil, path + ".from", path + ".to")
  }
}
