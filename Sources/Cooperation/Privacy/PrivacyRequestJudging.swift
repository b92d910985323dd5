internal import Deciding
internal import EventModel

extension PrivacyRequest {
  /// The person, for the legal holds.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    guard case .decided = event.payload,
      let person = try context.state(PrivacyRequest.self, event.stream)?.person
    else { return [] }
    return [.stream(person)]
  }

  /// The order of steps, and that nothing under a legal hold is promised to be deleted.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    guard case .decided(let fact) = event.payload,
      let request = try context.state(PrivacyRequest.self, event.stream),
      let stream = request.person
    else { return [order] }
    var breach: String?
    if request.kind == .delete, fact.verdict == .grant,
      let person = try context.history(of: stream).state(Person.self)
    {
      breach = person.hold(on: event.occurred.lastDay(in: context.zone), stream)
    }
    return [order]
      + LegalHolds.judge(event.stream, breach: breach, on: event.occurred, in: context.zone)
  }
}
