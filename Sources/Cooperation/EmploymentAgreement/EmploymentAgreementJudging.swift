internal import Deciding
internal import EventModel

extension EmploymentAgreement {
  /// The employer and the enrolment.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    guard let terms = terms(of: event) else { return [] }
    return readings(of: [terms.employer]).union(
      try Fitting.reads(enrolment: terms.enrolment, of: terms.graduate, context))
  }

  /// The order of steps, a verified employer, a fitting enrolment.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    guard let terms = terms(of: event) else { return [order] }
    return [
      order,
      Judgement(
        .verifiedEmployer, in: event.stream, breach: try unverified(terms, event, context)),
      Judgement(
        .fittingEnrolment, in: event.stream,
        misfit: try Fitting.misfit(
          enrolment: StreamName(field: terms.enrolment),
          student: StreamName(field: terms.graduate), school: StreamName(field: terms.school),
          on: event.occurred, context)),
    ]
  }

  private static func terms(of event: JudgedEvent<Event>) -> PBEmploymentTerms? {
    switch event.payload {
    case .invited(let fact): fact.terms
    case .enteredIntoForce(let fact): fact.terms
    default: nil
    }
  }

  // Asked of all that is known by now: a register is often looked up after the fact.
  private static func unverified(
    _ terms: PBEmploymentTerms, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> String? {
    guard let employer = StreamName(field: terms.employer),
      let state = try context.history(of: employer).state(Organisation.self)
    else { return nil }
    return state.verification == .passed ? nil : "\(employer) was not found in a register"
  }
}

extension EmploymentAgreement {
  /// The school; an employer may be of any kind.
  static func parts(in payload: Event) -> [PartyRole.Part] {
    switch payload {
    case .invited(let fact): [PartyRole.Part(.school, fact.terms.school)]
    case .enteredIntoForce(let fact): [PartyRole.Part(.school, fact.terms.school)]
    default: []
    }
  }
}
