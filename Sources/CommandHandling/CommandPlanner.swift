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
    var heads: [StreamName: Revision?] = [:]
    for (stream, expected) in command.expectedHeads {
      let actual = try source.history(of: stream).head
      guard actual == expected else {
        throw .unexpectedRevision(stream: stream, expected: expected, actual: actual)
      }
      heads[stream] = .some(actual)
    }
    try load(command, into: &context, from: source)
    let decision = try decide(command, context)
    if decision.events.isEmpty { return nil }
    for history in context.histories.values { heads[history.stream] = .some(history.head) }
    for event in decision.events {
      // Whatever brings a part is refused when its subject is erased in the meantime.
      for stream in [event.stream] + event.personal.map(\.subject) where heads[stream] == nil {
        heads[stream] = .some(try source.history(of: stream).head)
      }
    }
    return CommandPlan(
      decision, of: command, id: id, context: context, heads: heads,
      rulesetVersion: rulesetVersion)
  }

  /// Loads until the decider asks for nothing new.
  private func load(
    _ command: D.Command, into context: inout DecisionContext, from source: some HistorySource
  ) throws(CommandError) {
    for _ in 0...DecidingLimits.readRounds {
      var isNew = false
      for reading in try readings(command, context) {
        switch reading {
        case .stream(let stream) where !context.isLoaded(stream):
          context.histories[stream] = try source.history(of: stream)
        case .personal(let part) where context.personal[part] == nil:
          context.personal[part] = try source.personalPart(part)
        default: continue
        }
        isNew = true
      }
      if !isNew { return }
    }
    preconditionFailure("the decider asks for more after \(DecidingLimits.readRounds) rounds")
  }

  private func readings(
    _ command: D.Command, _ context: DecisionContext
  ) throws(CommandError) -> Set<Reading> {
    do throws(Rejection) {
      return try decider.reads(command, context)
    } catch {
      throw .rejected(error)
    }
  }

  private func decide(
    _ command: D.Command, _ context: DecisionContext
  ) throws(CommandError) -> Decision {
    do throws(Rejection) {
      return try decider.decide(command, context)
    } catch {
      throw .rejected(error)
    }
  }
}
