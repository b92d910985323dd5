internal import Deciding
internal import EventModel

extension Organisation {
  /// Of a merger, those into whom it leads one after another, link by link; of an end, branches, and
  /// the office, whose own end may be judged otherwise after it.
  ///
  /// - Complexity: as many rounds as the chain has links, ``DecidingLimits/chainLinks`` at most.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    switch event.payload {
    case .merged(let fact):
      guard let into = StreamName(field: fact.into) else { return [] }
      return Readings(
        try context.mergers(from: into, to: event.stream).links.map(Reading.stream))
    case .deregistered:
      let office = try context.state(Organisation.self, event.stream)?.branchOf
      return try BranchesFirst.readsToJudge(event.stream, on: event.occurred, context)
        .union(readings(of: [office?.text ?? ""]))
    default: return []
    }
  }

  /// What comes in order, and before the end; mergers that have an end, and duplicates of one kind;
  /// R24 on filings; R31 on rest and on branches.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    switch event.payload {
    case .registered, .unmerged, .barredFromGrants: return []
    case .merged(let fact): return try judge(fact, event, context)
    case .licenceRecorded(let licence):
      let filing = JobBroking.judge(
        filing: event.stream, try context.state(Organisation.self, event.stream), licence,
        on: event.occurred, in: context.zone)
      return [filing] + (try judgeTime(of: event, context))
    case .resumed, .deregistered:
      let suspended = try context.state(Organisation.self, event.stream)?.suspended
      var judgements = try judgeTime(of: event, context)
      judgements.append(
        SuspensionTerm.judge(
          event.stream, suspended: suspended, on: event.occurred, in: context.zone))
      if case .deregistered = event.payload {
        judgements.append(
          try BranchesFirst.judge(event.stream, on: event.occurred, context))
      }
      return judgements
    default: return try judgeTime(of: event, context)
    }
  }

  /// Whether a fact fits what the organisation was by then, which had not ended.
  private static func judgeTime(
    of event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    var breach = try disorder(event, context)
    if breach == nil, case .deregistered = event.payload {
      breach = context.prematurity(ofEnd: event.fact)
    }
    return [
      Judgement(.stepOrder, in: event.stream, breach: breach),
      try LivingOrganisations.judge(event, context),
    ]
  }

  private static func judge(
    _ fact: PBOrganisationMerged, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    guard let into = StreamName(field: fact.into) else { return [] }
    let verdict: Judgement.Verdict =
      switch try context.mergers(from: into, to: event.stream).end {
      case .itself: .broken("\(event.stream) is merged into itself by way of \(into)")
      case .other: .kept
      case .unknown:
        .notAssessable("the mergers of \(into) go on for more than \(DecidingLimits.chainLinks)")
      }
    let cycle = Judgement(
      .noMergerCycle, subjects: [event.stream], blaming: .entity(into), verdict)
    if fact.reason != .duplicate || into == event.stream { return [cycle] }
    return [
      cycle,
      Judgement(
        .duplicateKind, subjects: [event.stream], try duplicity(event.stream, into, context)),
    ]
  }

  /// Whether two records may be one organisation's; they count also while they are under review.
  private static func duplicity(
    _ stream: StreamName, _ into: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> Judgement.Verdict {
    guard let absorbed = try context.history(of: stream).state(Organisation.self),
      let survivor = try context.history(of: into).state(Organisation.self)
    else { return .notAssessable("of what kind \(stream) or \(into) is, is not known") }
    return absorbed.kind == survivor.kind
      ? .kept : .broken("\(stream) and \(into) are of different kinds, so hardly one organisation")
  }
}
