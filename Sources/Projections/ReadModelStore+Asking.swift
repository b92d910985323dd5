internal import EventLog
public import EventModel
internal import GRDB
internal import GRDBSQLite
internal import Synchronization

extension ReadModelStore {
  /// Rows of a view.
  ///
  /// - Throws: ``ProjectionError`` that names the view, column or argument to blame.
  public func page(_ query: ViewQuery) async throws(ProjectionError) -> ViewPage {
    try await read { reader throws(ProjectionError) in try reader.page(query) }
  }

  /// Rows of a view that the set doesn't list, as one over a table: for questions of the code itself.
  package func page(
    _ query: ViewQuery, of view: ViewDeclaration
  ) async throws(ProjectionError) -> ViewPage {
    try await read { reader throws(ProjectionError) in try reader.page(query, of: view) }
  }

  /// The row with that key; `nil` when there is none.
  ///
  /// - Parameter key: the values of the view's key columns, as text.
  /// - Throws: ``ProjectionError`` when the view has another number of key columns.
  public func row(
    of view: String, key: [String], arguments: [String: String] = [:],
    hidingSmallCells: Bool = false, organisations: [StreamName] = []
  ) async throws(ProjectionError) -> (page: ViewPage, row: [SQLValue])? {
    let page = try await page(
      query(of: view, key: key, arguments)
        .hidingSmallCells(hidingSmallCells, but: organisations))
    return page.rows.first.map { (page, $0) }
  }

  /// A measure's answer.
  ///
  /// - Parameters:
  ///   - arguments: as text; dates in any form of a moment.
  ///   - hidingSmallCells: whether whoever asks may see no cell that speaks of a few people only.
  /// - Throws: ``ProjectionError`` that names the argument to blame.
  public func measure(
    _ name: String, _ arguments: [String: String] = [:], hidingSmallCells: Bool = false
  ) async throws(ProjectionError) -> MeasureResult {
    try await read { reader throws(ProjectionError) in
      try reader.measure(name, arguments, hidingSmallCells: hidingSmallCells)
    }
  }

  /// The digest of all rows, of one snapshot.
  public func digest() async throws(ProjectionError) -> ReadModelDigest {
    try await read { reader throws(ProjectionError) in try reader.digest() }
  }

  /// What the rows are made from now, as in ``ViewPage/basis``.
  public func basis() async throws(ProjectionError) -> RowsBasis {
    try await read { reader throws(ProjectionError) in try reader.basis() }
  }

  /// What the rows are made from.
  public func checkpoint() async throws(ProjectionError) -> Checkpoint {
    try await read { reader throws(ProjectionError) in try reader.checkpoint() }
  }

  private func read<Result: Sendable>(
    _ body: @escaping @Sendable (ViewReader) throws(ProjectionError) -> Result
  ) async throws(ProjectionError) -> Result {
    let (pool, generation) = try await answering()
    let (set, limits, log) = (readModels, limits, log)
    do {
      return try await pool.read { db in
        try body(
          ViewReader(
            database: try db.handle(), set: set, limits: limits, log: log,
            generation: generation)
        )
      }
    } catch {
      let error = ProjectionError(reading: error)
      // Whoever keeps them makes them anew at once, unless they did since.
      if error.code == .damaged, state.withLock({ $0.generation }) == generation {
        beginsAnew(after: error)
      }
      throw error
    }
  }

  /// The generation to ask: the one that is live now. A question asks the same one until it is done.
  ///
  /// - Throws: ``ProjectionError`` with code `notYet` where the rows don't hold yet what was in the log when
  ///   they were opened. It waits a few seconds for that, but not for a rebuild.
  private func answering() async throws(ProjectionError) -> (DatabasePool, Int) {
    let (below, isLong) = state.withLock { ($0.unansweredBelow, $0.needsRebuild) }
    if let below, !isLong { _ = await waiters.wait(for: below, atMost: limits.firstAnswerTime) }
    let (pool, generation, missing) = state.withLock {
      ($0.pool, $0.generation, $0.unansweredBelow)
    }
    if missing == nil, let pool { return (pool, generation) }
    throw ProjectionError(
      .notYet,
      "the read models are being made: they hold events below \(end) of \(missing ?? log.end)")
  }

  static func read<Result>(
    _ pool: DatabasePool, _ body: (Database) throws(ProjectionError) -> Result
  ) throws(ProjectionError) -> Result {
    do {
      return try pool.read { db in try body(db) }
    } catch {
      throw ProjectionError(reading: error)
    }
  }

  static func pool(
    _ path: String, _ limits: ProjectionLimits
  ) throws(ProjectionError) -> DatabasePool {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.maximumReaderCount = limits.readerCount
    configuration.label = "concord.views"
    let cache = limits.readerCacheKibibytes
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA cache_size = -\(cache)")
      try db.execute(sql: "PRAGMA trusted_schema = OFF")
    }
    do {
      return try DatabasePool(path: path, configuration: configuration)
    } catch {
      throw ProjectionError(
        ProjectionError(reading: error).code, "\(path) can't be opened for reading: \(error)")
    }
  }
}

extension ProjectionError {
  /// The failure of reading rows, as the store tells it.
  fileprivate init(reading error: any Error) {
    if let error = error as? ProjectionError {
      self = error
      return
    }
    let result = (error as? DatabaseError)?.resultCode
    let isDamaged = result == .SQLITE_CORRUPT || result == .SQLITE_NOTADB
    self.init(isDamaged ? .damaged : .database, String(describing: error))
  }
}

extension Database {
  func handle() throws(ProjectionError) -> OpaquePointer {
    guard let sqliteConnection else {
      throw ProjectionError(.database, "the reading connection is closed")
    }
    return sqliteConnection
  }
}

extension ColumnDeclaration {
  /// Reads a value of this column that came as text.
  ///
  /// - Throws: ``ProjectionError`` with code `badArgument`.
  public func value(of text: String) throws(ProjectionError) -> SQLValue {
    switch kind {
    case .text: return .text(text)
    case .integer:
      guard let number = Int64(text) else {
        throw ProjectionError(.badArgument, "\(name) is a whole number, not \(text)", field: name)
      }
      return .integer(number)
    case .blob:
      throw ProjectionError(.badArgument, "\(name) can't be compared", field: name)
    }
  }
}
