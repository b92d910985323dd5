internal import EventModel
internal import LMDB
internal import MerkleTree

extension IndexStore {
  /// Empties the index, so that it can be made anew.
  func removeAll() throws(EventLogError) {
    try inStore { () throws(LMDBError) in
      try environment.write { (transaction) throws(LMDBError) in
        for table in [streams, chunks, types, commands, meta] {
          try transaction.deleteAll(in: table)
        }
      }
    }
  }

  /// How many positions a block of the type table has at most.
  static let typeBlockLength = 512

  /// Takes in a segment, in one durable commit; afterwards the checkpoint is at the segment's end.
  ///
  /// Every table is written in the order of its keys: neighbours share pages, so a batch costs a
  /// fraction of what its entries would cost one by one.
  /// - Throws: ``EventLogError/damaged(path:_:)`` when the segment doesn't continue the index.
  /// - Complexity: O(n log n) for n events
  func flush(_ segment: OverlaySegment, logID: LogID) throws(EventLogError) {
    let order = segment.streamOrder
    let commands = segment.commands.sorted { $0.key < $1.key }
    var failure: EventLogError?
    do throws(LMDBError) {
      var transaction = try environment.beginWrite()
      do throws(EventLogError) {
        try putStreams(segment.streams, order, &transaction)
        try putTypes(segment, &transaction)
        try putCommands(commands, &transaction)
      } catch {
        failure = error
      }
      if failure == nil {
        try put(IndexCheckpoint(logID: logID, head: segment.head), in: &transaction)
        try transaction.commit()
      }
    } catch {
      throw EventLogError(error)
    }
    if let failure { throw failure }
  }

  private func putStreams(
    _ runs: OverlaySegment.Streams, _ order: [OverlaySegment.Streams.Index],
    _ transaction: inout WriteTransaction
  ) throws(EventLogError) {
    var full: [(key: [UInt8], value: [UInt8])] = []
    try transaction.withCursor(in: self.streams, mapping: { EventLogError($0) }) {
      (cursor) throws(EventLogError) in
      var value: [UInt8] = []
      for index in order {
        let (stream, run) = runs[index]
        let name = stream.text
        let key = name.utf8
        let extends: Bool
        do throws(LMDBError) {
          extends = StreamEntry.extend(
            try cursor.value(at: key.span.bytes), firstRevision: run.firstRevision, run.positions,
            into: &value
          ) { revision, positions in
            var chunk: (key: [UInt8], value: [UInt8]) = ([], [])
            IndexKey.make(name, revision, into: &chunk.key)
            PositionList.append(positions, to: &chunk.value)
            full.append(chunk)
          }
          if extends { try cursor.put(value.span.bytes, at: key.span.bytes) }
        } catch {
          throw EventLogError(error)
        }
        guard extends else { throw malformed("the entry of \(name)") }
      }
    }
    for chunk in full {
      try inStore { () throws(LMDBError) in
        try transaction.put(chunk.value.span.bytes, at: chunk.key.span.bytes, in: chunks)
      }
    }
  }

  private func putCommands(
    _ commands: [(key: CommandID, value: UInt64)], _ transaction: inout WriteTransaction
  ) throws(EventLogError) {
    try transaction.withCursor(in: self.commands, mapping: { EventLogError($0) }) {
      (cursor) throws(EventLogError) in
      var (key, value): ([UInt8], [UInt8]) = ([], [])
      for (command, position) in commands {
        key.removeAll(keepingCapacity: true)
        key.append(bigEndian: command.high)
        key.append(bigEndian: command.low)
        value.removeAll(keepingCapacity: true)
        PositionList.append(varint: position, to: &value)
        do throws(LMDBError) {
          // A command that a damaged index let be recorded twice is answered with its first receipt.
          try cursor.putNew(value.span.bytes, at: key.span.bytes)
        } catch {
          throw EventLogError(error)
        }
      }
    }
  }

  private func putTypes(
    _ segment: OverlaySegment, _ transaction: inout WriteTransaction
  ) throws(EventLogError) {
    for (key:typeKey, value:positions) in segment.types.sorted(by: { $0.key.text < $1.key.text }) {
      let type = EventType(recorded: typeKey.text)
      var rest = positions[...]
      var (key, value): ([UInt8], [UInt8]) = ([], [])
      // A flush of a few events fills up the last block, or there would be one for each.
      if let last = try lastBlock(of: type, in: transaction) {
        guard let end = last.last, let first = rest.first, end < first else {
          throw malformed("the last block of \(type)")
        }
        let room = max(0, Self.typeBlockLength - last.count)
        PositionList.append(last + rest.prefix(room), to: &value)
        IndexKey.make(type.text, last[0], into: &key)
        rest = rest.dropFirst(room)
        if room > 0 { try put(value, key, &transaction) }
      }
      while let first = rest.first {
        value.removeAll(keepingCapacity: true)
        PositionList.append(rest.prefix(Self.typeBlockLength), to: &value)
        IndexKey.make(type.text, first, into: &key)
        rest = rest.dropFirst(Self.typeBlockLength)
        try put(value, key, &transaction)
      }
    }
  }

  private func put(
    _ value: [UInt8], _ key: [UInt8], _ transaction: inout WriteTransaction
  ) throws(EventLogError) {
    do throws(LMDBError) {
      try transaction.put(value.span.bytes, at: key.span.bytes, in: types)
    } catch {
      throw EventLogError(error)
    }
  }

  private func lastBlock(
    of type: EventType, in transaction: borrowing WriteTransaction
  ) throws(EventLogError) -> [UInt64]? {
    var key: [UInt8] = []
    IndexKey.make(type.text, .max, into: &key)
    let found = try inStore { () throws(LMDBError) -> [UInt64]?? in
      guard let entry = try transaction.entry(atOrBefore: key.span.bytes, in: types),
        let first = IndexKey.number(entry.key, of: type.text)
      else { return nil }
      // Under another key than its own it would be put beside itself.
      let positions = PositionList.decode(entry.value)
      return .some(positions?.first == first ? positions : nil)
    }
    guard let positions = found else { return nil }
    guard let positions, !positions.isEmpty else { throw malformed("a block of \(type)") }
    return positions
  }
}
