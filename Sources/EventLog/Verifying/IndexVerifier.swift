internal import EventModel
internal import LMDB
internal import MerkleTree

/// Holds every entry of the index against the record it points at, and counts what points.
///
/// Each entry names a record that says the same of itself, no two can name one record, and there
/// are as many as records: so none is missing either. Each is met by a scan and by a look-up: so no
/// key on the way to it leads astray.
///
/// The index may be written meanwhile: only what lies below the checkpoint is counted, and a snapshot
/// is held for a moment.
struct IndexVerifier: ~Copyable {
  /// Is told a table and what is wrong there; it may end the check by throwing.
  typealias Note = (_ table: String, _ reason: String) throws(EventLogError) -> Void

  private struct Entry {
    let key: [UInt8]
    let value: [UInt8]
  }

  /// What a record says of an entry that names it.
  private enum Judgement {
    case right(beginsAppend: Bool)
    case wrong
    /// The record is not what its hash says, so that it can't tell.
    case doubtful
  }

  private let index: IndexStore
  private let records: RecordStore
  private let checkpoint: IndexCheckpoint
  private let tiles: TileStore?
  private let stretch: Duration
  private let isWanted: () -> Bool
  private var snapshot: ReadTransaction
  private var log: ReadTransaction
  /// Up to where the index has got in the snapshot: no entry may name a position beyond.
  private var end: UInt64
  /// Of the records that the table of streams names: how many begin an append.
  private var appendCount: UInt64 = 0
  /// How many could not tell.
  private var doubtfulCount: UInt64 = 0
  /// How many positions were looked at under the present snapshots.
  private var judgedCount = 0

  /// How many entries are taken up at once.
  private static let pieceLength = 256
  /// After how many positions new snapshots are taken at the latest.
  private static let judgedLimit = 4_096

  /// - Parameters:
  ///   - snapshot: of the index; `checkpoint` was read from it or from an earlier one, before the
  ///     log's size was.
  ///   - tiles: the hashes that tell a record that is wrong from an entry that is; without them it
  ///     is always the entry.
  ///   - stretch: after what time new snapshots are taken: on a slow disk a few look-ups take long.
  ///   - isWanted: asked before new snapshots are taken.
  init(
    _ index: IndexStore, _ records: RecordStore, _ snapshot: consuming ReadTransaction,
    _ checkpoint: IndexCheckpoint, tiles: TileStore? = nil,
    stretch: Duration = LMDB.Environment.Stretch().limit,
    while isWanted: @escaping () -> Bool = { true }
  ) throws(EventLogError) {
    log = try records.snapshot()
    self.index = index
    self.records = records
    self.snapshot = snapshot
    self.checkpoint = checkpoint
    self.tiles = tiles
    self.stretch = stretch
    self.isWanted = isWanted
    end = checkpoint.head.size
  }

  /// Checks all tables.
  ///
  /// - Returns: how many positions were looked at.
  /// - Throws: what `note` throws; ``EventLogError/interrupted``;
  ///   ``EventLogError/indexInTheMaking(path:)`` when its writer makes it anew meanwhile.
  /// - Complexity: one look-up in the log for each position in the index
  mutating func check(_ note: Note) throws(EventLogError) -> UInt64 {
    let streams = try checkStreamTables(note)
    // What records are that are damaged nobody can tell.
    let appends = appendCount...(appendCount + doubtfulCount)
    return try streams + checkOtherTables(appendCount: appends, onRepeat: { _, _ in }, note)
  }

  /// Checks the table of streams, and their chunks; as ``check(_:)``.
  mutating func checkStreamTables(_ note: Note) throws(EventLogError) -> UInt64 {
    let size = checkpoint.head.size
    let count = try checkStreams(note)
    if count != size { try note("streams", "it has \(count) positions for \(size) records") }
    return count
  }

  /// Checks the tables of types and of commands; as ``check(_:)``.
  ///
  /// - Parameters:
  ///   - appendCount: how many appends begin below the checkpoint: the least, and the most there may be.
  ///   - onRepeat: told of each append whose command was recorded before.
  mutating func checkOtherTables(
    appendCount: ClosedRange<UInt64>,
    onRepeat: (_ position: Position, _ reason: String) -> Void, _ note: Note
  ) throws(EventLogError) -> UInt64 {
    let size = checkpoint.head.size
    let types = try checkTypes(note)
    if types != size { try note("types", "it has \(types) positions for \(size) records") }
    let commands = try checkCommands(note)
    let repeats = commands < appendCount.lowerBound ? try countRepeats(onRepeat) : 0
    if commands + repeats < appendCount.lowerBound || commands > appendCount.upperBound {
      try note("commands", "it has \(commands) commands for \(appendCount.lowerBound) appends")
    }
    return types + commands
  }

