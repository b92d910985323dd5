import EventModel
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

extension TestClientProtocol {
  fileprivate func lookUp(_ lookUps: [String], key: String?) async throws -> TestResponse {
    var headers: HTTPFields = [.contentType: "application/json"]
    if let key { headers[.authorization] = "Bearer " + key }
    return try await execute(
      uri: "/v1/look-ups", method: .post, headers: headers,
      body: ByteBuffer(string: #"{"lookUps":[\#(lookUps.joined(separator: ","))]}"#))
  }
}

@Suite(.timeLimit(.minutes(10))) struct `A key that looks persons up` {
  private static let number = #"{"idNumber":"990200200403150027"}"#
  private static let particulars = #"{"particulars":{"name":"赵六"},"person":"person-p"}"#
  private static let student = #"{"studentNumber":"1","school":"organisation-a"}"#
  private static let ofNobody = [
    #"{"creditCode":"91330206MA2TE5T1XN"}"#, #"{"organisationName":"Twin"}"#,
    #"{"stream":"organisation-a"}"#, #"{"enrolmentOf":"person-p"}"#,
  ]

  private var limits: ServerLimits {
    var limits = ServerLimits()
    limits.personLookUpsPerHour = 60
    limits.bureauPersonLookUpsPerHour = 600
    return limits
  }

  @Test func `has so many an hour, each key for itself, and is told when there are more`()
    async throws
  {
    let keys = Keys()
    defer { keys.remove() }
    let school = try keys.add(.recorder, "organisation-a")
    let other = try keys.add(.recorder, "organisation-b")
    let clerk = try keys.add(.clerk)
    var fixture = try ServerFixture(keys: keys.file())
    let seconds = Locked<Int64>(0)
    fixture.parts.clock = {
      RecordedTime(microseconds: 1_700_000_000_000_000 + seconds.value * 1_000_000)
    }
    try await fixture.ask(.router, limits: limits) { client in
      func ask(_ lookUps: [String], _ key: String) async throws -> TestResponse {
        try await client.lookUp(lookUps, key: key)
      }
      func many(_ count: Int) -> [String] { Array(repeating: Self.number, count: count) }
      #expect(try await ask(many(57), school).status == .ok)
      #expect(try await ask([Self.particulars, Self.student], school).status == .ok)
      // Too many as a whole: nothing is taken, so that fewer still go.
      let refused = try await ask(many(3), school)
      #expect(refused.status == .tooManyRequests, "\(refused.text)")
      #expect(refused.headers[.contentType] == "application/problem+json")
      #expect(refused.has("urn:concord:problem:too-many-look-ups"), "\(refused.text)")
      #expect(refused.has("at most 60 persons an hour"), "\(refused.text)")
      // Sixty an hour are one a minute: two are missing.
      #expect(refused.headers[.retryAfter] == "120")
      #expect(refused.value(of: "retryAfterSeconds") == "120")
      #expect(try await ask(many(1), school).status == .ok)
      #expect(try await ask(many(1), school).headers[.retryAfter] == "60")
      // Organisations are no secret, and another key has its own.
      #expect(try await ask(Self.ofNobody, school).status == .ok)
      #expect(try await ask(many(60), other).status == .ok)
      #expect(try await ask(many(600), clerk).status == .ok)
      #expect(try await ask(many(1), clerk).headers[.retryAfter] == "6")

      seconds.change { $0 = 59 }
      #expect(try await ask(many(1), school).headers[.retryAfter] == "1")
      seconds.change { $0 = 60 }
      #expect(try await ask(many(1), school).status == .ok)
      #expect(try await ask(many(1), school).status == .tooManyRequests)
      // A clock that is set back gives nothing, and takes nothing for long.
      seconds.change { $0 = -86_400 }
      #expect(try await ask(many(1), school).headers[.retryAfter] == "60")
      seconds.change { $0 = -86_340 }
      #expect(try await ask(many(1), school).status == .ok)
      // Never more than an hour's.
      seconds.change { $0 = 864_000 }
      #expect(try await ask(many(60), school).status == .ok)
      #expect(try await ask(many(1), school).status == .tooManyRequests)
    }
  }

  @Test func `may ask as much as a request holds at once`() async throws {
    let keys = Keys()
    defer { keys.remove() }
    let key = try keys.add(.recorder, "organisation-a")
    var limits = ServerLimits()
    limits.personLookUpsPerHour = 1
    try await ServerFixture(keys: keys.file()).ask(.router, limits: limits) { [limits] client in
      let all = Array(repeating: Self.number, count: limits.lookUpCount)
      let (first, second) = try await (client.lookUp(all, key: key), client.lookUp(all, key: key))
      #expect(first.status == .ok && second.status == .tooManyRequests)
    }
  }

  @Test func `that is none, on this machine alone, may ask on`() async throws {
    var limits = ServerLimits()
    limits.personLookUpsPerHour = 1
    limits.bureauPersonLookUpsPerHour = 1
    try await ServerFixture().ask(.router, limits: limits) { client in
      for _ in 0..<3 {
        let answer = try await client.lookUp([Self.number, Self.number], key: nil)
        #expect(answer.status == .ok)
      }
    }
  }
}

@Suite(.timeLimit(.minutes(10))) struct `Work that has few places` {
  @Test func `makes room when it ends, however it ends, and once`() throws {
    let places = Places(1, for: "tests")
    do {
      let place = try places.take()
      #expect(throws: Problem.self) { try places.take() }
      place.leave()
      place.leave()
    }
    do {
      _ = try places.take()
      // Nobody has it any more.
      let place = try places.take()
      let refused = #expect(throws: Problem.self) { try places.take() }
      #expect(refused?.code == "busy" && refused?.retryAfterSeconds == 2)
      #expect(refused?.detail.contains("no more than 1 tests run at once") == true)
      place.leave()
    }
    _ = try places.take()
  }

  @Test func `is refused where all are taken: look-ups`() async throws {
    var limits = ServerLimits()
    limits.lookUpsAtOnce = 0
    try await ServerFixture().ask(.router, limits: limits) { client in
      let answer = try await client.lookUp([], key: nil)
      #expect(answer.status == .serviceUnavailable && answer.headers[.retryAfter] == "2")
      #expect(answer.has("urn:concord:problem:busy"), "\(answer.text)")
    }
  }

  @Test func `is refused where all are taken: rehearsals, but not recording`() async throws {
    var limits = ServerLimits()
    limits.rehearsalsAtOnce = 1
    try await ServerFixture().serve(limits: limits) { port in
      func head(_ query: String, _ more: String) -> String {
        "POST /v1/commands\(query) HTTP/1.1\r\nHost: localhost\r\n"
          + "Content-Type: application/x-ndjson\r\n\(more)\r\n"
      }
      let line = registration() + "\n"
      let piece = String(line.utf8.count, radix: 16) + "\r\n" + line + "\r\n"
      let chunked = "Transfer-Encoding: chunked\r\nConnection: close\r\n"
      let first = try RawConnection(port: port)
      first.send(head("?dryRun=1", chunked) + piece)
      // It runs once it has answered.
      var answered = ""
      while !answered.contains("\"dryRun\":true") {
        let more = try #require(try await first.receive())
        try #require(!more.isEmpty, "\(answered)")
        answered += more
      }
      let second = try await RawConnection.exchange(
        port: port, head("?dryRun=1", chunked) + piece + "0\r\n\r\n")
      #expect(second.hasPrefix("HTTP/1.1 503"), "\(second)")
      #expect(second.contains("\r\nRetry-After: 2\r\n"), "\(second)")
      #expect(second.contains("no more than 1 large rehearsals run at once"), "\(second)")
      // Small ones have places of their own, and recording needs none.
      let closing = "Content-Length: \(line.utf8.count)\r\nConnection: close\r\n"
      for query in ["?dryRun=1", ""] {
        let answer = try await RawConnection.exchange(port: port, head(query, closing) + line)
        #expect(answer.hasPrefix("HTTP/1.1 200"), "\(query): \(answer)")
      }
      first.send("0\r\n\r\n")
      while try await first.receive() != "" {}
      let third = try await RawConnection.exchange(
        port: port, head("?dryRun=1", chunked) + piece + "0\r\n\r\n")
      #expect(third.hasPrefix("HTTP/1.1 200"), "\(third)")
    }
  }
}
