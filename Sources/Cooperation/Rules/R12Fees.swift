internal import Deciding
internal import EventModel

extension Rule {
  /// R12: an intern pays nothing and keeps the own papers.
  static let noFees = Rule(
    number: "R12",
    sentence: "No deposit, training fee, commission, management, material or job-service fee is "
      + "taken from an intern, and nobody's identity card or diploma is held.",
    source: "Vocational Education Law (2022), Art. 42; the regulations were not read",
    isVerified: true,
    scope: Scope(schoolLevels: Scope.vocationalSchools, validFrom: day("2022-05-01")),
    whenDecided: .finding(.breach), whenReported: .finding(.breach))
}

/// Judges an internship by what is taken from the student.
enum NoFees {
  /// What the rule says of an agreement, or of what was seen.
  static func judge(
    _ stream: StreamName, _ facts: InternshipFacts, chargesFees: Bool, holdsDocuments: Bool
  ) -> Judgement {
    facts.judgement(.noFees, in: stream) {
      if holdsDocuments { return "the student's papers are held" }
      return chargesFees ? "the student is charged" : nil
    }
  }
}