  private mutating func checkStreams(_ note: Note) throws(EventLogError) -> UInt64 {
    var total: UInt64 = 0
    var last: [UInt8]?
    while true {
      let piece = try piece(of: index.streams, "streams", after: last, note)
      guard let end = piece.last else { return total }
      for entry in piece { total += try checkStream(entry, note) }
      last = end.key
    }
  }

  private mutating func checkStream(
    _ entry: Entry, _ note: Note
  ) throws(EventLogError) -> UInt64 {
    let name = String(decoding: entry.key, as: UTF8.self)
    guard let stored = StreamEntry(entry.value.span.bytes) else {
      try note("streams", "the entry of \(name) is malformed")
      return 0
    }
    var total: UInt64 = 0
    var revision: UInt64 = 0
    while revision < stored.tailStart {
      let chunk: [UInt64]
      do throws(EventLogError) {
        chunk = try index.chunk(of: StreamName(recorded: name), at: revision, in: snapshot)
      } catch {
        // No further: a count that is wrong may be any number.
        try note("chunks", error.description)
        return total
      }
      total += try check(chunk, of: entry.key, name, from: revision, note)
      revision += StreamEntry.chunkLength
    }
    return total + (try check(stored.tail, of: entry.key, name, from: stored.tailStart, note))
  }

  private mutating func check(
    _ positions: [UInt64], of key: [UInt8], _ name: String, from first: UInt64, _ note: Note
  ) throws(EventLogError) -> UInt64 {
    var total: UInt64 = 0
    for (offset, position) in positions.enumerated() {
      let judgement = try judge(position) { fields, record in
        fields.revision.number == first + UInt64(offset) && record.copied(fields.stream) == key
      }
      let isCounted = position < checkpoint.head.size
      if isCounted { total += 1 }
      switch judgement {
      case .right(beginsAppend: true) where isCounted: appendCount += 1
      case .right: break
      case .doubtful: doubtfulCount += 1
      case .wrong:
        try note(
          "streams", "revision \(first + UInt64(offset)) of \(name) is not at position \(position)")
      }
    }
    return total
  }

  private mutating func checkTypes(_ note: Note) throws(EventLogError) -> UInt64 {
    var total: UInt64 = 0
    var last: [UInt8]?
    var lastBlock: (type: ArraySlice<UInt8>, position: UInt64)?
    while true {
      let piece = try piece(of: index.types, "types", after: last, note)
      guard let end = piece.last else { return total }
      last = end.key
      for entry in piece {
        let type = entry.key.prefix(max(entry.key.count - 9, 0))
        let name = String(decoding: type, as: UTF8.self)
        guard let positions = PositionList.decode(entry.value.span.bytes),
          let first = positions.first,
          IndexKey.number(entry.key.span.bytes, of: name) == first,
          lastBlock?.type != type || first > lastBlock?.position ?? 0
        else {
          try note("types", "a block of \(name) is malformed")
          continue
        }
        for position in positions {
          let judgement = try judge(position) { fields, record in
            record.copied(fields.type).elementsEqual(type)
          }
          if position < checkpoint.head.size { total += 1 }
          if case .wrong = judgement {
            try note("types", "position \(position) is not of type \(name)")
          }
          lastBlock = (type, position)
        }
      }
    }
  }

  private mutating func checkCommands(_ note: Note) throws(EventLogError) -> UInt64 {
    var total: UInt64 = 0
    var last: [UInt8]?
    while true {
      let piece = try piece(of: index.commands, "commands", after: last, note)
      guard let end = piece.last else { return total }
      last = end.key
      for entry in piece {
        var reader = VarintReader(entry.value.span.bytes)
        let position = reader.next()
        var judgement = Judgement.wrong
        if let position, reader.isAtEnd {
          judgement = try judge(position) { fields, record in
            fields.appendIndex == 0 && record.copied(fields.commandID) == entry.key
          }
        }
        if position ?? 0 < checkpoint.head.size { total += 1 }
        if case .wrong = judgement {
          let id = CommandID(prefixOf: entry.key + Array(repeating: 0, count: 16))
          try note("commands", "the entry of \(id) is wrong")
        }
      }
    }
  }

