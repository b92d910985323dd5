internal import Cooperation
internal import EventModel

/// Makes a value of a cell's text, or says what would be right.
struct CellParser<Value: Sendable>: Sendable {
  /// What the cell takes, as `a day, as 2022-06-30`.
  let expected: String
  /// Makes the value of a cleaned, non-empty text.
  let parse: @Sendable (String) throws(CellProblem) -> Value

  /// A parser.
  ///
  /// - Parameter parse: gets a cleaned text that isn't empty.
  init(
    _ expected: String, _ parse: @escaping @Sendable (String) throws(CellProblem) -> Value
  ) {
    self.expected = expected
    self.parse = parse
  }
}

extension CellParser<String> {
  /// A name.
  static let name = text(ImportLimits.nameCharacterCount)
  /// A longer text.
  static let longText = text(ImportLimits.textCharacterCount)

  private static func text(_ limit: Int) -> CellParser {
    CellParser("a text of at most \(limit) characters") { (text) throws(CellProblem) in
      guard !CellText.isRoundedNumber(text) else { throw .rounded }
      guard text.count <= limit else {
        throw CellProblem(
          .badLength, "at most \(limit) characters are taken, not \(text.count)")
      }
      return text
    }
  }

  /// A Unified Social Credit Code.
  static let creditCode = CellParser("a Unified Social Credit Code: 18 characters") {
    (text) throws(CellProblem) in
    let code = CellText.code(text)
    guard !CellText.isRoundedNumber(code) else { throw .rounded }
    do throws(CreditCode.Malformed) {
      let valid = try CreditCode(validating: code)
      if valid.failure == nil || !CellText.mayBeRounded(code) { return valid.text }
    } catch {
      throw CellProblem(code.utf8.count == 18 ? .badFormat : .badLength, error.reason)
    }
    throw .rounded
  }

  /// A school's code.
  static let schoolCode = digits(10, "a school's code") { SchoolCode(validating: $0) != nil }

  /// A region's code.
  static let region = digits(6, "a region's code of GB/T 2260, as 330203") {
    RegionCode.isWellFormed($0)
  }

  /// A major's code.
  static let major = digits(6, "a major's code, as 500211") { MajorCode.isWellFormed($0) }

  /// An industry's code.
  static let industry = CellParser("an industry of GB/T 4754, as C3610") {
    (text) throws(CellProblem) in
    let code = CellText.code(text)
    guard IndustryCode.isWellFormed(code) else {
      throw CellProblem(.badFormat, "a letter A to T and up to 4 digits, as C3610")
    }
    return code
  }

  /// A resident's ID number; no message repeats anything of it.
  ///
  /// One that a spreadsheet has rounded fits its check character once in eleven times, and is somebody
  /// else's then. A spreadsheet keeps blanks in a number, for it is a text to it.
  static let idNumber = CellParser("an ID number: 18 characters") {
    (text) throws(CellProblem) in
    let written = CellText.code(text)
    guard !CellText.isRoundedNumber(written), !CellText.mayBeRounded(written) else {
      throw .roundedUnlessDivided
    }
    let number = written.filter { $0 != " " }
    do throws(IDNumber.Malformed) {
      return try IDNumber(validating: number).text
    } catch {
      throw CellProblem(number.utf8.count == 18 ? .badFormat : .badLength, error.reason)
    }
  }

  /// One number as a school gives it: digits, letters, hyphens.
  static let label = CellParser("a number of digits, letters and hyphens") {
    (text) throws(CellProblem) in
    try withDigit(single(text))
  }

  /// A telephone number, or two.
  static let phone = CellParser("a telephone number") { (text) throws(CellProblem) in
    try withDigit(number(text))
  }

  private static func withDigit(_ number: String) throws(CellProblem) -> String {
    guard number.utf8.contains(where: isDigit) else {
      throw CellProblem(
        .badFormat, "no digit stands in it: leave the cell empty where there is no number")
    }
    return number
  }

