public import EventModel

/// A graduate who looks for work. A missing value is not known or not asked for.
public struct Graduate: Hashable, Sendable {
  /// Who it is.
  public var person: StreamName
  /// What the graduate brings.
  public var learner: Learner
  /// Where the graduate lives, 6 digits.
  public var region: String?
  /// The regions that are asked for, each 2, 4 or 6 digits; empty for any.
  public var wishedRegions: [String]
  /// The least pay that is wished, fen a month.
  public var wishedPayFen: Int64?
  /// Whether the person wants no recommendations.
  public var hasRecommendationsOff: Bool

  /// A graduate.
  public init(
    person: StreamName, learner: Learner, region: String? = nil, wishedRegions: [String] = [],
    wishedPayFen: Int64? = nil, hasRecommendationsOff: Bool = false
  ) {
    self.person = person
    self.learner = learner
    self.region = region
    self.wishedRegions = wishedRegions
    self.wishedPayFen = wishedPayFen
    self.hasRecommendationsOff = hasRecommendationsOff
  }
}

extension Matching {
  /// The vacancies that fit a graduate.
  ///
  /// - Parameters:
  ///   - vacancies: what to look at; each stream once.
  ///   - absent: the employers whose vacancies are recommended to nobody.
  ///   - day: on which the graduate looks.
  ///   - limit: how many matches at most.
  /// - Complexity: O(n log n) for n vacancies.
  public static func vacancies(
    for graduate: Graduate, among vacancies: [(stream: StreamName, vacancy: Vacancy)],
    absent: Set<StreamName> = [], on day: CivilDate, by weights: MatchWeights, limit: Int = 10
  ) -> Outcome {
    var candidates: [Candidate] = []
    var failures: [Failure] = []
    for (stream, vacancy) in vacancies {
      if let filter = filter(graduate, vacancy, absent, day) {
        failures.append(Failure(candidate: stream, filter: filter))
      } else {
        candidates.append(
          Candidate(
            recommended: stream, lastDay: CivilDate(field: vacancy.terms.to),
            reasons: reasons(
              criteria(graduate, vacancy.terms), weights, .vacanciesForGraduates)))
      }
    }
    return Outcome(
      search: .vacanciesForGraduates, receiver: graduate.person, weights: weights,
      matches: ranked(candidates, limit: limit), failures: failures)
  }

  private static func filter(
    _ graduate: Graduate, _ vacancy: Vacancy, _ absent: Set<StreamName>, _ day: CivilDate
  ) -> Filter? {
    if graduate.hasRecommendationsOff { return .switchedOff }
    if let employer = vacancy.employer, absent.contains(employer) { return .organisation }
    if vacancy.openPlaces == 0 { return .capacity }
    if !vacancy.isOpen(on: day) { return .dates }
    for (condition, answer) in Eligibility.conditions(of: vacancy.terms, for: graduate.learner)
    where answer != .met {
      return condition == .major ? .major : .eligibility
    }
    let wished = graduate.wishedRegions
    let isThere =
      vacancy.terms.hasRegion
      && wished.contains { vacancy.terms.region.hasPrefix(RegionCode.known($0)) }
    return wished.isEmpty || isThere ? nil : .region
  }

  private static func criteria(_ graduate: Graduate, _ terms: PBVacancyTerms) -> [Criterion?] {
    let isPaid = graduate.wishedPayFen.map { terms.hasPayMinFen && terms.payMinFen >= $0 } ?? false
    return [
      graduate.learner.major.flatMap { nearness([$0], terms.majors) },
      nearness(graduate.region, terms.hasRegion ? terms.region : nil),
      isPaid ? .payAsWished : nil,
      terms.keyGroupsOnly ? .keptForKeyGroups : nil,
    ]
  }
}
