import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct `What requests hold together` {
  /// A body of many lines that doesn't end.
  private static let open =
    "POST /v1/commands HTTP/1.1\r\nHost: localhost\r\n"
    + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n \r\n"

  private static func post(_ path: String, _ type: String, _ body: String) -> String {
    "POST /v1/\(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
      + "Content-Type: application/\(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body
  }

  /// Opens a body that holds all the room there is for bodies of lines.
  ///
  /// One that comes while a request is under way is refused itself: then the next one holds it.
  /// - Returns: those that were opened, and what the request was answered that had no room.
  private static func hold(_ port: Int) async throws -> ([RawConnection], refusal: String) {
    var opened: [RawConnection] = []
    for _ in 0..<100 {
      let connection = try RawConnection(port: port)
      connection.send(open)
      opened.append(connection)
      let answer = try await RawConnection.exchange(
        port: port, post("commands", "x-ndjson", registration()))
      if answer.contains(" 503 ") { return (opened, answer) }
    }
    throw TooLate()
  }

  @Test func `has a bound: one that has no room comes later`() async throws {
    var limits = ServerLimits()
    // A body without its length holds as much as it may, until it ends.
    limits.heldSessionByteCount = 1_000
    limits.sessionByteCount = 900
    try await ServerFixture().serve(limits: limits) { port in
      let (opened, refused) = try await Self.hold(port)
      let request = Self.post("commands", "x-ndjson", registration())
      #expect(refused.contains("urn:concord:problem:busy"), "\(refused)")
      #expect(refused.lowercased().contains("retry-after: 2"), "\(refused)")
      for connection in opened { connection.send("0\r\n\r\n") }
      try await waitUntil {
        !(try await RawConnection.exchange(port: port, request).contains(" 503 "))
      }
    }
  }

  @Test func `is of three sorts: open bodies of lines refuse no single command and no look-up`()
    async throws
  {
    var limits = ServerLimits()
    limits.heldSessionByteCount = 900
    limits.sessionByteCount = 900
    try await ServerFixture().serve(limits: limits) { port in
      let (opened, _) = try await Self.hold(port)
      let single = try await RawConnection.exchange(
        port: port,
        Self.post(
          "commands", "json",
          registration("3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e09", stream: "organisation-single")))
      #expect(single.hasPrefix("HTTP/1.1 2"), "\(single)")
      let lookUp = try await RawConnection.exchange(
        port: port, Self.post("look-ups", "json", #"{"lookUps":[{"stream":"organisation-a"}]}"#))
      #expect(lookUp.hasPrefix("HTTP/1.1 200"), "\(lookUp)")
      for connection in opened { connection.send("0\r\n\r\n") }
    }
  }

  @Test func `lets 64 bodies of lines be open at once, each with lines of the most bytes`()
    async throws
  {
    let limits = ServerLimits()
    try await ServerFixture().serve { port in
      let others = try (1..<64).map { _ in try RawConnection(port: port) }
      for other in others { other.send(Self.open) }
      let lines = (1...3).map { number in
        let line = registration(
          "3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e0\(number)", stream: "organisation-\(number)")
        return line + String(repeating: " ", count: limits.lineByteCount - line.utf8.count)
      }
      let answer = try await RawConnection.exchange(
        port: port, Self.post("commands", "x-ndjson", lines.joined(separator: "\n")))
      #expect(answer.matches(of: /"status":"recorded"/).count == 3, "\(answer.prefix(2_000))")
      // None of them was refused: each ends in peace.
      for other in others {
        other.send("0\r\n\r\n")
        #expect(try await other.receive()?.hasPrefix("HTTP/1.1 200") == true)
      }
    }
  }
}
