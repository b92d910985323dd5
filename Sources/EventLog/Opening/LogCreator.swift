internal import EventModel
internal import LMDB
internal import MerkleTree

/// Makes the log's file: beside its place, and moved there when it is whole and durable.
///
/// So a crash leaves no log or a whole one, and nothing in between.
struct LogCreator {
  let directory: DataDirectory
  private var unfinished: String { directory.unfinishedLog }

  /// Makes a log with what `body` puts into it.
  ///
  /// - Throws: ``EventLogError/alreadyExists(path:)``; what `body` throws.
  func create(
    _ body: (RecordStore) throws(EventLogError) -> Void
  ) throws(EventLogError) {
    guard !DataDirectory.exists(directory.log) else {
      throw .alreadyExists(path: directory.path)
    }
    try DataDirectory.remove(unfinished)
    do throws(EventLogError) {
      // The store closes its file at the end of this scope.
      try body(RecordStore(unfinished, for: .creating))
    } catch {
      try? DataDirectory.remove(unfinished)
      throw error
    }
    try directory.placeLog()
  }

  /// Deletes a log that was made and couldn't be opened, so that it can be made again.
  ///
  /// Nothing where another process has it by now, or has written to it.
  func takeBack() {
    do throws(EventLogError) {
      let lock = try WriterLock(directory)
      guard try size() == 1 else { return }
      // The log last: what is left of the others without it would pass for remains of a lost one.
      for part in [directory.index, directory.tiles, directory.log] {
        try DataDirectory.remove(part)
      }
      _ = consume lock
    } catch {
      // Told is what kept it from being opened.
    }
  }

  private func size() throws(EventLogError) -> UInt64 {
    let records = try RecordStore(directory.log, for: .reading)
    return try records.tree(in: try records.snapshot()).head.size
  }

  /// Puts `log.created`.
  static func putCreation(
    _ identity: LogIdentity, _ clock: LogClock, in records: RecordStore
  ) throws(EventLogError) {
    var clockGuard = ClockGuard(clock: clock, lastRecorded: nil)
    let time = try clockGuard.recordingTime { false }
    var batch = AppendBatch(at: .zero, recordedAt: time)
    _ = batch.decide(try LogCreation.append(identity, at: time), on: NothingCommitted())
    var tree = TreeFrontier()
    var completed = CompletedHashes()
    do throws(LMDBError) {
      var transaction = try records.environment.beginWrite()
      try OpenCommit.put(
        batch, batch.accepted.indices, records.events, &transaction, &tree, &completed)
      try records.putFormat(in: &transaction)
      try records.put(tree, tree.head, in: &transaction)
      try transaction.commit()
    } catch {
      throw EventLogError(error)
    }
  }
}

/// What a log that begins continues.
private struct NothingCommitted: CommittedLog {
  func head(for entry: Append.Entry, at index: Int) -> Revision? { nil }
  func receipt(of commandID: CommandID) -> (receipt: AppendReceipt, digest: Digest)? { nil }
}
