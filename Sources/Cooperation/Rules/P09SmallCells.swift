internal import Deciding
internal import EventModel

extension Rule {
  /// P09: nobody is recognised in what is published.
  public static let smallCells = Rule(
    number: "P09",
    sentence: "Nobody is recognised in published results: a cell of fewer than five respondents is "
      + "left out.",
    source: "Statistics Law (2024), Art. 28; the number five is Concord's own", isVerified: true,
    whenDecided: .reject, whenReported: .finding(.breach))
}

/// Judges published results by the size of their cells.
enum SmallCells {
  /// The fewest respondents of a cell.
  static let limit = 5

  /// What the rule says of a survey's results.
  static func judge(_ survey: StreamName, _ results: PBSurveyPublished) -> Judgement {
    let small = results.cells.first { $0.respondentCount < limit }
    return Judgement(
      .smallCells, in: survey,
      breach: small.map {
        "a cell of the question \($0.question) has fewer than \(limit) respondents"
      })
  }
}
