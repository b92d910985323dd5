import MerkleTree
import Testing

@Suite struct `A forged inclusion proof` {
  static let sizes = [1, 2, 3, 4, 5, 7, 8, 9, 16, 21, 64, 100, 255, 256, 257]
  let leaves = sampleLeaves(257)
  let tree: InMemoryTree

  init() { tree = MerkleTreeTests.tree(over: leaves) }

  @Test(arguments: sizes) func `fails whichever bit is flipped`(size: Int) throws {
    let head = try tree.head(at: UInt64(size))
    for index in Set([0, size / 2, size - 1]) {
      let proof = try tree.proveInclusion(ofLeaf: UInt64(index), inTreeOfSize: UInt64(size))
      let leafHash = TreeHash.leafHash(of: leaves[index])
      for forged in try flips(of: proof.hashes) {
        let proof = try InclusionProof(
          leafIndex: proof.leafIndex, treeSize: proof.treeSize, hashes: forged)
        #expect(throws: MerkleTreeError.self) {
          try proof.verify(leafHash: leafHash, in: head)
        }
      }
      for forged in try flips(of: [leafHash]) {
        #expect(throws: MerkleTreeError.self) {
          try proof.verify(leafHash: forged[0], in: head)
        }
      }
      for forged in try flips(of: [head.root]) {
        let forged = TreeHead(size: head.size, root: forged[0])
        let expected = MerkleTreeError.wrongRoot(
          size: head.size, expected: forged.root, computed: head.root)
        #expect(throws: expected) { try proof.verify(leafHash: leafHash, in: forged) }
      }
    }
  }

  @Test(arguments: sizes) func `is refused with one hash more or less`(size: Int) throws {
    for index in 0..<UInt64(size) {
      let proof = try tree.proveInclusion(ofLeaf: index, inTreeOfSize: UInt64(size))
      let count = proof.hashes.count
      for hashes in lengthened(proof.hashes) + shortened(proof.hashes) {
        let expected = MerkleTreeError.wrongProofLength(expected: count, actual: hashes.count)
        #expect(throws: expected) {
          try InclusionProof(leafIndex: index, treeSize: UInt64(size), hashes: hashes)
        }
      }
    }
  }

  @Test(arguments: sizes) func `fails under another index`(size: Int) throws {
    let head = try tree.head(at: UInt64(size))
    for index in 0..<size {
      let hashes = try tree.proveInclusion(
        ofLeaf: UInt64(index), inTreeOfSize: UInt64(size)
      ).hashes
      // Every other index of a small tree; of a large one those that differ in one turn.
      let turned = (0..<9).map { index ^ (1 << $0) }.filter { $0 < size }
      for other in size <= 21 ? Array(0..<size) : turned where other != index {
        #expect(throws: MerkleTreeError.self) {
          try InclusionProof(
            leafIndex: UInt64(other), treeSize: UInt64(size), hashes: hashes
          ).verify(leafHash: .leafHash(of: leaves[index]), in: head)
        }
      }
    }
  }

  @Test func `fails for another size`() throws {
    let head = try tree.head(at: 100)
    let proof = try tree.proveInclusion(ofLeaf: 40, inTreeOfSize: 100)
    #expect(throws: MerkleTreeError.wrongHeadSize(expected: 100, actual: 101)) {
      try proof.verify(
        leafHash: .leafHash(of: leaves[40]), in: TreeHead(size: 101, root: head.root))
    }
    // The other size's own head: neither the old hashes nor the old root pass for it.
    for size in UInt64(41)...257 where size != 100 {
      #expect(throws: MerkleTreeError.self) {
        try InclusionProof(leafIndex: 40, treeSize: size, hashes: proof.hashes)
          .verify(leafHash: .leafHash(of: leaves[40]), in: try tree.head(at: size))
      }
    }
  }

  @Test func `is refused outside the tree and above the limit`() {
    for (index, size) in [(0, 0), (1, 1), (5, 5), (6, 5), (.max, 5)] as [(UInt64, UInt64)] {
      #expect(throws: MerkleTreeError.leafOutOfBounds(index: index, size: size)) {
        try InclusionProof(leafIndex: index, treeSize: size, hashes: [])
      }
    }
    for size in [TreeHead.maximumSize + 1, .max] {
      #expect(
        throws: MerkleTreeError.sizeOutOfBounds(size: size, atMost: TreeHead.maximumSize)
      ) { try InclusionProof(leafIndex: 0, treeSize: size, hashes: []) }
    }
  }

  @Test func `can't pass a node for a leaf`() throws {
    // The two leaf hashes, offered as one leaf's bytes, must not hash to their parent.
    let pair = TreeHash.leafHash(of: leaves[0]).bytes + TreeHash.leafHash(of: leaves[1]).bytes
    let forged = try InclusionProof(leafIndex: 0, treeSize: 1, hashes: [])
    let root = try tree.head(at: 2).root
    #expect(throws: MerkleTreeError.self) {
      try forged.verify(leafHash: .leafHash(of: pair), in: TreeHead(size: 1, root: root))
    }
  }
}

@Suite struct `A forged consistency proof` {
  static let pairs = [(1, 2), (2, 3), (3, 4), (4, 8), (5, 9), (7, 8), (64, 100), (100, 257)]
  let tree = MerkleTreeTests.tree(over: sampleLeaves(257))

