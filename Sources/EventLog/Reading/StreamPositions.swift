internal import EventModel
internal import LMDB

/// Where one stream's events stand, as of one moment: the overlay's runs over the index's entry.
struct StreamPositions {
  private let stream: StreamName
  private let runs: [OverlaySegment.Run]
  private let entry: StreamEntry?
  private let index: IndexStore

  /// How many events the stream has.
  let count: UInt64

  /// - Parameter runs: read before `snapshot` was taken, so that nothing falls between them.
  init(
    of stream: StreamName, _ runs: [OverlaySegment.Run], _ index: IndexStore,
    in snapshot: borrowing ReadTransaction
  ) throws(EventLogError) {
    self.stream = stream
    self.runs = runs
    self.index = index
    entry = try index.entry(of: stream, in: snapshot)
    count = max(runs.last.map { $0.lastRevision + 1 } ?? 0, entry?.count ?? 0)
  }

  /// How many of the stream's events lie below a position.
  ///
  /// - Complexity: O(log count) look-ups
  func count(
    below end: Position, in snapshot: borrowing ReadTransaction
  ) throws(EventLogError) -> UInt64 {
    guard count > 0 else { return 0 }
    if try position(of: count - 1, in: snapshot) < end.number { return count }
    // Below `low` all lie below the end; from `high` on none does.
    var (low, high): (UInt64, UInt64) = (0, count - 1)
    while low < high {
      let middle = low + (high - low) / 2
      if try position(of: middle, in: snapshot) < end.number {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  /// The positions of some revisions, in order.
  ///
  /// - Precondition: the revisions are below ``count``.
  /// - Complexity: one look-up for each 64 revisions
  func positions(
    of revisions: Range<UInt64>, in snapshot: borrowing ReadTransaction
  ) throws(EventLogError) -> [UInt64] {
    var result: [UInt64] = []
    result.reserveCapacity(revisions.count)
    while result.count < revisions.count {
      let revision = revisions.lowerBound + UInt64(result.count)
      let (start, positions) = try piece(with: revision, in: snapshot)
      let rest = positions.dropFirst(Int(revision - start))
      result += rest.prefix(revisions.count - result.count)
    }
    return result
  }

  private func position(
    of revision: UInt64, in snapshot: borrowing ReadTransaction
  ) throws(EventLogError) -> UInt64 {
    let (start, positions) = try piece(with: revision, in: snapshot)
    return positions[Int(revision - start)]
  }

  /// The stored run of positions in which a revision lies.
  private func piece(
    with revision: UInt64, in snapshot: borrowing ReadTransaction
  ) throws(EventLogError) -> (start: UInt64, positions: [UInt64]) {
    for run in runs where revision >= run.firstRevision && revision <= run.lastRevision {
      return (run.firstRevision, run.positions)
    }
    guard let entry, revision < entry.count else {
      throw index.malformed("the entry of \(stream)")
    }
    if revision >= entry.tailStart { return (entry.tailStart, entry.tail) }
    let start = revision / StreamEntry.chunkLength * StreamEntry.chunkLength
    return (start, try index.chunk(of: stream, at: start, in: snapshot))
  }
}

extension LogCore {
  /// The last revision of a stream.
  func head(of stream: StreamName) throws(EventLogError) -> Revision? {
    let end = self.end
    let key = HashedName(stream)
    // Mostly the first place that knows the stream tells; not where it was committed just now.
    if let last = overlay.withLock({ $0.last(of: key) }) {
      if last.position < end.number { return Revision(last.revision) }
    } else {
      guard let head = try index.head(of: stream, in: try indexSnapshot()) else { return nil }
      if head.last < end.number { return Revision(head.count - 1) }
    }
    let runs = overlay.withLock { $0.runs(of: key) }
    let snapshot = try indexSnapshot()
    let positions = try StreamPositions(of: stream, runs, index, in: snapshot)
    let count = try positions.count(below: end, in: snapshot)
    return count == 0 ? nil : Revision(count - 1)
  }

  /// Reads one stream; see ``AppendOnlyLog``.
  func read(
    stream: StreamName, from revision: Revision?, _ direction: ReadDirection,
    before end: Position?, limit: Int
  ) throws(EventLogError) -> [RecordedEvent] {
    let end = try border(atOrBelow: end)
    let key = HashedName(stream)
    let runs = overlay.withLock { $0.runs(of: key) }
    let snapshot = try indexSnapshot()
    let stored = try StreamPositions(of: stream, runs, index, in: snapshot)
    let count = try stored.count(below: end, in: snapshot)
    let limit = UInt64(max(0, limit))
    switch direction {
    case .forwards:
      let first = min(revision?.number ?? 0, count)
      let last = first + min(limit, count - first)
      let positions = try stored.positions(of: first..<last, in: snapshot)
      return try events(of: stream, positions, first..<last)
    case .backwards:
      let last = revision.map { min($0.number, count &- 1) &+ 1 } ?? count
      let upper = min(last, count)
      let revisions = (upper - min(limit, upper))..<upper
      let positions = try stored.positions(of: revisions, in: snapshot)
      return try events(of: stream, positions, revisions).reversed()
    }
  }

  /// Decodes a stream's events, and refuses what a damaged index points at.
  private func events(
    of stream: StreamName, _ positions: [UInt64], _ revisions: Range<UInt64>
  ) throws(EventLogError) -> [RecordedEvent] {
    let events = try events(at: positions)
    for (event, revision) in zip(events, revisions) {
      guard event.stream == stream, event.revision.number == revision else {
        throw index.malformed("the entry of \(stream)")
      }
    }
    return events
  }
}
