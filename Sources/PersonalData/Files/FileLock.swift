internal import Glibc

/// A lock on a file, held by an open descriptor and so by one process.
final class FileLock: Sendable {
  enum Mode {
    case shared
    case exclusive
  }

  private let descriptor: Int32

  /// Takes the lock, or says who has it.
  ///
  /// - Returns: `nil`, with the process id that the holder left in the file, when it is held.
  static func take(_ path: String, _ mode: Mode) throws(PersonalDataError) -> Result {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileAccess.failure("locking", path) }
    let operation = mode == .shared ? LOCK_SH : LOCK_EX
    guard flock(descriptor, operation | LOCK_NB) == 0 else {
      defer { close(descriptor) }
      guard errno == EWOULDBLOCK else { throw FileAccess.failure("locking", path) }
      var digits = [UInt8](repeating: 0, count: 16)
      let count = pread(descriptor, &digits, digits.count, 0)
      let holder = Int32(String(decoding: digits.prefix(max(0, count)), as: UTF8.self))
      return .held(by: holder ?? 0)
    }
    if mode == .exclusive {
      let digits = Array(String(getpid()).utf8)
      guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, digits, digits.count, 0) > 0 else {
        defer { close(descriptor) }
        throw FileAccess.failure("locking", path)
      }
    }
    return .taken(FileLock(descriptor))
  }

  /// What came of asking for a lock.
  enum Result {
    case taken(FileLock)
    case held(by: Int32)
  }

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit {
    // Closing alone would leave the lock to a child that is just being spawned with the descriptor.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
