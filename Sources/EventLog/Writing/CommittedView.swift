internal import EventModel
internal import LMDB

/// The log as the writer last committed it: overlay first, then a snapshot of the index.
///
/// Used by the writer's thread alone, which keeps one snapshot from flush to flush.
final class CommittedView: CommittedLog {
  private let core: LogCore
  private var snapshot: ReadTransaction
  private var snapshotSize: UInt64

  init(_ core: LogCore) throws(EventLogError) {
    self.core = core
    snapshotSize = core.overlay.withLock { $0.flushedSize }
    snapshot = try core.index.snapshot()
  }

  func head(of stream: HashedName) throws(EventLogError) -> Revision? {
    let (known, size) = core.overlay.withLock { ($0.lastRevision(of: stream), $0.flushedSize) }
    if let known { return Revision(known) }
    try renewSnapshot(size)
    let name = StreamName(recorded: stream.text)
    return try core.index.count(of: name, in: snapshot).map { Revision($0 - 1) }
  }

  func receipt(
    of commandID: CommandID
  ) throws(EventLogError) -> (receipt: AppendReceipt, digest: Digest)? {
    let (known, size) = core.overlay.withLock {
      ($0.firstPosition(of: commandID), $0.flushedSize)
    }
    if let known { return try core.receipt(at: Position(known)) }
    try renewSnapshot(size)
    guard let first = try core.index.firstPosition(of: commandID, in: snapshot) else { return nil }
    return try core.receipt(at: Position(first))
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
