/// What a tree of a given size must look like: its size and its root.
///
/// Two logs with equal heads hold the same entries in the same order.
public struct TreeHead: Hashable, Sendable {
  /// The most leaves a tree may have: 2^63 - 1, so that no sum of sizes overflows 64 bits.
  ///
  /// Source: other readers of tile logs hold sizes in a signed 64-bit integer.
  public static let maximumSize = UInt64(Int64.max)

  /// The head of the tree without leaves.
  public static let empty = TreeHead(size: 0, root: .emptyRoot)

  /// How many leaves the tree has, which is also the index of the next one.
  public var size: UInt64

  /// The root over all leaves below `size`.
  public var root: TreeHash

  /// Pairs a size with its root; neither is checked against the other.
  public init(size: UInt64, root: TreeHash) {
    self.size = size
    self.root = root
  }
}
