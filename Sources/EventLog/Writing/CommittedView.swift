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

  func head(
    of stream: HashedName, expecting expected: ExpectedRevision
  ) throws(EventLogError) -> Revision? {
    let (known, size) = core.overlay.withLock { ($0.lastRevision(of: stream), $0.flushedSize) }
    if let known { return Revision(known) }
    try renewSnapshot(size)
    let name = StreamName(recorded: stream.text)
    do throws(EventLogError) {
      guard let head = try core.index.head(of: name, in: snapshot) else { return nil }
      try check(head, of: name, expected)
      return Revision(head.count - 1)
    } catch {
      if case .damaged = error { core.noteDamagedIndex() }
      throw error
    }
  }

  /// Holds what the index says against the record, where the append takes any answer.
  ///
  /// A revision that the caller names is held against it by the caller: a wrong head is a conflict
  /// then, and nothing is recorded.
  private func check(
    _ head: StreamEntry.Head, of stream: StreamName, _ expected: ExpectedRevision
  ) throws(EventLogError) {
    switch expected {
    case .exactly, .noStream: return
    case .any, .streamExists: break
    }
    guard head.last < core.end.number else { throw core.index.malformed("the entry of \(stream)") }
    let isRight = try core.withRecord(at: Position(head.last), in: try core.records.snapshot()) {
      record in
      guard let fields = try? Envelope(walking: record) else { return false }
      return fields.revision.number == head.count - 1
        && record.extracting(fields.stream).withUnsafeBytes { $0.elementsEqual(stream.text.utf8) }
    }
    guard isRight else { throw core.index.malformed("the entry of \(stream)") }
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