  private static func single(_ text: String) throws(CellProblem) -> String {
    let label = try number(text)
    guard !label.contains(where: { ",;、/%".contains($0) || $0.isWhitespace }),
      !isDecimal(label)
    else {
      throw CellProblem(
        .badFormat,
        "one number of digits, letters and hyphens is taken: no list, no share, no day, no decimals"
      )
    }
    return label
  }

  /// A number whose digits are no quantity.
  private static func number(_ text: String) throws(CellProblem) -> String {
    let number = CellText.halfWidth(text)
    if let whole = CellText.undivided(number) { return whole }
    guard !CellText.isRoundedNumber(number) else { throw .rounded }
    guard !CellText.mayBeRounded(number) else { throw .roundedUnlessDivided }
    guard number.utf8.count <= 50 else {
      throw CellProblem(.badLength, "at most 50 characters are taken, not \(number.utf8.count)")
    }
    // A number that a spreadsheet has shown with decimals.
    guard isDecimal(number), let point = number.firstIndex(of: "."),
      number[point...].dropFirst().allSatisfy({ $0 == "0" })
    else { return number }
    return String(number[..<point])
  }

  private static func isDecimal(_ text: String) -> Bool {
    text.contains(".") && text.utf8.allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") }
  }

  /// Where a graduate went: a code of the national registration, or its name.
  static let destination: CellParser = {
    // A code's first name is the one that holds now.
    let names = CodeLists().list(.destinationCategories).entries.values
      .compactMap { entries in
        entries.first.flatMap { entry in entry.nameZh.map { (code: entry.code, name: $0) } }
      }.sorted { $0.code < $1.code }
    let codes = Dictionary(names.map { ($0.name, $0.code) }) { first, _ in first }
    let list = names.map { "\($0.code) \($0.name)" }.joined(separator: ", ")
    return CellParser("a destination's code, or its name: " + list) { (text) throws(CellProblem) in
      if let code = codes[text] { return code }
      // A bureau's own list may have other codes; what is no code at all is a name that is none.
      guard CellText.halfWidth(text).utf8.allSatisfy({ $0 < 0x80 }) else {
        throw CellProblem(.badFormat, "a destination's code or its name is taken: " + list)
      }
      return try single(text)
    }
  }()

  /// The SHA-256 of a document.
  static let sha256 = CellParser("a SHA-256 value: 64 hex digits") {
    (text) throws(CellProblem) in
    do throws(EventModelError) {
      return try Digest(hex: CellText.halfWidth(text)).description
    } catch {
      throw CellProblem(text.utf8.count == 64 ? .badFormat : .badLength, error.reason)
    }
  }

  private static func digits(
    _ count: Int, _ what: String, _ isWellFormed: @escaping @Sendable (String) -> Bool
  ) -> CellParser {
    CellParser("\(what): \(count) digits") { (text) throws(CellProblem) in
      var code = CellText.code(text)
      guard !CellText.isRoundedNumber(code) else { throw .rounded }
      if code.hasSuffix(".0") { code.removeLast(2) }
      guard code.utf8.allSatisfy(isDigit) else {
        throw CellProblem(.wrongDataType, "\(what) is \(count) digits and nothing else")
      }
      guard code.utf8.count == count else {
        throw CellProblem(
          .badLength,
          "\(what) has \(count) digits, not \(code.utf8.count); a spreadsheet drops zeros in front "
            + "unless the column is formatted as text")
      }
      guard isWellFormed(code) else {
        throw CellProblem(.badFormat, "the digits are no \(what.dropFirst(2))")
      }
      return code
    }
  }
}

extension CellProblem {
  static let roundedUnlessDivided = CellProblem(
    .badFormat,
    "the spreadsheet has rounded it: format the column as text and enter it again; a number that ends "
      + "in 000 all the same is taken with a blank before its last four digits")
  static let rounded = CellProblem(
    .badFormat,
    "the spreadsheet has rounded the number: format the column as text and enter it again")
}
