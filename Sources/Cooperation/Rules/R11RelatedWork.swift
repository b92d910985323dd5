internal import Deciding
internal import EventModel

extension Rule {
  /// R11: the work has to do with what the student studies.
  public static let relatedWork = Rule(
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
    var reason: String?
    if facts.isGoverned(by: .relatedWork) {
      if isRepetitiveOnly { reason = "the work is nothing but simple repetition" }
      if isHostImposed { reason = "the host was forced on a student who had refused it" }
    }
    return Judgement(.relatedWork, in: stream, breach: reason)
  }

  /// What the rule says of a student at a post.
  ///
  /// - Parameters:
  ///   - post: the post that the internship names; `nil` for none, then nothing is said.
  ///   - major: the student's, as 6 digits; `nil` when it is not known.
  static func judge(
    _ stream: StreamName, _ facts: InternshipFacts, at post: HostPost?, major: String?
  ) -> Judgement {
    guard facts.isGoverned(by: .relatedWork), let post else {
      return Judgement(.relatedWork, in: stream, breach: nil)
    }
    if post.terms.repetitiveOnly {
      return judge(stream, facts, isRepetitiveOnly: true)
    }
    guard let major, !post.terms.majors.isEmpty else {
      return Judgement(
        .relatedWork, subjects: [stream],
        .notAssessable(
          major == nil ? "the student's major is not known" : "the post names no majors"))
    }
    // The first two digits are the category.
    let isRelated = post.terms.majors.contains { $0.prefix(2) == major.prefix(2) }
    return Judgement(
      .relatedWork, in: stream,
      breach: isRelated ? nil : "the post's majors are of other categories than \(major)")
  }
}
