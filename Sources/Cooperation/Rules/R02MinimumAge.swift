internal import Deciding
internal import EventModel

extension Rule {
  /// R02: nobody under 16 takes up a post internship.
  public static let minimumAge = Rule(
    number: "R02",
    sentence: "A student is at least 16 years old at the start of a post internship.",
    source: "Internship regulations (2021), Art. 16(2); Labour Law, Art. 15", isVerified: true,
    scope: .postInternships2021, whenDecided: .finding(.critical),
    whenReported: .finding(.critical))
}

/// Judges the start of an internship by the student's age.
enum MinimumAge {
  /// What the rule says of a start.
  ///
  /// - Parameter ageBand: the student's on the day; `nil` when it is unknown or erased.
  static func judge(
    _ placement: StreamName, _ facts: InternshipFacts, ageBand: PBAgeBand?
  ) -> Judgement {
    let verdict = facts.verdict(.minimumAge) {
      switch ageBand {
      case .under14, .from14To15: .broken("a student under 16 began a post internship")
      case .from16To17, .adult: .kept
      default: .notAssessable("the student's age at the start is unknown")
      }
    }
    return Judgement(.minimumAge, subjects: [placement], verdict)
  }
}
