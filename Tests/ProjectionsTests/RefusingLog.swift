import EventLog
import EventLogTesting
import EventModel
import MerkleTree
import Synchronization
import TestSupport

/// A log whose scans are refused for as long as a test wants.
final class RefusingLog: AppendOnlyLog {
  private let log: InMemoryLog
  private let refusal = Mutex<EventLogError?>(nil)
  private let isHeld = Atomic(false)
  private let scans = Atomic(0)

  init(_ log: InMemoryLog) { self.log = log }

  func refuse(_ error: EventLogError?) { refusal.withLock { $0 = error } }

  /// Makes scans wait, or lets them go on.
  func hold(_ isHeld: Bool) { self.isHeld.store(isHeld, ordering: .sequentiallyConsistent) }

  /// How many scans were begun.
  var scanCount: Int { scans.load(ordering: .sequentiallyConsistent) }

  var identity: LogIdentity { log.identity }
  var end: Position { log.end }
  func treeHead() throws(EventLogError) -> TreeHead { log.treeHead() }
  func treeHead(at size: UInt64) throws(EventLogError) -> TreeHead { try log.treeHead(at: size) }
  func submit(
    _ append: Append,
    completion: @escaping @Sendable (Result<AppendReceipt, EventLogError>) -> Void
  ) { log.submit(append, completion: completion) }
  func head(of stream: StreamName) throws(EventLogError) -> Revision? { log.head(of: stream) }
  func read(
    stream: StreamName, from revision: Revision?, direction: ReadDirection, before end: Position?,
    limit: Int
  ) throws(EventLogError) -> [RecordedEvent] {
    try log.read(stream: stream, from: revision, direction: direction, before: end, limit: limit)
  }
  func read(
    from position: Position?, direction: ReadDirection, type: EventType?, before end: Position?,
    limit: Int
  ) throws(EventLogError) -> [RecordedEvent] {
    try log.read(from: position, direction: direction, type: type, before: end, limit: limit)
  }
  func scan(
    from position: Position, before end: Position,
    _ body: (Position, RawSpan) throws(EventLogError) -> ScanStep
  ) throws(EventLogError) -> Position {
    if let refusal = refusal.withLock({ $0 }) { throw refusal }
    scans.add(1, ordering: .sequentiallyConsistent)
    try? spinUntil { !isHeld.load(ordering: .sequentiallyConsistent) }
    return try log.scan(from: position, before: end, body)
  }
  func receipt(
    of commandID: CommandID
  ) throws(EventLogError) -> (receipt: AppendReceipt, digest: Digest)? {
    try log.receipt(of: commandID)
  }
  func waitForEnd(beyond position: Position) async throws(EventLogError) -> Position {
    try await log.waitForEnd(beyond: position)
  }
}
