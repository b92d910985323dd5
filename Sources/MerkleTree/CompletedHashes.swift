/// The hashes that appended leaves have completed, by tile level, in the order of the tile files.
///
/// Level 0 gets the hash of every leaf, level 1 one hash every 256 leaves, level 2 every 65,536.
/// The writer hands one value to many appends and appends each level's hashes to its file. In memory
/// a level is byte for byte what its file holds.
public struct CompletedHashes: Sendable {
  // Apart from the others because it is touched for every leaf.
  private var leaves: [TreeHash] = []
  private var upper: [[TreeHash]] = []

  /// Starts without hashes.
  ///
  /// - Parameter leafCount: about how many leaves will be appended.
  public init(expecting leafCount: Int = 0) {
    leaves.reserveCapacity(leafCount)
  }

  /// How many levels have been reached: none above has hashes.
  public var levelCount: Int {
    if let highest = upper.lastIndex(where: { !$0.isEmpty }) { return highest + 2 }
    return leaves.isEmpty ? 0 : 1
  }

  /// The hashes completed at a level, oldest first; empty for a level not reached.
  public func hashes(level: Int) -> [TreeHash] {
    if level == 0 { return leaves }
    return upper.indices.contains(level - 1) ? upper[level - 1] : []
  }

  @inline(__always)
  mutating func append(_ leafHash: TreeHash) {
    leaves.append(leafHash)
  }

  mutating func append(_ hash: TreeHash, level: Int) {
    while upper.count < level { upper.append([]) }
    upper[level - 1].append(hash)
  }
}
