internal import Deciding
internal import EventModel

extension Rule {
  /// R15, in part: an insurance covers the whole internship.
  public static let insuranceGap = Rule(
    number: "R15", sentence: "An intern's insurance covers the whole internship.",
    source: "Ningbo Regulation on School-Enterprise Cooperation, text of 2020, Art. 9; provincial "
      + "rules",
    isVerified: false, scope: Scope(), whenDecided: .finding(.breach),
    whenReported: .finding(.breach))
}

/// Judges insurances by the days they cover.
enum InsuranceGap {
  /// What the rule says of an insurance: one finding an agreement, so all of them are looked at.
  static func judge(
    _ stream: StreamName, _ agreement: InternshipAgreement, _ insurance: PBInsuranceAttached
  ) -> Judgement {
    let all = [InternshipAgreement.Insurance(insurance)] + agreement.insurances
    return Judgement(
      .insuranceGap, in: stream, breach: all.lazy.compactMap { gap($0, agreement) }.first)
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
