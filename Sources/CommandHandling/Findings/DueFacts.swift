import Deciding
import EventLog
import EventModel

/// Facts that something must follow, until the log's time has moved on so far that it should have.
///
/// The log's time is that of its records, never a clock's: running again gives the same. Held for as
/// long as they are waited for, about 100 bytes each.
struct DueFacts {
  /// A fact and when it is due.
  struct Fact {
    let due: Int64
    let stream: StreamName
    let id: EventID
  }

  private let types: Set<EventType>
  private let microseconds: Int64
  // By due time, as recorded times only grow.
  private var facts: [Fact] = []
  private var first = 0

  /// Those that were waited for at a position of a log.
  init(
    _ awaiting: (types: Set<EventType>, microseconds: Int64), of log: any AppendOnlyLog,
    at position: Position
  ) throws(EventLogError) {
    types = awaiting.types
    microseconds = awaiting.microseconds
    let last = try log.read(
      from: nil, direction: .backwards, type: nil, before: position, limit: 1
    ).first
    guard let last else { return }
    var found: [RecordedEvent] = []
    for type in types {
      var end = position
      search: while true {
        let page = try log.read(
          from: nil, direction: .backwards, type: type, before: end,
          limit: CommandHandlingLimits.eventsPerRead)
        for event in page {
          guard due(event) > last.recordedAt.microseconds else { break search }
          found.append(event)
        }
        guard let oldest = page.last else { break }
        end = oldest.position
      }
    }
    for event in found.sorted(by: { $0.position < $1.position }) { take(event) }
  }

  private func due(_ event: RecordedEvent) -> Int64 {
    event.recordedAt.microseconds + microseconds
  }

  /// Takes in the log's next event.
  mutating func take(_ event: RecordedEvent) {
    guard types.contains(event.event.type), !event.event.isAmendment else { return }
    facts.append(Fact(due: due(event), stream: event.stream, id: event.event.id))
  }

  /// The next fact that is due by a moment; it is waited for no longer.
  mutating func next(by moment: Int64) -> Fact? {
    guard first < facts.count, facts[first].due <= moment else { return nil }
    let fact = facts[first]
    first += 1
    if first == facts.count {
      facts.removeAll(keepingCapacity: true)
      first = 0
    } else if first >= 1_024, first * 2 > facts.count {
      facts.removeFirst(first)
      first = 0
    }
    return fact
  }
}

extension FindingManager {
  /// Judges the facts that are due at an event's time, and notes whether something must follow it.
  func judgeDue(at event: RecordedEvent) async throws(EventLogError) -> Int {
    guard let awaiting = judge.awaiting else { return 0 }
    if dues == nil { dues = try DueFacts(awaiting, of: log, at: event.position) }
    var count = 0
    while let fact = dues?.next(by: event.recordedAt.microseconds) {
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
      count += try await judgeAgain(
        [RecordedFact(recorded, history.effective(fact.id))], after: event)
    }
    dues?.take(event)
    return count
  }

  /// The facts that an event calls into question in its own stream and in those that it was decided
  /// on.
  func facts(
    namedBy event: RecordedEvent, _ named: (category: StreamCategory, types: Set<EventType>)
  ) throws(EventLogError) -> [RecordedFact] {
    var facts: [RecordedFact] = []
    let all = [event.stream] + event.event.decidedOn.map(\.stream)
    for stream in Set(all).sorted() where stream.isOf(named.category) {
      do throws(CommandError) {
        let history = try streams.history(of: stream)
        for fact in history.recorded
        where named.types.contains(fact.event.type) && !fact.event.isAmendment {
          facts.append(RecordedFact(fact, history.effective(fact.event.id)))
        }
      } catch {
        try pass(error, of: event)
      }
    }
    return facts
  }
}
