internal import Projections

/// Cooperation agreements by form, kind, or the size of the enterprise.
enum AgreementGroups {
  private static let groups = ["form", "kind", "size"]

  static let measure = MeasureDeclaration(
    "agreements.by", title: "Agreements by form, kind or size of the enterprise",
    "Cooperation agreements by the end of a day, annulled ones left out, with their terms as amended until "
      + "now. One of several forms, or with enterprises of "
      + "several sizes, stands in each; the share of small and medium enterprises is what MICRO, "
      + "SMALL and MEDIUM are of all sizes, agreements without an enterprise left out.",
    arguments: [
      ArgumentDeclaration(
        "by", .text, required: true, "form, kind, or size of the enterprise.", values: groups),
      ArgumentDeclaration("until", .date, required: true, "The day at whose end is counted."),
      .stream("alliance", of: .alliance, "The alliance that brought the agreement about."),
    ],
    columns: [
      .text("group", title: "Group", "A word of the argument; UNKNOWN where nobody says."),
      figure("signed", "Signed", "The last party has signed."),
      figure("in_force", "In force", "Signed and begun; its last day counts."),
      figure(
        "ending_in_90_days", "Ending soon",
        "In force, and its last day is within 90 days: as agreed, or by its end, if that was before."
      ),
    ],
    sql: """
      WITH RECURSIVE arg AS (SELECT NULL AS claim, :until AS until),
      \(Aliases.resolution(of: "organisation_alias")),
      signed AS (
        SELECT a.stream, a.forms, a.kind, a.known_to,
          a.in_force_from <= arg.until
            AND (a.known_to IS NULL OR a.known_to >= arg.until) AS is_in_force
        FROM arg JOIN (
          -- Nobody knows of a termination, or a renewal, before it is told.
          SELECT x.*, iif(x.ended_on > :until, x.to_day, x.in_force_to) AS known_to
          FROM agreement x) a
        WHERE a.signed_on <= arg.until AND \(AgreementBoard.stands("a"))
          AND (:alliance IS NULL OR \(AgreementBoard.alliance(of: "a")) = :alliance)),
      told AS (
        SELECT DISTINCT g.*, CASE WHEN lower(:by) = 'kind' THEN g.kind ELSE f.value END AS told_group
        FROM signed g LEFT JOIN json_each(
          CASE WHEN lower(:by) = 'form' THEN '["' || replace(g.forms, ' ', '","') || '"]' END) f
        WHERE lower(:by) <> 'size'
        UNION ALL
        SELECT DISTINCT g.*, o.size_class
        FROM signed g JOIN agreement_party y ON y.stream = g.stream
        LEFT JOIN resolved r ON r.member = y.organisation
        JOIN organisation o
          ON o.stream = coalesce(r.end_stream, y.organisation) AND o.kind = 'ENTERPRISE'
        WHERE lower(:by) = 'size')
      SELECT coalesce(told_group, 'UNKNOWN') AS "group", count(*) AS signed,
        coalesce(sum(is_in_force), 0) AS in_force,
        coalesce(sum(is_in_force AND known_to <= date(:until, '+90 days')), 0) AS ending_in_90_days
      FROM told GROUP BY 1 ORDER BY 1
      """)

  private static func figure(
    _ name: String, _ title: String, _ definition: String
  ) -> ColumnDeclaration {
    .integer(name, title: title, unit: "agreements", definition)
  }
}
