internal import Cooperation
internal import Deciding
public import EventLog
public import EventModel
public import Projections
internal import ReadModels
internal import Synchronization

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
    /// It took longer than it may.
    case tooLong
  }

  /// What stands in the way.
  public let code: Code
  /// One sentence without a full stop.
  public let reason: String
}

/// How much one search may look at; more is refused.
public struct MatchLimits: Sendable {
  /// The most candidates.
  public var candidateCount: Int
  /// The most open needs of one organisation for which the other side is looked for.
  public var needCount: Int
  /// The most comparisons of a need with a candidate.
  public var comparisonCount: Int
  /// The longest it may take; `nil` for as long as it takes.
  public var time: Duration?
  /// How long it may have the thread before others get a turn.
  public var turn: Duration

  /// Limits; without arguments there is none, as at the command line.
  public init(
    candidateCount: Int = .max, needCount: Int = .max, comparisonCount: Int = .max,
    time: Duration? = nil, turn: Duration = .milliseconds(5)
  ) {
    self.candidateCount = candidateCount
    self.needCount = needCount
    self.comparisonCount = comparisonCount
    self.time = time
    self.turn = turn
  }
}

/// How long one search has had its thread.
private final class Turn: Sendable {
  private let began = Mutex(ContinuousClock.now)

  /// Whether it is over; the next one begins then.
  func isOver(after length: Duration) -> Bool {
    let now = ContinuousClock.now
    return began.withLock { began in
      guard now - began >= length else { return false }
      began = now
      return true
    }
  }

  /// Begins anew.
  func begin() { began.withLock { $0 = .now } }
}

/// What is to be compared: read models name the candidates, their streams say what they are.
///
/// Whether something fits is `Matching`'s affair; here is only chosen what it looks at.
public struct MatchSource: Sendable {
  let log: any AppendOnlyLog
  let views: ReadModelStore
  let limits: MatchLimits
  private let deadline: ContinuousClock.Instant?
  private let turn = Turn()

  /// A source for one search, whose time begins now.
  public init(log: any AppendOnlyLog, views: ReadModelStore, limits: MatchLimits = MatchLimits()) {
    self.log = log
    self.views = views
    self.limits = limits
    deadline = limits.time.map { .now + $0 }
  }

  /// Asked between one piece of work and the next; others get the thread now and then, for reading
  /// and comparing never waits by itself. Not each time: among many that are busy a turn is long in
  /// coming.
  ///
  /// - Throws: ``MatchRefusal`` once the time is over; `CancellationError`.
  func goOn() async throws {
    if turn.isOver(after: limits.turn) {
      await Task.yield()
      turn.begin()
    }
    try Task.checkCancellation()
    guard let deadline, let time = limits.time, ContinuousClock.now >= deadline else { return }
    throw MatchRefusal(code: .tooLong, reason: "a search takes \(time) at most")
  }

  static func tooMany(_ limit: Int, _ what: String) -> MatchRefusal {
    MatchRefusal(
      code: .tooMany,
      reason: "a search looks at \(limit) \(what) at most, and there are more: look where the data "
        + "directory is, with concord match, which has no such limit")
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
    let history = try history(of: enrolment)
    if let state = try history.confirmed.state(Enrolment.self) {
      return (state.person, state.school)
    }
    guard try history.state(Enrolment.self) != nil else { throw Self.missing(enrolment) }
    throw MatchRefusal(
      code: .unfit, reason: "\(enrolment) is held back by a review: nothing rests on it yet")
  }

  /// At which school an enrolment is, also while a review holds it back; `nil` where there is none.
  public func school(of enrolment: StreamName) throws -> StreamName? {
    let history = try history(of: enrolment)
    let known = try history.confirmed.state(Enrolment.self) ?? history.state(Enrolment.self)
    return known?.school
  }

  private func currentEnrolment(of person: StreamName) async throws -> Enrolment? {
    var best: Enrolment?
    for stream in try await streams("Enrolments", ["person": [.text(person.text)]]) {
      try await goOn()
      guard let next = try state(Enrolment.self, of: stream), next.phase != .withdrawn else {
        continue
      }
      guard let known = best else { best = next; continue }
      let isLater = (next.classYear ?? 0) > (known.classYear ?? 0)
      if next.isOpen != known.isOpen ? next.isOpen : isLater { best = next }
    }
    return best
  }

