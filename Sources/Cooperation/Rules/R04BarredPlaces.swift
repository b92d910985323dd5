internal import Deciding
internal import EventModel

extension Rule {
  /// R04: no interns in places of commercial entertainment.
  static let barredPlaces = Rule(
    number: "R04",
    sentence: "No student does an internship in a bar, a night club, a karaoke or bath centre, a "
      + "game room or an internet café.",
    source: "Internship regulations (2021), Art. 16(5)", isVerified: true,
    scope: Scope(
      schoolLevels: Scope.vocationalSchools, isFullTimeOnly: true, validFrom: day("2021-12-31")),
    whenDecided: .reject, whenReported: .finding(.breach))

  /// R04 under the shorter list of 2016; its text was not read.
  static let barredPlaces2016 = Rule(
    number: "R04-2016",
    sentence: "No student does an internship in a bar, a night club, a karaoke or a bath centre.",
    source: "Internship regulations (2016), Art. 16, a text that was not read; \(unreadDay)",
    isVerified: false,
    scope: Scope(
      schoolLevels: Scope.vocationalSchools, isFullTimeOnly: true, validFrom: day("2016-04-11"),
      validTo: day("2021-12-31")),
    whenDecided: .reject, whenReported: .finding(.breach))
}

/// Judges an internship by where people work.
enum BarredPlaces {
  private static let list2016: Set<PBHostPostTerms.Workplace> = [
    .bar, .nightClub, .karaoke, .bathCentre,
  ]
  private static let list2021 = list2016.union([.gameRoom, .internetCafe])

  /// What the rule says of a post, or of an internship at one.
  ///
  /// - Parameter workplace: `nil` when it is not known; then nothing is said against it.
  static func judge(
    _ stream: StreamName, _ facts: InternshipFacts, workplace: PBHostPostTerms.Workplace?
  ) -> [Judgement] {
    [
      judgement(.barredPlaces, list2021, stream, facts, workplace),
      judgement(.barredPlaces2016, list2016, stream, facts, workplace),
    ]
  }

  private static func judgement(
    _ rule: Rule, _ list: Set<PBHostPostTerms.Workplace>, _ stream: StreamName,
    _ facts: InternshipFacts, _ workplace: PBHostPostTerms.Workplace?
  ) -> Judgement {
    facts.judgement(rule, in: stream) {
      workplace.map(list.contains) == true
        ? "the work is in a place where no student may do an internship" : nil
    }
  }
}
