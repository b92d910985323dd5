internal import Deciding
internal import EventModel

extension PrivacyRecord {
  /// The persons whose data went away, and the assessment that came before.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    guard case .disclosed(let fact) = event.payload else { return [] }
    let persons = fact.persons.compactMap { StreamName(field: $0) }
    return try RestrictedProcessing.reads(persons, on: event.occurred, context)
      .union([StreamName(field: fact.assessment)].compactMap { $0.map(Reading.stream) })
  }

  /// P03 and P04.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    switch event.payload {
    case .disclosed(let fact):
      let persons = try fact.persons.compactMap { StreamName(field: $0) }.map {
        (stream) throws(Rejection) in
        (stream, try context.ground(stream).state(Person.self, asOf: event.occurred))
      }
      let assessment = try StreamName(field: fact.assessment).map { (stream) throws(Rejection) in
        try context.ground(stream).state(PrivacyRecord.self, asOf: event.occurred)?.assessment
      }
      return [
        Disclosure.judge(
          event.stream, fact, persons: persons, on: event.occurred, in: context.zone),
        ImpactAssessment.judge(
          event.stream, fact, assessment: assessment ?? nil, on: event.occurred, in: context.zone),
        try RestrictedProcessing.judge(
          event.stream, uses: persons.map(\.0), on: event.occurred, context),
      ]
    case .assessed(let fact):
      return [
        ImpactAssessment.judge(event.stream, fact, on: event.occurred, in: context.zone)
      ]
    case .breachReported: return []
    }
  }
}
