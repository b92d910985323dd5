import MerkleTree
import Testing
import TestSupport

@Suite struct `A frontier` {
  @Test func `has the reference's root at every size up to 600`() {
    let leaves = sampleLeaves(600)
    var reference = ReferenceTree(leaves: leaves)
    var frontier = TreeFrontier()
    for size in 0...leaves.count {
      #expect(frontier.size == UInt64(size))
      #expect(frontier.root.bytes == reference.root(0..<size))
      #expect(frontier.head == TreeHead(size: UInt64(size), root: frontier.root))
      if size < leaves.count { frontier.append(leafHash: .leafHash(of: leaves[size])) }
    }
  }

  @Test func `comes back from its bytes at every size and appends on alike`() throws {
    var frontier = TreeFrontier()
    for size in 0...600 {
      let encoded = frontier.encoded
      #expect(encoded.count == 8 + 32 * size.nonzeroBitCount)
      var decoded = try TreeFrontier(decoding: encoded)
      #expect(decoded == frontier)
      #expect(decoded.root == frontier.root)
      frontier.append(leafHash: .leafHash(of: numberedLeaf(size)))
      decoded.append(leafHash: .leafHash(of: numberedLeaf(size)))
      #expect(decoded == frontier)
    }
  }

  @Test func `is stored as its size, then its hashes from the left`() throws {
    let leaves: [[UInt8]] = [[1], [2], [3]]
    var reference = ReferenceTree(leaves: leaves)
    let encoded = tree(over: leaves).frontier.encoded
    #expect(
      encoded == [0, 0, 0, 0, 0, 0, 0, 3] + reference.root(0..<2) + reference.root(2..<3))
  }

  @Test func `is refused when its bytes are too few or too many`() {
    let encoded = tree(over: sampleLeaves(11)).frontier.encoded
    #expect(encoded.count == 104)
    for count in 0..<8 {
      #expect(throws: MerkleTreeError.wrongFrontierByteCount(expected: 8, actual: count)) {
        try TreeFrontier(decoding: Array(encoded[..<count]))
      }
    }
    for bytes in (8..<104).map({ Array(encoded[..<$0]) }) + [encoded + [0]] {
      #expect(
        throws: MerkleTreeError.wrongFrontierByteCount(expected: 104, actual: bytes.count)
      ) { try TreeFrontier(decoding: bytes) }
    }
  }

  @Test func `is refused for a size above the limit and kept at the limit`() throws {
    let tooLarge = TreeHead.maximumSize + 1
    #expect(
      throws: MerkleTreeError.sizeOutOfBounds(size: tooLarge, atMost: TreeHead.maximumSize)
    ) { try TreeFrontier(decoding: [0x80] + [UInt8](repeating: 0, count: 39)) }

    let largest =
      [0x7f] + [UInt8](repeating: 0xff, count: TreeFrontier.maximumEncodedByteCount - 1)
    let frontier = try TreeFrontier(decoding: largest)
    #expect(frontier.size == TreeHead.maximumSize)
    #expect(frontier.encoded == largest)
  }

  @Test func `takes no leaf beyond the limit`() async {
    await #expect(processExitsWith: .failure) {
      let largest = [0x7f] + [UInt8](repeating: 0xff, count: 2_023)
      var frontier = try TreeFrontier(decoding: largest)
      frontier.append(leafHash: .emptyRoot)
    }
  }

  @Test func `does not depend on how its leaves came in`() throws {
    let leaves = sampleLeaves(777)
    var byBytes = TreeFrontier()
    var byHash = TreeFrontier()
    var completedByBytes = CompletedHashes()
    var completedByHash = CompletedHashes()
    for leaf in leaves {
      let hash = byBytes.append(leaf: leaf.span.bytes, completing: &completedByBytes)
      #expect(hash == .leafHash(of: leaf))
      byHash.append(leafHash: hash, completing: &completedByHash)
    }
    #expect(byBytes == byHash)
    #expect(byBytes.encoded == byHash.encoded)
    for level in 0...2 {
      #expect(completedByBytes.hashes(level: level) == completedByHash.hashes(level: level))
    }
  }

  @Test func `keeps an older copy as it was`() {
    var frontier = tree(over: sampleLeaves(255)).frontier
    let before = frontier
    let root = before.root
    frontier.append(leafHash: .leafHash(of: [1]))
    #expect(before.root == root)
    #expect(before.size == 255)
    #expect(frontier.size == 256)
  }
}

@Suite struct `The root over a list` {
  @Test func `of leaf hashes is the root of their tree, however many`() {
    let leaves = sampleLeaves(300)
    var reference = ReferenceTree(leaves: leaves)
    let hashes = leaves.map { TreeHash.leafHash(of: $0) }
    for count in 0...hashes.count {
      #expect(TreeHash.root(of: Array(hashes[..<count])).bytes == reference.root(0..<count))
    }
  }
}

@Suite struct `Completed hashes` {
  @Test func `are the roots over 256 hashes of the level below`() {
    let leaves = sampleLeaves(3 * 256 + 17)
    var reference = ReferenceTree(leaves: leaves)
    var frontier = TreeFrontier()
    var completed = CompletedHashes()
    #expect(completed.levelCount == 0)
    for (index, leaf) in leaves.enumerated() {
      frontier.append(leaf: leaf.span.bytes, completing: &completed)
      #expect(completed.hashes(level: 0).count == index + 1)
      #expect(completed.hashes(level: 1).count == (index + 1) / 256)
    }
    #expect(completed.levelCount == 2)
    let expected = (0..<3).map { reference.root($0 * 256..<($0 + 1) * 256) }
    #expect(completed.hashes(level: 1).map(\.bytes) == expected)
    #expect(completed.hashes(level: 2).isEmpty)
  }

  @Test func `join over batches to the same files as in one go`() {
    let leaves = sampleLeaves(1_500)
    let whole = tree(over: leaves)
    var random = SeededGenerator(seed: Seeds.fresh())
    var frontier = TreeFrontier()
    var completed = CompletedHashes()
    var files = [[UInt8](), [UInt8]()]
    for leaf in leaves {
      frontier.append(leaf: leaf.span.bytes, completing: &completed)
      guard Int.random(in: 0..<100, using: &random) == 0 || frontier.size == 1_500 else {
        continue
      }
      for level in 0..<completed.levelCount {
        files[level] += completed.hashes(level: level).flatMap(\.bytes)
      }
      completed = CompletedHashes()
    }
    for level in 0...1 {
      let hashes = (0..<Tile.hashCount(level: level, treeSize: 1_500)).flatMap { index in
        Tile(level: level, index: index / 256, inTreeOfSize: 1_500)
          .map { whole.hashes(in: $0)[Int(index % 256)].bytes } ?? []
      }
      #expect(files[level] == hashes)
    }
    #expect(completed.hashes(level: 5).isEmpty)
  }
}
