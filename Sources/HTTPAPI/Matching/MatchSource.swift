internal import Cooperation
package import Deciding
public import EventLog
public import EventModel
public import Projections

/// Why a search can't be made.
public struct MatchRefusal: Error, Hashable, Sendable {
  /// What stands in the way.
  public enum Code: Sendable {
    /// There is no such stream in the log.
    case missing
    /// It is there, and can't be searched for.
    case unfit
    /// More candidates than may be looked at.
    case tooMany
  }

  /// What stands in the way.
  public let code: Code
  /// One sentence without a full stop.
  public let reason: String
}

/// What is to be compared: read models name the candidates, their streams say what they are.
///
/// Whether something fits is `Matching`'s affair; here is only chosen what it looks at.
public struct MatchSource: Sendable {
  let log: any AppendOnlyLog
  let views: ReadModelStore
  /// How many candidates are looked at; more are refused.
  let candidateLimit: Int

  /// A source.
  ///
  /// - Parameter candidateLimit: how many candidates a search looks at before it is refused.
  public init(log: any AppendOnlyLog, views: ReadModelStore, candidateLimit: Int = .max) {
    self.log = log
    self.views = views
    self.candidateLimit = candidateLimit
  }

  // MARK: - Who looks

  /// A person as a graduate who looks for work.
  ///
  /// - Parameter enrolment: what the person studies; `nil` for the one that is open, else the one
  ///   whose class is latest.
  /// - Throws: ``MatchRefusal`` when nobody may be recommended anything under that name.
  func graduate(
    _ person: StreamName, enrolment: StreamName?, on day: CivilDate
  ) async throws -> Graduate {
    guard let known = try history(of: person).state(Person.self) else { throw Self.missing(person) }
    if known.isErased { throw MatchRefusal(code: .unfit, reason: "\(person) was erased") }
    if let into = known.mergedInto {
      throw MatchRefusal(
        code: .unfit, reason: "\(person) is the same person as \(into); ask for that")
    }
    if known.isRestricted {
      throw MatchRefusal(
        code: .unfit, reason: "data of \(person) are only stored: nothing is recommended")
    }
    let studies: Enrolment?
    if let enrolment {
      studies = try state(Enrolment.self, of: enrolment)
    } else {
      studies = try await currentEnrolment(of: person)
    }
    let school = try studies.flatMap { try state(Organisation.self, of: $0.school) }
    return Graduate(
      person: person,
      learner: Learner(
        enrolment: studies, schoolLevel: school?.schoolLevel, at: Moment(.day(day)),
        in: log.identity.zone),
      hasRecommendationsOff: known.hasRecommendationsOff)
  }

  /// Whose an enrolment is, and at which school.
  public func studies(_ enrolment: StreamName) throws -> (person: StreamName, school: StreamName) {
    guard let state = try state(Enrolment.self, of: enrolment) else {
      throw Self.missing(enrolment)
    }
    return (state.person, state.school)
  }

  private func currentEnrolment(of person: StreamName) async throws -> Enrolment? {
    var best: Enrolment?
    for stream in try await streams("Enrolments", ["person": person.text]) {
      guard let next = try state(Enrolment.self, of: stream), next.status != .withdrawn else {
        continue
      }
      guard let known = best else { best = next; continue }
      let isLater = (next.classYear ?? 0) > (known.classYear ?? 0)
      if next.isOpen != known.isOpen ? next.isOpen : isLater { best = next }
    }
    return best
  }

  /// Sees that a stream is an organisation of that kind.
  func check(_ organisation: StreamName, is kind: PBOrganisationRegistered.Kind) throws {
    guard let known = try history(of: organisation).state(Organisation.self) else {
      throw Self.missing(organisation)
    }
    if let merger = known.merger {
      throw MatchRefusal(
        code: .unfit, reason: "\(organisation) was merged into \(merger.into); ask for that")
    }
    guard known.kind == kind else {
      throw MatchRefusal(
        code: .unfit,
        reason: "\(organisation) is no \(kind == .school ? "school" : "enterprise")")
    }
  }

  // MARK: - What there is

