/// A complete subtree and the stretch of a tile that it is computed from.
struct Subtree {
  var tileLevel: Int
  var tileIndex: UInt64
  var offsets: Range<Int>

  /// Locates the subtree of 2^height leaves that begins at `first`, a multiple of 2^height.
  init(first: UInt64, height: Int) {
    tileLevel = height / Tile.height
    // At most 2^7 hashes, aligned: they never cross into the next tile.
    let count = 1 << (height % Tile.height)
    let firstHash = first >> UInt64(tileLevel * Tile.height)
    tileIndex = firstHash >> UInt64(Tile.height)
    let offset = Int(firstHash & UInt64(Tile.fullWidth - 1))
    offsets = offset..<(offset + count)
  }

  /// Splits leaves into complete subtrees, the largest first.
  ///
  /// - Precondition: `leaves` begins at a multiple of a power of two that is not below its count.
  static func complete(in leaves: Range<UInt64>) -> [Subtree] {
    var subtrees: [Subtree] = []
    var first = leaves.lowerBound
    while first < leaves.upperBound {
      let remaining = leaves.upperBound - first
      let height = UInt64.bitWidth - 1 - remaining.leadingZeroBitCount
      subtrees.append(Subtree(first: first, height: height))
      first += 1 << UInt64(height)
    }
    return subtrees
  }
}

/// Computes roots of subtrees from tiles and reads each tile once.
struct SubtreeReader<Tiles: TileReader> {
  private let tiles: Tiles
  private let treeSize: UInt64

  // At most two a level, so a search from the end is as quick as a table.
  private var loaded: [(tile: Tile, hashes: [TreeHash])] = []

  init(tiles: Tiles, treeSize: UInt64) {
    self.tiles = tiles
    self.treeSize = treeSize
  }

  /// The root over leaves that are a subtree of the tree, complete or at its right edge.
  mutating func root(
    of leaves: Range<UInt64>
  ) throws(ProvingError<Tiles.Failure>) -> TreeHash {
    let subtrees = try completeSubtrees(of: leaves)
    guard var root = subtrees.last else { return .emptyRoot }
    for subtree in subtrees.dropLast().reversed() { root = .nodeHash(subtree, root) }
    return root
  }

  /// The roots over the complete subtrees of such leaves, the largest first.
  mutating func completeSubtrees(
    of leaves: Range<UInt64>
  ) throws(ProvingError<Tiles.Failure>) -> [TreeHash] {
    var roots: [TreeHash] = []
    for subtree in Subtree.complete(in: leaves) {
      let hashes = try hashes(level: subtree.tileLevel, tileIndex: subtree.tileIndex)
      roots.append(.root(of: hashes[subtree.offsets]))
    }
    return roots
  }

  private mutating func hashes(
    level: Int, tileIndex: UInt64
  ) throws(ProvingError<Tiles.Failure>) -> [TreeHash] {
    let known = loaded.last { $0.tile.level == level && $0.tile.index == tileIndex }
    if let known { return known.hashes }
    guard let tile = Tile(level: level, index: tileIndex, inTreeOfSize: treeSize) else {
      preconditionFailure("a subtree of a tree lies in a tile of that tree")
    }
    let hashes: [TreeHash]
    do throws(Tiles.Failure) {
      hashes = try tiles.hashes(in: tile)
    } catch {
      throw .unreadable(tile, error)
    }
    // A short answer must not become a trap below, nor a long one a wrong proof.
    guard hashes.count == tile.width else {
      throw .refused(.wrongTileWidth(tile, actual: hashes.count))
    }
    loaded.append((tile, hashes))
    return hashes
  }
}
