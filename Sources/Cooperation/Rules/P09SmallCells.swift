internal import Deciding
internal import EventModel

extension Rule {
  /// P09: nobody is recognised in what is published.
  static let smallCells = Rule(
    number: "P09",
    sentence: "Nobody is recognised in published results: a cell of fewer than five respondents is "
      + "left out.",
    source: "Statistics Law, Art. 28, before 2024 Art. 25; the number five is Concord's own",
    isVerified: true, scope: Scope(validFrom: day("2010-01-01")), whenDecided: .reject,
    whenReported: .finding(.breach))
}

/// Judges published results by the size of their cells.
enum SmallCells {
  /// The fewest respondents of a cell.
  static let limit = 5

  /// What the rule says of a survey's results.
  static func judge(
    _ survey: StreamName, _ results: PBSurveyPublished, on occurred: Moment, in zone: LogZone
  ) -> Judgement {
    let small =
      Rule.smallCells.holds(on: occurred, in: zone)
      ? results.cells.first { $0.respondentCount < limit } : nil
    return Judgement(
      .smallCells, in: survey,
      breach: small.map {
        "a cell of the question \($0.question) has fewer than \(limit) respondents"
      })
  }
}
