package import Files
internal import Glibc

extension EventLogError {
  /// What the operating system just refused.
  package init(_ error: FileError) {
    self =
      error.isDiskFull
      ? .diskFull
      : .inputOutput(operation: error.operation.rawValue, path: error.path, code: error.code)
  }

  /// Whether the device failed, so that nothing may be written any more.
  var isDeviceFailure: Bool {
    if case .inputOutput(_, _, let code) = self { return code == EIO }
    return false
  }

  /// Whether reading the same again can't help: the log is closed, or not what it should be.
  ///
  /// A pause of the machine, a disk that is full or a lack of memory passes.
  package var isFinal: Bool {
    switch self {
    case .corrupt, .damaged, .unknownFormat, .closed, .outcomeUnknown, .readOnly: true
    default: false
    }
  }
}

/// Runs what may fail as files do.
package func inFiles<Result: ~Copyable>(
  _ body: () throws(FileError) -> Result
) throws(EventLogError) -> Result {
  do throws(FileError) { return try body() } catch { throw EventLogError(error) }
}
