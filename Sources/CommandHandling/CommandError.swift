public import Deciding
public import EventLog
public import EventModel
public import PersonalData

/// Why a command was not recorded.
///
/// Only ``log(_:)`` with `outcomeUnknown` leaves open whether it was.
public enum CommandError: Error, Sendable {
  /// The domain's no.
  case rejected(Rejection)
  /// A stream is not where the client expected it.
  case unexpectedRevision(stream: StreamName, expected: Revision?, actual: Revision?)
  /// The command id was recorded before, for another command.
  case commandReused(CommandID, first: Position?)
  /// Other writers changed what the command read, each time it was decided.
  case tooContended(tries: Int)
  /// More is waiting than the queues hold.
  case busy(retryAfterSeconds: Int)
  /// Whoever gives the command has asked about more persons than it may, so nothing is told of another.
  case tooManyLookUps(TooManyLookUps)
  /// The text is no command.
  case malformed(String, field: String?)
  /// An event of the command is larger than a record may be, or there are too many.
  case tooLarge(String)
  /// The log refuses or fails.
  case log(EventLogError)
  /// The personal store refuses or fails.
  case personal(PersonalDataError)
}

extension CommandError: CustomStringConvertible {
  /// One sentence: what, where, what would be right.
  public var description: String {
    switch self {
    case .rejected(let rejection): rejection.reason
    case .unexpectedRevision(let stream, let expected, let actual):
      "\(stream) was expected \(expected.map { "at revision \($0)" } ?? "not to exist"), but "
        + (actual.map { "is at revision \($0)" } ?? "doesn't exist")
    case .commandReused(let id, let first):
      "command \(id) was recorded before" + (first.map { " at position \($0)" } ?? "")
        + " with other content; use a new id"
    case .tooContended(let tries):
      "other writers changed what the command reads \(tries) times in a row; try again"
    case .busy(let seconds): "too much is waiting; try again in \(seconds) s"
    case .malformed(let reason, _), .tooLarge(let reason): reason
    case .tooManyLookUps(let refusal): refusal.reason
    case .log(let error): error.description
    case .personal(let error): error.description
    }
  }

  /// The log's error as a command's.
  init(_ error: EventLogError) {
    self =
      switch error {
      case .commandReused(let id, let first): .commandReused(id, first: first)
      case .queueFull: .busy(retryAfterSeconds: CommandHandlingLimits.retryAfterSeconds)
      case .invalidAppend(let reason): .tooLarge(reason)
      default: .log(error)
      }
  }

  /// The personal store's error as a command's.
  init(_ error: PersonalDataError) {
    self =
      switch error.code {
      case .lookUpTaken(by: let subject):
        .rejected(Rejection(.codeTaken, error.reason, stream: subject))
      case .erased(let subject):
        .rejected(Rejection(.wrongState, error.reason, stream: subject))
      case .malformedPart: .rejected(Rejection(.malformedValue, error.reason))
      case .limit: .tooLarge(error.reason)
      case .commandReused(let id): .commandReused(id, first: nil)
      case .outcomeUnknown: .log(.deviceFailedUnderPersonalParts)
      case .lookUpReserved: .busy(retryAfterSeconds: CommandHandlingLimits.retryAfterSeconds)
      default: .personal(error)
      }
  }
}

extension EventLogError {
  /// What everyone is told once a device failed under the personal parts.
  static let deviceFailedUnderPersonalParts = EventLogError.outcomeUnknown(
    "the device failed under the personal parts")
}

extension LookUpCount {
  /// Takes so many of what is left.
  ///
  /// - Throws: ``CommandError/tooManyLookUps(_:)``.
  func takeForCommand(_ count: Int) throws(CommandError) {
    do throws(TooManyLookUps) {
      try take(count)
    } catch {
      throw .tooManyLookUps(error)
    }
  }
}
