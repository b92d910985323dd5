internal import EventModel
internal import LMDB

extension LogCore {
  /// Reads by position, optionally one type; see ``AppendOnlyLog``.
  func read(
    from position: Position?, _ direction: ReadDirection, type: EventType?,
    before end: Position?, limit: Int
  ) throws(EventLogError) -> [RecordedEvent] {
    let border = try border(atOrBelow: end)
    guard limit > 0, border > .zero else { return [] }
    if let type {
      let positions = try positions(
        of: type, from: position, direction, before: border, limit: limit)
      let events = try events(at: positions)
      guard events.allSatisfy({ $0.event.type == type }) else {
        throw index.malformed("a block of \(type)")
      }
      return events
    }
    let (low, high) = (position?.number ?? 0, border.number)
    switch direction {
    case .forwards:
      guard low < high else { return [] }
      return try events(from: low, before: border, limit: limit)
    case .backwards:
      let last = min(position?.number ?? .max, high - 1)
      let first = last - min(last, UInt64(limit) - 1)
      return try events(at: (first...last).reversed())
    }
  }

  private func events(
    from first: UInt64, before border: Position, limit: Int
  ) throws(EventLogError) -> [RecordedEvent] {
    var events: [RecordedEvent] = []
    var decoder = RecordDecoder()
    _ = try scan(from: Position(first), before: border, .leaf) {
      (position, record) throws(EventLogError) in
      events.append(try decoder.decode(reading: record, at: position))
      return events.count < limit ? .proceed : .stop
    }
    return events
  }

  /// How many positions of a type are looked up at once.
  private static let typeScanLength = 4_096

  /// Lends the records of one type; see ``EventLog``.
  func scan(
    type: EventType, from position: Position, before end: Position,
    _ body: (Position, RawSpan) throws(EventLogError) -> ScanStep
  ) throws(EventLogError) -> Position {
    let border = try border(atOrBelow: end)
    var next = position
    while next < border {
      let found = try positions(
        of: type, from: next, .forwards, before: border, limit: Self.typeScanLength)
      if found.isEmpty { return max(border, position) }
      let snapshot = try records.snapshot()
      for number in found {
        next = Position(number + 1)
        let step = try withRecord(at: Position(number), in: snapshot) {
          (record) throws(EventLogError) in
          guard Envelope.hasType(type, record) else { throw index.malformed("a block of \(type)") }
          return try body(Position(number), record)
        }
        if step == .stop { return next }
      }
    }
    return max(next, position)
  }

  /// A type's positions below `end`, in the given direction.
  ///
  /// - Complexity: O(log n + limit), however many other events lie between.
  func positions(
    of type: EventType, from start: Position?, _ direction: ReadDirection, before end: Position,
    limit: Int
  ) throws(EventLogError) -> [UInt64] {
    let key = HashedName(type)
    let inMemory = overlay.withLock { $0.positions(of: key) }
    var found = PositionGatherer(
      start?.number, direction, before: end.number, limit: limit)
    let snapshot = try indexSnapshot()
    if direction == .backwards {
      for positions in inMemory.reversed() where !found.isFull { found.take(positions) }
    }
    if !found.isFull {
      let from = direction == .forwards ? start?.number ?? 0 : start?.number ?? end.number
      try index.forEachBlock(of: type, from: from, direction, in: snapshot) { positions in
        found.take(positions)
        return found.isFull ? .stop : .proceed
      }
    }
    if direction == .forwards {
      for positions in inMemory where !found.isFull { found.take(positions) }
    }
    return found.positions
  }
}

/// Gathers positions from runs that may overlap, in one direction, each once.
private struct PositionGatherer {
  private(set) var positions: [UInt64] = []
  private let direction: ReadDirection
  private let limit: Int
  /// The lowest position still wanted, and the one above the highest.
  private var (low, high): (UInt64, UInt64)

  init(_ start: UInt64?, _ direction: ReadDirection, before end: UInt64, limit: Int) {
    self.direction = direction
    self.limit = limit
    switch direction {
    case .forwards: (low, high) = (start ?? 0, end)
    case .backwards: (low, high) = (0, min(start.map { $0 &+ 1 } ?? end, end))
    }
  }

  var isFull: Bool { positions.count >= limit || low >= high }

  mutating func take(_ run: [UInt64]) {
    switch direction {
    case .forwards:
      for position in run where position >= low && position < high && !isFull {
        positions.append(position)
        low = position + 1
      }
    case .backwards:
      for position in run.reversed() where position >= low && position < high && !isFull {
        positions.append(position)
        high = position
      }
    }
  }
}
