internal import Cooperation
internal import Deciding
internal import Projections

/// Findings by rule, host, school and age.
enum RuleBreaches {
  static let view = ViewDeclaration(
    "RuleBreaches", title: "Breaches of rules",
    "A finding with the host, school and age band of what it speaks of, as a placement, and "
      + "for how long it has been open.",
    columns: [
      TableDeclaration.streamColumn,
      .text("rule", title: "Rule", "The rule's number."),
      .text(
        "severity", title: "Severity", "advisory, breach or critical.",
        of: FindingProposal.Severity.self),
      .text(
        "status", title: "Status", "opened, notified, answered, rectified and so on.",
        of: Finding.Status.self),
      .flag("is_open", title: "Open", "1 unless withdrawn, rectified or dismissed."),
      .organisation("host", title: "Host", "The host."),
      .organisation("school", title: "School", "The school."),
      .text(
        "age_band", nullable: true, title: "Age", "How old the student was at the start, in bands.",
        of: PBAgeBand.self),
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
        coalesce(max(p.school), max(i.school), max(e.school)) AS school, max(p.age_band) AS age_band, f.opened_on,
        CASE WHEN f.is_open THEN
          CAST(julianday(:on) - julianday(f.opened_on) AS INTEGER) END AS age_days,
        f.reason, f.evidence
      FROM finding f LEFT JOIN finding_subject s ON s.stream = f.stream
      LEFT JOIN placement p ON p.stream = s.subject
      LEFT JOIN internship_agreement i ON i.stream = s.subject
      LEFT JOIN host_post h ON h.stream = s.subject
      LEFT JOIN enrolment e ON e.stream = s.subject
      GROUP BY f.stream
      """, [ArgumentDeclaration("on", .date, "The day until which its age is counted.")]),
    readers: .ofSinglePersons(
      figuresIn: "the measure findings.by-rule", owners: ["host", "school"]))

  /// Findings counted.
  static let measure = MeasureDeclaration(
    "findings.by-rule", title: "Findings by rule, host, school and age",
    "Findings by rule and, where asked for, by host, school or age band: opened, still open, "
      + "settled.",
    arguments: [
      ArgumentDeclaration(
        "by", .text, "host, school or age_band; by rule alone when missing.",
        values: ["host", "school", "age_band"]),
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
    sql: Aliases.ofPersonsNow(
      """
      , \(Aliases.resolution(of: "organisation_alias", as: "organisations")),
      found AS (
        SELECT f.stream, f.rule, f.status, f.is_open,
          CASE :by WHEN 'host' THEN coalesce(max(p.host), max(i.host), max(h.host))
            WHEN 'school' THEN coalesce(max(p.school), max(i.school), max(e.school))
            WHEN 'age_band' THEN max(p.age_band) END AS cluster
        FROM finding f LEFT JOIN finding_subject s ON s.stream = f.stream
        LEFT JOIN placement p ON p.stream = s.subject
        LEFT JOIN internship_agreement i ON i.stream = s.subject
        LEFT JOIN host_post h ON h.stream = s.subject
        LEFT JOIN enrolment e ON e.stream = s.subject
        WHERE f.status <> 'withdrawn' AND (:rule IS NULL OR f.rule = upper(:rule))
        GROUP BY f.stream),
      one AS MATERIALIZED (
        SELECT f.stream, f.rule, f.status, f.is_open, coalesce(o.end_stream, f.cluster) AS cluster
        FROM found f LEFT JOIN organisations o ON o.member = f.cluster),
      \(peopleOfFindings(in: "one")),
      size AS (SELECT o.rule, o.cluster, count(DISTINCT t.person) AS people,
          count(DISTINCT t.person) FILTER (WHERE o.is_open) AS open_people,
          count(DISTINCT t.person) FILTER (WHERE o.status = 'rectified') AS rectified_people,
          count(DISTINCT t.person) FILTER (WHERE o.status = 'dismissed') AS dismissed_people
        FROM one o JOIN told_of t ON t.stream = o.stream GROUP BY 1, 2),
      cell AS (SELECT o.rule, o.cluster, count(*) AS found, sum(o.is_open) AS open,
          count(*) FILTER (WHERE o.status = 'rectified') AS rectified,
          count(*) FILTER (WHERE o.status = 'dismissed') AS dismissed
        FROM one o GROUP BY 1, 2),
      sized AS MATERIALIZED (SELECT c.*, coalesce(n.people, 0) AS people, n.open_people,
          n.rectified_people, n.dismissed_people
        FROM cell c LEFT JOIN size n ON n.rule = c.rule AND n.cluster IS c.cluster),
      shown AS (\(SmallCells.hiding(
        "sized",
        figures: ["people", "open_people", "rectified_people", "dismissed_people"],
        where: "people > 0", size: "people", within: ["rule"], order: ["cluster"])))
      SELECT rule, cluster, \(RuleBreaches.seen("found", "open", "rectified", "dismissed")),
        \(RuleBreaches.isHidden("found", "open", "rectified", "dismissed")) AS is_hidden
      FROM shown ORDER BY 1, 2
      """))

  /// A common table expression `told_of(stream, person)`: of whom the findings of a relation speak.
  ///
  /// Findings are many, of one person too: a cell is as large as the persons in it.
  static func peopleOfFindings(in relation: String) -> String {
    """
    told_of AS MATERIALIZED (
      SELECT s.stream, coalesce(r.end_stream, s.person) AS person
      FROM (SELECT f.stream, \(SmallCells.personOf("f.subject")) AS person
        FROM finding_subject f WHERE f.stream IN (SELECT stream FROM \(relation))) s
      LEFT JOIN resolved r ON r.member = s.person WHERE s.person IS NOT NULL)
    """
  }

  /// What the definitions of counts of findings end with.
  static let rounding =
    " to the nearest five for readers who see no small cells; below five they are left out."

  /// A condition in SQL: something is left out of the row for whoever asks.
  ///
  /// Few findings may speak of many persons, and so be left out of a row that is shown.
  static func isHidden(_ columns: String...) -> String {
    "(hides OR (\(SmallCells.blind) AND of_anybody AND (\(SmallCells.few(columns)))))"
  }

  /// Counts of findings as they may be seen: of those that speak of people to the nearest five, for one
  /// finding more is mostly one person more.
  static func seen(_ columns: String...) -> String {
    columns.map {
      SmallCells.rounded($0, where: "\(SmallCells.blind) AND of_anybody")
    }.joined(separator: ", ")
  }

  private static func count(
    _ name: String, _ title: String, _ definition: String
  ) -> ColumnDeclaration {
    .integer(
      name, nullable: true, title: title, unit: "findings",
      definition + " Of findings that speak of people," + rounding)
  }
}
