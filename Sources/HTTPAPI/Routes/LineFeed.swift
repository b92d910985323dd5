public import CommandHandling
public import Cooperation

/// Hands lines of NDJSON to a session, batch by batch: while one is decided the next one is parsed.
///
/// Blank lines are passed over, as NDJSON allows; answers have the numbers of the text's lines.
public struct LineFeed: Sendable {
  /// A command, or why a line isn't one.
  public typealias Line = Result<ParsedCommand, CommandError>

  private let session: CommandSession<CooperationDecider>
  private let linesPerBatch: Int
  private let parse: @Sendable ([UInt8]?) -> Line
  private let numbers = LineNumbers()

  /// A feed of a session.
  ///
  /// - Parameter parse: makes a line as a ``LineSplitter`` gives it into a command.
  public init(
    _ session: CommandSession<CooperationDecider>, linesPerBatch: Int,
    parse: @escaping @Sendable ([UInt8]?) -> Line
  ) {
    self.session = session
    self.linesPerBatch = linesPerBatch
    self.parse = parse
  }

  /// Adds lines that have arrived together; returns once all of them are handed in and there is room
  /// for more.
  ///
  /// - Parameter isWanted: asked before each batch; once it says no, the rest is dropped.
  public func add(_ lines: [[UInt8]?], while isWanted: () -> Bool = { true }) async {
    let lines = numbers.kept(of: lines)
    var ready = batch(of: lines, from: 0)
    var end = 0
    while !ready.lines.isEmpty, isWanted() {
      end += ready.lines.count
      let start = end
      async let following = batch(of: lines, from: start)
      await session.add(ready.lines, byteCount: ready.byteCount)
      ready = await following
    }
  }

  /// The session's next answers, as its `next()` gives them, with the numbers of the text's lines.
  public func nextAnswers() async -> [SessionAnswer]? {
    await session.next().map(numbers.numbered)
  }

  private func batch(of lines: [[UInt8]?], from start: Int) -> (lines: [Line], byteCount: Int) {
    let batch = lines[start..<min(start + linesPerBatch, lines.count)]
    return (batch.map(parse), batch.reduce(0) { $0 + ($1?.count ?? 0) })
  }
}
