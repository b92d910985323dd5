internal import EventModel

extension CellParser<String> {
  /// A day, in ISO form.
  static let date = CellParser("a day, as 2022-06-30") { (text) throws(CellProblem) in
    try SheetMoment(text).day()
  }

  /// When something happened: a day, a month or a year, `<=` in front for "not later than".
  static let moment = CellParser("a day, a month or a year, as 2022-06-30 or <=2022") {
    (text) throws(CellProblem) in
    try SheetMoment(text).moment()
  }
}

/// A point in time as spreadsheets write it.
///
/// Taken are 2022-06-30, 2022/6/30, 2022.6.30, 2022年6月30日, 20220630, a day number since 1900 (44742), and
/// year or month alone. 6/30/2022 is refused: nobody knows whether 6/7 is June or July. So is 2022.1, which
/// is what becomes of 2022.10 in a column of numbers.
///
/// A time of day without an offset, as a spreadsheet writes it behind a day (2022/6/30 08:00:00, 44742.5),
/// is passed over where that is safe: before 16:00. Programs store a day as its midnight, some of them in
/// UTC; before 16:00 it is the same day in China whether the cell tells China's time or UTC. From 16:00 on
/// it may be the next, so that the row is refused.
struct SheetMoment {
  private let text: String
  private let notLaterThan: Bool

  private static let forms = "a day is written as 2022-06-30, 2022/6/30 or 2022年6月30日"
  /// The days of spreadsheets: 1 is 1900-01-01, and 1900 counts as a leap year, so that from March 1900
  /// on day 0 is 1899-12-30.
  private static let dayZero = -25_569
  /// Day numbers that are taken: 1927 to 2173. Below that a number is a year.
  private static let dayNumbers = 10_000...99_999
  /// The hour of UTC at which China's next day begins.
  private static let firstUnsafeHour = 16

  init(_ text: String) {
    let text = CellText.trimmed(CellText.halfWidth(text))
    var rest = Substring(text)
    notLaterThan = rest.hasPrefix("<=") || rest.hasPrefix("≤")
    if rest.hasPrefix("<=") { rest = rest.dropFirst(2) }
    if rest.hasPrefix("≤") { rest = rest.dropFirst() }
    self.text = Self.withoutBlanks(in: CellText.trimmed(String(rest)))
  }

  /// 2022 年 6 月 30 日 as 2022年6月30日; a blank behind 日 goes before a time.
  private static func withoutBlanks(in text: String) -> String {
    guard text.contains(" "), text.contains("年") else { return text }
    var result = ""
    for character in text {
      if character == " ", result.hasSuffix("年") || result.hasSuffix("月") { continue }
      while "年月日".contains(character), result.hasSuffix(" ") { result.removeLast() }
      result.append(character)
    }
    return result
  }

  /// The day, in ISO form.
  func day() throws(CellProblem) -> String {
    let moment = try parsed()
    guard case .day(let date) = moment.value, !notLaterThan else {
      throw CellProblem(.badFormat, "a whole day is needed: " + Self.forms)
    }
    return date.description
  }

  /// The moment, as commands write it.
  func moment() throws(CellProblem) -> String { try parsed().description }

  private func parsed() throws(CellProblem) -> Moment {
    guard !CellText.isRoundedNumber(text) else { throw .rounded }
    let numbers = try numbers()
    do throws(EventModelError) {
      switch numbers.count {
      case 0:
        return Moment(
          try Moment(validating: text).value, notLaterThan: notLaterThan)
      case 1: return try single(numbers[0])
      case 2: return try Moment(validating: prefix + two(numbers))
      default:
        return Moment(
          .day(try CivilDate(year: numbers[0], month: numbers[1], day: numbers[2])),
          notLaterThan: notLaterThan)
      }
    } catch {
      throw CellProblem(.badFormat, "there is no such day: " + Self.forms)
    }
  }

  private var prefix: String { notLaterThan ? "<=" : "" }

  private func two(_ numbers: [Int]) -> String {
    "\(numbers[0])-" + (numbers[1] < 10 ? "0" : "") + "\(numbers[1])"
  }

  private func single(_ number: Int) throws(EventModelError) -> Moment {
    if Self.dayNumbers.contains(number) {
      return Moment(
        .day(CivilDate(dayNumber: number + Self.dayZero)), notLaterThan: notLaterThan)
    }
    if number >= 10_000_000 {
      let date = try CivilDate(
        year: number / 10_000, month: number / 100 % 100, day: number % 100)
      return Moment(.day(date), notLaterThan: notLaterThan)
    }
    return try Moment(validating: prefix + "\(number)")
  }

