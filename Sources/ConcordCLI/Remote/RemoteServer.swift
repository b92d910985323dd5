import AsyncHTTPClient
import HTTPAPI
import NIOCore
import NIOHTTP1

/// A server, as who hands commands in and asks: where it is, and who asks.
struct RemoteServer {
  let url: String
  let secret: String?
  /// How it waits where the server asks for it.
  var patience = Patience()

  /// The most bytes of a line, handed in or answered.
  static let lineByteLimit = 16 << 20

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
        "the server's answer broke off after \(counted(answerCount, "line")) "
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
