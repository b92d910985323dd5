internal import Deciding
internal import EventModel

extension Rule {
  /// R13: nobody signs for a post internship that student and guardian have not agreed to.
  public static let informedConsent = Rule(
    number: "R13",
    sentence: "A student agrees, being informed, before signing for a post internship; for a "
      + "student under 18 a guardian agrees too.",
    source: "Model internship agreement (2021); guardian's consent: Shenzhen's rules",
    isVerified: false, scope: .postInternships2021, whenDecided: .reject,
    whenReported: .finding(.advisory))
}

/// Judges the student's signature by the consent behind it.
enum InformedConsent {
  /// What the rule says of a signature; only the student's own is judged.
  ///
  /// - Parameter ageBand: the student's on the day; `nil` when it is unknown.
  static func judge(
    _ stream: StreamName, _ agreement: InternshipAgreement, _ facts: InternshipFacts,
    signer: PBInternshipParty, ageBand: PBAgeBand?
  ) -> Judgement {
    var reason: String?
    if signer == .student, facts.isGoverned(by: .informedConsent) {
      if agreement.consented == nil {
        reason = "the student signed without having given informed consent"
      } else if ageBand.map({ $0 != .adult }) == true, agreement.guardianConsented == nil {
        reason = "a student under 18 signed without a guardian's consent"
      }
    }
    return Judgement(
      .informedConsent, subjects: [stream], reason.map(Judgement.Verdict.broken) ?? .kept)
  }
}
