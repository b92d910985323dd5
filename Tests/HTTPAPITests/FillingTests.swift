import EventLog
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Projections
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct `A server whose read models are being made` {
  private let directory = TemporaryDirectory()

  /// Three organisations in a log, and nothing made of it.
  private func fixture() async throws -> ServerFixture {
    try await logOfOrganisations(3, at: directory.path + "/data").close()
    var limits = ProjectionLimits()
    limits.catchUpEventCount = 1
    return try ServerFixture(in: directory.path, isThere: true, viewLimits: limits)
  }

  @Test func `answers no figure, and isn't ready, until they hold the log`() async throws {
    let fixture = try await fixture()
    let store = fixture.store
    let hold = Flag()
    try await fixture.ask(.router, isKept: false) { client in
      let filling = Task { try await store.catchUp { _ in try? hold.wait() } }
      try await waitUntil { try await client.get("/readyz").has(#""phase":"rebuilding""#) }
      let ready = try await client.get("/readyz")
      #expect(ready.status == .serviceUnavailable, "\(ready.text)")
      #expect(ready.has(#""viewsAnswer":false"#), "\(ready.text)")
      for question in [
        "/v1/views/OrganisationRegister", "/v1/views/OrganisationRegister?format=csv",
        "/v1/views/OrganisationRegister/organisation-1", "/v1/measures/organisations.registered",
      ] {
        let answer = try await client.get(question)
        #expect(answer.status == .serviceUnavailable, "\(question): \(answer.text)")
        #expect(answer.value(of: "type") == "urn:concord:problem:views-unavailable")
        #expect(answer.headers[.retryAfter] == "5")
      }
      // What needs no read model goes on.
      #expect(try await client.get("/v1/streams/organisation-1").status == .ok)
      let other = registration(
        "3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e09", stream: "organisation-new")
      #expect(try await client.post(other).status == .created)
      hold.set()
      try await filling.value
      let measure = try await client.get("/v1/measures/organisations.registered")
      #expect(measure.status == .ok, "\(measure.text)")
      let rows = try await client.get("/v1/views/OrganisationRegister")
      for number in 0..<3 { #expect(rows.has("organisation-\(number)"), "\(rows.text)") }
      let then = try await client.get("/readyz")
      #expect(then.status == .ok && then.has(#""viewsAnswer":true"#), "\(then.text)")
    }
  }

  @Test func `is ready and answers while others are made beside those it has`() async throws {
    let fixture = try ServerFixture()
    let store = fixture.store
    try await store.catchUp()
    let hold = Flag()
    try await fixture.ask(.router, isKept: false) { client in
      let rebuilding = Task { try await store.rebuild { _ in try? hold.wait() } }
      try await waitUntil { try await client.get("/readyz").has(#""phase":"rebuilding""#) }
      let ready = try await client.get("/readyz")
      #expect(ready.status == .ok, "\(ready.text)")
      #expect(try await client.get("/v1/views/OrganisationRegister").status == .ok)
      hold.set()
      _ = try await rebuilding.value
    }
  }

  @Test(arguments: [(0, .serviceUnavailable), (1, .ok)] as [(UInt64, HTTPResponse.Status)])
  func `is ready as long as they are not too far behind`(
    bound: UInt64, status: HTTPResponse.Status
  ) async throws {
    let fixture = try ServerFixture()
    let store = fixture.store
    try await store.catchUp()
    var limits = ServerLimits()
    limits.viewLagEvents = bound
    try await fixture.ask(.router, limits: limits, isKept: false) { client in
      #expect(try await client.get("/readyz").status == .ok)
      #expect(try await client.post(registration()).status == .created)
      let ready = try await client.get("/readyz")
      #expect(ready.status == status, "\(ready.text)")
      #expect(ready.has(#""lagEvents":1"#), "\(ready.text)")
    }
  }
}
