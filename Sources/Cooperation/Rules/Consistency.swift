internal import Deciding
internal import EventModel

/// What Concord itself asks of facts, so that they add up; not the law.
///
/// A decided act that breaks one is refused, a reported fact is kept and opens a finding.
extension Rule {
  private static func consistency(_ number: String, _ sentence: String) -> Rule {
    Rule(
      number: number, sentence: sentence, source: "Concord's model of cooperation",
      isVerified: true, whenDecided: .reject, whenReported: .finding(.breach))
  }

  /// ORDER: the steps of a life come in order.
  public static let stepOrder = consistency(
    "ORDER", "An entity's steps come in the order of its life, as signing before ending.")
  /// FOUNDING-DAY: founding members are admitted on the founding day.
  public static let foundingDay = consistency(
    "FOUNDING-DAY", "A founding member is admitted on the day on which its alliance is founded.")
  /// ADMITTING: only a founded alliance admits.
  public static let admittingAlliance = consistency(
    "ADMITTING",
    "Members are admitted to an alliance that is founded and neither suspended nor dissolved.")
  /// GOVERNING-MEMBER: governing units are members.
  public static let governingMember = consistency(
    "GOVERNING-MEMBER", "A governing unit is a member of the alliance on the day of its election.")
  /// VOTE: what a vote carried is carried.
  public static let carriedVote = consistency(
    "VOTE",
    "A charter and governing units need the carried vote of a quorate meeting whose numbers "
      + "add up: more than half present, votes not above those present.")
  /// PARTIES: the parties fit the kind of cooperation.
  public static let fittingParties = consistency(
    "PARTIES",
    "The parties of an agreement fit its kind: a school and an enterprise, two schools, a "
      + "school and an association.")
  /// LIVING-PARTIES: who signs exists.
  public static let livingParties = consistency(
    "LIVING-PARTIES", "A party that signs is neither deregistered nor voided on that day.")
  /// ONE-TEXT: all sign one text.
  public static let oneText = consistency(
    "ONE-TEXT", "All parties of an agreement sign the same text: one digest.")
  /// SIGNERS: the parties sign, and nobody else.
  public static let partiesSign = consistency(
    "SIGNERS",
    "An agreement and its amendments are signed by the parties they concern, and by nobody "
      + "else.")
  /// SAME-HOST: a new host is a new agreement.
  public static let sameHost = consistency(
    "SAME-HOST", "A change of host is a new internship agreement, not an amendment.")
  /// FITTING-AGREEMENT: an internship fits the agreement that it rests on.
  public static let fittingAgreement = consistency(
    "FITTING-AGREEMENT",
    "An internship's school, host and student are those of the agreement it rests on, which "
      + "holds on that day.")
  /// FITTING-ENROLMENT: a student is enrolled where it is said.
  public static let fittingEnrolment = consistency(
    "FITTING-ENROLMENT", "A student's enrolment is the student's own, at the school that is named.")

  /// All of them, by number.
  static let consistencyRules: [Rule] = [
    .stepOrder, .foundingDay, .admittingAlliance, .governingMember, .carriedVote, .fittingParties,
    .livingParties, .oneText, .partiesSign, .sameHost, .fittingAgreement, .fittingEnrolment,
  ]
}

extension Judgement {
  /// A judgement that is broken where there is a reason, else kept.
  init(_ rule: Rule, in subjects: StreamName..., breach: String?) {
    self.init(rule, subjects: subjects, breach.map(Verdict.broken) ?? .kept)
  }
}
