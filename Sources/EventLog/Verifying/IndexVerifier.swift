internal import EventModel
internal import LMDB
internal import MerkleTree

/// Holds every entry of the index against the record it points at, and counts what points.
///
/// Each entry names a record that says the same of itself, no two can name one record, and there
/// are as many as records: so none is missing either.
struct IndexVerifier: ~Copyable {
  let index: IndexStore
  let records: RecordStore
  let snapshot: ReadTransaction
  let checkpoint: IndexCheckpoint

  /// - Parameter snapshot: of the index, taken before the log's size was read.
  init(
    _ index: IndexStore, _ records: RecordStore, _ snapshot: consuming ReadTransaction,
    _ checkpoint: IndexCheckpoint
  ) {
    self.index = index
    self.records = records
    self.snapshot = snapshot
    self.checkpoint = checkpoint
  }

  /// Checks all tables.
  ///
  /// - Complexity: one look-up in the log for each position in the index
  func check(_ verifier: inout LogVerifier, appendCount: UInt64) throws(EventLogError) {
    let size = checkpoint.head.size
    let streams = try checkStreams(&verifier)
    if streams != size {
      verifier.note(.index(table: "streams"), "it has \(streams) positions for \(size) records")
    }
    let types = try checkTypes(&verifier)
    if types != size {
      verifier.note(.index(table: "types"), "it has \(types) positions for \(size) records")
    }
    let commands = try checkCommands(&verifier)
    if commands != appendCount {
      verifier.note(
        .index(table: "commands"), "it has \(commands) commands for \(appendCount) appends")
    }
    verifier.countIndexed(streams + types + commands)
  }

  private func checkStreams(_ verifier: inout LogVerifier) throws(EventLogError) -> UInt64 {
    var total: UInt64 = 0
    try snapshot.forEach(in: index.streams, mapping: { EventLogError($0) }) {
      (key, value) throws(EventLogError) -> LMDB.ScanStep in
      let name = key.text(0..<key.byteCount)
      guard let entry = StreamEntry(value) else {
        verifier.note(.index(table: "streams"), "the entry of \(name) is malformed")
        return .next
      }
      let stream = StreamName(recorded: name)
      var revision: UInt64 = 0
      while revision < entry.tailStart {
        do throws(EventLogError) {
          let chunk = try index.chunk(of: stream, at: revision, in: snapshot)
          try check(chunk, of: name, from: revision, &verifier)
        } catch {
          verifier.note(.index(table: "chunks"), error.description)
        }
        revision += StreamEntry.chunkLength
      }
      try check(entry.tail, of: name, from: entry.tailStart, &verifier)
      total += entry.count
      return .next
    }
    return total
  }

  private func check(
    _ positions: [UInt64], of name: String, from first: UInt64, _ verifier: inout LogVerifier
  ) throws(EventLogError) {
    for (offset, position) in positions.enumerated() {
      let isRight = try matches(position) { fields, record in
        fields.revision.number == first + UInt64(offset) && record.text(fields.stream) == name
      }
      if !isRight {
        verifier.note(
          .index(table: "streams"),
          "revision \(first + UInt64(offset)) of \(name) is not at position \(position)")
      }
    }
  }

  private func checkTypes(_ verifier: inout LogVerifier) throws(EventLogError) -> UInt64 {
    var total: UInt64 = 0
    var last: (type: String, position: UInt64)?
    try snapshot.forEach(in: index.types, mapping: { EventLogError($0) }) {
      (key, value) throws(EventLogError) -> LMDB.ScanStep in
      let type = key.text(0..<max(key.byteCount - 9, 0))
      guard let positions = PositionList.decode(value), let first = positions.first,
        IndexKey.number(key, of: type) == first, last?.type != type || first > last?.position ?? 0
      else {
        verifier.note(.index(table: "types"), "a block of \(type) is malformed")
        return .next
      }
      for position in positions {
        let isRight = try matches(position) { fields, record in record.text(fields.type) == type }
        if !isRight {
          verifier.note(.index(table: "types"), "position \(position) is not of type \(type)")
        }
        last = (type, position)
      }
      total += UInt64(positions.count)
      return .next
    }
    return total
  }

  private func checkCommands(_ verifier: inout LogVerifier) throws(EventLogError) -> UInt64 {
    var total: UInt64 = 0
    try snapshot.forEach(in: index.commands, mapping: { EventLogError($0) }) {
      (key, value) throws(EventLogError) -> LMDB.ScanStep in
      var reader = VarintReader(value)
      let (position, command) = (reader.next(), key.copied(0..<key.byteCount))
      total += 1
      let isRight =
        if let position {
          try matches(position) { fields, record in
            fields.appendIndex == 0 && record.copied(fields.commandID) == command
          }
        } else {
          false
        }
      if !isRight {
        verifier.note(
          .index(table: "commands"),
          "the entry of \(CommandID(prefixOf: command + Array(repeating: 0, count: 16))) is wrong")
      }
      return .next
    }
    return total
  }

  /// Whether there is a record at a position of the checkpoint, of which `body` is true.
  private func matches(
    _ position: UInt64, _ body: (Envelope, RawSpan) -> Bool
  ) throws(EventLogError) -> Bool {
    guard position < checkpoint.head.size else { return false }
    let log = try records.snapshot()
    do throws(EventLogError) {
      return try records.withRecord(at: Position(position), in: log) { record in
        (try? Envelope(walking: record)).map { body($0, record) } ?? false
      }
    } catch {
      guard case .corrupt = error else { throw error }
      return false
    }
  }
}
