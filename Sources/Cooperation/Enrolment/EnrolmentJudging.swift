internal import Deciding
internal import EventModel

extension Enrolment {
  /// That the steps come in order, and lead into no school that has ended, and that who confirms a
  /// status is named.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    var judgements: [Judgement] = []
    if case .enrolled = event.payload {} else { judgements.append(try judgeOrder(event, context)) }
    if let school = newSchool(event.payload) {
      judgements.append(
        try LivingOrganisations.judge(
          entering: school, event.stream, on: event.occurred, context))
    }
    if case .keyGroupConfirmed(let fact) = event.payload {
      judgements.append(
        Judgement(
          .confirmingBody, in: event.stream, blaming: .value("confirmedBy"),
          breach: fact.hasConfirmedBy ? nil : "nobody is named who confirmed a key-group status"))
    }
    return judgements
  }

  /// The school that is entered, and the graduate's cases of assistance.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    var readings = try OneToOne.readsToJudge(event, context)
    if let school = newSchool(event.payload) { readings.insert(.stream(school)) }
    return readings
  }

  private static func newSchool(_ payload: Event) -> StreamName? {
    switch payload {
    case .enrolled(let details): StreamName(field: details.school)
    case .transferred(let transfer): StreamName(field: transfer.school)
    default: nil
    }
  }

  /// That a graduate of a key group is taken care of, by all that is known.
  static func judgeAsKnown(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] { try OneToOne.judge(event, context) }
}
