internal import Cooperation
internal import Projections

/// How graduates who have it hard are helped.
enum AssistanceBoard {
  /// Cases one by one.
  static let view = ViewDeclaration(
    "AssistanceBoard", short: "assistance", title: "Assistance cases",
    "A case: who is responsible, how long until the first contact, what came of it, and whether it "
      + "was opened in time.",
    columns: AssistanceCases.assistanceCase.columns + [
      .integer(
        "days_to_contact", nullable: true, title: "Days to contact", unit: "days",
        "From the opening to the first help."),
      .text(
        "one_to_one_findings", nullable: true, title: "Too late",
        "The open findings \(Rule.assistedGraduate.number) of the graduate, for whom no case was "
          + "opened within \(OneToOne.days) days after graduation and status were known, also those "
          + "that can't be assessed: streams with spaces between."),
    ], keyColumnCount: 1,
    content: .query(
      Aliases.ofPersonsNow(
        """
        SELECT c.*,
          max(CAST(julianday(c.first_contact_on) - julianday(c.opened_on) AS INTEGER), 0) AS days_to_contact,
          \(Findings.open(
            .assistedGraduate,
            in: """
              SELECT c.enrolment UNION ALL
              SELECT e.stream FROM enrolment e WHERE c.enrolment IS NULL AND e.person IN (
                SELECT coalesce(g.end_stream, c.graduate) UNION ALL
                SELECT r.member FROM resolved r
                WHERE r.end_stream = coalesce(g.end_stream, c.graduate))
              """)) AS one_to_one_findings
        FROM assistance_case c LEFT JOIN resolved g ON g.member = c.graduate
        """)), readers: .ofSinglePersons(figuresIn: "AssistanceStatistics", owners: ["school"]))

  /// Cases by school.
  static let statistics = ViewDeclaration(
    "AssistanceStatistics", title: "Assistance by school",
    "How many cases a school, merged ones as one, has had by a day, how many are open, without "
      + "owner, resolved; the "
      + "groups that graduates belong to are in no read model.",
    columns: [
      .text("school", title: "School", "The school's stream; ALL for all of them."),
      figure("cases", "Cases", "Cases opened by the day."),
      figure("open", "Open", "Cases not resolved or closed by the day."),
      figure("without_owner", "Without owner", "Open cases for which nobody was responsible."),
      figure(
        "contacted", "Contacted", "Cases in which somebody had helped, if only by a diagnosis."),
      figure("resolved", "Resolved", "Cases that were resolved."),
      .integer(
        "median_days_to_contact", nullable: true, title: "Median days to contact", unit: "days",
        "Half of the contacted were contacted within so many days."),
      .hidden,
    ], keyColumnCount: 1,
    content: .parameterised(
      """
      WITH RECURSIVE \(Aliases.asked()),
      \(Aliases.resolution(of: "organisation_alias")),
      one AS MATERIALIZED (
        SELECT coalesce(r.end_stream, c.school, 'UNKNOWN') AS school,
          (c.ended_on IS NULL OR c.ended_on > arg.until)
            AND \(AssistanceCases.earlierEnd(of: "c")) IS NULL AS is_open,
          c.owned_since IS NULL OR c.owned_since > arg.until AS is_unowned,
          c.phase = 'resolved' AND coalesce(c.ended_on <= arg.until, 0)
            OR \(AssistanceCases.earlierEnd(of: "c")) IS 'resolved' AS is_resolved,
          CASE WHEN c.first_contact_on <= arg.until
            THEN max(CAST(julianday(c.first_contact_on) - julianday(c.opened_on) AS INTEGER), 0) END AS days
        FROM arg JOIN assistance_case c ON c.opened_on <= arg.until
        LEFT JOIN resolved r ON r.member = c.school),
      either AS MATERIALIZED (SELECT * FROM one UNION ALL
        SELECT 'ALL', is_open, is_unowned, is_resolved, days FROM one),
      ranked AS (
        SELECT school, days, row_number() OVER (PARTITION BY school ORDER BY days) AS place,
          count(*) OVER (PARTITION BY school) AS amount
        FROM either WHERE days IS NOT NULL),
      cell AS MATERIALIZED (
        SELECT school, count(*) AS cases, sum(is_open) AS open,
          sum(is_open AND is_unowned) AS without_owner, count(days) AS contacted,
          sum(is_resolved) AS resolved,
          (SELECT r.days FROM ranked r WHERE r.school = e.school
            AND r.place = (r.amount + 1) / 2) AS median_days_to_contact
        FROM either e GROUP BY school),
      told AS (SELECT *, school = 'ALL' AS is_all FROM cell),
      shown AS (\(SmallCells.hiding(
        "told",
        figures: [
          "cases", "open", "without_owner", "contacted", "resolved", "cases - contacted",
          "cases - resolved",
        ],
        size: "cases", within: ["is_all"], order: ["school"])))
      SELECT school, \(SmallCells.rounded(
        "cases", "open", "without_owner", "contacted", "resolved")),
        \(SmallCells.shown("median_days_to_contact")), hides AS is_hidden
      FROM shown
      """, [.until]))

  private static func figure(
    _ name: String, _ title: String, _ definition: String
  ) -> ColumnDeclaration {
    .integer(name, nullable: true, title: title, unit: "cases", definition)
  }
}
