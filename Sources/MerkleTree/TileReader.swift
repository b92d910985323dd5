/// Where the hashes of a tree are read from: flat files, memory, or another log's address.
///
/// The one thing a store must do. Everything else, such as proofs, roots and frontiers of any size
/// up to what is stored, is computed from it.
public protocol TileReader {
  /// What can go wrong while reading.
  associatedtype Failure: Error

  /// How many leaves are stored: every tile of a tree of this size or a smaller one can be read.
  var treeSize: UInt64 { get }

  /// Reads a tile's hashes, in order.
  ///
  /// Must return exactly `tile.width` hashes: those numbered `tile.hashRange` at `tile.level`,
  /// also where the store has more of that tile by now. Asked only for tiles of a tree of a size
  /// up to `treeSize`.
  ///
  /// - Throws: what the store has to say; it is passed on with the tile.
  func hashes(in tile: Tile) throws(Failure) -> [TreeHash]
}

extension TileReader {
  /// The root at a size at which the tree once was, or is.
  ///
  /// - Throws: `.refused(.sizeOutOfBounds)` for a size above `treeSize`; reading errors.
  /// - Complexity: reads at most 8 tiles.
  public func head(at size: UInt64) throws(ProvingError<Failure>) -> TreeHead {
    try frontier(at: size).head
  }

  /// The right edge at a size at which the tree once was, or is: to append from there.
  ///
  /// - Throws: `.refused(.sizeOutOfBounds)` for a size above `treeSize`; reading errors.
  /// - Complexity: reads at most 8 tiles.
  public func frontier(at size: UInt64) throws(ProvingError<Failure>) -> TreeFrontier {
    try checkBounds(of: size)
    var subtrees = SubtreeReader(tiles: self, treeSize: size)
    let hashes = try subtrees.completeSubtrees(of: 0..<size)
    return TreeFrontier(size: size, subtrees: hashes)
  }

  /// Makes the proof that a leaf stands at its index in the tree of a size.
  ///
  /// The proof is only as good as the tiles: verify it where they may be damaged.
  ///
  /// - Throws: `.refused` with `.sizeOutOfBounds` or `.leafOutOfBounds`; reading errors.
  /// - Complexity: reads at most 16 tiles; at most 256 node hashes for each.
  public func proveInclusion(
    ofLeaf index: UInt64, inTreeOfSize size: UInt64
  ) throws(ProvingError<Failure>) -> InclusionProof {
    try checkBounds(of: size)
    do throws(MerkleTreeError) {
      _ = try InclusionProof.plan(leafIndex: index, treeSize: size)
    } catch {
      throw .refused(error)
    }
    let plan = ProofPlan.inclusion(ofLeaf: index, treeSize: size)
    let hashes = try roots(of: plan.siblings.map(\.leaves), treeSize: size)
    do throws(MerkleTreeError) {
      return try InclusionProof(leafIndex: index, treeSize: size, hashes: hashes)
    } catch {
      throw .refused(error)
    }
  }

  /// Makes the proof that the tree of one size continues that of a smaller one.
  ///
  /// - Throws: `.refused` with `.sizeOutOfBounds` or `.sizesOutOfOrder`; reading errors.
  /// - Complexity: reads at most 16 tiles; at most 256 node hashes for each.
  public func proveConsistency(
    from olderSize: UInt64, to newerSize: UInt64
  ) throws(ProvingError<Failure>) -> ConsistencyProof {
    try checkBounds(of: newerSize)
    let plan: ConsistencyPlan?
    do throws(MerkleTreeError) {
      plan = try ConsistencyProof.plan(olderSize: olderSize, newerSize: newerSize)
    } catch {
      throw .refused(error)
    }
    let hashes = try roots(of: plan?.subtrees ?? [], treeSize: newerSize)
    do throws(MerkleTreeError) {
      return try ConsistencyProof(olderSize: olderSize, newerSize: newerSize, hashes: hashes)
    } catch {
      throw .refused(error)
    }
  }

  private func checkBounds(of size: UInt64) throws(ProvingError<Failure>) {
    let limit = min(treeSize, TreeHead.maximumSize)
    guard size <= limit else { throw .refused(.sizeOutOfBounds(size: size, atMost: limit)) }
  }

  private func roots(
    of subtrees: [Range<UInt64>], treeSize: UInt64
  ) throws(ProvingError<Failure>) -> [TreeHash] {
    var reader = SubtreeReader(tiles: self, treeSize: treeSize)
    var roots: [TreeHash] = []
    roots.reserveCapacity(subtrees.count)
    for leaves in subtrees { roots.append(try reader.root(of: leaves)) }
    return roots
  }
}
