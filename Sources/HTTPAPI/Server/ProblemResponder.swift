internal import CommandHandling
internal import Deciding
internal import EventLog
internal import HTTPTypes
public import Hummingbird
internal import Logging
internal import MatchSearch
internal import NIOCore
internal import Projections

extension Problem: HTTPResponseError {
  /// The problem as an answer.
  public func response(
    from request: Request, context: some RequestContext
  ) throws -> Response {
    response
  }

  /// The problem as an answer.
  var response: Response {
    var headers: HTTPFields = [.contentType: Problem.mediaType]
    if let retryAfterSeconds { headers[.retryAfter] = String(retryAfterSeconds) }
    if let allowed { headers[.allow] = allowed }
    if status == .unauthorized { headers[.wwwAuthenticate] = "Bearer realm=\"concord\"" }
    return Response(
      status: status, headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: json.bytes)))
  }
}

/// Makes every failure a problem, so that no answer has another form.
struct ProblemResponder: RouterMiddleware {
  typealias Context = ConcordRequestContext

  @concurrent func handle(
    _ request: Request, context: ConcordRequestContext,
    next: @concurrent (Request, ConcordRequestContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch {
      let problem = Problem(any: error)
      problem.log(to: context.logger, error)
      return problem.response
    }
  }
}

extension Problem {
  /// Seconds after which rows may be there that are being made: a few, or some minutes.
  fileprivate static let fillingSeconds = 5

  /// What an error is called that nobody has thought of.
  fileprivate static let internalCode = "internal"

  /// Tells the server's own log of it, where it is the server's.
  ///
  /// - Parameter error: what it was made of.
  func log(to logger: Logger, _ error: any Error) {
    guard status.code >= 500 else { return }
    var metadata: Logger.Metadata = ["detail": "\(logged ?? detail)"]
    if code == Problem.internalCode {
      metadata["error"] = "\(String(reflecting: type(of: error))): \(error)"
    }
    logger.log(level: level, "answered \(code)", metadata: metadata)
  }

  /// How much of its concern it is.
  private var level: Logger.Level {
    switch code {
    // The views are on their way there.
    case "not-yet": .info
    // A question that asks for too much: worth to be seen where many do.
    case "question-too-long": .notice
    default: .error
    }
  }

  /// The problem that any error is.
  init(any error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let error as CommandError: self.init(error)
    case let rejection as Rejection: self.init(rejection)
    case let error as EventLogError: self.init(error)
    case let error as ProjectionError: self.init(error)
    case let refusal as MatchRefusal: self.init(refusal)
    case let error as HTTPError where error.status == .notFound:
      self.init("not-found", .notFound, "there is nothing here; see Schemas/openapi.yaml")
    case let error as HTTPError where error.status == .contentTooLarge:
      self.init("too-large", .contentTooLarge, "the body is larger than this endpoint takes")
    case let error as any HTTPResponseError:
      self.init("refused", error.status, "the request can't be answered")
    default:
      self.init(
        Problem.internalCode, .internalServerError,
        "an error of Concord's own; the log tells more")
    }
  }

  init(_ refusal: MatchRefusal) {
    switch refusal.code {
    case .missing: self.init("unknown-stream", .notFound, refusal.reason)
    case .unfit: self.init("no-match-possible", .unprocessableContent, refusal.reason)
    case .tooMany: self.init("too-many-candidates", .unprocessableContent, refusal.reason)
    case .tooLong: self.init("question-too-long", .serviceUnavailable, refusal.reason)
    }
  }

  init(_ error: ProjectionError) {
    switch error.code {
    case .unknownMeasure: self.init("unknown-measure", .notFound, error.reason)
    case .unknownView: self.init("unknown-view", .notFound, error.reason)
    case .singlePersons: self.init("single-persons", .forbidden, error.reason)
    case .badArgument, .unknownColumn, .badCursor:
      self.init("bad-argument", .badRequest, error.reason)
    case .deadlinePassed: self.init("question-too-long", .serviceUnavailable, error.reason)
    case .damaged, .otherLayout:
      self.init(
        "views-unavailable", .serviceUnavailable,
        "the read models are damaged (\(error.reason)) and are made anew from the log; ask again soon, "
          + "and see /readyz where that doesn't help")
      retryAfterSeconds = 1
    case .notYet:
      self.init(
        "views-unavailable", .serviceUnavailable,
        "\(error.reason); ask again soon, and see /readyz where that doesn't help")
      retryAfterSeconds = Problem.fillingSeconds
    case .database, .inputOutput, .log, .logDamaged, .logUnavailable, .heldByAnotherProcess,
      .cancelled, .notFound, .otherLog, .readOnly:
      self.init("views-unavailable", .serviceUnavailable, error.reason)
    }
    field = error.field
  }
}
