internal import EventModel
internal import Files
internal import Glibc
internal import LMDB
internal import MerkleTree

/// Holds the records against the log's own root before anything derived is deleted.
///
/// Where they don't lead to it, the old leaf file is the only one that can say which record is not
/// what was appended: so it must outlive the attempt.
struct RecordsCheck {
  let directory: DataDirectory
  let records: RecordStore

  /// How many records are read under one snapshot.
  private static let chunkLength: UInt64 = 1_024

  /// Hashes all records up to a head.
  ///
  /// - Throws: ``EventLogError/corrupt(_:_:)`` with the first position at which a record and its old
  ///   hash differ; ``EventLogError/damaged(path:_:)`` of the log where no old hash says which.
  /// - Complexity: O(records)
  func run(upTo head: TreeHead) throws(EventLogError) {
    var frontier = TreeFrontier()
    var suspect: Position?
    while frontier.size < head.size {
      let range = frontier.size..<min(head.size, frontier.size + Self.chunkLength)
      let known = oldHashes(range)
      let snapshot = try records.snapshot()
      for number in range {
        let hash = try records.withRecord(at: Position(number), in: snapshot) {
          TreeHash.leafHash(of: $0)
        }
        frontier.append(leafHash: hash)
        let index = Int(number - range.lowerBound)
        if suspect == nil, index < known.count, known[index] != hash { suspect = Position(number) }
      }
    }
    guard frontier.head != head else { return }
    if let suspect { throw .corrupt(suspect, "its bytes are not what its hash says") }
    throw .damaged(
      path: records.environment.directory, "its records don't lead to its root")
  }

  /// What the leaf file has for some records; fewer where it is shorter or can't be read.
  private func oldHashes(_ range: Range<UInt64>) -> [TreeHash] {
    let path = directory.tiles + "/0"
    guard DataDirectory.exists(path), let file = try? File(path, O_RDONLY) else { return [] }
    let stride = TreeHash.byteCount
    var bytes =
      (try? file.read(range.count * stride, at: range.lowerBound * UInt64(stride))) ?? []
    bytes.removeLast(bytes.count % stride)
    return (try? TreeHash.hashes(in: bytes.span.bytes)) ?? []
  }
}
