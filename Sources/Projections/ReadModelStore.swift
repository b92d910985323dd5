public import EventLog
public import EventModel
internal import Files
internal import GRDB
internal import Synchronization

/// Keeps the read models of one log up to date in one directory, answers questions to them, and makes them
/// anew.
///
/// All of it is derived: deleting the directory and opening again is always a valid repair.
public final class ReadModelStore: Sendable {
  /// What is folded and asked.
  public let readModels: ReadModelSet
  /// The bounds.
  public let limits: ProjectionLimits

  let log: any AppendOnlyLog
  let directory: ViewDirectory
  let runner: ProjectionRunner?
  let waiters: PositionWaiters
  let state: Mutex<State>
  private let lock: FileLock?

  struct State {
    /// 0 while there is none.
    var generation: Int
    /// Missing while there is no generation; nobody is answered then.
    var pool: DatabasePool?
    var phase = ProjectionStatus.Phase.idle
    var quarantinedStreamCount = 0
    var startedAnew: String?
    var needsRebuild = false
    /// Where the log was when they were opened, until the rows hold all below it: nobody is answered
    /// before.
    var unansweredBelow: Position?
    /// The wait for the log's next events, cut short where the rows have to be made anew.
    var sleeper: Task<Result<Position, EventLogError>, Never>?
    var isRebuilding = false
    /// Where the log was when rows were found that can't be kept; they were made anew since.
    var madeAnewAt: Position?
  }

  /// Opens the read models of a log, to keep and to ask them.
  ///
  /// Rows that were made from another log, by other code, or that the log disagrees with are of no use;
  /// ``ProjectionStatus/startedAnew`` says why, and they are deleted once there are others. Nothing is
  /// folded before ``run()`` or ``catchUp(progress:)``, and nothing answered before the rows hold what
  /// the log holds now.
  /// - Parameter waitingForRoom: whether to go on, for ``run()``, where there are none of any use and the
  ///   disk takes no others now, as a full one: they are made once it does.
  /// - Throws: ``ProjectionError``, `heldByAnotherProcess` when another process keeps them.
  public convenience init(
    opening path: String, of log: any AppendOnlyLog, _ readModels: ReadModelSet,
    limits: ProjectionLimits = ProjectionLimits(), waitingForRoom: Bool = false
  ) throws(ProjectionError) {
    let directory = ViewDirectory(path: path)
    try directory.create()
    let lock = try directory.lock()
    let (live, reason) = try ReadModelStore.live(
      in: directory, log, readModels, limits, waitingForRoom)
    let number = live?.number ?? 0
    directory.removeGenerations(except: [number, try directory.currentGeneration() ?? number])
    let (end, logEnd) = (live?.checkpoint.end ?? .zero, log.end)
    let behind = logEnd.number - min(end.number, logEnd.number)
    var state = State(generation: number)
    if live != nil { state.pool = try ReadModelStore.pool(directory.databasePath(number), limits) }
    state.startedAnew = reason
    state.quarantinedStreamCount = live?.quarantined.count ?? 0
    state.needsRebuild =
      live == nil || behind > UInt64(limits.catchUpEventCount) && behind > end.number
    if reason != nil || end < logEnd { state.unansweredBelow = logEnd }
    self.init(directory, log, readModels, limits, state, end, lock, ProjectionRunner(live))
  }

  /// The generation to go on with: the one that is there, or an empty one and why, or none where that
  /// can't be made now.
  ///
  /// The directory names an empty one once its rows are asked, see ``begin(answeringFrom:_:)``.
  private static func live(
    in directory: ViewDirectory, _ log: any AppendOnlyLog, _ readModels: ReadModelSet,
    _ limits: ProjectionLimits, _ waitsForRoom: Bool
  ) throws(ProjectionError) -> (live: LiveGeneration?, startedAnew: String?) {
    var reason = "there were no read models"
    if let number = try directory.currentGeneration() {
      do throws(ProjectionError) {
        let opened = try LiveGeneration(
          number, path: directory.databasePath(number), log, readModels, limits)
        let disagreement = try opened.checkpoint.disagreement(with: log, readModels.fingerprint)
        guard let disagreement else { return (opened, nil) }
        reason = disagreement
      } catch {
        // Rows that can't be read at this moment are no reason to fold all of the log again.
        guard error.isOfTheRows || error.code == .notFound else { throw error }
        reason = "the read models can't be read: \(error)"
      }
    }
    let number = try directory.nextGeneration()
    let path = directory.databasePath(number)
    do throws(ProjectionError) {
      try LiveGeneration.create(path: path, log, readModels, limits)
      return (try LiveGeneration(number, path: path, log, readModels, limits), reason)
    } catch {
      directory.remove(number)
      guard waitsForRoom, error.mayPass else { throw error }
      return (nil, "\(reason), and others can't be made (\(error))")
    }
  }

