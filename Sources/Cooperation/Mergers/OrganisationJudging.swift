public import Deciding
internal import EventModel

extension Organisation {
  /// Of a merger, those into whom it leads one after another.
  ///
  /// A decision asks for what it reads in few rounds, so a cycle of more than five organisations is
  /// seen only when it is resolved.
  public static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Set<Reading> {
    guard case .merged(let fact) = event.payload, var next = StreamName(field: fact.into) else {
      return []
    }
    var readings: Set<Reading> = [.stream(next)]
    while readings.count < 4, context.isLoaded(next),
      let merger = try context.ground(next).state(Organisation.self)?.merger,
      readings.insert(.stream(merger.into)).inserted
    {
      next = merger.into
    }
    return readings
  }

  /// Mergers that have an end; R31.
  public static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    switch event.payload {
    case .merged(let fact):
      guard let into = StreamName(field: fact.into) else { return [] }
      return [
        Judgement(
          .noMergerCycle, in: event.stream,
          breach: try leadsBack(from: into, to: event.stream, context)
            ? "\(event.stream) is merged into itself by way of \(into)" : nil)
      ]
    case .resumed, .deregistered:
      let suspended = try context.state(Organisation.self, event.stream)?.suspended
      return [
        SuspensionTerm.judge(
          event.stream, suspended: suspended, on: event.occurred, in: context.zone)
      ]
    default: return []
    }
  }

  private static func leadsBack(
    from first: StreamName, to start: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> Bool {
    var seen: Set<StreamName> = []
    var next = first
    while next != start {
      guard seen.insert(next).inserted, context.isLoaded(next),
        let merger = try context.ground(next).state(Organisation.self)?.merger
      else { return false }
      next = merger.into
    }
    return true
  }
}
