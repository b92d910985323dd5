internal import Dispatch
internal import EventLog
internal import EventModel
internal import MerkleTree
internal import Synchronization

/// Makes all read models from nothing, into a new file.
///
/// The log is read by several threads at once, each its own range of positions, and its records are
/// sorted out by stream. Then streams are folded in order of their names, piece by piece; whichever
/// thread ends a piece writes what is next in order while the others fold on, so that every table is
/// filled in key order. Indexes come last. What is gathered is bounded: beyond it the log is read
/// several times, each time for another share of the streams.
struct Rebuild: Sendable {
  let log: any AppendOnlyLog
  let set: ReadModelSet
  let asOf: AsOf
  let limits: ProjectionLimits
  let cancellation: Cancellation
  let progress: (@Sendable (RebuildProgress) -> Void)?

  /// Makes the file, and a checkpoint in it.
  ///
  /// - Throws: ``ProjectionError``; what was written so far stays and is of no use.
  func run(into path: String) throws(ProjectionError) -> RebuildReport {
    let clock = ContinuousClock()
    let start = clock.now
    let passCount = try passCount()
    let total = Int(asOf.end.number)
    let meter = Meter(total: 2 * total, start: start, report: progress)
    let writer = try GenerationWriter(path: path, set, .rebuild, limits)
    // Where the records have no room in memory, what indexes are sorted from may have none.
    if passCount > 1 { try writer.sortInFiles() }
    try writer.createTables()
    try writer.execute("BEGIN")
    var streamCount = 0
    for pass in 0..<passCount {
      meter.step = .gathering
      let parts = try Gathering(
        log: log, end: asOf.end, workerCount: limits.rebuildWorkerCount, pass: pass,
        passCount: passCount
      ) { [cancellation] records in
        meter.add(records / passCount)
        return !cancellation.isCancelled
      }.run()
      meter.step = .folding
      let folding = FoldingPass(self, parts, meter)
      streamCount += folding.streamCount
      try folding.run(into: writer)
    }
    meter.step = .finishing
    try writer.createIndexes(set)
    try writer.write(try checkpoint())
    try writer.execute("COMMIT")
    return RebuildReport(
      eventCount: total, streamCount: streamCount, end: asOf.end.number, passCount: passCount,
      elapsed: clock.now - start)
  }

  private func checkpoint() throws(ProjectionError) -> Checkpoint {
    do {
      return Checkpoint(
        logID: log.identity.id, end: asOf.end,
        root: try log.treeHead(at: asOf.end.number).root.hexadecimal, fingerprint: set.fingerprint,
        occurredUntil: asOf.occurredUntil?.description)
    } catch {
      throw ProjectionError(error)
    }
  }

  /// How often the log has to be read so that what is gathered stays in its bound, by a sample.
  private func passCount() throws(ProjectionError) -> Int {
    let total = asOf.end.number
    let (windows, windowSize): (UInt64, UInt64) = (16, 64)
    var (sampled, byteCount) = (0, 0)
    for window in 0..<windows {
      let first = total / windows * window
      do throws(EventLogError) {
        try log.scan(from: Position(first), before: asOf.end) { position, record in
          sampled += 1
          byteCount += record.byteCount + MemoryLayout<GatheredRecords.Entry>.stride
          return position.number + 1 < first + windowSize ? .proceed : .stop
        }
      } catch {
        throw ProjectionError(error)
      }
    }
    guard sampled > 0 else { return 1 }
    return byteCount / sampled * Int(total) / limits.gatheredByteCount + 1
  }
}

/// Whether the task that asked for a rebuild still wants it.
final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)
  var isCancelled: Bool { flag.load(ordering: .relaxed) }
  func cancel() { flag.store(true, ordering: .relaxed) }
}

/// Counts what is done and reports it, at most ten times a second.
final class Meter: Sendable {
  private struct State {
    var step = RebuildProgress.Step.gathering
    var done = 0
    var lastReport: ContinuousClock.Instant
  }

  private let state: Mutex<State>
  private let total: Int
  private let start: ContinuousClock.Instant
  private let report: (@Sendable (RebuildProgress) -> Void)?

  init(
    total: Int, start: ContinuousClock.Instant, report: (@Sendable (RebuildProgress) -> Void)?
  ) {
    self.total = total
    self.start = start
    self.report = report
    state = Mutex(State(lastReport: start))
  }

  var step: RebuildProgress.Step {
    get { state.withLock { $0.step } }
    set {
      state.withLock { $0.step = newValue }
      tell(always: true)
    }
  }

  func add(_ count: Int) {
    state.withLock { $0.done += count }
    tell(always: false)
  }

  private func tell(always: Bool) {
    guard let report else { return }
    let now = ContinuousClock.now
    let progress = state.withLock { state -> RebuildProgress? in
      guard always || now - state.lastReport >= .milliseconds(100) else { return nil }
      state.lastReport = now
      return RebuildProgress(
        step: state.step, eventsDone: min(state.done, total), eventsTotal: total,
        elapsed: now - start)
    }
    if let progress { report(progress) }
  }
}
