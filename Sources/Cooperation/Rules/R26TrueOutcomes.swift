internal import Deciding
internal import EventModel

extension Rule {
  /// R26: outcomes are true, and nobody is pushed to make them look better.
  static let trueOutcomes = Rule(
    number: "R26",
    sentence: "Nobody is forced to sign, diplomas hang on no signature, no agreement is made up, "
      + "internship papers prove no employment.",
    source:
      "Ministry of Education, four must-nots of employment statistics, from reports of 2020 to "
      + "2023",
    // The reports tell no day; the first of the first one's year is taken.
    isVerified: false, scope: Scope(validFrom: day("2020-01-01")), whenDecided: .reject,
    whenReported: .finding(.breach))
}

/// Judges outcomes by the four must-nots, as far as facts show them; the three no's are a rule on
/// targets.
enum TrueOutcomes {
  /// What the rule says of evidence: the papers of an internship prove none.
  static func judge(
    _ outcome: StreamName, evidence: PBOutcomeEvidenceAttached, on occurred: Moment,
    in zone: LogZone
  ) -> Judgement {
    var culprit: Judgement.Culprit?
    if evidence.kind == .internshipPapers {
      culprit = .value("kind")
    } else if let stream = StreamName(field: evidence.stream),
      stream.isOf(InternshipAgreement.category) || stream.isOf(Placement.category)
    {
      culprit = .value("stream")
    }
    return judgement(
      outcome, blaming: culprit,
      culprit.map { _ in "an internship's papers stand as evidence of employment" }, on: occurred,
      in: zone)
  }

  /// What the rule says of a graduate's contest: the grounds that are must-nots.
  static func judge(
    _ outcome: StreamName, contest: PBOutcomeGraduateContested, on occurred: Moment,
    in zone: LogZone
  ) -> Judgement {
    let breach: String? =
      switch contest.ground {
      case .neverAgreed: "the graduate says that the agreement is made up"
      case .forcedToSign: "the graduate says that signing was forced"
      case .diplomaWithheld: "the graduate says that the diploma hung on a signature"
      case .internshipCounted: "the graduate says that an internship passes for employment"
      default: nil
      }
    return judgement(outcome, breach, on: occurred, in: zone)
  }

  private static func judgement(
    _ outcome: StreamName, blaming culprit: Judgement.Culprit? = nil, _ breach: String?,
    on occurred: Moment, in zone: LogZone
  ) -> Judgement {
    Judgement(
      .trueOutcomes, in: outcome, blaming: culprit,
      breach: Rule.trueOutcomes.holds(on: occurred, in: zone) ? breach : nil)
  }
}