  @Test(arguments: pairs) func `fails whichever bit is flipped`(older: Int, newer: Int) throws {
    let from = try tree.head(at: UInt64(older))
    let to = try tree.head(at: UInt64(newer))
    let proof = try tree.proveConsistency(from: from.size, to: to.size)
    for forged in try flips(of: proof.hashes) {
      let forged = try ConsistencyProof(
        olderSize: from.size, newerSize: to.size, hashes: forged)
      #expect(throws: MerkleTreeError.self) { try forged.verify(from: from, to: to) }
    }
    for forged in try flips(of: [from.root, to.root]) {
      #expect(throws: MerkleTreeError.self) {
        try proof.verify(
          from: TreeHead(size: from.size, root: forged[0]),
          to: TreeHead(size: to.size, root: forged[1]))
      }
    }
  }

  @Test(arguments: pairs)
  func `is refused with one hash more or less`(older: Int, newer: Int) throws {
    let (older, newer) = (UInt64(older), UInt64(newer))
    let proof = try tree.proveConsistency(from: older, to: newer)
    for hashes in lengthened(proof.hashes) + shortened(proof.hashes) {
      let expected = MerkleTreeError.wrongProofLength(
        expected: proof.hashes.count, actual: hashes.count)
      #expect(throws: expected) {
        try ConsistencyProof(olderSize: older, newerSize: newer, hashes: hashes)
      }
    }
  }

  @Test func `fails for any other pair of sizes`() throws {
    let heads = try (0...40).map { try tree.head(at: $0) }
    let proof = try tree.proveConsistency(from: 13, to: 29)
    for newer in UInt64(1)...40 {
      for older in 1..<newer where (older, newer) != (13, 29) {
        #expect(throws: MerkleTreeError.self) {
          try ConsistencyProof(olderSize: older, newerSize: newer, hashes: proof.hashes)
            .verify(from: heads[Int(older)], to: heads[Int(newer)])
        }
        #expect(throws: MerkleTreeError.self) {
          try proof.verify(from: heads[Int(older)], to: heads[Int(newer)])
        }
      }
    }
  }

  @Test func `fails for a head of another size with the right root`() throws {
    let (from, to) = (try tree.head(at: 13), try tree.head(at: 29))
    let proof = try tree.proveConsistency(from: 13, to: 29)
    #expect(throws: MerkleTreeError.wrongHeadSize(expected: 13, actual: 12)) {
      try proof.verify(from: TreeHead(size: 12, root: from.root), to: to)
    }
    #expect(throws: MerkleTreeError.wrongHeadSize(expected: 29, actual: 30)) {
      try proof.verify(from: from, to: TreeHead(size: 30, root: to.root))
    }
  }

  @Test func `fails for a rewritten history`() throws {
    var leaves = sampleLeaves(100)
    let from = try tree.head(at: 60)
    leaves[59][0] ^= 1
    let rewritten = MerkleTreeTests.tree(over: leaves)
    let proof = try rewritten.proveConsistency(from: 60, to: 100)
    let expected = MerkleTreeError.wrongRoot(
      size: 60, expected: from.root, computed: try rewritten.head(at: 60).root)
    #expect(throws: expected) { try proof.verify(from: from, to: rewritten.head) }
  }

  @Test func `does not let equal sizes have different roots`() throws {
    let head = try tree.head(at: 9)
    let other = TreeHead(size: 9, root: try tree.head(at: 10).root)
    let proof = try ConsistencyProof(olderSize: 9, newerSize: 9, hashes: [])
    try proof.verify(from: head, to: head)
    #expect(throws: MerkleTreeError.self) { try proof.verify(from: head, to: other) }
    #expect(throws: MerkleTreeError.self) { try proof.verify(from: other, to: head) }
  }

  @Test func `knows the one root of the empty tree`() throws {
    let head = try tree.head(at: 9)
    let false0 = TreeHead(size: 0, root: head.root)
    let grown = try ConsistencyProof(olderSize: 0, newerSize: 9, hashes: [])
    try grown.verify(from: .empty, to: head)
    #expect(throws: MerkleTreeError.self) { try grown.verify(from: false0, to: head) }
    let empty = try ConsistencyProof(olderSize: 0, newerSize: 0, hashes: [])
    try empty.verify(from: .empty, to: .empty)
    #expect(throws: MerkleTreeError.self) { try empty.verify(from: false0, to: false0) }
    // To blame is the head that is wrong.
    let expected = MerkleTreeError.wrongRoot(
      size: 0, expected: head.root, computed: .emptyRoot)
    #expect(throws: expected) { try empty.verify(from: .empty, to: false0) }
  }

  @Test func `is refused with its sizes out of order or above the limit`() {
    #expect(throws: MerkleTreeError.sizesOutOfOrder(older: 6, newer: 5)) {
      try ConsistencyProof(olderSize: 6, newerSize: 5, hashes: [])
    }
    let size = TreeHead.maximumSize + 1
    #expect(
      throws: MerkleTreeError.sizeOutOfBounds(size: size, atMost: TreeHead.maximumSize)
    ) { try ConsistencyProof(olderSize: 1, newerSize: size, hashes: []) }
  }
}

/// Every variant of the hashes with one bit flipped; of each byte one bit, all bits in turn.
private func flips(of hashes: [TreeHash]) throws -> [[TreeHash]] {
  try hashes.indices.flatMap { position in
    try (0..<TreeHash.byteCount).map { byte in
      var bytes = hashes[position].bytes
      bytes[byte] ^= 1 << UInt8((position + byte) % 8)
      var forged = hashes
      forged[position] = try TreeHash(bytes: bytes)
      return forged
    }
  }
}

private func lengthened(_ hashes: [TreeHash]) -> [[TreeHash]] {
  (0...hashes.count).map { position in
    var longer = hashes
    longer.insert(hashes.last ?? .emptyRoot, at: position)
    return longer
  }
}

private func shortened(_ hashes: [TreeHash]) -> [[TreeHash]] {
  hashes.indices.map { position in
    var shorter = hashes
    shorter.remove(at: position)
    return shorter
  }
}
