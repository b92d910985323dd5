internal import Deciding
internal import EventModel

/// All rules, and the version under which they judge.
public enum RuleBook {
  /// The version that every event carries; a changed rule means a new one.
  public static let version = 13

  /// The rules of the regulations, by number.
  public static let regulations: [Rule] = [
    .tripartiteAgreement, .ningboAgreement2009, .ningboAgreementTerms, .minimumAge, .firstYear,
    .noIntermediary, .directPay, .informedConsent, .insuranceGap, .writtenAgreement,

    // Surveys, training, assistance, employment, privacy.
    .trueOutcomes, .graduatesWord, .zeroEmployment, .lawfulGround, .separateConsent, .disclosure,
    .legalHold, .smallCells,
    // Posts, vacancies, activities, campaigns, needs.
    .barredPlaces, .barredPlaces2016, .heavyLabour, .workingHours, .ningboWorkingHours,
    .ningboWorkingHours2009, .payFloor, .payFloor2016, .internRatio, .internshipDuration,
    .relatedWork, .noFees, .inspectedHost, .twoMentors, .brokingLicence, .orderlyFair,
    .vacancyTerms, .openToVocationalGraduates, .visitTargets,
    // R18, R22, R26-TARGET, R31.
    .internTerm, .jointApplication, .barredApplicant, .publicationTerm, .noPlacementRateTarget,
    .suspensionTerm, .filedServices, .branchesFirst,
    // R15, by text and act.
    .insuranceGap2009, .insuredInternship, .insuredInternship2009,
    // Earlier texts, and the half of R02 that is the Labour Law's.
    .jointApplication2009, .twoMentors2009, .minimumWorkingAge,
    .noIntermediary2021,
    // P06 while data are only stored.
    .restrictedProcessing,
  ]

  /// The checks of recorded values that hold a fact for review.
  static let checks: [Rule] = [
    .creditCodeCheck, .creditCodeKind, .identityBasis, .schoolCodeKind, .oneFullTimeEnrolment,
    .knownCode,
    // What one entity holds at a time.
    .sameIntention, .oneOrderClass, .oneLiveGrant, .policyDates,
    // What one organisation is.
    .duplicateKind,
  ]

  /// What Concord asks of facts so that they add up.
  public static let consistency =
    Rule.consistencyRules + Rule.peopleConsistency + Rule.marketConsistencyRules
    + Rule.internshipDays

  /// All of them.
  public static var rules: [Rule] { regulations + checks + consistency }

  /// The rule with that number.
  public static func rule(_ number: String) -> Rule? {
    rules.first { $0.number == number }
  }
}

extension ReviewProposal {
  /// A fact held because of that rule.
  init(_ rule: Rule, _ reason: String) {
    self.init(rule: rule.number, reason: reason)
  }
}
