import Cooperation
import Deciding
import EventLog
import EventModel
import SwiftProtobuf

/// A trigger that is dealt with on an occasion.
struct Occurrence {
  let trigger: RecordedEvent
  /// The stream that was held by a review: only the commands are given that were refused for that;
  /// `nil` where all are.
  var heldStream: StreamName?
}

extension ReactionManager {
  /// The facts that something may follow from at an occasion: its own, or those that it confirmed, or
  /// those whose command may rest on the stream that it confirmed.
  func occurrences(at occasion: RecordedEvent) throws(EventLogError) -> [Occurrence] {
    guard occasion.event.type == ReviewEvents.passed else {
      return reactions[occasion.event.type] == nil ? [] : [Occurrence(trigger: occasion)]
    }
    do throws(CommandError) {
      return try held(by: occasion) + awaiting(occasion)
    } catch {
      try logFailure(of: error, occasion)
      return []
    }
  }

  /// The triggers that a review held until it passed.
  private func held(by passed: RecordedEvent) throws(CommandError) -> [Occurrence] {
    let history = try streams.history(of: passed.stream)
    guard let end = try? PBReviewPassed(serializedBytes: passed.event.payload),
      let opened = history.recorded.first(where: { Array(end.review) == $0.event.id.bytes }),
      let review = try? PBReviewOpened(serializedBytes: opened.event.payload)
    else { return [] }
    let ids = Set(review.events.map(Array.init))
    return history.recorded.filter {
      ids.contains($0.event.id.bytes) && $0.event.corrects == nil && $0.event.voids == nil
    }.map { Occurrence(trigger: $0) }
  }

  /// The triggers whose commands may rest on the stream that a review held until it passed: those in
  /// streams that it was decided on, or that were decided on it.
  private func awaiting(_ passed: RecordedEvent) throws(CommandError) -> [Occurrence] {
    let held = passed.stream
    let own = try streams.history(of: held)
    var others = Set(own.recorded.flatMap { $0.event.decidedOn.map(\.stream) })
    let positions = try logged { () throws(EventLogError) in
      try index.facts(decidedOn: held, before: passed.position, over: log)
    }
    for position in positions {
      // Then nothing is given.
      if Task.isCancelled { return [] }
      let events = try logged { () throws(EventLogError) in
        try log.read(from: position, direction: .forwards, type: nil, before: nil, limit: 1)
      }
      for event in events where event.event.decidedOn.contains(where: { $0.stream == held }) {
        others.insert(event.stream)
      }
    }
    others.remove(held)
    var found: [Occurrence] = []
    for stream in others.sorted() {
      if Task.isCancelled { return [] }
      for event in try streams.history(of: stream).recorded
      where !event.event.isAmendment && reactions[event.event.type] != nil {
        found.append(Occurrence(trigger: event, heldStream: held))
      }
    }
    return found.sorted { $0.trigger.position < $1.trigger.position }
  }

  /// Whether a command would have been refused until an occasion because that stream was held by a
  /// review.
  func wasHeld(
    _ command: ParsedCommand, _ id: CommandID, by stream: StreamName, until occasion: RecordedEvent
  ) throws(CommandError) -> Bool {
    let start = Position(occasion.position.number - UInt64(occasion.appendIndex))
    do throws(CommandError) {
      _ = try handler.planner.plan(
        command, id: id, actor: .processManager, channel: occasion.event.source.channel,
        now: occasion.recordedAt,
        from: EarlierHistories(committed: handler.committed, end: start))
      return false
    } catch {
      guard case .rejected(let rejection) = error else { throw error }
      return rejection.code == .unconfirmed && rejection.stream == stream
    }
  }
}
