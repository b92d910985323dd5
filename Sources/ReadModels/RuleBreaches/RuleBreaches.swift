internal import Projections

/// Findings by rule, host, school and age.
enum RuleBreaches {
  static let view = ViewDeclaration(
    "RuleBreaches", title: "Breaches of rules",
    "A finding with the host, school and age band of the placement or agreement it speaks of, and "
      + "for how long it has been open.",
    columns: [
      TableDeclaration.streamColumn,
      .text("rule", title: "Rule", "The rule's number."),
      .text("severity", title: "Severity", "advisory, breach or critical."),
      .text("status", title: "Status", "opened, notified, answered, rectified and so on."),
      .integer("is_open", title: "Open", "1 unless withdrawn, rectified or dismissed."),
      .organisation("host", title: "Host", "The host."),
      .organisation("school", title: "School", "The school."),
      .text(
        "age_band", nullable: true, title: "Age", "How old the student was at the start, in bands."),
      .day("opened_on", title: "Opened", "When it was last opened."),
      .integer(
        "age_days", nullable: true, title: "Open for", unit: "days",
        "From the opening to the day asked for; nothing once it is settled or no day is given."),
      .text("reason", title: "Reason", "What was seen."), .evidence,
    ], keyColumnCount: 1,
    content: .parameterised(
      """
      SELECT f.stream, f.rule, f.severity, f.status, f.is_open,
        coalesce(max(p.host), max(i.host), max(h.host)) AS host,
        coalesce(max(p.school), max(i.school)) AS school, max(p.age_band) AS age_band, f.opened_on,
        CASE WHEN f.is_open THEN
          CAST(julianday(:on) - julianday(f.opened_on) AS INTEGER) END AS age_days,
        f.reason, f.evidence
      FROM finding f LEFT JOIN finding_subject s ON s.stream = f.stream
      LEFT JOIN placement p ON p.stream = s.subject
      LEFT JOIN internship_agreement i ON i.stream = s.subject
      LEFT JOIN host_post h ON h.stream = s.subject
      GROUP BY f.stream
      """, [ArgumentDeclaration("on", .date, "The day until which its age is counted.")]),
    singlePersons: "the measure findings.by-rule")

  /// Findings counted.
  static let measure = MeasureDeclaration(
    "findings.by-rule", title: "Findings by rule, host, school and age",
    "Findings by rule and, where asked for, by host, school or age band: opened, still open, "
      + "settled.",
    arguments: [
      ArgumentDeclaration("by", .text, "host, school or age_band; by rule alone when missing."),
      ArgumentDeclaration("rule", .text, "The rule's number."),
    ],
    columns: [
      .text("rule", title: "Rule", "The rule's number."),
      .text("group", nullable: true, title: "Group", "The host, school or age band."),
      count("found", "Found", "All, withdrawn ones left out."),
      count("open", "Open", "Not settled."),
      count("rectified", "Rectified", "Put right."),
      count("dismissed", "Dismissed", "Dropped by a human."), .hidden,
    ],
    sql: """
      WITH one AS (
        SELECT f.rule, f.status, f.is_open,
          CASE :by WHEN 'host' THEN coalesce(max(p.host), max(i.host), max(h.host))
            WHEN 'school' THEN coalesce(max(p.school), max(i.school))
            WHEN 'age_band' THEN max(p.age_band) END AS cluster,
          max(\(SmallCells.isOfPerson("s.subject"))) AS is_of_person
        FROM finding f LEFT JOIN finding_subject s ON s.stream = f.stream
        LEFT JOIN placement p ON p.stream = s.subject
        LEFT JOIN internship_agreement i ON i.stream = s.subject
        LEFT JOIN host_post h ON h.stream = s.subject
        WHERE f.status <> 'withdrawn' AND (:rule IS NULL OR f.rule = upper(:rule))
        GROUP BY f.stream),
      cell AS (SELECT rule, cluster, count(*) AS found, sum(is_open) AS open,
          count(*) FILTER (WHERE status = 'rectified') AS rectified,
          count(*) FILTER (WHERE status = 'dismissed') AS dismissed, max(is_of_person) AS of_people
        FROM one GROUP BY 1, 2),
      shown AS (\(SmallCells.hiding(
        "cell",
        figures: ["found", "open", "rectified", "dismissed"], where: "of_people",
        size: "found", within: ["rule"], order: ["cluster"])))
      SELECT rule, cluster, \(SmallCells.shown("found", "open", "rectified", "dismissed")),
        hides AS is_hidden
      FROM shown ORDER BY 1, 2
      """)

  private static func count(
    _ name: String, _ title: String, _ definition: String
  ) -> ColumnDeclaration {
    .integer(name, nullable: true, title: title, unit: "findings", definition)
  }
}
