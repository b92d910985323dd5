internal import Cooperation
internal import Projections

extension CountingMeasure {
  /// What is counted of matchmaking sessions and intentions.
  static let ofSessions: [CountingMeasure] = [parties, industries, intentions, converted]

  private static let session = ArgumentDeclaration.stream(
    "session", of: .session, "The session's stream; all sessions when missing.")
  private static let campaign = ArgumentDeclaration.stream(
    "campaign", of: .campaign, "The campaign the session belongs to, or one that this is part of.")

  private static let parties = CountingMeasure(
    name: "session.parties", title: "Parties at matchmaking sessions",
    definition:
      "Distinct parties that came to a session by a day, merged organisations once; those that are "
      + "not registered only where no kind is asked for.",
    unit: "parties",
    arguments: [
      session, campaign,
      .organisationKind,
      ArgumentDeclaration(
        "level", .text, "A school's level, as UNDERGRADUATE.",
        of: PBOrganisationRegistered.SchoolLevel.self),
      ArgumentDeclaration("industry", .text, "The field the party stood for there."),
    ],
    facts: Aliases.ofOrganisations(
      """
      SELECT arg.claim, min(\(weakest("p"))) AS evidence, 1 AS amount
      FROM arg JOIN session_party p JOIN session s ON s.stream = p.stream
      LEFT JOIN resolved r ON r.member = p.organisation AND r.claim IS arg.claim
      LEFT JOIN organisation o ON o.stream = coalesce(r.end_stream, p.organisation)
      WHERE p.arrived_on <= arg.until AND (arg.session IS NULL OR p.stream = arg.session)
        AND \(isInCampaign("s.campaign"))
        AND (arg.kind IS NULL OR o.kind = upper(arg.kind))
        AND (arg.level IS NULL OR o.school_level = upper(arg.level))
        AND (arg.industry IS NULL OR p.industry = arg.industry)
      GROUP BY arg.claim, coalesce(r.end_stream, p.party)
      """))

  private static let industries = CountingMeasure(
    name: "session.industries", title: "Industries at matchmaking sessions",
    definition: "Distinct fields for which parties that came by a day stood.",
    unit: "industries",
    arguments: [session, campaign],
    facts: """
      SELECT arg.claim, min(\(weakest("p"))) AS evidence, 1 AS amount
      FROM arg JOIN session_party p JOIN session s ON s.stream = p.stream
      WHERE p.arrived_on <= arg.until AND (arg.session IS NULL OR p.stream = arg.session)
        AND \(isInCampaign("s.campaign")) AND p.industry IS NOT NULL
      GROUP BY arg.claim, p.industry
      """)

  private static let intentionArguments = [
    session, campaign,
    ArgumentDeclaration.stream("alliance", of: .alliance, "The alliance that brought it about."),
    ArgumentDeclaration.stream("party", of: .organisation, "An organisation's stream."),
    ArgumentDeclaration("topic", .text, "A code of cooperation topics."),
    ArgumentDeclaration(
      "venue", .text, "MEETING, MATCHMAKING, VISIT and so on.", of: PBIntentionRecorded.Venue.self),
  ]

  private static func intentions(
    _ name: String, _ title: String, _ definition: String, _ condition: String
  ) -> CountingMeasure {
    CountingMeasure(
      name: name, title: title, definition: definition, unit: "intentions",
      arguments: intentionArguments,
      facts: Aliases.ofBoth(
        """
        SELECT arg.claim, \(weakest("i")) AS evidence, 1 AS amount
        FROM arg JOIN intention i LEFT JOIN session s ON s.stream = i.session
        WHERE \(condition) AND (arg.session IS NULL OR i.session = arg.session)
          AND \(isInCampaign("s.campaign"))
          AND (arg.alliance IS NULL OR i.alliance = arg.alliance)
          AND (arg.venue IS NULL OR i.venue = upper(arg.venue))
          AND (arg.party IS NULL OR EXISTS (SELECT 1 FROM intention_party p
            \(Aliases.joining("p.organisation", to: "party"))
            WHERE p.stream = i.stream AND \(Aliases.isOne("p.organisation", "party"))))
          AND (arg.topic IS NULL OR EXISTS (SELECT 1 FROM intention_topic t
            WHERE t.stream = i.stream AND t.topic = arg.topic))
        """))
  }

  private static let intentions = intentions(
    "intentions.recorded", "Intentions to cooperate",
    "Intentions recorded by a day, those that lapsed or were withdrawn later too.",
    "i.recorded_on <= arg.until")
  private static let converted = intentions(
    "intentions.converted", "Intentions that led to agreements",
    "Intentions that had led to an agreement by a day.",
    "i.phase = 'converted' AND i.ended_on <= arg.until")
}
