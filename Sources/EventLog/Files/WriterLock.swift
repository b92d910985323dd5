internal import Files

/// The right to write to a data directory; one process has it, until it ends.
struct WriterLock: ~Copyable, Sendable {
  private let lock: FileLock

  /// Takes the lock without waiting.
  ///
  /// - Throws: ``EventLogError/heldByAnotherProcess(path:processID:)``.
  init(_ directory: DataDirectory) throws(EventLogError) {
    lock = try Self.take(directory)
  }

  /// Whether another process has it; nothing is written.
  static func isHeld(_ directory: DataDirectory) -> Bool { FileLock.isHeld(directory.lockFile) }

  private static func take(_ directory: DataDirectory) throws(EventLogError) -> FileLock {
    do throws(FileLock.Refusal) { return try FileLock(directory.lockFile) } catch {
      switch error {
      case .held(let process):
        throw .heldByAnotherProcess(path: directory.path, processID: process)
      case .failed(let error): throw EventLogError(error)
      }
    }
  }
}
