internal import Files
internal import Glibc
internal import LMDB

extension EventLogError {
  /// What a failure of the store means to who uses the log.
  init(_ error: LMDBError) {
    let path = error.place.directory
    switch error.code {
    case .diskFull: self = .diskFull
    case .inputOutput, .fatal:
      self = .inputOutput(operation: error.operation.rawValue, path: path, code: EIO)
    case .readPastDeadline: self = .readDeadlinePassed
    case .readOnly: self = .readOnly
    case .interrupted: self = .interrupted
    case .addressSpaceNearlyFull(let free, _):
      // What is required besides is no one's business: the rest is kept free.
      let used = File.byteCount(of: path + "/data.mdb") ?? 0
      self = .addressSpaceFull(usedByteCount: used, reservedByteCount: used + UInt64(free))
    case .mapFull, .mapResized:
      self = .addressSpaceFull(
        usedByteCount: File.byteCount(of: path + "/data.mdb") ?? 0, reservedByteCount: nil)
    case .alreadyOpenInProcess: self = .heldByAnotherProcess(path: path, processID: getpid())
    case .readersFull: self = .tooManyReaders(path: path)
    case .notFound:
      if let table = error.place.table {
        self = .damaged(path: path, "its table \(table) is missing")
      } else {
        self = .unopenable(path: path, "its data file is missing")
      }
    case _ where error.isUnopenable: self = .unopenable(path: path, error.description)
    case _ where error.isDamage: self = .damaged(path: path, error.description)
    default:
      self = .inputOutput(
        operation: error.operation.rawValue, path: path, code: error.cCode ?? 0)
    }
  }
}

/// Runs what may fail as the store does.
func inStore<Result: ~Copyable>(
  _ body: () throws(LMDBError) -> Result
) throws(EventLogError) -> Result {
  do throws(LMDBError) { return try body() } catch { throw EventLogError(error) }
}
