internal import Deciding
internal import EventModel

extension Rule {
  /// R26: outcomes are true, and nobody is pushed to make them look better.
  public static let trueOutcomes = Rule(
    number: "R26",
    sentence: "Nobody is forced to sign, diplomas hang on no signature, no agreement is made up, "
      + "internship papers prove no employment; no rate is set for colleges or counsellors, and "
      + "appraisal does not hang on it.",
    source: "Ministry of Education, four must-nots and three no's of employment statistics, from "
      + "reports of 2020 to 2023",
    isVerified: false, whenDecided: .reject, whenReported: .finding(.breach))
}

/// Judges outcomes and targets by the four must-nots and the three no's, as far as facts show them.
enum TrueOutcomes {
  /// What the rule says of evidence: the papers of an internship prove none.
  static func judge(_ outcome: StreamName, evidence: PBOutcomeEvidenceAttached) -> Judgement {
    let isInternship =
      evidence.kind == .internshipPapers
      || StreamName(field: evidence.stream).map {
        $0.category == InternshipAgreement.category || $0.category == Placement.category
      } == true
    return Judgement(
      .trueOutcomes, in: outcome,
      breach: isInternship ? "an internship's papers stand as evidence of employment" : nil)
  }

  /// What the rule says of a graduate's contest: the grounds that are must-nots.
  static func judge(_ outcome: StreamName, contest: PBOutcomeGraduateContested) -> Judgement {
    let breach: String? =
      switch contest.ground {
      case .neverAgreed: "the graduate says that the agreement is made up"
      case .forcedToSign: "the graduate says that signing was forced"
      case .diplomaWithheld: "the graduate says that the diploma hung on a signature"
      case .internshipCounted: "the graduate says that an internship passes for employment"
      default: nil
      }
    return Judgement(.trueOutcomes, in: outcome, breach: breach)
  }

  /// What the rule says of a target.
  ///
  /// - Parameters:
  ///   - isPlacementRate: whether the target is a share of graduates who have work.
  ///   - subject: for whom it is set; a person, or a school or a part of one, breaks the rule.
  ///   - isSchool: whether an organisation that it is set for is a school.
  static func judge(
    target: StreamName, isPlacementRate: Bool, subject: StreamName?, isSchool: Bool
  ) -> Judgement {
    let isPerson = subject?.category == Person.category
    return Judgement(
      .trueOutcomes, in: target,
      breach: isPlacementRate && (isPerson || isSchool)
        ? "a placement rate is set for \(isPerson ? "a counsellor" : "a college")" : nil)
  }
}
