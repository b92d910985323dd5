public import EventModel
public import MerkleTree
internal import Synchronization

/// An append-only log of events in a data directory.
///
/// One process writes a directory at a time; any number may read beside it. A log writes from the
/// moment it is opened until ``close()``, on two threads of its own: one commits, one feeds the
/// index. What is on disk stands in `Schemas/log-format.md`.
///
/// An append that was acknowledged survives process kill, system crash and power loss, if the disk
/// honours a flush. When a flush fails, writing stops for good: see
/// ``EventLogError/outcomeUnknown(_:)``.
public final class EventLog: AppendOnlyLog {
  /// The log's id, name and zone.
  public let identity: LogIdentity

  private let opened: Mutex<OpenLog?>
  private let signal: EndSignal

  init(_ open: OpenLog) {
    identity = open.core.identity
    signal = open.core.signal
    opened = Mutex(open)
  }

  // Not by `close()`: the last reference may be let go of on one of the log's own threads.
  deinit { opened.withLock { $0 }?.closeAtLast() }

  /// Serves the appends that wait, flushes the index, and lets go of the directory.
  ///
  /// Later calls throw ``EventLogError/closed``; a second close does nothing. Blocks for as long as
  /// that takes.
  public func close() {
    let open = opened.withLock { open in
      defer { open = nil }
      return open
    }
    open?.close()
  }

  /// The parts that are shared with the log's threads.
  func core() throws(EventLogError) -> LogCore {
    guard let open = opened.withLock({ $0 }) else { throw .closed }
    return open.core
  }

  func open() throws(EventLogError) -> OpenLog {
    guard let open = opened.withLock({ $0 }) else { throw .closed }
    return open
  }

  /// The next position: everything below it is durable and stays.
  public var end: Position { signal.end }

  /// What is wrong with the log: the index was found damaged, a device failed, or a record is corrupt (the
  /// first that was met); see ``AppendOnlyLog``.
  public var impairment: EventLogError? {
    guard let core = opened.withLock({ $0?.core }) else { return nil }
    return core.index.foundDamage ?? core.queue.lastingRefusal ?? core.corruption.withLock { $0 }
  }

  /// Why an append would be refused now; see ``AppendOnlyLog``.
  public var hindrance: EventLogError? {
    guard let open = opened.withLock({ $0 }) else { return nil }
    // An append asks the index for its command and its streams.
    return open.core.index.foundDamage ?? open.core.queue.lastingRefusal
      ?? open.hindrances?.present
  }

  /// Refuses all appends from now on, as after a failure of a device under the log. For a failure under what
  /// is primary beside the log.
  ///
  /// - Parameter outcome: the error of all appends that wait, and of all later ones.
  package func stopForGood(_ outcome: EventLogError) {
    opened.withLock { $0?.core }?.stopForGood(outcome)
  }

  /// The number of leaves and the root over them, as of one moment.
  public func treeHead() throws(EventLogError) -> TreeHead { try core().head }

  /// Hands an append to the writer and returns at once; see ``AppendOnlyLog``.
  public func submit(
    _ append: Append,
    completion: @escaping @Sendable (Result<AppendReceipt, EventLogError>) -> Void
  ) {
    submit(append, .function(completion))
  }

  /// Appends and waits for the commit; see ``AppendOnlyLog``.
  public func append(_ append: Append) async throws(EventLogError) -> AppendReceipt {
    // Without a function in between, of which there would be one an append.
    let result = await withUnsafeContinuation { submit(append, .task($0)) }
    return try result.get()
  }

  private func submit(_ append: Append, _ waiter: AppendQueue.Waiter) {
    guard let open = opened.withLock({ $0 }) else { return waiter.tell(.failure(.closed)) }
    let core = open.core
    // Before the index is asked: under overload that would be work for nothing.
    if let refusal = core.queue.refusal(of: append) { return waiter.tell(.failure(refusal)) }
    let request = AppendQueue.Request(
      append: append, ahead: core.lookAhead(append), waiter: waiter)
    if let refusal = core.queue.submit(request) { waiter.tell(.failure(refusal)) }
  }

