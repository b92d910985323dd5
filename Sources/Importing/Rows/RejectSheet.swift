/// The refused rows as a sheet that can be mended and imported again.
///
/// The file's own columns as they stood there, then what was wrong: line, column, code, reason. Those
/// last columns begin with `#` and are not read again. Where a part of a row is recorded already, the
/// cell that says so is filled in. A row that couldn't be cut into cells stands uncut in the first. Cells
/// that a row has more than the header stand at its end, behind the reason and under no header, so that
/// the row is refused again until they have found their place. What a spreadsheet would run as a formula
/// has an apostrophe in front, which is taken off again where the sheet is read.
public struct RejectSheet: Sendable {
  private let kind: ImportKind
  /// The headers of the first refused row; they hold for all.
  private var headers: [String]?
  private var text = DelimitedText(byteOrderMark: true)

  /// The columns that say what was wrong.
  public static let ownHeaders = ["#line", "#column", "#code", "#reason"]

  /// An empty sheet.
  public init(_ kind: ImportKind) { self.kind = kind }

  /// Adds a refused row.
  ///
  /// - Returns: the bytes to write on.
  public mutating func add(_ result: RowResult) -> [UInt8] {
    let layout = result.layout
    if headers == nil {
      let own = layout.hasColumns ? cleanHeaders(layout) : kind.fields.map(\.key)
      headers = own + missingDone(layout)
      text.row((headers ?? []).map(CellText.inert) + Self.ownHeaders)
    }
    var cells = cells(of: result)
    let count = headers?.count ?? 0
    while cells.count < count { cells.append("") }
    for cell in result.done {
      guard let column = column(of: cell.field, layout), cells.indices.contains(column) else {
        continue
      }
      cells[column] = cell.text
    }
    let problems = result.problems
    let surplus = surplus(of: result)
    var reason = joined(problems) { $0.reason }
    if !surplus.isEmpty { reason += "; the cells that are too many stand behind this one" }
    let notes = [
      String(result.row.line), joined(problems) { $0.header ?? $0.column.map(String.init) },
      joined(problems) { $0.code.rawValue }, reason,
    ]
    text.row((cells.prefix(count) + notes + surplus).map(CellText.inert))
    return text.take()
  }

  /// The cells that the row has more than the header.
  private func surplus(of result: RowResult) -> ArraySlice<String> {
    guard result.row.damage == nil, result.layout.hasColumns else { return [] }
    return result.row.cells.dropFirst(result.layout.headers.count)
  }

  private func cells(of result: RowResult) -> [String] {
    let row = result.row
    // What can't be cut into cells stands in the first, for whoever mends it to cut.
    if row.damage != nil { return row.cells }
    if result.layout.hasColumns { return cleanCells(result) }
    return kind.fields.indices.map { result.layout.text(of: $0, in: row) }
  }

  private func joined(_ problems: [RowProblem], _ part: (RowProblem) -> String?) -> String {
    problems.compactMap(part).joined(separator: "; ")
  }

  /// The columns of the file that are not an earlier reject sheet's own.
  private func kept(_ layout: SheetLayout) -> [Int] {
    layout.headers.indices.filter {
      CellText.trimmed(layout.headers[$0]).first != SheetLayout.ownMark
    }
  }

  private func cleanHeaders(_ layout: SheetLayout) -> [String] {
    kept(layout).map { layout.headers[$0] }
  }

  private func cleanCells(_ result: RowResult) -> [String] {
    kept(result.layout).map {
      result.row.cells.indices.contains($0) ? result.row.cells[$0] : ""
    }
  }

  /// Fields that say that something is done, and that the file has no column for.
  private func missingDone(_ layout: SheetLayout) -> [String] {
    guard layout.hasColumns else { return [] }
    return kind.doneFields.filter { index in layout.index(of: index) == nil }
      .map { kind.fields[$0].key }
  }

  private func column(of key: String, _ layout: SheetLayout) -> Int? {
    guard let field = kind.fields.firstIndex(where: { $0.key == key }) else { return nil }
    guard layout.hasColumns else { return field }
    if let column = layout.index(of: field) { return kept(layout).firstIndex(of: column) }
    return headers?.lastIndex(of: key)
  }
}
