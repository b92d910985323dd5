internal import EventModel
internal import LMDB
internal import MerkleTree

/// A commit that is being put together: what was accepted so far is in its transaction.
///
/// It sees to the tree on a copy, so that nothing has happened when it is given up.
struct OpenCommit: ~Copyable {
  private var transaction: WriteTransaction
  private(set) var tree: TreeFrontier
  private(set) var completed: CompletedHashes
  private var putCount = 0

  /// - Parameter count: about how many events it will take.
  init(
    _ environment: LMDB.Environment, _ tree: TreeFrontier, expecting count: Int
  ) throws(LMDBError) {
    transaction = try environment.beginWrite()
    self.tree = tree
    completed = CompletedHashes(expecting: count)
  }

  /// Puts what a batch has accepted since the last time.
  mutating func put(_ batch: borrowing AppendBatch, in records: RecordStore) throws(LMDBError) {
    let accepted = putCount..<batch.accepted.count
    putCount = accepted.upperBound
    try Self.put(batch, accepted, records.events, &transaction, &tree, &completed)
  }

  /// Makes it durable, with the tree's right edge.
  consuming func commit(in records: RecordStore) throws(LMDBError) -> Committed {
    let head = tree.head
    try records.put(tree, head, in: &transaction)
    let committed = Committed(tree: tree, head: head, completed: completed)
    try transaction.commit()
    return committed
  }

  /// What a commit has changed.
  struct Committed {
    let tree: TreeFrontier
    let head: TreeHead
    let completed: CompletedHashes
  }

  /// Puts some of a batch's accepted appends, with the writer's own fields, and hashes them.
  static func put(
    _ batch: borrowing AppendBatch, _ range: Range<Int>, _ events: Table<UInt64>,
    _ transaction: inout WriteTransaction, _ tree: inout TreeFrontier,
    _ completed: inout CompletedHashes
  ) throws(LMDBError) {
    // By index: a copy of each would touch the reference counts of all that it holds, in memory that
    // another thread wrote.
    for accepted in range {
      let first = batch.accepted[accepted].receipt.first.number
      let count = batch.accepted[accepted].append.eventCount
      let recordedAt = batch.accepted[accepted].receipt.recordedAt
      var index = 0
      try batch.accepted[accepted].forEachAddition { (entry, firstRevision) throws(LMDBError) in
        var revision = firstRevision
        for event in entry.events.indices {
          let record = entry.events[event].bytes
          try transaction.append(
            byteCount: record.count, at: first + UInt64(index), in: events
          ) { room in
            // SAFETY: room was asked for as many bytes as the record has, and all of it is written.
            room.withUnsafeMutableBytes { bytes, byteCount in
              record.withUnsafeBytes { bytes.copyMemory(from: $0) }
              byteCount = record.count
              RecordTail.patch(
                bytes, appendIndex: index, appendCount: count, revision: revision,
                recordedAt: recordedAt)
            }
            tree.append(leaf: room.bytes, completing: &completed)
          }
          index += 1
          revision = revision.next
        }
      }
    }
  }
}
