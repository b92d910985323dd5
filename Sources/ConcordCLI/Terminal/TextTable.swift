import Projections

/// Rows as people read them: a table where it fits, one block a row where it doesn't. Nothing is cut.
struct TextTable {
  private let titles: [String]
  private let rows: [[String]]
  private let isNumber: [Bool]

  /// A table of rows; columns that are empty in all of them are left out.
  init(_ columns: [ColumnDeclaration], _ rows: [[SQLValue]]) {
    let used = columns.indices.filter { index in
      rows.contains { !$0[index].description.isEmpty }
    }
    titles = used.map { columns[$0].name }
    isNumber = used.map { columns[$0].kind == .integer }
    self.rows = rows.map { row in used.map { row[$0].description } }
  }

  /// The lines.
  ///
  /// - Parameter width: the columns of the terminal; `nil` when nothing needs to fit.
  func lines(width: Int?) -> [String] {
    guard !rows.isEmpty else { return [] }
    let widths = titles.indices.map { index in
      rows.reduce(DisplayWidth.of(titles[index])) { max($0, DisplayWidth.of($1[index])) }
    }
    let total = widths.reduce(2 * (widths.count - 1), +)
    if let width, total > width { return blocks(width: width) }
    return [line(titles, widths)]
      + [widths.map { String(repeating: "-", count: $0) }]
      .map { line($0, widths) } + rows.map { line($0, widths) }
  }

  private func line(_ fields: [String], _ widths: [Int]) -> String {
    var text = ""
    for (index, field) in fields.enumerated() {
      if index > 0 { text += "  " }
      let isLast = index == fields.count - 1
      text +=
        isNumber[index]
        ? DisplayWidth.padded(field, to: widths[index], onTheRight: true)
        : isLast ? field : DisplayWidth.padded(field, to: widths[index])
    }
    return text
  }

  private func blocks(width: Int) -> [String] {
    let name = titles.reduce(0) { max($0, DisplayWidth.of($1)) }
    var lines: [String] = []
    for row in rows {
      if !lines.isEmpty { lines.append("") }
      for (title, value) in zip(titles, row) where !value.isEmpty {
        var text = WrappedText(width: width, indent: name + 2)
        text.add(DisplayWidth.padded(title, to: name))
        text.add(wordsOf: value, after: "  ")
        lines += text.lines
      }
    }
    return lines
  }
}
