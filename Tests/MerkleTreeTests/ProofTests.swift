import MerkleTree
import Testing
import TestSupport

/// Every pair of sizes up to 257: one more than a full tile, so that both sides of its border and
/// the second tile level are met.
@Suite struct `Proofs of every pair of sizes` {
  static let sizes = 257
  let leaves: [[UInt8]]
  let tree: InMemoryTree

  init() {
    leaves = sampleLeaves(Self.sizes)
    tree = MerkleTreeTests.tree(over: leaves)
  }

  @Test func `show every leaf in every tree as the reference does`() throws {
    var reference = ReferenceTree(leaves: leaves)
    var proofs = 0
    for size in 1...Self.sizes {
      let head = try tree.head(at: UInt64(size))
      #expect(head.root.bytes == reference.root(0..<size))
      for index in 0..<size {
        let proof = try tree.proveInclusion(ofLeaf: UInt64(index), inTreeOfSize: UInt64(size))
        #expect(proof.hashes.map(\.bytes) == reference.path(index, 0..<size))
        try proof.verify(leafHash: .leafHash(of: leaves[index]), in: head)
        proofs += 1
      }
    }
    #expect(proofs == 257 * 258 / 2)
  }

  @Test func `show every tree to continue every older one as the reference does`() throws {
    var reference = ReferenceTree(leaves: leaves)
    let heads = try (0...Self.sizes).map { try tree.head(at: UInt64($0)) }
    var proofs = 0
    for newer in 0...Self.sizes {
      for older in 0...newer {
        let proof = try tree.proveConsistency(from: UInt64(older), to: UInt64(newer))
        let expected = older > 0 && older < newer ? reference.proof(older, newer) : []
        #expect(proof.hashes.map(\.bytes) == expected)
        try proof.verify(from: heads[older], to: heads[newer])
        proofs += 1
      }
    }
    #expect(proofs == 258 * 259 / 2)
  }

  @Test func `rebuild the frontier of every size from the tiles`() throws {
    var frontier = TreeFrontier()
    for size in 0...Self.sizes {
      #expect(try tree.frontier(at: UInt64(size)) == frontier)
      if size < Self.sizes { frontier.append(leafHash: .leafHash(of: leaves[size])) }
    }
  }

  @Test func `lead no other leaf to the root`() throws {
    let head = tree.head
    for index in 0..<Self.sizes {
      let proof = try tree.proveInclusion(
        ofLeaf: UInt64(index), inTreeOfSize: UInt64(Self.sizes))
      let other = TreeHash.leafHash(of: leaves[(index + 1) % Self.sizes])
      #expect(throws: MerkleTreeError.self) { try proof.verify(leafHash: other, in: head) }
    }
  }
}

@Suite struct `Proofs beyond 65,536 leaves` {
  /// Computed with another implementation over the leaves 0…69,999 as 8 bytes big-endian.
  static let root65536 = "bc9bca909516d5bf148c2bf2dea0a0d9f717ce4987d2fe7504d6694363b41598"
  static let root70000 = "0759167a0f98e35e802d46ff7c7d29d2c3f03a63a256deb6abbff357a91b63b1"

  @Test func `stand on three levels of stored tiles`() throws {
    var tree = InMemoryTree()
    for index in 0..<70_000 { tree.append(leaf: numberedLeaf(index).span.bytes) }
    #expect(tree.head.root.hexadecimal == Self.root70000)
    #expect(try tree.head(at: 70_000) == tree.head)
    #expect(try tree.head(at: 65_536).root.hexadecimal == Self.root65536)
    let top = tree.hashes(in: try Tile(level: 2, index: 0, width: 1))
    #expect(top.map(\.hexadecimal) == [Self.root65536])

    var random = SeededGenerator(seed: Seeds.fresh())
    for _ in 0..<300 {
      let size = UInt64.random(in: 1...70_000, using: &random)
      let index = UInt64.random(in: 0..<size, using: &random)
      let head = try tree.head(at: size)
      let inclusion = try tree.proveInclusion(ofLeaf: index, inTreeOfSize: size)
      try inclusion.verify(leafHash: .leafHash(of: numberedLeaf(Int(index))), in: head)
      let newer = UInt64.random(in: size...70_000, using: &random)
      let consistency = try tree.proveConsistency(from: size, to: newer)
      try consistency.verify(from: head, to: try tree.head(at: newer))
    }
  }

  @Test func `hold at sizes up to the limit`() throws {
    var random = SeededGenerator(seed: Seeds.fresh())
    let limit = TreeHead.maximumSize
    let tree = UniformTree(treeSize: limit)
    var pairs: [(UInt64, UInt64)] = [
      (limit, limit), (limit - 1, limit), (1, limit), (1 << 62, limit), (1 << 62, 1 << 62),
      ((1 << 62) - 1, (1 << 62) + 1), (limit >> 8, limit >> 8), (256, 65_537),
    ]
    for _ in 0..<300 {
      let size = random.magnitude(upTo: limit)
      guard size > 0 else { continue }
      pairs.append((UInt64.random(in: 1...size, using: &random), size))
    }
    for (smaller, size) in pairs {
      let head = try tree.head(at: size)
      #expect(head.root == tree.root(of: size))
      let inclusion = try tree.proveInclusion(ofLeaf: smaller - 1, inTreeOfSize: size)
      try inclusion.verify(leafHash: tree.heights[0], in: head)
      #expect(inclusion.hashes.count <= 63)
      let consistency = try tree.proveConsistency(from: smaller, to: size)
      let older = TreeHead(size: smaller, root: tree.root(of: smaller))
      try consistency.verify(from: older, to: head)
      #expect(consistency.hashes.count <= (size < 1 << 62 ? 63 : 64))
      #expect(try tree.frontier(at: size).root == head.root)
    }
  }
}
