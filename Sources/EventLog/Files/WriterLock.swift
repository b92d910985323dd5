internal import Glibc

/// The right to write to a data directory; one process has it, until it ends.
///
/// `flock`, so that the kernel gives it back when the process is killed. The file's text is for
/// people and for the one who is refused; it decides nothing.
struct WriterLock: ~Copyable, Sendable {
  private let file: DataFile

  /// Takes the lock without waiting.
  ///
  /// - Throws: ``EventLogError/heldByAnotherProcess(path:processID:)``.
  init(_ directory: DataDirectory) throws(EventLogError) {
    let file = try DataFile(directory.lockFile, O_RDWR | O_CREAT)
    guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else {
      guard errno == EWOULDBLOCK else { throw .system("flock", directory.lockFile) }
      throw .heldByAnotherProcess(path: directory.path, processID: Self.holder(file))
    }
    let text = Array("\(getpid())\n".utf8)
    guard ftruncate(file.descriptor, 0) == 0 else { throw .system("ftruncate", file.path) }
    try file.write(text, at: 0)
    self.file = file
  }

  // Not only by closing the file: a child that is being started has it open too, for a moment.
  deinit { flock(file.descriptor, LOCK_UN) }

  private static func holder(_ file: borrowing DataFile) -> Int32? {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = bytes.withUnsafeMutableBytes { (try? file.read(into: $0, at: 0)) ?? 0 }
    let digits = bytes.prefix(count).prefix { (0x30...0x39).contains($0) }
    return Int32(String(decoding: digits, as: UTF8.self))
  }
}
