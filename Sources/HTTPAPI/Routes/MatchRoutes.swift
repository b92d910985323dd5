internal import CommandHandling
internal import Cooperation
internal import EventLog
internal import EventModel
internal import HTTPTypes
internal import Hummingbird
internal import MatchSearch
internal import Projections

/// `GET /v1/matches/{vacancies|enterprises|schools}`: who fits whom, and why; `POST /v1/matches`: the
/// same, and recorded.
///
/// What a question shows is recorded by nobody: a page that is looked at recommends nothing. Whoever
/// wants it recorded posts the search, or gives the command `giveRecommendation` for one match.
struct MatchRoutes: Sendable {
  let log: any AppendOnlyLog
  let store: ReadModelStore
  let handler: CommandHandler<CooperationDecider>
  let own: OwnOrganisations
  let limits: ServerLimits
  let silence: SilenceWatch
  let places: Places
  let weights: [MatchWeights]
  let clock: @Sendable () -> RecordedTime

  func add(to router: Router<ConcordRequestContext>) {
    router.get("v1/matches/vacancies") { request, context in
      let caller = try context.reader()
      var question = QueryParameters(request)
      let atLeast = try question.takeAtLeast()
      let asked = try graduateQuestion(&question)
      try await store.wait(for: atLeast, limits)
      return shown(try await report(asked, for: caller))
    }
    for search in CounterpartSearch.allCases {
      router.get("v1/matches/\(search.rawValue)") { request, context in
        let caller = try context.reader()
        var question = QueryParameters(request)
        let atLeast = try question.takeAtLeast()
        let asked = try organisationQuestion(&question, search)
        try await store.wait(for: atLeast, limits)
        return shown(try await report(asked, for: caller))
      }
    }
    router.post("v1/matches") { request, context in
      let caller = try context.recorder()
      return try await record(request, context, caller)
    }
  }

  // MARK: - Looking

  private var source: MatchSource {
    MatchSource(
      log: log, views: store,
      limits: MatchLimits(
        candidateCount: limits.matchCandidateCount, needCount: limits.matchNeedCount,
        comparisonCount: limits.matchComparisonCount, time: .seconds(limits.matchSeconds)))
  }

  private func report(
    _ question: MatchQuestion, for caller: Caller
  ) async throws -> MatchReport {
    let source = source
    switch question.who {
    case .graduate(let named, let enrolment, let wishes):
      if !caller.seesSmallCells { try await checkOwn(enrolment, caller, source) }
      guard let person = try enrolment.map({ try source.studies($0).person }) ?? named else {
        throw Problem.badArgument("person", "a person's stream")
      }
      return try await places.run {
        try await source.vacancies(
          for: person, enrolment: enrolment, wishes: wishes, on: question.day,
          by: question.weights, limit: question.limit)
      }
    case .organisation(let seeker, let search):
      return try await places.run {
        try await source.counterparts(
          of: seeker, search, on: question.day, by: question.weights, limit: question.limit)
      }
    }
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

  private func shown(_ report: MatchReport) -> Response {
    jsonResponse(headers: report.basis?.standstill ?? [:]) { json in
      json.object { $0.fields(of: report) }
    }
  }

  // MARK: - Recording

  private func record(
    _ request: Request, _ context: ConcordRequestContext, _ caller: Caller
  ) async throws -> Response {
    try request.expectJSONBody()
    var parameters = QueryParameters(request)
    let atLeast = try parameters.takeAtLeast()
    try parameters.expectNothing()
    let body = try await context.body(
      of: request, named: "a search", upTo: MatchRequestJSON.byteLimit,
      within: limits.bodySeconds, silence)
    let question = try question(MatchRequestJSON.request(body))
    try await store.wait(for: atLeast, limits)
    let report = try await report(question, for: caller)
    let recording = try await MatchRecording.record(report) {
      (command) throws(CommandError) in
      try await handler.handle(
        try caller.permitted(command), actor: caller.actor, channel: .api)
    }
    let headers = report.basis?.standstill ?? [:]
    return jsonResponse(recording.recorded > 0 ? .created : .ok, headers: headers) { json in
      json.object { json in
        json.fields(of: report)
        json.fields(of: recording)
      }
    }
  }
}
