import Cooperation
import Deciding
import EventLog
import EventModel
import Projections

/// What is to be compared: read models name the candidates, their streams say what they are.
///
/// Whether something fits is ``Matching``'s affair; here is only chosen what it looks at.
struct MatchSource {
  let log: EventLog
  let views: ReadModelStore

  private static let eventsPerPage = 1_000

  // MARK: - Who looks

  /// A person as a graduate who looks for work.
  ///
  /// - Parameter enrolment: what the person studies; `nil` for the one that is open, else the one
  ///   whose class is latest.
  /// - Throws: ``Failure`` when nobody may be recommended anything under that name.
  func graduate(
    _ person: StreamName, enrolment: StreamName?, on day: CivilDate
  ) async throws -> Graduate {
    guard let known = try history(of: person).state(Person.self) else { throw Self.missing(person) }
    if known.isErased { throw Failure(.damageOrRefused, "\(person) was erased") }
    if let into = known.mergedInto {
      throw Failure(.damageOrRefused, "\(person) is the same person as \(into); ask for that")
    }
    if known.isRestricted {
      throw Failure(.damageOrRefused, "data of \(person) are only stored: nothing is recommended")
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

  /// Whose an enrolment is.
  func person(of enrolment: StreamName) throws -> StreamName {
    guard let state = try state(Enrolment.self, of: enrolment) else {
      throw Self.missing(enrolment)
    }
    return state.person
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
      throw Failure(
        .damageOrRefused, "\(organisation) was merged into \(merger.into); ask for that")
    }
    guard known.kind == kind else {
      throw Failure(
        .damageOrRefused, "\(organisation) is no \(kind == .school ? "school" : "enterprise")")
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
    for row in try await rows("AgreementBoard", [:], columns: ["stream", "parties"]) {
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
    try await rows(view, filters, columns: ["stream"]).compactMap { row in
      try row[0].text.map(StreamName.init(validating:))
    }
  }

  private func rows(
    _ view: String, _ filters: [String: String], columns: [String]
  ) async throws -> [[SQLValue]] {
    var query = ViewQuery(
      view, filters: filters.map { .init($0.key, .oneOf([.text($0.value)])) }, columns: columns,
      limit: views.limits.rowsPerPage)
    var rows: [[SQLValue]] = []
    repeat {
      let page = try await views.page(query)
      rows += page.rows
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
    var events: [RecordedEvent] = []
    while true {
      let page = try log.read(
        stream: stream, from: events.last?.revision.next ?? .zero, direction: .forwards,
        before: nil, limit: Self.eventsPerPage)
      events += page
      if page.count < Self.eventsPerPage { break }
    }
    return StreamHistory(stream: stream, recorded: events, zone: log.identity.zone)
  }

  private static func missing(_ stream: StreamName) -> Failure {
    Failure(.damageOrRefused, "there is no \(stream) in the log")
  }
}
