public import CommandHandling
public import Cooperation
internal import Synchronization

/// Hands lines of NDJSON to a session, batch by batch: while one is decided the next one arrives and is
/// parsed.
///
/// Blank lines are passed over, as NDJSON allows; answers have the numbers of the text's lines. One task
/// calls ``add(_:while:)`` and ``finish()``, another ``nextAnswers()``.
public final class LineFeed: Sendable {
  /// A command, or why a line isn't one.
  public typealias Line = Result<ParsedCommand, CommandError>

  private let session: CommandSession<CooperationDecider>
  private let linesPerBatch: Int
  private let parse: @Sendable ([UInt8]?) -> Line
  private let numbers = LineNumbers()
  /// What hands in the batch that was parsed last.
  private let handingIn = Mutex<Task<Void, Never>?>(nil)

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

  /// Adds lines that have arrived together; returns while the last batch of them is being handed in.
  ///
  /// - Parameter isWanted: asked before each batch, once there is room for it; once it says no, the rest
  ///   is dropped.
  public func add(_ lines: [[UInt8]?], while isWanted: () -> Bool) async {
    let lines = numbers.kept(of: lines)
    for start in stride(from: 0, to: lines.count, by: linesPerBatch) {
      let batch = lines[start..<min(start + linesPerBatch, lines.count)]
      let parsed = batch.map(parse)
      let byteCount = batch.reduce(0) { $0 + ($1?.count ?? 0) }
      await allHandedIn()
      guard isWanted() else { return }
      let task = Task { [session] in await session.add(parsed, byteCount: byteCount) }
      handingIn.withLock { $0 = task }
    }
  }

  /// Says that no line follows, once all are handed in.
  public func finish() async {
    await allHandedIn()
    await session.finish()
  }

  /// The session's next answers, as its `next()` gives them, with the numbers of the text's lines.
  public func nextAnswers() async -> [SessionAnswer]? {
    await session.next().map(numbers.numbered)
  }

  /// Returns once the session has room for a batch.
  private func allHandedIn() async {
    await handingIn.withLock { $0 }?.value
  }
}
