internal import Deciding
internal import EventModel

extension Rule {
  /// R16: a teacher and somebody at the host look after each intern.
  static let twoMentors = Rule(
    number: "R16",
    sentence: "A teacher of the school and a mentor at the host look after an intern, and an "
      + "assessment does not just copy the staff's rules of attendance.",
    source: "Ningbo Regulation on School-Enterprise Cooperation, text of 2020, Art. 9 and 11; "
      + yearOnly,
    isVerified: false, scope: .ningboInternships2020, whenDecided: .finding(.breach),
    whenReported: .finding(.breach))

  /// The same before 2020; the first text was not read.
  static let twoMentors2009 = Rule(
    number: "R16-2009",
    sentence: "A teacher of the school and a mentor at the host look after an intern, and an "
      + "assessment does not just copy the staff's rules of attendance.",
    source: "Ningbo Regulation on School-Enterprise Cooperation, text of 2009", isVerified: false,
    scope: .ningboInternships2009, whenDecided: .finding(.advisory),
    whenReported: .finding(.advisory))
}

/// Judges an internship by who looks after the student.
enum TwoMentors {
  /// What both texts say of an internship, at a start of our own or at its end: a report of a start
  /// need not name them.
  static func judge(
    _ stream: StreamName, _ facts: InternshipFacts, _ mentors: Set<PBInternshipParty>
  ) -> [Judgement] {
    judgements(stream, facts) {
      switch (mentors.contains(.schoolSide), mentors.contains(.hostSide)) {
      case (true, true): nil
      case (false, true): "no teacher of the school looks after the student"
      case (true, false): "nobody at the host looks after the student"
      case (false, false): "neither school nor host has named who looks after the student"
      }
    }
  }

  /// What both texts say of how a student was graded.
  static func judge(
    _ stream: StreamName, _ facts: InternshipFacts, isAssessedByAttendance: Bool
  ) -> [Judgement] {
    judgements(stream, facts) {
      isAssessedByAttendance
        ? "the student is assessed by the staff's rules of attendance alone" : nil
    }
  }

  private static func judgements(
    _ stream: StreamName, _ facts: InternshipFacts, breach: () -> String?
  ) -> [Judgement] {
    [Rule.twoMentors, .twoMentors2009].map { facts.judgement($0, in: stream, breach: breach) }
  }
}

extension Rejudging {
  /// R16: who looks after a student, by the agreement.
  static let twoMentors = Rejudging(
    [PBInternshipAgreementAmended.eventType],
    judgeAgain: [PBPlacementCompleted.eventType, PBPlacementEndedEarly.eventType])
}
