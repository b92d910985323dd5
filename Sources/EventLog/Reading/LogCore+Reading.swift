internal import EventModel
internal import LMDB
internal import MerkleTree

extension LogCore {
  /// How many records a scan reads under one snapshot, so that none is held long.
  private static let scanLength: UInt64 = 1_024

  /// Lends records in order of position.
  ///
  /// - Parameter end: cut to an append border, and to the log's end.
  /// - Returns: the position after the last that was lent.
  func scan(
    from position: Position, before end: Position, _ check: LeafCheck,
    _ body: (Position, RawSpan) throws(EventLogError) -> ScanStep
  ) throws(EventLogError) -> Position {
    let end = try border(atOrBelow: end)
    var next = position.number
    var isStopped = false
    while next < end.number, !isStopped {
      let chunkEnd = min(end.number, next + Self.scanLength)
      try scanChunk(next..<chunkEnd, check) { (position, record) throws(EventLogError) in
        let step = try body(position, record)
        next = position.number + 1
        isStopped = step == .stop
        return step
      }
    }
    return Position(next)
  }

  private func scanChunk(
    _ range: Range<UInt64>, _ check: LeafCheck,
    _ body: (Position, RawSpan) throws(EventLogError) -> ScanStep
  ) throws(EventLogError) {
    let hashes = check == .leaf ? try tiles.hashes(level: 0, range) : []
    let snapshot = try records.snapshot()
    var expected = range.lowerBound
    var isStopped = false
    try snapshot.forEach(
      in: records.events, from: range.lowerBound, through: range.upperBound - 1,
      mapping: { EventLogError($0) }
    ) { (key, record) throws(EventLogError) -> LMDB.ScanStep in
      guard key == expected else {
        throw foundCorrupt(Position(expected), RecordStore.missingRecord)
      }
      let position = Position(key)
      if check == .leaf {
        try self.check(record, at: position, against: hashes[Int(key - range.lowerBound)])
      }
      expected += 1
      if try body(position, record) == .proceed { return .next }
      isStopped = true
      return .stop
    }
    guard isStopped || expected == range.upperBound else {
      throw foundCorrupt(Position(expected), RecordStore.missingRecord)
    }
  }

  /// Lends one record after checking it.
  ///
  /// - Precondition: `position` is below the end.
  func withRecord<Result>(
    at position: Position, in snapshot: borrowing ReadTransaction,
    _ body: (RawSpan) throws(EventLogError) -> Result
  ) throws(EventLogError) -> Result {
    let hash = try tiles.leafHash(at: position.number)
    do throws(EventLogError) {
      return try records.withRecord(at: position, in: snapshot) { (record) throws(EventLogError) in
        try check(record, at: position, against: hash)
        return try body(record)
      }
    } catch {
      if case .corrupt(position, RecordStore.missingRecord) = error {
        throw foundCorrupt(position, RecordStore.missingRecord)
      }
      throw error
    }
  }

  /// Refuses records that are not what was appended.
  func check(at positions: [Position]) throws(EventLogError) {
    let snapshot = try records.snapshot()
    for position in positions { try withRecord(at: position, in: snapshot) { _ in } }
  }

  /// Decodes the records at some positions.
  func events(at positions: some Sequence<UInt64>) throws(EventLogError) -> [RecordedEvent] {
    var events: [RecordedEvent] = []
    var decoder = RecordDecoder()
    let snapshot = try records.snapshot()
    for number in positions {
      let position = Position(number)
      events.append(
        try withRecord(at: position, in: snapshot) { (record) throws(EventLogError) in
          try decoder.decode(reading: record, at: position)
        })
    }
    return events
  }

  /// The highest append border that is not above `end`.
  func border(atOrBelow end: Position?) throws(EventLogError) -> Position {
    guard let end, end < self.end else { return self.end }
    guard let last = end.previous else { return end }
    return try withRecord(at: last, in: try records.snapshot()) { record in
      AppendBorder.atOrBelow(end, last: record)
    }
  }

  /// A recorded command's receipt and digest; `nil` when the log doesn't know it.
  func receipt(
    of commandID: CommandID
  ) throws(EventLogError) -> (receipt: AppendReceipt, digest: Digest)? {
    if let known = overlay.withLock({ $0.firstPosition(of: commandID) }) {
      return known < end.number ? try receipt(at: Position(known)) : nil
    }
    let first = try index.firstPosition(of: commandID, in: try indexSnapshot())
    guard let first, first < end.number else { return nil }
    return try receipt(of: commandID, indexedAt: Position(first))
  }

  /// The receipt of the append at a position, unless it is another command's.
  func receipt(
    of commandID: CommandID, indexedAt first: Position
  ) throws(EventLogError) -> (receipt: AppendReceipt, digest: Digest) {
    guard first < end else { throw index.malformed("the entry of a command") }
    let found = try receipt(at: first)
    guard found.receipt.commandID == commandID else {
      throw index.malformed("the entry of a command")
    }
    return found
  }

  /// What the log has from one size to another, as the overlay keeps it.
  func segment(
    from start: TreeHead, to head: TreeHead
  ) throws(EventLogError) -> OverlaySegment {
    var segment = OverlaySegment(at: start)
    let snapshot = try records.snapshot()
    for number in start.size..<head.size {
      let position = Position(number)
      try withRecord(at: position, in: snapshot) { (record) throws(EventLogError) in
        do throws(EventModelError) {
          try segment.add(record, at: position)
        } catch {
          throw .corrupt(position, error.reason)
        }
      }
    }
    segment.close(at: head)
    return segment
  }

  /// A recorded command's receipt, made from its append's records.
  func receipt(
    at first: Position
  ) throws(EventLogError) -> (receipt: AppendReceipt, digest: Digest) {
    var reader = ReceiptReader(first: first)
    let snapshot = try records.snapshot()
    while let wanted = reader.wanted {
      guard wanted < end else { throw .corrupt(wanted, "its append is cut short") }
      try withRecord(at: wanted, in: snapshot) { (record) throws(EventLogError) in
        try reader.take(record)
      }
    }
    guard let result = reader.result else { throw .corrupt(first, "it begins no append") }
    return result
  }
}
