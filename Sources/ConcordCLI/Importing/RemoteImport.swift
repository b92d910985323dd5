import Cooperation
import Deciding
import Importing
import NIOCore

/// Imports rows through a server, or rehearses that: look-ups first, then commands as NDJSON, answered
/// as they come.
struct RemoteImport {
  let server: RemoteServer
  let answers: RowAnswers

  private var door: ServerDoor { ServerDoor(server: server) }

  /// Records the rows, and around them that the file came and what became of it.
  func run(_ plan: ImportPlan) async throws {
    var record = try plan.record()
    try await handle([record.reception])
    let first = try await door.firstResults(of: plan)
    if !first.isAnothers {
      record.resume(behind: first)
      answers.keep(record)
    }
    try await handInRows(plan, first, isDryRun: false)
    if answers.failure == nil { try await handle(answers.recordCommands()) }
  }

  /// Asks what would become of the rows; nothing is recorded.
  func rehearse(_ plan: ImportPlan) async throws {
    try await handInRows(plan, try await door.firstResults(of: plan), isDryRun: true)
  }

  /// Hands in what is about the import itself. A refusal says that the same file came before; its first
  /// record stands.
  private func handle(_ commands: [PBCommand]) async throws {
    if commands.isEmpty { return }
    var bytes = ByteBuffer()
    for command in commands { bytes.writeString(try CommandJSON.text(command) + "\n") }
    try await server.exchange(bytes) { _ in }
  }

  /// Why a server ends early, and what helps; `nil` for an answer to a row.
  static func ending(_ answer: RemoteAnswer, isDryRun: Bool) -> String? {
    let reason = answer.detail ?? "the server ended without a reason"
    switch answer.code {
    // What the rows before would record is known to this rehearsal alone: it can't wait and go on.
    case "too-many-look-ups" where isDryRun:
      return reason
        + "; the rehearsal ends here, and nothing is recorded by it: rehearse the rest in a file of "
        + "its own in an hour, or the whole file with --data on the server's machine, where nothing "
        + "is counted, or import it without a rehearsal, which waits by itself"
    case "too-large" where isDryRun && answer.line == nil:
      return reason
        + "; rehearse the file in parts, or against a data directory, which has no such limit"
    default: return answer.line == nil ? reason : nil
    }
  }

  private func handInRows(
    _ plan: ImportPlan, _ first: FirstResults, isDryRun: Bool
  ) async throws {
    if first.isAnothers {
      Output.note(
        "Somebody else has handed this file in: what became of its rows is told there. Each "
          + "row is looked at here by what is recorded now.")
    }
    let rows = try ImportRows(plan, door, answers, first: first)
    let progress = Progress(isDryRun ? "rehearsing" : "importing", unit: "rows")
    defer { progress.finish() }
    try await server.exchange(
      RowBody(rows: rows, answers: answers, progress: progress), isDryRun: isDryRun
    ) { line in
      let answer: RemoteAnswer
      do {
        answer = try RemoteAnswer(line)
      } catch {
        throw Failure(.inputOutput, "the server's answer is none of Concord's")
      }
      if let ending = Self.ending(answer, isDryRun: isDryRun) { answers.end(because: ending) }
      if answer.line != nil { answers.answer(answer) }
      progress.update(answers.rowCount)
    }
  }
}

/// The commands of a sheet's rows as a request's body: made when the server takes them.
private struct RowBody: AsyncSequence, Sendable {
  typealias Element = ByteBuffer

  let rows: ImportRows
  let answers: RowAnswers
  let progress: Progress

  struct AsyncIterator: AsyncIteratorProtocol {
    let body: RowBody
    private var maker: BeatingMaker<[TranslatedCommand]?>

    init(body: RowBody) {
      self.body = body
      maker = BeatingMaker { try await body.rows.next() }
    }

    mutating func next() async throws -> ByteBuffer? {
      while true {
        guard case .made(let made) = try await maker.next() else {
          // Before a command a space says nothing, and before the end neither.
          return ByteBuffer(string: " ")
        }
        guard let commands = made else { return nil }
        body.progress.expect(share: await body.rows.share)
        body.progress.update(body.answers.rowCount)
        // A batch of refused rows has none.
        if !commands.isEmpty { return try CommandJSON.lines(commands) }
      }
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: self) }
}
