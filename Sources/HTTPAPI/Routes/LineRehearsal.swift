internal import CommandHandling
internal import Cooperation
internal import EventModel
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Synchronization

/// Answers NDJSON commands as if they were recorded one after the other, and records nothing.
///
/// What they would record is held in memory until the end. So only a few run at once, and one whose client is
/// slow loses its place, and all that it holds, to the next that asks.
struct LineRehearsal: LineAnswering {
  let handler: CommandHandler<CooperationDecider>
  let actor: EventModel.Actor
  /// Gives a command the caller's permission. Refuses one that the caller may not give at all.
  let permit: @Sendable (ParsedCommand) throws(CommandError) -> ParsedCommand
  /// Refuses a caller who has lost the right to hand in more, as by a revoked key.
  let checkAgain: @Sendable () throws(Problem) -> Void
  let place: Places.Taken
  let limits: ServerLimits

  static let bodyName = "a body that is only rehearsed"

  @concurrent func run(
    reading body: PatientBody, writing writer: inout any ResponseBodyWriter
  ) async throws {
    // Left also where nobody takes the answers.
    defer { place.leave() }
    let held = HeldRehearsal(CommandRehearsal(handler: handler, actor: actor, channel: .api))
    place.whenLost { held.drop() }
    var splitter = LineSplitter(lineByteLimit: limits.lineByteCount)
    var counts = Counts()
    var byteCount = 0
    var problem: Problem?
    var chunks = body.pieces()
    while problem == nil {
      let chunk: ByteBuffer?
      do throws(Problem) {
        place.beginWaiting()
        chunk = try await chunks.next()
        place.endWaiting()
        try checkAgain()
      } catch {
        problem = error
        break
      }
      byteCount += chunk?.readableBytes ?? 0
      if byteCount > limits.rehearsedByteCount {
        problem = .tooLarge(Self.bodyName, limits.rehearsedByteCount)
        break
      }
      let lines = chunk.map { splitter.split($0.readableBytesView) } ?? splitter.finish()
      var json = JSONText()
      problem = answer(lines, &counts, held, in: &json)
      if !json.bytes.isEmpty {
        place.beginWaiting()
        try await writer.write(ByteBuffer(bytes: json.bytes))
        place.endWaiting()
      }
      if chunk == nil { break }
    }
    place.leave()
    guard let problem else { return }
    var json = JSONText()
    json.problem(problem)
    json.newline()
    try await writer.write(ByteBuffer(bytes: json.bytes))
  }

  /// What was read so far.
  private struct Counts {
    var lines = 0
    var commands = 0
  }

  /// Writes what would come of some lines.
  ///
  /// - Returns: what ends the rehearsal there; `nil` where it goes on.
  private func answer(
    _ lines: [[UInt8]?], _ counts: inout Counts, _ held: HeldRehearsal, in json: inout JSONText
  ) -> Problem? {
    for text in lines {
      counts.lines += 1
      if LineNumbers.isBlank(text) { continue }
      counts.commands += 1
      guard counts.commands <= limits.rehearsedLineCount else {
        return Problem(
          "too-large", .contentTooLarge,
          "at most \(limits.rehearsedLineCount) commands are rehearsed at once")
      }
      guard let answer = answer(to: text, counts.lines, held) else { return tooSlow }
      json.answer(answer, isDryRun: true)
      json.newline()
    }
    return nil
  }

  /// What would come of a line; `nil` once another has the place.
  private func answer(
    to text: [UInt8]?, _ line: Int, _ held: HeldRehearsal
  ) -> SessionAnswer? {
    do throws(CommandError) {
      let command = try permit(Result(line: text, byteLimit: limits.lineByteCount).get())
      guard let receipt = try held.rehearse(command) else { return nil }
      return SessionAnswer(line: line, id: receipt.commandID, result: .success(receipt))
    } catch {
      return SessionAnswer(line: line, id: nil, result: .failure(error))
    }
  }

  private var tooSlow: Problem {
    Problem(
      "too-slow", .requestTimeout,
      "this rehearsal has waited \(limits.rehearsalPatienceSeconds) s for its client while others "
        + "waited for its place; hand the lines in faster, or fewer at once")
  }
}

/// A rehearsal until it is dropped.
private final class HeldRehearsal: Sendable {
  private let rehearsal: Mutex<CommandRehearsal<CooperationDecider>?>

  init(_ rehearsal: CommandRehearsal<CooperationDecider>) { self.rehearsal = Mutex(rehearsal) }

  /// What would come of a command; `nil` once it is dropped.
  func rehearse(_ command: ParsedCommand) throws(CommandError) -> CommandReceipt? {
    try rehearsal.withLock { (rehearsal) throws(CommandError) in
      try rehearsal?.rehearse(command)
    }
  }

  func drop() { rehearsal.withLock { $0 = nil } }
}
