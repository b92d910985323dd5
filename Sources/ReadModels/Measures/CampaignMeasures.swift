internal import Cooperation
internal import Projections

extension CountingMeasure {
  /// What is counted of campaigns, activities and visits.
  static let ofCampaigns: [CountingMeasure] = [
    participants, days, employersVisited, employersNegotiated, employersDeveloped, visitsHeld,
    activitiesPlanned, activitiesHeld,
  ]

  private static let campaign = ArgumentDeclaration.stream(
    "campaign", of: .campaign,
    "The campaign's stream; campaigns that are part of it, or of its parts, count too.")

  /// Whether a row's campaign is the one that is asked for, or part of it or of its parts, in SQL.
  static func isInCampaign(_ column: String) -> String {
    """
    (arg.campaign IS NULL OR arg.campaign IN (
      WITH RECURSIVE whole(campaign) AS (
        SELECT \(column)
        UNION
        SELECT part.parent FROM whole JOIN campaign part ON part.stream = whole.campaign)
      SELECT campaign FROM whole WHERE campaign IS NOT NULL))
    """
  }

  private static let days = CountingMeasure(
    name: "campaign.days", title: "Days of a campaign",
    definition:
      "The days from the first to the last of a campaign that was launched, both counted, the last as it "
      + "was told by then; none while it is unknown.",
    unit: "days",
    arguments: [
      .stream("campaign", of: .campaign, required: true, "The campaign's stream.")
    ],
    facts: """
      SELECT arg.claim, \(weakest("c")) AS evidence,
        CAST(julianday(\(Campaigns.lastDay(of: "c"))) - julianday(c.from_day) AS INTEGER) + 1
          AS amount
      FROM arg JOIN campaign c ON c.stream = arg.campaign
      \(Earlier.joining("campaign", as: "c", on: "arg.until"))
      WHERE c.launched_on <= arg.until AND \(Campaigns.lastDay(of: "c")) >= c.from_day
      """)

  private static let participants = CountingMeasure(
    name: "campaign.participants", title: "Participants of a campaign",
    definition:
      "Distinct organisations that take part in a campaign at the end of a day, merged ones once.",
    unit: "organisations",
    arguments: [
      campaign,
      ArgumentDeclaration(
        "role", .text, "RECRUITMENT_AGENCY, SCHOOL and so on.",
        of: PBCampaignParticipantJoined.Role.self),
      .organisationKind,
    ],
    facts: Aliases.ofOrganisations(
      """
      SELECT arg.claim, min(\(weakest("p"))) AS evidence, 1 AS amount
      FROM arg JOIN campaign_participant p ON \(isInCampaign("p.stream"))
      LEFT JOIN resolved r ON r.member = p.organisation AND r.claim IS arg.claim
      LEFT JOIN organisation o ON o.stream = coalesce(r.end_stream, p.organisation)
      WHERE p.joined_on <= arg.until AND (p.left_on IS NULL OR p.left_on > arg.until)
        AND (arg.role IS NULL OR p.role = upper(arg.role))
        AND (arg.kind IS NULL OR o.kind = upper(arg.kind))
      GROUP BY arg.claim, coalesce(r.end_stream, p.organisation)
      """))

  private static let visitArguments = [
    campaign, .school,
    ArgumentDeclaration(
      "direction", .text, "GOING_OUT or INVITED_IN.", of: PBVisitParties.Direction.self),
    ArgumentDeclaration("mode", .text, "ON_SITE, ONLINE or HYBRID.", of: PBActivityPlan.Mode.self),
    ArgumentDeclaration.since("Visits before are not counted."),
  ]

  private static let visitConditions = """
    v.held_on <= arg.until AND \(isInCampaign("v.campaign"))
      AND \(Aliases.isOne("v.school", "school"))
      AND (arg.direction IS NULL OR v.direction = upper(arg.direction))
      AND (arg.mode IS NULL OR v.mode = upper(arg.mode))
      AND (arg.since IS NULL OR v.held_on >= arg.since)
    """

