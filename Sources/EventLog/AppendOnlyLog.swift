public import EventModel
public import MerkleTree

/// What a log is and from when.
public struct LogIdentity: Hashable, Sendable {
  /// The log's own id.
  public let id: LogID
  /// Its name in the world: a scheme-less URL prefix.
  public let origin: String
  /// The zone its civil times are read in.
  public let zone: LogZone

  /// An identity.
  public init(id: LogID, origin: String, zone: LogZone) {
    self.id = id
    self.origin = origin
    self.zone = zone
  }
}

/// Which way a read goes.
public enum ReadDirection: Hashable, Sendable {
  /// From low to high.
  case forwards
  /// From high to low.
  case backwards
}

/// Whether a scan goes on.
public enum ScanStep: Hashable, Sendable {
  /// The next record, please.
  case proceed
  /// This record was the last.
  case stop
}

/// An append-only log of events: what the real one and the in-memory one have in common.
///
/// Every conforming type passes `LogContract` in `EventLogTesting`.
public protocol AppendOnlyLog: AnyObject, Sendable {
  /// What this log is.
  var identity: LogIdentity { get }

  /// The next position: everything below it is durable and stays.
  var end: Position { get }

  /// The number of leaves and the root over them, as of one moment.
  func treeHead() throws(EventLogError) -> TreeHead

  /// The head that the tree had when it was smaller. A derived store that stopped there compares it with
  /// the head that it was made from.
  ///
  /// - Parameter size: at most the current size.
  func treeHead(at size: UInt64) throws(EventLogError) -> TreeHead

  /// Hands an append to the writer and returns at once.
  ///
  /// The completion is called once: after the commit that holds the append, or with the reason why none does.
  /// It runs on the writer's thread, so it must do no more than resume a task. Appends submitted by one
  /// thread are checked in that order, and may share a commit.
  func submit(
    _ append: Append,
    completion: @escaping @Sendable (Result<AppendReceipt, EventLogError>) -> Void)

  /// Appends and waits for the commit.
  ///
  /// - Throws: ``EventLogError``; only ``EventLogError/outcomeUnknown(_:)`` leaves open whether the
  ///   events are there.
  func append(_ append: Append) async throws(EventLogError) -> AppendReceipt

  /// Why some calls are refused until the log is opened again; `nil` while all is well.
  var impairment: EventLogError? { get }

  /// Why an append would be refused now, also for what passes by itself or by an operator's word, as a full
  /// disk or a clock that was moved; `nil` as far as nothing is known that would.
  var hindrance: EventLogError? { get }

  /// The last revision of a stream; `nil` when it has no events.
  func head(of stream: StreamName) throws(EventLogError) -> Revision?

  /// Reads one stream.
  ///
  /// - Parameters:
  ///   - revision: where to begin, inclusive; `nil` for the stream's beginning (or its end, going
  ///     backwards).
  ///   - end: only events below this position; an append border.
  ///   - limit: at most so many events, 1 or more.
  /// - Throws: ``EventLogError/corrupt(_:_:)`` when a record isn't what its hash says.
  func read(
    stream: StreamName, from revision: Revision?, direction: ReadDirection, before end: Position?,
    limit: Int
  ) throws(EventLogError) -> [RecordedEvent]

  /// Reads by position, optionally one event type.
  ///
  /// - Parameters:
  ///   - position: where to begin, inclusive; `nil` for the beginning (or the end, backwards).
  ///   - type: only events of this type.
  ///   - end: only events below this position.
  func read(
    from position: Position?, direction: ReadDirection, type: EventType?, before end: Position?,
    limit: Int
  ) throws(EventLogError) -> [RecordedEvent]

  /// Lends records' bytes in order of position, each checked against its leaf.
  ///
  /// - Parameters:
  ///   - position: the first.
  ///   - end: the position after the last; at most ``AppendOnlyLog/end``.
  /// - Returns: the position after the last that was lent.
  /// - Complexity: O(records); no allocation of its own.
  @discardableResult
  func scan(
    from position: Position, before end: Position,
    _ body: (Position, RawSpan) throws(EventLogError) -> ScanStep
  ) throws(EventLogError) -> Position

  /// The receipt and the digest of a recorded command; `nil` when the log doesn't know it.
  func receipt(
    of commandID: CommandID
  ) throws(EventLogError) -> (receipt: AppendReceipt, digest: Digest)?

  /// Waits until the log's end lies beyond `position`, or the task is cancelled, or the log closes.
  ///
  /// - Returns: the log's end then.
  func waitForEnd(beyond position: Position) async throws(EventLogError) -> Position
}

extension AppendOnlyLog {
  /// None: for a log that has nothing that could fail.
  public var impairment: EventLogError? { nil }

  /// None, likewise.
  public var hindrance: EventLogError? { nil }

  /// Appends by ``submit(_:completion:)``.
  public func append(_ append: Append) async throws(EventLogError) -> AppendReceipt {
    let result = await withUnsafeContinuation { continuation in
      submit(append) { continuation.resume(returning: $0) }
    }
    return try result.get()
  }
}
