internal import Files
internal import GRDBSQLite
internal import Glibc

/// The one connection that writes a generation.
///
/// It binds packed rows without copying them, several to a statement; reading goes through GRDB.
final class SQLiteConnection {
  let handle: OpaquePointer
  let path: String

  /// Opens a database for writing, or makes one under a name that nothing has.
  ///
  /// - Throws: ``ProjectionError`` with code `database`; `inputOutput` when it can't be made, as where
  ///   something has the name, be it a link that leads nowhere.
  init(path: String, isNew: Bool = false) throws(ProjectionError) {
    // Made here, for its owner alone: SQLite would let everybody read it, and gives the files beside it
    // the same rights. It would also write into whatever has the name: a replay goes into a directory
    // that the operator names, where others may have put something.
    if isNew {
      do throws(FileError) { _ = try File(path, O_RDWR | O_CREAT | O_EXCL) } catch {
        throw ProjectionError(error)
      }
    }
    var handle: OpaquePointer?
    let code = sqlite3_open_v2(
      path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let handle else {
      let reason = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      sqlite3_close_v2(handle)
      throw ProjectionError(.database, "\(path) can't be opened: \(reason)")
    }
    self.handle = handle
    self.path = path
    sqlite3_busy_timeout(handle, 5_000)
  }

  deinit { sqlite3_close_v2(handle) }

  /// Runs statements that give no rows.
  func execute(_ sql: String) throws(ProjectionError) {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
      throw sqliteFailure(handle, sql)
    }
  }

  /// Runs `body` in a transaction; rolled back when it throws.
  func transaction<Result>(
    _ body: () throws(ProjectionError) -> Result
  ) throws(ProjectionError) -> Result {
    try execute("BEGIN IMMEDIATE")
    do {
      let result = try body()
      try execute("COMMIT")
      return result
    } catch {
      try? execute("ROLLBACK")
      throw error
    }
  }
}

/// What SQLite says went wrong last.
func sqliteFailure(_ database: OpaquePointer, _ sql: String) -> ProjectionError {
  let code = sqlite3_extended_errcode(database)
  if code & 0xFF == SQLITE_INTERRUPT {
    return ProjectionError(.deadlinePassed, "the query ran longer than its deadline; narrow it")
  }
  if code & 0xFF == SQLITE_FULL {
    let file = sqlite3_db_filename(database, "main").map { String(cString: $0) } ?? "read models"
    return ProjectionError(
      .database, "no room is left for \(file), or for temporary files: make room on the disk")
  }
  let kind: ProjectionError.Code =
    switch code & 0xFF {
    case SQLITE_CORRUPT, SQLITE_NOTADB: .damaged
    // A table or column that isn't there, or takes no such value: waiting changes nothing.
    case SQLITE_ERROR, SQLITE_SCHEMA, SQLITE_MISMATCH, SQLITE_CONSTRAINT, SQLITE_RANGE: .otherLayout
    default: .database
    }
  return ProjectionError(
    kind,
    "SQLite: \(String(cString: sqlite3_errmsg(database))) (code \(code)) in \(sql.prefix(120))")
}

/// A prepared statement over packed rows.
final class SQLiteStatement {
  // Kept so that the connection closes after its statements.
  private let connection: SQLiteConnection?
  private let database: OpaquePointer
  private let handle: OpaquePointer
  private let sql: String

  /// Prepares a statement of a writing connection.
  ///
  /// - Throws: ``ProjectionError`` with code `database`.
  convenience init(_ connection: SQLiteConnection, _ sql: String) throws(ProjectionError) {
    try self.init(connection, connection.handle, sql)
  }

  /// Prepares a statement of a connection that outlives it.
  ///
  /// - Throws: ``ProjectionError`` with code `database`.
  convenience init(database: OpaquePointer, _ sql: String) throws(ProjectionError) {
    try self.init(nil, database, sql)
  }

