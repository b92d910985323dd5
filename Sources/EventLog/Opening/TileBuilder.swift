internal import EventModel
internal import LMDB
internal import MerkleTree

/// Makes the tiles anew where the index is still good.
struct TileBuilder {
  let records: RecordStore
  let tiles: TileStore

  /// Makes the tiles of a tree, and holds its root against the one that is known.
  ///
  /// - Throws: ``EventLogError/damaged(path:_:)`` when the records lead to another root.
  func build(upTo head: TreeHead) throws(EventLogError) -> TreeFrontier {
    var frontier = TreeFrontier()
    while frontier.size < head.size {
      let end = min(head.size, frontier.size + 50_000)
      var completed = CompletedHashes()
      let snapshot = try records.snapshot()
      while frontier.size < end {
        let position = Position(frontier.size)
        try records.withRecord(at: position, in: snapshot) { record in
          _ = frontier.append(leaf: record, completing: &completed)
        }
      }
      tiles.append(completed)
      try tiles.flush(upTo: frontier.size)
      tiles.forget(below: frontier.size)
    }
    guard frontier.head == head else {
      throw .damaged(
        path: records.environment.directory,
        "its records don't lead to the root that the index has at size \(head.size)")
    }
    return frontier
  }
}
