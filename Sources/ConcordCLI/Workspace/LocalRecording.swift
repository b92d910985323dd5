import CommandHandling
import Cooperation
import Deciding
import EventModel
import HTTPAPI

/// Records the lines of a file into a data directory.
struct LocalRecording {
  let store: ConcordStore
  let channel: Record.Channel

  /// Lines that are handed to the session together.
  private static let linesPerBatch = 256
  private static let lineByteLimit = 1 << 20

  /// Who acts: whoever may write the data directory.
  static let actor = Actor(user: "local", role: "operator", assurance: .local)

  func run(_ lines: CommandLines, _ answers: AnswerWriter) async throws {
    let session = store.session(actor: Self.actor, channel: channel.source)
    // Not a child of this task: what is on its way is recorded and answered after an interruption.
    let answering = Task {
      while let ready = await session.next() {
        for answer in ready { answers.write(answer) }
      }
    }
    var failure: Failure?
    do throws(Failure) {
      try await read(lines, into: session, answers)
    } catch {
      failure = error
    }
    await session.finish()
    await answering.value
    if let failure { throw failure }
  }

  private func read(
    _ lines: CommandLines, into session: CommandSession<CooperationDecider>, _ answers: AnswerWriter
  ) async throws(Failure) {
    let progress = Progress("recording", unit: "lines")
    defer { progress.finish() }
    var splitter = LineSplitter(lineByteLimit: Self.lineByteLimit)
    while let chunk = try await lines.next() {
      let whole = splitter.split(chunk)
      for start in stride(from: 0, to: whole.count, by: Self.linesPerBatch) {
        if Interruption.isRequested { return }
        let end = min(start + Self.linesPerBatch, whole.count)
        await session.add(whole[start..<end].map(Self.parse))
        let read = Double(await lines.bytesRead)
        progress.update(answers.lineCount, share: lines.byteCount.map { read / Double(max($0, 1)) })
      }
      guard !splitter.isOverLimit else {
        throw Failure(
          .damageOrRefused, "a line has at most \(Self.lineByteLimit) bytes; the rest was not read")
      }
    }
    if !Interruption.isRequested, let last = splitter.finish() {
      await session.add([Self.parse(last)])
    }
  }

  private static func parse(_ line: [UInt8]) -> Result<ParsedCommand, CommandError> {
    do throws(Rejection) {
      return .success(try ParsedCommand(CommandJSON.command(line)))
    } catch {
      return .failure(.rejected(error))
    }
  }
}
