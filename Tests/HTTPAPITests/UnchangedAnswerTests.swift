import EventLog
import EventModel
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct `An answer that the client has already` {
  private static let second = "3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e02"

  /// The questions whose answers have tags.
  private static let questions = [
    "/v1/views/OrganisationRegister", "/v1/views/OrganisationRegister/organisation-a",
    "/v1/measures/findings.open", "/v1/streams/organisation-a",
  ]

  @Test(arguments: [TestingSetup.router, .live])
  func `is not sent again until something is recorded`(setup: TestingSetup) async throws {
    try await ServerFixture().ask(setup) { client in
      let end = try #require(try await client.post(registration()).value(of: "end"))
      for question in Self.questions {
        try await client.settle(at: end)
        let first = try await client.get(question)
        let tag = try #require(first.headers[.eTag], "\(question) \(first.text)")
        #expect(first.status == .ok && tag.hasPrefix("W/\""))
        #expect(first.headers[.cacheControl] == "private, no-cache")
        #expect(first.headers[.vary] == "Accept, Authorization")
        for named in [tag, "\"x,y\", " + tag, tag.replacing("W/", with: ""), "*"] {
          for method in [HTTPRequest.Method.get, .head] {
            let again = try await client.asking(question, ifNone: named, by: method)
            #expect(again.status == .notModified, "\(question) \(named)")
            #expect(again.headers[.eTag] == tag, "\(question) \(named)")
            #expect(again.headers[.vary] == "Accept, Authorization", "\(question) \(named)")
            #expect(again.headers[.contentLength] == nil, "\(question) \(named)")
            #expect(again.text.isEmpty, "\(question) \(named)")
          }
        }
        for other in ["\"x\"", "W/\"\"", "x", "", tag.replacing("\"", with: "")] {
          let whole = try await client.asking(question, ifNone: other)
          #expect(whole.status == .ok && whole.body == first.body, "\(question) \(other)")
        }
      }
      let before = try await client.tags(of: Self.questions)
      let later = try #require(
        try await client.post(registration(Self.second, stream: "organisation-b")).value(of: "end"))
      try await client.settle(at: later)
      for (question, tag) in zip(Self.questions, before) {
        let answer = try await client.asking(question, ifNone: tag)
        // What is recorded elsewhere changes no stream.
        let isOfStream = question.contains("/streams/")
        #expect(answer.status == (isOfStream ? .notModified : .ok), "\(question)")
      }
      let licence =
        #"{"occurred":"2022-07-01","standing":"REPORTED","recordLicence":{"organisation":"organisation-a","details":{"kind":"TRAINING","number":"1"}}}"#
      #expect(try await client.post(licence).status == .created)
      let (stream, tag) = (try #require(Self.questions.last), try #require(before.last))
      #expect(try await client.asking(stream, ifNone: tag).status == .ok)
    }
  }

  @Test func `is named by how it was asked and written`() async throws {
    try await ServerFixture().ask(.router) { client in
      let end = try #require(try await client.post(registration()).value(of: "end"))
      try await client.settle(at: end)
      let view = "/v1/views/OrganisationRegister"
      let tags = try await client.tags(of: [
        view, view + "?format=csv", view + "?format=csv&bom=1", view + "?limit=1",
        view + "?sort=-stream", view + "/organisation-a", "/v1/views/Alliances",
        "/v1/measures/findings.by-rule?by=host", "/v1/measures/findings.by-rule?by=school",
        "/v1/streams/organisation-a", "/v1/streams/organisation-a?from=0",
      ])
      #expect(Set(tags).count == tags.count, "\(tags)")
      // One address, two forms.
      let json = try #require(try await client.get(view).headers[.eTag])
      let csv = try await client.execute(
        uri: view, method: .get, headers: [.accept: "text/csv", .ifNoneMatch: json])
      #expect(csv.status == .ok && csv.headers[.contentType]?.hasPrefix("text/csv") == true)
    }
  }

  @Test func `is no other reader's, and no other server's`() async throws {
    let keys = Keys()
    defer { keys.remove() }
    let readers = [try keys.add(.clerk), try keys.add(.analyst)]
    let schools = try ["a", "b"].map { try keys.add(.recorder, "organisation-\($0)") }
    let fixture = try ServerFixture(keys: keys.file())
    let question = "/v1/views/OrderClassBoard"
    let measure = "/v1/measures/findings.open"
    let log = fixture.log
    try await fixture.ask(.router) { client in
      for (number, name) in ["a", "b"].enumerated() {
        let answer = try await client.post(
          registration(
            "3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e0\(number)", stream: "organisation-\(name)"),
          key: readers[0])
        #expect(answer.status == .created, "\(answer.text)")
      }
      for key in readers { try await client.settle(at: "\(log.end)", key: key) }
      for address in [question, measure] {
        let tags = try await [
          client.tag(of: address, key: readers[0]), client.tag(of: address, key: readers[1]),
        ]
        #expect(tags[0] != tags[1], "\(address)")
        for (key, tag) in zip(readers.reversed(), tags) {
          let answer = try await client.asking(address, ifNone: tag, key: key)
          #expect(answer.status == .ok, "\(address)")
        }
      }
      // Each sees the figures of its own classes.
      let own = try await [
        client.tag(of: question, key: schools[0]), client.tag(of: question, key: schools[1]),
      ]
      #expect(own[0] != own[1])
      // Whoever may not see it isn't told that it is as it was.
      let placements = try await client.tag(of: "/v1/views/Placements", key: readers[0])
      for named in [placements, "*"] {
        let refused = try await client.asking(
          "/v1/views/Placements", ifNone: named, key: readers[1])
        #expect(refused.status == .forbidden)
        let nobody = try await client.asking("/v1/views/Placements", ifNone: named)
        #expect(nobody.status == .unauthorized)
        let unknown = try await client.asking(
          "/v1/views/Placements?nonsense=1", ifNone: named, key: readers[0])
        #expect(unknown.status == .badRequest)
        let missing = try await client.asking(
          "/v1/views/Placements/placement-none", ifNone: named, key: readers[0])
        #expect(missing.status == .notFound && missing.headers[.eTag] == nil)
      }
    }
    // As after a restart, perhaps of another version.
    var parts = fixture.parts
    let tags = Locked<[String]>([])
    for run in [1, 2] as [UInt64] {
      parts.run = run
      var next = fixture
      next.parts = parts
      try await next.ask(.router) { client in
        let tag = try await client.tag(of: measure, key: readers[0])
        tags.change { $0.append(tag) }
      }
    }
    #expect(Set(tags.value).count == 2, "\(tags.value)")
  }
}

extension TestClientProtocol {
  fileprivate func asking(
    _ uri: String, ifNone named: String, by method: HTTPRequest.Method = .get, key: String? = nil
  ) async throws -> TestResponse {
    var headers: HTTPFields = [.ifNoneMatch: named]
    if let key { headers[.authorization] = "Bearer " + key }
    return try await execute(uri: uri, method: method, headers: headers)
  }

  /// Waits until the views know what was recorded.
  fileprivate func settle(at end: String, key: String? = nil) async throws {
    let answer = try await get("/v1/measures/findings.open?atLeast=\(end)", key: key)
    #expect(answer.status == .ok, "\(answer.text)")
  }

  fileprivate func tag(of uri: String, key: String? = nil) async throws -> String {
    let answer = try await get(uri, key: key)
    return try #require(answer.headers[.eTag], "\(uri): \(answer.text)")
  }

  fileprivate func tags(of uris: [String]) async throws -> [String] {
    var tags: [String] = []
    for uri in uris { tags.append(try await tag(of: uri)) }
    return tags
  }
}
