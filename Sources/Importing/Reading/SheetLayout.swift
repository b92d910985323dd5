/// Which column of a sheet holds which field of a kind.
public struct SheetLayout: Hashable, Sendable {
  /// The sheet's headers, as they stand there.
  public let headers: [String]
  /// The headers that mean nothing to the kind.
  public let ignored: [String]
  /// Whether the columns have places, as in a table, or only names, as in NDJSON.
  public let hasColumns: Bool
  /// By field: the column's index, if the sheet has one.
  private let columns: [Int?]
  /// By field: the text that stands in for an empty cell.
  private let fixed: [String?]

  /// Headers that begin with this are a reject file's own: what was wrong with each row.
  public static let ownMark: Character = "#"

  /// Finds the columns.
  ///
  /// - Throws: ``SheetProblem`` when a required column is missing, or two columns are for one field.
  public init(
    _ headers: [String], of kind: ImportKind, mapping: ColumnMapping, hasColumns: Bool = true
  ) throws(SheetProblem) {
    var columns = [Int?](repeating: nil, count: kind.fields.count)
    var ignored: [String] = []
    let names = Self.names(of: kind, mapping)
    for (column, header) in headers.enumerated() {
      let name = Self.folded(header)
      if name.isEmpty || name.first == Self.ownMark { continue }
      guard let field = names[name] else {
        ignored.append(Self.shown(header))
        continue
      }
      if let other = columns[field] {
        // A column that the mapping names goes before one that only happens to have a known header.
        if mapping.names(headers[other], kind.fields[field].key) { continue }
        guard mapping.names(header, kind.fields[field].key) else {
          throw SheetProblem(
            "the columns \(other + 1) and \(column + 1) are both for \(kind.fields[field].key)")
        }
      }
      columns[field] = column
    }
    let fixed = kind.fields.map { mapping.fixed[$0.key] }
    if hasColumns {
      let missing = kind.fields.indices.filter {
        kind.fields[$0].isRequired && columns[$0] == nil && fixed[$0] == nil
      }
      guard missing.isEmpty else {
        let list = missing.map { index in
          "\(kind.fields[index].header.chinese) (\(kind.fields[index].key))"
        }.joined(separator: ", ")
        throw SheetProblem(
          "the sheet has no column for \(list); its columns can be named with --mapping",
          found: columns.count { $0 != nil })
      }
    }
    self.headers = headers
    self.ignored = ignored
    self.columns = columns
    self.fixed = fixed
    self.hasColumns = hasColumns
  }

  /// How many columns the header has.
  var columnCount: Int { headers.count }

  /// The text of a field: the cell's, else the mapping's.
  func text(of field: Int, in row: SheetRow) -> String {
    if let column = columns[field], row.cells.indices.contains(column),
      !CellText.trimmed(row.cells[column]).isEmpty
    {
      return row.cells[column]
    }
    return fixed[field] ?? ""
  }

  /// The index of a field's column.
  func index(of field: Int) -> Int? { columns[field] }

  /// Where a field stands, from 1.
  func column(of field: Int) -> Int? { hasColumns ? columns[field].map { $0 + 1 } : nil }

  /// How a field's column is headed in the sheet.
  func header(of field: Int) -> String? { columns[field].map { Self.shown(headers[$0]) } }

  /// A header as people are told of it: in one line.
  static func shown(_ header: String) -> String {
    CellText.trimmed(header).filter { !$0.isNewline }
  }

  private static func names(of kind: ImportKind, _ mapping: ColumnMapping) -> [String: Int] {
    var names: [String: Int] = [:]
    for (index, field) in kind.fields.enumerated() {
      for name in field.names { names[folded(name)] = index }
    }
    for (header, key) in mapping.headers {
      names[header] = kind.fields.firstIndex { $0.key == key }
    }
    return names
  }

  /// A header without what doesn't matter: capitals, blanks, a star or a note that it is required.
  static func folded(_ header: String) -> String {
    var text = CellText.halfWidth(CellText.cleaned(header)).lowercased()
    for note in ["(必填)", "(选填)", "(required)", "(optional)", "*"] {
      if let range = text.firstRange(of: note) { text.removeSubrange(range) }
    }
    return text.filter { !$0.isWhitespace }
  }
}

/// Why a sheet as a whole can't be imported.
public struct SheetProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// One sentence: what would be right.
  public let reason: String
  /// How many of a kind's columns were found; tells a header from a title.
  let found: Int

  /// A problem.
  public init(_ reason: String, found: Int = 0) {
    self.reason = reason
    self.found = found
  }

  /// The sentence.
  public var description: String { reason }
}
