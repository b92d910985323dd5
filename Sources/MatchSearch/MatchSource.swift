internal import Deciding
public import EventLog
internal import EventModel
public import Projections
internal import ReadModels
internal import Synchronization

/// Reads what a search compares: read models name the candidates, and their streams say what they are.
///
/// It only chooses what `Matching` looks at; whether something fits is decided there.
public struct MatchSource: Sendable {
  let log: any AppendOnlyLog
  let views: ReadModelStore
  let limits: MatchLimits
  private let deadline: ContinuousClock.Instant?
  private let turn = SearchTurn()

  /// A source for one search, whose time begins now.
  public init(log: any AppendOnlyLog, views: ReadModelStore, limits: MatchLimits = MatchLimits()) {
    self.log = log
    self.views = views
    self.limits = limits
    deadline = limits.time.map { .now + $0 }
  }

  /// Called between one piece of work and the next: lets others have the thread once this search has
  /// had its turn, because reading and comparing never wait by themselves.
  ///
  /// It doesn't yield each time: on a busy machine it is long until the next turn.
  /// - Throws: ``MatchRefusal`` once the time is over; `CancellationError`.
  func goOn() async throws {
    if turn.isOver(after: limits.turn) {
      await Task.yield()
      turn.begin()
    }
    try Task.checkCancellation()
    guard let deadline, let time = limits.time, ContinuousClock.now >= deadline else { return }
    throw MatchRefusal(code: .tooLong, reason: "a search takes \(time) at most")
  }

  // MARK: - Reading

  /// The streams of a view's rows that pass the filters.
  func streams(
    _ view: String, _ filters: [String: [SQLValue]]
  ) async throws -> [StreamName] {
    let filters = filters.sorted { $0.key < $1.key }.map {
      ViewQuery.Filter($0.key, .oneOf($0.value))
    }
    return try await rows(view, filters, columns: ["stream"]).compactMap { row in
      try row[0].text.map(StreamName.init(validating:))
    }
  }

  /// All rows of a view that pass the filters, page by page.
  ///
  /// - Throws: ``MatchRefusal`` where there are more than a search looks at.
  func rows(
    _ view: String, _ filters: [ViewQuery.Filter], columns: [String]
  ) async throws -> [[SQLValue]] {
    var query = ViewQuery(
      view, filters: filters, columns: columns, limit: views.limits.rowsPerPage)
    var rows: [[SQLValue]] = []
    repeat {
      try await goOn()
      let page = try await views.page(query)
      rows += page.rows
      guard rows.count <= limits.candidateCount else {
        throw MatchRefusal.tooMany(limits.candidateCount, "candidates")
      }
      query.cursor = page.next
    } while query.cursor != nil
    return rows
  }

  /// What is confirmed of a stream: a recommendation rests on nothing else.
  func state<A: Aggregate, Known>(
    _ aggregate: A.Type, of stream: StreamName
  ) throws -> Known? where A.State == Known? {
    try history(of: stream).confirmed.state(aggregate)
  }

  /// The same of a candidate. One whose stream stands still, because a newer Concord recorded in it, is
  /// none: it doesn't keep others from being found, and answers say how many streams stand still.
  func stateIfUnderstood<A: Aggregate, Known>(
    _ aggregate: A.Type, of stream: StreamName
  ) throws -> Known? where A.State == Known? {
    do {
      return try state(aggregate, of: stream)
    } catch let rejection as Rejection where rejection.code == .newerConcord {
      return nil
    }
  }

  /// All that was recorded in a stream.
  func history(of stream: StreamName) throws -> StreamHistory {
    try log.history(of: stream)
  }
}
