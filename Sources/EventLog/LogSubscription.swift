public import EventModel

/// Events in order of position, from a position on and for ever: catch-up and live by one path.
///
/// Each element is a batch of whole appends. The next batch is read only when it is asked for, so a
/// slow subscriber holds up nobody and nothing is buffered.
public struct LogSubscription: AsyncSequence, Sendable {
  /// A batch of whole appends.
  public struct Batch: Sendable {
    /// The events; never empty.
    public let events: [RecordedEvent]
    /// The position after the last of them: where to go on.
    public let end: Position
    /// Whether the log had nothing beyond `end` when the batch was read.
    public let isLive: Bool
  }

  private let log: any AppendOnlyLog
  private let start: Position
  /// The most events a batch holds, but for the rest of its last append.
  public static let batchEventCount = 1_000
  /// The most bytes of records a batch holds, but for the rest of its last append: 4 MiB.
  public static let batchByteCount = 4 << 20

  init(log: any AppendOnlyLog, from start: Position) {
    self.log = log
    self.start = start
  }

  /// Reads the batches.
  public struct AsyncIterator: AsyncIteratorProtocol {
    let log: any AppendOnlyLog
    var position: Position
    private var decoder = RecordDecoder()

    init(log: any AppendOnlyLog, position: Position) {
      self.log = log
      self.position = position
    }

    /// The next batch; waits for one at the log's end.
    ///
    /// - Returns: `nil` once the task is cancelled.
    /// - Throws: ``EventLogError`` when a record is corrupt or the log closes.
    public mutating func next() async throws(EventLogError) -> Batch? {
      if position >= log.end {
        _ = try await log.waitForEnd(beyond: position)
        if Task.isCancelled { return nil }
      }
      let end = log.end
      guard position < end else { return nil }
      let (events, next) = try log.appends(
        from: position, before: end, eventCount: LogSubscription.batchEventCount,
        byteCount: LogSubscription.batchByteCount, &decoder)
      guard !events.isEmpty else { return nil }
      position = next
      return Batch(events: events, end: position, isLive: position == end)
    }

    /// The next batch, for callers that know no typed throws.
    public mutating func next(
      isolation actor: isolated (any _Concurrency.Actor)?
    ) async throws(EventLogError) -> Batch? {
      try await next()
    }
  }

  /// An iterator at the subscription's start.
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(log: log, position: start)
  }
}
