import AsyncHTTPClient
import FoundationEssentials
import HTTPAPI
import NIOCore
import NIOHTTP1

/// Hands the lines of a file to a server and reads its answers at the same time.
struct RemoteRecording {
  let url: String
  let secret: String?
  /// How it waits where the server asks for it.
  var patience = Patience()

  fileprivate static let lineByteLimit = 16 << 20

  /// The secret that a file holds.
  static func secret(in path: String) throws(Failure) -> String {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw .system("read", path)
    }
    let text = String(decoding: data, as: UTF8.self).filter { !$0.isWhitespace }
    guard !text.isEmpty else { throw Failure(.inputOutput, "\(path) holds no API key") }
    return text
  }

  func run(_ lines: CommandLines, _ answers: AnswerWriter) async throws {
    let progress = Progress("recording", unit: "lines")
    defer { progress.finish() }
    do {
      let body = LineBody(lines: lines, answers: answers, progress: progress)
      try await exchange(body) { answer in
        try answers.write(answer)
        progress.update(answers.lineCount)
      }
    } catch {
      throw answers.failure ?? error
    }
    if let failure = answers.failure { throw failure }
  }

  /// Streams commands, one a line, and takes the answers as they come, in order.
  ///
  /// - Parameter isDryRun: whether they are only to be rehearsed.
  func exchange<Body: AsyncSequence & Sendable>(
    _ body: Body, isDryRun: Bool = false, _ onAnswer: ([UInt8]) throws -> Void
  ) async throws where Body.Element == ByteBuffer {
    let repeatable = RepeatableBody(body) { $0.readableBytes }
    try await exchange(
      { .stream(repeatable.pieces, length: .unknown) }, isDryRun: isDryRun,
      unless: { await !repeatable.canBeSentAgain }, onAnswer
    ) { await repeatable.forget() }
  }

  /// Hands in a few commands, one a line.
  func exchange(
    _ lines: ByteBuffer, isDryRun: Bool = false, _ onAnswer: ([UInt8]) throws -> Void
  ) async throws {
    try await exchange({ .bytes(lines) }, isDryRun: isDryRun, unless: { false }, onAnswer) {}
  }

  /// - Parameters:
  ///   - body: the body, from its beginning.
  ///   - isLost: whether it can't be sent again.
  ///   - onTaken: told when the server takes the request.
  private func exchange(
    _ body: () -> HTTPClientRequest.Body, isDryRun: Bool, unless isLost: () async -> Bool,
    _ onAnswer: ([UInt8]) throws -> Void, onTaken: () async -> Void
  ) async throws {
    let response = try await patience.ask {
      let response = try await send(body(), isDryRun: isDryRun)
      let retryAfter = response.headers.first(name: "retry-after")
      guard let seconds = Patience.seconds(response.status.code, retryAfter: retryAfter),
        await !isLost()
      else { return .answered(response) }
      return .refused(seconds: seconds, reason: try await refusal(response).reason ?? "")
    }
    guard response.status == .ok else { throw try await refusal(response) }
    await onTaken()
    try await read(response.body, onAnswer)
  }

  private func send(
    _ body: HTTPClientRequest.Body, isDryRun: Bool
  ) async throws -> HTTPClientResponse {
    var request = HTTPClientRequest(url: url + "/v1/commands" + (isDryRun ? "?dryRun=1" : ""))
    request.method = .POST
    request.headers.add(name: "content-type", value: "application/x-ndjson")
    if let secret { request.headers.add(name: "authorization", value: "Bearer \(secret)") }
    request.body = body
    do {
      return try await ServerConnection.client.execute(request, deadline: .distantFuture)
    } catch let failure as Failure {
      // What made the body end.
      throw failure
    } catch {
      if Interruption.isRequested { throw CancellationError() }
      throw Failure(
        .inputOutput, "\(url) can't be reached: \(ServerConnection.reason(error))")
    }
  }

  private func read(
    _ body: HTTPClientResponse.Body, _ onAnswer: ([UInt8]) throws -> Void
  ) async throws {
    var answerCount = 0
    var splitter = LineSplitter(lineByteLimit: Self.lineByteLimit)
    do {
      for try await chunk in body {
        for line in splitter.split(chunk.readableBytesView) {
          try onAnswer(try whole(line))
          answerCount += 1
        }
        // Whoever hands lines in slowly sees each answer when it comes.
        try? Output.standard.flush()
      }
    } catch let failure as Failure {
      throw failure
    } catch {
      if Interruption.isRequested { throw CancellationError() }
      throw Failure(
        .inputOutput,
        "the server's answer broke off after \(answerCount) lines "
          + "(\(ServerConnection.reason(error))); lines with ids can be handed in again")
    }
    for last in splitter.finish() { try onAnswer(try whole(last)) }
  }

  private func whole(_ line: [UInt8]?) throws(Failure) -> [UInt8] {
    if let line { return line }
    throw Failure(
      .inputOutput, "the server's answer has a line of more than \(Self.lineByteLimit) bytes")
  }

  private func refusal(_ response: HTTPClientResponse) async throws -> Failure {
    let body = try await response.body.collect(upTo: 1 << 16)
    let answer = try? RemoteAnswer(Array(body.readableBytesView))
    return Failure(
      .inputOutput, "\(url) answers \(response.status.code): \(answer?.detail ?? "no reason given")"
    )
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
          if begun.count <= RemoteRecording.lineByteLimit { continue }
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
