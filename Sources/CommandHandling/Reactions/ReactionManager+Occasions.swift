import Cooperation
import Deciding
import EventLog
import EventModel

/// A trigger that is dealt with on an occasion.
struct Occurrence {
  let trigger: RecordedEvent
  /// The stream that was held by a review: only the commands are given that were refused for that;
  /// `nil` where all are.
  var heldStream: StreamName?
}

/// The triggers that are dealt with on an occasion.
struct Occurrences {
  /// The occasion itself, or those that it confirmed.
  var own: [Occurrence] = []
  /// Where those stand whose command may rest on the stream that the occasion confirmed, in order.
  /// They may be very many: each is read when its turn comes.
  var awaiting: [Position] = []
}

extension ReactionManager {
  /// Gives what follows at an occasion; not all of it where the task is cancelled.
  ///
  /// - Returns: how many commands were recorded, of this occasion or of earlier ones.
  func deal(with occasion: RecordedEvent) async throws(EventLogError) -> Int {
    let found = try occurrences(at: occasion)
    var count = 0
    for occurrence in found.own { count += try await react(to: occurrence, at: occasion) }
    for position in found.awaiting {
      if Task.isCancelled { return count }
      let trigger: RecordedEvent?
      do throws(CommandError) {
        trigger = try event(at: position)
      } catch {
        try logFailure(of: error, occasion)
        continue
      }
      guard let trigger else { continue }
      count += try await react(
        to: Occurrence(trigger: trigger, heldStream: occasion.stream), at: occasion)
    }
    return count
  }

  private func react(
    to occurrence: Occurrence, at occasion: RecordedEvent
  ) async throws(EventLogError) -> Int {
    let trigger = occurrence.trigger
    var count = 0
    for reaction in reactions[trigger.event.type] ?? [] where reaction.mayFollow(trigger) {
      if Task.isCancelled { return count }
      count += try await react(reaction, occurrence, at: occasion)
    }
    return count
  }

  /// Gives what follows from a trigger at its occasion: its own append, or the one that confirmed it
  /// or a stream that its command rests on.
  ///
  /// - Returns: how many commands were recorded, of this trigger or of earlier ones.
  private func react(
    _ reaction: Reaction, _ occurrence: Occurrence, at occasion: RecordedEvent
  ) async throws(EventLogError) -> Int {
    let trigger = occurrence.trigger
    var count = 0
    do throws(CommandError) {
      let then = try commands(reaction, trigger, from: streams, before: occasion.appendEnd)
      var open: [ParsedCommand] = []
      for command in then.commands
      where try isOpen(command, of: occurrence, until: occasion) {
        open.append(command)
      }
      if open.isEmpty { return 0 }
      // What is on its way to these streams may change what follows now.
      if isOnItsWay(to: then.streams.union(open.map(\.target))) {
        count += try await settle()
      }
      var now = try commands(reaction, trigger, from: handler.committed, before: log.end)
      if isOnItsWay(to: now.streams) {
        count += try await settle()
        now = try commands(reaction, trigger, from: handler.committed, before: log.end)
      }
      // What was asked for may not be all there is then.
      if Task.isCancelled { return count }
      for command in open where now.commands.contains(where: { $0.id == command.id }) {
        do throws(CommandError) {
          try give(command, trigger, at: occasion)
        } catch {
          try passOver(error, trigger)
        }
      }
      if given.count >= CommandHandlingLimits.appendsInFlight { count += try await settle() }
    } catch {
      try logFailure(of: error, trigger)
    }
    return count
  }

  /// Whether a command that followed at an occasion is still to be given.
  private func isOpen(
    _ command: ParsedCommand, of occurrence: Occurrence, until occasion: RecordedEvent
  ) throws(CommandError) -> Bool {
    guard let id = command.id, try !isRecorded(id) else { return false }
    guard let held = occurrence.heldStream else { return true }
    return try wasHeld(command, id, by: held, until: occasion)
  }

