import Deciding
import EventModel
import PersonalData

/// The log as it will be once all lines in flight are recorded: what later lines are decided on.
struct SessionOverlay: HistorySource {
  private struct Speculation {
    var history: StreamHistory
    /// The last line in flight that adds to the stream.
    var lastLine: Int
  }

  private let committed: CommittedHistories
  private var streams: [StreamName: Speculation] = [:]
  private var personal: [PersonalPartReference: [UInt8]] = [:]
  /// Whom they erase: nothing of them can be read any more.
  private(set) var erased: Set<StreamName> = []
  private var nextPosition = Position.firstInFlight

  init(on committed: CommittedHistories) {
    self.committed = committed
  }

  func history(of stream: StreamName) throws(CommandError) -> StreamHistory {
    if let speculation = streams[stream] { return speculation.history }
    return try committed.history(of: stream)
  }

  func personalPart(_ reference: PersonalPartReference) throws(CommandError) -> PersonalPartValue {
    if erased.contains(reference.subject) { return .unavailable }
    if let plaintext = personal[reference] { return .known(plaintext) }
    return try committed.personalPart(reference)
  }

  /// Takes in what a line is about to append.
  mutating func add(_ plan: CommandPlan, line: Int, now: RecordedTime) {
    let events = plan.recorded(from: nextPosition, at: now)
    nextPosition = Position(nextPosition.number + UInt64(events.count))
    var next = events.startIndex
    for entry in plan.entries where !entry.events.isEmpty {
      let added = Array(events[next..<next + entry.events.count])
      next += entry.events.count
      let history = entry.history.appending(added)
      streams[entry.stream] = Speculation(history: history, lastLine: line)
    }
    for (reference, part) in zip(plan.events.flatMap(\.personal), plan.parts) {
      personal[reference] = part.plaintext
    }
    if let subject = plan.erases { erased.insert(subject) }
  }

  /// Drops what only that line added to: it is committed now.
  mutating func recorded(_ plan: CommandPlan, line: Int) {
    if let subject = plan.erases { erased.remove(subject) }
    for entry in plan.entries where !entry.events.isEmpty {
      guard streams[entry.stream]?.lastLine == line,
        let speculation = streams.removeValue(forKey: entry.stream)
      else { continue }
      if personal.isEmpty { continue }
      for event in speculation.history.recorded where event.position >= .firstInFlight {
        for reference in event.event.personal { personal[reference] = nil }
      }
    }
  }

  /// Drops all speculation.
  mutating func reset() {
    streams = [:]
    personal = [:]
    erased = []
  }
}
