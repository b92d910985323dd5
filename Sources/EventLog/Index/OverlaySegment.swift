internal import EventModel
internal import MerkleTree

/// What the index will learn of a stretch of the log, in memory until it is flushed.
struct OverlaySegment: Sendable {
  /// A stream's events in the stretch.
  struct Run: Sendable {
    /// The revision of the first.
    let firstRevision: UInt64
    /// The position of the first.
    let firstPosition: UInt64
    /// The positions of the others, ascending: most streams have none, and then no array.
    var later: [UInt64] = []

    /// How many events there are.
    var count: Int { 1 + later.count }
    /// The revision of the last.
    var lastRevision: UInt64 { firstRevision + UInt64(later.count) }
    /// The position of the last.
    var lastPosition: UInt64 { later.last ?? firstPosition }
    /// All positions, ascending.
    var positions: [UInt64] { [firstPosition] + later }
  }

  /// Events by stream.
  typealias Streams = [HashedName: Run]

  /// Where the stretch begins.
  let start: Position
  /// The tree at its end.
  private(set) var head: TreeHead
  /// Events by stream.
  private(set) var streams: Streams = [:]
  /// Positions by type.
  private(set) var types: [HashedName: [UInt64]] = [:]
  /// The first position of each command.
  private(set) var commands: [CommandID: UInt64] = [:]
  /// About how much memory it takes.
  private(set) var byteCount = 0

  /// An empty stretch at a tree's right edge.
  ///
  /// - Parameter earlier: one that will not be much smaller, so that room is made at once.
  init(at head: TreeHead, expecting earlier: OverlaySegment? = nil) {
    start = Position(head.size)
    self.head = head
    guard let earlier else { return }
    streams.reserveCapacity(earlier.streams.count)
    commands.reserveCapacity(earlier.commands.count)
  }

  /// The position after its last event.
  var end: Position { Position(head.size) }
  /// How many events it holds.
  var eventCount: Int { Int(head.size - start.number) }
  /// Whether it holds no events.
  var isEmpty: Bool { head.size == start.number }

  /// Takes in what a commit has added.
  mutating func add(_ accepted: [AppendBatch.Accepted], head: TreeHead) {
    // By index: a copy of each would touch the reference counts of all that it holds, in memory that
    // another thread wrote.
    for index in accepted.indices {
      var position = accepted[index].receipt.first.number
      add(accepted[index].append.commandID, first: position)
      accepted[index].forEachAddition { entry, firstRevision in
        add(entry.key, firstRevision: firstRevision.number, position, entry.events.count)
        for event in entry.events.indices {
          add(entry.events[event].typeKey, position)
          position += 1
        }
      }
    }
    self.head = head
  }

  /// Takes in one record, read back from the log.
  mutating func add(_ record: RawSpan, at position: Position) throws(EventModelError) {
    let fields = try Envelope(walking: record)
    if fields.appendIndex == 0 {
      add(CommandID(prefixOf: record.copied(fields.commandID)), first: position.number)
    }
    let stream = HashedName(StreamName(recorded: record.text(fields.stream)))
    if let run = streams[stream], fields.revision.number != run.lastRevision + 1 {
      throw EventModelError(
        .record, "revision \(fields.revision) of \(stream.text) is out of order")
    }
    add(stream, firstRevision: fields.revision.number, position.number, 1)
    add(HashedName(EventType(recorded: record.text(fields.type))), position.number)
  }

  /// Takes in the stretch that follows.
  ///
  /// - Complexity: O(what follows)
  mutating func append(_ later: OverlaySegment) {
    for (stream, run) in later.streams
    where streams[stream]?.later.append(contentsOf: run.positions) == nil {
      streams[stream] = run
    }
    for (type, positions) in later.types { types[type, default: []] += positions }
    commands.merge(later.commands) { first, _ in first }
    byteCount += later.byteCount
    head = later.head
  }

  /// Sets the tree at the end of the records added one by one.
  mutating func close(at head: TreeHead) { self.head = head }

  private mutating func add(_ command: CommandID, first: UInt64) {
    // One look-up; a second one only where a damaged index let a command be recorded twice.
    if let earlier = commands.updateValue(first, forKey: command) { commands[command] = earlier }
    byteCount += 48
  }

  private mutating func add(
    _ stream: HashedName, firstRevision: UInt64, _ position: UInt64, _ count: Int
  ) {
    let end = position + UInt64(count)
    // One look-up, whether the stream is there or not.
    let isNew = Self.extend(&streams[stream], firstRevision, position..<end)
    if isNew { byteCount += 128 + stream.text.utf8.count }
    // Position lists of the stream and of the type, and the leaf's hash.
    byteCount += 48 * count
  }

  private static func extend(
    _ run: inout Run?, _ firstRevision: UInt64, _ positions: Range<UInt64>
  ) -> Bool {
    if run?.later.append(contentsOf: positions) != nil { return false }
    run = Run(
      firstRevision: firstRevision, firstPosition: positions.lowerBound,
      later: positions.count == 1 ? [] : Array(positions.dropFirst()))
    return true
  }

  private mutating func add(_ type: HashedName, _ position: UInt64) {
    types[type, default: []].append(position)
  }
}
