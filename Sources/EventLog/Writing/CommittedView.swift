internal import EventModel
internal import LMDB

/// The log as the writer last committed it: overlay first, then a snapshot of the index.
///
/// Used by the writer's thread alone, which keeps one snapshot from flush to flush.
final class CommittedView {
  private let core: LogCore
  private var snapshot: ReadTransaction
  private var snapshotSize: UInt64

  init(_ core: LogCore) throws(EventLogError) {
    self.core = core
    snapshotSize = core.overlay.withLock { $0.flushedSize }
    snapshot = try core.index.snapshot()
  }

  /// The log as one request is decided on it.
  func answering(_ request: AppendQueue.Request) -> Answers {
    Answers(view: self, commandID: request.append.commandID, ahead: request.ahead)
  }

  /// The view for one request, of which the index may have been asked ahead.
  struct Answers: CommittedLog {
    fileprivate let view: CommittedView
    fileprivate let commandID: CommandID
    fileprivate let ahead: LookAhead?

    func head(for entry: Append.Entry, at index: Int) throws(EventLogError) -> Revision? {
      let (known, size) = view.core.overlay.withLock {
        ($0.lastRevision(of: entry.key), $0.flushedSize)
      }
      if let known { return Revision(known) }
      if let ahead, ahead.flushedSize == size { return ahead.heads[index] }
      return try view.indexedHead(of: entry.key, expecting: entry.expected, size)
    }

    func receipt(
      of commandID: CommandID
    ) throws(EventLogError) -> (receipt: AppendReceipt, digest: Digest)? {
      let (known, size) = view.core.overlay.withLock {
        ($0.firstPosition(of: commandID), $0.flushedSize)
      }
      if let known { return try view.core.receipt(at: Position(known)) }
      if let ahead, ahead.flushedSize == size, ahead.isCommandNew, commandID == self.commandID {
        return nil
      }
      return try view.indexedReceipt(of: commandID, size)
    }
  }

  private func indexedHead(
    of stream: HashedName, expecting expected: ExpectedRevision, _ size: UInt64
  ) throws(EventLogError) -> Revision? {
    try renewSnapshot(size)
    do throws(EventLogError) {
      return try core.indexedHead(of: stream, expecting: expected, in: snapshot)
    } catch {
      if case .damaged = error { core.noteDamagedIndex() }
      throw error
    }
  }

  private func indexedReceipt(
    of commandID: CommandID, _ size: UInt64
  ) throws(EventLogError) -> (receipt: AppendReceipt, digest: Digest)? {
    try renewSnapshot(size)
    guard let first = try core.index.firstPosition(of: commandID, in: snapshot) else { return nil }
    return try core.receipt(of: commandID, indexedAt: Position(first))
  }

  /// Sees to it that the snapshot has what the overlay has forgotten.
  private func renewSnapshot(_ size: UInt64) throws(EventLogError) {
    guard size != snapshotSize else { return }
    do throws(LMDBError) {
      try snapshot.renew(within: IndexStore.endless)
    } catch {
      throw EventLogError(error)
    }
    snapshotSize = size
  }
}
