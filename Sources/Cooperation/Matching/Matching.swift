public import EventModel

/// Who fits whom: hard filters, then weights, then a stated rule for ties.
///
/// Pure: it gets what is to be compared, the weights and the day, and sees no log. Every match says
/// why it was made, every failure why not. The law asks that an automated decision can be explained;
/// see ``PBGiveRecommendation``.
public enum Matching {
  /// What is looked for, and for whom.
  public enum Search: String, Hashable, Sendable, CaseIterable {
    /// Vacancies, for one graduate.
    case vacanciesForGraduates = "vacancies-for-graduates"
    /// What schools offer, for an enterprise's need.
    case schoolsForEnterprises = "schools-for-enterprises"
    /// What enterprises offer, for a school's need.
    case enterprisesForSchools = "enterprises-for-schools"
  }

  /// Why something fits; each is worth what the weights say.
  public enum Criterion: String, Hashable, Sendable, CaseIterable {
    /// The same major.
    case majorSame = "major-same"
    /// Another major of the same class, the first four digits.
    case majorSameClass = "major-same-class"
    /// Another class of the same category, the first two digits.
    case majorSameCategory = "major-same-category"
    /// The same district, six digits.
    case regionSameDistrict = "region-same-district"
    /// Another district of the same city, four digits.
    case regionSameCity = "region-same-city"
    /// Another city of the same province, two digits.
    case regionSameProvince = "region-same-province"
    /// The lowest pay is at least what is wished.
    case payAsWished = "pay-as-wished"
    /// It is kept for those who are to be helped.
    case keptForKeyGroups = "kept-for-key-groups"
    /// The two have an agreement in force.
    case partnerAlready = "partner-already"
    /// The other side covers all that is open.
    case quantityCovered = "quantity-covered"
  }

  /// Why something does not fit at all. The first that fails is the reason, in this order.
  public enum Filter: String, Hashable, Sendable, CaseIterable {
    /// The person wants no recommendations.
    case switchedOff = "switched-off"
    /// It is no counterpart: another kind, the same side, or the own.
    case counterpart
    /// Whose it is has ended, rests, or is on a blacklist.
    case organisation
    /// Nothing is open.
    case capacity
    /// It is not open on that day, or the two are not open at the same time.
    case dates
    /// The majors are of different categories, or the person's is not known.
    case major
    /// Another condition is not met, or what it turns on is not known.
    case eligibility
    /// It lies outside the region that is asked for, or where it lies is not known.
    case region
  }

  /// One reason of a match.
  public struct Reason: Hashable, Sendable {
    /// Why.
    public let criterion: Criterion
    /// What it is worth.
    public let points: Int
  }

  /// Something that fits.
  public struct Match: Hashable, Sendable {
    /// 1 is first.
    public let rank: Int
    /// What is recommended.
    public let recommended: StreamName
    /// The sum of the reasons' points.
    public let score: Int
    /// Why, in the order of ``Criterion``.
    public let reasons: [Reason]
  }

  /// Something that does not fit.
  public struct Failure: Hashable, Sendable {
    /// What was looked at.
    public let candidate: StreamName
    /// Why not.
    public let filter: Filter
  }

  /// What a search found.
  public struct Outcome: Hashable, Sendable {
    /// What was looked for.
    public let search: Search
    /// For whom.
    public let receiver: StreamName
    /// By which numbers.
    public let weights: MatchWeights
    /// What fits, best first, at most as many as were asked for.
    public let matches: [Match]
    /// What does not fit, in the order in which it was given; empty of ``countsAlone``.
    public private(set) var failures: [Failure]
    /// How many fell at each filter.
    public let failureCounts: [Filter: Int]

    init(
      search: Search, receiver: StreamName, weights: MatchWeights, matches: [Match],
      failures: [Failure]
    ) {
      self.search = search
      self.receiver = receiver
      self.weights = weights
      self.matches = matches
      self.failures = failures
      failureCounts = failures.reduce(into: [:]) { $0[$1.filter, default: 0] += 1 }
    }

