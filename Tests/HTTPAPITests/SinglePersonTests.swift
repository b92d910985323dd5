import EventModel
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing

@Suite struct `A role` {
  @Test func `decides whether figures of a few people are shown`() async throws {
    let directory = TemporaryDirectory()
    let keys = try APIKeyFile(path: directory.path + "/keys")
    var generator = SystemRandomNumberGenerator()
    var secrets: [Role: String] = [:]
    for role in [Role.clerk, .auditor, .analyst, .operator, .recorder] {
      let (secret, key) = APIKey.create(
        organisation: try StreamName(
          validating: role == .recorder ? "organisation-a" : "organisation-bureau"),
        user: "u-\(role.rawValue)", role: role, on: try CivilDate(validating: "2026-01-01"),
        using: &generator)
      try keys.add(key)
      secrets[role] = secret
    }
    let (clerk, analyst) = (secrets[.clerk], secrets[.analyst])
    let fixture = try ServerFixture(keys: keys)
    try await fixture.ask(.router) { [secrets] client in
      _ = try await client.post(
        registration().replacing("ENTERPRISE", with: "SCHOOL"), key: clerk)
      _ = try await client.post(
        #"{"occurred":"2022-06-30","registerPerson":{"person":"person-p"}}"#, key: clerk)
      let enrolled = try await client.post(
        #"{"occurred":"2022-09-01","standing":"REPORTED","source":{"evidence":"DOCUMENTED"},"enrolStudent":{"enrolment":"enrolment-e","details":{"person":"person-p","school":"organisation-a","classYear":2023}}}"#,
        key: clerk)
      #expect(enrolled.status == .created, "\(enrolled.text)")
      let end = enrolled.value(of: "end") ?? "0"
      let question = "?until=2023&atLeast=\(end)"
      let whole = try await client.get("/v1/measures/graduates\(question)", key: clerk)
      #expect(whole.has(#""with_fill":1"#), "\(whole.text)")
      let hidden = try await client.get("/v1/measures/graduates\(question)", key: analyst)
      #expect(!hidden.has(#""with_fill""#), "\(hidden.text)")
      #expect(hidden.has(#""is_hidden":1"#), "\(hidden.text)")
      let view = try await client.get("/v1/views/OutcomeStatistics\(question)", key: analyst)
      #expect(view.has(#""is_hidden":1"#) && !view.has(#""denominator""#), "\(view.text)")
      // From rows of single persons every figure could be added up.
      for uri in ["Enrolments", "Enrolments/enrolment-e"] {
        #expect(try await client.get("/v1/views/\(uri)", key: clerk).status == .ok)
        let refused = try await client.get("/v1/views/\(uri)", key: analyst)
        #expect(refused.status == .forbidden)
        #expect(refused.has("urn:concord:problem:single-persons"), "\(refused.text)")
        #expect(refused.has("ask OutcomeStatistics or the measure graduates"), "\(refused.text)")
        // Who looks after the server has no more to do with persons; who checks the work on them has.
        let operated = try await client.get("/v1/views/\(uri)", key: secrets[.operator])
        #expect(operated.status == .forbidden)
        #expect(try await client.get("/v1/views/\(uri)", key: secrets[.auditor]).status == .ok)
        // A school sees its own.
        let own = try await client.get("/v1/views/\(uri)", key: secrets[.recorder])
        #expect(own.has("enrolment-e"), "\(own.text)")
      }
      for role in [Role.operator, .recorder] {
        let counted = try await client.get(
          "/v1/measures/graduates\(question)", key: secrets[role])
        #expect(counted.has(#""is_hidden":1"#), "\(role): \(counted.text)")
      }
    }
  }
}
