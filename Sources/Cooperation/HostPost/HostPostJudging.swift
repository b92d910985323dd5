public import Deciding
internal import EventModel

extension HostPost {
  /// The host for its staff and its other posts, the school for its level.
  public static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    switch event.payload {
    case .offered(let fact): return try readsToJudge(host: fact.host, event.stream, context)
    case .revised:
      return try readsToJudge(
        host: context.state(HostPost.self, event.stream)?.host?.text ?? "", event.stream, context)
    case .approved(let fact): return readings(of: [fact.school])
    default: return []
    }
  }

  private static func readsToJudge(
    host: String, _ own: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    guard let name = StreamName(field: host), let code = code(of: name) else { return [] }
    return Readings([.stream(name), .stream(code)]).union(
      try others(code, besides: own, context).map(Reading.stream))
  }

  /// The claims of a host by its posts.
  private static func code(of host: StreamName) -> StreamName? {
    CodeKey(CodeKey.postCategory, host.id, onConflict: .none)?.stream
  }

  /// The host's other posts, as far as they are known.
  private static func others(
    _ code: StreamName, besides own: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> [StreamName] {
    guard context.isLoaded(code) else { return [] }
    let holders = try context.state(CodeHolders.self, code)?.everHolders ?? []
    return holders.filter { $0 != own }
  }

  /// The terms of the host's other posts that were offered at a moment.
  private static func otherTerms(
    host: String, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [PBHostPostTerms] {
    guard let name = StreamName(field: host), let code = code(of: name) else { return [] }
    var terms: [PBHostPostTerms] = []
    for stream in try others(code, besides: event.stream, context) {
      let post = try context.ground(stream).state(HostPost.self, asOf: event.occurred)
      if let post, post.phase == .offered, post.host == name { terms.append(post.terms) }
    }
    return terms
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
        InternRatio.judge(
          event.stream, facts, terms: terms, others: try otherTerms(host: host, event, context),
          staffOnPost: staff),
        RelatedWork.judge(event.stream, facts, isRepetitiveOnly: terms.repetitiveOnly),
      ] + WorkingHours.judge(event.stream, facts, work)
      + PayFloor.judge(
        event.stream, facts, pay: terms.hasMonthlyPayFen ? terms.monthlyPayFen : nil, at: terms)
  }

  /// Where the work is, if it is known.
  var region: String? { terms.hasRegion ? terms.region : nil }
}
