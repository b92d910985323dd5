internal import Deciding
internal import EventModel

extension EmployerVisit {
  /// Both sides, for who runs whom; the campaign for its days.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    guard let parties = parties(of: event.payload) else { return [] }
    return Readings(
      [parties.school, parties.employer, parties.campaign]
        .compactMap { StreamName(field: $0).map(Reading.stream) })
  }

  /// That the school visits somebody else.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    guard let parties = parties(of: event.payload) else { return [order] }
    var judgements = [order]
    if case .held = event.payload {
      judgements.append(
        Judgement(
          .visitInCampaign, in: event.stream,
          breach: try outside(parties.campaign, event, context)))
    }
    return judgements + [
      Judgement(
        .visitElsewhere, in: event.stream,
        breach: try affiliation(parties, context)),
      Judgement(
        .visitedEmployer, in: event.stream, blaming: .named(parties.employer),
        breach: try StreamName(field: parties.employer).flatMap { (employer) throws(Rejection) in
          // A registration under review was not voided.
          try context.history(of: employer).state(Organisation.self) == nil
            ? "the registration of \(employer) was voided" : nil
        }),
    ]
  }

  private static func parties(of payload: Event) -> PBVisitParties? {
    switch payload {
    case .planned(let fact): fact.parties
    case .held(let fact): fact.parties
    default: nil
    }
  }

  /// Why a visit is held on no day of its campaign; by all that is known of that, as it may be extended
  /// later. A beginning or an end that nobody dated excludes no day.
  private static func outside(
    _ campaign: String, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> String? {
    guard let stream = StreamName(field: campaign),
      let known = try context.ground(stream).state(Campaign.self)
    else { return nil }
    if let first = CivilDate(field: known.details.from)
      ?? known.launched.firstDay(in: context.zone),
      event.occurred.lastDay(in: context.zone) < first
    {
      return "the visit is held before \(first), on which \(stream) begins"
    }
    // It may be closed before the last day that was planned.
    if let last = [known.lastDay, known.closed?.lastDay(in: context.zone)].compactMap(\.self).min(),
      let day = event.occurred.firstDay(in: context.zone), day > last
    {
      return "the visit is held after \(last), on which \(stream) ends"
    }
    return nil
  }

  /// Why both sides are one; `nil` where they are two.
  private static func affiliation(
    _ parties: PBVisitParties, _ context: DecisionContext
  ) throws(Rejection) -> String? {
    guard let school = StreamName(field: parties.school),
      let employer = StreamName(field: parties.employer)
    else { return nil }
    if school == employer { return "\(school) is said to have visited itself" }
    if try runner(of: employer, context) == school { return "\(employer) is run by \(school)" }
    if try runner(of: school, context) == employer { return "\(school) is run by \(employer)" }
    return nil
  }

  private static func runner(
    of stream: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> StreamName? {
    try context.ground(stream).state(Organisation.self)?.runBy
  }

  /// The school; an employer may be of any kind.
  static func parts(in payload: Event) -> [PartyRole.Part] {
    switch payload {
    case .planned(let fact): [PartyRole.Part(.school, fact.parties.school)]
    case .held(let fact): [PartyRole.Part(.school, fact.parties.school)]
    default: []
    }
  }
}
