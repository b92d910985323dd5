internal import Projections

// Which organisations are designated, asked in SQL.

extension OrganisationRegister {
  /// Common table expressions that end with `designated(claim, organisation, grade)`: the organisations
  /// that hold each question's designation at the end of its day, and on what that rests.
  ///
  /// What was granted to a duplicate was granted to the organisation itself; what was granted to one
  /// that a law merged into another was not.
  static let designated = """
    designated_as(stream, organisation) AS (
      SELECT stream, stream FROM organisation_designation
      UNION
      SELECT n.stream, a."into" FROM designated_as n
      JOIN organisation_alias a ON a.stream = n.organisation AND a.reason = 'DUPLICATE'),
    designated AS MATERIALIZED (
      SELECT arg.claim AS claim, n.organisation AS organisation,
        min(\(CountingMeasure.grade("g"))) AS grade
      FROM arg JOIN organisation_designation g ON g.designation = upper(arg.designation)
        AND g.from_day <= arg.until AND (g.to_day IS NULL OR g.to_day > arg.until)
      JOIN designated_as n ON n.stream = g.stream
      GROUP BY arg.claim, n.organisation)
    """

  /// What a designation rests on, in SQL, `d` being the row of ``designated``; where none is asked for, it
  /// weakens nothing.
  static let designationGrade = "coalesce(d.grade, 'documented')"
}
