internal import Crypto

extension TreeHash {
  // What keeps a leaf from passing for a node, and a node for a leaf.
  private static let leafPrefix: UInt8 = 0x00
  private static let nodePrefix: UInt8 = 0x01

  /// Above this many bytes a leaf is hashed where it lies; up to it, copied behind its prefix.
  ///
  /// One `update` on one buffer costs less than two; a stack buffer of this size costs nothing.
  private static let copiedLeafByteCount = 1_000

  /// The root of the tree without leaves: SHA-256 of nothing.
  ///
  /// Source: RFC 6962 section 2.1.
  public static let emptyRoot = TreeHash(SHA256().finalize())

  /// The hash of one leaf: SHA-256(0x00 ‖ entry).
  ///
  /// - Complexity: O(byte count); no allocation.
  ///
  /// Source: RFC 6962 section 2.1.
  public static func leafHash(of entry: RawSpan) -> TreeHash {
    entry.withUnsafeBytes { entry in
      guard entry.count <= copiedLeafByteCount else {
        var hasher = SHA256()
        withUnsafeBytes(of: leafPrefix) { hasher.update(bufferPointer: $0) }
        hasher.update(bufferPointer: entry)
        return TreeHash(hasher.finalize())
      }
      return withUnsafeTemporaryAllocation(
        byteCount: 1 + copiedLeafByteCount, alignment: 8
      ) { buffer in
        // SAFETY: the prefix and at most `copiedLeafByteCount` bytes fit; only what has been
        // written is hashed.
        buffer[0] = leafPrefix
        UnsafeMutableRawBufferPointer(rebasing: buffer[1...]).copyMemory(from: entry)
        var hasher = SHA256()
        hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[...entry.count]))
        return TreeHash(hasher.finalize())
      }
    }
  }

  /// The hash of one leaf whose bytes are in an array.
  public static func leafHash(of entry: [UInt8]) -> TreeHash {
    leafHash(of: entry.span.bytes)
  }

  /// The hash of an inner node: SHA-256(0x01 ‖ left ‖ right).
  ///
  /// - Complexity: O(1); no allocation.
  ///
  /// Source: RFC 6962 section 2.1.
  public static func nodeHash(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
    withUnsafeTemporaryAllocation(byteCount: 1 + 2 * byteCount, alignment: 8) { buffer in
      // SAFETY: the buffer has room for the prefix and two hashes, and all of it is written.
      buffer[0] = nodePrefix
      buffer.storeBytes(of: left, toByteOffset: 1, as: TreeHash.self)
      buffer.storeBytes(of: right, toByteOffset: 1 + byteCount, as: TreeHash.self)
      var hasher = SHA256()
      hasher.update(bufferPointer: UnsafeRawBufferPointer(buffer))
      return TreeHash(hasher.finalize())
    }
  }

  /// The root over a list of subtrees of equal height, in order.
  ///
  /// Over leaf hashes it is the root of their tree; over the 256 hashes of a full tile it is the
  /// hash that stands one tile level up. That is how a damaged tile is told from a damaged record.
  ///
  /// - Complexity: O(count) node hashes; one allocation.
  public static func root(of subtrees: [TreeHash]) -> TreeHash {
    root(of: subtrees[...])
  }

  static func root(of subtrees: ArraySlice<TreeHash>) -> TreeHash {
    guard !subtrees.isEmpty else { return emptyRoot }
    var row = Array(subtrees)
    var count = row.count
    while count > 1 {
      for index in 0..<(count / 2) {
        row[index] = nodeHash(row[2 * index], row[2 * index + 1])
      }
      // The odd one out rises unchanged: the same tree as splitting at the largest power of two.
      if !count.isMultiple(of: 2) { row[count / 2] = row[count - 1] }
      count = (count + 1) / 2
    }
    return row[0]
  }

  private init(_ digest: SHA256Digest) {
    // SAFETY: a SHA-256 digest has the 32 bytes that are copied.
    self = digest.withUnsafeBytes { TreeHash(unchecked: $0) }
  }
}