  /// The last revision of a stream; `nil` when it has no events.
  public func head(of stream: StreamName) throws(EventLogError) -> Revision? {
    let core = try core()
    return try core.lookingUp { () throws(EventLogError) in try core.head(of: stream) }
  }

  /// Reads one stream; see ``AppendOnlyLog``.
  public func read(
    stream: StreamName, from revision: Revision?, direction: ReadDirection, before end: Position?,
    limit: Int
  ) throws(EventLogError) -> [RecordedEvent] {
    let core = try core()
    return try core.lookingUp { () throws(EventLogError) in
      try core.read(stream: stream, from: revision, direction, before: end, limit: limit)
    }
  }

  /// Reads by position, optionally one event type; see ``AppendOnlyLog``.
  public func read(
    from position: Position?, direction: ReadDirection, type: EventType?, before end: Position?,
    limit: Int
  ) throws(EventLogError) -> [RecordedEvent] {
    let core = try core()
    return try core.lookingUp { () throws(EventLogError) in
      try core.read(from: position, direction, type: type, before: end, limit: limit)
    }
  }

  /// Lends records' bytes in order of position, each checked against its leaf.
  @discardableResult
  public func scan(
    from position: Position, before end: Position,
    _ body: (Position, RawSpan) throws(EventLogError) -> ScanStep
  ) throws(EventLogError) -> Position {
    try core().scan(from: position, before: end, .leaf, body)
  }

  /// Lends the records of one type, each checked against its leaf.
  ///
  /// - Returns: the position after the last that was looked at.
  /// - Complexity: O(records of the type), however many others lie between
  @discardableResult
  public func scan(
    type: EventType, from position: Position, before end: Position,
    _ body: (Position, RawSpan) throws(EventLogError) -> ScanStep
  ) throws(EventLogError) -> Position {
    let core = try core()
    return try core.lookingUp { () throws(EventLogError) in
      try core.scan(type: type, from: position, before: end, body)
    }
  }

  /// Lends records without holding them against their hashes: for measuring what that costs.
  @discardableResult
  @_spi(Measuring) public func scanUnchecked(
    from position: Position, before end: Position,
    _ body: (Position, RawSpan) throws(EventLogError) -> ScanStep
  ) throws(EventLogError) -> Position {
    try core().scan(from: position, before: end, .none, body)
  }

  /// The receipt and the digest of a recorded command; `nil` when the log doesn't know it.
  public func receipt(
    of commandID: CommandID
  ) throws(EventLogError) -> (receipt: AppendReceipt, digest: Digest)? {
    let core = try core()
    return try core.lookingUp { () throws(EventLogError) in try core.receipt(of: commandID) }
  }

  /// Waits until the log's end lies beyond `position`, or the task is cancelled, or the log closes.
  public func waitForEnd(beyond position: Position) async throws(EventLogError) -> Position {
    if try core().isReadOnly { return try await pollForEnd(beyond: position) }
    return try await signal.wait(beyond: position)
  }

  /// Returns when everything appended so far is in the index and the tiles, durably.
  ///
  /// Nothing needs this but tests and measurements: the log flushes when it is idle and at close.
  /// - Throws: why it can't be flushed.
  public func flushIndex() throws(EventLogError) {
    let core = try core()
    guard !core.isReadOnly else { throw .readOnly }
    let target = core.overlay.update { overlay in
      overlay.isFlushRequested = true
      if !overlay.isAbandoned { overlay.failure = nil }
      return overlay.head.size
    }
    let failure: EventLogError? = core.overlay.wait { overlay in
      if overlay.flushedSize >= target { return .some(nil) }
      return overlay.failure.map { .some($0) }
    }
    if let failure { throw failure }
  }
}
