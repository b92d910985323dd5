import EventLog
import EventModel

/// A process manager's walk through the log: it finds the triggers in order, has each dealt with, and
/// goes on from there.
///
/// Whoever conforms deals with a trigger so that doing it again changes nothing.
protocol LogFollower: _Concurrency.Actor {
  /// Where the triggers are.
  nonisolated var log: any AppendOnlyLog { get }
  /// All triggers below are dealt with; an append border.
  var position: Position { get set }
  /// Told the position up to which all is done.
  nonisolated var onProgress: @Sendable (Position) -> Void { get }

  /// Whether an event is one to look at; asked of every record, so it is fast.
  nonisolated func isTrigger(_ type: EventType, isAmendment: Bool) -> Bool
  /// Deals with a trigger.
  ///
  /// - Returns: how much was appended for it.
  func handle(_ trigger: RecordedEvent) async throws(EventLogError) -> Int
}

extension LogFollower {
  /// Works until the task is cancelled or the log closes.
  func follow() async throws(EventLogError) {
    while !Task.isCancelled {
      try await followToEnd()
      guard try await log.waitForEnd(beyond: position) > position else { return }
    }
  }

  /// Works up to the log's end as it is now, or until the task is cancelled.
  ///
  /// - Returns: how much was appended.
  @discardableResult
  func followToEnd() async throws(EventLogError) -> Int {
    var count = 0
    let end = log.end
    while position < end {
      let (triggers, next) = try triggers(before: end)
      for trigger in triggers {
        if Task.isCancelled { return count }
        count += try await handle(trigger)
      }
      // What a cancelled task has left is found again from the position.
      if Task.isCancelled { return count }
      position = next
      onProgress(next)
    }
    return count
  }

  /// The next triggers, and the position after the last record that was looked at.
  private func triggers(
    before end: Position
  ) throws(EventLogError) -> (events: [RecordedEvent], next: Position) {
    var found: [RecordedEvent] = []
    let next = try log.scan(from: position, before: end) {
      (position, record) throws(EventLogError) in
      do throws(EventModelError) {
        let envelope = try Envelope(walking: record)
        let isAmendment = !envelope.corrects.isEmpty || !envelope.voids.isEmpty
        let type = EventType(recorded: record.text(envelope.type))
        guard isTrigger(type, isAmendment: isAmendment) else { return .proceed }
        found.append(try RecordedEvent(decoding: record, at: position))
      } catch {
        throw .corrupt(position, error.reason)
      }
      return found.count < 64 ? .proceed : .stop
    }
    return (found, next)
  }
}
