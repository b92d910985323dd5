internal import Deciding
internal import EventModel

extension PrivacyRequest {
  /// The person's records, for the legal holds.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    guard case .decided = event.payload,
      let person = try context.state(PrivacyRequest.self, event.stream)?.person
    else { return [] }
    return try LegalHolds.reads(of: person, for: event.fact, context)
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
    if request.kind == .delete, fact.verdict == .grant {
      breach = try LegalHolds.breach(of: stream, for: event.fact, context)
    }
    return [order]
      + LegalHolds.judge(event.stream, breach: breach, on: event.occurred, in: context.zone)
  }
}
