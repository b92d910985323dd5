/// A SHA-256 value in the hash tree: a leaf, an inner node or a root.
///
/// Shape: 32 bytes held in place, without a reference or an allocation. The words are the bytes in
/// memory order, not numbers: a list of hashes in memory is byte for byte what a tile file holds.
public struct TreeHash: Sendable, BitwiseCopyable {
  /// The length of every hash: 32 bytes.
  public static let byteCount = 32

  var words: InlineArray<4, UInt64>

  /// Copies a hash from exactly 32 bytes.
  ///
  /// - Throws: `.wrongHashByteCount` for any other length.
  public init(bytes: RawSpan) throws(MerkleTreeError) {
    guard bytes.byteCount == Self.byteCount else {
      throw .wrongHashByteCount(bytes.byteCount)
    }
    // SAFETY: there are 32, checked above.
    self = bytes.withUnsafeBytes { TreeHash(unchecked: $0) }
  }

  /// Copies a hash from exactly 32 bytes in an array.
  ///
  /// - Throws: `.wrongHashByteCount` for any other length.
  public init(bytes: [UInt8]) throws(MerkleTreeError) {
    try self.init(bytes: bytes.span.bytes)
  }

  /// Copies the first 32 bytes of a buffer that the caller has measured.
  init(unchecked bytes: UnsafeRawBufferPointer) {
    words = InlineArray(repeating: 0)
    Swift.withUnsafeMutableBytes(of: &words) { destination in
      // SAFETY: `destination` is 32 bytes; the prefix never reads more than the source has.
      destination.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.byteCount)))
    }
  }

  /// Lends the 32 bytes for the length of a closure.
  public func withBytes<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(words.span.bytes)
  }

  /// The 32 bytes, copied.
  public var bytes: [UInt8] {
    withBytes { lent in lent.withUnsafeBytes { Array($0) } }
  }

  /// Appends the 32 bytes to an array, for building files and messages.
  public func append(to bytes: inout [UInt8]) {
    withBytes { lent in lent.withUnsafeBytes { bytes.append(contentsOf: $0) } }
  }

  /// Splits a flat run of hashes, such as a tile or a stretch of a tile file.
  ///
  /// - Throws: `.wrongHashByteCount` with the total when it is no multiple of 32.
  /// - Complexity: O(byte count); one allocation.
  public static func hashes(in bytes: RawSpan) throws(MerkleTreeError) -> [TreeHash] {
    guard bytes.byteCount.isMultiple(of: byteCount) else {
      throw .wrongHashByteCount(bytes.byteCount)
    }
    let count = bytes.byteCount / byteCount
    return [TreeHash](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      bytes.withUnsafeBytes { source in
        // SAFETY: `count` hashes have exactly as many bytes as the source, and any 32 bytes are
        // a valid hash, so the copy initialises every element and no more.
        UnsafeMutableRawBufferPointer(buffer).copyMemory(from: source)
      }
      initializedCount = count
    }
  }
}

extension TreeHash: Hashable {
  /// Whether all 32 bytes agree.
  public static func == (left: TreeHash, right: TreeHash) -> Bool {
    // Without branches: equal hashes are the common case, so an early exit gains nothing.
    let difference =
      (left.words[0] ^ right.words[0]) | (left.words[1] ^ right.words[1])
      | (left.words[2] ^ right.words[2]) | (left.words[3] ^ right.words[3])
    return difference == 0
  }

  /// Feeds all 32 bytes to a hasher.
  public func hash(into hasher: inout Hasher) {
    for index in words.indices { hasher.combine(words[index]) }
  }
}
