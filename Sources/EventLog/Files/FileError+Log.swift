internal import Files
internal import Glibc

extension EventLogError {
  /// What the operating system just refused.
  init(_ error: FileError) {
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
}

/// Runs what may fail as files do.
func inFiles<Result: ~Copyable>(
  _ body: () throws(FileError) -> Result
) throws(EventLogError) -> Result {
  do throws(FileError) { return try body() } catch { throw EventLogError(error) }
}
