public import Deciding
internal import EventModel

extension EmploymentOutcome {
  /// The enrolment, and the employment agreement that the facts name.
  public static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    switch event.payload {
    case .declared(let fact):
      Readings(
        [fact.enrolment, fact.facts.employment].compactMap {
          StreamName(field: $0).map(Reading.stream)
        })
    case .revised(let fact):
      Readings([fact.facts.employment].compactMap { StreamName(field: $0).map(Reading.stream) })
    case .bureauReviewed(let fact): readings(of: [fact.reviewer])
    default: []
    }
  }

  /// R26, R27, the order of steps, and that an outcome fits what it rests on.
  public static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    switch event.payload {
    case .declared(let fact):
      return [
        order,
        try judgeAgreement(fact.facts, event, context),
        Judgement(
          .fittingEnrolment, in: event.stream,
          breach: try Fitting.breach(
            enrolment: StreamName(field: fact.enrolment),
            student: StreamName(field: fact.graduate), school: StreamName(field: fact.school),
            on: event.occurred, context)),
      ]
    case .revised(let fact): return [order, try judgeAgreement(fact.facts, event, context)]
    case .evidenceAttached(let fact):
      return [order, TrueOutcomes.judge(event.stream, evidence: fact)]
    case .graduateContested(let fact):
      return [order, TrueOutcomes.judge(event.stream, contest: fact)]
    case .schoolReviewed(let fact):
      let outcome = try context.state(EmploymentOutcome.self, event.stream)
      let school = outcome?.school?.text
      let isOwn = !fact.hasReviewer || school == nil || fact.reviewer == school
      return [
        order,
        GraduatesWord.judge(event.stream, fact, isContested: outcome?.isContested == true),
        Judgement(
          .outcomeReviewer, in: event.stream,
          breach: isOwn ? nil : "\(fact.reviewer) is not the school of \(event.stream)"),
      ]
    case .bureauReviewed(let fact):
      let outcome = try context.state(EmploymentOutcome.self, event.stream)
      let reviewer = try context.known(Organisation.self, fact.reviewer, at: event.occurred)
      let isBureau = reviewer.map { $0.kind == .governmentBody } ?? true
      return [
        order,
        GraduatesWord.judge(event.stream, fact, isContested: outcome?.isContested == true),
        Judgement(
          .outcomeReviewer, in: event.stream,
          breach: isBureau ? nil : "\(fact.reviewer) is no government body"),
      ]
    default: return [order]
    }
  }

  // Of an agreement all counts that is known by now: an end that is learnt later makes the outcome
  // doubtful, and it is judged again.
  private static func judgeAgreement(
    _ facts: PBOutcomeFacts, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Judgement {
    var breach: String?
    if let stream = StreamName(field: facts.employment),
      let agreement = try context.history(of: stream).state(EmploymentAgreement.self)
    {
      if agreement.phase == .terminated {
        breach = "\(stream), on which it rests, was ended"
      } else if facts.hasEmployer, agreement.employer?.text != facts.employer {
        breach = "\(stream), on which it rests, is with another employer"
      }
    }
    return Judgement(.standingEmployment, in: event.stream, breach: breach)
  }
}
