/// One row as it stands in the file.
public struct SheetRow: Hashable, Sendable {
  /// Which data row it is, from 1; 0 for the header and what stands above it.
  public var number: Int
  /// The line of the file it begins on, from 1.
  public let line: Int
  /// Its cells, as they stand there; empty ones at its end are left out. Of a damaged row one cell
  /// with its own text, as far as that is kept.
  public let cells: [String]
  /// What makes the row unreadable; `nil` for a sound one.
  public let damage: String?

  /// A row.
  public init(number: Int = 0, line: Int, cells: [String], damage: String? = nil) {
    self.number = number
    self.line = line
    var cells = cells
    while let last = cells.last, CellText.trimmed(last).isEmpty { cells.removeLast() }
    self.cells = cells
    self.damage = damage
  }

  /// What the first cell of a template's example rows begins with.
  public static let exampleMark = Wording("#示例", "#EXAMPLE")

  /// Whether it is an example that a template brought.
  ///
  /// Whoever fills a template in may move its columns, or put another before them. A topic such as
  /// `#示例课#` is no example: the mark stands by itself.
  public var isExample: Bool {
    guard damage == nil else { return false }
    let mark = Self.exampleMark
    return cells.contains { cell in
      guard cell.contains("#") else { return false }
      let first = CellText.trimmed(cell).prefix { !$0.isWhitespace }.uppercased()
      return first == mark.chinese || first == mark.english
    }
  }

  /// The text of a row that can't be cut into cells, as far as it is kept.
  static func raw(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: bytes.prefix(ImportLimits.rawByteCount), as: UTF8.self)
  }

  /// Whether nothing stands in it.
  public var isBlank: Bool { damage == nil && cells.isEmpty }

  /// Where it says that it sums up the rows above or is a note on the sheet; `nil` for any other row.
  ///
  /// Where a mapping or an option says the rest of what a kind needs, such a text would be a name.
  private func summary(_ layout: SheetLayout) -> Int? {
    let column = cells.firstIndex { !CellText.trimmed($0).isEmpty }
    guard layout.hasColumns, let column else { return nil }
    let text = CellText.halfWidth(cells[column]).filter { !$0.isWhitespace }
    let isSummary =
      Self.totals.contains(text.uppercased())
      || Self.notes.contains { text.hasPrefix($0 + ":") }
    return isSummary ? column : nil
  }

  private static let totals: Set<String> = ["合计", "总计", "小计", "共计", "总和", "TOTAL", "SUBTOTAL"]
  private static let notes = [
    "注", "备注", "说明", "填表说明", "填表人", "填报人", "制表人", "经办人", "负责人", "审核人", "填表单位", "填报单位",
    "制表单位", "填表日期", "填报日期", "制表日期",
  ]

  /// What is wrong with the row before any cell is read.
  func problem(_ layout: SheetLayout) -> RowProblem? {
    if let damage { return RowProblem(.badFormat, damage) }
    if let column = summary(layout) {
      var problem = RowProblem(
        .badFormat, "totals, and notes below a table, are no facts: leave the row out")
      problem.column = column + 1
      return problem
    }
    guard cells.count > layout.columnCount else { return nil }
    var problem = RowProblem(
      .badFormat,
      "the row has \(cells.count) cells, the header \(layout.columnCount): is there a separator in a "
        + "text without quotes around it?")
    problem.column = layout.columnCount + 1
    return problem
  }
}
