/// One value that a cell of fixed words may hold.
struct Word<Value: Sendable>: Sendable {
  /// The Chinese words for it, the first as templates write it.
  let chinese: [String]
  /// The English word, as the command's JSON writes it.
  let english: String
  /// What it means.
  let value: Value

  /// A word.
  ///
  /// - Parameter chinese: the Chinese words, divided by `|`.
  init(_ chinese: String, _ english: String, _ value: Value) {
    self.chinese = chinese.split(separator: "|").map(String.init)
    self.english = english
    self.value = value
  }
}

extension CellParser {
  /// One of fixed words, Chinese or English.
  static func word(_ words: Word<Value>...) -> CellParser {
    let table = WordTable(words)
    return CellParser("one of " + table.list) { (text) throws(CellProblem) in
      guard let value = table.value(text) else {
        throw CellProblem(.badFormat, "one of these words is taken: " + table.list)
      }
      return value
    }
  }

  /// Several of fixed words, divided by commas, semicolons, `、`, `/` or line breaks.
  static func words<One: Sendable>(_ words: Word<One>...) -> CellParser<[One]>
  where Value == [One] {
    let table = WordTable(words)
    return CellParser("one or more of " + table.list) { (text) throws(CellProblem) in
      var values: [One] = []
      for part in divided(text) {
        guard let value = table.value(part) else {
          throw CellProblem(
            .badFormat, "these words are taken, divided by 、 or commas: " + table.list)
        }
        values.append(value)
      }
      guard !values.isEmpty else { throw CellProblem(.missing, "at least one of " + table.list) }
      return values
    }
  }
}

/// Words by their folded spelling.
private struct WordTable<Value: Sendable>: Sendable {
  private let values: [String: Value]
  /// All words, for people.
  let list: String

  init(_ words: [Word<Value>]) {
    var values: [String: Value] = [:]
    for word in words {
      for name in word.chinese + [word.english] { values[Self.folded(name)] = word.value }
    }
    self.values = values
    list = words.map { "\($0.chinese[0]) (\($0.english))" }.joined(separator: ", ")
  }

  func value(_ text: String) -> Value? { values[Self.folded(text)] }

  /// Capitals, and blanks, hyphens and underscores don't matter.
  private static func folded(_ text: String) -> String {
    String(CellText.halfWidth(text).uppercased().filter { !" -_".contains($0) })
  }
}

extension CellParser<Bool> {
  /// Yes or no.
  static let flag = word(
    Word("是|有|√|TRUE|Y|1", "YES", true), Word("否|无|×|FALSE|N|0", "NO", false))
}

extension CellParser {
  /// Several values, divided by commas, semicolons, `、`, `/` or line breaks.
  static func list<One: Sendable>(of one: CellParser<One>) -> CellParser<[One]>
  where Value == [One] {
    CellParser("one or more, divided by commas: " + one.expected) { (text) throws(CellProblem) in
      var values: [One] = []
      for part in divided(text) { values.append(try one.parse(part)) }
      return values
    }
  }

  /// The parts of a list, cleaned.
  fileprivate static func divided(_ text: String) -> [String] {
    text.split(whereSeparator: { ",;，；、/|+\n\r".contains($0) })
      .map { CellText.trimmed(String($0)) }.filter { !$0.isEmpty }
  }
}
