internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Campaigns, who takes part in them, and what they want to reach.
struct Campaigns: StateProjection {
  typealias Folded = Campaign
  typealias Memory = [Participation]

  /// From a joining to a leaving.
  struct Participation: Sendable {
    let organisation: String
    var role: PBCampaignParticipantJoined.Role
    let joined: Moment
    var left: Moment?
    let evidence: Source.Evidence?
    let isConfirmed: Bool
  }

  let name = "Campaigns"
  let version = 3
  let initialMemory: [Participation] = []
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
  let tables = [Self.campaign, Self.campaignParticipant, Self.campaignTarget]

  func remember(
    _ payload: Campaign.Event, _ event: EffectiveEvent, in memory: inout [Participation]
  ) {
    switch payload {
    case .participantJoined(let fact):
      let organisation = fact.organisation
      guard !organisation.isEmpty else { return }
      if let open = memory.lastIndex(where: { $0.organisation == organisation && $0.left == nil }) {
        memory[open].role = fact.role
        return
      }
      memory.append(
        Participation(
          organisation: organisation, role: fact.role, joined: event.occurred,
          evidence: event.source.evidence, isConfirmed: event.isConfirmed))
    case .participantLeft(let fact):
      let organisation = fact.organisation
      if let open = memory.lastIndex(where: { $0.organisation == organisation && $0.left == nil }) {
        memory[open].left = event.occurred
      }
    default: break
    }
  }

  func addRows(
    of state: Campaign?, _ facts: StreamFacts, _ memory: [Participation], to rows: inout RowSink
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
    for (number, period) in memory.enumerated() {
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
  }
}
