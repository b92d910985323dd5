internal import Deciding
internal import EventModel

extension Programme {
  /// The school, for what it is.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    guard case .opened(let fact) = event.payload, let school = StreamName(field: fact.school)
    else { return [] }
    return [.stream(school)]
  }

  /// The order of steps, and that a school offers it.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    guard case .opened(let fact) = event.payload, let school = StreamName(field: fact.school)
    else { return [order] }
    let kind = try context.ground(school).state(Organisation.self)?.kind
    return [
      order,
      Judgement(
        .schoolsTeach, in: event.stream, blaming: .entity(school),
        breach: kind == nil || kind == .school || kind == .trainingInstitution
          ? nil : "\(school) is neither a school nor a training institution"),
    ]
  }
}
