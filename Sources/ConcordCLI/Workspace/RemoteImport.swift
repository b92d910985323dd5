import Cooperation
import Deciding
import Importing
import NIOCore

/// Imports rows through a server: look-ups first, then commands as NDJSON, answered as they come.
struct RemoteImport {
  let recording: RemoteRecording
  let answers: RowAnswers

  /// Records the rows, and around them that the file came and what became of it.
  func run(_ plan: ImportPlan) async throws {
    let record = try plan.record()
    try await handle([record.reception])
    answers.keep(record)
    try await recordRows(plan)
    if answers.failure == nil { try await handle(answers.recordCommands()) }
  }

  /// Hands in what is about the import itself. A refusal says that the same file came before; its first
  /// record stands.
  private func handle(_ commands: [PBCommand]) async throws {
    if commands.isEmpty { return }
    var bytes = ByteBuffer()
    for command in commands { bytes.writeString(try CommandJSON.text(command) + "\n") }
    try await recording.exchange(OneBody(bytes: bytes)) { _ in }
  }

  private func recordRows(_ plan: ImportPlan) async throws {
    let progress = Progress("importing", unit: "rows")
    defer { progress.finish() }
    try await recording.exchange(body(plan)) { line in
      let answer: RemoteAnswer
      do {
        answer = try RemoteAnswer(line)
      } catch {
        throw Failure(.inputOutput, "the server's answer is none of Concord's")
      }
      if answer.line == nil {
        answers.end(because: answer.detail ?? "the server ended without a reason")
      } else {
        answers.answer(answer)
      }
      progress.update(answers.rowCount)
    }
  }

  private func body(_ plan: ImportPlan) -> RowBody {
    let lookUps = ServerLookUps(url: recording.url, secret: recording.secret)
    return RowBody(plan: plan, lookUps: lookUps, answers: answers)
  }
}

/// Bytes that are there already, as a request's body.
private struct OneBody: AsyncSequence, Sendable {
  typealias Element = ByteBuffer

  let bytes: ByteBuffer

  struct AsyncIterator: AsyncIteratorProtocol {
    var bytes: ByteBuffer?

    mutating func next() async -> ByteBuffer? {
      defer { bytes = nil }
      return bytes
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(bytes: bytes) }
}

/// The commands of a sheet's rows as a request's body: made when the server takes them.
private struct RowBody: AsyncSequence, Sendable {
  typealias Element = ByteBuffer

  let plan: ImportPlan
  let lookUps: ServerLookUps
  let answers: RowAnswers

  struct AsyncIterator: AsyncIteratorProtocol {
    let rows: Result<ImportRows, Failure>

    mutating func next() async throws -> ByteBuffer? {
      while let commands = try await rows.get().next() {
        var bytes = ByteBuffer()
        for command in commands {
          bytes.writeString(try CommandJSON.text(command.command))
          bytes.writeString("\n")
        }
        // A batch of refused rows has none.
        if bytes.readableBytes > 0 { return bytes }
      }
      return nil
    }
  }

  func makeAsyncIterator() -> AsyncIterator {
    do throws(Failure) {
      return AsyncIterator(rows: .success(try ImportRows(plan, lookUps, answers)))
    } catch {
      return AsyncIterator(rows: .failure(error))
    }
  }
}
