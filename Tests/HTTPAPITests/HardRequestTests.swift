import EventLog
import EventModel
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing

/// Requests that no client of ours sends.
@Suite(.timeLimit(.minutes(10))) struct `A request that few clients make` {
  private static let close = "Connection: close\r\n"

  private static func get(_ target: String, _ more: String = close) -> String {
    "GET \(target) HTTP/1.1\r\nHost: localhost\r\n\(more)\r\n"
  }

  private static func post(_ body: String, _ more: String) -> String {
    "POST /v1/commands HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      + "\(more)\(close)\r\n\(body)"
  }

  private static func heads(_ answer: String) -> Int { answer.matches(of: /HTTP\/1\.1 \d/).count }

  @Test(arguments: [
    // The length of a body said twice, in two ways, or wrongly.
    post("{}", "Content-Length: 2\r\nContent-Length: 3\r\n"),
    post("{}", "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n"),
    post("{}", "Content-Length: -2\r\n"), post("{}", "Content-Length: 99999999999999999999\r\n"),
    post("{}", "Content-Length: 2x\r\n"),
    // A target or a header that is no such thing.
    get("/v1/views\u{1}"),
    get("/v1/views", "X\u{0}: y\r\n" + close), get("/v1/views", "X : y\r\n" + close),
    get("/v1/views", String(repeating: "X: y\r\n", count: 100) + close),
    "get /v1/views HTTP/1.1\r\nHost: localhost\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\r\n\r\n",
  ])
  func `is 400 with a problem, and the connection is closed`(bytes: String) async throws {
    let fixture = try ServerFixture()
    let log = fixture.log
    try await fixture.serve { port in
      let answer = try await RawConnection.exchange(port: port, bytes)
      #expect(answer.hasPrefix("HTTP/1.1 400"), "\(bytes.prefix(100)): \(answer)")
      #expect(answer.contains("urn:concord:problem:malformed-request"), "\(answer)")
      #expect(Self.heads(answer) == 1, "\(answer)")
      #expect(log.end == Position(1))
    }
  }

  @Test func `for an address that is too long is refused with a problem`() async throws {
    try await ServerFixture().serve { port in
      let answer = try await RawConnection.exchange(
        port: port, Self.get("/v1/" + String(repeating: "x", count: 100_000)))
      #expect(answer.hasPrefix("HTTP/1.1 4"), "\(answer.prefix(300))")
      #expect(answer.contains("urn:concord:problem:"), "\(answer.prefix(300))")
      #expect(answer.utf8.count < 4_000)
    }
  }

  @Test func `may come with others at once, and is answered in its order`() async throws {
    try await ServerFixture().serve { port in
      let body = registration()
      let command =
        "POST /v1/commands HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + "Content-Length: \(body.utf8.count)\r\n\r\n" + body
      let answer = try await RawConnection.exchange(
        port: port,
        command + Self.get("/v1/streams/organisation-a", "") + command
          + Self.get("/v1/nothing", "") + Self.get("/healthz"))
      var rest = answer[...]
      for status in ["201", "200", "200", "404", "200"] {
        let head = try #require(rest.firstRange(of: "HTTP/1.1 "), "\(answer)")
        #expect(rest[head.upperBound...].hasPrefix(status), "\(status): \(rest)")
        rest = rest[head.upperBound...]
      }
      #expect(Self.heads(answer) == 5, "\(answer)")
    }
  }

  @Test func `of HTTP/1.0 is answered, and its connection closed`() async throws {
    try await ServerFixture().serve { port in
      let answer = try await RawConnection.exchange(
        port: port, "GET /v1/views HTTP/1.0\r\nHost: localhost\r\n\r\n")
      #expect(answer.contains(" 200 OK\r\n") && answer.contains("OrganisationRegister"))
      // Without keys nobody is answered who doesn't say whom he asks.
      let nameless = try await RawConnection.exchange(
        port: port, "GET /v1/views HTTP/1.0\r\n\r\n")
      #expect(nameless.contains(" 403 ") || nameless.contains(" 400 "), "\(nameless)")
      // It knows nothing of pieces.
      let events = try await RawConnection.exchange(
        port: port, "GET /v1/events HTTP/1.0\r\nHost: localhost\r\n\r\n")
      #expect(events.contains("log.created") && !events.contains("chunked"), "\(events)")
      #expect(events.hasSuffix("}\n"), "\(events)")
      let kept = try await RawConnection.exchange(
        port: port,
        "GET /v1/events HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n")
      #expect(kept.contains("log.created") && !kept.contains("chunked"), "\(kept)")
      #expect(kept.hasSuffix("}\n"), "\(kept)")
      let body = registration()
      let recorded = try await RawConnection.exchange(
        port: port,
        "POST /v1/commands HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\n"
          + "Expect: 100-continue\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body)
      #expect(recorded.contains(" 201 ") && !recorded.contains("100 Continue"), "\(recorded)")
    }
  }

  @Test func `whose body is longer than it says is taken as it says`() async throws {
    let fixture = try ServerFixture()
    let log = fixture.log
    try await fixture.serve { port in
      let answer = try await RawConnection.exchange(
        port: port,
        "POST /v1/commands HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
          + "Content-Length: 5\r\n\r\n" + registration())
      #expect(answer.hasPrefix("HTTP/1.1 400"), "\(answer)")
      #expect(answer.contains("malformed-value"), "\(answer)")
      #expect(log.end == Position(1))
    }
  }

  @Test func `in pieces is whole, and of a broken piece nothing is recorded`() async throws {
    let fixture = try ServerFixture()
    let log = fixture.log
    try await fixture.serve { port in
      let body = registration()
      let chunked = "Transfer-Encoding: chunked\r\n"
      let broken = try await RawConnection.exchange(
        port: port, Self.post("5\r\n{\"id\"\r\nxyz\r\n", chunked))
      #expect(broken.hasPrefix("HTTP/1.1 400"), "\(broken)")
      #expect(broken.contains("urn:concord:problem:cut-short"), "\(broken)")
      #expect(log.end == Position(1))
      let pieces = body.map { "1\r\n\($0)\r\n" }.joined() + "0\r\n\r\n"
      let whole = try await RawConnection.exchange(port: port, Self.post(pieces, chunked))
      #expect(whole.hasPrefix("HTTP/1.1 201"), "\(whole)")
    }
  }

  @Test(
    arguments: [
      ("/v1/streams/..%2F..%2Fetc%2Fpasswd", 400, "stream"), ("/v1/streams/../../etc", 404, nil),
      ("/v1/streams/organisation-a%2F..", 400, "stream"),
      ("/v1/streams/organisation-a%00", 400, "stream"), ("/v1/streams/%FF", 400, "stream"),
      ("/v1/streams/%zz", 400, "stream"), ("/v1/streams/organisation-a/x", 404, nil),
      ("/v1/streams/organisation-none", 404, nil), ("/v1/streams/", 404, nil),
      ("/v1/streams/organisation-a?limit=0", 400, "limit"),
      ("/v1/streams/organisation-a?limit=-1", 400, "limit"),
      ("/v1/streams/organisation-a?limit=1001", 400, "limit"),
      ("/v1/streams/organisation-a?limit=99999999999999999999", 400, "limit"),
      ("/v1/streams/organisation-a?limit=1&limit=1", 400, "limit"),
      ("/v1/streams/organisation-a?from=-1", 400, "from"),
      ("/v1/streams/organisation-a?form=1", 400, "form"),
      ("/v1/streams/organisation-a?from=18446744073709551615", 200, nil),
      ("/v1/events?after=18446744073709551615", 200, nil), ("/v1/events?limit=0", 400, "limit"),
      ("/v1/events?limit=18446744073709551615", 200, nil),
      ("/v1/events?after=1&after=2", 400, "after"), ("/v1/events?position=1", 400, "position"),
      ("/v1/views?name=x", 400, "name"), ("/v1/measures?until=2022", 400, "until"),
      ("/v1/views/OrganisationRegister?limit=0", 400, "limit"),
      ("/v1/views/OrganisationRegister?limit=-5", 400, "limit"),
      ("/v1/views/OrganisationRegister?limit=9999999999999999999999", 400, "limit"),
      ("/v1/views/OrganisationRegister?limit=10001", 400, "limit"),
      ("/v1/views/OrganisationRegister?limit=10000", 200, nil),
      ("/v1/views/OrganisationRegister?cursor=zz", 400, "cursor"),
      ("/v1/views/OrganisationRegister?cursor=00", 400, "cursor"),
      ("/v1/views/OrganisationRegister?format=xml", 400, "format"),
      ("/v1/views/OrganisationRegister?format=csv&format=json", 400, "format"),
      ("/v1/views/OrganisationRegister?sort=name&sort=kind", 400, "sort"),
      ("/v1/views/OrganisationRegister?=x", 400, ""),
      ("/v1/views/OrganisationRegister?name.like=x", 400, "name.like"),
      ("/v1/views/OrganisationRegister?regon=510000", 400, "regon"),
      ("/v1/measures/organisations.registered?format=csv&format=csv", 400, "format"),
      ("/v1/measures/organisations.registered?atLeast=0&atLeast=0", 400, "atLeast"),
      ("/v1/views/OrganisationRegister?atLeast=x", 400, "atLeast"),
      // What is wrong with a question is told before its answer is waited for.
      ("/v1/views/OrganisationRegister?regon=5&atLeast=1000000", 400, "regon"),
      ("/v1/views/OrganisationRegister?limit=10001&atLeast=1000000", 400, "limit"),
      ("/v1/views/OrganisationRegister?cursor=00&atLeast=1000000", 400, "cursor"),
      ("/v1/views/OrganisationRegister?atLeast=1000000&atLeast=1", 400, "atLeast"),
      ("/v1/views/NoSuchView?atLeast=1000000", 404, nil),
      ("/v1/views/ClaimsLedger/claim-a?until=x&atLeast=1000000", 400, "until"),
      ("/v1/views/ClaimsLedger/claim-a/b?atLeast=1000000", 400, "key"),
      ("/v1/measures/alliance.members?until=x&atLeast=1000000", 400, "until"),
      ("/v1/measures/alliance.none?atLeast=1000000", 404, nil),
      ("/v1/matches/vacancies?person=organisation-a&atLeast=1000000", 400, "person"),
      ("/v1/matches/schools?enterprise=organisation-a&limit=0&atLeast=1000000", 400, "limit"),
      (
        "/v1/views/OrganisationRegister?" + String(repeating: "name.contains=x&", count: 21), 400,
        "name"
      ),
      ("/v1/imports/organisation-a", 400, "import"), ("/v1/imports/..", 400, "import"),
    ] as [(String, Int, String?)])
  func `is answered, and a refusal names what is to blame`(
    target: String, status: Int, field: String?
  ) async throws {
    let fixture = try ServerFixture()
    try await fixture.ask(.live) { client in
      #expect(try await client.post(registration()).status == .created)
      let answer = try await client.get(target)
      #expect(answer.status.code == status, "\(answer.status) \(answer.text)")
      if status >= 400 { #expect(answer.has("urn:concord:problem:"), "\(answer.text)") }
      #expect(answer.value(of: "field") == field, "\(answer.text)")
    }
  }

  @Test(arguments: ["QUERY", "M-SEARCH", "PROPFIND"])
  func `by a method that no address takes is told which there are`(method: String) async throws {
    try await ServerFixture().serve { port in
      for (address, status) in [("/v1/views", "405"), ("/healthz", "405"), ("/v1/none", "404")] {
        let answer = try await RawConnection.exchange(
          port: port, "\(method) \(address) HTTP/1.1\r\nHost: localhost\r\n\(Self.close)\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 \(status)"), "\(answer)")
        guard status == "405" else { continue }
        #expect(answer.contains("\r\nAllow: GET, HEAD\r\n"), "\(answer)")
        #expect(answer.contains("urn:concord:problem:wrong-method"), "\(answer)")
      }
    }
  }

  @Test func `names a column that is none, and is told which it resembles`() async throws {
    try await ServerFixture().ask(.router) { client in
      for question in ["regon=510000", "sort=-regon", "columns=name,regon", "regon.min=5"] {
        let answer = try await client.get("/v1/views/OrganisationRegister?" + question)
        #expect(answer.status == .badRequest)
        #expect(answer.has("did you mean region? it has stream, name, "), "\(answer.text)")
      }
    }
  }

  @Test func `twice the same parameter is told so`() async throws {
    try await ServerFixture().ask(.router) { client in
      for uri in [
        "/v1/streams/organisation-a?limit=1&limit=2", "/v1/events?after=1&after=1",
        "/v1/views/OrganisationRegister?format=csv&format=csv",
        "/v1/measures/organisations.registered?format=csv&format=csv",
      ] {
        let answer = try await client.get(uri)
        #expect(answer.has("takes one value; it is given twice"), "\(answer.text)")
      }
      let rehearsed = try await client.execute(
        uri: "/v1/commands?dryRun=1&dryRun=0", method: .post,
        headers: [.contentType: "application/json"])
      #expect(rehearsed.has("dryRun takes one value; it is given twice"), "\(rehearsed.text)")
    }
  }

  @Test func `expects the last revision that there can be, and is told the actual one`()
    async throws
  {
    try await ServerFixture().ask(.router) { client in
      #expect(try await client.post(registration()).status == .created)
      for revision in ["18446744073709551615", "9223372036854775808"] {
        let answer = try await client.post(
          #"{"occurred":"2022-07-01","standing":"REPORTED","expected":[{"stream":"organisation-a","revision":"\#(revision)"}],"changeOrganisationName":{"organisation":"organisation-a","details":{"name":"B"}}}"#
        )
        #expect(answer.status == .conflict, "\(answer.text)")
        #expect(answer.has(#""actualRevision":"0""#), "\(answer.text)")
      }
    }
  }
}
