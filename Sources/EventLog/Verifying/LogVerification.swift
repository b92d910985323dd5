internal import EventModel
internal import LMDB
internal import MerkleTree

/// Verifies a log whose files are open: the records first, then the index against them.
struct LogVerification {
  let records: RecordStore
  /// `nil` where it is missing or can't be read.
  let index: IndexStore?
  /// Likewise.
  let tiles: TileStore?
  /// Whose index it must be; `nil` where the first record says so.
  var logID: LogID?
  /// Heads of at least one record that the log had earlier.
  var heads: [TreeHead] = []
  /// What opening the files has shown already.
  var found = VerifyReport()
  let progress: (_ done: UInt64, _ total: UInt64) -> Void
  /// Asked every few thousand records.
  var isWanted: () -> Bool = { true }

  /// - Throws: ``EventLogError``, also ``EventLogError/interrupted``.
  func run() throws(EventLogError) -> VerifyReport {
    guard let index else {
      var verifier = verifier(following: nil)
      let size = try verifier.readStatedHead()
      try verifier.checkRecords(below: size, followedEstimate: 0)
      return verifier.report
    }
    // The index first: then the log has all that the index knows.
    let (checkpoint, streamCount) = try Self.edge(of: index)
    var verifier = verifier(following: checkpoint)
    let size = try verifier.readStatedHead()
    let created = try unlessDamaged { () throws(EventLogError) in
      try records.ends(TreeHead(size: max(size, 1), root: .emptyRoot)).0.id
    }
    try verifier.checkRecords(below: size, followedEstimate: streamCount)
    guard let checkpoint else {
      if size > 1 { verifier.leaveOpen("the index: it is empty") }
      return verifier.report
    }
    guard checkpoint.head.size <= size, checkpoint.logID == logID ?? created else {
      verifier.note(.index(table: "meta"), "it is of another log, or ahead of this one")
      verifier.leaveOpen("whether a command was recorded twice: the index can't tell")
      return verifier.report
    }
    try check(index, checkpoint, size, &verifier)
    return verifier.report
  }

  /// - Parameter checkpoint: up to where the index tells commands apart; only those after it are followed.
  private func verifier(following checkpoint: IndexCheckpoint?) -> LogVerifier {
    var verifier = LogVerifier(
      records, tiles, continuing: found, heads: heads,
      commandsFrom: Position(checkpoint?.head.size ?? 0), isWanted: isWanted, progress: progress)
    if tiles == nil {
      verifier.leaveOpen(
        checkpoint == nil
          ? "the tiles: the index doesn't say how far they reach"
          : "the tiles: they couldn't be read")
    }
    return verifier
  }

  /// Up to where the index has got, and how many streams it knows; the snapshot ends at once, since
  /// all records are read before the index is looked at again.
  private static func edge(
    of index: IndexStore
  ) throws(EventLogError) -> (IndexCheckpoint?, streamCount: Int) {
    let snapshot = try index.snapshotToVerify()
    let checkpoint = try index.checkpoint(in: snapshot)
    return try inStore { () throws(LMDBError) in
      (checkpoint, try snapshot.entryCount(in: index.streams))
    }
  }

  private func check(
    _ index: IndexStore, _ checkpoint: IndexCheckpoint, _ size: UInt64,
    _ verifier: inout LogVerifier
  ) throws(EventLogError) {
    if checkpoint.head.size < size {
      verifier.leaveOpen("the index from position \(checkpoint.head.size) on: it is in memory")
    }
    let appends = try appendCount(index, below: checkpoint.head.size, size, &verifier)
    let outcomes = IndexExamination(
      index: index, records: records, checkpoint: checkpoint, appendCount: appends,
      isWanted: isWanted
    ).run()
    for outcome in outcomes { verifier.add(outcome.report) }
    // What ended the streams' tables ended the others as well, as an interruption.
    switch outcomes.compactMap(\.failure).first {
    case nil: break
    case .indexInTheMaking: verifier.leaveOpen("the index: its writer made it anew meanwhile")
    case let failure?: throw failure
    }
  }

  /// How many appends begin below the index's checkpoint; those after it are held against the commands
  /// that it knows.
  private func appendCount(
    _ index: IndexStore, below checkpoint: UInt64, _ size: UInt64, _ verifier: inout LogVerifier
  ) throws(EventLogError) -> UInt64 {
    var count = verifier.report.counts.appends
    // Only what the index doesn't have yet is looked at again.
    for number in checkpoint..<size {
      let position = Position(number)
      let begun = try unlessDamaged { () throws(EventLogError) -> CommandID? in
        try records.withRecord(at: position, in: try records.snapshot()) { record in
          guard let fields = try? Envelope(walking: record), fields.appendIndex == 0 else {
            return nil
          }
          return CommandID(prefixOf: record.copied(fields.commandID))
        }
      }
      guard let command = begun ?? nil else { continue }
      count -= 1
      let first = try unlessDamaged { () throws(EventLogError) in
        try index.firstPosition(of: command, in: try index.snapshotToVerify())
      }
      if let first = first ?? nil, first < number {
        verifier.note(.record(position), RecordRules.repeated(command, since: Position(first)))
      }
    }
    return count
  }
}
