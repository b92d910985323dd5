internal import Deciding
internal import EventModel

extension Rule {
  /// R15 in Ningbo, in part: an insurance covers the whole internship.
  static let insuranceGap = Rule(
    number: "R15", sentence: "In Ningbo an intern's insurance covers the whole internship.",
    source: "Ningbo Regulation on School-Enterprise Cooperation, text of 2020, Art. 9; "
      + yearOnly,
    isVerified: false, scope: .ningboInternships2020, whenDecided: .finding(.breach),
    whenReported: .finding(.breach))

  /// The same before 2020; the first text was not read.
  static let insuranceGap2009 = Rule(
    number: "R15-2009", sentence: "In Ningbo an intern's insurance covers the whole internship.",
    source: "Ningbo Regulation on School-Enterprise Cooperation, text of 2009", isVerified: false,
    scope: .ningboInternships2009, whenDecided: .finding(.advisory),
    whenReported: .finding(.advisory))

  /// R15 in Ningbo: an agreement is approved, which is to file it, with an insurance.
  static let insuredInternship = Rule(
    number: "R15-FILED",
    sentence: "In Ningbo an internship agreement is filed when an insurance covers the internship.",
    source: "Ningbo Regulation on School-Enterprise Cooperation, text of 2020, Art. 9; "
      + yearOnly,
    isVerified: false, scope: .ningboInternships2020, whenDecided: .reject,
    whenReported: .finding(.breach))

  /// The same before 2020; the first text was not read.
  static let insuredInternship2009 = Rule(
    number: "R15-FILED-2009",
    sentence: "In Ningbo an internship agreement is filed when an insurance covers the internship.",
    source: "Ningbo Regulation on School-Enterprise Cooperation, text of 2009", isVerified: false,
    scope: .ningboInternships2009, whenDecided: .reject, whenReported: .finding(.advisory))
}

/// Judges insurances by the days they cover.
///
/// Policies of one kind that follow each other cover what they cover together.
enum InsuranceGap {
  /// What both texts say of an agreement's insurances: one finding an agreement, so all of them are
  /// looked at, each kind by itself.
  static func judge(
    _ stream: StreamName, _ facts: InternshipFacts, _ agreement: InternshipAgreement
  ) -> [Judgement] {
    [Rule.insuranceGap, .insuranceGap2009].map { rule in
      Judgement(rule, subjects: [stream], facts.verdict(rule) { verdict(agreement) })
    }
  }

  /// What a rule says that holds.
  ///
  /// A gap between policies that tell both their days is a breach where no other may fill it; where
  /// only one that lacks a day may, nobody knows.
  private static func verdict(_ agreement: InternshipAgreement) -> Judgement.Verdict {
    if let gap = gaps(agreement).lazy.compactMap({ $0 }).first { return .broken(gap) }
    var dated = agreement
    dated.insurances.removeAll { $0.from == nil || $0.to == nil }
    guard let gap = gaps(dated).lazy.compactMap({ $0 }).first else { return .kept }
    return .notAssessable("\(gap), and what another one covers is not known")
  }

  /// What both texts say of filing an agreement: one kind that covers it, or may, is enough.
  static func judge(
    filing stream: StreamName, _ facts: InternshipFacts, _ agreement: InternshipAgreement
  ) -> [Judgement] {
    [Rule.insuredInternship, .insuredInternship2009].map { rule in
      facts.judgement(rule, in: stream) {
        if agreement.insurances.isEmpty { return "\(stream) was filed without an insurance" }
        let gaps = gaps(agreement)
        return gaps.contains(nil) ? nil : gaps.first ?? nil
      }
    }
  }

  /// For each kind of insurance that there is, why it leaves a day out; `nil` where it doesn't.
  private static func gaps(_ agreement: InternshipAgreement) -> [String?] {
    var kinds: [PBInsuranceAttached.Kind] = []
    for insurance in agreement.insurances where !kinds.contains(insurance.kind) {
      kinds.append(insurance.kind)
    }
    return kinds.map { kind in
      gap(agreement.insurances.filter { $0.kind == kind }, agreement)
    }
  }

  /// Why policies leave out a day of the internship; a day that is not known bounds nothing.
  private static func gap(
    _ insurances: [InternshipAgreement.Insurance], _ agreement: InternshipAgreement
  ) -> String? {
    let sorted = insurances.sorted { ($0.from?.dayNumber ?? .min) < ($1.from?.dayNumber ?? .min) }
    // The last day up to which all is covered.
    var covered: CivilDate?
    for insurance in sorted {
      if let end = agreement.to, let covered, covered >= end { return nil }
      if let hole = hole(after: covered, before: insurance.from, agreement.from) { return hole }
      guard let to = insurance.to else { return nil }
      covered = covered.map { max($0, to) } ?? to
    }
    guard let end = agreement.to, let covered, covered < end else { return nil }
    return "an insurance ends on \(covered), the internship on \(end)"
  }

  /// Why nothing covers the days before a policy begins.
  private static func hole(
    after covered: CivilDate?, before first: CivilDate?, _ start: CivilDate?
  ) -> String? {
    guard let first, let start, first > start else { return nil }
    guard let covered, covered >= start else {
      return "an insurance begins on \(first), the internship on \(start)"
    }
    return first.dayNumber > covered.dayNumber + 1
      ? "an insurance ends on \(covered), the next begins on \(first)" : nil
  }
}

extension Rejudging.Demand {
  /// R15: days that a policy, an amendment or a signed text covers or leaves open, beside the policies
  /// before.
  static let insuredInternship = Rejudging.Demand(
    [
      PBInternshipAgreementAmended.eventType, PBInsuranceAttached.eventType,
      InternshipAgreement.Types.reportedSigned,
    ],
    of: InternshipAgreement.category,
    [PBInsuranceAttached.eventType, PBInternshipAgreementAmended.eventType])
}
