internal import Deciding
internal import EventModel

extension Dispute {
  /// The order of steps.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] { [try judgeOrder(event, context)] }
}