  private init(
    _ connection: SQLiteConnection?, _ database: OpaquePointer, _ sql: String
  ) throws(ProjectionError) {
    var handle: OpaquePointer?
    let code = sqlite3_prepare_v3(
      database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
    guard code == SQLITE_OK, let handle else { throw sqliteFailure(database, sql) }
    self.connection = connection
    self.database = database
    self.handle = handle
    self.sql = sql
  }

  /// The number of a named parameter, from 1; `nil` when the statement has none of that name.
  func parameter(_ name: String) -> Int? {
    let index = sqlite3_bind_parameter_index(handle, ":" + name)
    return index == 0 ? nil : Int(index)
  }

  /// How many parameters it has.
  var parameterCount: Int { Int(sqlite3_bind_parameter_count(handle)) }

  deinit { sqlite3_finalize(handle) }

  /// Binds whole rows, one after the other, and runs the statement once.
  ///
  /// - Parameter columns: how many leading values of each row are bound.
  func run(_ rows: Range<Int>, of packed: PackedRows, columns: Int) throws(ProjectionError) {
    let code = packed.bytes.withUnsafeBytes { bytes in
      bind(rows, of: packed, bytes, columns: columns)
      let code = sqlite3_step(handle)
      sqlite3_reset(handle)
      return code
    }
    guard code == SQLITE_DONE else { throw sqliteFailure(database, sql) }
  }

  // SAFETY: the bytes are bound without a copy (no destructor); they stay in place until the
  // statement was reset, both within the closure that lends them.
  private func bind(
    _ rows: Range<Int>, of packed: PackedRows, _ bytes: UnsafeRawBufferPointer, columns: Int
  ) {
    var parameter: Int32 = 1
    for row in rows {
      var cursor = PackedCursor(bytes, packed.starts[row])
      for _ in 0..<columns {
        switch cursor.next() {
        case .null: sqlite3_bind_null(handle, parameter)
        case .integer(let number): sqlite3_bind_int64(handle, parameter, number)
        case .text(let text):
          sqlite3_bind_text(
            handle, parameter,
            (text.baseAddress ?? bytes.baseAddress)?.assumingMemoryBound(
              to: CChar.self), Int32(text.count), nil)
        case .blob(let blob):
          if blob.isEmpty {
            sqlite3_bind_zeroblob(handle, parameter, 0)
          } else {
            sqlite3_bind_blob(handle, parameter, blob.baseAddress, Int32(blob.count), nil)
          }
        }
        parameter += 1
      }
    }
  }

  /// Runs the statement with a few values and packs the rows it gives.
  func rows(_ values: [SQLValue] = []) throws(ProjectionError) -> PackedRows {
    var bound = PackedRows()
    bound.beginRow()
    for value in values { bound.append(value) }
    var result = PackedRows()
    let code = bound.bytes.withUnsafeBytes { bytes in
      if !values.isEmpty { bind(0..<1, of: bound, bytes, columns: values.count) }
      var code = sqlite3_step(handle)
      while code == SQLITE_ROW {
        result.takeRow(of: handle)
        code = sqlite3_step(handle)
      }
      sqlite3_reset(handle)
      return code
    }
    guard code == SQLITE_DONE else { throw sqliteFailure(database, sql) }
    return result
  }

  /// Runs the statement and lends each row it gives, packed.
  func forEachRow(_ body: (UnsafeRawBufferPointer) -> Void) throws(ProjectionError) {
    var row = PackedRows()
    var code = sqlite3_step(handle)
    while code == SQLITE_ROW {
      row.removeAll()
      row.takeRow(of: handle)
      row.bytes.withUnsafeBytes(body)
      code = sqlite3_step(handle)
    }
    sqlite3_reset(handle)
    guard code == SQLITE_DONE else { throw sqliteFailure(database, sql) }
  }
}

extension PackedRows {
  /// Packs the row that a statement stands on.
  mutating func takeRow(of statement: OpaquePointer) {
    beginRow()
    for column in 0..<sqlite3_column_count(statement) {
      switch sqlite3_column_type(statement, column) {
      case SQLITE_INTEGER: appendInteger(sqlite3_column_int64(statement, column))
      case SQLITE_TEXT:
        // SAFETY: SQLite lends both until the next step; they are copied at once. Text is asked for before its
        // length, which may change with the form.
        let text = sqlite3_column_text(statement, column)
        let count = Int(sqlite3_column_bytes(statement, column))
        appendCounted(PackedTag.text, UnsafeRawBufferPointer(start: text, count: count))
      case SQLITE_BLOB:
        let blob = sqlite3_column_blob(statement, column)
        let count = Int(sqlite3_column_bytes(statement, column))
        appendCounted(PackedTag.blob, UnsafeRawBufferPointer(start: blob, count: count))
      default: appendNull()
      }
    }
  }
}
