public import EventModel
internal import Glibc
internal import LMDB

/// Why the log can't do what was asked.
public enum EventLogError: Error, Hashable, Sendable {
  /// A stream is not where the append expected it.
  case conflict(stream: StreamName, expected: ExpectedRevision, actual: Revision?)
  /// The command id was recorded before, for another command.
  case commandReused(CommandID, first: Position)
  /// The submission that the append follows was not recorded: its command was refused, or had been
  /// recorded by another submission.
  case predecessorMissing(CommandID)
  /// The append is malformed.
  case invalidAppend(String)
  /// More is waiting than the queue holds; try again later.
  case queueFull(waiting: Int)
  /// The disk is full; reading goes on, appending works again once there is room.
  case diskFull
  /// The address space reserved for the log is nearly used up; open it with a larger one.
  ///
  /// How much was reserved is `nil` where a file met the end of it before anyone looked.
  case addressSpaceFull(usedByteCount: UInt64, reservedByteCount: UInt64?)
  /// The wall clock left the boot-time clock by this many seconds; see `concord clock accept`.
  case clockStepped(seconds: Int64)
  /// A flush failed: whether the last appends are there is unknown until the log is verified.
  /// Repeat the same command ids after a restart.
  case outcomeUnknown(String)
  /// The log was closed.
  case closed
  /// The log was opened for reading only.
  case readOnly
  /// A record's bytes are not what its hash says.
  case corrupt(Position, String)
  /// There is no data directory here.
  case notFound(path: String)
  /// Here is already a log.
  case alreadyExists(path: String)
  /// Another process writes to this data directory, or this one has it open already.
  case heldByAnotherProcess(path: String, processID: Int32?)
  /// What is stored contradicts itself, its hash or its form.
  case damaged(path: String, String)
  /// The file is missing, cut short, or no store that could be opened.
  case unopenable(path: String, String)
  /// The log was written in a format that this version doesn't know.
  case unknownFormat(path: String, format: Int)
  /// The operating system or LMDB refused; the code is kept.
  case inputOutput(operation: String, path: String, code: Int32)
  /// A read was held longer than its deadline.
  case readDeadlinePassed
  /// Whoever asked wants it no more; nothing was taken in.
  case interrupted
  /// The process that writes the log is making the index anew: who reads beside it asks again in a
  /// moment.
  case indexInTheMaking(path: String)
  /// As many processes and threads read as the store has slots for; it passes.
  case tooManyReaders(path: String)
}

extension EventLogError: CustomStringConvertible {
  /// One sentence: what, where, what would be right.
  public var description: String {
    switch self {
    case .conflict(let stream, let expected, let actual):
      "\(stream) was expected at revision \(expected), but is at "
        + (actual.map(String.init(describing:)) ?? "none: it has no events")
    case .commandReused(let id, let first):
      "command \(id) was recorded at position \(first) with other content; use a new id"
    case .predecessorMissing(let id):
      "command \(id), on which this one was decided, was not recorded; decide again"
    case .invalidAppend(let reason): reason
    case .queueFull(let waiting):
      "\(waiting) appends are waiting, no more are taken; try again in a second"
    case .diskFull: "the disk is full: nothing was written; make room and try again"
    case .addressSpaceFull(let used, let reserved?):
      "the log uses \(used) of \(reserved) reserved bytes; reserve more and start again"
    case .addressSpaceFull(let used, nil):
      "the file has \(used) bytes, which is all that was reserved; reserve more and start again"
    case .clockStepped(let seconds) where seconds < 0:
      "the wall clock is \(-seconds) s behind what the machine's own count of time or the last record "
        + "says; set it right, or run: concord clock accept"
    case .clockStepped(let seconds):
      "the wall clock is \(seconds) s ahead of what the machine's own count of time says; "
        + "set it right, or run: concord clock accept"
    case .outcomeUnknown(let reason):
      "the outcome is unknown (\(reason)); restart, then repeat the same command id"
    case .closed: "the log is closed"
    case .readOnly: "the log was opened for reading only"
    case .corrupt(let position, let reason):
      "the record at position \(position) is corrupt: \(reason)"
    case .notFound(let path): "there is no log in \(path); make one with: concord init"
    case .alreadyExists(let path): "there is already a log in \(path)"
    case .heldByAnotherProcess(let path, getpid()): "\(path) is open in this process already"
    case .heldByAnotherProcess(let path, let processID):
      "\(path) is held by another process"
        + (processID.map { " (pid \($0))" } ?? "")
        + "; one process writes at a time: stop it first"
    case .damaged(let path, let reason): "\(path) is damaged: \(reason)"
    case .unopenable(let path, let reason): "\(path) can't be opened: \(reason)"
    case .unknownFormat(let path, let format):
      "\(path) has format \(format), which this version of Concord doesn't know"
    case .inputOutput(let operation, let path, ENOMEM):
      "\(operation) failed on \(path): \(LMDBError.Code.outOfMemory.sentence)"
    case .inputOutput(let operation, let path, let code):
      "\(operation) failed on \(path) with code \(code)"
    case .readDeadlinePassed: "a read was held longer than its deadline; read in smaller parts"
    case .interrupted: "it was interrupted; nothing was taken in"
    case .indexInTheMaking(let path):
      "\(path) is being made anew by the process that writes the log; try again in a moment"
    case .tooManyReaders(let path):
      "all that may read \(path) at once do; end one of the processes that read it, and try again"
    }
  }
}
