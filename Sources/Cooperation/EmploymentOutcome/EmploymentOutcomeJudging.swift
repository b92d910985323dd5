internal import Deciding
internal import EventModel

extension EmploymentOutcome {
  /// The enrolment, and the employment agreement that the facts name; who a reviewer is that is not
  /// the school itself.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    switch event.payload {
    case .declared(let fact):
      try Fitting.reads(enrolment: fact.enrolment, of: fact.graduate, context)
        .union(readings(of: [fact.facts.employment]))
    case .revised(let fact): readings(of: [fact.facts.employment])
    case .schoolReviewed(let fact):
      try foreignReviewer(fact, event, context).map { (pair) throws(Rejection) in
        try context.aliasReads(of: [pair.reviewer, pair.school])
      } ?? []
    case .bureauReviewed(let fact): readings(of: [fact.reviewer])
    default: []
    }
  }

  /// R26, R27, the order of steps, and that an outcome fits what it rests on.
  static func judge(
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
          misfit: try misfit(fact, event, context)),
      ]
    case .revised(let fact): return [order, try judgeAgreement(fact.facts, event, context)]
    case .evidenceAttached(let fact):
      return [
        order,
        TrueOutcomes.judge(event.stream, evidence: fact, on: event.occurred, in: context.zone),
      ]
    case .graduateContested(let fact):
      return [
        order,
        TrueOutcomes.judge(event.stream, contest: fact, on: event.occurred, in: context.zone),
      ]
    case .schoolReviewed(let fact):
      let stranger = try stranger(fact, event, context)
      return [order]
        + (try judgeReview(
          fact, breach: stranger.map { "\($0) is not the school of \(event.stream)" }, event,
          context))
    case .bureauReviewed(let fact):
      let reviewer = try context.known(Organisation.self, fact.reviewer, at: event.occurred)
      let isBureau = reviewer.map { $0.kind == .governmentBody } ?? true
      return [order]
        + (try judgeReview(
          fact, breach: isBureau ? nil : "\(fact.reviewer) is no government body", event, context))
    default: return [order]
    }
  }

  /// Why an outcome is not that of the enrolment that it names.
  private static func misfit(
    _ fact: PBOutcomeDeclared, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Fitting.Misfit? {
    let enrolment = StreamName(field: fact.enrolment)
    let misfit = try Fitting.misfit(
      enrolment: enrolment, student: StreamName(field: fact.graduate),
      school: StreamName(field: fact.school), on: event.occurred, context)
    if let misfit { return misfit }
    return try Fitting.misfit(
      classYear: fact.hasClassYear ? Int(fact.classYear) : nil, enrolment: enrolment,
      on: event.occurred, context)
  }

  /// R27, and that whose part it is reviewed.
  private static func judgeReview(
    _ fact: PBOutcomeReviewed, breach: String?, _ event: JudgedEvent<Event>,
    _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let outcome = try context.state(EmploymentOutcome.self, event.stream)
    return [
      GraduatesWord.judge(
        event.stream, fact, isContested: outcome?.isContested == true, on: event.occurred,
        in: context.zone),
      Judgement(
        .outcomeReviewer, in: event.stream, blaming: .named(fact.reviewer), breach: breach),
    ]
  }

  /// Who reviewed for the school under another name, and the school; `nil` where it did so itself.
  private static func foreignReviewer(
    _ fact: PBOutcomeReviewed, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> (reviewer: StreamName, school: StreamName)? {
    guard let reviewer = StreamName(field: fact.reviewer),
      let school = try context.state(EmploymentOutcome.self, event.stream)?.school,
      reviewer != school
    else { return nil }
    return (reviewer, school)
  }

  /// The reviewer that is not the school: also not by a merger that holds on that day.
  private static func stranger(
    _ fact: PBOutcomeReviewed, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> StreamName? {
    guard let (reviewer, school) = try foreignReviewer(fact, event, context) else { return nil }
    let day = event.occurred.lastDay(in: context.zone)
    return try context.aliasEnd(of: reviewer, on: day) == context.aliasEnd(of: school, on: day)
      ? nil : reviewer
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
    return Judgement(
      .standingEmployment, in: event.stream, blaming: .named(facts.employment), breach: breach)
  }
}

extension EmploymentOutcome {
  /// The school, where it is not the one that the enrolment names, which is one; an employer may be of
  /// any kind.
  static func parts(in payload: Event) -> [PartyRole.Part] {
    switch payload {
    case .declared(let fact):
      fact.hasEnrolment ? [] : [PartyRole.Part(.school, fact.school)]
    default: []
    }
  }
}
