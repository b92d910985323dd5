/// Reads a kind's sheet chunk by chunk: finds the header, numbers the rows.
public struct SheetReader: Sendable {
  /// A row, and where its columns are.
  public struct Placed: Sendable {
    /// The row.
    public let row: SheetRow
    /// Where its columns are.
    public let layout: SheetLayout
  }

  private let kind: ImportKind
  private let mapping: ColumnMapping
  private let isJSON: Bool
  private var cells = DelimitedReader()
  private var lines = ObjectLines()
  private var layout: SheetLayout?
  /// Rows at the top among which the header is looked for.
  private var top: [SheetRow] = []
  private var closest: SheetProblem?
  private var rowCount = 0
  /// How many of the template's own example rows were passed over.
  public private(set) var exampleCount = 0
  /// The headers that mean nothing to the kind.
  public private(set) var ignored: [String] = []

  /// A reader.
  ///
  /// - Parameter isJSON: whether the text is NDJSON; else cells with separators.
  public init(_ kind: ImportKind, mapping: ColumnMapping, isJSON: Bool) {
    self.kind = kind
    self.mapping = mapping
    self.isJSON = isJSON
  }

  /// The rows that end in this chunk of UTF-8 without byte order mark.
  ///
  /// - Throws: ``SheetProblem`` when the sheet has no header for the kind.
  public mutating func read(_ chunk: [UInt8]) throws(SheetProblem) -> [Placed] {
    if isJSON { return try placed(lines.read(chunk)) }
    return try placed(cells.read(chunk))
  }

  /// The last row.
  ///
  /// - Throws: ``SheetProblem`` when the sheet has no header for the kind.
  public mutating func finish() throws(SheetProblem) -> [Placed] {
    if isJSON { return try placed(lines.finish()) }
    let rows = try placed(cells.finish())
    if layout == nil {
      throw closest ?? SheetProblem("the file is empty: its first line holds the headers")
    }
    return rows
  }

  /// Whether the rest of the file can't be read.
  public var isGivenUp: Bool { !isJSON && cells.isGivenUp }

  private mutating func placed(_ rows: [SheetRow]) throws(SheetProblem) -> [Placed] {
    var placed: [Placed] = []
    for row in rows {
      if let layout {
        // An example is nobody's fact.
        if row.isExample {
          exampleCount += 1
        } else {
          placed.append(number(row, layout))
        }
      } else {
        try findHeader(row)
      }
    }
    return placed
  }

  private mutating func findHeader(_ row: SheetRow) throws(SheetProblem) {
    if let damage = row.damage { throw SheetProblem("line \(row.line): \(damage)") }
    top.append(row)
    do throws(SheetProblem) {
      let found = try SheetLayout(row.cells, of: kind, mapping: mapping)
      layout = found
      ignored = found.ignored
    } catch {
      // The row that comes closest to a header tells what is missing.
      if error.found > closest?.found ?? -1 { closest = error }
      if top.count >= ImportLimits.headerRows { throw closest ?? error }
    }
  }

  private mutating func placed(
    _ rows: [(headers: [String], row: SheetRow)]
  ) throws(SheetProblem) -> [Placed] {
    var placed: [Placed] = []
    for (headers, row) in rows {
      if layout?.headers != headers {
        let found = try SheetLayout(headers, of: kind, mapping: mapping, hasColumns: false)
        for header in found.ignored where !ignored.contains(header) { ignored.append(header) }
        layout = found
      }
      if let layout { placed.append(number(row, layout)) }
    }
    return placed
  }

  private mutating func number(_ row: SheetRow, _ layout: SheetLayout) -> Placed {
    rowCount += 1
    var row = row
    row.number = rowCount
    return Placed(row: row, layout: layout)
  }
}

/// Cuts NDJSON into rows; a line that is too long is one row that is refused.
private struct ObjectLines: Sendable {
  private var rest: [UInt8] = []
  private var line = 0
  /// Whether what comes up to the line's end belongs to a line that was refused.
  private var isSkipping = false

  mutating func read(_ chunk: [UInt8]) -> [(headers: [String], row: SheetRow)] {
    var rows: [(headers: [String], row: SheetRow)] = []
    var remaining = chunk[...]
    while let end = remaining.firstIndex(of: UInt8(ascii: "\n")) {
      if isSkipping {
        isSkipping = false
      } else {
        rest += remaining[..<end]
        take(into: &rows)
      }
      remaining = remaining[(end + 1)...]
    }
    if !isSkipping {
      rest += remaining
      if rest.count > ImportLimits.lineByteCount {
        take(into: &rows)
        isSkipping = true
      }
    }
    return rows
  }

  mutating func finish() -> [(headers: [String], row: SheetRow)] {
    var rows: [(headers: [String], row: SheetRow)] = []
    if !rest.isEmpty { take(into: &rows) }
    return rows
  }

  private mutating func take(into rows: inout [(headers: [String], row: SheetRow)]) {
    defer { rest.removeAll(keepingCapacity: true) }
    line += 1
    if rest.count > ImportLimits.lineByteCount {
      let damage = "a line has at most \(ImportLimits.lineByteCount) bytes"
      rows.append(([], SheetRow(line: line, cells: [SheetRow.raw(rest)], damage: damage)))
    } else if let row = JSONRows.row(rest, line: line) {
      rows.append(row)
    }
  }
}
