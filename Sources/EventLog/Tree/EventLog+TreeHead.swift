public import MerkleTree

extension EventLog {
  /// The head the tree had when it was smaller: what a derived store that stopped there was made
  /// from.
  ///
  /// - Throws: ``EventLogError`` when a tile can't be read, or there never was a tree of that size.
  /// - Complexity: at most 8 reads of a tile
  public func treeHead(at size: UInt64) throws(EventLogError) -> TreeHead {
    let core = try core()
    let current = core.head
    if current.size == size { return current }
    do {
      return try core.tiles.head(at: size)
    } catch .unreadable(_, let error) {
      throw error
    } catch {
      throw .damaged(path: core.directory.tiles, "there is no tree of \(size) leaves: \(error)")
    }
  }
}
