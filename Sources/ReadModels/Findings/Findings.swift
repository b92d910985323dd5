internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Breaches of rules seen in accepted facts, and what people did about them.
struct Findings: StateProjection {
  typealias Folded = Finding

  let name = "Findings"
  let version = 3
  static let finding = TableDeclaration(
    "finding", "A finding as it stands now.",
    [
      .text("rule", title: "Rule", "The rule's number, as R05."),
      .text(
        "severity", title: "Severity", "advisory, breach or critical.",
        of: FindingProposal.Severity.self),
      .text(
        "status", title: "Status", "opened, notified, answered, rectified and so on.",
        of: Finding.Status.self),
      .flag("is_open", title: "Open", "1 unless withdrawn, rectified or dismissed."),
      .text("reason", title: "Reason", "What was seen."),
      .text("subjects", title: "Subjects", "The streams it was found in."),
      .day("opened_on", title: "Opened", "When it was last opened."),
      .integer("times_opened", title: "Times opened", "How often it was opened or reopened."),
      .evidence, .confirmed,
    ], indexes: [["is_open", "rule"]])
  static let findingSubject = TableDeclaration(
    "finding_subject", "A stream that a finding was found in.",
    key: [.text("subject", title: "Subject", "The stream.")],
    [.text("rule", title: "Rule", "The rule's number.")], indexes: [["subject"]])
  let tables = [Self.finding, Self.findingSubject]

  func addRows(of state: Finding?, _ facts: StreamFacts, _: Nothing, to rows: inout RowSink) {
    guard let finding = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    rows.add(
      [
        stream, .text(finding.rule), .text(finding.severity.rawValue),
        .text(finding.status.rawValue), SQLValue(finding.isOpen), .text(finding.reason),
        .text(finding.subjects.map(\.text).joined(separator: " ")), facts.day(finding.opened),
        SQLValue(finding.timesOpened), SQLValue(finding.openedSource.evidence?.word),
        facts.confirmed,
      ], to: Self.finding)
    for subject in finding.subjects {
      rows.add([stream, .text(subject.text), .text(finding.rule)], to: Self.findingSubject)
    }
  }

  /// In SQL: the findings of a rule that stand open in some streams, their names with spaces between;
  /// nothing when there are none.
  ///
  /// Asked for each row of a board: so it begins with the streams. Left to choose, SQLite goes through all
  /// findings that are open, for each row again: it holds one value of the flag for rare, as of any index.
  /// - Parameter subjects: the streams, as a list or a query in SQL.
  static func open(_ rule: Rule, in subjects: String) -> String {
    """
    (SELECT group_concat(stream, ' ') FROM (SELECT DISTINCT f.stream FROM finding_subject s
      CROSS JOIN finding f ON f.stream = s.stream AND f.is_open = 1
      WHERE s.rule = '\(rule.number)' AND s.subject IN (\(subjects)) ORDER BY 1))
    """
  }

  static let view = ViewDeclaration(
    "Findings", title: "Findings", of: Findings.finding,
    readers: .ofSinglePersons(figuresIn: "the measure findings.by-rule"))
}
