internal import Deciding
internal import EventModel

extension AssistanceCase {
  /// The enrolment in which the key-group status is confirmed, the vacancy that is recommended.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    switch event.payload {
    case .opened(let fact):
      try Fitting.reads(enrolment: fact.enrolment, of: fact.graduate, context)
    case .jobRecommended(let fact): readings(of: [fact.vacancy])
    default: []
    }
  }

  /// One owner, a confirmed key group, the order of steps.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    switch event.payload {
    case .opened(let fact): return [order] + (try judgeOpening(fact, event, context))
    case .jobRecommended(let fact):
      return [
        order,
        try Vacancy.judgeOpen(fact.vacancy, event, context, as: ", which is recommended,"),
      ]
    case .reopened(let fact):
      let owner = try context.state(AssistanceCase.self, event.stream)?.owner
      return [
        order,
        Judgement(
          .oneOwner, in: event.stream, blaming: .value("owner"),
          breach: fact.hasOwner || owner != nil
            ? nil : "nobody is responsible for \(event.stream)"),
      ]
    case .ownerAssigned:
      return [order, Judgement(.oneOwner, in: event.stream, breach: nil)]
    default: return [order]
    }
  }

  private static func judgeOpening(
    _ fact: PBAssistanceOpened, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    [
      Judgement(
        .oneOwner, in: event.stream, blaming: .value("owner"),
        breach: fact.hasOwner ? nil : "nobody is responsible for \(event.stream)"),
      Judgement(
        .confirmedGroup, in: event.stream, blaming: .value("enrolment"),
        breach: try unconfirmedGroup(fact, event, context)),
      Judgement(
        .fittingEnrolment, in: event.stream,
        misfit: try Fitting.misfit(
          enrolment: StreamName(field: fact.enrolment), student: StreamName(field: fact.graduate),
          school: StreamName(field: fact.school), on: event.occurred, context)),
    ]
  }

  // Of a report it may be unknown where the status is confirmed; where it is said, it is asked.
  private static func unconfirmedGroup(
    _ fact: PBAssistanceOpened, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> String? {
    guard let stream = StreamName(field: fact.enrolment) else {
      return event.standing == .decided
        ? "\(event.stream) names no enrolment with a confirmed key-group status" : nil
    }
    let enrolment = try context.ground(stream).state(Enrolment.self, asOf: event.occurred)
    return enrolment?.isInKeyGroup(at: event.occurred, in: context.zone) == true
      ? nil : "\(stream) has no confirmed key-group status on \(event.occurred)"
  }
}

extension AssistanceCase {
  /// The school.
  static func parts(in payload: Event) -> [PartyRole.Part] {
    switch payload {
    case .opened(let fact): [PartyRole.Part(.school, fact.school)]
    default: []
    }
  }
}
