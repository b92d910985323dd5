internal import Deciding
internal import EventModel

extension Fund {
  /// The order of steps, and a budget that covers what was promised.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    if case .commitmentChanged = event.payload { return [] }
    let order = try judgeOrder(event, context)
    guard case .budgetSet(let fact) = event.payload else { return [order] }
    let committed = try context.state(Fund.self, event.stream)?.committedFen ?? 0
    return [
      order,
      Judgement(
        .withinBudget, in: event.stream, blaming: .value("amountFen"),
        breach: committed > fact.amountFen
          ? "the fund has promised \(committed) fen, more than \(fact.amountFen)" : nil),
    ]
  }
}
