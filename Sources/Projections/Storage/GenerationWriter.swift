internal import EventModel

/// A generation's database, open for writing.
///
/// Not thread safe: the runner's executor owns the live one, a rebuild its own.
final class GenerationWriter {
  let path: String
  private let connection: SQLiteConnection
  private let tables: [TableWriter]

  /// What a database is written with.
  enum Mode {
    /// Beside readers: a write-ahead log, flushed by SQLite's checkpoints.
    case live
    /// Alone, from nothing, in a file of its own: no journal; flushed at the end.
    case rebuild
  }

  init(
    path: String, _ set: ReadModelSet, _ mode: Mode, _ limits: ProjectionLimits
  ) throws(ProjectionError) {
    self.path = path
    connection = try SQLiteConnection(path: path, isNew: mode == .rebuild)
    tables = set.tables.map { [connection] in TableWriter($0, connection) }
    try connection.execute("PRAGMA cache_size = -\(limits.writerCacheKibibytes)")
    switch mode {
    case .live:
      try connection.execute("PRAGMA journal_mode = WAL")
      try connection.execute("PRAGMA synchronous = NORMAL")
    case .rebuild:
      try connection.execute("PRAGMA journal_mode = OFF")
      try connection.execute("PRAGMA synchronous = OFF")
      try connection.execute("PRAGMA locking_mode = EXCLUSIVE")
      try connection.execute("PRAGMA temp_store = MEMORY")
      try connection.execute("PRAGMA threads = 1")
    }
  }

  /// Sorts what doesn't fit the page cache in files, beside the database: other places for temporary
  /// files may be small, or in memory themselves.
  func sortInFiles() throws(ProjectionError) {
    let directory = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
    try connection.execute(
      "PRAGMA temp_store_directory = '\(directory.replacing("'", with: "''"))'")
    try connection.execute("PRAGMA temp_store = FILE")
  }

  /// Makes the tables, without their indexes.
  func createTables() throws(ProjectionError) {
    for writer in tables { try connection.execute(writer.table.creation) }
    try connection.execute(Checkpoint.creation)
  }

  /// Makes the indexes, and the SQL views.
  func createIndexes(_ set: ReadModelSet) throws(ProjectionError) {
    for writer in tables {
      for creation in writer.table.indexCreations { try connection.execute(creation) }
    }
    for view in set.views {
      guard case .query(let sql) = view.content else { continue }
      try connection.execute("CREATE VIEW \(quoted(view.name)) AS \(sql)")
    }
  }

  func transaction(_ body: () throws(ProjectionError) -> Void) throws(ProjectionError) {
    try connection.transaction(body)
  }

  func execute(_ sql: String) throws(ProjectionError) { try connection.execute(sql) }

  /// Adds rows of many streams; their keys aren't there yet.
  func insert(_ rows: RowSink) throws(ProjectionError) {
    for (writer, packed) in zip(tables, rows.tables) where !packed.isEmpty {
      try writer.insert(packed)
    }
  }

  /// Makes the rows of one stream equal to these in the tables that are given whole; in the others
  /// the rows are added, or replace those with the same key.
  func write(
    _ rows: RowSink, of stream: StreamName, whole: [Int]
  ) throws(ProjectionError) {
    for index in whole {
      try tables[index].replace(.text(stream.text), with: rows.tables[index])
    }
    for (index, packed) in rows.tables.enumerated() where !packed.isEmpty {
      if !whole.contains(index) { try tables[index].upsert(packed) }
    }
  }

  func readCheckpoint() throws(ProjectionError) -> Checkpoint? {
    try Checkpoint.read(from: connection)
  }

  func write(_ checkpoint: Checkpoint) throws(ProjectionError) {
    try checkpoint.write(to: connection)
  }

  func quarantinedStreams() throws(ProjectionError) -> Set<StreamName> {
    let rows = try SQLiteStatement(
      connection, "SELECT stream FROM \(quoted(Quarantine.table.name))"
    ).rows()
    return Set(
      (0..<rows.count).compactMap { rows.values(of: $0)[0].text }
        .compactMap { try? StreamName(validating: $0) })
  }
}
