import Deciding
import EventLog
import EventModel

/// Why facts are judged again after an event.
enum Question {
  /// It changes what of its stream counts, or for whom: it corrects or voids, or a review passes, so that
  /// what it held back counts for our own acts too. The facts of its stream, and those that were decided
  /// on its stream.
  case recounted
  /// It says something that other facts rest on: those of these types that were decided on its
  /// stream, but for those that are judged by their own moment and happened before it. Where it comes
  /// late, also itself and what follows it in its stream.
  case told(mayComeLate: Bool, Set<EventType>, byMoment: Set<EventType>)
}

/// The facts that a trigger calls into question.
struct QuestionedFacts {
  /// Those of its own stream.
  var own: [RecordedFact] = []
  /// Those that were decided on its stream; `nil` where none of them is.
  var dependants: Dependants?
}

/// The facts in question that were decided on a stream.
struct Dependants {
  let stream: StreamName
  /// Where those stand that may have been decided on it. They may be very many: each is read when its
  /// turn comes.
  let positions: [Position]
  /// The only types of them; `nil` for all.
  var types: Set<EventType>?
  /// Whether only those are in question that rest on it by way of links.
  var areLinked = false
  /// The types of them that are judged by their own moment.
  var byMoment: Set<EventType> = []
  /// The moments of those that the trigger doesn't touch.
  var untouched: Range<Int64>?

  /// Whether the trigger doesn't touch a fact of that type, which may have happened until that moment.
  func isUntouched(_ type: EventType, _ latest: Int64) -> Bool {
    untouched.map { byMoment.contains(type) && $0.contains(latest) } ?? false
  }
}

extension FindingManager {
  /// The facts to judge again; none where the trigger's stream can't be understood.
  func facts(
    questionedBy trigger: RecordedEvent, _ question: Question
  ) throws(EventLogError) -> QuestionedFacts {
    do throws(CommandError) {
      return try factsInQuestion(trigger, question)
    } catch {
      try pass(error, of: trigger)
      return QuestionedFacts()
    }
  }

  private func factsInQuestion(
    _ trigger: RecordedEvent, _ question: Question
  ) throws(CommandError) -> QuestionedFacts {
    var facts = QuestionedFacts()
    switch question {
    case .recounted:
      facts.own = try factsOfRecounted(trigger)
      facts.dependants = try dependants(on: trigger.stream, of: nil, trigger)
    case .told(let mayComeLate, let types, let byMoment):
      if mayComeLate { facts.own = try factsFromLate(trigger) }
      guard !types.isEmpty else { break }
      facts.dependants = try dependants(on: trigger.stream, of: types, trigger)
      facts.dependants?.byMoment = byMoment
      if !byMoment.isEmpty { facts.dependants?.untouched = try momentsUntouched(by: trigger) }
    }
    return facts
  }

  /// All facts of a stream in which other things count than before.
  private func factsOfRecounted(_ trigger: RecordedEvent) throws(CommandError) -> [RecordedFact] {
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

  /// The facts decided on a stream that a trigger calls into question; `nil` where nothing was.
  ///
  /// - Parameter types: the only types of them; `nil` for all.
  func dependants(
    on stream: StreamName, of types: Set<EventType>?, _ trigger: RecordedEvent
  ) throws(CommandError) -> Dependants? {
    let positions = try inLog { () throws(EventLogError) in
      try index.facts(decidedOn: stream, before: trigger.position, over: log)
    }
    return positions.isEmpty ? nil : Dependants(stream: stream, positions: positions, types: types)
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
    // From its first moment on it may have happened.
    let end = trigger.event.occurred.earliest(in: log.identity.zone)
    return begin < end ? begin..<end : nil
  }

  // MARK: - Where a trigger is named

  /// The facts that an event calls into question in its own stream and in those that it was decided
  /// on, by what it is about.
  ///
  /// An amendment is about what it amends, and a review that passes about what it held back: it asks where
  /// that was decided, and every correction of it.
  func facts(namedBy event: RecordedEvent) throws(EventLogError) -> [RecordedFact] {
    guard event.recounts else {
      guard let named = kind(of: event.event.type).judgedWhereNamed else { return [] }
      return try facts(of: named, in: event.namedStreams, event)
    }
    let own: StreamHistory
    do throws(CommandError) {
      own = try streams.history(of: event.stream)
    } catch {
      try pass(error, of: event)
      return []
    }
    var facts: [RecordedFact] = []
    for original in own.recounted(by: event) {
      let versions = own.recorded.filter {
        $0.event.id == original || $0.event.corrects == original
      }
      guard let first = versions.first, let named = kind(of: first.event.type).judgedWhereNamed
      else { continue }
      let all = versions.reduce(into: event.namedStreams) { $0.formUnion($1.namedStreams) }
      facts += try self.facts(of: named, in: all, event)
    }
    return facts
  }

  /// The facts that an event calls into question which rest by way of links on what its stream tells of.
  func facts(linkedTo event: RecordedEvent) throws(EventLogError) -> [Dependants] {
    guard event.recounts || kind(of: event.event.type).judgedWhereLinked != nil else { return [] }
    do throws(CommandError) {
      let own = try streams.history(of: event.stream).recorded
      let types = own.lazy.compactMap { self.kind(of: $0.event.type).judgedWhereLinked }.first
      guard let types else { return [] }
      var all: [Dependants] = []
      for stream in Set(own.compactMap(judge.linked)).sorted() {
        guard var facts = try dependants(on: stream, of: types, event) else { continue }
        facts.areLinked = true
        all.append(facts)
      }
      return all
    } catch {
      try pass(error, of: event)
      return []
    }
  }

  private func facts(
    of named: (category: StreamCategory, types: Set<EventType>), in all: Set<StreamName>,
    _ event: RecordedEvent
  ) throws(EventLogError) -> [RecordedFact] {
    var facts: [RecordedFact] = []
    for stream in all.sorted() where stream.isOf(named.category) {
      do throws(CommandError) {
        facts += try self.facts(in: stream, of: named.types)
      } catch {
        try pass(error, of: event)
      }
    }
    return facts
  }

  /// The facts of a stream that are of some types; `nil` for all that are judged.
  func facts(
    in stream: StreamName, of types: Set<EventType>?
  ) throws(CommandError) -> [RecordedFact] {
    let history = try streams.history(of: stream)
    return history.recorded.filter {
      !$0.event.isAmendment && (types?.contains($0.event.type) ?? judge.isJudged($0.event.type))
    }.map { RecordedFact($0, history.effective($0.event.id)) }
  }
}

extension StreamHistory {
  /// The facts that count otherwise by an event of the stream, by their ids: what it amends, or what the
  /// review held back that passes by it.
  fileprivate func recounted(by event: RecordedEvent) -> [EventID] {
    guard case .passed(let review, _)? = ReviewEvent(event.event) else {
      return [event.event.voids ?? event.event.corrects].compactMap { $0 }
    }
    guard let opened = recorded.first(where: { $0.event.id == review }),
      case .opened(_, _, let events)? = ReviewEvent(opened.event)
    else { return [] }
    let held = Set(events)
    // A correction that is held counts as what it corrects.
    return recorded.filter { held.contains($0.event.id) }.map { $0.event.corrects ?? $0.event.id }
  }
}

extension RecordedEvent {
  /// Whether other things of its stream count by it, or for other acts: an amendment, or a review that
  /// passes.
  var recounts: Bool { event.isAmendment || event.type == ReviewEvents.passed }

  /// Its own stream and those that it was decided on.
  fileprivate var namedStreams: Set<StreamName> {
    Set(event.decidedOn.map(\.stream)).union([stream])
  }
}
