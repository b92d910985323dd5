import MerkleTree
import Testing
import TestSupport

@Suite struct `A tile` {
  @Test(
    arguments: [
      ("tile/0/000", 0, 0, 256), ("tile/0/x001/x234/067", 0, 1_234_067, 256),
      ("tile/0/x001/x234/067.p/1", 0, 1_234_067, 1), ("tile/1/999.p/255", 1, 999, 255),
      ("tile/2/x001/000", 2, 1_000, 256), ("tile/63/005", 63, 5, 256),
      ("tile/0/x036/x028/x797/x018/x963/967", 0, 36_028_797_018_963_967, 256),
    ] as [(String, Int, UInt64, Int)])
  func `has one path`(path: String, level: Int, index: UInt64, width: Int) throws {
    let tile = try Tile(level: level, index: index, width: width)
    #expect(tile.path == path)
    #expect(try Tile(path: path) == tile)
  }

  @Test func `comes back from its path, whatever it is`() throws {
    var random = SeededGenerator(seed: Seeds.fresh())
    for _ in 0..<5_000 {
      let tile = try Tile(
        level: .random(in: 0...63, using: &random),
        index: random.magnitude(upTo: Tile.maximumIndex),
        width: .random(in: 1...256, using: &random))
      #expect(try Tile(path: tile.path) == tile)
    }
  }

  @Test(arguments: [
    "", "tile", "tile/", "tile/0", "tile/0/", "tile//000", "/tile/0/000", "tile/0/000/",
    "tile/00/000", "tile/+1/000", "tile/-1/000", "tile/64/000", "tile/0/0", "tile/0/00",
    "tile/0/0000", "tile/0/x000", "tile/0/x000/000", "tile/0/001/000", "tile/0/x001/x000",
    "tile/0/x001/00", "tile/0/+01", "tile/0/x+01/000", "tile/0/000.p", "tile/0/000.p/",
    "tile/0/000.p/0", "tile/0/000.p/01", "tile/0/000.p/256", "tile/0/000.p/257",
    "tile/0/000.p/-1", "tile/0/000/1", "tile/0/x001.p/067", "tile/0/000.q/1", "tile/entries/000",
    "tile/0/x036/x028/x797/x018/x963/968", "tile/0/x001/x000/x000/x000/x000/x000/000",
    "tile/0/x999/x999/x999/x999/x999/x999/999", "tile/0/x18446744073709551615/000",
    "tile/0/٠٠٠", "tile/0/000 ", "Tile/0/000", "tile/0/X001/000",
  ])
  func `is refused from any other text`(path: String) {
    #expect(throws: MerkleTreeError.malformedTilePath(path)) { try Tile(path: path) }
  }

  @Test func `is refused outside the geometry`() {
    let bad: [(Int, UInt64, Int)] = [
      (-1, 0, 1), (64, 0, 1), (0, Tile.maximumIndex + 1, 1), (0, .max, 1), (0, 0, 0), (0, 0, 257),
      (0, 0, -1),
    ]
    for (level, index, width) in bad {
      let expected = MerkleTreeError.tileOutOfBounds(level: level, index: index, width: width)
      #expect(throws: expected) { try Tile(level: level, index: index, width: width) }
    }
  }

  @Test func `is as wide as the tree fills it`() throws {
    let size: UInt64 = 70_000  // 273 tiles and 112 hashes; 273 = 256 + 17 at level 1
    #expect(Tile(level: 0, index: 272, inTreeOfSize: size)?.width == 256)
    #expect(Tile(level: 0, index: 273, inTreeOfSize: size)?.width == 112)
    #expect(Tile(level: 0, index: 274, inTreeOfSize: size) == nil)
    #expect(Tile(level: 1, index: 0, inTreeOfSize: size)?.isFull == true)
    #expect(Tile(level: 1, index: 1, inTreeOfSize: size)?.width == 17)
    #expect(Tile(level: 2, index: 0, inTreeOfSize: size)?.width == 1)
    #expect(Tile(level: 2, index: 1, inTreeOfSize: size) == nil)
    #expect(Tile(level: 3, index: 0, inTreeOfSize: size) == nil)
    #expect(Tile(level: 63, index: 0, inTreeOfSize: TreeHead.maximumSize) == nil)
    #expect(Tile(level: 7, index: 0, inTreeOfSize: TreeHead.maximumSize)?.width == 127)
    #expect(Tile(level: 0, index: 1, inTreeOfSize: 256) == nil)
    #expect(Tile(level: 0, index: 0, inTreeOfSize: 0) == nil)
    #expect(Tile(level: 0, index: .max, inTreeOfSize: 256) == nil)
    #expect(Tile(level: -1, index: 0, inTreeOfSize: 256) == nil)
    #expect(Tile(level: 0, index: 0, inTreeOfSize: .max) == nil)
  }

  @Test func `is contained only in a tree that has all of it`() throws {
    let full = try Tile(level: 0, index: 1)
    let partial = try Tile(level: 0, index: 1, width: 10)
    #expect(!full.isContained(inTreeOfSize: 511))
    #expect(full.isContained(inTreeOfSize: 512))
    #expect(!partial.isContained(inTreeOfSize: 265))
    #expect(partial.isContained(inTreeOfSize: 266))
    #expect(partial.isContained(inTreeOfSize: 600))
    #expect(!(try Tile(level: 63, index: 0).isContained(inTreeOfSize: TreeHead.maximumSize)))
  }

  @Test func `has its hashes behind those of the tiles before it`() throws {
    #expect(try Tile(level: 1, index: 3, width: 5).hashRange == 768..<773)
  }

  @Test func `counts levels and hashes`() {
    let levels: [(UInt64, Int)] = [
      (0, 0), (1, 1), (255, 1), (256, 2), (65_535, 2), (65_536, 3), (TreeHead.maximumSize, 8),
    ]
    for (size, count) in levels {
      #expect(Tile.levelCount(treeSize: size) == count)
      for level in 0..<count { #expect(Tile.hashCount(level: level, treeSize: size) > 0) }
      #expect(Tile.hashCount(level: count, treeSize: size) == 0)
    }
    #expect(Tile.hashCount(level: 1, treeSize: 70_000) == 273)
  }

  @Test func `full of hashes, has its root one level up`() throws {
    let tree = tree(over: sampleLeaves(600))
    let up = tree.hashes(in: try Tile(level: 1, index: 0, width: 2))
    for index in 0..<2 {
      let hashes = tree.hashes(in: try Tile(level: 0, index: UInt64(index)))
      #expect(TreeHash.root(of: hashes) == up[index])
    }
  }
}
