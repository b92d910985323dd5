public import EventLog
public import EventModel
public import MerkleTree
import Synchronization

/// A log that lives in memory and ends with the process: the same rules, no disk, no thread.
///
/// It shares the pure core of the real one, so what a test learns from it holds there too; the
/// contract suite runs on both. An append is decided and recorded within ``submit(_:completion:)``.
public final class InMemoryLog: AppendOnlyLog {
  /// What this log is.
  public let identity: LogIdentity

  private let state: Mutex<InMemoryState>
  private let signal: EndSignal

  /// A log that holds `log.created` and nothing else.
  ///
  /// - Parameters:
  ///   - id: the log's id; a fixed one if nothing is said, so that tests are repeatable.
  ///   - clock: a clock that stands still, if nothing is said.
  public init(
    id: LogID = LogID(high: 1, low: 1), origin: String = "concord.test/log",
    zone: LogZone = .shanghai, clock: LogClock = ManualClock().clock
  ) {
    identity = LogIdentity(id: id, origin: origin, zone: zone)
    var state = InMemoryState(clock: ClockGuard(clock: clock, lastRecorded: nil))
    do throws(EventLogError) {
      let creation = try LogCreation.append(
        identity, at: RecordedTime(microseconds: clock.wall()))
      _ = try state.append(creation).get()
    } catch {
      preconditionFailure("log.created can't be recorded: \(error)")
    }
    signal = EndSignal(end: state.end)
    self.state = Mutex(state)
  }

  /// The next position.
  public var end: Position { signal.end }

  /// The number of leaves and the root.
  public func treeHead() -> TreeHead { state.withLock { $0.tree.head } }

  /// The head the tree had when it was smaller.
  public func treeHead(at size: UInt64) throws(EventLogError) -> TreeHead {
    do {
      return try state.withLock { $0.tree }.head(at: size)
    } catch {
      throw .invalidAppend("there never was a tree of \(size) leaves: \(error)")
    }
  }

  /// Decides and records an append, then calls `completion`.
  public func submit(
    _ append: Append,
    completion: @escaping @Sendable (Result<AppendReceipt, EventLogError>) -> Void
  ) {
    let result = state.withLock { state in
      let result = state.append(append)
      signal.publish(state.end)
      return result
    }
    completion(result)
  }

  /// The last revision of a stream.
  public func head(of stream: StreamName) -> Revision? { state.withLock { $0.head(of: stream) } }

  /// Reads one stream.
  public func read(
    stream: StreamName, from revision: Revision?, direction: ReadDirection, before end: Position?,
    limit: Int
  ) throws(EventLogError) -> [RecordedEvent] {
    let result = state.withLock { state -> Result<[RecordedEvent], EventLogError> in
      let border = state.border(atOrBelow: end)
      // Positions in a stream's list stand at the index of their revision.
      let all = (state.streams[stream] ?? []).prefix { $0 < border }
      let chosen: [Position]
      switch direction {
      case .forwards:
        let start = min(revision?.number ?? 0, UInt64(all.count))
        chosen = Array(all.dropFirst(Int(start)).prefix(limit))
      case .backwards:
        let last = min(revision?.number ?? .max, .max - 1)
        let count = min(last + 1, UInt64(all.count))
        chosen = Array(all.prefix(Int(count)).reversed().prefix(limit))
      }
      return state.events(at: chosen)
    }
    return try result.get()
  }

  /// Reads by position, optionally one event type.
  public func read(
    from position: Position?, direction: ReadDirection, type: EventType?, before end: Position?,
    limit: Int
  ) throws(EventLogError) -> [RecordedEvent] {
    let result = state.withLock { state -> Result<[RecordedEvent], EventLogError> in
      let border = state.border(atOrBelow: end)
      let all =
        if let type {
          (state.types[type] ?? []).filter { $0 < border }
        } else {
          (0..<border.number).map(Position.init)
        }
      let chosen =
        switch direction {
        case .forwards: Array(all.drop { $0 < position ?? .zero }.prefix(limit))
        case .backwards: Array(all.reversed().drop { $0 > position ?? border }.prefix(limit))
        }
      return state.events(at: chosen)
    }
    return try result.get()
  }

