internal import EventLog
internal import EventModel
internal import Glibc

/// Reads the log once and sorts the records of some streams out by stream.
struct Gathering {
  let log: any AppendOnlyLog
  let end: Position
  let workerCount: Int
  /// Which streams: those whose name's hash leaves `pass` when divided by `passCount`.
  let pass: Int
  let passCount: Int
  /// Told of every few thousand records; `false` stops.
  let isGoingOn: @Sendable (_ records: Int) -> Bool

  private static let recordsPerScan = 20_000

  /// The parts of the log, each with its streams; every part holds a range of positions.
  func run() throws(ProjectionError) -> [GatheredPart] {
    let borders = try partBorders()
    return try concurrently(borders.count - 1) { [self] worker throws(ProjectionError) in
      try gather(from: borders[worker], before: borders[worker + 1])
    }
  }

  private func partBorders() throws(ProjectionError) -> [Position] {
    var borders = [Position.zero]
    for worker in 1..<max(workerCount, 1) {
      let middle = Position(end.number / UInt64(workerCount) * UInt64(worker))
      guard middle > .zero, middle < end else { continue }
      borders.append(middle)
    }
    return borders + [end]
  }

  private func gather(
    from start: Position, before end: Position
  ) throws(ProjectionError) -> GatheredPart {
    let records = GatheredRecords()
    var position = start
    while position < end {
      var count = 0
      let next: Position
      do throws(EventLogError) {
        // A scan gives whole appends, a part ends where its range does: the last ones are cut here.
        next = try log.scan(from: position, before: self.end) {
          (position, record) throws(EventLogError) in
          if position >= end { return .stop }
          try take(record, at: position, into: records)
          count += 1
          return count < Self.recordsPerScan ? .proceed : .stop
        }
      } catch {
        throw ProjectionError(error)
      }
      guard next > position else { break }
      position = next
      guard isGoingOn(count) else { throw .cancelled }
    }
    return GatheredPart(records)
  }

  private func take(
    _ record: RawSpan, at position: Position, into records: GatheredRecords
  ) throws(EventLogError) {
    let stream: Range<Int>
    do throws(EventModelError) {
      stream = try streamField(of: record)
    } catch {
      throw .corrupt(position, error.reason)
    }
    if passCount > 1 {
      let name = record.withUnsafeBytes { hash(UnsafeRawBufferPointer(rebasing: $0[stream])) }
      guard name % UInt64(passCount) == UInt64(pass) else { return }
    }
    records.add(record, stream: stream, at: position)
  }

  /// Where the stream's name lies: field 3, the first but two.
  private func streamField(of record: RawSpan) throws(EventModelError) -> Range<Int> {
    var walker = FieldWalker(record)
    while let field = try walker.next() {
      if field.number == 3 { return field.bytes }
      if field.number > 3 { break }
    }
    throw EventModelError(.record, "a record lacks its stream")
  }
}

/// The records of one part of the log, and its streams in order of their names.
struct GatheredPart {
  let records: GatheredRecords
  let streams: [Int]

  init(_ records: GatheredRecords) {
    self.records = records
    streams = (0..<records.streamCount).sorted {
      compareBytes(records.name($0), records.name($1)) == .before
    }
  }
}
