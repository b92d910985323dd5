internal import Projections

/// Measures that answer with a row for each group; they can't be claimed.
enum GroupedMeasures {
  static let all: [MeasureDeclaration] = [
    membersByKind, organisationsByKind, openFindings, IntentionFunnel.measure,
    IntentionFunnel.lapses, VacancyMarket.reasons, FundBoard.purposes, LateAndCorrected.lags,
    RuleBreaches.measure, Recommendations.byAlgorithm, PrivacyRequests.measure,
  ]

  private static let until = ArgumentDeclaration(
    "until", .date, "Facts that may have happened later are not counted.")

  private static let count = ColumnDeclaration.integer("count", title: "Count", "How many.")

  private static let membersByKind = MeasureDeclaration(
    "alliance.members-by-kind", title: "Members by kind",
    "Members of an alliance at the end of a day, by kind and evidence.",
    arguments: [
      ArgumentDeclaration("alliance", .text, required: true, "The alliance's stream."), until,
    ],
    columns: [
      .text("kind", nullable: true, title: "Kind", "The organisation's kind."), .evidence, count,
    ],
    sql: """
      SELECT o.kind, \(CountingMeasure.weakest("m", "o")) AS evidence,
        count(DISTINCT m.organisation)
      FROM membership_period m JOIN organisation o ON o.stream = m.organisation
      WHERE m.alliance = :alliance AND m.from_day <= coalesce(:until, '9999-12-31')
        AND (m.to_day IS NULL OR m.to_day > coalesce(:until, '9999-12-31'))
      GROUP BY 1, 2 ORDER BY 1, 2
      """)

  private static let organisationsByKind = MeasureDeclaration(
    "organisations.by-kind", title: "Organisations by kind",
    "Organisations known and not ended at the end of a day, by kind and evidence.",
    arguments: [
      ArgumentDeclaration("region", .text, "The beginning of a region code, as 3302."), until,
    ],
    columns: [
      .text("kind", nullable: true, title: "Kind", "The organisation's kind."), .evidence, count,
    ],
    sql: """
      SELECT o.kind, \(CountingMeasure.weakest("o")) AS evidence, count(*) FROM organisation o
      WHERE o.registered_on <= coalesce(:until, '9999-12-31')
        AND (o.ended_on IS NULL OR o.ended_on > coalesce(:until, '9999-12-31'))
        AND (:region IS NULL OR substr(o.region, 1, length(:region)) = :region)
      GROUP BY 1, 2 ORDER BY 1, 2
      """)

  private static let openFindings = MeasureDeclaration(
    "findings.open", title: "Open findings", "Findings that stand, by rule and severity.",
    arguments: [],
    columns: [
      .text("rule", title: "Rule", "The rule's number."),
      .text("severity", title: "Severity", "advisory, breach or critical."),
      .integer("count", nullable: true, title: "Count", unit: "findings", "How many."), .hidden,
    ],
    sql: """
      WITH cell AS (
        SELECT rule, severity, count(*) AS found, max(is_of_person) AS of_people
        FROM (SELECT f.rule, f.severity, max(\(SmallCells.isOfPerson("s.subject"))) AS is_of_person
          FROM finding f LEFT JOIN finding_subject s ON s.stream = f.stream
          WHERE f.is_open = 1 GROUP BY f.stream)
        GROUP BY 1, 2),
      shown AS (\(SmallCells.hiding(
        "cell", figures: ["found"], where: "of_people", size: "found", within: ["rule"], order: ["severity"])))
      SELECT rule, severity, \(SmallCells.shown("found")), hides AS is_hidden FROM shown
      ORDER BY 1, 2
      """)
}
