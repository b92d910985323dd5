internal import EventModel
internal import MerkleTree

/// Up to where the index and the tiles have taken in which log.
struct IndexCheckpoint: Hashable, Sendable {
  static let format: UInt64 = 1
  private static let byteCount = 64

  /// The log's id.
  var logID: LogID
  /// The size, and the log's root at that size.
  var head: TreeHead

  init(logID: LogID, head: TreeHead) {
    self.logID = logID
    self.head = head
  }

  /// Reads a stored checkpoint; `nil` when it has another format, or a size that no tree has.
  init?(_ bytes: RawSpan) {
    guard bytes.byteCount == Self.byteCount, bytes.bigEndian(at: 0) == Self.format,
      bytes.bigEndian(at: 24) <= TreeHead.maximumSize,
      let root = try? TreeHash(bytes: bytes.extracting(droppingFirst: 32))
    else { return nil }
    logID = LogID(high: bytes.bigEndian(at: 8), low: bytes.bigEndian(at: 16))
    head = TreeHead(size: bytes.bigEndian(at: 24), root: root)
  }

  /// The bytes that are stored.
  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    for number in [Self.format, logID.high, logID.low, head.size] {
      bytes.append(bigEndian: number)
    }
    head.root.append(to: &bytes)
    return bytes
  }
}

extension RawSpan {
  /// The number in the eight bytes at an offset, big-endian.
  func bigEndian(at offset: Int) -> UInt64 {
    // SAFETY: `extracting` traps where there are no eight bytes.
    extracting(offset..<(offset + 8)).withUnsafeBytes {
      UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self))
    }
  }
}
