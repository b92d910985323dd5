internal import Deciding
internal import EventModel

extension Application {
  /// The vacancy, and what the person studied and where, as that was when they applied: whoever went to
  /// another school since is judged by the one of that day.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    guard case .submitted(let fact) = event.payload else { return [] }
    var readings = readings(of: [fact.vacancy])
    readings.formUnion(
      try Fitting.reads(enrolment: fact.enrolment, of: fact.person, context))
    if let enrolment = StreamName(field: fact.enrolment), context.isLoaded(enrolment),
      let school = try context.known(Enrolment.self, fact.enrolment, at: event.occurred)?.school
    {
      readings.insert(.stream(school))
    }
    return readings
  }

  /// That the vacancy is open and the person eligible; that an offer is accepted in time.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    let day = event.occurred.lastDay(in: context.zone)
    switch event.payload {
    case .submitted(let fact):
      let vacancy = try context.known(Vacancy.self, fact.vacancy, at: event.occurred)
      return [
        order,
        try Vacancy.judgeOpen(fact.vacancy, event, context),
        Judgement(
          .eligibleApplicant, subjects: [event.stream],
          try eligibility(fact, vacancy, day, event, context)),
      ]
    case .offerAccepted:
      let ends = try context.state(Application.self, event.stream)?.offerEnds
      return [
        order,
        Judgement(
          .standingOffer, in: event.stream,
          breach: ends.map { day > $0 } == true ? "the offer had run out by \(day)" : nil),
      ]
    default: return [order]
    }
  }

  private static func eligibility(
    _ fact: PBApplicationSubmitted, _ vacancy: Vacancy?, _ day: CivilDate,
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Judgement.Verdict {
    guard let vacancy else { return .kept }
    let enrolment = try context.known(Enrolment.self, fact.enrolment, at: event.occurred)
    if let person = StreamName(field: fact.person), let enrolment,
      try !context.isOnePerson(enrolment.person, person)
    {
      return .broken("\(fact.enrolment) is another person's")
    }
    let school = try context.known(
      Organisation.self, enrolment?.school.text ?? "", at: event.occurred)
    let learner = Learner(
      enrolment: enrolment, schoolLevel: school?.schoolLevel, at: event.occurred, in: context.zone)
    let answers = Eligibility.conditions(of: vacancy.terms, for: learner)
    let failed = answers.filter { $0.answer == .failed }.map(\.condition.rawValue)
    if !failed.isEmpty {
      return .broken("the vacancy's conditions are not met: " + failed.joined(separator: ", "))
    }
    let unknown = answers.filter { $0.answer == .unknown }.map(\.condition.rawValue)
    return unknown.isEmpty
      ? .kept : .notAssessable("not known: " + unknown.joined(separator: ", "))
  }
}
