internal import Deciding
internal import EventModel

extension Vacancy {
  /// Who publishes, for the licence.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    guard case .published(let fact) = event.payload else { return [] }
    let vacancy = try context.state(Vacancy.self, event.stream)
    return readings(of: [fact.publisher, fact.employer, vacancy?.employer?.text ?? ""])
  }

  /// What a published text says, and whether its publisher may publish.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    let vacancy = try context.state(Vacancy.self, event.stream)
    switch event.payload {
    case .published(let fact):
      let employer = StreamName(field: fact.employer) ?? vacancy?.employer
      let publisher = StreamName(field: fact.publisher) ?? employer
      // A licence counts by its own dates, whenever it was told.
      let organisation = try publisher.map { (stream) throws(Rejection) in
        try context.ground(stream).state(Organisation.self)
      }
      return [order]
        + VacancyText.judge(
          event.stream, employer: employer,
          vacancy?.terms.rewritten(by: fact.terms) ?? fact.terms, told: fact.terms, event.standing,
          on: event.occurred, in: context.zone)
        + [
          JobBroking.judge(
            event.stream, [organisation ?? nil].compactMap(\.self), on: event.occurred,
            in: context.zone)
        ]
    case .revised(let fact):
      guard let vacancy, vacancy.phase == .published || vacancy.phase == .paused else {
        return [order]
      }
      return [order]
        + VacancyText.judge(
          event.stream, employer: vacancy.employer, vacancy.terms.rewritten(by: fact.terms),
          told: fact.terms, event.standing, on: event.occurred, in: context.zone)
    default: return [order]
    }
  }
}
