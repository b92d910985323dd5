import Cooperation
import EventLog
import EventModel
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
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
