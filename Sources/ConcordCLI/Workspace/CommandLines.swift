import Glibc
import HTTPAPI

/// Reads lines from a file or standard input, chunk by chunk, and stops where the user asks it to.
actor CommandLines {
  /// How many bytes are in the file; `nil` where nobody knows.
  nonisolated let byteCount: Int?
  /// How many bytes were read.
  private(set) var bytesRead = 0
  private let descriptor: Int32
  private let name: String
  private var chunk = [UInt8](repeating: 0, count: 1 << 17)

  /// Opens a file; `-` is standard input.
  init(_ path: String) throws(Failure) {
    guard path != "-" else {
      descriptor = STDIN_FILENO
      name = "standard input"
      byteCount = nil
      return
    }
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .system("read", path) }
    descriptor = file
    name = path
    var status = stat()
    let isFile = fstat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    byteCount = isFile ? Int(status.st_size) : nil
  }

  deinit { if descriptor != STDIN_FILENO { close(descriptor) } }

  /// The next bytes; `nil` at the end, or once the user has interrupted.
  func next() async throws(Failure) -> ArraySlice<UInt8>? {
    while true {
      if Interruption.isRequested { return nil }
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      if poll(&waiting, 1, 100) <= 0 {
        // Others may need the thread while nothing arrives.
        await Task.yield()
        continue
      }
      let descriptor = descriptor
      let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw .system("read", name)
      }
      bytesRead += count
      return count == 0 ? nil : chunk[..<count]
    }
  }
}
