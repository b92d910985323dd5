internal import Deciding
internal import EventModel

/// What Concord itself asks of vacancies, sessions, needs and recommendations, so that they add up.
extension Rule {
  private static func own(
    _ number: String, _ sentence: String, decided: Outcome = .reject,
    reported: Outcome = .finding(.breach)
  ) -> Rule {
    Rule(
      number: number, sentence: sentence, source: "Concord's model of cooperation",
      isVerified: true, whenDecided: decided, whenReported: reported)
  }

  /// OPEN-VACANCY: applications go to what is open.
  public static let openVacancy = own(
    "OPEN-VACANCY",
    "An application and a recommendation go to a vacancy that is published and takes applications.")
  /// ELIGIBLE: who applies fulfils what the vacancy asks for.
  static let eligibleApplicant = own(
    "ELIGIBLE", "Who applies has the major, the school and the year that the vacancy asks for.")
  /// STANDING-OFFER: an offer ends.
  static let standingOffer = own(
    "STANDING-OFFER", "An offer of a job is accepted while it stands.")
  /// ATTENDED: who meets is there.
  static let attendingParties = own(
    "ATTENDED", "Those who meet at a matchmaking session have arrived there.")
  /// INTENTION-ATTENDED: intentions of a session are of those who came.
  static let attendedIntention = own(
    "INTENTION-ATTENDED",
    "The parties of an intention that was reached at a matchmaking session have arrived there.",
    decided: .finding(.breach))
  /// KNOWN-PARTY: a name alone is looked at.
  static let knownParty = own(
    "KNOWN-PARTY", "A party of a matchmaking session is a registered organisation.",
    decided: .review, reported: .review)
  /// COUNTS: what was announced is what was seen.
  static let announcedCounts = own(
    "COUNTS",
    "The number of parties that a session announces is that of those who arrived, as exactly as it "
      + "is meant.",
    decided: .finding(.advisory), reported: .finding(.advisory))
  /// OWN-SCHOOL: a school doesn't visit itself.
  static let visitElsewhere = own(
    "OWN-SCHOOL",
    "A school's visit to an employer is not one to itself, nor to one that it runs or is run by.",
    decided: .review,
    reported: .review)
  /// QUANTITY: no more than is asked for.
  static let matchedQuantity = own(
    "QUANTITY", "No more of a need is matched than is open.")
  /// SWITCHED-OFF: who wants no recommendations gets none.
  static let wantedRecommendation = own(
    "SWITCHED-OFF", "Nothing is recommended to a person who has switched recommendations off.")

  /// VISITED: who is visited is there.
  static let visitedEmployer = own(
    "VISITED", "The employer of a visit is an organisation whose registration stands.")

  /// IN-CAMPAIGN: what counts for a campaign is held in it.
  static let visitInCampaign = own(
    "IN-CAMPAIGN", "A visit of a campaign is held on one of the campaign's days.",
    decided: .finding(.advisory), reported: .finding(.advisory))

  /// All of them, by number.
  static let marketConsistencyRules: [Rule] = [
    .openVacancy, .eligibleApplicant, .standingOffer, .attendingParties, .knownParty,
    .announcedCounts, .visitElsewhere, .matchedQuantity, .wantedRecommendation,
    .visitedEmployer, .attendedIntention, .visitInCampaign,
  ]
}

extension Rejudging {
  /// After what else these are judged again.
  static let marketConsistency: [Rejudging] = [
    // OPEN-VACANCY: a recommended job can be had.
    Rejudging(
      [PBVacancyPublished.eventType, PBVacancyClosed.eventType],
      judgeAgain: [PBAssistanceJobRecommended.eventType]),
    // OPEN-VACANCY, ELIGIBLE: applications, recommendations and the vacancy they went to.
    Rejudging(
      [
        PBVacancyPublished.eventType, PBVacancyRevised.eventType, Vacancy.Types.paused,
        Vacancy.Types.resumed, PBVacancyFilled.eventType, PBVacancyClosed.eventType,
      ],
      judgeAgain: [PBApplicationSubmitted.eventType, PBRecommendationGiven.eventType],
      byMoment: true),
    // SWITCHED-OFF: who wants no recommendations.
    Rejudging(
      [Person.recommendationsSwitchedOff, Person.recommendationsSwitchedOn],
      judgeAgain: [PBRecommendationGiven.eventType]),
    // IN-CAMPAIGN: the days of a campaign.
    Rejudging(
      [PBCampaignExtended.eventType, PBCampaignClosed.eventType],
      judgeAgain: [PBVisitHeld.eventType]),
    // INTENTION-ATTENDED: who came to a session.
    Rejudging(
      [PBSessionPartyArrived.eventType], judgeAgain: [PBIntentionRecorded.eventType]),
  ]
}
