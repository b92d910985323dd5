/// Writes the rows of one table: in bulk in a rebuild, and where they differ when live.
final class TableWriter {
  let table: TableDeclaration
  private let connection: SQLiteConnection
  private lazy var one = Result { try prepare("INSERT OR REPLACE", rows: 1) }
  private lazy var many = Result { try prepare("INSERT", rows: Self.rowsPerStatement) }
  private lazy var plain = Result { try prepare("INSERT", rows: 1) }
  private lazy var selection = Result { try SQLiteStatement(connection, selectionSQL) }
  private lazy var deletion = Result { try SQLiteStatement(connection, deletionSQL) }

  // 16 rows a statement: a third faster than one, and no faster beyond.
  private static let rowsPerStatement = 16

  init(_ table: TableDeclaration, _ connection: SQLiteConnection) {
    self.table = table
    self.connection = connection
  }

  private func prepare(_ verb: String, rows: Int) throws -> SQLiteStatement {
    let row = "(" + table.columns.map { _ in "?" }.joined(separator: ",") + ")"
    return try SQLiteStatement(
      connection,
      "\(verb) INTO \(quoted(table.name)) VALUES "
        + Array(repeating: row, count: rows).joined(separator: ","))
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

  /// Adds rows whose keys aren't there yet.
  func insert(_ rows: PackedRows) throws(ProjectionError) {
    var row = 0
    let size = Self.rowsPerStatement
    while row + size <= rows.count {
      try statement(many).run(row..<(row + size), of: rows, columns: table.columns.count)
      row += size
    }
    while row < rows.count {
      try statement(plain).run(row..<(row + 1), of: rows, columns: table.columns.count)
      row += 1
    }
  }

  /// Adds rows, or replaces those with the same key.
  func upsert(_ rows: PackedRows) throws(ProjectionError) {
    for row in 0..<rows.count {
      try statement(one).run(row..<(row + 1), of: rows, columns: table.columns.count)
    }
  }

  /// Makes the stream's rows equal to these; rows that don't differ are left alone.
  ///
  /// - Parameter rows: in key order, each key once.
  /// - Returns: how many rows were written or deleted.
  @discardableResult
  func replace(_ stream: SQLValue, with rows: PackedRows) throws(ProjectionError) -> Int {
    let present = try statement(selection).rows([stream])
    var (old, new, changes) = (0, 0, 0)
    while old < present.count || new < rows.count {
      let order: KeyOrder =
        old == present.count
        ? .after
        : new == rows.count
          ? .before : present.compareKeys(old, to: rows, new, columns: table.keyColumnCount)
      switch order {
      case .before:
        try statement(deletion).run(old..<(old + 1), of: present, columns: table.keyColumnCount)
        old += 1
        changes += 1
      case .after:
        try statement(plain).run(new..<(new + 1), of: rows, columns: table.columns.count)
        new += 1
        changes += 1
      case .same:
        if !present.isEqual(old, to: rows, new) {
          try statement(one).run(new..<(new + 1), of: rows, columns: table.columns.count)
          changes += 1
        }
        old += 1
        new += 1
      }
    }
    return changes
  }

  private func statement(
    _ prepared: Result<SQLiteStatement, any Error>
  ) throws(ProjectionError) -> SQLiteStatement {
    switch prepared {
    case .success(let statement): return statement
    case .failure(let error as ProjectionError): throw error
    case .failure(let error): throw ProjectionError(.database, String(describing: error))
    }
  }
}
