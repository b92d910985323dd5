internal import Cooperation
internal import EventLog
internal import EventModel
internal import HTTPTypes
internal import Hummingbird
internal import Projections

/// `GET /v1/matches/{vacancies|enterprises|schools}`: who fits whom, and why.
///
/// What is shown is recorded by nobody here: whoever acts on a match gives the command
/// `giveRecommendation`.
struct MatchRoutes: Sendable {
  let log: any AppendOnlyLog
  let store: ReadModelStore
  let own: OwnOrganisations
  let limits: ServerLimits
  let places: SearchPlaces
  let clock: @Sendable () -> RecordedTime

  private static let shownAtFirst = 10

  func add(to router: Router<ConcordRequestContext>) {
    router.get("v1/matches/vacancies") { request, context in
      let caller = try context.reader()
      return try await vacancies(request, caller)
    }
    for search in CounterpartSearch.allCases {
      router.get("v1/matches/\(search.rawValue)") { request, context in
        _ = try context.reader()
        return try await counterparts(request, search)
      }
    }
  }

  private var source: MatchSource {
    MatchSource(
      log: log, views: store,
      limits: MatchLimits(
        candidateCount: limits.matchCandidateCount, needCount: limits.matchNeedCount,
        comparisonCount: limits.matchComparisonCount, time: .seconds(limits.matchSeconds)))
  }

  private func vacancies(_ request: Request, _ caller: Caller) async throws -> Response {
    var question = QueryParameters(request)
    try await question.wait(for: store, limits)
    let (day, limit) = try dayAndLimit(&question)
    let person = try stream(&question, "person", Person.category)
    let enrolment = try stream(&question, "enrolment", Enrolment.category)
    guard (person == nil) != (enrolment == nil) else {
      throw Problem.badArgument("person", "a person's stream, unless enrolment is given instead")
    }
    let wanted = try wishes(&question)
    try rest(&question, "person, enrolment, home, region, pay, on, limit, atLeast")
    let source = source
    if !caller.seesSmallCells { try await checkOwn(enrolment, caller, source) }
    guard let receiver = try enrolment.map({ try source.studies($0).person }) ?? person else {
      throw Problem.badArgument("person", "a person's stream")
    }
    return answer(
      try await places.run {
        try await source.vacancies(
          for: receiver, enrolment: enrolment, wishes: wanted, on: day, by: .shipped, limit: limit)
      })
  }

  /// A school looks for its own students; of all others it isn't even told whether they are there.
  private func checkOwn(
    _ enrolment: StreamName?, _ caller: Caller, _ source: MatchSource
  ) async throws {
    let refusal = Problem(
      "single-persons", .forbidden,
      "what fits one person is for who works on that person's facts; a school asks by an enrolment")
    let names = try await own.names(of: caller)
    guard let enrolment, let school = try source.school(of: enrolment), names.contains(school)
    else { throw refusal }
  }

  private func counterparts(
    _ request: Request, _ search: CounterpartSearch
  ) async throws -> Response {
    var question = QueryParameters(request)
    try await question.wait(for: store, limits)
    let (day, limit) = try dayAndLimit(&question)
    guard let seeker = try stream(&question, search.seekerName, Organisation.category) else {
      throw Problem.badArgument(search.seekerName, "an organisation's stream")
    }
    try rest(&question, "\(search.seekerName), on, limit, atLeast")
    let source = source
    return answer(
      try await places.run {
        try await source.counterparts(of: seeker, search, on: day, by: .shipped, limit: limit)
      })
  }

  private func answer(_ report: MatchReport) -> Response {
    jsonResponse { json in json.object { $0.fields(of: report) } }
  }

  // MARK: - Parameters

  private func dayAndLimit(_ question: inout QueryParameters) throws -> (CivilDate, Int) {
    let zone = log.identity.zone
    var day = zone.civilDate(at: clock().microseconds)
    if let text = question.take("on") {
      guard let asked = try? CivilDate(validating: text) else {
        throw Problem.badArgument("on", "a day, as 2023-04-10")
      }
      day = asked
    }
    var limit = Self.shownAtFirst
    if let text = question.take("limit") {
      guard let number = Int(text), (1...limits.matchesPerNeed).contains(number) else {
        throw Problem.badArgument("limit", "a number from 1 to \(limits.matchesPerNeed)")
      }
      limit = number
    }
    return (day, limit)
  }

  private func stream(
    _ question: inout QueryParameters, _ name: String, _ category: StreamCategory
  ) throws -> StreamName? {
    guard let text = question.take(name) else { return nil }
    guard let stream = try? StreamName(validating: text), stream.category == category else {
      throw Problem.badArgument(name, "a stream, as \(category.text)-4711")
    }
    return stream
  }

  private func wishes(_ question: inout QueryParameters) throws -> GraduateWishes {
    let home = question.take("home")
    var regions: [String] = []
    while let region = question.take("region") { regions.append(region) }
    var pay: Int64?
    if let text = question.take("pay") {
      guard let fen = Int64(text) else {
        throw Problem.badArgument("pay", "fen a month, a number from 0")
      }
      pay = fen
    }
    do throws(GraduateWishes.Refusal) {
      return try GraduateWishes(validatingHome: home, regions: regions, payFen: pay)
    } catch {
      throw Problem.badArgument(error.field, error.expected)
    }
  }

  /// Refuses what nobody asked for, and twice what is asked for once; each has been taken once.
  private func rest(_ question: inout QueryParameters, _ known: String) throws {
    for name in known.split(separator: ", ") { try question.refuseRest(String(name)) }
    guard let unknown = question.takeRest().first else { return }
    throw Problem.badArgument(String(unknown.name.prefix(60)), "nothing: there are \(known)")
  }
}
