internal import Deciding
internal import EventModel

extension Campaign {
  /// The organisers, for the level of a school.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    switch event.payload {
    case .launched(let fact): return readings(of: fact.organisers)
    case .targetsSet:
      let campaign = try context.state(Campaign.self, event.stream)
      return readings(of: campaign?.details.organisers ?? [])
    default: return []
    }
  }

  /// R28 on the targets of a campaign of visits.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    switch event.payload {
    case .launched(let fact):
      return [order, try targets(fact, event, context)]
    case .targetsSet(let fact):
      guard var details = try context.state(Campaign.self, event.stream)?.details else {
        return [order]
      }
      details.targets = fact.targets
      return [order, try targets(details, event, context)]
    default: return [order]
    }
  }

  private static func targets(
    _ details: PBCampaignLaunched, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Judgement {
    var levels: [PBOrganisationRegistered.SchoolLevel] = []
    for organiser in details.organisers {
      let school = try context.known(Organisation.self, organiser, at: event.occurred)
      if let level = school?.schoolLevel { levels.append(level) }
    }
    return VisitTargets.judge(event, details, levels: levels, in: context.zone)
  }
}
