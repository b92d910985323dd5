internal import Files

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
    try inFiles { () throws(FileError) in
      try ByteTransfer.write(buffer, to: descriptor, "the export")
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
    let count = try inFiles { () throws(FileError) in
      try ByteTransfer.read(into: &buffer, from: start, of: descriptor, "the import")
    }
    buffer.removeLast(Self.bufferByteCount - count)
    return count > 0
  }
}
