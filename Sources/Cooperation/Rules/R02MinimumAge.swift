internal import Deciding
internal import EventModel

extension Rule {
  /// R02: nobody under 16 takes up a post internship.
  static let minimumAge = Rule(
    number: "R02",
    sentence: "A student is at least 16 years old at the start of a post internship.",
    source: "Internship regulations (2021), Art. 16(2)", isVerified: true,
    scope: .postInternships2021, whenDecided: .finding(.critical),
    whenReported: .finding(.critical))

  /// R02 of any school and in any year: the law on work knows no other age.
  ///
  /// The work of a post internship is work. Where ``minimumAge`` is known to hold, it says so.
  static let minimumWorkingAge = Rule(
    number: "R02-LABOUR",
    sentence: "Nobody under 16 is taken on to do the work of a post, whatever the school.",
    source: "Labour Law, Art. 15", isVerified: true,
    scope: Scope(internshipKinds: [.post], validFrom: day("1995-01-01")),
    whenDecided: .finding(.critical), whenReported: .finding(.critical))
}

/// Judges the start of an internship by the student's age.
enum MinimumAge {
  /// What both rules say of a start; one of them where both would.
  ///
  /// - Parameter ageBand: the student's on the day; `nil` when it is unknown or erased.
  static func judge(
    _ placement: StreamName, _ facts: InternshipFacts, ageBand: PBAgeBand?
  ) -> [Judgement] {
    let law = facts.isInside(.minimumAge) ? .kept : verdict(.minimumWorkingAge, facts, ageBand)
    return [
      Judgement(.minimumAge, subjects: [placement], verdict(.minimumAge, facts, ageBand)),
      Judgement(.minimumWorkingAge, subjects: [placement], law),
    ]
  }

  private static func verdict(
    _ rule: Rule, _ facts: InternshipFacts, _ ageBand: PBAgeBand?
  ) -> Judgement.Verdict {
    facts.verdict(rule) {
      switch ageBand {
      case .under14, .from14To15: .broken("a student under 16 began a post internship")
      case .from16To17, .adult: .kept
      default: .notAssessable("the student's age at the start is unknown")
      }
    }
  }
}
