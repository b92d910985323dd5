internal import EventModel
public import MerkleTree

extension AppendOnlyLog {
  /// The head the tree had at an earlier size, computed from the records themselves.
  ///
  /// - Throws: ``EventLogError`` when a record can't be read.
  /// - Complexity: O(size); a log that keeps its tree answers in O(log size).
  public func treeHead(at size: UInt64) throws(EventLogError) -> TreeHead {
    let current = try treeHead()
    if current.size == size { return current }
    var frontier = TreeFrontier()
    try scan(from: .zero, before: Position(size)) { _, record in
      frontier.append(leafHash: TreeHash.leafHash(of: record))
      return .proceed
    }
    return frontier.head
  }
}
