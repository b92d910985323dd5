public import EventModel

extension Matching {
  /// What the other side offers for a need: schools for an enterprise, enterprises for a school.
  ///
  /// - Parameters:
  ///   - seeker: the need and its stream; the recommendation goes to its organisation.
  ///   - needs: what to look at; each stream once.
  ///   - absent: the organisations whose needs are recommended to nobody.
  ///   - partners: the organisations with which the seeker has an agreement in force.
  ///   - day: on which it is looked for.
  ///   - limit: how many matches at most.
  /// - Returns: `nil` when it is not known whose need it is.
  /// - Complexity: O(n log n) for n needs.
  public static func counterparts(
    of seeker: (stream: StreamName, need: Need), as search: Search,
    among needs: [(stream: StreamName, need: Need)], absent: Set<StreamName> = [],
    partners: Set<StreamName>, on day: CivilDate, by weights: MatchWeights, limit: Int = 10
  ) -> Outcome? {
    guard let receiver = seeker.need.organisation else { return nil }
    var candidates: [Candidate] = []
    var failures: [Failure] = []
    for (stream, need) in needs where stream != seeker.stream {
      if let filter = filter(seeker.need, need, absent, day) {
        failures.append(Failure(candidate: stream, filter: filter))
      } else {
        let isPartner = need.organisation.map(partners.contains) ?? false
        candidates.append(
          Candidate(
            recommended: stream, lastDay: CivilDate(field: need.terms.to),
            reasons: reasons(
              criteria(seeker.need, need, isPartner: isPartner), weights, search)))
      }
    }
    return Outcome(
      search: search, receiver: receiver, weights: weights,
      matches: ranked(candidates, limit: limit), failures: failures)
  }

  private static func filter(
    _ seeker: Need, _ other: Need, _ absent: Set<StreamName>, _ day: CivilDate
  ) -> Filter? {
    let isCounterpart =
      seeker.terms.kind == other.terms.kind && seeker.terms.side != other.terms.side
      && other.organisation != seeker.organisation
    if !isCounterpart { return .counterpart }
    if let organisation = other.organisation, absent.contains(organisation) {
      return .organisation
    }
    if other.openQuantity == 0 { return .capacity }
    if !other.isOpen(on: day) || !overlaps(seeker.terms, other.terms) { return .dates }
    if !seeker.terms.majors.isEmpty, !other.terms.majors.isEmpty,
      nearness(seeker.terms.majors, other.terms.majors) == nil
    {
      return .major
    }
    if seeker.terms.hasRegion, other.terms.hasRegion {
      let (one, two) = (
        RegionCode.known(seeker.terms.region), RegionCode.known(other.terms.region)
      )
      if !one.hasPrefix(two), !two.hasPrefix(one) { return .region }
    }
    return nil
  }

  private static func criteria(_ seeker: Need, _ other: Need, isPartner: Bool) -> [Criterion?] {
    var isCovered = false
    if let asked = seeker.openQuantity, let open = other.openQuantity { isCovered = open >= asked }
    return [
      nearness(seeker.terms.majors, other.terms.majors),
      nearness(
        seeker.terms.hasRegion ? seeker.terms.region : nil,
        other.terms.hasRegion ? other.terms.region : nil),
      isPartner ? .partnerAlready : nil,
      isCovered ? .quantityCovered : nil,
    ]
  }

  private static func overlaps(_ one: PBNeedTerms, _ other: PBNeedTerms) -> Bool {
    func isBefore(_ end: String, _ start: String) -> Bool {
      guard let end = CivilDate(field: end), let start = CivilDate(field: start) else {
        return false
      }
      return end < start
    }
    return !isBefore(one.to, other.from) && !isBefore(other.to, one.from)
  }
}
