import Glibc
import Importing

/// The file of refused rows while it is written: readable by its owner alone, for rows are personal.
struct RejectFile: Sendable {
  /// Where it is.
  let path: String
  private let descriptor: Int32
  private var sheet: RejectSheet
  private var rowCount = 0
  private var failure: Failure?

  /// Makes the file.
  ///
  /// - Throws: ``Failure`` when something is there: it may be one that somebody is mending.
  init(_ path: String, _ kind: ImportKind) throws(Failure) {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      if errno == EEXIST {
        throw Failure(.usage, "\(path) is there already: name another file for the refused rows")
      }
      throw .system("written", path)
    }
    self.path = path
    descriptor = file
    sheet = RejectSheet(kind)
  }

  /// Adds a refused row.
  mutating func add(_ result: RowResult) {
    rowCount += 1
    var rest = sheet.add(result)[...]
    while !rest.isEmpty, failure == nil {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        failure = .system("written", path)
      } else {
        rest = rest.dropFirst(count)
      }
    }
  }

  /// Ends the file; it goes where nothing was refused, and where the import didn't come to its end,
  /// for the next run makes it again.
  ///
  /// - Returns: whether it is there.
  /// - Throws: ``Failure`` when something of it could not be written.
  mutating func finish(isWhole: Bool) throws(Failure) -> Bool {
    let isSynced = fsync(descriptor) == 0
    close(descriptor)
    if let failure { throw failure }
    guard isWhole, rowCount > 0 else {
      unlink(path)
      return false
    }
    guard isSynced else { throw .system("written", path) }
    return true
  }
}
