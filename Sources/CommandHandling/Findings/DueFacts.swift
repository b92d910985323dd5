import Deciding
import EventLog
import EventModel

/// Facts that something must follow, until the log's time has moved on so far that it should have.
///
/// The log's time is that of its records, never a clock's: running again gives the same. Bounded: of
/// each type the next few are held, all others are read when their turn comes.
struct DueFacts {
  /// A fact and when it is due.
  struct Fact: Equatable {
    let due: Int64
    let position: Position
    let stream: StreamName
    let id: EventID
  }

  /// The facts of one type, by position and so by due time, as recorded times only grow.
  private struct Queue {
    /// The next ones, the last first.
    var known: [Fact] = []
    /// Where those begin that are not known.
    var next: Position
    /// Whether there are any.
    var hasMore = true
  }

  private let log: any AppendOnlyLog
  private let microseconds: Int64
  private let bound: Int
  private var queues: [EventType: Queue]
  /// All events below were handed in.
  private var end: Position

  /// Those that were waited for at a position of a log.
  ///
  /// - Parameters:
  ///   - position: an append border.
  ///   - bound: how many facts of a type are held.
  /// - Complexity: O(log records)
  init(
    _ awaiting: (types: Set<EventType>, microseconds: Int64), of log: any AppendOnlyLog,
    at position: Position, bound: Int = CommandHandlingLimits.dueFacts
  ) throws(EventLogError) {
    self.log = log
    self.bound = bound
    microseconds = awaiting.microseconds
    end = position
    let start = try Self.firstPosition(awaiting.microseconds, of: log, before: position)
    queues = [:]
    for type in awaiting.types { queues[type] = Queue(next: start) }
  }

  /// Where those records begin that were recorded less than this long before the last one.
  private static func firstPosition(
    _ microseconds: Int64, of log: any AppendOnlyLog, before end: Position
  ) throws(EventLogError) -> Position {
    guard end > .zero, let last = try record(Position(end.number - 1), of: log) else { return end }
    let (bound, isAll) = last.subtractingReportingOverflow(microseconds)
    if isAll { return .zero }
    var (low, high) = (UInt64(0), end.number)
    while low < high {
      let middle = low + (high - low) / 2
      guard let time = try record(Position(middle), of: log) else { return Position(low) }
      if time > bound { high = middle } else { low = middle + 1 }
    }
    return Position(low)
  }

  /// When a record was recorded.
  private static func record(
    _ position: Position, of log: any AppendOnlyLog
  ) throws(EventLogError) -> Int64? {
    try log.read(from: position, direction: .forwards, type: nil, before: nil, limit: 1)
      .first?.recordedAt.microseconds
  }

  /// How many facts are held.
  var heldCount: Int { queues.values.reduce(0) { $0 + $1.known.count } }

  /// Takes in the log's next event.
  mutating func take(_ event: RecordedEvent) {
    end = event.position.next
    guard !event.event.isAmendment, var queue = queues[event.event.type],
      queue.next <= event.position
    else { return }
    if queue.hasMore || queue.known.count >= bound {
      queue.hasMore = true
    } else {
      queue.known.insert(fact(event), at: 0)
      queue.next = event.position.next
    }
    queues[event.event.type] = queue
  }

  private func fact(_ event: RecordedEvent) -> Fact {
    Fact(
      due: event.recordedAt.microseconds + microseconds, position: event.position,
      stream: event.stream, id: event.event.id)
  }

  /// The next fact that is due by a moment; it is waited for no longer.
  ///
  /// Of those that were handed in, and were recorded in whole appends before the one at hand.
  mutating func next(by moment: Int64) throws(EventLogError) -> Fact? {
    var first: (type: EventType, fact: Fact)?
    for type in queues.keys {
      guard let fact = try head(of: type) else { continue }
      if first.map({ fact.position < $0.fact.position }) ?? true { first = (type, fact) }
    }
    guard let first, first.fact.due <= moment else { return nil }
    queues[first.type]?.known.removeLast()
    return first.fact
  }

  /// The first fact of a type; reads on where those that are known have had their turn.
  private mutating func head(of type: EventType) throws(EventLogError) -> Fact? {
    while var queue = queues[type], queue.known.isEmpty, queue.hasMore {
      let page = try log.read(
        from: queue.next, direction: .forwards, type: type, before: nil, limit: bound)
      let found = page.filter { $0.position < end }
      queue.known = found.filter { !$0.event.isAmendment }.map(fact).reversed()
      queue.next = found.last?.position.next ?? queue.next
      queue.hasMore = found.count == bound
      queues[type] = queue
    }
    return queues[type]?.known.last
  }
}

extension FindingManager {
  /// Judges the facts that are due at an event's time, and notes whether something must follow it.
  func judgeDue(at event: RecordedEvent) async throws(EventLogError) -> Int {
    guard let awaiting = judge.awaiting else { return 0 }
    if dues == nil { dues = try DueFacts(awaiting, of: log, at: event.position) }
    var count = 0
    while !Task.isCancelled, let fact = try dues?.next(by: event.recordedAt.microseconds) {
      let history: StreamHistory
      do throws(CommandError) {
        history = try streams.history(of: fact.stream)
      } catch {
        try pass(error, of: event)
        continue
      }
      guard let recorded = history.recorded.first(where: { $0.event.id == fact.id }) else {
        continue
      }
      let due = QuestionedFacts(own: [RecordedFact(recorded, history.effective(fact.id))])
      count += try await judgeAgain(due, after: event)
    }
    dues?.take(event)
    return count
  }
}
