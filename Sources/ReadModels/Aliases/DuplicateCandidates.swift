internal import Projections

/// Organisations that may be one and the same.
enum DuplicateCandidates {
  /// Pairs of organisations that share a name, and what a steward made of them.
  ///
  /// Only what is public is compared; whether two records are of one person is seen by those who
  /// may open personal parts.
  static let view = ViewDeclaration(
    "DuplicateCandidates", title: "Possible duplicates",
    "Two organisations with one name: how likely they are one, and whether they were merged.",
    columns: [
      TableDeclaration.streamColumn,
      .text("other", title: "Other", "The other organisation's stream."),
      .text("name", title: "Name", "The name that both have."),
      .integer(
        "score", title: "Score", unit: "points of 100",
        "50 for the name, 30 for one region, 20 for one kind; 0 when both have codes that differ."),
      .text(
        "decision", title: "Decision", "open, or merged when an alias joins the two.",
        values: ["open", "merged"]),
    ], keyColumnCount: 2,
    content: .query(
      """
      SELECT a.stream, b.stream AS other, a.name,
        CASE WHEN a.credit_code <> b.credit_code THEN 0 ELSE
          50 + 30 * (a.region IS NOT NULL AND a.region IS b.region)
            + 20 * (a.kind IS NOT NULL AND a.kind IS b.kind) END AS score,
        CASE WHEN EXISTS (SELECT 1 FROM organisation_alias l
          WHERE (l.stream = a.stream AND l."into" = b.stream)
            OR (l.stream = b.stream AND l."into" = a.stream)) THEN 'merged' ELSE 'open' END
          AS decision
      FROM organisation a JOIN organisation b ON b.name = a.name AND b.stream > a.stream
      """))
}