  /// Year, month and day as far as they are given; none for an instant, which is read as it stands.
  private func numbers() throws(CellProblem) -> [Int] {
    if isInstant { return [] }
    if let first = text.utf8.first, !isDigit(first) {
      throw CellProblem(.wrongDataType, Self.forms)
    }
    var date = Substring(text)
    let hasTime = text.contains(":")
    if let mark = date.firstIndex(where: { $0 == " " || ($0 == "T" && hasTime) }) {
      guard Self.isSafe(time: date[mark...].dropFirst().drop { $0 == " " }) else {
        throw .timeOfDay
      }
      date = date[..<mark]
    }
    if let number = try Self.dayNumber(date) { return [number] }
    if date.hasSuffix(".0") { date = date.dropLast(2) }
    // A spreadsheet drops the last zero of what it takes for a number.
    guard date.count != 6 || !date.hasSuffix(".1") || date.dropLast(2).contains(".") else {
      throw .januaryOrOctober
    }
    var numbers: [Int] = []
    var rest = date
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard let number = Int(digits), digits.count <= 8 else {
        throw CellProblem(digits.isEmpty ? .wrongDataType : .badFormat, Self.forms)
      }
      numbers.append(number)
      rest = rest.dropFirst(digits.count)
      guard let mark = rest.first else { break }
      guard "-/.年月日".contains(mark) else { throw CellProblem(.wrongDataType, Self.forms) }
      rest = rest.dropFirst()
      guard Self.stands(mark, behind: numbers.count, atEnd: rest.isEmpty) else {
        throw CellProblem(.badFormat, Self.forms)
      }
    }
    guard (1...3).contains(numbers.count) else { throw CellProblem(.badFormat, Self.forms) }
    guard numbers.count == 1 || (1000...9999).contains(numbers[0]) else {
      throw CellProblem(.badFormat, "the year comes first and has four digits: " + Self.forms)
    }
    let year = numbers[0] >= 10_000_000 ? numbers[0] / 10_000 : numbers[0]
    guard !(1000...9999).contains(year) || Limits.civilYears.contains(year) else {
      throw CellProblem(
        .badFormat,
        "a year lies between \(Limits.civilYears.lowerBound) and \(Limits.civilYears.upperBound)")
    }
    return numbers
  }

  /// Whether a mark belongs behind the first, second or third number: 2022年3日1月 is no day.
  private static func stands(_ mark: Character, behind count: Int, atEnd isEnd: Bool) -> Bool {
    switch mark {
    case "年": count == 1
    case "月": count == 2
    case "日": count == 3
    default: !isEnd && count < 3
    }
  }

  /// Whether a time with its offset stands there.
  private var isInstant: Bool {
    guard text.contains(":"), let mark = text.firstIndex(of: "T") else { return false }
    return text[mark...].contains { $0 == "Z" || $0 == "+" || $0 == "-" }
  }

  /// Whether a time of day leaves no doubt on which day it is.
  private static func isSafe(time: Substring) -> Bool {
    if time.allSatisfy({ $0 == "0" || $0 == ":" || $0 == "." }) { return true }
    let parts = time.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), let hour = number(parts[0], below: 24),
      number(parts[1], below: 60) != nil
    else { return false }
    if parts.count == 3 {
      let seconds = parts[2].split(
        separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
      guard number(seconds[0], below: 60) != nil,
        seconds.dropFirst().allSatisfy({ $0.utf8.allSatisfy(isDigit) })
      else { return false }
    }
    return hour < firstUnsafeHour
  }

  private static func number(_ digits: Substring, below bound: Int) -> Int? {
    guard (1...2).contains(digits.utf8.count), digits.utf8.allSatisfy(isDigit),
      let number = Int(digits), number < bound
    else { return nil }
    return number
  }

  /// The whole of a spreadsheet's day number with decimals, which are the time of day.
  ///
  /// - Returns: `nil` where none stands there.
  private static func dayNumber(_ text: Substring) throws(CellProblem) -> Int? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == 5, parts[0].utf8.allSatisfy(isDigit),
      parts[1].utf8.allSatisfy(isDigit), let number = Int(parts[0]), dayNumbers.contains(number),
      let share = Double("0." + parts[1])
    else { return nil }
    // To the second: two thirds of a day have no last decimal, and may stand a bit below themselves.
    guard (share * 86_400).rounded() < Double(firstUnsafeHour * 3_600) else { throw .timeOfDay }
    return number
  }
}

extension CellProblem {
  fileprivate static let januaryOrOctober = CellProblem(
    .badFormat,
    "it may be January, or October whose zero the spreadsheet has dropped: write the month as 2022-01 "
      + "or 2022-10")
  fileprivate static let timeOfDay = CellProblem(
    .badFormat,
    "leave the time of day out: it is passed over only where it is written as 08:00:00 and lies before "
      + "16:00, for if a later one is UTC it is the next day in China; a column for when it happened "
      + "takes a time with its offset, as 2022-06-30T18:30+08:00")
}
