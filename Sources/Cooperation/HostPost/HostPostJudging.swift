internal import Deciding
internal import EventModel

extension HostPost {
  /// The host for its staff and its other posts, the school for its level.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    switch event.payload {
    case .offered(let fact): return try readsToJudge(fact.terms, host: fact.host, event, context)
    case .revised(let fact):
      let post = try context.state(HostPost.self, event.stream)
      return try readsToJudge(
        post?.terms.revised(by: fact.terms) ?? fact.terms, host: post?.host?.text ?? "", event,
        context)
    case .approved(let fact): return readings(of: [fact.school])
    default: return []
    }
  }

  /// Where nobody says how many places there are, R09 has nothing to count.
  private static func readsToJudge(
    _ terms: PBHostPostTerms, host: String, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    guard terms.hasPlaces, let others = others(host: host, event) else {
      return readings(of: [host])
    }
    return readings(of: [host]).union(try others.reads(context))
  }

  /// The host's other posts that were there when one is offered.
  private static func others(
    host: String, _ event: JudgedEvent<Event>
  ) -> OwnedEntities<HostPost>? {
    OwnedEntities(
      of: StreamName(field: host), in: CodeKey.postCategory, besides: event.stream,
      at: event.occurred
    ) { $0.host }
  }

  /// What the work is like when it is offered or revised; the inspection when a school approves.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    let post = try context.state(HostPost.self, event.stream)
    switch event.payload {
    case .offered(let fact):
      return [order] + (try judge(fact.terms, host: fact.host, event, context))
    case .revised(let fact):
      let terms = post?.terms.revised(by: fact.terms) ?? fact.terms
      return [order] + (try judge(terms, host: post?.host?.text ?? "", event, context))
    case .approved(let fact):
      let school = try context.known(Organisation.self, fact.school, at: event.occurred)
      let facts = InternshipFacts(
        occurred: event.occurred, zone: context.zone, region: post?.region,
        schoolLevel: school?.schoolLevel, kind: .post)
      return [
        order,
        InspectedHost.judge(
          event.stream, facts, post: post, school: StreamName(field: fact.school)),
      ]
    default: return [order]
    }
  }

  private static func judge(
    _ terms: PBHostPostTerms, host: String, _ event: JudgedEvent<Event>,
    _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let owner = try context.known(Organisation.self, host, at: event.occurred)
    let facts = InternshipFacts.offeredToAnySchool(
      event.occurred, context.zone, region: terms.hasRegion ? terms.region : owner?.region)
    let work = WorkFacts(terms)
    let staff = owner?.staffOnPost
    let others = others(host: host, event)
    let offered = try others?.all(asOf: event.occurred, context).filter { $0.phase == .offered }
    return BarredPlaces.judge(
      event.stream, facts, workplace: terms.hasWorkplace ? terms.workplace : nil)
      + [
        HeavyLabour.judge(event.stream, facts, labourClass: work.labourClass),
        InternRatio.judge(
          event.stream, facts, terms: terms, others: offered?.map(\.terms) ?? [],
          areAll: try others?.areTooMany(context) != true, staffOnPost: staff),
        RelatedWork.judge(event.stream, facts, isRepetitiveOnly: terms.repetitiveOnly),
      ] + WorkingHours.judge(event.stream, facts, work)
      + PayFloor.judge(
        event.stream, facts, pay: terms.hasMonthlyPayFen ? terms.monthlyPayFen : nil, at: terms)
  }

  /// Where the work is, if it is known.
  var region: String? { terms.hasRegion ? terms.region : nil }
}

extension HostPost {
  /// The school that inspects, approves or declines; a host may be of any kind.
  static func parts(in payload: Event) -> [PartyRole.Part] {
    switch payload {
    case .inspected(let fact): [PartyRole.Part(.school, fact.school)]
    case .approved(let fact): [PartyRole.Part(.school, fact.school)]
    case .declined(let fact): [PartyRole.Part(.school, fact.school)]
    default: []
    }
  }
}
