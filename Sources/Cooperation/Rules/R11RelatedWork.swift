internal import Deciding
internal import EventModel

extension Rule {
  /// R11: the work has to do with what the student studies.
  static let relatedWork = Rule(
    number: "R11",
    sentence: "The work of a post internship is related to the student's major, does not leave its "
      + "category, is more than simple repetition, and no host is forced on a student.",
    source: "Vocational Education Law (2022), Art. 50; provincial rules and the model agreement "
      + "were not read in the original",
    isVerified: false, scope: .postInternships2021, whenDecided: .finding(.advisory),
    whenReported: .finding(.advisory))
}

/// Judges an internship by what its work has to do with the major.
enum RelatedWork {
  /// What the rule says of a post, or of what was seen at one.
  static func judge(
    _ stream: StreamName, _ facts: InternshipFacts, isRepetitiveOnly: Bool,
    isHostImposed: Bool = false
  ) -> Judgement {
    facts.judgement(.relatedWork, in: stream) {
      if isHostImposed { return "the host was forced on a student who had refused it" }
      return isRepetitiveOnly ? repetition : nil
    }
  }

  private static let repetition = "the work is nothing but simple repetition"

  /// What the rule says of a student at a post.
  ///
  /// - Parameters:
  ///   - post: the post that the internship names; `nil` for none, then nothing is said.
  ///   - major: the student's, as 6 digits; `nil` when it is not known.
  static func judge(
    _ stream: StreamName, _ facts: InternshipFacts, at post: HostPost?, major: String?
  ) -> Judgement {
    Judgement(
      .relatedWork, subjects: [stream],
      facts.verdict(.relatedWork) { post.map { verdict($0.terms, major) } ?? .kept })
  }

  private static func verdict(_ terms: PBHostPostTerms, _ major: String?) -> Judgement.Verdict {
    if terms.repetitiveOnly { return .broken(repetition) }
    guard let major, !terms.majors.isEmpty else {
      return .notAssessable(
        major == nil ? "the student's major is not known" : "the post names no majors")
    }
    // The first two digits are the category.
    return terms.majors.contains { $0.prefix(2) == major.prefix(2) }
      ? .kept : .broken("the post's majors are of other categories than \(major)")
  }
}
