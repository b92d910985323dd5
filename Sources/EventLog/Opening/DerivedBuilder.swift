internal import EventModel
internal import LMDB
internal import MerkleTree

/// Reads a stretch of the log and makes of it what is derived: hashes and index entries.
struct DerivedBuilder {
  let records: RecordStore
  let tiles: TileStore
  /// Flushed into where the stretch is long; `nil` where nothing may be written.
  let index: IndexStore?
  let logID: LogID
  /// After how many events it is flushed.
  let flushLength: Int
  /// The tree's right edge at what was read so far.
  private(set) var frontier: TreeFrontier
  /// What was read and not flushed.
  private(set) var segment: OverlaySegment
  /// Hashes that the tiles haven't taken in: of a stretch that is only read they take all or none,
  /// because who reads it may try again from its beginning.
  private var completed = CompletedHashes()

  init(
    _ records: RecordStore, _ tiles: TileStore, _ index: IndexStore?, _ logID: LogID,
    from frontier: TreeFrontier, continuing segment: OverlaySegment? = nil, flushLength: Int
  ) {
    self.records = records
    self.tiles = tiles
    self.index = index
    self.logID = logID
    self.flushLength = flushLength
    self.frontier = frontier
    self.segment = segment ?? OverlaySegment(at: frontier.head)
  }

  /// Reads up to a size, and holds the root against the one that is stored there.
  ///
  /// - Throws: ``EventLogError/damaged(path:_:)`` when the records lead to another root.
  mutating func read(upTo head: TreeHead) throws(EventLogError) {
    while frontier.size < head.size { try readChunk(below: head.size) }
    guard frontier.head == head else {
      throw .damaged(
        path: records.environment.directory,
        "its records from position \(segment.start) on don't lead to its root")
    }
    handOver()
    segment.close(at: head)
  }

  private mutating func readChunk(below size: UInt64) throws(EventLogError) {
    let range = frontier.size..<min(size, frontier.size + 1_024)
    var isBorder = false
    let snapshot = try records.snapshot()
    try snapshot.forEach(
      in: records.events, from: range.lowerBound, through: range.upperBound - 1,
      mapping: { EventLogError($0) }
    ) { (key, record) throws(EventLogError) -> LMDB.ScanStep in
      guard key == frontier.size else { return .stop }
      let position = Position(key)
      do throws(EventModelError) {
        try segment.add(record, at: position)
      } catch {
        throw .corrupt(position, error.reason)
      }
      frontier.append(leaf: record, completing: &completed)
      isBorder = AppendBorder.atOrBelow(position.next, last: record) == position.next
      return .next
    }
    guard frontier.size == range.upperBound else {
      throw .corrupt(Position(frontier.size), "the record is missing")
    }
    guard let index else { return }
    handOver()
    if isBorder, Int(frontier.size - segment.start.number) >= flushLength {
      try flush(into: index)
    }
  }

  private mutating func handOver() {
    tiles.append(completed)
    completed = CompletedHashes()
  }

  /// Flushes what was read, in one durable commit.
  ///
  /// - Precondition: it ends at an append border.
  mutating func flush(into index: IndexStore) throws(EventLogError) {
    segment.close(at: frontier.head)
    try tiles.flush(upTo: frontier.size)
    try index.flush(segment, logID: logID)
    tiles.forget(below: frontier.size)
    segment = OverlaySegment(at: frontier.head)
  }
}
