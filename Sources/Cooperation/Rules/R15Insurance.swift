internal import Deciding
internal import EventModel

extension Rule {
  /// R15 in Ningbo, in part: an insurance covers the whole internship.
  public static let insuranceGap = Rule(
    number: "R15", sentence: "In Ningbo an intern's insurance covers the whole internship.",
    source: "Ningbo Regulation on School-Enterprise Cooperation, text of 2020, Art. 9",
    isVerified: true, scope: .ningboInternships2020, whenDecided: .finding(.breach),
    whenReported: .finding(.breach))

  /// The same before 2020; the first text was not read.
  public static let insuranceGap2009 = Rule(
    number: "R15-2009", sentence: "In Ningbo an intern's insurance covers the whole internship.",
    source: "Ningbo Regulation on School-Enterprise Cooperation, text of 2009", isVerified: false,
    scope: .ningboInternships2009, whenDecided: .finding(.advisory),
    whenReported: .finding(.advisory))

  /// R15 in Ningbo: an agreement is approved, which is to file it, with an insurance.
  public static let insuredInternship = Rule(
    number: "R15-FILED",
    sentence: "In Ningbo an internship agreement is filed when an insurance covers the internship.",
    source: "Ningbo Regulation on School-Enterprise Cooperation, text of 2020, Art. 9",
    isVerified: true, scope: .ningboInternships2020, whenDecided: .reject,
    whenReported: .finding(.breach))

  /// The same before 2020; the first text was not read.
  public static let insuredInternship2009 = Rule(
    number: "R15-FILED-2009",
    sentence: "In Ningbo an internship agreement is filed when an insurance covers the internship.",
    source: "Ningbo Regulation on School-Enterprise Cooperation, text of 2009", isVerified: false,
    scope: .ningboInternships2009, whenDecided: .reject, whenReported: .finding(.advisory))
}

/// Judges insurances by the days they cover.
enum InsuranceGap {
  /// What both texts say of an insurance that is attached: one finding an agreement, so all of them
  /// are looked at.
  static func judge(
    _ stream: StreamName, _ facts: InternshipFacts, _ agreement: InternshipAgreement,
    _ insurance: PBInsuranceAttached
  ) -> [Judgement] {
    let all = [InternshipAgreement.Insurance(insurance)] + agreement.insurances
    return [Rule.insuranceGap, .insuranceGap2009].map { rule in
      facts.judgement(rule, in: stream) { all.lazy.compactMap { gap($0, agreement) }.first }
    }
  }

  /// What both texts say of filing an agreement.
  static func judge(
    filing stream: StreamName, _ facts: InternshipFacts, _ agreement: InternshipAgreement
  ) -> [Judgement] {
    [Rule.insuredInternship, .insuredInternship2009].map { rule in
      facts.judgement(rule, in: stream) {
        if agreement.insurances.isEmpty { return "\(stream) was filed without an insurance" }
        let gaps = agreement.insurances.compactMap { gap($0, agreement) }
        return gaps.count == agreement.insurances.count ? gaps.first : nil
      }
    }
  }

  private static func gap(
    _ insurance: InternshipAgreement.Insurance, _ agreement: InternshipAgreement
  ) -> String? {
    if let last = insurance.to, let end = agreement.to, last < end {
      return "an insurance ends on \(last), the internship on \(end)"
    }
    if let first = insurance.from, let start = agreement.from, first > start {
      return "an insurance begins on \(first), the internship on \(start)"
    }
    return nil
  }
}
