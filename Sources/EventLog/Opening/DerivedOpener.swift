internal import EventModel
internal import LMDB
internal import MerkleTree

/// Opens what is derived and judges whether it belongs to this log.
struct DerivedOpener {
  let directory: DataDirectory
  let records: RecordStore
  let logID: LogID
  let options: EventLogOptions

  /// Opens index and tiles for writing, and makes anew what is missing, damaged or of another log.
  ///
  /// - Throws: ``EventLogError/corrupt(_:_:)`` or ``EventLogError/damaged(path:_:)`` when the records
  ///   themselves don't lead to the root that is stored with them; nothing was deleted then.
  func openOrRebuild(_ head: TreeHead) throws(EventLogError) -> DerivedStores {
    let isShort = options.checksIndexAtOpening(of: head)
    let index = try openIndex(checksPages: isShort)
    if let checkpoint = try trusted(index, head) {
      do throws(EventLogError) {
        return try catchUp(index, from: checkpoint, to: head, checksIndex: isShort)
      } catch {
        guard error.damage != nil else { throw error }
        options.onNotice("the index and the tiles are made anew: \(error)")
      }
    }
    return try rebuild(consuming: index, head)
  }

  private func openIndex(checksPages: Bool) throws(EventLogError) -> IndexStore {
    do throws(EventLogError) {
      guard !DataDirectory.exists(directory.indexFoundDamaged) else {
        throw .damaged(path: directory.index, "it was found so when it was last open")
      }
      if checksPages, DataDirectory.exists(directory.index + "/data.mdb") {
        // Before it is mapped: following a page number that is wrong would kill this process.
        _ = try inStore { () throws(LMDBError) in
          try LMDB.Environment.verifyPages(in: directory.index)
        }
      }
      return try IndexStore(directory.index, isReadOnly: false)
    } catch {
      guard error.damage != nil else { throw error }
      options.onNotice("the index is made anew: \(error)")
      try DataDirectory.remove(directory.index)
      return try IndexStore(directory.index, isReadOnly: false)
    }
  }

  /// The index's checkpoint, if it can be one of this log.
  private func trusted(
    _ index: IndexStore, _ head: TreeHead
  ) throws(EventLogError) -> IndexCheckpoint? {
    let snapshot = try index.snapshot()
    guard let checkpoint = try index.checkpoint(in: snapshot),
      try index.hasEntries(in: snapshot)
    else {
      if head.size > 1 { options.onNotice("the index is made anew: it is empty") }
      return nil
    }
    guard checkpoint.logID == logID else {
      options.onNotice("the index is made anew: it is of log \(checkpoint.logID)")
      return nil
    }
    guard checkpoint.head.size <= head.size else {
      options.onNotice(
        "the index is made anew: it knows \(checkpoint.head.size) events, the log has "
          + "\(head.size)")
      return nil
    }
    return checkpoint
  }

  private func catchUp(
    _ index: IndexStore, from checkpoint: IndexCheckpoint, to head: TreeHead, checksIndex: Bool
  ) throws(EventLogError) -> DerivedStores {
    let (tiles, frontier) = try openTiles(checkpoint.head, ofLogAt: head)
    if checksIndex { try IndexCheck(index: index, records: records, tiles: tiles).checkEntries() }
    var builder = DerivedBuilder(
      records, tiles, index, logID, from: frontier, flushLength: options.overlayEventCount / 2)
    try builder.read(upTo: head)
    return Self.stores(index, tiles, builder, isIndexChecked: checksIndex)
  }

  private func openTiles(
    _ head: TreeHead, ofLogAt logHead: TreeHead
  ) throws(EventLogError) -> (TileStore, TreeFrontier) {
    do throws(EventLogError) {
      return try Self.tiles(directory, head, isReadOnly: false)
    } catch {
      guard error.damage != nil else { throw error }
      options.onNotice("the tiles are made anew: \(error)")
    }
    try RecordsCheck(directory: directory, records: records).run(upTo: logHead)
    try DataDirectory.remove(directory.tiles)
    let tiles = try TileStore(directory.tiles, durableSize: 0, isReadOnly: false)
    let frontier = try TileBuilder(records: records, tiles: tiles).build(upTo: head)
    return (tiles, frontier)
  }

  /// Opens tiles that were flushed at a size, and holds their root against the one known there.
  static func tiles(
    _ directory: DataDirectory, _ head: TreeHead, isReadOnly: Bool
  ) throws(EventLogError) -> (TileStore, TreeFrontier) {
    let tiles = try TileStore(directory.tiles, durableSize: head.size, isReadOnly: isReadOnly)
    let frontier: TreeFrontier
    do throws(ProvingError<EventLogError>) {
      frontier = try tiles.frontier(at: head.size)
    } catch {
      if case .unreadable(_, let cause) = error, !cause.isOfContents { throw cause }
      throw .damaged(path: directory.tiles, "\(error)")
    }
    guard frontier.head == head else {
      throw .damaged(path: directory.tiles, "they don't lead to the root at size \(head.size)")
    }
    return (tiles, frontier)
  }

  private func rebuild(
    consuming index: consuming IndexStore, _ head: TreeHead
  ) throws(EventLogError) -> DerivedStores {
    try RecordsCheck(directory: directory, records: records).run(upTo: head)
    try index.removeAll()
    try DataDirectory.remove(directory.tiles)
    let tiles = try TileStore(directory.tiles, durableSize: 0, isReadOnly: false)
    var builder = DerivedBuilder(
      records, tiles, index, logID, from: TreeFrontier(),
      flushLength: options.overlayEventCount / 2)
    try builder.read(upTo: head)
    do throws(EventLogError) {
      // So that who reads beside this process finds a checkpoint from the beginning.
      try builder.flush(into: index)
    } catch .diskFull {
      options.onNotice("the index is kept in memory: the disk is full")
    }
    return Self.stores(index, tiles, builder, isIndexChecked: true)
  }

  static func stores(
    _ index: IndexStore, _ tiles: TileStore, _ builder: DerivedBuilder, isIndexChecked: Bool
  ) -> DerivedStores {
    DerivedStores(
      index: index, tiles: tiles,
      overlay: Overlay(
        flushedSize: builder.segment.start.number, builder.segment),
      isIndexChecked: isIndexChecked)
  }
}
