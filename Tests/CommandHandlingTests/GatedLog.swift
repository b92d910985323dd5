import EventLog
import EventLogTesting
import EventModel
import MerkleTree
import Synchronization

/// A log that decides nothing until it is told to: what a slow disk looks like to a session.
final class GatedLog: AppendOnlyLog {
  private struct State {
    var isOpen: Bool
    var waiting: [(Append, @Sendable (Result<AppendReceipt, EventLogError>) -> Void)] = []
    var failures: [Int: EventLogError] = [:]
    var submitted = 0
    var recordsUntilFailure: Int?
  }

  let memory: InMemoryLog
  private let state: Mutex<State>
  private let receipts = Counter()
  private let scanned = Counter()

  /// How many records were scanned.
  var scannedCount: Int { scanned.count.load(ordering: .relaxed) }

  /// How often a receipt was asked for.
  var receiptCount: Int { receipts.count.load(ordering: .relaxed) }

  init(_ memory: InMemoryLog, isOpen: Bool = false) {
    self.memory = memory
    state = Mutex(State(isOpen: isOpen))
  }

  /// How many appends were submitted so far.
  var submittedCount: Int { state.withLock { $0.submitted } }

  /// Makes the append with that number, from 0, fail.
  func fail(_ number: Int, with error: EventLogError) {
    state.withLock { $0.failures[number] = error }
  }

  /// Lets every append through from now on.
  func forgetFailures() { state.withLock { $0.failures = [:] } }

  /// Makes the next scan fail after that many records.
  func failScan(after records: Int) { state.withLock { $0.recordsUntilFailure = records } }

  /// Decides what waits, and from now on everything at once.
  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      let waiting = state.waiting
      state.waiting = []
      return waiting
    }
    for (append, completion) in waiting { memory.submit(append, completion: completion) }
  }

  func submit(
    _ append: Append,
    completion: @escaping @Sendable (Result<AppendReceipt, EventLogError>) -> Void
  ) {
    let (isOpen, failure) = state.withLock { state in
      defer { state.submitted += 1 }
      let failure = state.failures[state.submitted]
      if failure == nil, !state.isOpen { state.waiting.append((append, completion)) }
      return (state.isOpen, failure)
    }
    if let failure { return completion(.failure(failure)) }
    if isOpen { memory.submit(append, completion: completion) }
  }

  var identity: LogIdentity { memory.identity }
  var end: Position { memory.end }
  func treeHead() throws(EventLogError) -> TreeHead { memory.treeHead() }

  func treeHead(at size: UInt64) throws(EventLogError) -> TreeHead {
    try memory.treeHead(at: size)
  }
  func head(of stream: StreamName) throws(EventLogError) -> Revision? { memory.head(of: stream) }
  func read(
    stream: StreamName, from revision: Revision?, direction: ReadDirection, before end: Position?,
    limit: Int
  ) throws(EventLogError) -> [RecordedEvent] {
    try memory.read(
      stream: stream, from: revision, direction: direction, before: end, limit: limit)
  }
  func read(
    from position: Position?, direction: ReadDirection, type: EventType?, before end: Position?,
    limit: Int
  ) throws(EventLogError) -> [RecordedEvent] {
    try memory.read(
      from: position, direction: direction, type: type, before: end, limit: limit)
  }
  func scan(
    from position: Position, before end: Position,
    _ body: (Position, RawSpan) throws(EventLogError) -> ScanStep
  ) throws(EventLogError) -> Position {
    let bound = state.withLock { state in
      defer { state.recordsUntilFailure = nil }
      return state.recordsUntilFailure
    }
    var count = 0
    return try memory.scan(from: position, before: end) {
      (position, record) throws(EventLogError) in
      if count == bound { throw .corrupt(position, "made to fail") }
      count += 1
      scanned.count.add(1, ordering: .relaxed)
      return try body(position, record)
    }
  }
  func receipt(
    of commandID: CommandID
  ) throws(EventLogError) -> (receipt: AppendReceipt, digest: Digest)? {
    receipts.count.add(1, ordering: .relaxed)
    return try memory.receipt(of: commandID)
  }
  func waitForEnd(beyond position: Position) async throws(EventLogError) -> Position {
    try await memory.waitForEnd(beyond: position)
  }
}
