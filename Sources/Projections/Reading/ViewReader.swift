internal import EventLog
internal import EventModel
internal import GRDB
internal import GRDBSQLite
internal import Glibc

/// Answers questions on one reading connection, within one snapshot.
struct ViewReader {
  let database: OpaquePointer
  let set: ReadModelSet
  let limits: ProjectionLimits
  /// The log that the rows are of.
  let log: any AppendOnlyLog
  /// The number of the generation that is read.
  let generation: Int

  /// What the rows are made from. Asked before anything else, because a file without a checkpoint, as one
  /// that was cut short, is damaged.
  func basis() throws(ProjectionError) -> RowsBasis {
    let checkpoint: Checkpoint
    do throws(ProjectionError) { checkpoint = try self.checkpoint() } catch {
      guard error.code == .otherLayout || error.code == .notFound else { throw error }
      throw ProjectionError(.damaged, error.reason)
    }
    // Another file may have been put in its place; SQLite looks at the name when it connects.
    guard checkpoint.logID == log.identity.id else {
      throw ProjectionError(.damaged, "the rows in their place are of log \(checkpoint.logID)")
    }
    let quarantined = try SQLiteStatement(database: database, Quarantine.count).rows()
    guard let count = quarantined.values(of: 0)[0].number else {
      throw ProjectionError(.damaged, "the streams that stand still can't be counted")
    }
    return RowsBasis(
      generation: generation, end: checkpoint.end, quarantinedStreamCount: Int(count))
  }

  func checkpoint() throws(ProjectionError) -> Checkpoint {
    let rows = try SQLiteStatement(database: database, Checkpoint.selection).rows()
    guard !rows.isEmpty, let checkpoint = Checkpoint(rows.values(of: 0)) else {
      throw ProjectionError(.notFound, "the read models have no checkpoint")
    }
    return checkpoint
  }

  func page(_ query: ViewQuery) throws(ProjectionError) -> ViewPage {
    try page(query, of: try set.view(query.view))
  }

  func page(
    _ query: ViewQuery, of view: ViewDeclaration
  ) throws(ProjectionError) -> ViewPage {
    if query.hidesSmallCells, let instead = view.singlePersons,
      query.organisations.isEmpty || view.ownedBy.isEmpty
    {
      throw ProjectionError(
        .singlePersons,
        "\(view.name) shows facts of single persons, from which figures of fewer than five could be "
          + "added up; ask \(instead)")
    }
    let sql = try ViewSQL(query, view, limits, zone: log.identity.zone)
    let basis = try basis()
    let rows = try rows(
      sql.sql, sql.values,
      sql.arguments.asked(for: query.organisations, hidingSmallCells: query.hidesSmallCells))
    let hasMore = rows.count > sql.limit
    return ViewPage(
      columns: sql.columns,
      rows: rows.prefix(sql.limit).map { Array($0.prefix(sql.columns.count)) },
      basis: basis, next: hasMore ? sql.cursor(after: rows[sql.limit - 1]) : nil)
  }

  func measure(
    _ name: String, _ arguments: [String: String], hidingSmallCells: Bool
  ) throws(ProjectionError) -> MeasureResult {
    let measure = try set.measure(name)
    let values = try argumentValues(
      arguments, measure.arguments, "measure \(name)", log.identity.zone)
    let basis = try basis()
    return MeasureResult(
      measure: measure, arguments: values,
      rows: try rows(measure.sql, [], values.asked(hidingSmallCells: hidingSmallCells)),
      basis: basis)
  }

  private func rows(
    _ sql: String, _ values: [SQLValue], _ named: [String: SQLValue]
  ) throws(ProjectionError) -> [[SQLValue]] {
    try withDeadline { () throws(ProjectionError) in
      let statement = try SQLiteStatement(database: database, sql)
      // Named parameters take the numbers that they first occur at; the others those between.
      var bound = [SQLValue?](repeating: nil, count: statement.parameterCount)
      for (name, value) in named {
        if let index = statement.parameter(name) { bound[index - 1] = value }
      }
      if let index = statement.parameter("known_on") { bound[index - 1] = try knownOn() }
      var rest = values[...]
      let all = bound.map { $0 ?? rest.popFirst() ?? .null }
      let rows = try statement.rows(all)
      return (0..<rows.count).map(rows.values(of:))
    }
  }

  /// What a query is told as `:known_on`: the day until which things are known, that of the last record
  /// that is in the rows, or the day as of which they were made; nothing where they are of no record.
  private func knownOn() throws(ProjectionError) -> SQLValue {
    let checkpoint = try checkpoint()
    let end = checkpoint.end
    guard end > Position(0), end <= log.end else { return .null }
    let zone = log.identity.zone
    do {
      let last = try log.record(at: Position(end.number - 1)).recordedAt
      let recorded = zone.civilDate(at: last.microseconds)
      let asOf = try checkpoint.occurredUntil.map { try Moment(validating: $0).lastDay(in: zone) }
      return .text(min(recorded, asOf ?? recorded).description)
    } catch {
      throw ProjectionError(.database, String(describing: error))
    }
  }

  private func withDeadline<Result>(
    _ body: () throws(ProjectionError) -> Result
  ) throws(ProjectionError) -> Result {
    let box = Deadline(milliseconds: limits.queryMilliseconds)
    // SAFETY: the handler is taken off before `box` goes out of scope.
    let context = Unmanaged.passUnretained(box).toOpaque()
    sqlite3_progress_handler(
      database, 10_000,
      { context in
        guard let context else { return 0 }
        return Unmanaged<Deadline>.fromOpaque(context).takeUnretainedValue().hasPassed ? 1 : 0
      }, context)
    defer { sqlite3_progress_handler(database, 0, nil, nil) }
    return try withExtendedLifetime(box) { () throws(ProjectionError) in try body() }
  }
}

extension [String: SQLValue] {
  /// Says to a query, as `:hides_small_cells`, whether it has to hide cells of few people; and as
  /// `:own_organisations` for whom it is asked: their names with a space around each, or nothing.
  fileprivate func asked(
    for organisations: [StreamName] = [], hidingSmallCells hides: Bool
  ) -> Self {
    var values = self
    values["hides_small_cells"] = .integer(hides ? 1 : 0)
    let names = organisations.map(\.text).joined(separator: " ")
    values["own_organisations"] = names.isEmpty ? .null : .text(" \(names) ")
    return values
  }
}

/// A moment on the monotonic clock.
private final class Deadline {
  private let end: ContinuousClock.Instant

  init(milliseconds: Int) { end = .now + .milliseconds(milliseconds) }

  var hasPassed: Bool { ContinuousClock.now >= end }
}
