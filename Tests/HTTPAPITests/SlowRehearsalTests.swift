import EventModel
import HTTPAPI
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct `A rehearsal whose client is slow` {
  private func head(_ more: String) -> String {
    "POST /v1/commands?dryRun=1 HTTP/1.1\r\nHost: localhost\r\n"
      + "Content-Type: application/x-ndjson\r\nConnection: close\r\n\(more)\r\n"
  }

  /// A line as a piece of a body in pieces.
  private func piece(_ line: String) -> String {
    String(line.utf8.count + 1, radix: 16) + "\r\n" + line + "\n\r\n"
  }

  private let chunked = "Transfer-Encoding: chunked\r\n"

  /// A server with one place for each kind of rehearsal, and its time, which stands still.
  private func serve(
    _ body: @Sendable (_ port: Int, _ seconds: Locked<Int64>) async throws -> Void
  ) async throws {
    var limits = ServerLimits()
    limits.rehearsalsAtOnce = 1
    limits.smallRehearsalsAtOnce = 1
    limits.rehearsalPatienceSeconds = 60
    let seconds = Locked<Int64>(1_700_000_000)
    var fixture = try ServerFixture()
    fixture.parts.clock = { RecordedTime(microseconds: seconds.value * 1_000_000) }
    try await fixture.serve(limits: limits) { try await body($0, seconds) }
  }

  /// What comes, up to a word.
  private func receive(_ word: String, on connection: RawConnection) async throws -> String {
    var answer = ""
    while !answer.contains(word) {
      let more = try #require(try await connection.receive(), "\(answer)")
      try #require(!more.isEmpty, "\(answer)")
      answer += more
    }
    return answer
  }

  @Test(arguments: ["Transfer-Encoding: chunked\r\n", "Content-Length: 900000\r\n"])
  func `gives its place to the next who asks, and is told so`(length: String) async throws {
    let isChunked = length.contains("chunked")
    let line = registration()
    let other = head("Content-Length: \(line.utf8.count)\r\n") + line
    let large = head(chunked) + piece(line) + "0\r\n\r\n"
    try await serve { port, seconds in
      let slow = try RawConnection(port: port)
      slow.send(head(length) + (isChunked ? piece(line) : line + "\n"))
      _ = try await receive(#""dryRun":true"#, on: slow)
      let busy = try await RawConnection.exchange(port: port, isChunked ? large : other)
      #expect(busy.hasPrefix("HTTP/1.1 503"), "\(busy)")
      // The server comes to wait for the next line, and its time goes on.
      try await waitUntil {
        seconds.change { $0 += 30 }
        let answer = try await RawConnection.exchange(port: port, isChunked ? large : other)
        return answer.hasPrefix("HTTP/1.1 200") && answer.contains(#""dryRun":true"#)
      }
      let next = registration("3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e02", stream: "organisation-b")
      slow.send(isChunked ? piece(next) : next + "\n")
      let last = try await receive("}\n", on: slow)
      #expect(last.contains("urn:concord:problem:too-slow"), "\(last)")
      #expect(last.contains("has waited 60 s for its client"), "\(last)")
      #expect(!last.contains("organisation-b") && !last.contains(#""line""#), "\(last)")
    }
  }

  @Test func `keeps its place as long as nobody else asks`() async throws {
    try await serve { port, seconds in
      let slow = try RawConnection(port: port)
      slow.send(head(chunked) + piece(registration()))
      _ = try await receive(#""dryRun":true"#, on: slow)
      seconds.change { $0 += 100_000 }
      let next = registration("3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e02", stream: "organisation-b")
      slow.send(piece(next) + "0\r\n\r\n")
      let last = try await receive("0\r\n\r\n", on: slow)
      #expect(last.contains("organisation-b") && !last.contains("too-slow"), "\(last)")
    }
  }
}

@Suite struct `A place that waits for its client` {
  @Test func `is another's once it has waited too long in all, and only while it waits`() throws {
    let seconds = Locked<Int64>(0)
    let places = Places(
      2, for: "tests",
      Places.Patience(seconds: 10) { RecordedTime(microseconds: seconds.value * 1_000_000) })
    let lost = Locked<[String]>([])
    let first = try places.take()
    first.whenLost { lost.change { $0.append("first") } }
    let second = try places.take()
    second.whenLost { lost.change { $0.append("second") } }
    // Work of its own is no waiting.
    seconds.change { $0 += 1_000 }
    #expect(throws: Problem.self) { try places.take() }
    for _ in 0..<3 {
      first.beginWaiting()
      seconds.change { $0 += 4 }
      first.endWaiting()
    }
    // Twelve seconds, but it works again.
    #expect(throws: Problem.self) { try places.take() }
    second.beginWaiting()
    first.beginWaiting()
    let third = try places.take()
    #expect(lost.value == ["first"])
    // The second has not waited yet.
    #expect(throws: Problem.self) { try places.take() }
    third.leave()
    seconds.change { $0 += 10 }
    let (fourth, fifth) = (try places.take(), try places.take())
    #expect(lost.value == ["first", "second"])
    #expect(throws: Problem.self) { try places.take() }
    // Who has lost a place has none to leave.
    first.endWaiting()
    first.leave()
    second.leave()
    #expect(throws: Problem.self) { try places.take() }
    fourth.leave()
    fifth.leave()
    withExtendedLifetime((try places.take(), try places.take())) {}
  }
}
