/// What a clerk says of a sheet whose headers are not those of the template.
///
/// A sheet of its own, as a spreadsheet saves it, with the columns `field` (or 字段), `header` (or 表头)
/// and `value` (or 固定值): a line says which header a field has, or which text stands in where the cell
/// is empty or the column is missing.
public struct ColumnMapping: Hashable, Sendable {
  /// By header, folded: the field's key.
  private(set) var headers: [String: String] = [:]
  /// By field: the text that stands in.
  private(set) var fixed: [String: String] = [:]

  /// No mapping: the headers are the template's.
  public static let none = ColumnMapping()

  private init() {}

  /// Reads a mapping's rows.
  ///
  /// - Throws: ``SheetProblem`` that names the line.
  public init(_ rows: [SheetRow], for kind: ImportKind) throws(SheetProblem) {
    guard let head = rows.first else {
      throw SheetProblem("the mapping is empty: its columns are field, header and value")
    }
    let names = head.cells.map(SheetLayout.folded)
    let field = names.firstIndex { $0 == "field" || $0 == "字段" }
    let header = names.firstIndex { $0 == "header" || $0 == "表头" || $0 == "列名" }
    let value = names.firstIndex { $0 == "value" || $0 == "固定值" }
    guard let field, header != nil || value != nil else {
      throw SheetProblem(
        "the mapping's first line names its columns: field, header and value (字段, 表头, 固定值)")
    }
    for row in rows.dropFirst() where !row.isBlank {
      let name = row.cell(field)
      guard
        let about = kind.fields.first(where: {
          $0.names.map(SheetLayout.folded).contains(SheetLayout.folded(name))
        })
      else {
        throw SheetProblem(
          "line \(row.line) of the mapping names no field of \(kind.name); there are "
            + kind.fields.map(\.key).joined(separator: ", "))
      }
      let key = about.key
      let headerText = SheetLayout.folded(header.map(row.cell) ?? "")
      let valueText = value.map(row.cell) ?? ""
      guard !headerText.isEmpty || !valueText.isEmpty else {
        throw SheetProblem("line \(row.line) of the mapping gives \(key) neither header nor value")
      }
      if !headerText.isEmpty {
        guard headers.updateValue(key, forKey: headerText) == nil else {
          throw SheetProblem("line \(row.line) of the mapping names a header for the second time")
        }
      }
      if !valueText.isEmpty {
        guard fixed.updateValue(valueText, forKey: key) == nil else {
          throw SheetProblem("line \(row.line) of the mapping gives \(key) a second value")
        }
      }
    }
  }

  /// Whether the mapping names this header for this field.
  func names(_ header: String, _ key: String) -> Bool {
    headers[SheetLayout.folded(header)] == key
  }
}

extension SheetRow {
  /// A cell without blanks around it; empty beyond the row's end.
  fileprivate func cell(_ index: Int) -> String {
    cells.indices.contains(index) ? CellText.trimmed(cells[index]) : ""
  }
}
