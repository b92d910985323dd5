internal import Deciding
internal import EventModel

extension Survey {
  /// The order of steps, and P09 for what is published.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    guard case .published(let results) = event.payload else { return [order] }
    return [
      order,
      SmallCells.judge(event.stream, results, on: event.occurred, in: context.zone),
    ]
  }
}

extension SurveyResponse {
  /// The survey.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    guard case .received(let response) = event.payload,
      let survey = StreamName(field: response.survey)
    else { return [] }
    return [.stream(survey)]
  }

  /// That the survey took responses on that day.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    guard case .received(let response) = event.payload,
      let stream = StreamName(field: response.survey)
    else { return [] }
    let survey = try context.history(of: stream).state(Survey.self, asOf: event.occurred)
    return [
      Judgement(
        .openSurvey, in: event.stream,
        breach: survey?.phase == .open
          ? nil : "\(stream) took no responses on \(event.occurred)")
    ]
  }
}

extension Survey {
  /// The school where something changes.
  static func parts(in payload: Event) -> [PartyRole.Part] {
    switch payload {
    case .improvementDecided(let fact): [PartyRole.Part(.school, fact.school)]
    default: []
    }
  }
}
