import Cooperation
import EventLog
import EventModel
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

@Suite struct `A stream of a person that stands still` {
  @Test func `is named to who sees single persons, and counted for all`() async throws {
    let keys = Keys()
    defer { keys.remove() }
    let named = try [Role.clerk, .steward, .auditor].map { try keys.add($0) }
    let unnamed =
      try [Role.analyst, .operator].map { try keys.add($0) } + [
        keys.add(.recorder, "organisation-a")
      ]
    let fixture = try ServerFixture(keys: keys.file())
    let log = fixture.log
    try await MarketFacts(log).record(
      "person-q", EventType("person.newly-said"), PBSurveyStep(), on: "2023-12-01")
    try await fixture.ask(.router) { client in
      let view = "/v1/views/Quarantine?atLeast=\(log.end)"
      for key in named {
        #expect(try await client.get(view, key: key).has(#""stream":"person-q""#))
      }
      for key in unnamed {
        let answer = try await client.get(view, key: key)
        #expect(answer.status == .ok && !answer.has("person-q"), "\(answer.text)")
        #expect(answer.has(#""stream":"person at 1","position":1,"reason":""#), "\(answer.text)")
        let row = try await client.get("/v1/views/Quarantine/person-q", key: key)
        #expect(row.status == .notFound, "\(row.text)")
        let csv = try await client.get(view + "&format=csv", key: key)
        #expect(csv.has("person at 1") && !csv.has("person-q"), "\(csv.text)")
        let ready = try await client.get("/readyz", key: key)
        #expect(ready.has(#""quarantinedStreams":1"#) && !ready.has("person-q"), "\(ready.text)")
      }
    }
  }
}

@Suite struct `A stream that stands still` {
  @Test func `is told with each answer that may lack it, and with no other`() async throws {
    let fixture = try ServerFixture(keys: nil)
    let log = fixture.log
    let facts = MarketFacts(log)
    try await facts.record("organisation-q", PBOrganisationRegistered(), on: "2023-11-30")
    let addresses = [
      "/v1/views/OrganisationRegister?limit=1&", "/v1/views/OrganisationRegister/organisation-q?",
      "/v1/measures/graduates?",
      "/v1/measures/graduates?format=csv&", "/v1/views/Quarantine?",
    ]
    let header = try #require(HTTPField.Name("Concord-Quarantined-Streams"))
    try await fixture.ask(.router) { client in
      for address in addresses {
        let answer = try await client.get(address + "atLeast=\(log.end)")
        #expect(answer.status == .ok && answer.headers[header] == nil, "\(address) \(answer.text)")
        #expect(!answer.has("quarantinedStreams"), "\(answer.text)")
      }
      try await facts.record(
        "organisation-q", EventType("organisation.newly-said"), PBSurveyStep(), on: "2023-12-01")
      for address in addresses {
        let answer = try await client.get(address + "atLeast=\(log.end)")
        #expect(answer.status == .ok && answer.headers[header] == "1", "\(address) \(answer.text)")
        let hasField = answer.has(#"{"end":\#(log.end),"quarantinedStreams":1,"rows":"#)
        let isOfRows = !address.contains("csv") && !address.contains("Register/")
        #expect(hasField == isOfRows, "\(address) \(answer.text)")
      }
    }
  }

  @Test func `is told with matches, looked at or recorded`() async throws {
    let fixture = try ServerFixture(keys: nil)
    let log = fixture.log
    let facts = MarketFacts(log)
    let header = try #require(HTTPField.Name("Concord-Quarantined-Streams"))
    try await fixture.ask(.router) { client in
      let question = try await `Matches over HTTP`.fill(client)
      let addresses = [
        "/v1/matches/vacancies?person=person-gu&",
        "/v1/matches/enterprises?school=organisation-college&",
      ]
      for address in addresses {
        let answer = try await client.get(address + question)
        #expect(answer.status == .ok && answer.headers[header] == nil, "\(answer.text)")
        #expect(!answer.has("quarantinedStreams"), "\(answer.text)")
      }
      try await facts.record(
        "organisation-q", EventType("organisation.newly-said"), PBSurveyStep(), on: "2023-12-01")
      for address in addresses {
        let answer = try await client.get(address + "on=2023-04-10&atLeast=\(log.end)")
        #expect(answer.status == .ok && answer.headers[header] == "1", "\(answer.text)")
        #expect(answer.has(#""quarantinedStreams":1,"results":"#), "\(answer.text)")
      }
      let recorded = try await client.execute(
        uri: "/v1/matches", method: .post, headers: [.contentType: "application/json"],
        body: ByteBuffer(string: #"{"person":"person-gu","on":"2023-04-10"}"#))
      #expect(recorded.status == .created && recorded.headers[header] == "1", "\(recorded.text)")
      #expect(recorded.has(#""quarantinedStreams":1,"results":"#), "\(recorded.text)")
    }
  }

  @Test func `keeps no other candidates from being found`() async throws {
    let fixture = try ServerFixture(keys: nil)
    let log = fixture.log
    let facts = MarketFacts(log)
    try await fixture.ask(.router) { client in
      let question = try await `Matches over HTTP`.fill(client)
      let address = "/v1/matches/vacancies?person=person-gu&"
      #expect(try await client.get(address + question).has(#""unfit":{"major":1}"#))
      try await facts.record(
        "vacancy-nurse", EventType("vacancy.newly-said"), PBSurveyStep(), on: "2023-04-01")
      let rest = try await client.get(address + "on=2023-04-10&atLeast=\(log.end)")
      #expect(rest.status == .ok && rest.has(#""recommended":"vacancy-fitter""#), "\(rest.text)")
      #expect(rest.has(#""quarantinedStreams":1"#) && !rest.has(#""unfit":{"major":1}"#))
      try await facts.record(
        "need-interns", EventType("need.newly-said"), PBSurveyStep(), on: "2023-04-01")
      let none = try await client.get(
        "/v1/matches/enterprises?school=organisation-college&on=2023-04-10&atLeast=\(log.end)")
      #expect(none.status == .ok && !none.has("need-interns"), "\(none.text)")
      #expect(none.has(#""quarantinedStreams":2"#), "\(none.text)")
    }
  }
}
