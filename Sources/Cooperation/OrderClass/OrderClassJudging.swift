internal import Deciding
internal import EventModel

extension OrderClass {
  /// What it rests on and who takes part: the agreement for its force, the enrolment for its school.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    let orderClass = try context.state(OrderClass.self, event.stream)
    var streams: [StreamName?]
    switch event.payload {
    case .planned(let plan):
      streams = [plan.agreement, plan.school, plan.enterprise].map { StreamName(field: $0) }
    case .opened(let fact):
      streams = [StreamName(field: fact.agreement) ?? orderClass?.agreement]
    case .studentEnrolled(let fact):
      return try Fitting.reads(enrolment: fact.enrolment, of: fact.student, context)
    default: streams = []
    }
    return Readings(streams.compactMap { $0.map(Reading.stream) })
  }

  /// R17, that school and enterprise are parties of the agreement, that students are the school's.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    let orderClass = try context.state(OrderClass.self, event.stream)
    switch event.payload {
    case .planned(let plan):
      return [order]
        + (try judge(
          kind: plan.hasKind ? plan.kind : nil, agreement: StreamName(field: plan.agreement),
          sides: [plan.school, plan.enterprise].compactMap { StreamName(field: $0) }, event,
          context))
    case .opened(let fact):
      return [order]
        + (try judge(
          kind: orderClass?.kind,
          agreement: StreamName(field: fact.agreement) ?? orderClass?.agreement,
          sides: [orderClass?.school, orderClass?.enterprise].compactMap { $0 }, event, context))
    default: return [order] + (try judgeStudent(event, orderClass, context))
    }
  }

  /// That who enters a class is the school's and was not in it, and who leaves it was.
  private static func judgeStudent(
    _ event: JudgedEvent<Event>, _ orderClass: OrderClass?, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    func isIn(_ student: String) -> Bool {
      let one = StreamName(field: student).flatMap { orderClass?.students[$0] }
      return one.map { $0.left == nil } ?? false
    }
    switch event.payload {
    case .studentEnrolled(let fact):
      return [
        Judgement(
          .fittingEnrolment, in: event.stream,
          misfit: try Fitting.misfit(
            enrolment: StreamName(field: fact.enrolment), student: StreamName(field: fact.student),
            school: orderClass?.school, on: event.occurred, context)),
        Judgement(
          .classStudent, in: event.stream, blaming: .named(fact.student),
          breach: isIn(fact.student) ? "\(fact.student) is in \(event.stream) already" : nil),
      ]
    case .studentLeft(let fact):
      return [
        Judgement(
          .classStudent, in: event.stream, blaming: .named(fact.student),
          breach: isIn(fact.student) ? nil : "\(fact.student) is not in \(event.stream)")
      ]
    default: return []
    }
  }

  private static func judge(
    kind: PBOrderClassPlanned.Kind?, agreement stream: StreamName?, sides: [StreamName],
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let agreement = try stream.map { (stream) throws(Rejection) in
      (
        stream: stream,
        state: try Fitting.agreement(stream, asOf: event.occurred, context)
      )
    }
    return [
      WrittenAgreement.judge(
        planning: event.stream, kind, agreement: agreement,
        isReported: event.standing == .reported, on: event.occurred, in: context.zone),
      Judgement(
        .fittingAgreement, in: event.stream,
        misfit: Fitting.stranger(sides, to: agreement?.state, on: event.occurred, context)),
    ]
  }
}

extension OrderClass {
  /// School and enterprise.
  static func parts(in payload: Event) -> [PartyRole.Part] {
    switch payload {
    case .planned(let plan):
      [PartyRole.Part(.school, plan.school), PartyRole.Part(.enterprise, plan.enterprise)]
    default: []
    }
  }
}
