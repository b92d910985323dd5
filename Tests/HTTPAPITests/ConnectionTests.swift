import EventLog
import EventModel
import HTTPAPI
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct `A connection` {
  @Test func `that breaks off in the middle of an upload is let go`() async throws {
    var limits = ServerLimits()
    limits.connectionCount = 1
    let fixture = try ServerFixture()
    let log = fixture.log
    try await fixture.serve(limits: limits) { port in
      let upload = try RawConnection(port: port)
      upload.send(
        "POST /v1/commands HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
          + "Content-Length: 900000000\r\n\r\n")
      // More than a session holds, so that whoever reads the lines waits for room.
      for number in 0..<8_000 {
        let id = "3f2c8d1e-0b4a-4c6d-9e8f-" + String(100_000_000_000 + number)
        guard upload.send(registration(id, stream: "organisation-o\(number)") + "\n") else { break }
      }
      while log.end < Position(20) { await Task.yield() }
      upload.reset()
      // The one connection that may be is free again.
      let next = try RawConnection(port: port)
      next.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
      #expect(try await next.receive()?.hasPrefix("HTTP/1.1 200") == true)
    }
  }

  @Test func `on which nothing is asked is closed after a while`() async throws {
    var limits = ServerLimits()
    limits.idleSeconds = 1
    try await ServerFixture().serve(limits: limits) { port in
      let silent = try RawConnection(port: port)
      let halting = try RawConnection(port: port)
      halting.send("POST /v1/commands HTTP/1.1\r\nHost: localhost\r\nContent-Le")
      #expect(try await silent.receive() == "")
      #expect(try await halting.receive() == "")
    }
  }

  @Test(arguments: [
    "nonsense\r\n\r\n", "GET / HTTP/9\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost localhost\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: "
      + String(repeating: "x", count: 20_000) + "\r\n\r\n",
  ])
  func `on which comes no request is answered with a problem, and closed`(
    bytes: String
  ) async throws {
    try await ServerFixture().serve { port in
      let answer = try await RawConnection.exchange(port: port, bytes)
      #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"), "\(answer)")
      #expect(answer.contains("\r\nContent-Type: application/problem+json\r\n"), "\(answer)")
      #expect(
        answer.contains(#"{"type":"urn:concord:problem:malformed-request","title":"Bad Request""#),
        "\(answer)")
      #expect(answer.hasSuffix("}"), "one answer: \(answer)")
    }
  }

  @Test func `tells of a method that nobody knows`() async throws {
    try await ServerFixture().serve { port in
      let answer = try await RawConnection.exchange(
        port: port, "FETCH /v1/views HTTP/1.1\r\nHost: localhost\r\n\r\n")
      #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"), "\(answer)")
      #expect(answer.contains("it has a method that nobody knows"), "\(answer)")
    }
  }

  @Test func `answers what was asked before what is no request`() async throws {
    try await ServerFixture().serve { port in
      let answer = try await RawConnection.exchange(
        port: port, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nnonsense\r\n\r\n")
      #expect(answer.hasPrefix("HTTP/1.1 200"), "\(answer)")
      let refused = try #require(answer.firstRange(of: "HTTP/1.1 400"), "\(answer)")
      #expect(!answer[refused.upperBound...].contains("HTTP/1.1"), "\(answer)")
    }
  }

  @Test(arguments: [
    ("localhost", "200"), ("LOCALHOST:8080", "200"), ("127.0.0.1:8080", "200"), ("[::1]", "200"),
    ("evil.example", "403"), ("127.0.0.1.evil.example:8080", "403"),
  ])
  func `without keys is answered under this machine's own names only`(
    host: String, status: String
  ) async throws {
    try await ServerFixture().serve { port in
      let connection = try RawConnection(port: port)
      connection.send("GET /v1/views HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n")
      #expect(try await connection.receive()?.hasPrefix("HTTP/1.1 \(status)") == true, "\(host)")
    }
  }

  @Test(arguments: [
    "X-Forwarded-For: 203.0.113.7", "forwarded: for=203.0.113.7", "Via: 1.1 proxy",
    "X-Real-IP: 203.0.113.7", "x-forwarded-proto: https", "X-Forwarded-Server: proxy",
    "Client-Ip: 203.0.113.7", "True-Client-IP: 203.0.113.7",
  ])
  func `without keys is not answered for somebody elsewhere`(field: String) async throws {
    try await ServerFixture().serve { port in
      let connection = try RawConnection(port: port)
      connection.send(
        "GET /v1/views HTTP/1.1\r\nHost: localhost\r\n\(field)\r\nConnection: close\r\n\r\n")
      let answer = try await connection.receive() ?? ""
      #expect(answer.hasPrefix("HTTP/1.1 403") && answer.contains("a proxy passes on"), "\(answer)")
    }
  }

  @Test(arguments: [
    ("GET http://evil.example/v1/views HTTP/1.1\r\nHost: 127.0.0.1\r\n", "403"),
    ("GET http://127.0.0.1/v1/views HTTP/1.1\r\nHost: evil.example\r\n", "200"),
    ("GET /v1/views HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n", "400"),
    ("GET /v1/views HTTP/1.1\r\n", "400"),
    (
      "GET /v1/views HTTP/1.1\r\nHost: localhost\r\nX-Long: \(String(repeating: "x", count: 9_000))\r\n",
      "400"
    ),
    (
      // None of them too long for itself.
      "GET /v1/views HTTP/1.1\r\nHost: localhost\r\n"
        + ["X-A", "X-B", "X-C"].map { "\($0): \(String(repeating: "x", count: 6_000))\r\n" }
        .joined(), "400"
    ),
    ("GET /v1/\(String(repeating: "x", count: 17_000)) HTTP/1.1\r\nHost: localhost\r\n", "414"),
    ("GET /v1/\(String(repeating: "x", count: 12_000)) HTTP/1.1\r\nHost: localhost\r\n", "404"),
    (
      "POST /v1/commands HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n", "501"
    ),
  ])
  func `has one host and one way to be read, whatever else it says`(
    head: String, status: String
  ) async throws {
    try await ServerFixture().serve { port in
      let answer = try await RawConnection.exchange(
        port: port, head + "Connection: close\r\n\r\n")
      #expect(answer.hasPrefix("HTTP/1.1 \(status)"), "\(head.prefix(200)): \(answer)")
      #expect(answer.matches(of: /HTTP\/1\.1 \d/).count == 1, "\(answer)")
      #expect(answer.contains("\r\nDate: ") && answer.contains(" GMT\r\n"), "\(answer)")
      #expect(answer.lowercased().contains("\r\nconnection: close\r\n"), "\(answer)")
    }
  }

  @Test(arguments: ["application/json", "application/x-ndjson"])
  func `on which a body stops coming is told so`(type: String) async throws {
    var limits = ServerLimits()
    limits.silenceSeconds = 1
    try await ServerFixture().serve(limits: limits) { port in
      let line = registration() + "\n"
      let answer = try await RawConnection.exchange(
        port: port,
        "POST /v1/commands HTTP/1.1\r\nHost: localhost\r\nContent-Type: \(type)\r\n"
          + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
          + String(line.utf8.count, radix: 16) + "\r\n\(line)\r\n")
      #expect(answer.contains("urn:concord:problem:too-slow"), "\(answer)")
      let isOne = type == "application/json"
      #expect(answer.hasPrefix("HTTP/1.1 \(isOne ? "408" : "200")"), "\(answer)")
      if isOne { return }
      #expect(answer.contains(#""kind":"receipt","line":1,"status":"recorded""#), "\(answer)")
      #expect(answer.hasSuffix("0\r\n\r\n"), "\(answer)")
    }
  }

  /// Nor does it go on with lines that are none.
  @Test(arguments: ["", "?dryRun=1"], [false, true])
  func `whose key is revoked hands in no more lines`(query: String, isBlank: Bool) async throws {
    let keys = Keys()
    defer { keys.remove() }
    let secret = try keys.add(.clerk)
    let fixture = try ServerFixture(keys: keys.file())
    let log = fixture.log
    try await fixture.serve { port in
      func piece(_ number: Int) -> String {
        let line =
          registration(
            "3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e0\(number)", stream: "organisation-o\(number)")
          + "\n"
        return String(line.utf8.count, radix: 16) + "\r\n\(line)\r\n"
      }
      let connection = try RawConnection(port: port)
      connection.send(
        "POST /v1/commands\(query) HTTP/1.1\r\nHost: localhost\r\n"
          + "Authorization: Bearer  \(secret)\r\nContent-Type: application/x-ndjson\r\n"
          + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + piece(1))
      var answer = ""
      while !answer.contains("recorded") {
        let more = try #require(try await connection.receive())
        try #require(!more.isEmpty, "\(answer)")
        answer += more
      }
      let end = log.end
      try keys.revokeAll()
      connection.send(isBlank ? "1\r\n\n\r\n" : piece(2))
      while let more = try await connection.receive(), !more.isEmpty { answer += more }
      #expect(answer.contains("urn:concord:problem:unauthenticated"), "\(answer)")
      #expect(!answer.contains(#""line":2"#) && log.end == end, "\(answer)")
    }
  }

  /// The head of a request whose client waits before it sends the body.
  private func waiting(_ path: String, _ more: String = "") -> String {
    let body = registration()
    return "POST \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      + "Content-Length: \(body.utf8.count)\r\nExpect: 100-continue\r\n\(more)\r\n"
  }

  @Test func `whose key is revoked while its command comes records nothing`() async throws {
    let keys = Keys()
    defer { keys.remove() }
    let secret = try keys.add(.clerk)
    let fixture = try ServerFixture(keys: keys.file())
    let log = fixture.log
    try await fixture.serve { port in
      let connection = try RawConnection(port: port)
      connection.send(waiting("/v1/commands", "Authorization: Bearer \(secret)\r\n"))
      // Who asks was found out.
      #expect(try await connection.receive() == "HTTP/1.1 100 Continue\r\n\r\n")
      let end = log.end
      try keys.revokeAll()
      connection.send(registration())
      let answer = try await connection.receive() ?? ""
      #expect(answer.hasPrefix("HTTP/1.1 401"), "\(answer)")
      #expect(log.end == end)
    }
  }

  @Test func `that waits before a body is told to go on, once`() async throws {
    try await ServerFixture().serve { port in
      let connection = try RawConnection(port: port)
      for status in ["201", "200"] {
        connection.send(waiting("/v1/commands"))
        #expect(try await connection.receive() == "HTTP/1.1 100 Continue\r\n\r\n")
        connection.send(registration())
        let answer = try await connection.receive() ?? ""
        #expect(answer.hasPrefix("HTTP/1.1 \(status)"), "\(answer)")
        #expect(!answer.contains("100 Continue"), "\(answer)")
      }
      // NDJSON is answered while it is read.
      connection.send(
        waiting("/v1/commands?dryRun=1").replacing("application/json", with: "application/x-ndjson")
      )
      var answer = ""
      while !answer.contains("\r\n\r\n") {
        let more = try await connection.receive() ?? ""
        try #require(!more.isEmpty, "\(answer)")
        answer += more
      }
      #expect(answer.hasPrefix("HTTP/1.1 100 Continue\r\n\r\n"), "\(answer)")
      connection.send(registration())
      while !answer.contains("repeated") {
        let more = try await connection.receive() ?? ""
        try #require(!more.isEmpty, "\(answer)")
        answer += more
      }
      #expect(answer.contains("HTTP/1.1 200"), "\(answer)")
    }
  }

  @Test func `that waits before a body that is refused gets the refusal alone`() async throws {
    let keys = Keys()
    defer { keys.remove() }
    _ = try keys.add(.clerk)
    try await ServerFixture(keys: keys.file()).serve { port in
      let connection = try RawConnection(port: port)
      connection.send(waiting("/v1/commands"))
      let answer = try await connection.receive() ?? ""
      #expect(answer.hasPrefix("HTTP/1.1 401"), "\(answer)")
    }
    try await ServerFixture().serve { port in
      // A client that waits for nothing is told nothing.
      let connection = try RawConnection(port: port)
      let head = waiting("/v1/commands", "Connection: close\r\n")
        .replacing("Expect: 100-continue\r\n", with: "")
      connection.send(head + registration())
      let answer = try await connection.receive() ?? ""
      #expect(answer.hasPrefix("HTTP/1.1 201"), "\(answer)")
    }
  }
}
