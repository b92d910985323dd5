import EventLog
import EventModel
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@Suite struct `A body that is not plain UTF-8` {
  @Test(
    arguments: [
      ("application/json", "gzip", "gzip"), ("application/x-ndjson", "gzip", "gzip"),
      ("application/x-ndjson", "Identity, BR", "identity,br"),
      ("application/json; charset=gb18030", nil, "gb18030"),
      ("application/x-ndjson;version=1; Charset=\"UTF-16\"", nil, "utf-16"),
    ] as [(String, String?, String)])
  func `is 415 that names what it is in, and nothing of it is parsed`(
    type: String, coding: String?, named: String
  ) async throws {
    let fixture = try ServerFixture()
    let log = fixture.log
    try await fixture.ask(.router) { client in
      for uri in ["/v1/commands", "/v1/commands?dryRun=1"] {
        var headers: HTTPFields = [.contentType: type]
        if let coding { headers[.contentEncoding] = coding }
        let answer = try await client.execute(
          uri: uri, method: .post, headers: headers, body: ByteBuffer(string: registration()))
        #expect(answer.status == .unsupportedMediaType, "\(answer.text)")
        #expect(answer.has("urn:concord:problem:unsupported-media-type"), "\(answer.text)")
        #expect(answer.has("not in \(named)\"") || answer.has("not \(named)\""), "\(answer.text)")
      }
      #expect(log.end == Position(1), "only log.created")
    }
  }

  @Test(arguments: [
    "application/json;charset=utf-8", "application/json; charset=\"UTF-8\"",
    "application/json; version=1",
  ])
  func `may say that it is`(type: String) async throws {
    try await ServerFixture().ask(.router) { client in
      let answer = try await client.execute(
        uri: "/v1/commands", method: .post,
        headers: [.contentType: type, .contentEncoding: "identity"],
        body: ByteBuffer(string: registration()))
      #expect(answer.status == .created, "\(answer.text)")
    }
  }

  @Test(
    arguments: [
      ("application/json", "gzip", "not in gzip"),
      ("application/json; charset=gbk", nil, "not gbk"),
      ("application/x-ndjson", nil, "the body is application/json"),
      ("text/plain", nil, "the body is application/json"),
      (nil, nil, "the body is application/json"),
    ] as [(String?, String?, String)])
  func `is none for look-ups and searches either`(
    type: String?, coding: String?, words: String
  ) async throws {
    try await ServerFixture().ask(.router) { client in
      for (uri, body) in [
        ("/v1/look-ups", #"{"lookUps":[],"commands":[]}"#),
        ("/v1/matches", #"{"school":"organisation-a"}"#),
      ] {
        var headers: HTTPFields = [:]
        if let type { headers[.contentType] = type }
        if let coding { headers[.contentEncoding] = coding }
        let answer = try await client.execute(
          uri: uri, method: .post, headers: headers, body: ByteBuffer(string: body))
        #expect(answer.status == .unsupportedMediaType, "\(answer.text)")
        #expect(answer.has("urn:concord:problem:unsupported-media-type"), "\(answer.text)")
        #expect(answer.has(words), "\(answer.text)")
      }
    }
  }
}
