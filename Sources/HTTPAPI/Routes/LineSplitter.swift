/// Cuts bytes that arrive in chunks into lines, however the chunks are cut.
public struct LineSplitter: Sendable {
  private var rest: [UInt8] = []
  private let lineByteLimit: Int

  /// A splitter.
  ///
  /// - Parameter lineByteLimit: the most bytes of a line, without its end.
  public init(lineByteLimit: Int) {
    self.lineByteLimit = lineByteLimit
  }

  /// Whether the line that is being read is longer than the limit.
  public var isOverLimit: Bool { rest.count > lineByteLimit }

  /// The lines that end in this chunk, without `\n` or `\r\n`; empty lines are kept, so that numbers
  /// of lines stay true.
  public mutating func split(_ chunk: some Collection<UInt8>) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var remaining = chunk[...]
    while let end = remaining.firstIndex(of: UInt8(ascii: "\n")) {
      rest += remaining[..<end]
      lines.append(taken())
      remaining = remaining[remaining.index(after: end)...]
    }
    rest += remaining
    return lines
  }

  /// The last line, if the bytes don't end with a line's end.
  public mutating func finish() -> [UInt8]? {
    rest.isEmpty ? nil : taken()
  }

  private mutating func taken() -> [UInt8] {
    if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
    defer { rest = [] }
    return rest
  }
}
