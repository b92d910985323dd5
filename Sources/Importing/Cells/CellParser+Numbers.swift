internal import EventModel

extension CellParser<Int32> {
  /// How many of something.
  static let count = whole(0...10_000_000, "a count of 0 or more")
  /// A calendar year; `2022年` and `2022届` are taken too.
  static let year = whole(1900...2999, "a year, as 2022", suffixes: ["年", "届"])
  /// Which year of study, the first being 1; `一年级` is taken too.
  static let gradeYear = CellParser("1 for the first year of study, up to 8") {
    (text) throws(CellProblem) in
    let names = ["一", "二", "三", "四", "五", "六", "七", "八"]
    for (index, name) in names.enumerated() where text == name + "年级" || text == name {
      return Int32(index + 1)
    }
    return try number(
      text, 1...8, "1 for the first year of study, up to 8", suffixes: ["年级"])
  }

  /// A whole number within bounds.
  static func whole(
    _ range: ClosedRange<Int32>, _ expected: String, suffixes: [String] = []
  ) -> CellParser {
    CellParser(expected) { (text) throws(CellProblem) in
      try number(text, range, expected, suffixes: suffixes)
    }
  }

  private static func number(
    _ text: String, _ range: ClosedRange<Int32>, _ expected: String, suffixes: [String]
  ) throws(CellProblem) -> Int32 {
    var digits = CellText.halfWidth(text)
    for suffix in suffixes where digits.hasSuffix(suffix) { digits.removeLast(suffix.count) }
    digits = try CellText.ungrouped(digits)
    // What a spreadsheet makes of a whole number in a column with decimals.
    if let point = digits.firstIndex(of: "."),
      digits[point...].dropFirst().allSatisfy({ $0 == "0" })
    {
      digits = String(digits[..<point])
    }
    guard let number = Int64(digits) else {
      throw CellProblem(.wrongDataType, "a whole number is taken: \(expected)")
    }
    guard let small = Int32(exactly: number), range.contains(small) else {
      throw CellProblem(
        .badFormat, "a number from \(range.lowerBound) to \(range.upperBound): \(expected)")
    }
    return small
  }
}

extension CellParser<Int64> {
  /// An amount in yuan, as fen.
  static let yuan = CellParser("an amount in yuan, as 2500 or 2500.50") {
    (text) throws(CellProblem) in
    var digits = CellText.halfWidth(text)
    for mark in ["¥", "￥", "元"] { digits = digits.replacingAll(mark) }
    digits = try CellText.ungrouped(digits)
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let yuan = Int64(parts[0]),
      parts.count == 1 || parts[1].utf8.allSatisfy(isDigit)
    else { throw CellProblem(.wrongDataType, "an amount in yuan, as 2500 or 2500.50") }
    let decimals = parts.count == 2 ? String(parts[1]) : ""
    guard decimals.dropFirst(2).allSatisfy({ $0 == "0" }) else {
      throw CellProblem(.badFormat, "an amount has at most two decimals")
    }
    let fen = Int64((decimals + "00").prefix(2)) ?? 0
    guard (0...10_000_000_000).contains(yuan), !digits.hasPrefix("-") else {
      throw CellProblem(.badFormat, "an amount is 0 or more, and below 10,000,000,000 yuan")
    }
    return yuan * 100 + fen
  }
}

extension CellText {
  /// A number without the marks between its thousands, `1,200` or `1 200`.
  ///
  /// Marks elsewhere are refused: `1,5` may be one and a half, and `30 20` two numbers.
  fileprivate static func ungrouped(_ text: String) throws(CellProblem) -> String {
    let text = trimmed(text)
    guard let mark = text.first(where: { $0 == "," || $0 == " " }) else { return text }
    let point = text.firstIndex(of: ".") ?? text.endIndex
    let groups = text[..<point].split(separator: mark, omittingEmptySubsequences: false)
    let first = groups[0].drop { $0 == "+" || $0 == "-" }
    guard groups.count > 1, (1...3).contains(first.count),
      groups.dropFirst().allSatisfy({ $0.count == 3 }),
      ([first] + groups.dropFirst()).allSatisfy({ $0.utf8.allSatisfy(isDigit) }),
      !text[point...].contains(where: { $0 == "," || $0 == " " })
    else {
      throw CellProblem(.badFormat, "a comma or a blank in a number divides thousands, as 1,200")
    }
    return groups.joined() + text[point...]
  }
}

extension String {
  fileprivate func replacingAll(_ mark: String) -> String {
    split(separator: mark, omittingEmptySubsequences: false).joined()
  }
}
