internal import EventModel
internal import MerkleTree

/// What the index will learn of a stretch of the log, in memory until it is flushed.
struct OverlaySegment: Sendable {
  /// A stream's events in the stretch.
  struct Run: Sendable {
    /// The revision of the first.
    let firstRevision: UInt64
    /// Their positions, ascending.
    var positions: [UInt64]
    /// The revision of the last.
    var lastRevision: UInt64 { firstRevision + UInt64(positions.count) - 1 }
  }

  /// Where the stretch begins.
  let start: Position
  /// The tree at its end.
  private(set) var head: TreeHead
  /// Events by stream.
  private(set) var streams: [StreamName: Run] = [:]
  /// Positions by type.
  private(set) var types: [EventType: [UInt64]] = [:]
  /// The first position of each command.
  private(set) var commands: [CommandID: UInt64] = [:]
  /// About how much memory it takes.
  private(set) var byteCount = 0

  /// An empty stretch at a tree's right edge.
  init(at head: TreeHead) {
    start = Position(head.size)
    self.head = head
  }

  /// The position after its last event.
  var end: Position { Position(head.size) }
  /// How many events it holds.
  var eventCount: Int { Int(head.size - start.number) }
  /// Whether it holds no events.
  var isEmpty: Bool { head.size == start.number }

  /// Takes in what a commit has added.
  mutating func add(_ accepted: [AppendBatch.Accepted], head: TreeHead) {
    for accepted in accepted {
      var position = accepted.first.number
      add(accepted.append.commandID, first: position)
      for (entry, revision) in zip(accepted.append.entries, accepted.firstRevisions)
      where !entry.events.isEmpty {
        let positions = position..<(position + UInt64(entry.events.count))
        add(entry.stream, firstRevision: revision.number, positions)
        for event in entry.events {
          add(event.type, position)
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
    let stream = StreamName(recorded: record.text(fields.stream))
    if let run = streams[stream], fields.revision.number != run.lastRevision + 1 {
      throw EventModelError(.record, "revision \(fields.revision) of \(stream) is out of order")
    }
    add(
      stream, firstRevision: fields.revision.number, position.number..<(position.number + 1))
    add(EventType(recorded: record.text(fields.type)), position.number)
  }

  /// Sets the tree at the end of the records added one by one.
  mutating func close(at head: TreeHead) { self.head = head }

  private mutating func add(_ command: CommandID, first: UInt64) {
    commands[command] = first
    byteCount += 48
  }

  private mutating func add(
    _ stream: StreamName, firstRevision: UInt64, _ positions: Range<UInt64>
  ) {
    if streams[stream]?.positions.append(contentsOf: positions) == nil {
      streams[stream] = Run(firstRevision: firstRevision, positions: Array(positions))
      byteCount += 128 + stream.text.utf8.count
    }
    // Position lists of the stream and of the type, and the leaf's hash.
    byteCount += 48 * positions.count
  }

  private mutating func add(_ type: EventType, _ position: UInt64) {
    types[type, default: []].append(position)
  }
}
