import Files
import Glibc
import Importing

/// The file of refused rows while it is written: readable by its owner alone, for rows are personal.
struct RejectFile: Sendable {
  /// Where it is.
  var path: String { output.file.path }
  private let output: Output
  private var sheet: RejectSheet
  private var rowCount = 0
  private var failure: Failure?

  /// Makes the file.
  ///
  /// - Throws: ``Failure`` when something is there: it may be one that somebody is mending.
  init(_ path: String, _ kind: ImportKind) throws(Failure) {
    do throws(FileError) {
      output = Output(try File(path, O_WRONLY | O_CREAT | O_EXCL))
    } catch {
      if error.code == EEXIST {
        throw Failure(.usage, "\(path) is there already: name another file for the refused rows")
      }
      throw .system("written", path, error.code)
    }
    sheet = RejectSheet(kind)
  }

  private final class Output: Sendable {
    let file: File
    init(_ file: consuming File) { self.file = file }
  }

  /// Adds a refused row.
  mutating func add(_ result: RowResult) {
    rowCount += 1
    let bytes = sheet.add(result)
    guard failure == nil else { return }
    do throws(FileError) {
      try ByteTransfer.write(bytes, to: output.file.descriptor, path)
    } catch {
      failure = .system("written", path, error.code)
    }
  }

  /// Ends the file; it goes where nothing was refused, and where the import didn't come to its end,
  /// for the next run makes it again.
  ///
  /// - Returns: whether it is there.
  /// - Throws: ``Failure`` when something of it could not be written.
  mutating func finish(isWhole: Bool) throws(Failure) -> Bool {
    if let failure { throw failure }
    guard isWhole, rowCount > 0 else {
      unlink(path)
      return false
    }
    try Failure.unless("written") { () throws(FileError) in try output.file.flush() }
    return true
  }
}
