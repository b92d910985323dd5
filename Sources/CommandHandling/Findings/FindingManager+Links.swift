import Deciding
import EventLog
import EventModel

// Facts rest on more than they were decided on: on the organisation into which theirs was merged later,
// and on whom a correction beside them names.

/// The streams that lead to a trigger's, link by link, where facts in question may have been decided on.
///
/// Each is asked once, so that links may go round and round. No judgement follows more links than
/// ``DecidingLimits/chainLinks``, so these are asked no further either.
struct LinkedStreams {
  /// A stream, and types of fact; `nil` for all.
  struct Part: Hashable {
    let stream: StreamName
    let types: Set<EventType>?
  }

  private let start: StreamName
  /// Those found with this link, the first last, and with the next.
  private var level: [Part] = []
  private var found: [Part] = []
  private var linkCount = 0
  private var met: Set<Part> = []
  private var entered: Set<Part> = []

  /// Those that lead to one.
  init(from start: StreamName) { self.start = start }

  /// Takes in a stream that leads to one of them.
  mutating func add(_ part: Part) {
    // All that rests on the first is asked for.
    if part.stream != start, part.types != [], met.insert(part).inserted { found.append(part) }
  }

  /// Whether facts of a stream itself have not been asked for yet.
  mutating func enter(_ part: Part) -> Bool {
    part.types != [] && entered.insert(part).inserted
  }

  /// The next one; `nil` after the last.
  mutating func next() -> Part? {
    if level.isEmpty, linkCount < DecidingLimits.chainLinks {
      level = found.reversed()
      found = []
      linkCount += 1
    }
    return level.popLast()
  }
}

extension FindingManager {
  /// The facts in question that were decided on the next of the streams that lead to a trigger's; `nil`
  /// after the last.
  func linkedDependants(
    _ links: inout LinkedStreams, _ trigger: RecordedEvent
  ) throws(CommandError) -> Dependants? {
    while let next = links.next() {
      if let found = try dependants(on: next.stream, of: next.types, trigger) { return found }
    }
    return nil
  }

  /// The facts that are called into question by what stands at a position, where that was decided on the
  /// stream: itself or what it corrects, and those beside it that come to rest on the stream by it.
  ///
  /// - Parameter links: takes in the stream that leads on from there.
  func facts(
    at position: Position, _ asked: Dependants, _ links: inout LinkedStreams
  ) throws(CommandError) -> [RecordedFact] {
    if let known = moments.fact(at: position), link(known.type, asked) == nil,
      !asks(known.type, asked) || asked.isUntouched(known.type, known.latest)
    {
      return []
    }
    let event = try inLog { () throws(EventLogError) in
      // A whole append before the trigger or the trigger's own: no border cuts it off.
      try log.read(from: position, direction: .forwards, type: nil, before: nil, limit: 1).first
    }
    guard let event, event.event.decidedOn.contains(where: { $0.stream == asked.stream }) else {
      return []
    }
    var facts: [RecordedFact] = []
    if asks(event.event.type, asked), let fact = try fact(of: event) { facts.append(fact) }
    let link = link(event.event.type, asked)
    // A correction may give all that stands beside it something else to rest on.
    let beside = event.event.corrects == nil ? link?.own ?? [] : asked.types
    if links.enter(LinkedStreams.Part(stream: event.stream, types: beside)) {
      facts += try self.facts(in: event.stream, of: beside)
    }
    if let link {
      links.add(LinkedStreams.Part(stream: event.stream, types: link.dependants))
    }
    return facts.filter { fact in
      guard let effective = fact.effective else { return true }
      return !asked.isUntouched(effective.type, effective.occurred.latest(in: log.identity.zone))
    }
  }

  private func asks(_ type: EventType, _ asked: Dependants) -> Bool {
    !asked.areLinked && (asked.types?.contains(type) ?? judge.isJudged(type))
  }

  /// By what facts in question come to rest on a stream by way of an event of that type; `nil` where none
  /// does.
  private func link(_ type: EventType, _ asked: Dependants) -> FactLink? {
    guard let link = kind(of: type).link else { return nil }
    guard let types = asked.types else { return link }
    let own = link.own.intersection(types)
    let dependants = link.dependants.intersection(types)
    return own.isEmpty && dependants.isEmpty ? nil : FactLink(own: own, dependants: dependants)
  }

  /// The fact that an event is, or corrects; `nil` where it is not known.
  private func fact(of event: RecordedEvent) throws(CommandError) -> RecordedFact? {
    let history = try streams.history(of: event.stream)
    let id = event.event.corrects ?? event.event.id
    let effective = history.effective(id)
    // One that was corrected and then voided has to be looked for.
    let original =
      event.event.corrects == nil
      ? event : effective?.original ?? history.recorded.first(where: { $0.event.id == id })
    return original.map { RecordedFact($0, effective) }
  }
}
