internal import Deciding
internal import EventModel

/// What Concord asks of surveys, courses, cases, employment and merges, so that they add up.
extension Rule {
  private static func consistency(
    _ number: String, _ sentence: String, whenDecided: Outcome = .reject,
    whenReported: Outcome = .finding(.breach)
  ) -> Rule {
    Rule(
      number: number, sentence: sentence, source: "Concord's model of cooperation",
      isVerified: true, whenDecided: whenDecided, whenReported: whenReported)
  }

  /// ENDS: an entity ends once a day.
  static let oneEnd = consistency(
    "ENDS", "An entity does not end in two different ways on one day.",
    whenDecided: .finding(.breach))
  /// SURVEY-OPEN: a response comes while its survey is open.
  package static let openSurvey = consistency(
    "SURVEY-OPEN", "A response comes while its survey takes responses.", whenDecided: .review,
    whenReported: .review)
  /// SEATS: no more trainees than seats.
  static let trainingSeats = consistency(
    "SEATS", "A course takes no more trainees than it has seats.")
  /// TRAINEE-ONCE: nobody takes part twice.
  static let traineeOnce = consistency(
    "TRAINEE-ONCE", "Somebody who takes part in a course is not enrolled in it again.")
  /// CERTIFICATE: what it certifies took place.
  static let earnedCertificate = consistency(
    "CERTIFICATE",
    "A certificate goes to somebody who took part, after a session was held, and who had not "
      + "dropped out by the first one.")
  /// ONE-OWNER: one person is responsible.
  static let oneOwner = consistency(
    "ONE-OWNER", "An open case of assistance has exactly one responsible person.")
  /// CONFIRMING-BODY: a status is confirmed by somebody.
  ///
  /// It tells nothing of the group: that there is a status stands in the log.
  static let confirmingBody = consistency(
    "CONFIRMING-BODY", "Who confirms that somebody belongs to a key group is named.",
    whenReported: .finding(.advisory))
  /// CONFIRMED-GROUP: assistance follows a confirmed status.
  static let confirmedGroup = consistency(
    "CONFIRMED-GROUP", "A case is opened for a graduate whose key-group status is confirmed.")
  /// ONE-TO-ONE: nobody of a key group is left without a case.
  public static let assistedGraduate = consistency(
    "ONE-TO-ONE",
    "Who graduates and belongs to a key group has a case of assistance 30 days after both are "
      + "known.", whenDecided: .finding(.breach))
  /// TRANSLATED-FIGURE: a machine's numbers are doubtful.
  static let translatedFigure = consistency(
    "TRANSLATED-FIGURE",
    "A published figure is read in the original, not in a machine's translation.",
    whenDecided: .finding(.advisory), whenReported: .finding(.advisory))
  /// VERIFIED-EMPLOYER: an employer was looked up.
  public static let verifiedEmployer = consistency(
    "VERIFIED-EMPLOYER", "An employer of graduates was found in a register.",
    whenDecided: .review, whenReported: .review)
  /// EMPLOYED-ONCE: one agreement binds a graduate.
  static let oneEmployment = consistency(
    "EMPLOYED-ONCE", "One employment agreement binds a graduate at a time.", whenReported: .review)
  /// OUTCOME-ONCE: one outcome of an enrolment.
  static let oneOutcome = consistency(
    "OUTCOME-ONCE", "An enrolment has one employment outcome.", whenDecided: .review,
    whenReported: .review)
  /// CASE-ONCE: one open case of assistance.
  static let oneOpenCase = consistency(
    "CASE-ONCE", "One case of assistance is open for a graduate at a time.", whenReported: .review)
  /// REVIEWER: who reviews an outcome may.
  static let outcomeReviewer = consistency(
    "REVIEWER",
    "An outcome is reviewed as the school by its own school, and as the bureau by a government body."
  )
  /// RESPONDENTS: published cells speak of those who answered.
  static let countedRespondents = consistency(
    "RESPONDENTS",
    "No cell of published results has more respondents than responses to the survey are on record.")
  /// STANDING-EMPLOYMENT: what an outcome rests on stands.
  static let standingEmployment = consistency(
    "STANDING-EMPLOYMENT",
    "The employment agreement that an outcome rests on is with its employer and was not ended.")

  /// All of them, by number.
  static let peopleConsistency: [Rule] = [
    .oneEnd, .openSurvey, .trainingSeats, .traineeOnce, .earnedCertificate, .oneOwner,
    .confirmedGroup, .verifiedEmployer, .oneEmployment, .oneOutcome, .standingEmployment,
    .oneOpenCase, .outcomeReviewer, .countedRespondents,
    .assistedGraduate, .translatedFigure, .confirmingBody,
  ]
}

extension Rejudging {
  /// After what else these are judged again.
  static let peopleConsistency: [Rejudging] = [
    // STANDING-EMPLOYMENT: an outcome rests on an employment agreement that stands.
    Rejudging(
      [PBEmploymentTerminated.eventType],
      judgeAgain: [PBOutcomeDeclared.eventType, PBOutcomeRevised.eventType]),
    // CONFIRMED-GROUP: a case is opened for a confirmed key group.
    Rejudging(
      [PBKeyGroupConfirmed.eventType, PBKeyGroupEnded.eventType],
      judgeAgain: [PBAssistanceOpened.eventType]),
  ]
}
