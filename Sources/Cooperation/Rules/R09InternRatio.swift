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
  ///   - areAll: whether there are no more of them.
  ///   - staffOnPost: the host's, at the moment of the offer; `nil` when it is not known.
  static func judge(
    _ stream: StreamName, _ facts: InternshipFacts, terms: PBHostPostTerms,
    others: [PBHostPostTerms], areAll: Bool, staffOnPost: Int?
  ) -> Judgement {
    Judgement(
      .internRatio, subjects: [stream],
      facts.verdict(.internRatio) {
        verdict(terms, others: others, areAll: areAll, staffOnPost: staffOnPost)
      })
  }

  private static func verdict(
    _ terms: PBHostPostTerms, others: [PBHostPostTerms], areAll: Bool, staffOnPost: Int?
  ) -> Judgement.Verdict {
    guard terms.hasPlaces else { return .kept }
    let all = most(terms, others)
    if let staffOnPost, all.places * 10 > staffOnPost {
      return .broken(
        "\(all.places) places\(all.posts == 1 ? "" : " at \(all.posts) posts") are more than 10 % "
          + "of \(staffOnPost) staff on post")
    }
    // Posts of one title are of one kind.
    let ofKind = most(
      terms, others.filter { terms.hasTitle && $0.hasTitle && $0.title == terms.title })
    if terms.hasPostStaff, ofKind.places * 5 > Int(terms.postStaff) {
      return .broken(
        "\(ofKind.places) places are more than 20 % of \(terms.postStaff) staff at the same kind of "
          + "post")
    }
    guard staffOnPost != nil, terms.hasPostStaff else {
      return .notAssessable(
        staffOnPost == nil
          ? "the host's staff on post is not known" : "the staff at the same post is not known")
    }
    return areAll
      ? .kept
      : .notAssessable("the host has more than \(ComparingLimits.entitiesOfOneOwner) other posts")
  }

  /// The most places that there are at one instant of a post's days, it and others taken together.
  ///
  /// There are never more than on the first day of one of them.
  private static func most(
    _ own: PBHostPostTerms, _ others: [PBHostPostTerms]
  ) -> (places: Int, posts: Int) {
    let days = own.dayNumbers
    // A post that ends before it begins is there on no day, and is counted by itself.
    var most = (places: Int(own.places), posts: 1)
    let others = others.map { (days: $0.dayNumbers, places: Int($0.places)) }
    let begins = Set(others.map(\.days.first)).union([days.first])
    for day in begins where day >= days.first && day <= days.last {
      let there = others.filter { $0.days.first <= day && day <= $0.days.last }
      let places = there.reduce(Int(own.places)) { $0 + $1.places }
      if places > most.places { most = (places, there.count + 1) }
    }
    return most
  }
}

extension PBHostPostTerms {
  /// The days on which there may be interns, by their numbers; without days there may always be.
  fileprivate var dayNumbers: (first: Int, last: Int) {
    (CivilDate(field: from)?.dayNumber ?? .min, CivilDate(field: to)?.dayNumber ?? .max)
  }
}

extension Rejudging {
  /// R09: the staff of a host, and its other posts.
  static let internRatio: [Rejudging] = [
    Rejudging(
      [PBStaffCountReported.eventType],
      judgeAgain: [PBHostPostOffered.eventType, PBHostPostRevised.eventType]),
    Rejudging(
      [
        PBHostPostOffered.eventType, PBHostPostRevised.eventType, PBHostPostWithdrawn.eventType,
      ],
      judgeAgain: [PBHostPostOffered.eventType, PBHostPostRevised.eventType], byMoment: true),
  ]
}
