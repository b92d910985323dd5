import Cooperation
import EventModel
import HTTPAPI
import MatchSearch
import Projections

// How a search is shown.

extension MatchReport {
  // MARK: - For people

  private var columns: [ColumnDeclaration] {
    [
      .text("need", nullable: true, title: "Need", "For which need."),
      .integer("rank", title: "Rank", "1 is first."),
      .text("recommended", title: "Recommended", "The stream."),
      .integer("score", title: "Score", unit: "points", "The reasons' sum."),
      .text("reasons", title: "Reasons", "Each with its points."),
      .text("title", nullable: true, title: "Title", "What it is called."),
      .text("of", nullable: true, title: "Of", "Whose it is."),
    ]
  }

  private var rows: [[SQLValue]] {
    parts.flatMap { part in
      part.outcome.matches.map { match in
        let title = titles[match.recommended]
        return [
          SQLValue(part.need?.text), SQLValue(match.rank), .text(match.recommended.text),
          SQLValue(match.score),
          .text(
            match.reasons.map { "\($0.criterion.rawValue) \($0.points)" }.joined(separator: " + ")),
          SQLValue(title?.title), SQLValue(title?.owner?.text),
        ]
      }
    }
  }

  /// Writes a table on a terminal, fields between tabs elsewhere; then why the others don't fit.
  func write(to output: Output) throws(Failure) {
    if isSwitchedOff {
      Output.note("\(receiver) has switched recommendations off: nothing is looked for.")
      return
    }
    let rows = rows
    if output.isTerminal {
      for line in TextTable(columns, rows).lines(width: output.width) { try output.line(line) }
    } else if !rows.isEmpty {
      try output.line(columns.map(\.name).joined(separator: "\t"))
      for row in rows {
        try output.line(row.map { Self.field($0.description) }.joined(separator: "\t"))
      }
    }
    if parts.isEmpty { Output.note("\(receiver) has no open need.") }
    for part in parts { Output.note(Self.sentence(part)) }
  }

  private static func field(_ text: String) -> String {
    String(text.map { $0 == "\t" || $0.isNewline ? " " : $0 })
  }

  private static func sentence(_ part: Part) -> String {
    let name = part.need ?? part.outcome.receiver
    let failures = part.failures
    var sentence = "For \(name) "
    let shown = part.outcome.matches.count
    sentence += shown == 0 ? "nothing fits" : "the best \(grouped(shown)) that fit"
    if failures.isEmpty { return sentence + "." }
    let reasons = failures.map { "\($0.filter.rawValue) \(grouped($0.count))" }
    return sentence + "; what doesn't: \(reasons.joined(separator: ", "))."
  }

  // MARK: - For programs

  /// Writes one object; `recording` only where something was to be recorded.
  func json(_ recording: MatchRecording?, to output: Output) throws(Failure) {
    try output.json { json in
      json.object { json in
        json.fields(of: self)
        guard let recording else { return }
        json.fields(of: recording)
      }
    }
  }
}
