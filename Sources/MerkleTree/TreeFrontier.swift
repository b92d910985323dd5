/// The right edge of a tree: all that is needed to append to it and to know its root.
///
/// Shape: one hash per set bit of the size, that of the largest complete subtree first, so at most
/// 63 hashes. It is a value: keep a copy before a commit and put it back if the commit fails.
public struct TreeFrontier: Hashable, Sendable {
  /// How many leaves the tree has.
  public private(set) var size: UInt64

  /// The complete subtrees' hashes, left to right: one for each set bit of `size`.
  private(set) var subtrees: [TreeHash]

  /// The frontier of the tree without leaves.
  public init() {
    size = 0
    subtrees = []
  }

  /// Takes a frontier whose hashes have already been counted.
  init(size: UInt64, subtrees: [TreeHash]) {
    precondition(size <= TreeHead.maximumSize && subtrees.count == size.nonzeroBitCount)
    self.size = size
    self.subtrees = subtrees
  }

  /// The root over all leaves so far.
  ///
  /// - Complexity: O(log size) node hashes.
  public var root: TreeHash {
    guard var root = subtrees.last else { return .emptyRoot }
    for subtree in subtrees.dropLast().reversed() {
      root = .nodeHash(subtree, root)
    }
    return root
  }

  /// The size and the root so far.
  ///
  /// - Complexity: O(log size) node hashes.
  public var head: TreeHead { TreeHead(size: size, root: root) }

  /// Appends one leaf by its bytes and says which hashes belong into the tile files.
  ///
  /// - Returns: the leaf's hash, which is also the one added to `completed` at level 0.
  /// - Complexity: one leaf hash and, over many appends, one node hash; no allocation but the
  ///   growth of `completed`.
  /// - Precondition: the tree has fewer than `TreeHead.maximumSize` leaves.
  @discardableResult
  public mutating func append(
    leaf: RawSpan, completing completed: inout CompletedHashes
  ) -> TreeHash {
    let leafHash = TreeHash.leafHash(of: leaf)
    append(leafHash: leafHash, completing: &completed)
    return leafHash
  }

  /// Appends one leaf by its hash and says which hashes belong into the tile files.
  ///
  /// - Complexity: O(1) node hashes over many appends, O(log size) for one.
  /// - Precondition: the tree has fewer than `TreeHead.maximumSize` leaves.
  public mutating func append(
    leafHash: TreeHash, completing completed: inout CompletedHashes
  ) {
    completed.append(leafHash)
    let last = carry(leafHash) { hash, level in completed.append(hash, level: level) }
    subtrees.append(last)
  }

  /// Appends one leaf by its hash where only the root is wanted.
  ///
  /// - Complexity: O(1) node hashes over many appends, O(log size) for one.
  /// - Precondition: the tree has fewer than `TreeHead.maximumSize` leaves.
  public mutating func append(leafHash: TreeHash) {
    let last = carry(leafHash) { _, _ in }
    subtrees.append(last)
  }

  /// Merges a new leaf with the complete subtrees it completes, as adding one carries in binary.
  ///
  /// - Returns: the subtree that the leaf ends in, which the caller puts on the edge.
  @inline(__always)
  private mutating func carry(
    _ leafHash: TreeHash, completed: (_ hash: TreeHash, _ level: Int) -> Void
  ) -> TreeHash {
    precondition(size < TreeHead.maximumSize, "a tree has at most 2^63 - 1 leaves")
    var hash = leafHash
    var height = 0
    var carries = size
    while carries & 1 == 1 {
      hash = .nodeHash(subtrees.removeLast(), hash)
      height += 1
      carries >>= 1
      if height.isMultiple(of: Tile.height) { completed(hash, height / Tile.height) }
    }
    size += 1
    return hash
  }
}
