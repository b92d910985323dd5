import NIOCore

/// Hands the lines of a file to a server and reads its answers at the same time.
struct RemoteRecording {
  let server: RemoteServer

  func run(_ lines: CommandLines, _ answers: AnswerWriter) async throws {
    let progress = Progress("recording", unit: "lines")
    defer { progress.finish() }
    do {
      let body = LineBody(lines: lines, answers: answers, progress: progress)
      try await server.exchange(body) { answer in
        try answers.write(answer)
        progress.update(answers.lineCount)
      }
    } catch {
      throw answers.failure ?? error
    }
    if let failure = answers.failure { throw failure }
  }
}

/// The lines of a file as a request's body: read when the server takes them, and no more of them once
/// an answer says that the rest would be refused too.
private struct LineBody: AsyncSequence, Sendable {
  typealias Element = ByteBuffer

  let lines: CommandLines
  let answers: AnswerWriter
  let progress: Progress

  struct AsyncIterator: AsyncIteratorProtocol {
    let lines: CommandLines
    let answers: AnswerWriter
    let progress: Progress
    /// The beginning of a line whose end was not read yet: half a line would be refused as one.
    private var begun: [UInt8] = []

    init(_ body: LineBody) {
      lines = body.lines
      answers = body.answers
      progress = body.progress
    }

    mutating func next() async throws -> ByteBuffer? {
      while true {
        let chunk = try await lines.next { [answers] in answers.failure != nil }
        if answers.failure != nil { return nil }
        if let total = lines.byteCount {
          progress.expect(share: Double(await lines.bytesRead) / Double(Swift.max(total, 1)))
        }
        guard let chunk else {
          defer { begun = [] }
          return begun.isEmpty ? nil : ByteBuffer(bytes: begun)
        }
        guard let end = chunk.lastIndex(of: UInt8(ascii: "\n")) else {
          begun += chunk
          // Longer than any line that is taken: the server says so.
          if begun.count <= RemoteServer.lineByteLimit { continue }
          defer { begun = [] }
          return ByteBuffer(bytes: begun)
        }
        let whole = ByteBuffer(bytes: begun + chunk[...end])
        begun = Array(chunk[(end + 1)...])
        return whole
      }
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }
}
