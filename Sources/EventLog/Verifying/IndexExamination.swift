internal import Dispatch
internal import EventModel
internal import LMDB
internal import Synchronization

/// Holds the tables of an index against the log: those of streams, and meanwhile the others.
struct IndexExamination {
  let index: IndexStore
  let records: RecordStore
  /// Was read before the log's size was.
  let checkpoint: IndexCheckpoint
  /// How many appends begin below the checkpoint.
  let appendCount: UInt64
  /// Asked on the caller's thread, every few thousand look-ups.
  let isWanted: () -> Bool

  /// What came of some tables.
  struct Outcome: Sendable {
    /// Problems, and how many positions were looked at.
    var report = VerifyReport()
    /// What ended it early.
    var failure: EventLogError?
  }

  private final class Shared: Sendable {
    let isEnding = Atomic(false)
    let others = Mutex(Outcome())
  }

  /// How often it is asked whether it is still wanted, once only the other thread is at work.
  private static let patience = DispatchTimeInterval.milliseconds(100)

  /// Looks at all tables.
  ///
  /// - Returns: what came of the tables of streams, then of the others.
  /// - Complexity: one look-up in the log for each position in the index
  func run() -> [Outcome] {
    let shared = Shared()
    let group = DispatchGroup()
    DispatchQueue.global().async(group: group) { [index, records, checkpoint, appendCount] in
      let outcome = Self.outcome(
        index, records, checkpoint, while: { !shared.isEnding.load(ordering: .relaxed) }
      ) { (verifier, report) throws(EventLogError) in
        try verifier.checkOtherTables(
          appendCount: appendCount...appendCount, onRepeat: { report.note(.record($0), $1) }
        ) { report.note(.index(table: $0), $1) }
      }
      shared.others.withLock { $0 = outcome }
    }
    let streams = Self.outcome(index, records, checkpoint, while: isWanted) {
      (verifier, report) throws(EventLogError) in
      try verifier.checkStreamTables { report.note(.index(table: $0), $1) }
    }
    if streams.failure != nil { shared.isEnding.store(true, ordering: .relaxed) }
    while group.wait(timeout: .now() + Self.patience) == .timedOut {
      if !isWanted() { shared.isEnding.store(true, ordering: .relaxed) }
    }
    return [streams, shared.others.withLock { $0 }]
  }

  private static func outcome(
    _ index: IndexStore, _ records: RecordStore, _ checkpoint: IndexCheckpoint,
    while isWanted: @escaping () -> Bool,
    _ check: (inout IndexVerifier, inout VerifyReport) throws(EventLogError) -> UInt64
  ) -> Outcome {
    var outcome = Outcome()
    do throws(EventLogError) {
      var verifier = try IndexVerifier(
        index, records, try index.snapshotToVerify(), checkpoint, while: isWanted)
      outcome.report.counts.indexedPositions = try check(&verifier, &outcome.report)
    } catch {
      outcome.failure = error
    }
    return outcome
  }
}
