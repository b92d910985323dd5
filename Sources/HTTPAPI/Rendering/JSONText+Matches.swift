internal import Cooperation
internal import EventModel
public import MatchSearch

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
    if let basis = report.basis { standstill(of: basis) }
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
