import Deciding
import EventModel

/// Reads what a decision asks for, decides, and plans the append. Sees no log.
struct CommandPlanner<D: Decider>: Sendable where D.Command: HandledCommand {
  let decider: D
  let zone: LogZone
  let rulesetVersion: Int?

  /// The plan of a command; `nil` when it is already so.
  ///
  /// - Throws: ``CommandError/rejected(_:)``, ``CommandError/unexpectedRevision(stream:expected:actual:)``,
  ///   and what the source throws.
  func plan(
    _ command: D.Command, id: CommandID, actor: Actor, channel: Source.Channel, now: RecordedTime,
    from source: some HistorySource
  ) throws(CommandError) -> CommandPlan? {
    var context = command.context(now: now, zone: zone, actor: actor, channel: channel)
    var conditions: [StreamName: StreamHistory] = [:]
    for (stream, expected) in command.expectedHeads {
      let history = try source.history(of: stream)
      guard history.head == expected else {
        throw .unexpectedRevision(stream: stream, expected: expected, actual: history.head)
      }
      conditions[stream] = history
    }
    let decision = try decide(command, &context, from: source)
    if decision.events.isEmpty { return nil }
    // What the decision read comes last: between two loads a stream may have grown.
    if conditions.isEmpty {
      conditions = context.histories
    } else {
      conditions.merge(context.histories) { $1 }
    }
    for (stream, expected) in command.expectedHeads {
      let head = conditions[stream].flatMap(\.head)
      guard head == expected else {
        throw .unexpectedRevision(stream: stream, expected: expected, actual: head)
      }
    }
    for event in decision.events {
      // Whatever brings a part is refused when its subject is erased in the meantime.
      for stream in [event.stream] + event.personal.map(\.subject) where conditions[stream] == nil {
        conditions[stream] = try source.history(of: stream)
      }
    }
    return CommandPlan(
      decision, of: command, id: id, context: context, conditions: conditions,
      rulesetVersion: rulesetVersion)
  }

  /// Loads what the decider asks for until it decides.
  private func decide(
    _ command: D.Command, _ context: inout DecisionContext, from source: some HistorySource
  ) throws(CommandError) -> Decision {
    let first: DecisionRound.Next = { [decider] (context) throws(Rejection) in
      try decider.decide(command, context)
    }
    var next = first
    for _ in 0...DecidingLimits.mostRounds {
      switch try round(next, context) {
      case .decided(let decision):
        try permit(command, context)
        return decision
      case .needs(let readings, let then):
        next = then ?? first
        for reading in readings {
          switch reading {
          case .stream(let stream) where !context.isLoaded(stream):
            context.histories[stream] = try source.history(of: stream)
          case .personal(let part) where context.personal[part] == nil:
            context.personal[part] = try source.personalPart(part)
          default: continue
          }
        }
      }
    }
    // As of a chain of streams that is longer than one may follow.
    throw .rejected(
      Rejection(
        .cannotBeAssessed,
        "deciding asks for more after \(DecidingLimits.mostRounds) rounds"))
  }

  /// Asks on what the decision read; one that read nothing of its target says nothing about it.
  private func permit(
    _ command: D.Command, _ context: DecisionContext
  ) throws(CommandError) {
    guard let permission = command.permission, let target = context.histories[command.target]
    else { return }
    do throws(Rejection) {
      try permission(target)
    } catch {
      throw .rejected(error)
    }
  }

  private func round(
    _ next: DecisionRound.Next, _ context: DecisionContext
  ) throws(CommandError) -> DecisionRound {
    do throws(Rejection) {
      return try next(context)
    } catch {
      throw .rejected(error)
    }
  }
}
