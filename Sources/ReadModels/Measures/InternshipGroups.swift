internal import Projections

/// Internships by school, host, major, month or week.
enum InternshipGroups {
  private static let groups = ["school", "host", "major", "month", "week"]

  /// A student's internship at one host: an agreement with each placement under it, or a placement
  /// under none that counts.
  private static let internship = """
    internship AS (
      SELECT i.student, i.school, i.host, i.enrolment, i.agreement, i.signed_on,
        \(begun) AS started_on, p.ended_on, p.phase, coalesce(p.stream, i.stream) AS stream
      FROM arg JOIN internship_agreement i LEFT JOIN placement p ON p.internship_agreement = i.stream
      WHERE i.phase <> 'annulled' AND (i.phase <> 'superseded' OR p.stream IS NOT NULL)
      UNION ALL
      SELECT p.student, p.school, p.host, p.enrolment, i.agreement, NULL, \(begun),
        p.ended_on, p.phase, p.stream
      FROM arg JOIN placement p LEFT JOIN internship_agreement i ON i.stream = p.internship_agreement
      WHERE i.stream IS NULL OR i.phase = 'annulled')
    """

  /// When it began, if by the end of the day asked for anybody had begun.
  private static let begun = "iif(p.started_on <= arg.until, p.started_on, NULL)"

  /// The group of an internship, by the argument `by`; a week is named by its Monday.
  private static let group = """
    CASE lower(:by)
      WHEN 'school' THEN coalesce(s.end_stream, n.school)
      WHEN 'host' THEN coalesce(h.end_stream, n.host)
      WHEN 'major' THEN e.major
      WHEN 'month' THEN substr(coalesce(n.started_on, n.signed_on), 1, 7)
      ELSE date(coalesce(n.started_on, n.signed_on), 'weekday 0', '-6 days') END
    """

  /// The students of a group of whom a condition holds.
  private static func students(_ condition: String, as name: String) -> String {
    "count(DISTINCT CASE WHEN \(condition) THEN person END) AS \(name)"
  }

  private static func figure(
    _ name: String, _ title: String, _ definition: String
  ) -> ColumnDeclaration {
    .integer(
      name, nullable: true, title: title, unit: "students", definition + SmallCells.roundingNote)
  }

  static let measure = MeasureDeclaration(
    "internships.by", title: "Internships by school, host, major, month or week",
    "Distinct students with an internship by the end of a day, merged records once, annulled "
      + "agreements left out, and replaced ones under which nobody began; what is paid is in no read "
      + "model.",
    arguments: [
      ArgumentDeclaration(
        "by", .text, required: true,
        "school, host, major, or the month or week in which it began, or was signed where nobody "
          + "had begun by then.", values: groups),
      .until,
      .stream(
        "alliance", of: .alliance, "The alliance that brought the cooperation agreement about."),
    ],
    columns: [
      .text(
        "group", title: "Group",
        "A stream, a major's 6 digits, a month as 2022-07 or a week's Monday; UNKNOWN where nobody "
          + "says."),
      .text("name", nullable: true, title: "Name", "The school's or the host's name."),
      figure("signed", "Signed", "All three parties have signed."),
      figure("started", "Started", "Work has begun."),
      figure("active", "Active", "Work has begun and not ended."),
      figure("ended_early", "Ended early", "Work ended before its time."),
      figure(
        "signed_first", "Signed first",
        "Work began on the day of the last signature or later; its share is this by those started."),
      .hidden,
    ],
    sql: """
      WITH RECURSIVE \(Aliases.asked()),
      \(Aliases.resolution(of: "person_alias")),
      \(Aliases.resolution(of: "organisation_alias", as: "organisations")), \(internship),
      told AS (
        SELECT coalesce(\(group), 'UNKNOWN') AS told_group,
          coalesce(r.end_stream, n.student, n.stream) AS person, arg.until,
          n.signed_on <= arg.until AS is_signed, n.started_on <= arg.until AS is_started,
          coalesce(n.ended_on <= arg.until, 0) AS is_ended, n.phase = 'endedEarly' AS is_early,
          n.signed_on <= n.started_on AS is_signed_first
        FROM arg JOIN internship n
        LEFT JOIN resolved r ON r.member = n.student
        LEFT JOIN organisations s ON s.member = n.school
        LEFT JOIN organisations h ON h.member = n.host
        LEFT JOIN enrolment e ON e.stream = n.enrolment
        LEFT JOIN agreement a ON a.stream = n.agreement
        WHERE (n.signed_on <= arg.until OR n.started_on <= arg.until)
          AND (:alliance IS NULL OR \(AgreementBoard.alliance(of: "a")) = :alliance)),
      cell AS MATERIALIZED (
        SELECT told_group, count(DISTINCT person) AS people,
          \(students("is_signed", as: "signed")), \(students("is_started", as: "started")),
          \(students("is_started AND NOT is_ended", as: "active")),
          \(students("is_started AND is_ended AND is_early", as: "ended_early")),
          \(students("is_started AND is_signed_first", as: "signed_first"))
        FROM told GROUP BY told_group),
      shown AS (\(SmallCells.hiding(
        "cell",
        figures: [
          "signed", "started", "active", "ended_early", "signed_first", "people - signed",
          "people - started", "started - active", "started - signed_first",
        ], size: "people", within: [], order: ["told_group"])))
      SELECT told_group AS "group", o.name,
        \(SmallCells.rounded("signed", "started", "active", "ended_early", "signed_first")),
        hides AS is_hidden
      FROM shown LEFT JOIN organisation o ON o.stream = told_group
      ORDER BY told_group
      """)
}
