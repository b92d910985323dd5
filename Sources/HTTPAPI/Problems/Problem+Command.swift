public import CommandHandling
internal import Cooperation
public import Deciding
public import EventLog
internal import EventModel
internal import HTTPTypes
internal import PersonalData

extension Problem {
  /// The problem that a command's failure is.
  public init(_ error: CommandError) {
    switch error {
    case .rejected(let rejection):
      self.init(rejection)
    case .unexpectedRevision(let stream, _, let actual):
      self.init("wrong-revision", .conflict, error.description)
      self.stream = stream.text
      actualRevision = actual.map(\.description) ?? "none"
    case .commandReused:
      self.init("command-reused", .conflict, error.description)
    case .tooContended:
      self.init("too-contended", .serviceUnavailable, error.description)
      retryAfterSeconds = CommandHandlingLimits.retryAfterSeconds
    case .busy(let seconds):
      self.init("busy", .serviceUnavailable, error.description)
      retryAfterSeconds = seconds
    case .tooManyLookUps(let refusal):
      self.init("too-many-look-ups", .tooManyRequests, refusal.reason)
      retryAfterSeconds = refusal.retryAfterSeconds
    case .malformed(_, let field):
      self.init("malformed-command", .badRequest, error.description)
      self.field = field
    case .tooLarge:
      self.init("too-large", .contentTooLarge, error.description)
    case .log(let failure):
      self.init(failure)
    case .personal(let failure) where failure.code == .diskFull:
      self.init(EventLogError.diskFull)
    case .personal(let failure) where failure.code == .outcomeUnknown:
      self.init("outcome-unknown", .serviceUnavailable, failure.description)
    case .personal(let failure):
      self.init("personal-data", .serviceUnavailable, failure.description)
    }
  }

  /// The problem that the domain's no is.
  public init(_ rejection: Rejection) {
    self.init(rejection.code.rawValue, rejection.code.status, rejection.reason)
    field = rejection.field
    rule = rejection.rule
    ruleText = rejection.rule.flatMap { RuleBook.rule($0)?.sentence }
    source = rejection.source
    stream = rejection.stream?.text
  }

  /// The problem that a failure of the log is.
  public init(_ error: EventLogError) {
    switch error {
    case .conflict(let stream, _, let actual):
      self.init("wrong-revision", .conflict, error.description)
      self.stream = stream.text
      actualRevision = actual.map(\.description) ?? "none"
    case .commandReused:
      self.init("command-reused", .conflict, error.description)
    case .predecessorMissing:
      self.init("too-contended", .serviceUnavailable, error.description)
      retryAfterSeconds = CommandHandlingLimits.retryAfterSeconds
    case .invalidAppend:
      self.init("too-large", .contentTooLarge, error.description)
    case .queueFull:
      self.init("busy", .serviceUnavailable, error.description)
      retryAfterSeconds = CommandHandlingLimits.retryAfterSeconds
    case .outcomeUnknown:
      self.init("outcome-unknown", .serviceUnavailable, error.description)
    case .diskFull:
      self.init(
        "disk-full", HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"),
        error.description)
    case .addressSpaceFull:
      self.init(
        "log-full", HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"),
        error.description)
    case .clockStepped:
      self.init("clock-stepped", .serviceUnavailable, error.description)
    case .damaged(let path, let reason) where DerivedPart(at: path) != nil,
      .unopenable(let path, let reason) where DerivedPart(at: path) != nil:
      let part = DerivedPart(at: path)?.rawValue ?? path
      // What the log says behind it is for who reads its notices on the machine.
      let what = reason.prefix { $0 != ";" }
      self.init(
        "index-damaged", .serviceUnavailable,
        "the log's \(part), which is made from its records, is damaged: \(what); nothing is recorded "
          + "until the operator starts Concord again, which makes the \(part) anew; repeat the same "
          + "command id then")
    case .corrupt, .damaged, .unopenable, .unknownFormat:
      self.init("corrupt", .internalServerError, error.description)
    case .closed, .readOnly, .readDeadlinePassed, .notFound, .alreadyExists,
      .heldByAnotherProcess, .inputOutput, .interrupted, .indexInTheMaking, .tooManyReaders:
      self.init("log-unavailable", .serviceUnavailable, error.description)
    }
  }
}

/// What of a log is made from its records, by the directory that it is in.
private enum DerivedPart: String {
  case index
  case tiles = "hash tree"

  init?(at path: String) {
    switch path.split(separator: "/").last {
    case "index": self = .index
    case "tiles": self = .tiles
    default: return nil
    }
  }
}

extension Rejection.Code {
  /// The HTTP status of each no; `Schemas/openapi.yaml` lists the same.
  var status: HTTPResponse.Status {
    switch self {
    case .malformedValue: .badRequest
    case .alreadyExists, .codeTaken: .conflict
    case .notPermitted: .forbidden
    case .unknownStream, .wrongState, .rule, .inTheFuture, .newerConcord, .unconfirmed,
      .notAmendable, .cannotBeAssessed:
      .unprocessableContent
    }
  }
}
