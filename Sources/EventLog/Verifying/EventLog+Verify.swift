internal import EventModel
internal import LMDB
internal import MerkleTree

extension EventLog {
  /// Recomputes and compares everything, while appending and reading go on.
  ///
  /// It hashes and decodes every record, recomputes the root, and checks tiles, index, revisions, command
  /// ids, recorded times and append borders. It repairs nothing, and holds no snapshot for long.
  /// - Parameter progress: told how many records are done, and of how many.
  /// - Complexity: O(records) for each 4,000,000 streams; memory about 50 bytes a stream, bounded, and
  ///   as much a command where no index tells commands apart
  public func verify(
    progress: @escaping (_ done: UInt64, _ total: UInt64) -> Void = { _, _ in }
  ) throws(EventLogError) -> VerifyReport {
    let core = try core()
    return try Self.verify(
      core.records, core.index, core.tiles, core.identity.id, progress, while: { true })
  }

  /// Verifies a data directory, also beside the process that writes it, whatever its state.
  ///
  /// Where no process writes it, the pages of both files are looked at first: following a page
  /// number that is wrong would kill this process. Where one of the log's is damaged, nothing more
  /// is checked.
  /// - Parameters:
  ///   - progress: told how many records are done, and of how many.
  ///   - isWanted: asked every few thousand records.
  /// - Throws: ``EventLogError`` when the records can't be read at all, or what the operating system
  ///   refused: that something can't be read says nothing about what is in it;
  ///   ``EventLogError/interrupted``.
  public static func verify(
    at path: String, progress: @escaping (_ done: UInt64, _ total: UInt64) -> Void = { _, _ in },
    isWanted: @escaping () -> Bool = { true }
  ) throws(EventLogError) -> VerifyReport {
    let directory = DataDirectory(path: path)
    try directory.requireLog()
    let pages = try PageCheck(directory)
    if pages.isLogDamaged { return pages.report }
    var found = pages.report
    var (index, tiles): (IndexStore?, TileStore?) = (nil, nil)
    do throws(EventLogError) {
      if !pages.isIndexDamaged, DataDirectory.exists(directory.index + "/data.mdb") {
        let opened = try IndexStore(directory.index, isReadOnly: true)
        index = opened
        if let checkpoint = try opened.checkpoint(in: try opened.snapshot()) {
          tiles = try TileStore(
            directory.tiles, durableSize: checkpoint.head.size, isReadOnly: true)
        }
      } else if !pages.isIndexDamaged {
        found.notChecked.append("the index: it is not there; opening the log makes it anew")
      }
    } catch {
      guard error.isOfContents else { throw error }
      found.note(
        index == nil ? .index(table: "all") : .tile(level: 0, index: 0), error.description)
    }
    let records = try RecordStore(directory.log, for: .reading)
    return try verify(records, index, tiles, nil, progress, while: isWanted, found)
  }

  private static func verify(
    _ records: RecordStore, _ index: IndexStore?, _ tiles: TileStore?, _ logID: LogID?,
    _ progress: @escaping (_ done: UInt64, _ total: UInt64) -> Void,
    while isWanted: @escaping () -> Bool, _ found: VerifyReport = VerifyReport()
  ) throws(EventLogError) -> VerifyReport {
    guard let index else {
      var verifier = LogVerifier(
        records, tiles, continuing: found, isWanted: isWanted, progress: progress)
      if tiles == nil { verifier.leaveOpen("the tiles: the index doesn't say how far they reach") }
      let size = try verifier.readStatedHead()
      try verifier.checkRecords(below: size, followedEstimate: 0)
      return verifier.report
    }
    // The index first: then the log has all that the index knows.
    let (checkpoint, streamCount) = try edge(of: index)
    // The index tells the commands below its checkpoint apart: only what comes after is followed.
    var verifier = LogVerifier(
      records, tiles, continuing: found, commandsFrom: Position(checkpoint?.head.size ?? 0),
      isWanted: isWanted, progress: progress)
    if tiles == nil { verifier.leaveOpen("the tiles: the index doesn't say how far they reach") }
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
    try checkIndex(index, records, checkpoint, size, &verifier, while: isWanted)
    return verifier.report
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

  private static func checkIndex(
    _ index: IndexStore, _ records: RecordStore, _ checkpoint: IndexCheckpoint, _ size: UInt64,
    _ verifier: inout LogVerifier, while isWanted: @escaping () -> Bool
  ) throws(EventLogError) {
    if checkpoint.head.size < size {
      verifier.leaveOpen("the index from position \(checkpoint.head.size) on: it is in memory")
    }
    let appends = try appendCount(index, records, below: checkpoint.head.size, size, &verifier)
    var indexVerifier = try IndexVerifier(
      index, records, try index.snapshotToVerify(), checkpoint, while: isWanted)
    do throws(EventLogError) {
      try indexVerifier.check(&verifier, appendCount: appends)
    } catch .indexInTheMaking {
      verifier.leaveOpen("the index: its writer made it anew meanwhile")
    } catch { throw error }
  }

  /// How many appends begin below the index's checkpoint; those after it are held against the commands
  /// that it knows.
  private static func appendCount(
    _ index: IndexStore, _ records: RecordStore, below checkpoint: UInt64, _ size: UInt64,
    _ verifier: inout LogVerifier
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
