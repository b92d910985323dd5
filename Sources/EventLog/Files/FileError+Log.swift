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

  /// Whether the device failed under a write, so that nothing may be written any more.
  ///
  /// A file system that met an error takes to reading only; a device that was pulled out is not there.
  var isDeviceFailure: Bool {
    if case .inputOutput(_, _, let code) = self {
      return [EIO, EROFS, ENXIO, ENODEV].contains(code)
    }
    return false
  }

  /// Where and why a file is not what it should be; `nil` of any other error.
  var damage: (path: String, reason: String)? {
    switch self {
    case .damaged(let path, let reason), .unopenable(let path, let reason): (path, reason)
    default: nil
    }
  }

  /// Whether it is what is stored that is wrong, and not the reading of it.
  ///
  /// A code above zero is the operating system's; the store has numbers of its own below.
  var isOfContents: Bool {
    switch self {
    case .corrupt, .damaged, .unopenable, .unknownFormat: true
    case .inputOutput(_, _, let code): code <= 0
    default: false
    }
  }

  /// Whether reading the same again can't help: the log is closed, or not what it should be.
  ///
  /// A pause of the machine, a disk that is full or a lack of memory passes.
  package var isFinal: Bool {
    switch self {
    case .corrupt, .damaged, .unopenable, .unknownFormat, .closed, .outcomeUnknown, .readOnly: true
    default: false
    }
  }
}

/// Runs what may meet damage that somebody else tells of.
///
/// - Returns: `nil` where it does.
func unlessDamaged<Result>(
  _ body: () throws(EventLogError) -> Result
) throws(EventLogError) -> Result? {
  do throws(EventLogError) { return try body() } catch {
    guard error.isOfContents else { throw error }
    return nil
  }
}

/// Runs what may fail as files do.
package func inFiles<Result: ~Copyable>(
  _ body: () throws(FileError) -> Result
) throws(EventLogError) -> Result {
  do throws(FileError) { return try body() } catch { throw EventLogError(error) }
}
