internal import Projections

/// Measures that answer with a row for each group; they can't be claimed.
enum GroupedMeasures {
  static let all: [MeasureDeclaration] = [
    membersByKind, organisationsByKind, openFindings, IntentionFunnel.measure,
    IntentionFunnel.lapses, VacancyMarket.reasons, FundBoard.purposes, LateAndCorrected.lags,
    RuleBreaches.measure, Recommendations.byAlgorithm, PrivacyRequests.measure,
    InternshipGroups.measure, AgreementGroups.measure,
  ]

  private static let count = ColumnDeclaration.integer(
    "count", title: "Count", unit: "organisations", "How many.")

  private static let membersByKind = MeasureDeclaration(
    "alliance.members-by-kind", title: "Members by kind",
    "Members of an alliance at the end of a day, merged ones once, by kind and evidence; none once it is "
      + "dissolved, and none that had ended.",
    arguments: [
      .stream("alliance", of: .alliance, required: true, "The alliance's stream."), .until,
    ],
    columns: [
      .text("kind", nullable: true, title: "Kind", "The organisation's kind."), .evidence, count,
    ],
    sql: """
      WITH RECURSIVE \(Aliases.asked()), \(Aliases.resolution(of: "organisation_alias")),
      member AS (
        SELECT o.kind, min(\(CountingMeasure.weakest("m", "o"))) AS evidence
        FROM arg JOIN membership_period m
        LEFT JOIN resolved r ON r.member = m.organisation
        JOIN organisation o ON o.stream = coalesce(r.end_stream, m.organisation)
        WHERE m.alliance = :alliance AND \(Memberships.holds("m", of: "o", on: "arg.until"))
        GROUP BY o.stream)
      SELECT kind, evidence, count(*) FROM member GROUP BY 1, 2 ORDER BY 1, 2
      """)

  private static let organisationsByKind = MeasureDeclaration(
    "organisations.by-kind", title: "Organisations by kind",
    "Organisations known and not ended at the end of a day, merged ones once, by kind as known now and "
      + "evidence.",
    arguments: [
      .region("region", "The beginning of the code of its region on that day, as 3302."), .until,
    ],
    columns: [
      .text("kind", nullable: true, title: "Kind", "The organisation's kind."), .evidence, count,
    ],
    sql: """
      WITH RECURSIVE \(Aliases.asked()), \(Aliases.resolution(of: "organisation_alias"))
      SELECT o.kind, \(CountingMeasure.weakest("o")) AS evidence, count(*)
      FROM arg JOIN organisation o LEFT JOIN resolved r ON r.member = o.stream
      \(Earlier.joining("organisation", as: "o", on: "arg.until"))
      WHERE o.registered_on <= arg.until AND (o.ended_on IS NULL OR o.ended_on > arg.until)
        AND (r.end_stream IS NULL OR r.end_stream = o.stream)
        AND (:region IS NULL
          OR substr(\(Earlier.told("region", of: "o")), 1, length(:region)) = :region)
      GROUP BY 1, 2 ORDER BY 1, 2
      """)

  private static let openFindings = MeasureDeclaration(
    "findings.open", title: "Open findings", "Findings that stand, by rule and severity.",
    arguments: [],
    columns: [
      .text("rule", title: "Rule", "The rule's number."),
      .text("severity", title: "Severity", "advisory, breach or critical."),
      .integer(
        "count", nullable: true, title: "Count", unit: "findings",
        "How many. Of findings that speak of people," + RuleBreaches.rounding), .hidden,
    ],
    sql: Aliases.ofPersonsNow(
      """
      , one AS MATERIALIZED (SELECT stream, rule, severity FROM finding WHERE is_open = 1),
      \(RuleBreaches.peopleOfFindings(in: "one")),
      size AS (SELECT o.rule, o.severity, count(DISTINCT t.person) AS people
        FROM one o JOIN told_of t ON t.stream = o.stream GROUP BY 1, 2),
      cell AS (SELECT rule, severity, count(*) AS found FROM one GROUP BY 1, 2),
      sized AS MATERIALIZED (SELECT c.*, coalesce(n.people, 0) AS people
        FROM cell c LEFT JOIN size n ON n.rule = c.rule AND n.severity = c.severity),
      shown AS (\(SmallCells.hiding(
        "sized", figures: ["people"], where: "people > 0", size: "people", within: ["rule"],
        order: ["severity"])))
      SELECT rule, severity, \(RuleBreaches.seen("found")),
        \(RuleBreaches.isHidden("found")) AS is_hidden FROM shown
      ORDER BY 1, 2
      """))
}
