import Foundation
import Glibc

extension Program {
  /// Kills a process as soon as it has made something in a directory of its own.
  ///
  /// - Parameters:
  ///   - process: not started yet.
  ///   - mark: what says in the directory that it isn't whole.
  /// - Returns: whether it was killed before it was done, and left the mark.
  static func killing(
    _ process: Process, making made: String, in directory: String, marked mark: String
  ) throws -> Bool {
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return try running(process) { process in
      while process.isRunning, access("\(directory)/\(made)", F_OK) != 0 {}
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      return process.terminationReason == .uncaughtSignal
        && access("\(directory)/\(mark)", F_OK) == 0
    }
  }
}