  /// Lends records' bytes in order of position.
  @discardableResult
  public func scan(
    from position: Position, before end: Position,
    _ body: (Position, RawSpan) throws(EventLogError) -> ScanStep
  ) throws(EventLogError) -> Position {
    let (records, border) = state.withLock { ($0.records, $0.border(atOrBelow: end)) }
    var next = position
    while next < border {
      let record = records[Int(next.number)]
      let step = try body(next, record.span.bytes)
      next = next.next
      if step == .stop { break }
    }
    return next
  }

  /// The receipt and the digest of a recorded command.
  public func receipt(
    of commandID: CommandID
  ) throws(EventLogError) -> (receipt: AppendReceipt, digest: Digest)? {
    let result = state.withLock { state -> Result<(AppendReceipt, Digest)?, EventLogError> in
      Result { () throws(EventLogError) in try state.receipt(of: commandID) }
    }
    return try result.get()
  }

  /// Waits until the log's end lies beyond `position`, or the task is cancelled.
  public func waitForEnd(beyond position: Position) async throws(EventLogError) -> Position {
    try await signal.wait(beyond: position)
  }
}

/// Records and what is derived from them.
private struct InMemoryState: CommittedLog {
  var records: [[UInt8]] = []
  var streams: [StreamName: [Position]] = [:]
  var types: [EventType: [Position]] = [:]
  var commands: [CommandID: Position] = [:]
  var tree = InMemoryTree()
  var clock: ClockGuard

  init(clock: ClockGuard) { self.clock = clock }

  var end: Position { Position(UInt64(records.count)) }

  func head(for entry: Append.Entry, at index: Int) -> Revision? { head(of: entry.stream) }

  func head(of stream: StreamName) -> Revision? {
    streams[stream].map { Revision(UInt64($0.count) - 1) }
  }

  func receipt(
    of commandID: CommandID
  ) throws(EventLogError) -> (receipt: AppendReceipt, digest: Digest)? {
    guard let first = commands[commandID] else { return nil }
    var reader = ReceiptReader(first: first)
    while let wanted = reader.wanted {
      let record = records[Int(wanted.number)]
      try reader.take(record.span.bytes)
    }
    return reader.result
  }

  func border(atOrBelow end: Position?) -> Position {
    guard let end, end < self.end else { return self.end }
    guard let last = end.previous else { return end }
    let record = records[Int(last.number)]
    return AppendBorder.atOrBelow(end, last: record.span.bytes)
  }

  func events(at positions: [Position]) -> Result<[RecordedEvent], EventLogError> {
    Result { () throws(EventLogError) in
      var events: [RecordedEvent] = []
      for position in positions {
        let record = records[Int(position.number)]
        events.append(try RecordedEvent(reading: record.span.bytes, at: position))
      }
      return events
    }
  }

  mutating func append(_ append: Append) -> Result<AppendReceipt, EventLogError> {
    let time: RecordedTime
    do throws(EventLogError) {
      time = try clock.recordingTime { false }
    } catch {
      // A repeat records nothing, so it needs no time.
      guard let known = try? receipt(of: append.commandID), known.digest == append.commandDigest
      else { return .failure(error) }
      return .success(known.receipt)
    }
    var batch = AppendBatch(at: end, recordedAt: time)
    switch batch.decide(append, on: self) {
    case .accepted(let receipt):
      for accepted in batch.accepted { put(accepted, time) }
      batch.noteRecorded()
      return .success(receipt)
    case .repeated(let receipt): return .success(receipt)
    case .refused(let error): return .failure(error)
    }
  }

  private mutating func put(_ accepted: AppendBatch.Accepted, _ time: RecordedTime) {
    commands[accepted.append.commandID] = accepted.receipt.first
    var index = 0
    accepted.forEachAddition { entry, firstRevision in
      for (offset, event) in entry.events.enumerated() {
        var bytes = event.bytes
        bytes.withUnsafeMutableBytes {
          RecordTail.patch(
            $0, appendIndex: index, appendCount: accepted.append.eventCount,
            revision: Revision(firstRevision.number + UInt64(offset)), recordedAt: time)
        }
        tree.append(leaf: bytes.span.bytes)
        streams[entry.stream, default: []].append(end)
        types[event.type, default: []].append(end)
        records.append(bytes)
        index += 1
      }
    }
  }
}
