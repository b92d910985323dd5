public import Cooperation
public import EventModel
internal import Projections
internal import ReadModels

/// Which side of needs is looked for.
public enum CounterpartSearch: String, Sendable, CaseIterable {
  /// Enterprises, for the open needs of a school.
  case enterprises
  /// Schools, for the open needs of an enterprise.
  case schools

  /// As weights name it.
  var search: Matching.Search {
    self == .enterprises ? .enterprisesForSchools : .schoolsForEnterprises
  }
  /// Who looks.
  var seeker: PBOrganisationRegistered.Kind { self == .enterprises ? .school : .enterprise }
  /// Who is looked for.
  var sought: PBOrganisationRegistered.Kind { self == .enterprises ? .enterprise : .school }

  /// What the one who looks is called, as an option and as a parameter.
  public var seekerName: String { self == .enterprises ? "school" : "enterprise" }
}

extension MatchSource {
  /// Looks for vacancies that fit a graduate.
  ///
  /// - Parameter enrolment: what the person studies; `nil` for the one that is open, else the one
  ///   whose class is latest.
  /// - Throws: ``MatchRefusal`` when nobody may be recommended anything under that name.
  public func vacancies(
    for person: StreamName, enrolment: StreamName?, wishes: GraduateWishes, on day: CivilDate,
    by weights: MatchWeights, limit: Int
  ) async throws -> MatchReport {
    var graduate = try await self.graduate(person, enrolment: enrolment, on: day)
    graduate.region = wishes.home
    graduate.wishedRegions = wishes.regions
    graduate.wishedPayFen = wishes.payFen
    if graduate.hasRecommendationsOff {
      return MatchReport(
        search: .vacanciesForGraduates, receiver: person, day: day, weights: weights, parts: [],
        titles: [:], basis: nil, isSwitchedOff: true)
    }
    let vacancies = try await self.vacancies(on: day)
    let absent = try await absent(among: Set(vacancies.compactMap(\.vacancy.employer)), on: day)
    let outcome = Matching.vacancies(
      for: graduate, among: vacancies, absent: absent, on: day, by: weights, limit: limit
    ).countsAlone
    let shown = Set(outcome.matches.map(\.recommended))
    return MatchReport(
      search: .vacanciesForGraduates, receiver: person, day: day, weights: weights,
      parts: [.init(need: nil, outcome: outcome)],
      titles: Dictionary(
        vacancies.filter { shown.contains($0.stream) }.map {
          ($0.stream, ($0.vacancy.terms.title, $0.vacancy.employer))
        }, uniquingKeysWith: { first, _ in first }), basis: try await views.basis())
  }

  /// Looks for each open need of an organisation among those of the other side.
  ///
  /// - Throws: ``MatchRefusal`` where the organisation is not of the kind that makes this search, or
  ///   nobody may be sent there.
  public func counterparts(
    of seeker: StreamName, _ wanted: CounterpartSearch, on day: CivilDate,
    by weights: MatchWeights, limit: Int
  ) async throws -> MatchReport {
    try await check(seeker, is: wanted.seeker, on: day)
    // What was published or signed under an absorbed one's name is the seeker's.
    let names = try await views.organisations(mergedInto: [seeker], on: day)
    let own = try await needs(of: names, on: day)
    let others =
      own.isEmpty ? [] : try await needs(needs(opposite: own, on: day), of: wanted.sought)
    let absent = try await absent(among: Set(others.compactMap(\.need.organisation)), on: day)
    let partners = own.isEmpty ? [] : try await self.partners(of: names, on: day)
    var parts: [MatchReport.Part] = []
    for need in own {
      try await goOn()
      // Another kind or the same side was never a candidate, and is no reason why nothing fits.
      let candidates = others.filter {
        $0.need.terms.kind == need.need.terms.kind && $0.need.terms.side != need.need.terms.side
      }
      guard
        let outcome = Matching.counterparts(
          of: need, as: wanted.search, among: candidates, absent: absent,
          partners: partners, on: day, by: weights, limit: limit)
      else { continue }
      parts.append(.init(need: need.stream, outcome: outcome.countsAlone))
    }
    let shown = Set(parts.flatMap { $0.outcome.matches.map(\.recommended) })
    return MatchReport(
      search: wanted.search, receiver: seeker, day: day, weights: weights, parts: parts,
      titles: Dictionary(
        others.filter { shown.contains($0.stream) }.map {
          ($0.stream, ($0.need.terms.title, $0.need.organisation))
        }, uniquingKeysWith: { first, _ in first }), basis: try await views.basis())
  }
}