  /// The facts that something may follow from at an occasion: its own, or those that it confirmed, or
  /// those whose command may rest on the stream that it confirmed.
  private func occurrences(at occasion: RecordedEvent) throws(EventLogError) -> Occurrences {
    guard occasion.event.type == ReviewEvents.passed else {
      let isTrigger = reactions[occasion.event.type] != nil
      return Occurrences(own: isTrigger ? [Occurrence(trigger: occasion)] : [])
    }
    do throws(CommandError) {
      return Occurrences(own: try held(by: occasion), awaiting: try awaiting(occasion))
    } catch {
      try logFailure(of: error, occasion)
      return Occurrences()
    }
  }

  /// The triggers that a review held until it passed.
  private func held(by passed: RecordedEvent) throws(CommandError) -> [Occurrence] {
    let history = try streams.history(of: passed.stream)
    guard case .passed(let review, _)? = ReviewEvent(passed.event),
      let opened = history.recorded.first(where: { $0.event.id == review }),
      case .opened(_, _, let events)? = ReviewEvent(opened.event)
    else { return [] }
    let held = Set(events)
    return history.recorded.filter {
      held.contains($0.event.id) && $0.event.corrects == nil && $0.event.voids == nil
    }.map { Occurrence(trigger: $0) }
  }

  /// Where the triggers stand whose commands may rest on the stream that a review held until it
  /// passed: those in streams that it was decided on, or that were decided on it.
  private func awaiting(_ passed: RecordedEvent) throws(CommandError) -> [Position] {
    let held = passed.stream
    let own = try streams.history(of: held)
    var named = Set(own.recorded.flatMap { $0.event.decidedOn.map(\.stream) })
    named.remove(held)
    var found: [Position] = []
    for stream in named.sorted() {
      if Task.isCancelled { return [] }
      found += triggers(in: try streams.history(of: stream))
    }
    let positions = try inLog { () throws(EventLogError) in
      try index.facts(decidedOn: held, before: passed.position, over: log)
    }
    for position in positions {
      // Then nothing is given.
      if Task.isCancelled { return [] }
      guard let fact = try event(at: position), fact.isDecided(on: held), fact.stream != held,
        !named.contains(fact.stream)
      else { continue }
      let history = try streams.history(of: fact.stream)
      // Each stream once: by the first of its facts that was decided so.
      let first = history.recorded.first {
        indexed.contains($0.event.type) && !$0.event.isAmendment && $0.isDecided(on: held)
      }
      if first?.position == position { found += triggers(in: history) }
    }
    return found.sorted()
  }

  private func triggers(in history: StreamHistory) -> [Position] {
    history.recorded.filter { event in
      !event.event.isAmendment
        && reactions[event.event.type]?.contains { $0.mayFollow(event) } == true
    }.map(\.position)
  }

  /// The event at a position, which lies in a whole append.
  func event(at position: Position) throws(CommandError) -> RecordedEvent? {
    try inLog { () throws(EventLogError) in
      try log.read(from: position, direction: .forwards, type: nil, before: nil, limit: 1).first
    }
  }

  /// Whether a command would have been refused until an occasion because that stream was held by a
  /// review.
  private func wasHeld(
    _ command: ParsedCommand, _ id: CommandID, by stream: StreamName, until occasion: RecordedEvent
  ) throws(CommandError) -> Bool {
    let start = Position(occasion.position.number - UInt64(occasion.appendIndex))
    do throws(CommandError) {
      _ = try handler.planner.plan(
        command, id: id, actor: .reactionManager, channel: occasion.event.source.channel,
        now: occasion.recordedAt,
        from: EarlierHistories(committed: handler.committed, end: start))
      return false
    } catch {
      guard case .rejected(let rejection) = error else { throw error }
      return rejection.code == .unconfirmed && rejection.stream == stream
    }
  }
}

extension RecordedEvent {
  /// Whether a stream was read to decide it.
  func isDecided(on stream: StreamName) -> Bool {
    event.decidedOn.contains { $0.stream == stream }
  }
}
