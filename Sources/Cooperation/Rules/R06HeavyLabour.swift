internal import Deciding
internal import EventModel

extension Rule {
  /// R06: no hard labour, and no work that the law keeps from minors and women.
  static let heavyLabour = Rule(
    number: "R06",
    sentence: "An intern does no physical labour of class III or above, and no work that is "
      + "prohibited for minors or women.",
    source: "Internship regulations (2021), Art. 16(3), (4) and (7)", isVerified: true,
    scope: .postInternships2021, whenDecided: .finding(.breach), whenReported: .finding(.breach))
}

/// Judges an internship by how hard and how fitting its work is.
enum HeavyLabour {
  /// What the rule says of a post, or of what was seen at one.
  ///
  /// - Parameter labourClass: GB 3869, 1 to 4; `nil` when it is not known.
  static func judge(
    _ stream: StreamName, _ facts: InternshipFacts, labourClass: Int?
  ) -> Judgement {
    facts.judgement(.heavyLabour, in: stream) { heaviness(labourClass) }
  }

  private static func heaviness(_ labourClass: Int?) -> String? {
    guard let labourClass, labourClass >= 3 else { return nil }
    return "the work is physical labour of class \(labourClass)"
  }

  /// What the rule says of a student at a post.
  ///
  /// - Parameter ageBand: the student's at the start; `nil` when it is unknown.
  static func judge(
    _ stream: StreamName, _ facts: InternshipFacts, at post: HostPost?, ageBand: PBAgeBand?
  ) -> Judgement {
    Judgement(
      .heavyLabour, subjects: [stream],
      facts.verdict(.heavyLabour) { post.map { verdict(WorkFacts($0.terms), ageBand) } ?? .kept })
  }

  private static func verdict(_ work: WorkFacts, _ ageBand: PBAgeBand?) -> Judgement.Verdict {
    if let reason = heaviness(work.labourClass) { return .broken(reason) }
    if work.hazards.contains(.prohibitedForMinors), ageBand != .adult {
      return ageBand == nil
        ? .notAssessable("the work is prohibited for minors, and the student's age is unknown")
        : .broken("a student under 18 does work that is prohibited for minors")
    }
    if work.hazards.contains(.prohibitedForWomen) {
      // The log does not know anybody's sex, and need not.
      return .notAssessable("the work is prohibited for women, and who does it is not on record")
    }
    return .kept
  }
}
