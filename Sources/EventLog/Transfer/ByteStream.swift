internal import Glibc

/// Writes to a descriptor through a buffer.
struct ByteWriter {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private static let bufferByteCount = 1 << 20

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    buffer.reserveCapacity(Self.bufferByteCount + (1 << 16))
  }

  /// Whether it is time to flush.
  var isFull: Bool { buffer.count >= Self.bufferByteCount }

  /// Adds to the buffer, and writes nothing: for who must not wait.
  mutating func add(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { buffer.append(contentsOf: $0) }
  }

  /// Adds to the buffer, and writes nothing.
  mutating func add(_ bytes: [UInt8]) { buffer += bytes }

  /// Writes what the buffer holds; waits for who reads.
  mutating func flush() throws(EventLogError) {
    var done = 0
    while done < buffer.count {
      let count = buffer.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress?.advanced(by: done), $0.count - done)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw .system("write", "the export")
      }
      done += count
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

/// Reads from a descriptor through a buffer.
struct ByteReader {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var offset = 0
  private static let bufferByteCount = 1 << 20

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// The next bytes.
  ///
  /// - Returns: fewer than asked for only at the stream's end.
  mutating func read(_ count: Int) throws(EventLogError) -> [UInt8] {
    while buffer.count - offset < count {
      buffer.removeFirst(offset)
      offset = 0
      guard try fill() else { break }
    }
    let end = min(buffer.count, offset + count)
    defer { offset = end }
    return Array(buffer[offset..<end])
  }

  private mutating func fill() throws(EventLogError) -> Bool {
    let start = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: Self.bufferByteCount))
    while true {
      let count = buffer.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress?.advanced(by: start), Self.bufferByteCount)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw .system("read", "the import")
      }
      buffer.removeLast(Self.bufferByteCount - count)
      return count > 0
    }
  }
}
