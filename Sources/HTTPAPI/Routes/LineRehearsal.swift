internal import CommandHandling
internal import Cooperation
internal import EventModel
internal import Hummingbird
internal import NIOCore

/// Answers NDJSON commands as if they were recorded one after the other, and records nothing.
struct LineRehearsal: LineAnswering {
  let handler: CommandHandler<CooperationDecider>
  let caller: Caller
  let limits: ServerLimits

  static let bodyName = "a body that is only rehearsed"

  @concurrent func run(
    reading body: RequestBody, writing writer: inout any ResponseBodyWriter
  ) async throws {
    var rehearsal = CommandRehearsal(handler: handler, actor: caller.actor, channel: .api)
    var splitter = LineSplitter(lineByteLimit: limits.lineByteCount)
    var (line, total) = (0, 0)
    var problem: Problem?
    var chunks = body.makeAsyncIterator()
    while problem == nil {
      let chunk: ByteBuffer?
      do {
        chunk = try await chunks.next()
      } catch {
        problem = Problem("cut-short", .badRequest, "the body ended before its end")
        break
      }
      total += chunk?.readableBytes ?? 0
      if total > limits.rehearsedByteCount {
        problem = .tooLarge(Self.bodyName, limits.rehearsedByteCount)
        break
      }
      let lines = chunk.map { splitter.split($0.readableBytesView) } ?? splitter.finish()
      var json = JSONText()
      for text in lines {
        line += 1
        guard line <= limits.rehearsedLineCount else {
          problem = Problem(
            "too-large", .contentTooLarge,
            "at most \(limits.rehearsedLineCount) lines are rehearsed at once")
          break
        }
        json.answer(answer(to: text, line, &rehearsal), isDryRun: true)
        json.newline()
      }
      if !json.bytes.isEmpty { try await writer.write(ByteBuffer(bytes: json.bytes)) }
      if chunk == nil { break }
    }
    guard let problem else { return }
    var json = JSONText()
    json.problem(problem)
    json.newline()
    try await writer.write(ByteBuffer(bytes: json.bytes))
  }

  private func answer(
    to text: [UInt8]?, _ line: Int, _ rehearsal: inout CommandRehearsal<CooperationDecider>
  ) -> SessionAnswer {
    do throws(CommandError) {
      let command = try caller.permitted(
        Result(line: text, byteLimit: limits.lineByteCount).get())
      let receipt = try rehearsal.rehearse(command)
      return SessionAnswer(line: line, id: receipt.commandID, result: .success(receipt))
    } catch {
      return SessionAnswer(line: line, id: nil, result: .failure(error))
    }
  }
}
