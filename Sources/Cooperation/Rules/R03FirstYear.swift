internal import Deciding
internal import EventModel

extension Rule {
  /// R03: no first-year student takes up a post internship.
  static let firstYear = Rule(
    number: "R03", sentence: "A student in the first year of study takes up no post internship.",
    source: "Internship regulations (2021), Art. 16(1)", isVerified: true,
    scope: .postInternships2021, whenDecided: .finding(.breach), whenReported: .finding(.breach))
}

/// Judges the start of an internship by the student's year of study.
enum FirstYear {
  /// What the rule says of a start.
  ///
  /// - Parameter gradeYear: 1 for the first year; `nil` when it is unknown.
  static func judge(
    _ placement: StreamName, _ facts: InternshipFacts, gradeYear: Int?
  ) -> Judgement {
    let verdict = facts.verdict(.firstYear) {
      switch gradeYear {
      case 1: .broken("a first-year student began a post internship")
      case nil: .notAssessable("the student's year of study at the start is unknown")
      default: .kept
      }
    }
    return Judgement(.firstYear, subjects: [placement], verdict)
  }
}

extension Rejudging {
  /// R03: the year in which a student was on the day of a start.
  static let firstYear = Rejudging(
    [PBGradeYearAdvanced.eventType, PBStudyResumed.eventType],
    judgeAgain: [PBPlacementStarted.eventType], byMoment: true)
}
