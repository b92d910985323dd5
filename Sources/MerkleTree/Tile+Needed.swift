/// For readers that have to fetch tiles before they can prove anything, as from another log's address.
///
/// Concord's own tiles are files and are read as the prover asks for them. So nothing in it calls these
/// functions but the tests, which hold the prover against them: it reads these tiles, in this order, and
/// no others.
extension Tile {
  /// The tiles that an inclusion proof is made from, so that they can be fetched beforehand.
  ///
  /// - Returns: each tile once, in the order in which the prover reads them; at most 16.
  /// - Throws: `.sizeOutOfBounds` or `.leafOutOfBounds`.
  public static func needed(
    forInclusionOfLeaf index: UInt64, inTreeOfSize size: UInt64
  ) throws(MerkleTreeError) -> [Tile] {
    let plan = try InclusionProof.plan(leafIndex: index, treeSize: size)
    return tiles(under: plan.siblings.map(\.leaves), treeSize: size)
  }

  /// The tiles that a consistency proof is made from.
  ///
  /// - Returns: each tile once, in the order in which the prover reads them; at most 16.
  /// - Throws: `.sizeOutOfBounds` or `.sizesOutOfOrder`.
  public static func needed(
    forConsistencyFrom olderSize: UInt64, to newerSize: UInt64
  ) throws(MerkleTreeError) -> [Tile] {
    let plan = try ConsistencyProof.plan(olderSize: olderSize, newerSize: newerSize)
    return tiles(under: plan?.subtrees ?? [], treeSize: newerSize)
  }

  /// The tiles that the root, or the frontier, of a tree is made from.
  ///
  /// - Returns: each tile once, the highest level first; at most 8.
  /// - Throws: `.sizeOutOfBounds`.
  public static func needed(forHeadAt size: UInt64) throws(MerkleTreeError) -> [Tile] {
    guard size <= TreeHead.maximumSize else {
      throw .sizeOutOfBounds(size: size, atMost: TreeHead.maximumSize)
    }
    return tiles(under: [0..<size], treeSize: size)
  }

  private static func tiles(under subtrees: [Range<UInt64>], treeSize: UInt64) -> [Tile] {
    var tiles: [Tile] = []
    for subtree in subtrees.flatMap(Subtree.complete(in:)) {
      let tile = Tile(
        level: subtree.tileLevel, index: subtree.tileIndex, inTreeOfSize: treeSize)
      if let tile, !tiles.contains(tile) { tiles.append(tile) }
    }
    return tiles
  }
}