  /// Opens read models that another process keeps, or that were made as of a moment, only to ask
  /// them.
  ///
  /// - Throws: ``ProjectionError``, `notFound` when there are none, or they were made by other code,
  ///   `otherLog` when they weren't made from this log.
  public convenience init(
    reading path: String, of log: any AppendOnlyLog, _ readModels: ReadModelSet,
    limits: ProjectionLimits = ProjectionLimits()
  ) throws(ProjectionError) {
    let directory = ViewDirectory(path: path)
    guard let number = try directory.currentGeneration() else {
      throw ProjectionError(.notFound, "there are no read models in \(path) yet")
    }
    let pool = try ReadModelStore.pool(directory.databasePath(number), limits)
    let checkpoint = try ReadModelStore.read(pool) { db throws(ProjectionError) in
      try ViewReader(
        database: try db.handle(), set: readModels, limits: limits, log: log, generation: number
      ).checkpoint()
    }
    guard checkpoint.fingerprint == readModels.fingerprint else {
      throw ProjectionError(
        .notFound, "the read models in \(path) were made by another version of the projections")
    }
    // One that goes further than this log says nothing: whoever keeps it may have read more of it.
    if checkpoint.logID != log.identity.id || checkpoint.end <= log.end,
      let reason = try checkpoint.disagreement(with: log, readModels.fingerprint)
    {
      throw ProjectionError(.otherLog, "\(path): \(reason)")
    }
    self.init(
      directory, log, readModels, limits, State(generation: number, pool: pool), checkpoint.end,
      nil, nil)
  }

  private init(
    _ directory: ViewDirectory, _ log: any AppendOnlyLog, _ readModels: ReadModelSet,
    _ limits: ProjectionLimits, _ state: consuming sending State, _ end: Position,
    _ lock: consuming FileLock?,
    _ runner: ProjectionRunner?
  ) {
    self.directory = directory
    self.log = log
    self.readModels = readModels
    self.limits = limits
    self.lock = lock
    self.runner = runner
    self.state = Mutex(state)
    waiters = PositionWaiters(reached: end, maximumCount: limits.waitingReaderCount)
  }

  /// The position after the last event in the rows.
  public var end: Position { waiters.reached }

  /// How far the read models are behind the log, and whether they answer.
  ///
  /// - Parameter now: the time to measure the lag against.
  public func status(now: RecordedTime) -> ProjectionStatus {
    let (end, logEnd) = (end, log.end)
    var lag: Int64 = 0
    if end < logEnd, let place = try? log.record(at: end) {
      lag = max(0, now.microseconds - place.recordedAt.microseconds)
    }
    return state.withLock {
      ProjectionStatus(
        phase: $0.phase, end: end, logEnd: logEnd, lagMicroseconds: lag,
        quarantinedStreamCount: $0.quarantinedStreamCount, generation: $0.generation,
        isAnswering: $0.unansweredBelow == nil, isToBeMadeAnew: $0.needsRebuild,
        startedAnew: $0.startedAnew)
    }
  }

  /// Waits until everything below `end` is in the rows, or the time is over.
  ///
  /// - Parameter end: as a receipt names it: the position after the last event.
  /// - Returns: the position after the last event in the rows then; less than `end` when the time
  ///   was over.
  public func wait(untilEnd end: Position, atMost time: Duration) async -> Position {
    await waiters.wait(for: end, atMost: time)
  }
}