  /// How many appends are of a command that was recorded before: the index knows the first of them.
  ///
  /// - Complexity: two look-ups for each event; a log without such appends is never read for it
  private mutating func countRepeats(
    _ onRepeat: (_ position: Position, _ reason: String) -> Void
  ) throws(EventLogError) -> UInt64 {
    var count: UInt64 = 0
    for number in 0..<checkpoint.head.size {
      var command: [UInt8]?
      _ = try judge(number) { fields, record in
        if fields.appendIndex == 0 { command = record.copied(fields.commandID) }
        return true
      }
      guard let command = command.map({ CommandID(prefixOf: $0) }) else { continue }
      let first = try unlessDamaged { () throws(EventLogError) in
        try index.firstPosition(of: command, in: snapshot)
      }
      if let first = first ?? nil, first < number {
        count += 1
        onRepeat(Position(number), RecordRules.repeated(command, since: Position(first)))
      }
    }
    return count
  }
}

extension IndexVerifier {
  /// Takes new snapshots: no entry that was met and nothing that it leads to changes but by growing.
  private mutating func renew() throws(EventLogError) {
    guard isWanted() else { throw .interrupted }
    judgedCount = 0
    do throws(LMDBError) {
      // The index first: then the log has all that the index knows.
      try snapshot.renew(within: IndexStore.verifyLimit)
      try log.renew(within: IndexStore.verifyLimit)
    } catch {
      throw EventLogError(error)
    }
    // Of an index that was emptied meanwhile nothing can be counted any more.
    end = try index.checkpoint(reaching: end, in: snapshot).head.size
  }

  private mutating func renewIfDue() throws(EventLogError) {
    if judgedCount >= Self.judgedLimit || snapshot.age >= stretch { try renew() }
  }

  /// The next entries of a table, under a new snapshot; none at its end.
  private mutating func piece(
    of table: Table<RawSpan>, _ name: String, after last: [UInt8]?, _ note: Note
  ) throws(EventLogError) -> [Entry] {
    try renew()
    var entries: [Entry] = []
    // No key is smaller.
    let start = last ?? [0]
    try snapshot.forEach(
      in: table, from: start.span.bytes, mapping: { EventLogError($0) }
    ) { (key, value) throws(EventLogError) -> LMDB.ScanStep in
      let key = key.copied(0..<key.byteCount)
      if key == last { return .next }
      entries.append(Entry(key: key, value: value.copied(0..<value.byteCount)))
      return entries.count < Self.pieceLength ? .next : .stop
    }
    var previous = last ?? []
    for entry in entries {
      guard previous.lexicographicallyPrecedes(entry.key), try isFound(entry, in: table) else {
        try note(name, "a look-up misses what a scan finds")
        // Where the order is wrong, the scan might never end.
        return []
      }
      previous = entry.key
    }
    return entries
  }

  private func isFound(
    _ entry: Entry, in table: Table<RawSpan>
  ) throws(EventLogError) -> Bool {
    guard (1...511).contains(entry.key.count) else { return false }
    do throws(LMDBError) {
      guard let value = try snapshot.value(at: entry.key.span.bytes, in: table) else {
        return false
      }
      return value.copied(0..<value.byteCount) == entry.value
    } catch {
      throw EventLogError(error)
    }
  }

  /// What the record at a position says.
  private mutating func judge(
    _ position: UInt64, _ isRight: (Envelope, RawSpan) -> Bool
  ) throws(EventLogError) -> Judgement {
    try renewIfDue()
    judgedCount += 1
    guard position < end else { return .wrong }
    let tiles = tiles
    let unknown = tiles == nil ? Judgement.wrong : .doubtful
    do throws(EventLogError) {
      return try records.withRecord(at: Position(position), in: log) {
        (record) throws(EventLogError) in
        guard let fields = try? Envelope(walking: record) else { return unknown }
        if isRight(fields, record) { return .right(beginsAppend: fields.appendIndex == 0) }
        guard let tiles, position < tiles.treeSize else { return unknown }
        return try tiles.leafHash(at: position) == TreeHash.leafHash(of: record)
          ? .wrong : .doubtful
      }
    } catch {
      guard case .corrupt = error else { throw error }
      return unknown
    }
  }
}
