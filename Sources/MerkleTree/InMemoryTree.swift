/// A whole tree in memory: what a log keeps that has no files, and what tests compare with.
///
/// About 32 bytes a leaf.
public struct InMemoryTree: TileReader, Sendable {
  /// The right edge.
  public private(set) var frontier = TreeFrontier()

  private var completed = CompletedHashes()

  /// Starts without leaves.
  public init() {}

  /// How many leaves the tree has.
  public var treeSize: UInt64 { frontier.size }

  /// The size and the root.
  ///
  /// - Complexity: O(log size) node hashes.
  public var head: TreeHead { frontier.head }

  /// Appends one leaf by its bytes.
  ///
  /// - Returns: the leaf's hash.
  /// - Complexity: one leaf hash and, over many appends, one node hash.
  @discardableResult
  public mutating func append(leaf: RawSpan) -> TreeHash {
    frontier.append(leaf: leaf, completing: &completed)
  }

  /// Appends one leaf by its hash.
  public mutating func append(leafHash: TreeHash) {
    frontier.append(leafHash: leafHash, completing: &completed)
  }

  /// The hash of a leaf; nothing at or above the size.
  public func leafHash(at index: UInt64) -> TreeHash? {
    index < treeSize ? completed.hashes(level: 0)[Int(index)] : nil
  }

  /// The hashes of a tile, which must lie within the tree.
  public func hashes(in tile: Tile) -> [TreeHash] {
    let range = tile.hashRange
    let level = completed.hashes(level: tile.level)
    return Array(level[Int(range.lowerBound)..<Int(range.upperBound)])
  }
}