  /// All vacancies that are published.
  func vacancies() async throws -> [(stream: StreamName, vacancy: Vacancy)] {
    var found: [(stream: StreamName, vacancy: Vacancy)] = []
    for stream in try await streams("Vacancies", ["phase": "published"]) {
      if let vacancy = try state(Vacancy.self, of: stream) { found.append((stream, vacancy)) }
    }
    return found
  }

  /// All open needs of one organisation, or of all.
  func needs(of organisation: StreamName? = nil) async throws -> [(stream: StreamName, need: Need)]
  {
    var filters = ["phase": "open"]
    if let organisation { filters["organisation"] = organisation.text }
    var found: [(stream: StreamName, need: Need)] = []
    for stream in try await streams("Needs", filters) {
      if let need = try state(Need.self, of: stream) { found.append((stream, need)) }
    }
    return found
  }

  /// Those needs that belong to organisations of a kind.
  func needs(
    _ needs: [(stream: StreamName, need: Need)], of kind: PBOrganisationRegistered.Kind
  ) throws -> [(stream: StreamName, need: Need)] {
    var kinds: [StreamName: PBOrganisationRegistered.Kind] = [:]
    return try needs.filter { _, need in
      guard let organisation = need.organisation else { return false }
      if let known = kinds[organisation] { return known == kind }
      let found = try state(Organisation.self, of: organisation)?.kind ?? .unspecified
      kinds[organisation] = found
      return found == kind
    }
  }

  /// With whom an organisation has an agreement in force on a day.
  func partners(of organisation: StreamName, on day: CivilDate) async throws -> Set<StreamName> {
    var partners: Set<StreamName> = []
    let named = ViewQuery.Filter("parties", .contains(organisation.text))
    for row in try await rows("AgreementBoard", [named], columns: ["stream", "parties"]) {
      // Another's name may begin so.
      guard let parties = row[1].text?.split(separator: " "),
        parties.contains(organisation.text[...]),
        let agreement = try row[0].text.flatMap({
          try state(CooperationAgreement.self, of: StreamName(validating: $0))
        }), agreement.isInForce(on: day, in: log.identity.zone)
      else { continue }
      partners.formUnion(agreement.parties)
    }
    partners.remove(organisation)
    return partners
  }

  // MARK: - Reading

  private func streams(_ view: String, _ filters: [String: String]) async throws -> [StreamName] {
    let filters = filters.map { ViewQuery.Filter($0.key, .oneOf([.text($0.value)])) }
    return try await rows(view, filters, columns: ["stream"]).compactMap { row in
      try row[0].text.map(StreamName.init(validating:))
    }
  }

  private func rows(
    _ view: String, _ filters: [ViewQuery.Filter], columns: [String]
  ) async throws -> [[SQLValue]] {
    var query = ViewQuery(
      view, filters: filters, columns: columns, limit: views.limits.rowsPerPage)
    var rows: [[SQLValue]] = []
    repeat {
      let page = try await views.page(query)
      rows += page.rows
      guard rows.count <= candidateLimit else {
        throw MatchRefusal(
          code: .tooMany,
          reason: "a search looks at \(candidateLimit) candidates at most, and there are more")
      }
      query.cursor = page.next
    } while query.cursor != nil
    return rows
  }

  /// What is confirmed of a stream: a recommendation rests on nothing else.
  private func state<A: Aggregate, Known>(
    _ aggregate: A.Type, of stream: StreamName
  ) throws -> Known? where A.State == Known? {
    try history(of: stream).confirmed.state(aggregate)
  }

  private func history(of stream: StreamName) throws -> StreamHistory {
    try log.history(of: stream)
  }

  private static func missing(_ stream: StreamName) -> MatchRefusal {
    MatchRefusal(code: .missing, reason: "there is no \(stream) in the log")
  }
}

extension AppendOnlyLog {
  /// All that was recorded in a stream, read in pages.
  package func history(of stream: StreamName) throws(EventLogError) -> StreamHistory {
    let page = 1_000
    var events: [RecordedEvent] = []
    while true {
      let next = try read(
        stream: stream, from: events.last?.revision.next ?? .zero, direction: .forwards,
        before: nil, limit: page)
      events += next
      if next.count < page { break }
    }
    return StreamHistory(stream: stream, recorded: events, zone: identity.zone)
  }
}
