internal import CommandHandling
internal import Cooperation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Reads NDJSON commands and writes an answer to each.
protocol LineAnswering: Sendable {
  /// Reads a body to its end. Throws if the client takes no more answers.
  @concurrent func run(
    reading body: PatientBody, writing writer: inout any ResponseBodyWriter
  ) async throws
}

/// Reads NDJSON commands and writes their answers at the same time, in order, without holding more
/// than a window of them.
struct LineExchange: LineAnswering {
  let session: CommandSession<CooperationDecider>
  /// Gives a command the caller's permission. Refuses one that the caller may not give at all.
  let permit: @Sendable (ParsedCommand) throws(CommandError) -> ParsedCommand
  /// Refuses a caller who has lost the right to hand in more, as by a revoked key.
  let checkAgain: @Sendable () throws(Problem) -> Void
  let limits: ServerLimits

  static let bodyName = "a body"

  @concurrent func run(
    reading body: PatientBody, writing writer: inout any ResponseBodyWriter
  ) async throws {
    let feed = LineFeed(session, linesPerBatch: limits.linesPerBatch, parse: parse)
    try await withThrowingTaskGroup(of: Problem?.self) { group in
      group.addTask { await read(body, into: feed) }
      do {
        while let answers = await feed.nextAnswers() {
          var json = JSONText()
          for answer in answers {
            json.answer(answer)
            json.newline()
          }
          try await writer.write(ByteBuffer(bytes: json.bytes))
        }
      } catch {
        // Nobody takes answers any more, so there would never be room for the next line.
        await session.cancel()
        throw error
      }
      // What ended the body early comes after the answers to the lines before it.
      if let problem = try await group.next() ?? nil {
        var json = JSONText()
        json.problem(problem)
        json.newline()
        try await writer.write(ByteBuffer(bytes: json.bytes))
      }
    }
  }

  /// Feeds the session. Returns the problem that ended the body early, if one did.
  @concurrent private func read(_ body: PatientBody, into feed: LineFeed) async -> Problem? {
    var pieces = body.pieces()
    var splitter = LineSplitter(lineByteLimit: limits.lineByteCount)
    var problem: Problem?
    var total = 0
    // Pieces may come, and lines wait for room, for hours: asked of each piece, and of lines once there is.
    func mayGoOn() -> Bool {
      do throws(Problem) {
        try checkAgain()
      } catch {
        problem = error
      }
      return problem == nil
    }
    do throws(Problem) {
      while problem == nil, let chunk = try await pieces.next(), mayGoOn() {
        total += chunk.readableBytes
        guard total <= limits.bodyByteCount else {
          throw .tooLarge(Self.bodyName, limits.bodyByteCount)
        }
        await feed.add(splitter.split(chunk.readableBytesView), while: mayGoOn)
      }
      if problem == nil { await feed.add(splitter.finish(), while: mayGoOn) }
    } catch {
      problem = error
    }
    await feed.finish()
    return problem
  }

  @Sendable private func parse(_ line: [UInt8]?) -> Result<ParsedCommand, CommandError> {
    do throws(CommandError) {
      let command = try Result(line: line, byteLimit: limits.lineByteCount).get()
      return .success(try permit(command))
    } catch {
      return .failure(error)
    }
  }
}
