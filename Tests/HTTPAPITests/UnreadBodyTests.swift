import HTTPAPI
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct `A body that nobody reads` {
  /// Each with what it is answered: one of another type, one that is too long, of an address that takes
  /// none, by a method that none takes.
  private static let requests = [
    ("POST /v1/commands", "text/plain", "415"), ("POST /v1/commands", "application/json", "413"),
    ("POST /v1/look-ups", "application/json", "413"), ("GET /v1/views", "text/plain", "200"),
    ("DELETE /v1/views", "text/plain", "405"), ("POST /v1/none", "text/plain", "404"),
  ]

  private static func request(
    _ line: String, _ type: String, _ body: Int, _ more: String = ""
  ) -> String {
    "\(line) HTTP/1.1\r\nHost: localhost\r\nContent-Type: \(type)\r\n\(more)"
      + "Content-Length: \(body)\r\n\r\n"
  }

  /// What is asked behind it.
  private static let next = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

  private static func heads(_ answer: String) -> [String] {
    answer.matches(of: /HTTP\/1\.1 (\d+)/).map { String($0.1) }
  }

  @Test(arguments: requests)
  func `is passed over for a while, and then the connection is closed`(
    line: String, type: String, status: String
  ) async throws {
    var limits = ServerLimits()
    limits.unreadByteCount = 6 << 20
    try await ServerFixture().serve(limits: limits) { port in
      // The limits of look-ups lie below 5 MiB, and those of a command.
      for (byteCount, heads) in [(5 << 20, [status, "200"]), (32 << 20, [status])] {
        let answer = try await RawConnection.exchange(
          port: port,
          Self.request(line, type, byteCount) + String(repeating: "x", count: byteCount)
            + Self.next)
        #expect(Self.heads(answer) == heads, "\(byteCount): \(answer)")
        let isTold = answer.lowercased().contains("connection: close")
        #expect(isTold == (heads.count == 2 || status != "200"), "\(byteCount): \(answer)")
      }
    }
  }

  @Test func `is passed over no longer where it says no length, or nobody knows who sends it`()
    async throws
  {
    let keys = Keys()
    defer { keys.remove() }
    _ = try keys.add(.clerk)
    var limits = ServerLimits()
    limits.unreadByteCount = 1 << 16
    try await ServerFixture(keys: keys.file()).serve(limits: limits) { port in
      let piece = "10000\r\n" + String(repeating: "x", count: 1 << 16) + "\r\n"
      let answer = try await RawConnection.exchange(
        port: port,
        "POST /v1/commands HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
          + "Transfer-Encoding: chunked\r\n\r\n" + String(repeating: piece, count: 512)
          + "0\r\n\r\n" + Self.next)
      #expect(Self.heads(answer) == ["401"], "\(answer)")
    }
  }

  @Test func `is not waited for either`() async throws {
    var limits = ServerLimits()
    limits.unreadSeconds = 1
    try await ServerFixture().serve(limits: limits) { port in
      for (line, type, status) in Self.requests {
        let connection = try RawConnection(port: port)
        connection.send(Self.request(line, type, 10 << 20))
        var answer = ""
        while let more = try await connection.receive(), !more.isEmpty { answer += more }
        #expect(Self.heads(answer) == [status], "\(answer)")
      }
    }
  }

  @Test func `leaves the connection open where it comes whole`() async throws {
    var limits = ServerLimits()
    limits.unreadSeconds = 0
    try await ServerFixture().serve(limits: limits) { port in
      let connection = try RawConnection(port: port)
      for _ in 0..<3 {
        connection.send(Self.request("POST /v1/none", "text/plain", 5) + "xxxxx")
        #expect(try await connection.receive()?.hasPrefix("HTTP/1.1 404") == true)
      }
    }
  }

  @Test(arguments: ["/v1/commands", "/v1/look-ups", "/v1/matches"])
  func `comes too slowly, however steadily`(path: String) async throws {
    var limits = ServerLimits()
    limits.bodySeconds = 0
    try await ServerFixture().serve(limits: limits) { port in
      let answer = try await RawConnection.exchange(
        port: port,
        Self.request("POST \(path)", "application/json", 2, "Connection: close\r\n") + "{}")
      #expect(answer.hasPrefix("HTTP/1.1 408"), "\(answer)")
      #expect(answer.contains("urn:concord:problem:too-slow"), "\(answer)")
    }
  }
}
