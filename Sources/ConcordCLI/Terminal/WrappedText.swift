/// Text in lines of a terminal, broken between its pieces; within a piece only where it is wider than a
/// line by itself.
struct WrappedText {
  /// The lines so far; from the second on each begins with the indent.
  private(set) var lines: [String] = []
  private let width: Int
  private let indent: String
  private let lineLimit: Int?
  private var used = 0

  /// - Parameters:
  ///   - width: the columns of the terminal.
  ///   - indent: how many columns further in the second line begins, and each behind it.
  ///   - lineLimit: how many lines there may be; the last ends with `…` where something is missing. `nil`
  ///     where nothing may be.
  init(width: Int, indent: Int, lineLimit: Int? = nil) {
    self.width = max(width, indent + 2)
    self.indent = String(repeating: " ", count: indent)
    self.lineLimit = lineLimit
  }

  /// Whether nothing stands in the last line yet.
  private var isAtBegin: Bool { used == (lines.count <= 1 ? 0 : indent.count) }
  /// Whether something is missing.
  private var isCut = false

  /// Adds a piece.
  ///
  /// - Parameter space: what stands before it where it isn't the first of its line.
  mutating func add(_ piece: String, after space: String = " ") {
    if isCut { return }
    let needed = DisplayWidth.of(piece)
    if lines.isEmpty { lines = [""] }
    if isAtBegin {
      append(piece)
    } else if used + space.count + needed <= width {
      append(space + piece)
    } else {
      beginLine()
      append(piece)
    }
  }

  /// Adds the words of a text; a line of it begins a line.
  mutating func add(wordsOf text: String, after space: String = " ") {
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if number > 0 { beginLine() }
      for (index, word) in line.split(separator: " ", omittingEmptySubsequences: false).enumerated()
      {
        let space = index == 0 ? (number == 0 ? space : "") : " "
        if DisplayWidth.of(String(word)) > width - indent.count, !isAtBegin {
          // It is broken anyhow: it begins where the words before it end.
          append(space + word)
        } else {
          add(String(word), after: space)
        }
      }
    }
  }

  /// A text in lines of at most so many columns; one line where nothing needs to fit.
  static func lines(of text: String, indent: Int, width: Int?) -> [String] {
    guard let width else { return [text] }
    var wrapped = WrappedText(width: width, indent: indent)
    wrapped.add(wordsOf: text)
    return wrapped.lines
  }

  private mutating func append(_ text: String) {
    for character in text {
      if isCut { return }
      let needed = DisplayWidth.of(String(character))
      if used + needed > width { beginLine() }
      if isCut { return }
      lines[lines.count - 1].append(character)
      used += needed
    }
  }

  private mutating func beginLine() {
    guard lines.count < lineLimit ?? .max else {
      lines[lines.count - 1] = DisplayWidth.fitted(lines[lines.count - 1] + "…", to: width)
      isCut = true
      return
    }
    lines.append(indent)
    used = indent.count
  }
}
