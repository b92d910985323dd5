/// A run of up to 256 hashes of one level of the tree, which never changes once it is complete.
///
/// Tile `index` of level `l` holds the hashes numbered index·256 and up at that level; the i-th
/// hash of level l is the root over the leaves [i·256^l, (i + 1)·256^l). Only heights that are
/// multiples of 8 are stored; the nodes between are computed from the tile below them.
///
/// Source: C2SP tlog-tiles.
public struct Tile: Hashable, Sendable {
  /// The height of a tile in the binary tree: 8, as 2^8 = 256.
  public static let height = 8

  /// How many hashes a full tile has: 256, which are 8,192 bytes.
  public static let fullWidth = 1 << height

  /// The highest level that the format can name.
  ///
  /// No tree of up to `TreeHead.maximumSize` leaves reaches above level 7.
  public static let maximumLevel = 63

  /// The highest index, so that the number of every hash stays below `TreeHead.maximumSize`.
  public static let maximumIndex = TreeHead.maximumSize >> UInt64(height)

  /// The tile level, 0 at the leaves; each level is 8 rows of the binary tree.
  public let level: Int

  /// Which tile of its level, from 0.
  public let index: UInt64

  /// How many hashes it has: 1…256; below 256 the tile is partial, at the right edge of a tree.
  public let width: Int

  /// Names a tile.
  ///
  /// - Throws: `.tileOutOfBounds` unless 0 ≤ level ≤ 63, index ≤ `maximumIndex`, 1 ≤ width ≤ 256.
  public init(level: Int, index: UInt64, width: Int = Tile.fullWidth) throws(MerkleTreeError) {
    guard (0...Self.maximumLevel).contains(level), index <= Self.maximumIndex,
      (1...Self.fullWidth).contains(width)
    else { throw .tileOutOfBounds(level: level, index: index, width: width) }
    self.init(uncheckedLevel: level, index: index, width: width)
  }

  private init(uncheckedLevel level: Int, index: UInt64, width: Int) {
    self.level = level
    self.index = index
    self.width = width
  }

  /// The tile as wide as a tree of this size fills it; nothing if it has no hash of it yet.
  public init?(level: Int, index: UInt64, inTreeOfSize size: UInt64) {
    guard level >= 0, size <= TreeHead.maximumSize else { return nil }
    let count = Self.hashCount(level: level, treeSize: size)
    guard index <= count >> UInt64(Self.height) else { return nil }
    let remaining = count - index << UInt64(Self.height)
    guard remaining > 0 else { return nil }
    self.init(
      uncheckedLevel: level, index: index, width: Int(min(remaining, UInt64(Self.fullWidth))))
  }

  /// How many hashes a level has in a tree of this size: ⌊size / 256^level⌋, 32 bytes each.
  ///
  /// - Precondition: level ≥ 0.
  public static func hashCount(level: Int, treeSize: UInt64) -> UInt64 {
    precondition(level >= 0)
    // Swift's smart shift gives zero once every bit is out, so no level overflows.
    return treeSize >> (height * level)
  }

  /// How many levels have at least one hash in a tree of this size: 0 for none, 1 below 256.
  public static func levelCount(treeSize: UInt64) -> Int {
    (UInt64.bitWidth - treeSize.leadingZeroBitCount + height - 1) / height
  }

  /// Whether the tile has all of its 256 hashes and will never change.
  public var isFull: Bool { width == Self.fullWidth }

  /// The numbers of its hashes within the level.
  public var hashRange: Range<UInt64> {
    let first = index << UInt64(Self.height)
    return first..<(first + UInt64(width))
  }

  /// Whether a tree of this size has all hashes of the tile, so that it may be served.
  ///
  /// A full tile is not contained as long as the tree has only a part of it: that part has another
  /// name, and an answer under the wrong one would be cached for ever. Concord serves no tiles yet: this
  /// is what the format asks of who does.
  public func isContained(inTreeOfSize size: UInt64) -> Bool {
    hashRange.upperBound <= Self.hashCount(level: level, treeSize: size)
  }
}
