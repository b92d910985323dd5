internal import Deciding
internal import EventModel

extension Membership {
  /// The alliance, for what turns on its founding.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    guard case .admitted(let fact) = event.payload, let alliance = StreamName(field: fact.alliance)
    else { return [] }
    return [.stream(alliance)]
  }

  /// The founding day of founding members, and that the alliance admits at all.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    var judgements = [try judgeOrder(event, context)]
    if case .admitted(let fact) = event.payload, let stream = StreamName(field: fact.alliance) {
      let alliance = try context.ground(stream).state(Alliance.self, asOf: event.occurred)
      judgements.append(
        Judgement(
          .admittingAlliance, in: event.stream, blaming: .entity(stream),
          breach: alliance?.isActive == true
            ? nil : "\(stream) admitted a member on \(event.occurred) without being active"))
      judgements.append(
        Judgement(
          .foundingDay, in: event.stream,
          breach: fact.founding
            ? try foundingBreach(stream, event.occurred, context) : nil))
    }
    return judgements
  }

  private static func foundingBreach(
    _ stream: StreamName, _ occurred: Moment, _ context: DecisionContext
  ) throws(Rejection) -> String? {
    guard let founded = try context.ground(stream).state(Alliance.self)?.founded else {
      return "\(stream) is not founded, but has a founding member"
    }
    // Of a day that is known to the month or the year only, nothing is said against it.
    guard founded.precision >= .day, occurred.precision >= .day else { return nil }
    let day = founded.lastDay(in: context.zone)
    return occurred.lastDay(in: context.zone) == day
      ? nil : "a founding member was admitted on \(occurred), but \(stream) was founded on \(day)"
  }
}
