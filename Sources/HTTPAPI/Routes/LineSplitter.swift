/// Cuts bytes that arrive in chunks into lines, however the chunks are cut.
///
/// A line that is longer than the limit is skipped to its end and given as `nil`, so that it spoils no other.
public struct LineSplitter: Sendable {
  private var rest: [UInt8] = []
  /// Whether the line that is being read is longer than the limit already.
  private var isPassingOver = false
  private let lineByteLimit: Int

  /// A splitter.
  ///
  /// - Parameter lineByteLimit: the most bytes of a line, without its end.
  public init(lineByteLimit: Int) {
    self.lineByteLimit = lineByteLimit
  }

  /// The lines that end in this chunk, without `\n` or `\r\n`; empty lines are kept, so that numbers
  /// of lines stay true. A line that is longer than the limit is `nil`.
  public mutating func split(_ chunk: some Collection<UInt8>) -> [[UInt8]?] {
    // Of one type from here on: for callers in other modules each byte would be asked for by way of
    // the generic collection.
    chunk.withContiguousStorageIfAvailable { split($0) }
      ?? Array(chunk).withUnsafeBufferPointer { split($0) }
  }

  private mutating func split(_ chunk: UnsafeBufferPointer<UInt8>) -> [[UInt8]?] {
    var lines: [[UInt8]?] = []
    var remaining = chunk[...]
    while let end = remaining.firstIndex(of: UInt8(ascii: "\n")) {
      take(remaining[..<end])
      lines.append(taken())
      remaining = remaining[(end + 1)...]
    }
    take(remaining)
    return lines
  }

  /// The last line, if the bytes don't end with a line's end: one line or none.
  ///
  /// Spaces alone don't make a line: a client sends them now and then to show that it is still there.
  public mutating func finish() -> [[UInt8]?] {
    rest.allSatisfy { $0 == UInt8(ascii: " ") } && !isPassingOver ? [] : [taken()]
  }

  private mutating func take(_ part: Slice<UnsafeBufferPointer<UInt8>>) {
    if isPassingOver { return }
    // One more than allowed, for the \r that may turn out to belong to the line's end.
    guard rest.count + part.count <= lineByteLimit + 1 else {
      isPassingOver = true
      rest = []
      return
    }
    rest += part
  }

  private mutating func taken() -> [UInt8]? {
    defer {
      rest = []
      isPassingOver = false
    }
    if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
    return isPassingOver || rest.count > lineByteLimit ? nil : rest
  }
}
