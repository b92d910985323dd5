internal import Projections

/// How graduates who have it hard are helped.
enum AssistanceBoard {
  private static let until = ArgumentDeclaration(
    "until", .date, "Facts that may have happened later are not counted.")

  /// Cases one by one; whose they are is left out for those who may see no small cells.
  static let view = ViewDeclaration(
    "AssistanceBoard", title: "Assistance cases",
    "A case: who is responsible, how long until the first contact, what came of it.",
    columns: AssistanceCases().tables[0].columns + [
      .integer(
        "days_to_contact", nullable: true, title: "Days to contact", unit: "days",
        "From the opening to the first help."), .hidden,
    ], keyColumnCount: 1,
    content: .parameterised(
      """
      SELECT c.stream, CASE WHEN NOT :hides_small_cells THEN c.graduate END AS graduate,
        CASE WHEN NOT :hides_small_cells THEN c.enrolment END AS enrolment, c.school, c.phase,
        c.is_open, CASE WHEN NOT :hides_small_cells THEN c.owner END AS owner, c.owned_since,
        c.opened_on, c.first_contact_on, c.guidances, c.recommendations, c.diagnoses,
        CASE WHEN NOT :hides_small_cells THEN c.outcome END AS outcome, c.ended_on,
        c.closing_reason, c.evidence, c.is_confirmed,
        CAST(julianday(c.first_contact_on) - julianday(c.opened_on) AS INTEGER) AS days_to_contact,
        :hides_small_cells AS is_hidden
      FROM assistance_case c
      """, []))

  /// Cases by school.
  static let statistics = ViewDeclaration(
    "AssistanceStatistics", title: "Assistance by school",
    "How many cases a school has had by a day, how many are open, without owner, resolved; the "
      + "groups that graduates belong to are in no read model.",
    columns: [
      .text("school", title: "School", "The school's stream; ALL for all of them."),
      figure("cases", "Cases", "Cases opened by the day."),
      figure("open", "Open", "Cases not resolved or closed by the day."),
      figure("without_owner", "Without owner", "Open cases for which nobody was responsible."),
      figure("contacted", "Contacted", "Cases in which somebody had helped."),
      figure("resolved", "Resolved", "Cases that were resolved."),
      .integer(
        "median_days_to_contact", nullable: true, title: "Median days to contact", unit: "days",
        "Half of the contacted were contacted within so many days."),
      .hidden,
    ], keyColumnCount: 1,
    content: .parameterised(
      """
      WITH arg AS (SELECT coalesce(:until, '9999-12-31') AS until),
      one AS MATERIALIZED (
        SELECT coalesce(c.school, 'UNKNOWN') AS school,
          c.ended_on IS NULL OR c.ended_on > arg.until AS is_open,
          c.owned_since IS NULL OR c.owned_since > arg.until AS is_unowned,
          c.phase = 'resolved' AND c.ended_on <= arg.until AS is_resolved,
          CASE WHEN c.first_contact_on <= arg.until
            THEN CAST(julianday(c.first_contact_on) - julianday(c.opened_on) AS INTEGER) END AS days
        FROM arg JOIN assistance_case c ON c.opened_on <= arg.until),
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
      ordered AS (
        SELECT *, count(*) OVER w AS earlier, sum(cases) OVER w AS people_before,
          max(is_small) OVER (PARTITION BY is_all) AS has_small
        FROM (SELECT *, school = 'ALL' AS is_all, cases < 5 OR open BETWEEN 1 AND 4
          OR without_owner BETWEEN 1 AND 4 OR contacted BETWEEN 1 AND 4
          OR resolved BETWEEN 1 AND 4 OR cases - contacted BETWEEN 1 AND 4
          OR cases - resolved BETWEEN 1 AND 4 AS is_small FROM cell)
        WINDOW w AS (PARTITION BY is_all ORDER BY is_small DESC, cases, school
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
      shown AS (SELECT *, :hides_small_cells AND (is_small
        OR (has_small AND (earlier = 1 OR people_before < 5))) AS hides FROM ordered)
      SELECT school, CASE WHEN NOT hides THEN cases END AS cases,
        CASE WHEN NOT hides THEN open END AS open,
        CASE WHEN NOT hides THEN without_owner END AS without_owner,
        CASE WHEN NOT hides THEN contacted END AS contacted,
        CASE WHEN NOT hides THEN resolved END AS resolved,
        CASE WHEN NOT hides THEN median_days_to_contact END AS median_days_to_contact,
        hides AS is_hidden
      FROM shown
      """, [until]))

  private static func figure(
    _ name: String, _ title: String, _ definition: String
  ) -> ColumnDeclaration {
    .integer(name, nullable: true, title: title, unit: "cases", definition)
  }
}
