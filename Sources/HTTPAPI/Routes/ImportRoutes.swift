internal import CommandHandling
internal import Cooperation
internal import Deciding
internal import EventModel
internal import HTTPTypes
internal import Hummingbird
internal import Importing
internal import SwiftProtobuf

/// `POST /v1/look-ups` and `GET /v1/imports/{import}`: what whoever imports rows needs to know before it
/// hands their commands in.
///
/// Numbers of persons come in the body, never in an address, which proxies keep; nothing of a person is
/// shown but the stream.
struct ImportRoutes: Sendable {
  let handler: CommandHandler<CooperationDecider>
  let lookUps: LogLookUps
  let own: OwnOrganisations
  let limits: ServerLimits
  let silence: SilenceWatch
  /// Where look-ups run.
  let places: Places
  /// How many persons each key may look up.
  let allowance: LookUpAllowance
  /// How many different guesses about one person each key may make.
  let guesses: GuessAllowance
  /// What requests for look-ups under way hold.
  let held: HeldBytes

  func add(to router: Router<ConcordRequestContext>) {
    router.post("v1/look-ups") { request, context in
      let caller = try context.recorder()
      return try await answer(request, context, caller)
    }
    router.get("v1/imports/:import") { request, context in
      let caller = try context.importReader()
      return try await firstResults(
        request, try context.parameters.require("import"), try await ownNames(of: caller))
    }
  }

  // MARK: - Look-ups

  private func answer(
    _ request: Request, _ context: ConcordRequestContext, _ caller: Caller
  ) async throws -> Response {
    var query = QueryParameters(request)
    try query.expectNothing()
    try request.expectJSONBody()
    let share = try held.take(for: request, atMost: limits.lookUpByteCount)
    defer { share.giveBack() }
    let question = try LookUpRequest(
      try await context.body(
        of: request, named: "a body of look-ups", upTo: limits.lookUpByteCount,
        within: limits.bodySeconds, silence))
    guard max(question.lookUps.count, question.commands.count) <= limits.lookUpCount else {
      throw Problem(
        "too-large", .contentTooLarge,
        "at most \(limits.lookUpCount) look-ups and as many commands are asked at once")
    }
    let place = try places.take()
    defer { place.leave() }
    let own = try await ownNames(of: caller)
    // Last: who gets no answer has spent nothing.
    try allowance.take(question.lookUps, for: caller)
    let answers = try question.lookUps.map { lookUp -> LookUpAnswer in
      try lookUps.answer(lookUp, for: own) { guesses.take(lookUp, at: $0, for: caller) }
    }
    let recorded = try question.commands.map { try lookUps.recorded($0, for: own) }
    return jsonResponse { json in
      json.object { json in
        json.name("answers")
        json.list { json in
          for answer in answers { json.answer(answer) }
        }
        json.name("commands")
        json.list { json in
          for command in recorded { json.recorded(command) }
        }
      }
    }
  }

  /// The organisations whose facts a caller may see; `nil` for who may see all.
  private func ownNames(of caller: Caller) async throws -> Set<StreamName>? {
    caller.ownOrganisation == nil ? nil : Set(try await own.names(of: caller))
  }

  // MARK: - What was first said

  private func firstResults(
    _ request: Request, _ name: String, _ own: Set<StreamName>?
  ) async throws -> Response {
    var query = QueryParameters(request)
    let after = try query.number("after") ?? 0
    let limit = try query.limit(limits.eventsPerPage)
    try query.expectNothing()
    guard let stream = try? StreamName(validating: percentDecoded(name)),
      stream.category == Cooperation.Import.category
    else { throw Problem.badArgument("import", "an import's stream, as import-KIND-SHA256") }
    let history = try handler.history(of: stream)
    guard let file = try history.state(Cooperation.Import.self) else {
      throw Problem("no-such-stream", .notFound, "\(stream) has no events")
    }
    let sender = history.recorded.first?.event.actor.organisation
    if let own, sender.map(own.contains) != true {
      throw Problem(
        "anothers-import", .forbidden,
        "first results are for who handed the file in, and for who sees all facts")
    }
    let rejections = try Cooperation.Import.rejections(in: history)
    let rows = rejections.keys.filter { $0 > after }.sorted()
    let shown = try rows.prefix(limit).compactMap { try rejections[$0]?.jsonString() }
    return jsonResponse { json in
      json.object { json in
        json.field("import", stream.text)
        json.field("phase", file.phase.rawValue)
        json.field(
          "mappingSha256", file.details.hasMappingSha256 ? file.details.mappingSha256 : nil)
        json.field("rowCount", Int64(file.details.rowCount))
        json.field("nextRow", Int64(file.nextRow))
        json.field("recorded", Int64(file.recordedCount))
        json.field("alreadySo", Int64(file.alreadySoCount))
        json.field("refused", Int64(file.rejectedCount))
        json.name("refusedRows")
        json.list { json in
          for row in shown { json.raw(row) }
        }
        if rows.count > limit { json.field("next", Int64(rows[limit - 1])) }
      }
    }
  }
}

extension JSONText {
  fileprivate mutating func answer(_ answer: LookUpAnswer) {
    object { json in
      switch answer {
      case .found(let stream): json.streams([stream])
      case .several(let streams): json.streams(streams)
      case .notFound: json.streams([])
      case .impossible(let reason): json.field("impossible", reason)
      }
    }
  }

  fileprivate mutating func recorded(_ command: RecordedCommand?) {
    guard let command else { return raw("null") }
    object { json in
      json.field("digest", command.digest.description)
      json.streams(command.streams)
    }
  }

  private mutating func streams(_ streams: [StreamName]) {
    name("streams")
    list { json in
      for stream in streams { json.string(stream.text) }
    }
  }
}
