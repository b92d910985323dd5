import Cooperation
import EventModel
import HTTPAPI
import Projections

/// What a search found, for people and for programs.
struct MatchReport {
  /// One search and what it was for.
  struct Part {
    /// The organisation's need; `nil` for a person.
    let need: StreamName?
    let outcome: Matching.Outcome
  }

  let search: Matching.Search
  let receiver: StreamName
  let day: CivilDate
  let weights: MatchWeights
  let parts: [Part]
  /// What each candidate is called, and whose it is.
  let titles: [StreamName: (title: String?, owner: StreamName?)]
  /// Whether the person wants no recommendations.
  var isSwitchedOff = false

  /// The commands that record it.
  var commands: [PBCommand] {
    parts.flatMap { part in
      let failed = part.need.flatMap { part.outcome.failedMatch(of: $0, on: day) }
      return part.outcome.recommendations(on: day) + (failed.map { [$0] } ?? [])
    }
  }

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
    let failures = counts(part.outcome)
    var sentence = "For \(name) "
    let shown = part.outcome.matches.count
    sentence += shown == 0 ? "nothing fits" : "the best \(grouped(shown)) that fit"
    if failures.isEmpty { return sentence + "." }
    let reasons = failures.map { "\($0.filter.rawValue) \(grouped($0.count))" }
    return sentence + "; what doesn't: \(reasons.joined(separator: ", "))."
  }

  private static func counts(
    _ outcome: Matching.Outcome
  ) -> [(filter: Matching.Filter, count: Int)] {
    Matching.Filter.allCases.compactMap { filter in
      let count = outcome.failures.count { $0.filter == filter }
      return count > 0 ? (filter, count) : nil
    }
  }

  // MARK: - For programs

  /// Writes one object; `recording` only where something was to be recorded.
  func json(_ recording: MatchRecording?, to output: Output) throws(Failure) {
    try output.json { json in
      json.object { json in
        json.field("search", search.rawValue)
        json.field("for", receiver.text)
        json.field("on", day.description)
        json.field("algorithm", weights.algorithm)
        json.field("algorithmVersion", weights.version)
        json.field("weightsSha256", weights.sha256)
        json.field("switchedOff", isSwitchedOff)
        json.name("results")
        json.list { json in
          for part in parts { write(part, &json) }
        }
        guard let recording else { return }
        json.field("recorded", Int64(recording.recorded))
        json.field("recordedBefore", Int64(recording.repeated))
        json.field("refused", Int64(recording.refusals.count))
      }
    }
  }

  private func write(_ part: Part, _ json: inout JSONText) {
    json.object { json in
      json.field("need", part.need?.text)
      json.name("matches")
      json.list { json in
        for match in part.outcome.matches { write(match, &json) }
      }
      json.name("unfit")
      json.object { json in
        for (filter, count) in Self.counts(part.outcome) {
          json.field(filter.rawValue, Int64(count))
        }
      }
    }
  }

  private func write(_ match: Matching.Match, _ json: inout JSONText) {
    json.object { json in
      json.field("rank", Int64(match.rank))
      json.field("recommended", match.recommended.text)
      json.field("score", Int64(match.score))
      json.name("reasons")
      json.list { json in
        for reason in match.reasons {
          json.object {
            $0.field("criterion", reason.criterion.rawValue)
            $0.field("points", Int64(reason.points))
          }
        }
      }
      json.field("title", titles[match.recommended]?.title)
      json.field("of", titles[match.recommended]?.owner?.text)
    }
  }
}
