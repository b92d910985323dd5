internal import Deciding
internal import EventModel

extension Rule {
  /// R27: the graduate's word counts.
  static let graduatesWord = Rule(
    number: "R27",
    sentence:
      "Graduates check and contest their own records: an outcome that its graduate contests "
      + "passes no review until it was revised.",
    source: "Ministry of Education, checks of employment statistics, from reports of 2020 to 2023",
    // The reports tell no day; the first of the first one's year is taken.
    isVerified: false, scope: Scope(validFrom: day("2020-01-01")), whenDecided: .reject,
    whenReported: .finding(.breach))
}

/// Judges reviews of outcomes by what the graduate says.
enum GraduatesWord {
  /// What the rule says of a review.
  static func judge(
    _ outcome: StreamName, _ review: PBOutcomeReviewed, isContested: Bool, on occurred: Moment,
    in zone: LogZone
  ) -> Judgement {
    Judgement(
      .graduatesWord, in: outcome,
      breach: isContested && review.passed && Rule.graduatesWord.holds(on: occurred, in: zone)
        ? "\(outcome) passes a review while its graduate contests it" : nil)
  }
}
