internal import Deciding
internal import EventModel

extension Rule {
  /// R09: interns are few among the staff.
  public static let internRatio = Rule(
    number: "R09",
    sentence:
      "Interns are at most 10 % of a host's staff on post, and at most 20 % of those at the "
      + "same kind of post.",
    source: "Internship regulations (2016), Art. 9; whether the text of 2021 keeps the numbers was "
      + "not read; \(unreadDay)",
    isVerified: false, scope: .postInternships2016, whenDecided: .finding(.advisory),
    whenReported: .finding(.advisory))
}

/// Judges a post by its places among the staff, both as of the offer.
enum InternRatio {
  /// What the rule says of a post.
  ///
  /// How many interns a host has at once, over all its posts, is a measure, not a decision: a
  /// decision reads no read model.
  /// - Parameter staffOnPost: the host's, at the moment of the offer; `nil` when it is not known.
  static func judge(
    _ stream: StreamName, _ facts: InternshipFacts, terms: PBHostPostTerms, staffOnPost: Int?
  ) -> Judgement {
    Judgement(
      .internRatio, subjects: [stream],
      facts.verdict(.internRatio) { verdict(terms, staffOnPost: staffOnPost) })
  }

  private static func verdict(_ terms: PBHostPostTerms, staffOnPost: Int?) -> Judgement.Verdict {
    guard terms.hasPlaces else { return .kept }
    let places = Int(terms.places)
    if let staffOnPost, places * 10 > staffOnPost {
      return .broken("\(places) places are more than 10 % of \(staffOnPost) staff on post")
    }
    if terms.hasPostStaff, places * 5 > Int(terms.postStaff) {
      return .broken(
        "\(places) places are more than 20 % of \(terms.postStaff) staff at the same post")
    }
    guard staffOnPost != nil, terms.hasPostStaff else {
      return .notAssessable(
        staffOnPost == nil
          ? "the host's staff on post is not known" : "the staff at the same post is not known")
    }
    return .kept
  }
}
