internal import Deciding
internal import EventModel

extension Rule {
  /// R16: a teacher and somebody at the host look after each intern.
  public static let twoMentors = Rule(
    number: "R16",
    sentence: "A teacher of the school and a mentor at the host look after an intern, and an "
      + "assessment does not just copy the staff's rules of attendance.",
    source: "Ningbo Regulation on School-Enterprise Cooperation, text of 2020, Art. 9 and 11",
    isVerified: true, scope: .ningboInternships2020, whenDecided: .finding(.breach),
    whenReported: .finding(.breach))
}

/// Judges an internship by who looks after the student.
enum TwoMentors {
  /// What the rule says of an internship, at a start of our own or at its end: a report of a start
  /// need not name them.
  static func judge(
    _ stream: StreamName, _ facts: InternshipFacts, _ mentors: Set<PBInternshipParty>
  ) -> Judgement {
    var reason: String?
    if facts.isGoverned(by: .twoMentors) {
      switch (mentors.contains(.schoolSide), mentors.contains(.hostSide)) {
      case (true, true): break
      case (false, true): reason = "no teacher of the school looks after the student"
      case (true, false): reason = "nobody at the host looks after the student"
      case (false, false): reason = "neither school nor host has named who looks after the student"
      }
    }
    return Judgement(.twoMentors, in: stream, breach: reason)
  }

  /// What the rule says of how a student was graded.
  static func judge(
    _ stream: StreamName, _ facts: InternshipFacts, isAssessedByAttendance: Bool
  ) -> Judgement {
    let isBroken = isAssessedByAttendance && facts.isGoverned(by: .twoMentors)
    return Judgement(
      .twoMentors, in: stream,
      breach: isBroken ? "the student is assessed by the staff's rules of attendance alone" : nil)
  }
}
