import Deciding
import EventLog
import EventModel

/// Why facts are judged again after an event.
enum FactsInQuestion {
  /// It corrects or voids: the facts of its stream, and those that were decided on its stream.
  case amended
  /// It says something that other facts rest on: those of these types that were decided on its
  /// stream, but for those that are judged by their own moment and happened before it. Where it comes
  /// late, also itself and what follows it in its stream.
  case told(mayComeLate: Bool, Set<EventType>, byMoment: Set<EventType>)
}

extension FindingManager {
  /// The facts to judge again.
  func facts(
    questionedBy trigger: RecordedEvent, _ question: FactsInQuestion
  ) throws(EventLogError) -> [RecordedFact] {
    do throws(CommandError) {
      switch question {
      case .amended:
        return try factsOfAmended(trigger) + dependants(of: trigger, nil, byMoment: [])
      case .told(let mayComeLate, let types, let byMoment):
        let late = mayComeLate ? try factsFromLate(trigger) : []
        return types.isEmpty
          ? late : late + (try dependants(of: trigger, types, byMoment: byMoment))
      }
    } catch {
      throw error.asLogError
    }
  }

  /// All facts of a stream in which something was corrected or voided.
  private func factsOfAmended(_ trigger: RecordedEvent) throws(CommandError) -> [RecordedFact] {
    let own = try streams.history(of: trigger.stream)
    var facts: [RecordedFact] = []
    for event in own.recorded where !event.event.isAmendment && judge.isJudged(event.event.type) {
      // It may count as of another moment now.
      moments.forget(event)
      facts.append(RecordedFact(event, own.effective(event.event.id)))
    }
    return facts
  }

  /// An event that sorts before one that was there before it, and what follows it; nothing where it
  /// doesn't. What came in the same append was decided together with it.
  private func factsFromLate(_ trigger: RecordedEvent) throws(CommandError) -> [RecordedFact] {
    let own = try streams.history(of: trigger.stream)
    ends.note(own)
    var first = own.effective.endIndex
    var comesLate = false
    while first > 0 {
      first -= 1
      let event = own.effective[first]
      if event.id == trigger.event.id {
        guard comesLate else { return [] }
        return own.effective[first...].filter { judge.isJudged($0.type) }.map {
          RecordedFact($0.original, $0)
        }
      }
      if event.position.number + UInt64(trigger.appendIndex) < trigger.position.number {
        comesLate = true
      }
    }
    return []
  }

  /// The facts that were decided on a trigger's stream.
  ///
  /// - Parameter types: the only ones; `nil` for all.
  private func dependants(
    of trigger: RecordedEvent, _ types: Set<EventType>?, byMoment: Set<EventType>
  ) throws(CommandError) -> [RecordedFact] {
    let untouched = byMoment.isEmpty ? nil : try momentsUntouched(by: trigger)
    var events: [RecordedEvent] = []
    do throws(EventLogError) {
      let positions = try index.facts(
        decidedOn: trigger.stream, before: trigger.position, over: log)
      for position in positions {
        if let known = moments.fact(at: position) {
          if types?.contains(known.type) == false { continue }
          if let untouched, byMoment.contains(known.type), untouched.contains(known.latest) {
            continue
          }
        }
        // A whole append before the trigger or the trigger's own: no border cuts it off.
        events += try log.read(
          from: position, direction: .forwards, type: nil, before: nil, limit: 1)
      }
    } catch {
      throw CommandError(error)
    }
    var facts: [RecordedFact] = []
    for event in events
    where types?.contains(event.event.type) ?? true
      && event.event.decidedOn.contains(where: { $0.stream == trigger.stream })
    {
      let history = try streams.history(of: event.stream)
      let effective = history.effective(event.event.id)
      if let untouched, let effective, byMoment.contains(event.event.type),
        untouched.contains(effective.occurred.latest(in: log.identity.zone))
      {
        continue
      }
      facts.append(RecordedFact(event, effective))
    }
    return facts
  }

  /// The moments of facts that are judged by their own moment and that a trigger doesn't touch: its
  /// stream had begun by then, and it happened later.
  private func momentsUntouched(
    by trigger: RecordedEvent
  ) throws(CommandError) -> Range<Int64>? {
    let own = try streams.history(of: trigger.stream).effective
    // What is under review is no ground for everyone.
    guard let first = own.first, first.isConfirmed, first.id != trigger.event.id else { return nil }
    let begin = first.occurred.latest(in: log.identity.zone)
    let end = trigger.event.occurred.latest(in: log.identity.zone)
    return begin < end ? begin..<end : nil
  }
}

extension CommandError {
  /// The error of the log, of one who only reads streams.
  var asLogError: EventLogError {
    guard case .log(let error) = self else {
      preconditionFailure("reading a stream failed, and not in the log: \(self)")
    }
    return error
  }
}
