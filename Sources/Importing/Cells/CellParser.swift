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
      return try CreditCode(validating: code).text
    } catch {
      throw CellProblem(code.utf8.count == 18 ? .badFormat : .badLength, error.reason)
    }
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
  static let idNumber = CellParser("an ID number: 18 characters") {
    (text) throws(CellProblem) in
    let number = CellText.code(text)
    guard !CellText.isRoundedNumber(number) else { throw .rounded }
    do throws(IDNumber.Malformed) {
      return try IDNumber(validating: number).text
    } catch {
      guard number.utf8.count == 18 else { throw CellProblem(.badLength, error.reason) }
      // As a number it keeps 15 digits in a spreadsheet.
      let mayBeRounded = number.hasSuffix("000")
      throw CellProblem(
        .badFormat,
        error.reason
          + (mayBeRounded
            ? "; it may be that the spreadsheet has rounded it: format the column as text and enter it "
              + "again" : ""))
    }
  }

  /// A number as a school or a telephone company gives it: digits, letters, hyphens.
  static let label = CellParser("a number of digits, letters and hyphens") {
    (text) throws(CellProblem) in
    let label = CellText.halfWidth(text)
    guard !CellText.isRoundedNumber(label) else { throw .rounded }
    guard label.utf8.count <= 50 else {
      throw CellProblem(.badLength, "at most 50 characters are taken, not \(label.utf8.count)")
    }
    // A number that a spreadsheet has shown with a decimal.
    let whole = label.hasSuffix(".0") ? String(label.dropLast(2)) : label
    return whole
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
      let code = try label.parse(text)
      // A bureau's own list may have other codes; what is no code at all is a name that is none.
      guard code.utf8.allSatisfy({ $0 < 0x80 }) else {
        throw CellProblem(.badFormat, "a destination's code or its name is taken: " + list)
      }
      return code
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
  static let rounded = CellProblem(
    .badFormat,
    "the spreadsheet has rounded the number: format the column as text and enter it again")
}
