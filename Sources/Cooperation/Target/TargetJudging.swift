internal import Deciding
internal import EventModel

extension Target {
  /// Who is to reach it, for what it is.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    guard case .set(let fact) = event.payload, let subject = StreamName(field: fact.subject),
      subject.isOf(Organisation.category)
    else { return [] }
    return [.stream(subject)]
  }

  /// The order of steps, and no placement rate for colleges and counsellors.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    guard case .set(let fact) = event.payload, let subject = StreamName(field: fact.subject)
    else { return [order] }
    var kind: PBOrganisationRegistered.Kind?
    if subject.isOf(Organisation.category) {
      kind = try context.ground(subject).state(Organisation.self)?.kind
    }
    return [
      order,
      PlacementRateTarget.judge(
        event.stream, fact, subject, kind, event.occurred, context.zone),
    ]
  }
}
