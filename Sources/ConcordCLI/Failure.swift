import CommandHandling
import Deciding
import EventLog
import EventModel
import Files
import Glibc
import HTTPAPI
import MatchSearch
import NIOCore
import PersonalData
import Projections

/// Why a verb ends without success: one sentence and an exit code.
struct Failure: Error {
  /// The exit codes.
  ///
  /// The rule for what is wrong with a data directory, whatever the verb: what was opened and
  /// contradicts itself is damage, 1; what can't be opened is 74. `verify`, which is asked for damage,
  /// ends with 1 also where it finds that a file can't be opened for what is in it.
  enum Status: Int32 {
    /// Nobody reads the output any more, and nothing else was wanted.
    case quiet = 0
    /// Damage was found in what is stored (a record or a part that isn't what was recorded, a damaged
    /// page, index, read model or erasure list), or rows were refused.
    case damageOrRefused = 1
    /// The command line asks for something that can't be.
    case usage = 64
    /// A bug of Concord's.
    case bug = 70
    /// A file, a directory, a connection: missing, held by another process, cut short, of an unknown
    /// format, on a full disk, sealed under another key.
    case inputOutput = 74
    /// Ctrl-C.
    case interrupted = 130
  }

  /// The exit code.
  let status: Status
  /// One sentence; `nil` when all is said already.
  let reason: String?

  /// A failure.
  init(_ status: Status, _ reason: String?) {
    self.status = status
    self.reason = reason
  }

  /// What the operating system just refused.
  static func system(_ operation: String, _ path: String, _ code: Int32 = errno) -> Failure {
    Failure(.inputOutput, "\(path) can't be \(operation): \(FileError.reason(code, at: path))")
  }

  /// What an error number means.
  static func sentence(_ code: Int32) -> String { FileError.reason(code) }

  /// Runs what the operating system may refuse.
  ///
  /// - Parameter operation: what is done, as `written`.
  static func unless<Result: ~Copyable>(
    _ operation: String, _ body: () throws(FileError) -> Result
  ) throws(Failure) -> Result {
    do throws(FileError) { return try body() } catch {
      throw .system(operation, error.path, error.code)
    }
  }
}

extension Failure {
  /// Any error as a failure; `nil` for the argument parser's own.
  init?(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as FileError: self.init(.inputOutput, error.description)
    case let error as CommandError: self.init(error)
    case let error as EventLogError: self.init(error)
    case let error as PersonalDataError: self.init(error)
    case let error as ProjectionError: self.init(error)
    case let refusal as MatchRefusal: self.init(.damageOrRefused, refusal.reason)
    case let rejection as Rejection: self.init(.damageOrRefused, rejection.reason)
    case let problem as Problem: self.init(.usage, problem.detail)
    case let error as EventModelError: self.init(.usage, error.reason)
    case let error as APIKeyFile.Failure:
      if case .unknownKey = error {
        self.init(.usage, error.description)
      } else {
        self.init(.inputOutput, error.description)
      }
    case is CancellationError: self.init(.interrupted, nil)
    case let error as IOError:
      self.init(.inputOutput, "\(error)")
    default:
      let module = String(reflecting: type(of: error))
      if module.hasPrefix("ArgumentParser.") { return nil }
      self.init(.bug, "an error of Concord's own: \(error)")
    }
  }

  init(_ error: EventLogError) {
    switch error {
    case .corrupt, .damaged: self.init(.damageOrRefused, error.description)
    case .conflict, .commandReused, .predecessorMissing, .invalidAppend:
      self.init(.damageOrRefused, error.description)
    case .inputOutput("write", _, EPIPE): self.init(.quiet, nil)
    case .inputOutput(let operation, let path, let code) where code > 0 && code != ENOMEM:
      self.init(
        .inputOutput, "\(operation) failed on \(path): \(FileError.reason(code, at: path))")
    case .closed, .readOnly: self.init(.bug, error.description)
    case .interrupted: self.init(.interrupted, nil)
    case .notFound(let path):
      self.init(.inputOutput, Place(path: path).hintOfLostLog ?? error.description)
    case .queueFull, .diskFull, .addressSpaceFull, .clockStepped, .outcomeUnknown,
      .alreadyExists, .heldByAnotherProcess, .unopenable, .unknownFormat, .inputOutput,
      .readDeadlinePassed, .indexInTheMaking, .tooManyReaders:
      self.init(.inputOutput, error.description)
    }
  }

  init(_ error: PersonalDataError) {
    switch error.code {
    case .erased, .lookUpTaken, .commandReused, .malformedPart, .limit, .corrupt,
      .erasureListDamaged:
      self.init(.damageOrRefused, error.description)
    default: self.init(.inputOutput, error.description)
    }
  }

  init(_ error: ProjectionError) {
    switch error.code {
    case .unknownView, .unknownMeasure, .singlePersons, .unknownColumn, .badArgument, .badCursor:
      self.init(.usage, error.reason)
    case .readOnly: self.init(.bug, error.reason)
    case .cancelled: self.init(.interrupted, nil)
    case .damaged:
      self.init(
        .damageOrRefused,
        "the read models are damaged (\(error.reason)); \(ViewComparison.remedy), or where --in names "
          + "them: concord replay --into")
    case .logDamaged: self.init(.damageOrRefused, error.reason)
    case .database, .otherLayout, .otherLog, .inputOutput, .log, .logUnavailable,
      .heldByAnotherProcess, .notFound, .notYet, .deadlinePassed:
      self.init(.inputOutput, error.reason)
    }
  }

  init(_ error: CommandError) {
    switch error {
    case .log(let error): self.init(error)
    case .personal(let error): self.init(error)
    case .busy, .tooContended, .tooManyLookUps: self.init(.inputOutput, error.description)
    case .rejected, .unexpectedRevision, .commandReused, .malformed, .tooLarge:
      self.init(.damageOrRefused, error.description)
    }
  }
}
