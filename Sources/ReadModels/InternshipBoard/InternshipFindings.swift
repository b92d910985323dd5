internal import Cooperation
internal import Projections

/// What the rules on a student's post internships found, beside each of them.
enum InternshipFindings {
  /// The columns that ``sql(in:)`` fills.
  static func columns(of what: String) -> [ColumnDeclaration] {
    [
      .text(
        "overlap_findings", nullable: true, title: "Overlaps",
        "The open findings \(Rule.oneInternship.number) of \(what), also those that can't be "
          + "assessed: streams with spaces between."),
      .text(
        "twice_findings", nullable: true, title: "Recorded twice",
        "The open findings \(Rule.sameInternship.number) of \(what): streams with spaces between."),
    ]
  }

  /// Two columns in SQL.
  ///
  /// - Parameter subjects: the internship's streams, as a list or a query in SQL.
  static func sql(in subjects: String) -> String {
    """
    \(Findings.open(.oneInternship, in: subjects)) AS overlap_findings,
    \(Findings.open(.sameInternship, in: subjects)) AS twice_findings
    """
  }
}
