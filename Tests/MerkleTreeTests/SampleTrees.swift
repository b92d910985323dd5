import MerkleTree

/// Leaves that differ in content and in length.
func sampleLeaves(_ count: Int) -> [[UInt8]] {
  (0..<count).map { index in
    [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: index % 67)
      + withUnsafeBytes(of: UInt64(index).bigEndian) { Array($0) }
  }
}

/// The leaf of an index as the 70,000-leaf vectors have it: 8 bytes big-endian.
func numberedLeaf(_ index: Int) -> [UInt8] {
  withUnsafeBytes(of: UInt64(index).bigEndian) { Array($0) }
}

/// A tree over leaves.
func tree(over leaves: [[UInt8]]) -> InMemoryTree {
  var tree = InMemoryTree()
  for leaf in leaves { tree.append(leaf: leaf.span.bytes) }
  return tree
}

/// A tree of any size whose leaves are all equal, so that nothing needs to be stored.
///
/// Every complete subtree of one height has one hash: that lets proofs be tested at sizes that no
/// machine could hold.
struct UniformTree: TileReader {
  let treeSize: UInt64
  let heights: [TreeHash]

  init(treeSize: UInt64) {
    self.treeSize = treeSize
    var heights = [TreeHash.leafHash(of: [])]
    for _ in 0..<63 {
      let below = heights[heights.count - 1]
      heights.append(.nodeHash(below, below))
    }
    self.heights = heights
  }

  func hashes(in tile: Tile) -> [TreeHash] {
    Array(repeating: heights[8 * tile.level], count: tile.width)
  }

  /// The root over so many equal leaves, by the RFC's recursion.
  func root(of count: UInt64) -> TreeHash {
    if count == 0 { return .emptyRoot }
    if count.nonzeroBitCount == 1 { return heights[count.trailingZeroBitCount] }
    let half = UInt64(1) << UInt64(63 - count.leadingZeroBitCount)
    return .nodeHash(heights[half.trailingZeroBitCount], root(of: count - half))
  }
}

/// A reader over another that counts, shortens, damages or refuses.
struct WatchedTree<Base: TileReader, Failure: Error>: TileReader where Base.Failure == Never {
  let base: Base
  let answer: (Tile, [TreeHash]) throws(Failure) -> [TreeHash]

  var treeSize: UInt64 { base.treeSize }

  func hashes(in tile: Tile) throws(Failure) -> [TreeHash] {
    try answer(tile, base.hashes(in: tile))
  }
}

/// What a watched tree says when it refuses.
struct Refusal: Error, Equatable {}