  /// Sees that a stream is an organisation of that kind, and on that day no other one's.
  func check(
    _ organisation: StreamName, is kind: PBOrganisationRegistered.Kind, on day: CivilDate
  ) async throws {
    guard let known = try history(of: organisation).state(Organisation.self) else {
      throw Self.missing(organisation)
    }
    let survivor = try await views.survivors(of: [organisation], on: day)[organisation]
    if let survivor, survivor != organisation {
      throw MatchRefusal(
        code: .unfit, reason: "\(organisation) was merged into \(survivor); ask for that")
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
    for stream in try await streams("Vacancies", ["phase": ["published"]]) {
      try await goOn()
      if let vacancy = try state(Vacancy.self, of: stream) { found.append((stream, vacancy)) }
    }
    return found
  }

  /// All open needs of organisations.
  func needs(of organisations: Set<StreamName>) async throws -> [(stream: StreamName, need: Need)] {
    var streams: [StreamName] = []
    var rest = organisations.sorted()[...]
    while !rest.isEmpty {
      let some = rest.prefix(views.limits.valuesPerFilter)
      rest = rest.dropFirst(some.count)
      streams += try await self.streams(
        "Needs", ["phase": ["open"], "organisation": some.map { .text($0.text) }])
      guard streams.count <= limits.needCount else {
        throw Self.tooMany(limits.needCount, "open needs of one organisation")
      }
    }
    return try await needs(streams.sorted())
  }

  /// All open needs that may be the other side of some.
  func needs(
    opposite own: [(stream: StreamName, need: Need)]
  ) async throws -> [(stream: StreamName, need: Need)] {
    let kinds = Set(own.map { SQLValue($0.need.terms.kind.word) })
    let found = try await streams("Needs", ["phase": ["open"], "kind": Array(kinds)])
    guard found.count <= limits.comparisonCount / max(own.count, 1) else {
      throw Self.tooMany(limits.comparisonCount, "pairs of needs")
    }
    return try await needs(found)
  }

  private func needs(
    _ streams: [StreamName]
  ) async throws -> [(stream: StreamName, need: Need)] {
    var found: [(stream: StreamName, need: Need)] = []
    for stream in streams {
      try await goOn()
      if let need = try state(Need.self, of: stream) { found.append((stream, need)) }
    }
    return found
  }

  /// Those needs that belong to organisations of a kind.
  func needs(
    _ needs: [(stream: StreamName, need: Need)], of kind: PBOrganisationRegistered.Kind
  ) async throws -> [(stream: StreamName, need: Need)] {
    var kinds: [StreamName: PBOrganisationRegistered.Kind] = [:]
    var found: [(stream: StreamName, need: Need)] = []
    for candidate in needs {
      guard let organisation = candidate.need.organisation else { continue }
      try await goOn()
      if kinds[organisation] == nil {
        kinds[organisation] = try state(Organisation.self, of: organisation)?.kind ?? .unspecified
      }
      if kinds[organisation] == kind { found.append(candidate) }
    }
    return found
  }

  /// With whom an organisation has an agreement in force on a day, under each of their names.
  ///
  /// - Parameter names: the organisation's own.
  func partners(of names: Set<StreamName>, on day: CivilDate) async throws -> Set<StreamName> {
    var parties: Set<StreamName> = []
    for name in names.sorted() {
      let named = ViewQuery.Filter("parties", .contains(name.text))
      for row in try await rows("AgreementBoard", [named], columns: ["stream", "parties"]) {
        try await goOn()
        // Another's name may begin so.
        guard let words = row[1].text?.split(separator: " "), words.contains(name.text[...]),
          let agreement = try row[0].text.flatMap({
            try state(CooperationAgreement.self, of: StreamName(validating: $0))
          }), agreement.isInForce(on: day, in: log.identity.zone)
        else { continue }
        parties.formUnion(agreement.parties)
      }
    }
    parties.subtract(names)
    let survivors = try await views.survivors(of: parties, on: day)
    return try await views.organisations(
      mergedInto: parties.union(survivors.values), on: day
    ).subtracting(names)
  }

  // MARK: - Reading

  private func streams(
    _ view: String, _ filters: [String: [SQLValue]]
  ) async throws -> [StreamName] {
    let filters = filters.sorted { $0.key < $1.key }.map {
      ViewQuery.Filter($0.key, .oneOf($0.value))
    }
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
      try await goOn()
      let page = try await views.page(query)
      rows += page.rows
      guard rows.count <= limits.candidateCount else {
        throw Self.tooMany(limits.candidateCount, "candidates")
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
