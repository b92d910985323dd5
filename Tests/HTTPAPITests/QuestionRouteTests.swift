import EventLog
import EventModel
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import PersonalData
import TestSupport
import Testing

@testable import CommandHandling

@Suite(.timeLimit(.minutes(10))) struct `Asking a view` {
  private func ask(
    _ body: @Sendable @escaping (any TestClientProtocol) async throws -> Void
  ) async throws {
    try await ServerFixture().ask(.live) { client in
      var end = ""
      for index in 0..<5 {
        let name = index == 3 ? #"=1+1, 职业\"学院"# : "Company \(index)"
        let answer = try await client.post(
          registration(
            "3f2c8d1e-0b4a-4c6d-9e8f-" + String(200_000_000_000 + index),
            stream: "organisation-o\(index)", name: name))
        end = try #require(answer.value(of: "end"), "\(answer.text)")
      }
      let ready = try await client.get("/v1/views/OrganisationRegister?limit=1&atLeast=" + end)
      #expect(ready.status == .ok, "\(ready.text)")
      try await body(client)
    }
  }

  @Test func `waits for the position of a receipt and pages by cursor`() async throws {
    try await ask { client in
      var rows = 0
      var uri = "/v1/views/OrganisationRegister?limit=2&columns=stream,name"
      for _ in 0..<3 {
        let page = try await client.get(uri)
        rows += page.text.split(separator: #""stream":"#).count - 1
        if page.value(of: "next") == nil { break }
        let next = try #require(page.value(of: "next"))
        uri = "/v1/views/OrganisationRegister?limit=2&columns=stream,name&cursor=" + next
      }
      #expect(rows == 5)
    }
  }

  @Test func `is told to come again where the views are not as far as it wants`() async throws {
    var limits = ServerLimits()
    limits.waitSeconds = 0
    try await ServerFixture().ask(.router, limits: limits) { client in
      for question in [
        "views/ClaimsLedger", "views/ClaimsLedger/claim-a", "measures/findings.open",
      ] {
        let answer = try await client.get("/v1/\(question)?atLeast=1000000")
        #expect(answer.status == .serviceUnavailable, "\(answer.text)")
        #expect(answer.has("urn:concord:problem:not-yet"), "\(answer.text)")
        #expect(answer.headers[.retryAfter] == "1")
      }
    }
  }

  @Test func `filters, sorts and finds one row by its key`() async throws {
    try await ask { client in
      let one = try await client.get("/v1/views/OrganisationRegister?stream=organisation-o2")
      #expect(one.has("Company 2") && !one.has("Company 1"), "\(one.text)")
      let prefix = try await client.get(
        "/v1/views/OrganisationRegister?stream.prefix=organisation-o&sort=-stream&limit=1")
      #expect(prefix.has("organisation-o4"), "\(prefix.text)")
      let row = try await client.get("/v1/views/OrganisationRegister/organisation-o1")
      #expect(row.has("Company 1"), "\(row.text)")
      #expect(
        try await client.get("/v1/views/OrganisationRegister/organisation-none").status == .notFound
      )
    }
  }

  @Test func `as CSV opens in a spreadsheet and runs nothing there`() async throws {
    try await ask { client in
      let csv = try await client.get(
        "/v1/views/OrganisationRegister?bom=1&columns=name&stream=organisation-o3")
      #expect(csv.headers[.contentType]?.hasPrefix("text/csv") == true)
      #expect(Array(csv.body.readableBytesView.prefix(3)) == [0xEF, 0xBB, 0xBF])
      #expect(csv.has("\"'=1+1, 职业\"\"学院\"\r\n"), "\(csv.text)")
    }
  }

  @Test func `that isn't there, by an unknown column or a bad value is a problem`() async throws {
    try await ask { client in
      for (uri, status) in [
        ("/v1/views/Nothing", 404), ("/v1/views/OrganisationRegister?colour=red", 400),
        ("/v1/views/OrganisationRegister?limit=0", 400),
        ("/v1/views/OrganisationRegister?limit=999999", 400),
        ("/v1/views/OrganisationRegister?cursor=xyz", 400),
        ("/v1/views/OrganisationRegister?sort=colour", 400),
        ("/v1/views/OrganisationRegister?atLeast=x", 400),
        ("/v1/views/OrganisationRegister?stream.like=x", 400),
        ("/v1/views/OrganisationRegister?name.contains=", 400),
        ("/v1/views/OrganisationRegister?staff_on_post.contains=1", 400),
        ("/v1/views/OrganisationRegister?name.contains=%00", 400),
        ("/v1/views/OrganisationRegister?name.contains=%00zzz", 400),
        ("/v1/views/OrganisationRegister?name.contains=%zz", 400),
        ("/v1/views/OrganisationRegister?name.contains=%", 400),
        ("/v1/views/OrganisationRegister?name=%FF", 400),
        ("/v1/views/OutcomeStatistics?school=ALL", 200),
        ("/v1/views/OutcomeStatistics?school=all", 400),
        ("/v1/measures/none", 404),
        ("/v1/measures/organisations.registered?colour=red", 400), ("/v1/nothing", 404),
        ("/v1/streams/organisation-none", 404), ("/v1/streams/nonsense", 400),
        ("/v1/events?after=x", 400), ("/v1/events?before=1", 400), ("/v1/events?limit=0", 400),
        ("/v1/measures/organisations.registered?kind=SCHOOL&kind=ENTERPRISE", 400),
        ("/v1/views/OrganisationRegister?limit=1&limit=2", 400),
        ("/v1/views/OrganisationRegister?name.present=x", 400),
        ("/v1/views/OrganisationRegister?registered_on.min=garbage", 400),
      ] {
        let answer = try await client.get(uri)
        #expect(answer.status.code == status, "\(uri): \(answer.text)")
        #expect(
          answer.has("urn:concord:problem:") == (status != 200), "\(uri): \(answer.text)")
      }
    }
  }

  @Test func `blames the parameter, by the name it was given`() async throws {
    try await ask { client in
      for (uri, field) in [
        ("OrganisationRegister?sort=nope", "sort"),
        ("OrganisationRegister?columns=nope", "columns"),
        ("OrganisationRegister?limit=1&limit=2", "limit"),
        ("OrganisationRegister?name.present=x", "name.present"),
      ] {
        let answer = try await client.get("/v1/views/" + uri)
        #expect(answer.value(of: "field") == field, "\(uri): \(answer.text)")
      }
      let measure = try await client.get("/v1/measures/none")
      #expect(measure.has("urn:concord:problem:unknown-measure"), "\(measure.text)")
    }
  }

  @Test func `by a word that a column never holds is told which there are`() async throws {
    try await ask { client in
      for (uri, field, words) in [
        (
          "views/OrganisationRegister?kind=NOPE", "kind",
          "kind takes one of ENTERPRISE, SCHOOL, HR_INSTITUTION, INDUSTRY_ASSOCIATION, "
            + "TRAINING_INSTITUTION, GOVERNMENT_BODY, OTHER, not NOPE\""
        ),
        ("views/OrganisationRegister?kind=SCHOOL&kind=entreprise", "kind", "mean ENTERPRISE?"),
        ("views/OrganisationRegister?status=", "status", "suspended, deregistered, not nothing"),
        ("views/OrganisationRegister?kind.prefix=X", "kind.prefix", "not X"),
        ("views/OrganisationRegister?kind.contains=XY", "kind.contains", "not XY"),
        ("views/OrganisationRegister?is_confirmed=2", "is_confirmed", "one of 0, 1, not 2"),
        ("views/ClaimsLedger?status=reproducd", "status", "mean reproduced?"),
        ("measures/organisations.registered?kind=NOPE", "kind", "one of ENTERPRISE, SCHOOL, HR"),
        ("measures/findings.by-rule?by=hosts", "by", "mean host?"),
      ] {
        let answer = try await client.get("/v1/" + uri)
        #expect(answer.status == .badRequest, "\(uri): \(answer.text)")
        #expect(answer.value(of: "field") == field, "\(uri): \(answer.text)")
        #expect(answer.has(words), "\(uri): \(answer.text)")
      }
      for (uri, found) in [
        ("views/OrganisationRegister?kind=ENTERPRISE&kind=SCHOOL", "organisation-o4"),
        ("views/OrganisationRegister?kind.prefix=ENT", "organisation-o4"),
        ("views/OrganisationRegister?kind.contains=prise", "organisation-o4"),
        ("views/OrganisationRegister?is_confirmed=1", "organisation-o4"),
        ("measures/organisations.registered?kind=enterprise", #""with_fill":5"#),
      ] {
        let answer = try await client.get("/v1/" + uri)
        #expect(answer.has(found), "\(uri): \(answer.text)")
      }
      let views = try await client.get("/v1/views")
      #expect(views.has(#""values":["active","suspended","deregistered"]"#))
    }
  }

  @Test func `says of a stream that is named and isn't there that there is none`() async throws {
    try await ask { client in
      for uri in [
        "measures/graduates?school=organisation-o9",
        "views/OutcomeStatistics?school=organisation-o9",
        "views/OrganisationRegister?stream=organisation-o1&stream=organisation-o9",
      ] {
        let answer = try await client.get("/v1/" + uri)
        #expect(answer.status == .badRequest, "\(uri): \(answer.text)")
        #expect(answer.has("there is no organisation-o9"), "\(uri): \(answer.text)")
        let known = try await client.get("/v1/" + uri.replacing("o9", with: "o2"))
        #expect(known.status == .ok, "\(uri): \(known.text)")
      }
      let person = try await client.get("/v1/views/Outcomes?graduate=person-nobody")
      #expect(person.status == .ok, "\(person.text)")
    }
  }

  @Test func `takes a plus for a space, but not in an instant`() async throws {
    try await ask { client in
      let found = try await client.get("/v1/views/OrganisationRegister?name=Company+2")
      #expect(found.has("organisation-o2"), "\(found.text)")
      let instant = "2022-06-30T12:00:00+08:00"
      let measure = try await client.get("/v1/measures/alliance.members?until=" + instant)
      #expect(measure.status == .ok, "\(measure.text)")
    }
  }

  @Test func `by another method is told which there are, and HEAD is answered`() async throws {
    try await ask { client in
      for (uri, method, allowed) in [
        ("/v1/commands", HTTPRequest.Method.get, "POST"), ("/healthz", .post, "GET, HEAD"),
        ("/v1/views/OrganisationRegister", .delete, "GET, HEAD"),
        ("/v1/views", .options, "GET, HEAD"), ("/v1/matches", .get, "POST"),
        ("/v1/views", try #require(HTTPRequest.Method(rawValue: "PROPFIND")), "GET, HEAD"),
        (
          "/v1/streams/organisation-o1", try #require(HTTPRequest.Method(rawValue: "UNLOCK")),
          "GET, HEAD"
        ),
      ] {
        let answer = try await client.execute(uri: uri, method: method)
        #expect(answer.status == .methodNotAllowed, "\(uri): \(answer.text)")
        #expect(answer.headers[.allow] == allowed)
        #expect(answer.has("urn:concord:problem:wrong-method"), "\(answer.text)")
      }
      #expect(try await client.execute(uri: "/healthz", method: .head).status == .ok)
      // Where nothing is by any method, nothing is said of methods.
      for uri in [
        "/v1/nothing", "/v1/measures/a/b/c", "/v1/matches/nothing", "/v1/events/7",
      ] {
        #expect(
          try await client.execute(uri: uri, method: .delete).status == .notFound, "\(uri)")
      }
    }
  }

  @Test func `isn't ready while the findings are far behind`() async throws {
    var fixture = try ServerFixture()
    var behind = ManagerStatus()
    behind.phase = .running
    behind.end = .zero
    fixture.parts.findings = { [behind] in behind }
    var limits = ServerLimits()
    limits.managerLagEvents = 3
    try await fixture.ask(.live, limits: limits) { client in
      var end = ""
      for (number, status) in [(1, HTTPResponse.Status.ok), (2, .ok), (3, .serviceUnavailable)] {
        let answer = try await client.post(
          registration(
            "3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e2\(number)", stream: "organisation-\(number)"))
        end = try #require(answer.value(of: "end"), "\(answer.text)")
        _ = try await client.get("/v1/views/OrganisationRegister?limit=1&atLeast=" + end)
        var ready = try await client.get("/readyz")
        while !ready.has(#""phase":"live""#) { ready = try await client.get("/readyz") }
        #expect(ready.status == status, "\(number): \(ready.text)")
      }
    }
  }

  @Test func `lists views and measures with definitions, and answers a measure`() async throws {
    try await ask { client in
      let views = try await client.get("/v1/views")
      for view in [
        "OrganisationRegister", "AllianceRoster", "AgreementBoard", "InternshipBoard", "Findings",
        "ClaimsLedger", "CooperationHistory",
      ] {
        #expect(views.has("\"name\":\"\(view)\""), "\(view)")
      }
      #expect(views.has(#""name":"OrganisationRegister","shortName":"organisations""#))
      for (name, status) in [("organisations", .ok), ("organisation", .notFound)]
        as [(String, HTTPResponse.Status)]
      {
        let answer = try await client.get("/v1/views/" + name)
        #expect(answer.status == status, "\(name): \(answer.text)")
      }
      let measure = try await client.get("/v1/measures/organisations.registered?kind=ENTERPRISE")
      #expect(measure.has(#""documented":5"#), "\(measure.text)")
    }
  }

  @Test func `gives streams and events themselves`() async throws {
    try await ask { client in
      let stream = try await client.get("/v1/streams/organisation-o1")
      #expect(stream.has(#""type":"organisation.registered""#), "\(stream.text)")
      #expect(stream.has(#""name":"Company 1""#), "\(stream.text)")
      let events = try await client.get("/v1/events?after=0&limit=2")
      #expect(events.text.split(separator: "\n").count == 2, "\(events.text)")
      let all = try await client.get("/v1/events")
      #expect(all.text.split(separator: "\n").count == 6)
      #expect(all.has("log.created"))
      let beyond = try await client.get("/v1/events?after=\(UInt64.max)")
      #expect(beyond.status == .ok && beyond.text.isEmpty, "\(beyond.text)")
      let above = try await client.get("/v1/streams/organisation-o1?from=\(UInt64.max)")
      #expect(above.has(#""events":[]"#), "\(above.text)")
    }
  }

  @Test func `ends an answer of events at the end of an append, whatever the limit`() async throws {
    var limits = ServerLimits()
    limits.eventsPerPage = 2
    let fixture = try ServerFixture()
    try await fixture.ask(.router, limits: limits) { client in
      // Positions 1-2, 3-4, 5-6: each registration claims its code in the same append.
      let codes = ["91330203XXXX00019A", "91330203XXXX000350", "91330203XXXX00457Y"]
      for (number, code) in codes.enumerated() {
        let id = "3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e1\(number)"
        let answer = try await client.post(
          registration(id, stream: "organisation-e\(number)", code: code))
        #expect(answer.status == .created, "\(answer.text)")
      }
      for (limit, count) in [(1, 1), (2, 3), (3, 3), (4, 5), (5, 5), (6, 7), (7, 7)] {
        let answer = try await client.get("/v1/events?limit=\(limit)")
        #expect(answer.text.split(separator: "\n").count == count, "limit \(limit)")
      }
    }
  }

  @Test func `tells how far the findings are, and isn't ready when they stopped`() async throws {
    var fixture = try ServerFixture()
    let store = try ConcordStore.create(
      at: fixture.directory.path + "/other", origin: "example.org/other", key: .none)
    fixture.parts.findings = { store.findingStatus }
    try await fixture.ask(.router) { client in
      #expect(try await client.get("/readyz").has(#""findings":"idle""#))
      let judging = Task { try await store.judgeFindings() }
      while store.findingStatus.end != store.log.end { await Task.yield() }
      let running = try await client.get("/readyz")
      #expect(running.has(#""findings":"running","findingsEnd":1"#), "\(running.text)")
      judging.cancel()
      _ = await judging.result
      #expect(store.findingStatus.phase == .idle)
    }
  }

  @Test func `is ready after a restart that leaves nothing to do`() async throws {
    var limits = ServerLimits()
    limits.managerLagEvents = 0
    var fixture = try ServerFixture()
    let path = fixture.directory.path + "/other"
    do {
      let first = try ConcordStore.create(at: path, origin: "example.org/other", key: .none)
      let judged = Task { try await first.judgeFindings() }
      try await waitUntil { first.findingStatus.end == first.log.end }
      judged.cancel()
      _ = await judged.result
      first.close()
    }
    let store = try ConcordStore.open(at: path, key: .none)
    defer { store.close() }
    fixture.parts.findings = { store.findingStatus }
    let judging = Task { try await store.judgeFindings() }
    defer { judging.cancel() }
    try await fixture.ask(.router, limits: limits) { client in
      try await waitUntil {
        let ready = try await client.get("/readyz")
        return ready.status == .ok && ready.has(#""findings":"running","findingsEnd":1"#)
      }
    }
  }

  @Test func `tells how far what follows by itself is`() async throws {
    var fixture = try ServerFixture()
    let store = try ConcordStore.create(
      at: fixture.directory.path + "/other", origin: "example.org/other", key: .none)
    fixture.parts.reactions = { store.reactionStatus }
    try await fixture.ask(.router) { client in
      #expect(try await client.get("/readyz").has(#""reactions":"idle""#))
      let reacting = Task { try await store.react() }
      while store.reactionStatus.end != store.log.end { await Task.yield() }
      let running = try await client.get("/readyz")
      #expect(running.has(#""reactions":"running","reactionsEnd":1"#), "\(running.text)")
      reacting.cancel()
      _ = await reacting.result
    }
  }

  @Test func `tells that it is ready once the views are live`() async throws {
    try await ask { client in
      let ready = try await client.get("/readyz")
      #expect(ready.has(#""lagEvents":0"#), "\(ready.text)")
    }
  }
}
