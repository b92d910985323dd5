import Cooperation
import EventModel
import Foundation
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing

@Suite struct `Pages of events` {
  @Test func `of a stream end where they have enough bytes, and say where the next begins`()
    async throws
  {
    let fixture = try ServerFixture()
    let facts = MarketFacts(fixture.log)
    for _ in 0..<3 {
      try await facts.record(
        "survey-a", EventType("survey.opened"), PBSurveyStep(), on: "2023-12-01")
    }
    var limits = ServerLimits()
    limits.eventByteCount = 1
    limits.eventsPerRead = 1
    try await fixture.ask(.router, limits: limits) { client in
      var revisions: [String] = []
      var next: String? = "0"
      while let from = next, revisions.count < 5 {
        let page = try await client.get("/v1/streams/survey-a?from=\(from)&limit=100")
        #expect(page.text.components(separatedBy: "commandId").count == 2, "\(page.text)")
        revisions.append(try #require(page.value(of: "revision")))
        next = page.value(of: "next")
      }
      #expect(revisions == ["0", "1", "2"])
      let all = try await client.get("/v1/events")
      #expect(all.text.split(separator: "\n").count == 4, "\(all.text)")
    }
  }

  @Test func `of a stream show what had happened, and what was known, by a moment`() async throws {
    let fixture = try ServerFixture()
    let facts = MarketFacts(fixture.log)
    for day in ["2023-12-01", "2023-12-03", "2023-12-02"] {
      try await facts.record(
        "survey-a", EventType("survey.opened"), PBSurveyStep(), on: day)
    }
    try await fixture.ask(.router) { client in
      func days(_ question: String) async throws -> [String] {
        let page = try await client.get("/v1/streams/survey-a?" + question)
        #expect(page.status == .ok && page.value(of: "head") == "2", "\(page.text)")
        #expect(page.value(of: "next") == nil, "\(page.text)")
        return ["2023-12-01", "2023-12-02", "2023-12-03"].filter {
          page.text.contains(#""occurred":"\#($0)""#)
        }
      }
      #expect(try await days("occurredUntil=2023-12-02") == ["2023-12-01", "2023-12-02"])
      let some = try await client.get("/v1/streams/survey-a?occurredUntil=2023-12-02&limit=1")
      #expect(some.text.contains(#""occurred":"2023-12-01""#), "\(some.text)")
      let next = try #require(some.value(of: "next"))
      #expect(
        try await days("occurredUntil=2023-12-02&limit=1&from=\(next)") == ["2023-12-02"],
        "no event between two pages is passed over")
      #expect(try await days("occurredUntil=2023-11") == [])
      #expect(try await days("occurredUntil=2023").count == 3)
      #expect(try await days("recordedUntil=2019") == [], "the log is younger")
      #expect(try await days("recordedUntil=2999-12-31").count == 3)
      for name in ["occurredUntil", "recordedUntil"] {
        let no = try await client.get("/v1/streams/survey-a?\(name)=yesterday")
        #expect(no.status == .badRequest && no.value(of: "field") == name, "\(no.text)")
      }
    }
  }

  @Test func `begin with the very next, also within an append, and end with one`() async throws {
    try await ServerFixture().ask(.router) { client in
      // Positions 1 and 2: the registration claims its code in the same append.
      #expect(
        try await client.post(registration(code: "91330203XXXX00019A")).status == .created)
      let rest = try await client.get("/v1/events?after=1&limit=1")
      #expect(rest.value(of: "position") == "2", "\(rest.text)")
      #expect(rest.value(of: "appendIndex") == "1" && rest.value(of: "appendCount") == "2")
      #expect(rest.text.split(separator: "\n").count == 1)
    }
  }
}
