internal import Deciding
internal import EventModel

extension Need {
  /// That no more is matched than is open.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    guard case .matched(let fact) = event.payload else { return [order] }
    let open = try context.state(Need.self, event.stream)?.openQuantity
    let isTooMuch = fact.hasQuantity && open.map { Int(fact.quantity) > $0 } == true
    return [
      order,
      Judgement(
        .matchedQuantity, in: event.stream, blaming: .value("quantity"),
        breach: isTooMuch ? "\(fact.quantity) are matched, \(open ?? 0) were open" : nil),
    ]
  }
}
