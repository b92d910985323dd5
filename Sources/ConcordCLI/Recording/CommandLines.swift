import Files
import Glibc
import HTTPAPI
import Synchronization

/// Reads lines from a file or standard input, chunk by chunk, and stops where the user asks it to.
actor CommandLines {
  /// How many bytes are in the file; `nil` where nobody knows.
  nonisolated let byteCount: Int?
  /// How many bytes were read.
  private(set) var bytesRead = 0
  private nonisolated let file: File
  private let name: String
  private var linesRead = LineCount()
  /// How many lines there are, once the end was read.
  private nonisolated let linesAtEnd = Mutex<Int?>(nil)
  private var chunk = [UInt8](repeating: 0, count: 1 << 18)

  /// Opens a file; `-` is standard input.
  init(_ path: String) throws(Failure) {
    let file = try Failure.unless("read") { () throws(FileError) in
      path == "-" ? try File.standardInput() : try File(path, O_RDONLY)
    }
    let status = try? file.status()
    byteCount =
      path == "-" ? nil : status.flatMap { $0.isRegular ? Int($0.byteCount) : nil }
    name = file.path
    self.file = file
  }

  /// How many lines the file has, but for blank ones at its end; `nil` where only reading on would tell,
  /// as of a pipe that wasn't read to its end.
  nonisolated func lineCount() -> Int? {
    if let count = linesAtEnd.withLock({ $0 }) { return count }
    guard byteCount != nil else { return nil }
    var (lines, offset) = (LineCount(), UInt64(0))
    while let bytes = try? file.read(1 << 20, at: offset), !bytes.isEmpty {
      lines.add(bytes)
      offset += UInt64(bytes.count)
    }
    return lines.count
  }

  /// The next bytes; `nil` at the end, or once the user has interrupted.
  ///
  /// - Parameter isOver: whether nobody wants more, asked while nothing arrives.
  func next(
    unless isOver: @Sendable () -> Bool = { false }
  ) async throws(Failure) -> ArraySlice<UInt8>? {
    let descriptor = file.descriptor
    while true {
      if Interruption.isRequested || isOver() { return nil }
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      if poll(&waiting, 1, 100) <= 0 {
        // Others may need the thread while nothing arrives.
        await Task.yield()
        continue
      }
      let count: Int
      do throws(FileError) {
        count = try ByteTransfer.read(into: &chunk, of: descriptor, name)
      } catch {
        throw .system("read", name, error.code)
      }
      bytesRead += count
      if count == 0 {
        linesAtEnd.withLock { [linesRead] in $0 = linesRead.count }
        return nil
      }
      let bytes = chunk[..<count]
      linesRead.add(bytes)
      return bytes
    }
  }
}

/// Counts lines up to the last in which something stands: the blank ones behind it get no answer.
private struct LineCount {
  private var ended = 0
  private(set) var count = 0

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\n"): ended += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
      default: count = ended + 1
      }
    }
  }
}
