extension TreeFrontier {
  private static let sizeByteCount = 8

  /// The longest encoding: the size and 63 hashes, 2,024 bytes.
  public static let maximumEncodedByteCount = sizeByteCount + 63 * TreeHash.byteCount

  /// The frontier as bytes, to be stored beside the log.
  ///
  /// Layout: the size as 8 bytes big-endian, then 32 bytes for each set bit of the size, that of
  /// the largest complete subtree first. Nothing follows, and there is no other encoding.
  public var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.sizeByteCount + subtrees.count * TreeHash.byteCount)
    withUnsafeBytes(of: size.bigEndian) { bytes.append(contentsOf: $0) }
    for subtree in subtrees { subtree.append(to: &bytes) }
    return bytes
  }

  /// Reads a frontier back; the inverse of `encoded`.
  ///
  /// Only the shape can be checked here. Hold `root` against the stored root before trusting it.
  ///
  /// - Throws: `.wrongFrontierByteCount`, or `.sizeOutOfBounds` for a size above
  ///   `TreeHead.maximumSize`.
  public init(decoding bytes: RawSpan) throws(MerkleTreeError) {
    guard bytes.byteCount >= Self.sizeByteCount else {
      throw .wrongFrontierByteCount(expected: Self.sizeByteCount, actual: bytes.byteCount)
    }
    // SAFETY: there are at least eight bytes, checked above.
    let size = bytes.withUnsafeBytes { buffer in
      UInt64(bigEndian: buffer.loadUnaligned(as: UInt64.self))
    }
    guard size <= TreeHead.maximumSize else {
      throw .sizeOutOfBounds(size: size, atMost: TreeHead.maximumSize)
    }
    let expected = Self.sizeByteCount + size.nonzeroBitCount * TreeHash.byteCount
    guard bytes.byteCount == expected else {
      throw .wrongFrontierByteCount(expected: expected, actual: bytes.byteCount)
    }
    let subtrees = try TreeHash.hashes(in: bytes.extracting(droppingFirst: Self.sizeByteCount))
    self.init(size: size, subtrees: subtrees)
  }

  /// Reads a frontier back from an array; the inverse of `encoded`.
  ///
  /// - Throws: as `init(decoding:)` of a span does.
  public init(decoding bytes: [UInt8]) throws(MerkleTreeError) {
    try self.init(decoding: bytes.span.bytes)
  }
}
