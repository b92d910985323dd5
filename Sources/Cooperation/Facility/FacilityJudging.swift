internal import Deciding
internal import EventModel

extension Facility {
  /// The agreement that says that it is shared.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    guard case .shared(let fact) = event.payload, let agreement = StreamName(field: fact.agreement)
    else { return [] }
    return [.stream(agreement)]
  }

  /// The order of steps, and that owner and partner are parties of the agreement.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    guard case .shared(let fact) = event.payload else { return [order] }
    let owner = try context.state(Facility.self, event.stream)?.owner
    return [
      order,
      Judgement(
        .sharedByAgreement, in: event.stream,
        misfit: try Fitting.misfit(
          agreement: StreamName(field: fact.agreement),
          sides: [owner, StreamName(field: fact.partner)].compactMap { $0 }, on: event.occurred,
          context)),
    ]
  }
}
