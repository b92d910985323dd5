/// Evidence that one leaf stands at one index of the tree with a given head.
///
/// A value of this type has the right shape: the index is below the size, and there are exactly as
/// many hashes as that index and size call for. Whether they are the right ones `verify` tells.
///
/// Source: RFC 6962 section 2.1.1.
public struct InclusionProof: Hashable, Sendable {
  /// Which leaf, from 0.
  public let leafIndex: UInt64

  /// The size of the tree it is shown to be in.
  public let treeSize: UInt64

  /// The siblings on the way from the leaf to the root, lowest first; at most 63.
  public let hashes: [TreeHash]

  /// Takes a proof from elsewhere.
  ///
  /// - Throws: `.sizeOutOfBounds`, `.leafOutOfBounds` or `.wrongProofLength`.
  public init(
    leafIndex: UInt64, treeSize: UInt64, hashes: [TreeHash]
  ) throws(MerkleTreeError) {
    let plan = try Self.plan(leafIndex: leafIndex, treeSize: treeSize)
    guard hashes.count == plan.siblings.count else {
      throw .wrongProofLength(expected: plan.siblings.count, actual: hashes.count)
    }
    self.leafIndex = leafIndex
    self.treeSize = treeSize
    self.hashes = hashes
  }

  /// The root that this leaf hash and these siblings lead to.
  ///
  /// - Complexity: O(log tree size) node hashes.
  public func root(leafHash: TreeHash) -> TreeHash {
    let plan = ProofPlan.inclusion(ofLeaf: leafIndex, treeSize: treeSize)
    var root = leafHash
    for (sibling, hash) in zip(plan.siblings, hashes) {
      root = sibling.isLeft ? .nodeHash(hash, root) : .nodeHash(root, hash)
    }
    return root
  }

  /// Accepts or refuses that the leaf with this hash is in the tree with this head.
  ///
  /// - Throws: `.wrongHeadSize` for the head of another size, `.wrongRoot` for anything untrue.
  /// - Complexity: O(log tree size) node hashes.
  public func verify(leafHash: TreeHash, in head: TreeHead) throws(MerkleTreeError) {
    guard head.size == treeSize else {
      throw .wrongHeadSize(expected: treeSize, actual: head.size)
    }
    let computed = root(leafHash: leafHash)
    guard computed == head.root else {
      throw .wrongRoot(size: treeSize, expected: head.root, computed: computed)
    }
  }

  static func plan(leafIndex: UInt64, treeSize: UInt64) throws(MerkleTreeError) -> ProofPlan {
    guard treeSize <= TreeHead.maximumSize else {
      throw .sizeOutOfBounds(size: treeSize, atMost: TreeHead.maximumSize)
    }
    guard leafIndex < treeSize else {
      throw .leafOutOfBounds(index: leafIndex, size: treeSize)
    }
    return .inclusion(ofLeaf: leafIndex, treeSize: treeSize)
  }
}
