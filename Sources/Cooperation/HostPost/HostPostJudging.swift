public import Deciding
internal import EventModel

extension HostPost {
  /// The host for its staff, the school for its level.
  public static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Set<Reading> {
    switch event.payload {
    case .offered(let fact): return readings(of: [fact.host])
    case .revised:
      return readings(of: [try context.state(HostPost.self, event.stream)?.host?.text ?? ""])
    case .approved(let fact): return readings(of: [fact.school])
    default: return []
    }
  }

  /// What the work is like when it is offered or revised; the inspection when a school approves.
  public static func judge(
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
    return BarredPlaces.judge(
      event.stream, facts, workplace: terms.hasWorkplace ? terms.workplace : nil)
      + [
        HeavyLabour.judge(event.stream, facts, labourClass: work.labourClass),
        InternRatio.judge(event.stream, facts, terms: terms, staffOnPost: staff),
        RelatedWork.judge(event.stream, facts, isRepetitiveOnly: terms.repetitiveOnly),
      ] + WorkingHours.judge(event.stream, facts, work)
      + PayFloor.judge(
        event.stream, facts, pay: terms.hasMonthlyPayFen ? terms.monthlyPayFen : nil, at: terms)
  }

  /// Where the work is, if it is known.
  var region: String? { terms.hasRegion ? terms.region : nil }
}