    /// The same without what fell, which may be very much; how many fell where stays.
    public var countsAlone: Outcome {
      var outcome = self
      outcome.failures = []
      return outcome
    }
  }

  /// A candidate that passed the filters, before it is ranked.
  struct Candidate {
    let recommended: StreamName
    let lastDay: CivilDate?
    let reasons: [Reason]

    var score: Int { reasons.reduce(0) { $0 + $1.points } }
  }

  /// The best so many, ranked: the higher score first; of equal scores the one that ends first, what
  /// does not end last; of equal days the smaller stream name.
  ///
  /// - Complexity: O(n log n)
  static func ranked(_ candidates: [Candidate], limit: Int) -> [Match] {
    candidates.map { (score: $0.score, end: $0.lastDay?.dayNumber ?? .max, candidate: $0) }
      .sorted {
        if $0.score != $1.score { return $0.score > $1.score }
        if $0.end != $1.end { return $0.end < $1.end }
        return $0.candidate.recommended < $1.candidate.recommended
      }
      .prefix(limit).enumerated().map { index, one in
        Match(
          rank: index + 1, recommended: one.candidate.recommended, score: one.score,
          reasons: one.candidate.reasons)
      }
  }

  /// Criteria with their points, without those that are worth nothing.
  static func reasons(
    _ criteria: [Criterion?], _ weights: MatchWeights, _ search: Search
  ) -> [Reason] {
    criteria.compactMap { criterion in
      guard let criterion else { return nil }
      let points = weights.points(criterion, in: search)
      return points > 0 ? Reason(criterion: criterion, points: points) : nil
    }
  }

  /// How near two lists of majors are, by their nearest pair; `nil` where they share no category.
  static func nearness(_ one: [String], _ other: [String]) -> Criterion? {
    func share(_ count: Int) -> Bool {
      let prefixes = Set(one.map { $0.prefix(count) })
      return other.contains { prefixes.contains($0.prefix(count)) }
    }
    if share(6) { return .majorSame }
    if share(4) { return .majorSameClass }
    return share(2) ? .majorSameCategory : nil
  }

  /// How near two regions are, by the digits they share; `nil` across provinces or where one is not
  /// known.
  static func nearness(_ one: String?, _ other: String?) -> Criterion? {
    guard let one = one.map(RegionCode.known), let other = other.map(RegionCode.known) else {
      return nil
    }
    func share(_ count: Int) -> Bool {
      one.utf8.count >= count && one.prefix(count) == other.prefix(count)
    }
    if share(6) { return .regionSameDistrict }
    if share(4) { return .regionSameCity }
    return share(2) ? .regionSameProvince : nil
  }
}

extension Matching.Outcome {
  /// A match as it is recorded: ``PBGiveRecommendation``.
  public func details(of match: Matching.Match) -> PBRecommendationGiven {
    var given = PBRecommendationGiven()
    given.to = receiver.text
    given.recommended = match.recommended.text
    given.algorithm = weights.algorithm
    given.algorithmVersion = weights.version
    given.weightsSha256 = weights.sha256
    given.rank = Int32(match.rank)
    given.score = Int32(match.score)
    given.reasons = match.reasons.map { reason in
      var one = PBRecommendationReason()
      one.criterion = reason.criterion.rawValue
      one.points = Int32(reason.points)
      return one
    }
    return given
  }

  /// Why nothing was found, as a failed match is recorded: the commonest reason, of equally common
  /// ones the first of ``Matching/Filter``; `nil` when something fits.
  public var failure: PBNeedMatchFailed.Reason? {
    guard matches.isEmpty else { return nil }
    let most = failureCounts.values.max()
    let filter = Matching.Filter.allCases.first { most != nil && failureCounts[$0] == most }
    switch filter {
    case .switchedOff: return .notWanted
    case .capacity: return .noCapacity
    case .dates: return .dates
    case .region: return .tooFar
    case .counterpart, .organisation, .major, .eligibility, nil: return .noSuitable
    }
  }
}
