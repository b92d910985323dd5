public import Deciding
internal import EventModel

extension Import {
  /// The order of steps.
  public static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] { [try judgeOrder(event, context)] }
}
