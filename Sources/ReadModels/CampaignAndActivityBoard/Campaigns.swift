internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Campaigns, who takes part in them, and what they want to reach.
struct Campaigns: StateProjection {
  typealias Folded = Campaign
  typealias Memory = Course

  /// From a joining to a leaving.
  struct Participation: Sendable {
    let organisation: String
    var role: PBCampaignParticipantJoined.Role
    let joined: Moment
    var left: Moment?
    let evidence: Source.Evidence?
    let isConfirmed: Bool
  }

  /// Who took part when, and what its last day was before it was extended.
  struct Course: Sendable {
    fileprivate var participations: [Participation] = []
    fileprivate var isLaunched = false
    fileprivate var lastDay: CivilDate?
    fileprivate var earlier: [(lastDay: CivilDate?, until: Moment)] = []

    fileprivate mutating func join(_ fact: PBCampaignParticipantJoined, _ event: EffectiveEvent) {
      guard !fact.organisation.isEmpty else { return }
      if let open = open(fact.organisation) {
        participations[open].role = fact.role
        return
      }
      participations.append(
        Participation(
          organisation: fact.organisation, role: fact.role, joined: event.occurred,
          evidence: event.source.evidence, isConfirmed: event.isConfirmed))
    }

    fileprivate mutating func leave(_ organisation: String, _ event: EffectiveEvent) {
      if let open = open(organisation) { participations[open].left = event.occurred }
    }

    private func open(_ organisation: String) -> Int? {
      participations.lastIndex { $0.organisation == organisation && $0.left == nil }
    }

    fileprivate mutating func extend(to day: CivilDate?, _ event: EffectiveEvent) {
      if day != lastDay { earlier.append((lastDay, event.occurred)) }
      lastDay = day
    }
  }

  let name = "Campaigns"
  let version = 3
  let initialMemory = Course()
  static let campaign = TableDeclaration(
    "campaign", "A campaign as it stands now.",
    [
      .text("name", nullable: true, title: "Name", "Its name."),
      .text(
        "kind", nullable: true, title: "Kind", "SCHOOL_VISITS, PROMOTION_WEEK and so on.",
        of: PBCampaignLaunched.Kind.self),
      .text("phase", title: "Phase", "launched or closed.", of: Campaign.Phase.self),
      .text("parent", nullable: true, title: "Part of", "The campaign it is part of."),
      .text("organisers", nullable: true, title: "Organisers", "The organisations' streams."),
      .text("notice", nullable: true, title: "Notice", "The notice it rests on."),
      .date("from_day", title: "From", "Its first day: as it was said, else of the launch."),
      .date("to_day", nullable: true, title: "Until", "Its last day."),
      .day("launched_on", title: "Launched", "When it was launched."),
      .day("closed_on", title: "Closed", "When it was closed."),
      .integer(
        "participants", title: "Participants", unit: "organisations", "How many take part now."),
      .evidence, .confirmed,
    ], indexes: [["parent"]])
  static let campaignParticipant = TableDeclaration(
    "campaign_participant", "An organisation's time in a campaign, from joining to leaving.",
    key: [
      .text("organisation", title: "Organisation", "Who takes part."),
      .integer("period", title: "Period", "Which one of all in the campaign, from 0."),
    ],
    [
      .text(
        "role", nullable: true, title: "Role", "RECRUITMENT_AGENCY, SCHOOL and so on.",
        of: PBCampaignParticipantJoined.Role.self),
      .day("joined_on", title: "Joined", "When it joined."),
      .day("left_on", title: "Left", "When it left; nothing while it takes part."),
      .evidence, .confirmed,
    ], indexes: [["organisation"]])
  static let campaignTarget = TableDeclaration(
    "campaign_target", "What a campaign wants to reach.",
    key: [.integer("number", title: "Number", "Which target, from 0.")],
    [
      .text(
        "metric", nullable: true, title: "Metric", "EMPLOYERS_VISITED and so on.",
        of: PBCampaignTarget.Metric.self),
      .integer("value", nullable: true, title: "Value", unit: "of the metric", "How much."),
    ])
  static let campaignEarlier = TableDeclaration(
    "campaign_earlier", "What a campaign's last day was before it was extended.",
    key: [Earlier.key],
    [.date("last_day", nullable: true, title: "Last day", "Its last day."), Earlier.until])
  let tables = [
    Self.campaign, Self.campaignParticipant, Self.campaignTarget, Self.campaignEarlier,
  ]

  func remember(_ payload: Campaign.Event, _ event: EffectiveEvent, in memory: inout Course) {
    switch payload {
    case .launched(let fact) where !memory.isLaunched:
      memory.isLaunched = true
      memory.lastDay = CivilDate(recorded: fact.to)
    case .participantJoined(let fact): memory.join(fact, event)
    case .participantLeft(let fact): memory.leave(fact.organisation, event)
    case .extended(let fact): memory.extend(to: CivilDate(recorded: fact.to), event)
    default: break
    }
  }

  func addRows(
    of state: Campaign?, _ facts: StreamFacts, _ memory: Course, to rows: inout RowSink
  ) {
    guard let campaign = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    let details = campaign.details
    rows.add(
      [
        stream, SQLValue(field: details.name), SQLValue(campaign.kind?.word),
        .text(campaign.phase.rawValue), SQLValue(campaign.parent), campaign.organisers.words,
        SQLValue(field: details.notice), .text(campaign.firstDay(in: facts.zone).description),
        SQLValue(campaign.lastDay), facts.day(campaign.launched), facts.day(campaign.closed),
        SQLValue(campaign.participants.count), facts.evidence(PBCampaignLaunched.eventType),
        facts.confirmed,
      ], to: Self.campaign)
    for (number, period) in memory.participations.enumerated() {
      rows.add(
        [
          stream, .text(period.organisation), SQLValue(number), SQLValue(period.role.word),
          facts.day(period.joined), facts.day(period.left), SQLValue(period.evidence?.word),
          SQLValue(period.isConfirmed),
        ], to: Self.campaignParticipant)
    }
    for (number, target) in details.targets.enumerated() {
      rows.add(
        [
          stream, SQLValue(number), SQLValue(target.metric.word),
          target.hasValue ? SQLValue(target.value) : .null,
        ], to: Self.campaignTarget)
    }
    for (number, earlier) in memory.earlier.enumerated() {
      rows.add(
        [stream, SQLValue(number), SQLValue(earlier.lastDay), facts.day(earlier.until)],
        to: Self.campaignEarlier)
    }
  }

  /// The last day of a campaign as it was told by the end of a day, in SQL, where
  /// ``Earlier/joining(_:as:on:)`` joined what it was before.
  static func lastDay(of campaign: String) -> String {
    "iif(\(campaign)_then.stream IS NULL, \(campaign).to_day, \(campaign)_then.last_day)"
  }
}
