import Cooperation
import EventLog
import EventModel
import FoundationEssentials
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

private typealias Market = `Matches over HTTP`

extension TestClientProtocol {
  /// Posts a search for matches.
  fileprivate func search(
    _ body: String, key: String? = nil, type: String? = "application/json", _ query: String = ""
  ) async throws -> TestResponse {
    var headers: HTTPFields = [:]
    if let type { headers[.contentType] = type }
    if let key { headers[.authorization] = "Bearer " + key }
    return try await execute(
      uri: "/v1/matches" + query, method: .post, headers: headers, body: ByteBuffer(string: body))
  }
}

@Suite struct `A search for matches that is posted` {
  @Test func `shows what a question shows, and is recorded once a day`() async throws {
    let fixture = try ServerFixture()
    let log = fixture.log
    try await fixture.ask(.router) { client in
      let question = try await Market.fill(client)
      let atLeast = "?" + (question.split(separator: "&").last.map(String.init) ?? "")
      let asked = try await client.get("/v1/matches/vacancies?person=person-gu&\(question)")
      let before = log.end
      let body = #"{"person":"person-gu","on":"2023-04-10","limit":5}"#
      let first = try await client.search(body, atLeast)
      #expect(first.status == .created, "\(first.text)")
      // The same object, and then what became of it.
      #expect(first.text.hasPrefix(asked.text.dropLast()), "\(first.text)")
      #expect(
        first.has(#""recorded":1,"recordedBefore":0,"refused":0,"refusals":[]"#), "\(first.text)")
      #expect(log.end > before)
      #expect(first.value(of: "end") == "\(log.end)")
      let events = try await client.get("/v1/events?after=\(before.number - 1)")
      for said in [
        #""type":"recommendation.given""#, #""to":"person-gu""#,
        #""recommended":"vacancy-fitter""#, #""algorithm":"weighted-sum""#,
        #""algorithm_version":"2""#, #""criterion":"major-same""#,
      ] {
        #expect(events.has(said), "\(said): \(events.text)")
      }
      let end = log.end
      let again = try await client.search(body)
      #expect(again.status == .ok, "\(again.text)")
      #expect(again.has(#""recorded":0,"recordedBefore":1"#), "\(again.text)")
      #expect(log.end == end)
      // Whoever looks records nothing.
      _ = try await client.get("/v1/matches/vacancies?person=person-gu&\(question)")
      #expect(log.end == end)
    }
  }

  @Test func `by either side finds what wishes leave, and records what fits nothing`() async throws
  {
    let fixture = try ServerFixture()
    let log = fixture.log
    try await fixture.ask(.router) { client in
      let question = try await Market.fill(client)
      let atLeast = "?" + (question.split(separator: "&").last.map(String.init) ?? "")
      for (who, found) in [
        (#""school":"organisation-college""#, "need-interns"),
        (#""enterprise":"organisation-works""#, "need-places"),
      ] {
        let answer = try await client.search("{\(who),\"on\":\"2023-04-10\"}", atLeast)
        #expect(answer.status == .created, "\(answer.text)")
        #expect(answer.has(#""recommended":"\#(found)""#), "\(answer.text)")
        #expect(answer.has(#""recorded":1"#), "\(answer.text)")
      }
      let end = log.end
      let nothing = try await client.search(
        #"{"enrolment":"enrolment-gu","on":"2023-04-11","wishes":{"home":"330203","regions":["11"],"payFen":"100"}}"#
      )
      #expect(nothing.status == .created, "\(nothing.text)")
      #expect(nothing.has(#""matches":[]"#) && nothing.has(#""recorded":1"#), "\(nothing.text)")
      let events = try await client.get("/v1/events?after=\(end.number - 1)")
      #expect(events.has(#""type":"recommendation.nothing-found""#), "\(events.text)")
      #expect(!events.has("330203"), "where somebody lives is kept nowhere: \(events.text)")
    }
  }

  @Test func `goes by the weights it names, among those that the server has`() async throws {
    var fixture = try ServerFixture()
    fixture.parts.weights.append(
      try MatchWeights(
        validating: """
          search,criterion,points
          algorithm,majors-alone,7
          vacancies-for-graduates,major-same,3
          """))
    try await fixture.ask(.router) { client in
      let question = try await Market.fill(client)
      let atLeast = "?" + (question.split(separator: "&").last.map(String.init) ?? "")
      func ask(_ weights: String) async throws -> TestResponse {
        try await client.search(
          #"{"person":"person-gu","on":"2023-04-10","weights":{\#(weights)}}"#, atLeast)
      }
      let other = try await ask(#""algorithm":"majors-alone","version":"7""#)
      #expect(other.status == .created, "\(other.text)")
      #expect(
        other.has(#""algorithm":"majors-alone","algorithmVersion":"7""#)
          && other.has(#""score":3,"#),
        "\(other.text)")
      let shipped = try await ask(#""algorithm":"weighted-sum""#)
      #expect(shipped.has(#""score":40,"#) && shipped.has(#""recorded":1"#), "\(shipped.text)")
      let unknown = try await ask(#""algorithm":"weighted-sum","version":"9""#)
      #expect(unknown.status == .badRequest, "\(unknown.text)")
      #expect(unknown.value(of: "field") == "weights", "\(unknown.text)")
      #expect(
        unknown.has("weighted-sum in version 2, majors-alone in version 7"), "\(unknown.text)")
    }
  }

  @Test func `that is none is refused with the field and what it takes`() async throws {
    let fixture = try ServerFixture()
    let log = fixture.log
    try await fixture.ask(.router) { client in
      _ = try await Market.fill(client)
      let end = log.end
      for (body, code, field, said) in [
        ("", "malformed-value", nil, "there is no search"),
        ("[]", "malformed-value", nil, "a search is one JSON object"),
        (#"{"person":"person-gu""#, "malformed-value", nil, "lacks a '}'"),
        (#"{"persons":"person-gu"}"#, "malformed-value", "persons", "it has person, enrolment"),
        (
          #"{"person":"person-gu","wishes":{"region":[]}}"#, "malformed-value", "wishes.region",
          "match.proto"
        ),
        (#"{"person":5}"#, "malformed-value", "person", "takes a text in quotes"),
        (
          #"{"person":"person-gu","limit":"x"}"#, "malformed-value", "limit",
          "takes a whole number"
        ),
        (
          #"{"person":"person-gu","person":"person-gu"}"#, "malformed-value", "person",
          "given twice"
        ),
        ("{}", "bad-argument", "person", "unless one of enrolment, school, enterprise"),
        (
          #"{"person":"person-gu","school":"organisation-college"}"#, "bad-argument", "person",
          "unless one of"
        ),
        (#"{"person":"organisation-works"}"#, "bad-argument", "person", "person-4711"),
        (#"{"person":"person-gu","limit":0}"#, "bad-argument", "limit", "from 1 to 100"),
        (#"{"person":"person-gu","on":"today"}"#, "bad-argument", "on", "a day"),
        (
          #"{"person":"person-gu","wishes":{"home":"33"}}"#, "bad-argument", "wishes.home",
          "6 digits"
        ),
        (
          #"{"school":"organisation-college","wishes":{}}"#, "bad-argument", "wishes",
          "of a graduate"
        ),
      ] as [(String, String, String?, String)] {
        let answer = try await client.search(body)
        #expect(answer.status == .badRequest, "\(body): \(answer.text)")
        #expect(answer.has("urn:concord:problem:\(code)"), "\(body): \(answer.text)")
        #expect(answer.value(of: "field") == field, "\(body): \(answer.text)")
        #expect(answer.has(said), "\(body): \(answer.text)")
      }
      for (body, status) in [
        (#"{"person":"person-none"}"#, 404), (#"{"school":"organisation-works"}"#, 422),
      ] {
        #expect(try await client.search(body).status.code == status, "\(body)")
      }
      let person = #"{"person":"person-gu"}"#
      #expect(try await client.search(person, type: nil).status == .unsupportedMediaType)
      #expect(try await client.search(person, type: "text/plain").status == .unsupportedMediaType)
      #expect(try await client.search(person, "?limit=1").status == .badRequest)
      let long = #"{"person":"person-gu","on":"\#(String(repeating: "1", count: 70_000))"}"#
      #expect(try await client.search(long).status == .contentTooLarge)
      #expect(log.end == end)
    }
  }

  @Test func `is for those who record, each within what they may`() async throws {
    let keys = Keys()
    defer { keys.remove() }
    let clerk = try keys.add(.clerk)
    let works = try keys.add(.recorder, "organisation-works")
    let others = [try keys.add(.analyst), try keys.add(.auditor), try keys.add(.operator)]
    let fixture = try ServerFixture(keys: keys.file())
    let log = fixture.log
    try await fixture.ask(.router) { client in
      let question = try await Market.fill(client, key: clerk)
      let atLeast = "?" + (question.split(separator: "&").last.map(String.init) ?? "")
      let end = log.end
      let schools = #"{"enterprise":"organisation-works","on":"2023-04-10"}"#
      for key in others {
        let answer = try await client.search(schools, key: key, atLeast)
        #expect(answer.status == .forbidden, "\(answer.text)")
        #expect(answer.has("urn:concord:problem:not-permitted"), "\(answer.text)")
      }
      let graduate = try await client.search(#"{"person":"person-gu"}"#, key: works)
      #expect(graduate.has("urn:concord:problem:single-persons"), "\(graduate.text)")
      #expect(log.end == end)
      let own = try await client.search(schools, key: works)
      #expect(own.has(#""recorded":1,"recordedBefore":0,"refused":0"#), "\(own.text)")
      // What fits others may be looked at, and is theirs to have recorded.
      let foreign = try await client.search(
        #"{"school":"organisation-college","on":"2023-04-10"}"#, key: works)
      #expect(foreign.status == .ok, "\(foreign.text)")
      #expect(foreign.has(#""recorded":0,"recordedBefore":0,"refused":1"#), "\(foreign.text)")
      #expect(foreign.has("urn:concord:problem:not-permitted"), "\(foreign.text)")
    }
  }
}
