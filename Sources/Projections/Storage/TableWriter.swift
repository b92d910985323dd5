/// Writes the rows of one table: in bulk in a rebuild, and where they differ when live.
final class TableWriter {
  let table: TableDeclaration
  private let connection: SQLiteConnection
  // Each is prepared when it is first needed; where that fails, as on a full disk, it is tried again.
  private var one: SQLiteStatement?
  private var many: SQLiteStatement?
  private var plain: SQLiteStatement?
  private var selection: SQLiteStatement?
  private var deletion: SQLiteStatement?

  // 16 rows a statement: a third faster than one, and no faster beyond.
  private static let rowsPerStatement = 16

  init(_ table: TableDeclaration, _ connection: SQLiteConnection) {
    self.table = table
    self.connection = connection
  }

  private func insertion(_ verb: String, rows: Int = 1) -> String {
    let row = "(" + table.columns.map { _ in "?" }.joined(separator: ",") + ")"
    return "\(verb) INTO \(quoted(table.name)) VALUES "
      + Array(repeating: row, count: rows).joined(separator: ",")
  }

  private var selectionSQL: String {
    let key = table.columns.prefix(table.keyColumnCount).map { quoted($0.name) }
    return "SELECT " + table.columns.map { quoted($0.name) }.joined(separator: ", ")
      + " FROM \(quoted(table.name)) WHERE stream = ? ORDER BY " + key.joined(separator: ", ")
  }

  private var deletionSQL: String {
    "DELETE FROM \(quoted(table.name)) WHERE "
      + table.columns.prefix(table.keyColumnCount).map { "\(quoted($0.name)) = ?" }
      .joined(separator: " AND ")
  }

  private func prepared(
    _ statement: ReferenceWritableKeyPath<TableWriter, SQLiteStatement?>,
    _ sql: @autoclosure () -> String
  ) throws(ProjectionError) -> SQLiteStatement {
    if let known = self[keyPath: statement] { return known }
    let new = try SQLiteStatement(connection, sql())
    self[keyPath: statement] = new
    return new
  }

  private func put(_ rows: PackedRows, _ row: Int) throws(ProjectionError) {
    try prepared(\.one, insertion("INSERT OR REPLACE"))
      .run(row..<(row + 1), of: rows, columns: table.columns.count)
  }

  private func add(_ rows: PackedRows, _ row: Int) throws(ProjectionError) {
    try prepared(\.plain, insertion("INSERT"))
      .run(row..<(row + 1), of: rows, columns: table.columns.count)
  }

  private func delete(_ rows: PackedRows, _ row: Int) throws(ProjectionError) {
    try prepared(\.deletion, deletionSQL)
      .run(row..<(row + 1), of: rows, columns: table.keyColumnCount)
  }

  /// Adds rows whose keys aren't there yet.
  func insert(_ rows: PackedRows) throws(ProjectionError) {
    var row = 0
    let size = Self.rowsPerStatement
    while row + size <= rows.count {
      try prepared(\.many, insertion("INSERT", rows: size))
        .run(row..<(row + size), of: rows, columns: table.columns.count)
      row += size
    }
    while row < rows.count {
      try add(rows, row)
      row += 1
    }
  }

  /// Adds rows, or replaces those with the same key.
  func upsert(_ rows: PackedRows) throws(ProjectionError) {
    for row in 0..<rows.count { try put(rows, row) }
  }

  /// Makes the stream's rows equal to these; rows that don't differ are left alone.
  ///
  /// - Parameter rows: in key order, each key once.
  /// - Returns: how many rows were written or deleted.
  @discardableResult
  func replace(_ stream: SQLValue, with rows: PackedRows) throws(ProjectionError) -> Int {
    let present = try prepared(\.selection, selectionSQL).rows([stream])
    var (old, new, changes) = (0, 0, 0)
    while old < present.count || new < rows.count {
      let order: KeyOrder =
        old == present.count
        ? .after
        : new == rows.count
          ? .before : present.compareKeys(old, to: rows, new, columns: table.keyColumnCount)
      switch order {
      case .before:
        try delete(present, old)
        old += 1
        changes += 1
      case .after:
        try add(rows, new)
        new += 1
        changes += 1
      case .same:
        if !present.isEqual(old, to: rows, new) {
          try put(rows, new)
          changes += 1
        }
        old += 1
        new += 1
      }
    }
    return changes
  }
}
