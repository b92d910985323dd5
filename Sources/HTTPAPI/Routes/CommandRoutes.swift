internal import CommandHandling
internal import Cooperation
internal import Deciding
internal import EventModel
internal import HTTPTypes
internal import Hummingbird
internal import Importing
internal import NIOCore
internal import ServiceLifecycle

/// `POST /v1/commands`: one JSON command, or NDJSON answered line by line; with `dryRun=1` nothing is
/// recorded.
struct CommandRoutes: Sendable {
  let handler: CommandHandler<CooperationDecider>
  let limits: ServerLimits
  let silence: SilenceWatch
  /// Where large rehearsals run.
  let rehearsals: Places
  /// Where small ones run: whoever rehearses rows asks some of them while a large one is under way.
  let smallRehearsals: Places
  /// What NDJSON bodies under way hold; apart, because they may stay open for long.
  let heldBySessions: HeldBytes
  /// What single commands under way hold.
  let heldByCommands: HeldBytes
  /// How many persons each key may look up: a rehearsal tells of a number whether it is known.
  let allowance: LookUpAllowance
  /// How many different numbers of one region and day of birth each key may rehearse.
  let guesses: GuessAllowance

  func add(to router: Router<ConcordRequestContext>) {
    router.post("v1/commands") { request, context in
      let caller = try context.recorder()
      let isDryRun = try asksOnly(request)
      try request.expectPlainBody()
      switch request.mediaType {
      case "application/json":
        return try await one(request, context, caller, isDryRun: isDryRun)
      case "application/x-ndjson", "application/ndjson":
        return try many(request, context, caller, isDryRun: isDryRun)
      default:
        throw Problem(
          "unsupported-media-type", .unsupportedMediaType,
          "the body is application/json (one command) or application/x-ndjson (one a line)")
      }
    }
  }

  /// Whether the request only asks what would be; a misspelt parameter must not record.
  private func asksOnly(_ request: Request) throws(Problem) -> Bool {
    var question = QueryParameters(request)
    let word = question.take("dryRun")
    try question.expectNothing()
    switch word {
    case nil, "0": return false
    case "1": return true
    default: throw Problem.badArgument("dryRun", "0 or 1")
    }
  }

  private func one(
    _ request: Request, _ context: ConcordRequestContext, _ caller: Caller, isDryRun: Bool
  ) async throws -> Response {
    let share = try heldByCommands.take(for: request, atMost: limits.commandByteCount)
    defer { share.giveBack() }
    let body = try await context.body(
      of: request, named: "a command", upTo: limits.commandByteCount, within: limits.bodySeconds,
      silence)
    let command = try permitted(
      ParsedCommand(CommandJSON.commandOrHint(body)), to: caller, isDryRun: isDryRun)
    let receipt: CommandReceipt
    if isDryRun {
      let place = try smallRehearsals.take()
      defer { place.leave() }
      var rehearsal = CommandRehearsal(handler: handler, actor: caller.actor, channel: .api)
      receipt = try rehearsal.rehearse(command)
    } else {
      receipt = try await handler.handle(command, actor: caller.actor, channel: .api)
    }
    var json = JSONText()
    json.receipt(receipt, isDryRun: isDryRun)
    return Response(
      status: receipt.status == .recorded && !isDryRun ? .created : .ok,
      headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: json.bytes)))
  }

  private func many(
    _ request: Request, _ context: ConcordRequestContext, _ caller: Caller, isDryRun: Bool
  ) throws -> Response {
    // Before the head of the answer, which would be taken for it.
    let (what, byteCount) =
      isDryRun
      ? (LineRehearsal.bodyName, limits.rehearsedByteCount)
      : (LineExchange.bodyName, limits.bodyByteCount)
    let permit = { @Sendable (command: ParsedCommand) throws(CommandError) in
      try permitted(command, to: caller, isDryRun: isDryRun)
    }
    // What ends a body is told within the answer, and passes nobody who would log it.
    let checkAgain = { @Sendable [logger = context.logger] () throws(Problem) in
      do throws(Problem) {
        try caller.checkAgain()
      } catch {
        error.log(to: logger, error)
        throw error
      }
    }
    let share =
      isDryRun ? nil : try heldBySessions.take(for: request, atMost: limits.sessionByteCount)
    let exchange: any LineAnswering =
      isDryRun
      ? LineRehearsal(
        handler: handler, actor: caller.actor, permit: permit, checkAgain: checkAgain,
        place: try places(for: request).take(), limits: limits)
      : LineExchange(
        session: CommandSession(
          handler: handler, actor: caller.actor, channel: .api, byteBound: limits.sessionByteCount),
        permit: permit, checkAgain: checkAgain, limits: limits)
    try context.expectBody(of: request, named: what, upTo: byteCount)
    let (channel, seconds) = (context.channel, limits.endingSeconds)
    return Response(
      status: .ok, headers: [.contentType: "application/x-ndjson"],
      body: ResponseBody { writer in
        // Also where nobody takes the answers.
        defer { share?.giveBack() }
        try await withGracefulShutdownHandler {
          try await exchange.run(
            reading: context.patientBody(of: request, silence), writing: &writer)
          share?.giveBack()
          try await writer.finish(nil)
        } onGracefulShutdown: {
          UntakenAnswers.watch(channel, seconds: seconds)
        }
      })
  }

  /// A command with the caller's permission, and with what counts the persons that it asks about.
  private func permitted(
    _ command: ParsedCommand, to caller: Caller, isDryRun: Bool
  ) throws(CommandError) -> ParsedCommand {
    var command = try caller.permitted(command)
    if isDryRun, caller.ownOrganisation != nil { try countGuess(of: command, by: caller) }
    command.lookUpCount = allowance.count(for: caller)
    command.differingRepeatCount = allowance.differingRepeats(of: caller)
    return command
  }

  /// Counts the ID number that a rehearsed registration brings; a recorded one tells nothing new.
  private func countGuess(
    of command: ParsedCommand, by caller: Caller
  ) throws(CommandError) {
    guard let registration = command.personRegistration, registration.personal.hasIDNumber
    else { return }
    let person = registration.personal
    let guess = LookUp.idNumber(person.idNumber, name: person.hasName ? person.name : nil)
    guard !guesses.take(guess, at: GuessedAt(idNumber: person.idNumber), for: caller) else {
      return
    }
    if let id = command.id, try handler.recording(of: id) != nil { return }
    throw .rejected(Rejection(.notPermitted, GuessAllowance.reason, field: "personal.idNumber"))
  }

  /// Where a rehearsal of lines runs.
  private func places(for request: Request) -> Places {
    guard let length = request.headers[.contentLength].flatMap(Int.init),
      length <= limits.smallRehearsalByteCount
    else { return rehearsals }
    return smallRehearsals
  }
}
