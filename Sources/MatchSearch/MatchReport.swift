public import Cooperation
public import EventModel
public import Projections

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
  /// What the rows that named the candidates were made from; `nil` where nothing was looked for.
  public let basis: RowsBasis?
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
