import MerkleTree
import Synchronization
import Testing
import TestSupport

@Suite struct `Reading tiles` {
  @Test func `takes exactly the tiles that were foretold, each once`() throws {
    var random = SeededGenerator(seed: Seeds.fresh())
    let base = UniformTree(treeSize: TreeHead.maximumSize)
    for _ in 0..<300 {
      let size = random.magnitude(upTo: TreeHead.maximumSize)
      guard size > 0 else { continue }
      let smaller = UInt64.random(in: 0..<size, using: &random)
      let read = Mutex<[Tile]>([])
      let tree = WatchedTree(base: base) { tile, hashes throws(Never) in
        read.withLock { $0.append(tile) }
        return hashes
      }
      func take() -> [Tile] {
        read.withLock { tiles in
          defer { tiles = [] }
          return tiles
        }
      }
      _ = try tree.proveInclusion(ofLeaf: smaller, inTreeOfSize: size)
      let forInclusion = take()
      #expect(
        try forInclusion == Tile.needed(forInclusionOfLeaf: smaller, inTreeOfSize: size))
      #expect(forInclusion.count <= 16)
      _ = try tree.proveConsistency(from: smaller, to: size)
      let forConsistency = take()
      #expect(try forConsistency == Tile.needed(forConsistencyFrom: smaller, to: size))
      #expect(forConsistency.count <= 16)
      _ = try tree.head(at: size)
      let forHead = take()
      #expect(try forHead == Tile.needed(forHeadAt: size))
      #expect(forHead.count <= 8)
      for tile in forInclusion + forConsistency + forHead {
        #expect(tile.isContained(inTreeOfSize: size))
      }
    }
  }

  @Test func `is refused above the stored size and out of order`() {
    let tree = tree(over: sampleLeaves(10))
    typealias Failure = ProvingError<Never>
    let tooLarge = Failure.refused(.sizeOutOfBounds(size: 11, atMost: 10))
    #expect(throws: tooLarge) { try tree.head(at: 11) }
    #expect(throws: tooLarge) { try tree.frontier(at: 11) }
    #expect(throws: tooLarge) { try tree.proveInclusion(ofLeaf: 0, inTreeOfSize: 11) }
    #expect(throws: tooLarge) { try tree.proveConsistency(from: 3, to: 11) }
    #expect(throws: Failure.refused(.leafOutOfBounds(index: 7, size: 7))) {
      try tree.proveInclusion(ofLeaf: 7, inTreeOfSize: 7)
    }
    // However much a reader says that it has.
    #expect(
      throws: Failure.refused(
        .sizeOutOfBounds(size: TreeHead.maximumSize + 1, atMost: TreeHead.maximumSize))
    ) { try UniformTree(treeSize: .max).head(at: TreeHead.maximumSize + 1) }
    #expect(throws: Failure.refused(.sizesOutOfOrder(older: 8, newer: 7))) {
      try tree.proveConsistency(from: 8, to: 7)
    }
    #expect(throws: MerkleTreeError.leafOutOfBounds(index: 7, size: 7)) {
      try Tile.needed(forInclusionOfLeaf: 7, inTreeOfSize: 7)
    }
    #expect(throws: MerkleTreeError.sizesOutOfOrder(older: 8, newer: 7)) {
      try Tile.needed(forConsistencyFrom: 8, to: 7)
    }
    let limit = TreeHead.maximumSize
    #expect(throws: MerkleTreeError.sizeOutOfBounds(size: .max, atMost: limit)) {
      try Tile.needed(forHeadAt: .max)
    }
  }

  @Test func `says which tile could not be read, and why`() throws {
    let base = tree(over: sampleLeaves(300))
    let tree = WatchedTree(base: base) { tile, hashes throws(Refusal) in
      if tile.level == 1 { throw Refusal() }
      return hashes
    }
    let tile = try Tile(level: 1, index: 0, width: 1)
    #expect(throws: ProvingError.unreadable(tile, Refusal())) {
      try tree.head(at: 300)
    }
  }

  @Test(arguments: [-1, 1]) func `refuses an answer of another width`(change: Int) throws {
    let base = tree(over: sampleLeaves(300))
    let tree = WatchedTree(base: base) { tile, hashes throws(Never) in
      change < 0 ? Array(hashes.dropLast()) : hashes + [.emptyRoot]
    }
    let tile = try Tile(level: 0, index: 0)
    typealias Failure = ProvingError<Never>
    #expect(throws: Failure.refused(.wrongTileWidth(tile, actual: 256 + change))) {
      try tree.proveInclusion(ofLeaf: 5, inTreeOfSize: 300)
    }
  }

  @Test func `makes no proof that passes when a tile is damaged`() throws {
    let leaves = sampleLeaves(700)
    let base = tree(over: leaves)
    let damaged = WatchedTree(base: base) { tile, hashes throws(Never) in
      var hashes = hashes
      if tile.level == 0, tile.index == 0 { hashes[9] = .emptyRoot }
      return hashes
    }
    let leafHash = TreeHash.leafHash(of: leaves[8])
    try base.proveInclusion(ofLeaf: 8, inTreeOfSize: 700).verify(
      leafHash: leafHash, in: base.head)
    let proof = try damaged.proveInclusion(ofLeaf: 8, inTreeOfSize: 700)
    #expect(throws: MerkleTreeError.self) {
      try proof.verify(leafHash: leafHash, in: base.head)
    }
  }

  @Test func `in memory gives each leaf's hash back`() {
    let leaves = sampleLeaves(20)
    let tree = tree(over: leaves)
    for (index, leaf) in leaves.enumerated() {
      #expect(tree.leafHash(at: UInt64(index)) == .leafHash(of: leaf))
    }
    #expect(tree.leafHash(at: 20) == nil)
  }
}
