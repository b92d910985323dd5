internal import Deciding
internal import EventModel

extension Rule {
  /// R27: the graduate's word counts.
  public static let graduatesWord = Rule(
    number: "R27",
    sentence:
      "Graduates check and contest their own records: an outcome that its graduate contests "
      + "passes no review until it was revised.",
    source: "Ministry of Education, checks of employment statistics, from reports of 2020 to 2023",
    isVerified: false, whenDecided: .reject, whenReported: .finding(.breach))
}

/// Judges reviews of outcomes by what the graduate says.
enum GraduatesWord {
  /// What the rule says of a review.
  static func judge(
    _ outcome: StreamName, _ review: PBOutcomeReviewed, isContested: Bool
  ) -> Judgement {
    Judgement(
      .graduatesWord, in: outcome,
      breach: isContested && review.passed
        ? "\(outcome) passes a review while its graduate contests it" : nil)
  }
}