  private static func employers(
    _ name: String, _ title: String, _ definition: String, _ condition: String
  ) -> CountingMeasure {
    CountingMeasure(
      name: name, title: title,
      definition: definition
        + " Those that are one at the end of the day, as the view Aliases has it, count once.",
      unit: "organisations",
      arguments: visitArguments,
      facts: Aliases.ofBoth(
        """
        SELECT arg.claim, min(\(weakest("v"))) AS evidence, 1 AS amount
        FROM arg JOIN visit v \(Aliases.joining("v.school", to: "school"))
        LEFT JOIN organisations r ON r.member = v.employer AND r.claim IS arg.claim
        WHERE \(visitConditions) AND v.employer IS NOT NULL AND \(condition)
        GROUP BY arg.claim, coalesce(r.end_stream, v.employer)
        """))
  }

  private static let employersVisited = employers(
    "campaign.employers-visited", "Employers visited",
    "Distinct employers of visits that were held by a day.", "1")
  private static let employersNegotiated = employers(
    "campaign.employers-negotiated", "Employers negotiated with",
    "Distinct employers of visits, held by a day, on which cooperation was talked about.",
    "v.is_negotiated = 1")
  private static let employersDeveloped = employers(
    "campaign.employers-newly-developed", "Employers newly developed",
    "Distinct employers of visits, held by a day, who were new to the school.",
    "v.is_newly_developed = 1")

  private static let visitsHeld = CountingMeasure(
    name: "visits.held", title: "Visits held", definition: "Visits that were held by a day.",
    unit: "visits",
    arguments: visitArguments,
    facts: Aliases.ofBoth(
      """
      SELECT arg.claim, \(weakest("v")) AS evidence, 1 AS amount
      FROM arg JOIN visit v \(Aliases.joining("v.school", to: "school")) WHERE \(visitConditions)
      """))

  private static let activityArguments = [
    campaign,
    ArgumentDeclaration.stream(
      "alliance", of: .alliance, "The alliance whose activities they are."),
    ArgumentDeclaration("series", .text, "The series' name."),
    ArgumentDeclaration("mode", .text, "ON_SITE, ONLINE or HYBRID.", of: PBActivityPlan.Mode.self),
    ArgumentDeclaration(
      "type", .text, "INDUSTRY, REGION, ALLIANCE and so on.", of: PBActivityPlan.TypeEnum.self),
    ArgumentDeclaration(
      "purpose", .text, "RECRUITMENT, GUIDANCE and so on.", of: PBActivityPlan.Purpose.self),
    ArgumentDeclaration.stream("organiser", of: .organisation, "An organisation's stream."),
    ArgumentDeclaration.region("region", "The beginning of a region code."),
    ArgumentDeclaration.since("Earlier activities are not counted."),
  ]

  private static func activities(
    _ name: String, _ title: String, _ definition: String, on day: String, evidence: String
  ) -> CountingMeasure {
    CountingMeasure(
      name: name, title: title, definition: definition, unit: "activities",
      arguments: activityArguments,
      facts: Aliases.ofBoth(
        """
        SELECT arg.claim, CASE WHEN a.is_confirmed = 0 THEN 'unconfirmed'
          ELSE coalesce(a.\(evidence), 'ungraded') END AS evidence, 1 AS amount
        FROM arg JOIN activity a
        WHERE a.\(day) <= arg.until AND \(isInCampaign("a.campaign"))
          AND (arg.alliance IS NULL OR a.alliance = arg.alliance)
          AND (arg.series IS NULL OR a.series = arg.series)
          AND (arg.mode IS NULL OR a.mode = upper(arg.mode))
          AND (arg.type IS NULL OR a.type = upper(arg.type))
          AND (arg.purpose IS NULL OR a.purpose = upper(arg.purpose))
          AND (arg.organiser IS NULL OR EXISTS (SELECT 1 FROM activity_organiser x
            \(Aliases.joining("x.organisation", to: "organiser"))
            WHERE x.stream = a.stream AND \(Aliases.isOne("x.organisation", "organiser"))))
          AND (arg.region IS NULL OR substr(a.region, 1, length(arg.region)) = arg.region)
          AND (arg.since IS NULL OR a.\(day) >= arg.since)
        """))
  }

  private static let activitiesPlanned = activities(
    "activities.planned", "Activities planned",
    "Activities that had been planned by a day, whether or not they were held later.",
    on: "planned_on", evidence: "evidence")
  private static let activitiesHeld = activities(
    "activities.held", "Activities held", "Activities that were held by a day.", on: "held_on",
    evidence: "held_evidence")
}
