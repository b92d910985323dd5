public import Cooperation
public import EventModel

/// What a search found.
public struct MatchReport: Sendable {
  /// One search and what it was for.
  public struct Part: Sendable {
    /// The organisation's need; `nil` for a person.
    public let need: StreamName?
    /// What was found.
    public let outcome: Matching.Outcome
  }

  /// What was looked for.
  public let search: Matching.Search
  /// For whom.
  public let receiver: StreamName
  /// The day on which it was looked.
  public let day: CivilDate
  /// By which numbers.
  public let weights: MatchWeights
  /// One for each need, or one for the person.
  public let parts: [Part]
  /// What each candidate is called, and whose it is.
  public let titles: [StreamName: (title: String?, owner: StreamName?)]
  /// Whether the person wants no recommendations.
  public var isSwitchedOff = false

  /// The commands that record it.
  public var commands: [PBCommand] {
    parts.flatMap { part in
      let failed =
        if let need = part.need {
          part.outcome.failedMatch(of: need, on: day)
        } else {
          part.outcome.nothingFound(on: day)
        }
      return part.outcome.recommendations(on: day) + (failed.map { [$0] } ?? [])
    }
  }
}

extension MatchReport.Part {
  /// Why others don't fit: how many fell at each filter.
  public var failures: [(filter: Matching.Filter, count: Int)] {
    Matching.Filter.allCases.compactMap { filter in
      outcome.failureCounts[filter].map { (filter, $0) }
    }
  }
}

extension JSONText {
  /// Writes the fields of a search's answer into an object.
  public mutating func fields(of report: MatchReport) {
    field("search", report.search.rawValue)
    field("for", report.receiver.text)
    field("on", report.day.description)
    field("algorithm", report.weights.algorithm)
    field("algorithmVersion", report.weights.version)
    field("weightsSha256", report.weights.sha256)
    field("switchedOff", report.isSwitchedOff)
    name("results")
    list { json in
      for part in report.parts { json.part(part, of: report) }
    }
  }

  private mutating func part(_ part: MatchReport.Part, of report: MatchReport) {
    object { json in
      json.field("need", part.need?.text)
      json.name("matches")
      json.list { json in
        for match in part.outcome.matches { json.match(match, of: report) }
      }
      json.name("unfit")
      json.object { json in
        for (filter, count) in part.failures { json.field(filter.rawValue, Int64(count)) }
      }
    }
  }

  private mutating func match(_ match: Matching.Match, of report: MatchReport) {
    object { json in
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
      json.field("title", report.titles[match.recommended]?.title)
      json.field("of", report.titles[match.recommended]?.owner?.text)
    }
  }
}
