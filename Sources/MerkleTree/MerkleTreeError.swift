/// Why a tree, a tile or a proof was refused.
///
/// Every case carries the numbers that were found beside those that would have been right.
public enum MerkleTreeError: Error, Hashable, Sendable {
  /// A hash, or a run of hashes, has a length in bytes that no number of hashes has.
  case wrongHashByteCount(Int)

  /// A hash is written with other than 64 digits, or with a character that is no digit.
  case malformedHexadecimal(digitCount: Int, badDigitAt: Int?)

  /// A tree size is above what the reader has, or above `TreeHead.maximumSize`.
  case sizeOutOfBounds(size: UInt64, atMost: UInt64)

  /// A leaf index is not below the size of the tree.
  case leafOutOfBounds(index: UInt64, size: UInt64)

  /// A consistency proof was asked for or given with its sizes the wrong way round.
  case sizesOutOfOrder(older: UInt64, newer: UInt64)

  /// A proof for this index and size has another number of hashes.
  case wrongProofLength(expected: Int, actual: Int)

  /// A proof is about a tree of another size than the head it is held against.
  case wrongHeadSize(expected: UInt64, actual: UInt64)

  /// The leaf and the proof lead to another root than the head's, or the proof's end does.
  case wrongRoot(size: UInt64, expected: TreeHash, computed: TreeHash)

  /// A serialised frontier has another length than its own size calls for, or is cut short.
  case wrongFrontierByteCount(expected: Int, actual: Int)

  /// A tile's level, index or width is outside the geometry.
  case tileOutOfBounds(level: Int, index: UInt64, width: Int)

  /// A path is not the one canonical path of any tile.
  case malformedTilePath(String)

  /// A reader answered with another number of hashes than the tile has.
  case wrongTileWidth(Tile, actual: Int)
}

/// Why a proof, a head or a frontier could not be made from tiles.
///
/// It keeps apart what was asked for and where the reading of tiles failed.
public enum ProvingError<Failure: Error>: Error {
  /// The question has no answer, or the answer of the reader had the wrong shape.
  case refused(MerkleTreeError)

  /// The reader could not read this tile.
  case unreadable(Tile, Failure)
}

extension ProvingError: Equatable where Failure: Equatable {}
