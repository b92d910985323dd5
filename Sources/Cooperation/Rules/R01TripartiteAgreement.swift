internal import Deciding
internal import EventModel

extension Rule {
  /// R01: no post internship without an agreement that student, school and host have signed.
  static let tripartiteAgreement = Rule(
    number: "R01",
    sentence:
      "A post internship begins only when student, school and host have signed an agreement.",
    source: "Vocational Education Law (2022), Art. 50; internship regulations and model agreement "
      + "(2021)",
    isVerified: true, scope: .postInternships2021, whenDecided: .reject,
    whenReported: .finding(.critical))

  /// R01 in Ningbo since 2020: the agreement covers time, place, post, protection and insurance.
  static let ningboAgreementTerms = Rule(
    number: "R01-3302",
    sentence: "In Ningbo an internship agreement covers time, place, post, protective measures and "
      + "liability insurance.",
    source: "Ningbo Regulation on School-Enterprise Cooperation, text of 2020, Art. 9; "
      + yearOnly,
    isVerified: false,
    // Of the amendment only the year is known; its first day is taken.
    scope: Scope(
      territory: "3302", schoolLevels: Scope.vocationalSchools, internshipKinds: [.post],
      validFrom: day("2020-01-01")),
    whenDecided: .reject, whenReported: .finding(.breach))

  /// R01 in Ningbo before 2020; the first text was not read.
  static let ningboAgreement2009 = Rule(
    number: "R01-3302-2009",
    sentence: "In Ningbo a post internship begins only with an agreement of student, school and "
      + "host.",
    source: "Ningbo Regulation on School-Enterprise Cooperation, text of 2009", isVerified: false,
    scope: Scope(
      territory: "3302", schoolLevels: Scope.vocationalSchools, internshipKinds: [.post],
      validFrom: day("2009-03-01"), validTo: day("2020-01-01")),
    whenDecided: .reject, whenReported: .finding(.breach))
}

/// Judges the start of an internship by its agreement.
enum TripartiteAgreement {
  /// What the three texts say of a start.
  ///
  /// - Parameter agreement: the internship agreement as it was at the start; `nil` for none.
  static func judge(
    _ placement: StreamName, _ facts: InternshipFacts, agreement: InternshipAgreement?
  ) -> [Judgement] {
    [
      verdict(.tripartiteAgreement, placement, facts) { signed(agreement) },
      verdict(.ningboAgreement2009, placement, facts) { signed(agreement) },
      verdict(.ningboAgreementTerms, placement, facts) { covered(agreement) },
    ]
  }

  private static func verdict(
    _ rule: Rule, _ placement: StreamName, _ facts: InternshipFacts, _ breach: () -> String?
  ) -> Judgement {
    facts.judgement(rule, in: placement, breach: breach)
  }

  private static func signed(_ agreement: InternshipAgreement?) -> String? {
    guard let agreement else { return "the internship began without an agreement" }
    if agreement.isComplete { return nil }
    switch agreement.phase {
    case .annulled: return "the internship began, but its agreement was annulled"
    case .superseded: return "the internship began after its agreement had been superseded"
    default: return "the internship began before student, school and host had signed one agreement"
    }
  }

  private static func covered(_ agreement: InternshipAgreement?) -> String? {
    if let reason = signed(agreement) { return reason }
    // A report need not tell the text: who, what and when are enough.
    guard let agreement, !agreement.isReported else { return nil }
    var missing: [String] = []
    if agreement.from == nil || agreement.to == nil { missing.append("time") }
    if !agreement.terms.hasPlace { missing.append("place") }
    if !agreement.terms.hasPost { missing.append("post") }
    if !agreement.terms.hasProtection { missing.append("protective measures") }
    if !agreement.insurances.contains(where: { $0.kind == .liability }) {
      missing.append("liability insurance")
    }
    return missing.isEmpty
      ? nil : "the internship agreement does not cover " + missing.joined(separator: ", ")
  }
}

extension Rejudging {
  /// R01 and its kin: a placement is judged by its agreement as it was at the start.
  static let tripartiteAgreement = Rejudging(
    [
      InternshipAgreement.Types.reportedSigned, PBInternshipAgreementSigned.eventType,
      PBInsuranceAttached.eventType, PBInternshipAgreementAmended.eventType,
      PBInternshipAgreementAnnulled.eventType, PBInternshipAgreementSuperseded.eventType,
    ],
    judgeAgain: [PBPlacementStarted.eventType])
}
