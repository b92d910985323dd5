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

/// Judges a post by the places among the staff, all as of the offer.
enum InternRatio {
  /// What the rule says of a post, together with the host's other posts.
  ///
  /// How many interns a host really has at once is a measure, not a decision: a decision reads no
  /// read model.
  /// - Parameters:
  ///   - others: the host's other posts that were offered by then.
  ///   - staffOnPost: the host's, at the moment of the offer; `nil` when it is not known.
  static func judge(
    _ stream: StreamName, _ facts: InternshipFacts, terms: PBHostPostTerms,
    others: [PBHostPostTerms], staffOnPost: Int?
  ) -> Judgement {
    Judgement(
      .internRatio, subjects: [stream],
      facts.verdict(.internRatio) { verdict(terms, others: others, staffOnPost: staffOnPost) })
  }

  private static func verdict(
    _ terms: PBHostPostTerms, others: [PBHostPostTerms], staffOnPost: Int?
  ) -> Judgement.Verdict {
    guard terms.hasPlaces else { return .kept }
    let others = others.filter { $0.mayOverlap(terms) }
    let places = others.reduce(Int(terms.places)) { $0 + Int($1.places) }
    if let staffOnPost, places * 10 > staffOnPost {
      return .broken(
        "\(places) places\(others.isEmpty ? "" : " at \(others.count + 1) posts") are more than 10 % "
          + "of \(staffOnPost) staff on post")
    }
    // Posts of one title are of one kind.
    let sameKind = others.filter { terms.hasTitle && $0.hasTitle && $0.title == terms.title }
    let placesOfKind = sameKind.reduce(Int(terms.places)) { $0 + Int($1.places) }
    if terms.hasPostStaff, placesOfKind * 5 > Int(terms.postStaff) {
      return .broken(
        "\(placesOfKind) places are more than 20 % of \(terms.postStaff) staff at the same kind of post"
      )
    }
    guard staffOnPost != nil, terms.hasPostStaff else {
      return .notAssessable(
        staffOnPost == nil
          ? "the host's staff on post is not known" : "the staff at the same post is not known")
    }
    return .kept
  }
}

extension PBHostPostTerms {
  /// Whether there may be interns at both at once; without days there may.
  fileprivate func mayOverlap(_ other: Self) -> Bool {
    if let end = CivilDate(field: to), let start = CivilDate(field: other.from), end < start {
      return false
    }
    if let end = CivilDate(field: other.to), let start = CivilDate(field: from), end < start {
      return false
    }
    return true
  }
}
