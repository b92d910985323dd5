/// Evidence that a tree only grew: the leaves of the older tree are the first of the newer one.
///
/// A value of this type has the right shape: the sizes are in order, and there are exactly as many
/// hashes as they call for: none if the older tree is empty or the sizes are equal.
///
/// Source: RFC 6962 section 2.1.2; an empty older tree as C2SP tlog-witness has it.
public struct ConsistencyProof: Hashable, Sendable {
  /// The size of the older tree.
  public let olderSize: UInt64

  /// The size of the newer tree, not below the older one's.
  public let newerSize: UInt64

  /// The hashes that both roots can be computed from; at most 64, and 63 below 2^62 leaves.
  public let hashes: [TreeHash]

  /// Takes a proof from elsewhere.
  ///
  /// - Throws: `.sizeOutOfBounds`, `.sizesOutOfOrder` or `.wrongProofLength`.
  public init(
    olderSize: UInt64, newerSize: UInt64, hashes: [TreeHash]
  ) throws(MerkleTreeError) {
    let expected = try Self.plan(olderSize: olderSize, newerSize: newerSize)?.hashCount ?? 0
    guard hashes.count == expected else {
      throw .wrongProofLength(expected: expected, actual: hashes.count)
    }
    self.olderSize = olderSize
    self.newerSize = newerSize
    self.hashes = hashes
  }

  /// Accepts or refuses that the newer head continues the older one.
  ///
  /// - Throws: `.wrongHeadSize` for heads of other sizes, `.wrongRoot` with the size of the head
  ///   that does not follow from the proof.
  /// - Complexity: O(log newer size) node hashes.
  public func verify(from older: TreeHead, to newer: TreeHead) throws(MerkleTreeError) {
    guard older.size == olderSize else {
      throw .wrongHeadSize(expected: olderSize, actual: older.size)
    }
    guard newer.size == newerSize else {
      throw .wrongHeadSize(expected: newerSize, actual: newer.size)
    }
    // The root of nothing is known without a proof.
    for head in [older, newer] where head.size == 0 {
      try Self.expect(.emptyRoot, as: head)
    }
    guard let plan = try Self.plan(olderSize: olderSize, newerSize: newerSize) else {
      // Equal sizes need no proof, only equal roots; everything continues the empty tree.
      if olderSize == newerSize { try Self.expect(newer.root, as: older) }
      return
    }
    let roots = plan.roots(hashes, olderRoot: older.root)
    try Self.expect(roots.older, as: older)
    try Self.expect(roots.newer, as: newer)
  }

  private static func expect(
    _ computed: TreeHash, as head: TreeHead
  ) throws(MerkleTreeError) {
    guard computed == head.root else {
      throw .wrongRoot(size: head.size, expected: head.root, computed: computed)
    }
  }

  /// The plan for two sizes; nothing where they need no hashes.
  static func plan(
    olderSize: UInt64, newerSize: UInt64
  ) throws(MerkleTreeError) -> ConsistencyPlan? {
    guard newerSize <= TreeHead.maximumSize else {
      throw .sizeOutOfBounds(size: newerSize, atMost: TreeHead.maximumSize)
    }
    guard olderSize <= newerSize else {
      throw .sizesOutOfOrder(older: olderSize, newer: newerSize)
    }
    guard olderSize > 0, olderSize < newerSize else { return nil }
    return ConsistencyPlan(olderSize: olderSize, newerSize: newerSize)
  }
}

/// A proof plan that begins at the last complete subtree of the older tree.
struct ConsistencyPlan {
  private let way: ProofPlan

  /// Whether the older tree is that one subtree: then its root is known and not in the proof.
  private let startsAtOlderRoot: Bool

  private let olderSize: UInt64

  init(olderSize: UInt64, newerSize: UInt64) {
    way = .consistency(olderSize: olderSize, newerSize: newerSize)
    startsAtOlderRoot = way.start.lowerBound == 0
    self.olderSize = olderSize
  }

  /// The subtrees whose hashes the proof lists, in order.
  var subtrees: [Range<UInt64>] {
    (startsAtOlderRoot ? [] : [way.start]) + way.siblings.map(\.leaves)
  }

  var hashCount: Int { way.siblings.count + (startsAtOlderRoot ? 0 : 1) }

  /// The two roots that a proof of the right length leads to.
  func roots(
    _ hashes: [TreeHash], olderRoot: TreeHash
  ) -> (older: TreeHash, newer: TreeHash) {
    var rest = hashes[...]
    let start = startsAtOlderRoot ? olderRoot : rest.removeFirst()
    var (older, newer) = (start, start)
    for (sibling, hash) in zip(way.siblings, rest) {
      if sibling.isLeft {
        // What stands to the left of an old subtree is old as well.
        older = .nodeHash(hash, older)
        newer = .nodeHash(hash, newer)
      } else {
        newer = .nodeHash(newer, hash)
      }
    }
    return (older, newer)
  }
}
