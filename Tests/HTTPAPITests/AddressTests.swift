import Cooperation
import EventModel
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import TestSupport
import Testing

/// How an address may be written, and what an answer may be.
@Suite(.timeLimit(.minutes(10))) struct `A question's address` {
  private static let digest = String(repeating: "ab", count: 32)
  private static let file = "import-organisations-" + digest

  private func ask(
    _ kind: TestingSetup = .live,
    _ body: @Sendable @escaping (any TestClientProtocol) async throws -> Void
  ) async throws {
    try await ServerFixture().ask(kind) { client in
      var end = "0"
      for command in [
        registration(stream: "organisation-a", name: "\u{804C}\u{4E1A}\u{5B66}\u{9662}"),
        #"{"occurred":"2023-03-01","receiveImport":{"import":"\#(Self.file)","details":{"kind":"organisations","rowCount":1,"fileSha256":"\#(Self.digest)"}}}"#,
        #"{"occurred":"2023-03-01","recordImportRows":{"import":"\#(Self.file)","details":{"firstRow":1,"rowCount":1,"recordedCount":0,"alreadySoCount":0,"rejected":[{"row":1,"reason":"MISSING"}]}}}"#,
      ] {
        let answer = try await client.post(command)
        #expect(answer.status == .created, "\(command): \(answer.text)")
        end = answer.value(of: "end") ?? end
      }
      #expect(try await client.get("/v1/views/Needs?atLeast=\(end)").status == .ok)
      try await body(client)
    }
  }

  @Test func `may be percent-encoded in each of its parts, and end with a slash`() async throws {
    try await ask { client in
      for (uri, found) in [
        ("/v1/views/", "OrganisationRegister"),
        ("/v1/views/Org%61nisationRegister", "organisation-a"),
        ("/v1/views/OrganisationRegister/", "organisation-a"),
        ("/v1/views/OrganisationRegister/organisation%2Da", "organisation-a"),
        ("/v1/views/OrganisationRegister/organisation-a/", "organisation-a"),
        ("/v1/measures/organisations%2Eregistered", "with_fill"),
        ("/v1/streams/organisation%2Da", "organisation.registered"),
        (
          "/v1/views/OrganisationRegister?name=%E8%81%8C%E4%B8%9A%E5%AD%A6%E9%99%A2",
          "organisation-a"
        ),
        ("/v1/views/OrganisationRegister?n%61me.contains=%E4%B8%9A", "organisation-a"),
      ] {
        let answer = try await client.get(uri)
        #expect(answer.status == .ok && answer.has(found), "\(uri): \(answer.text.prefix(300))")
      }
      for (uri, said) in [
        ("/v1/views/OrganisationRegister/%E8%81%8C%2F%E4%B8%9A", "\u{804C}/\u{4E1A}"),
        ("/v1/views/%E8%81%8C", "\u{804C}"),
      ] {
        let answer = try await client.get(uri)
        #expect(answer.status == .notFound && answer.has(said), "\(uri): \(answer.text)")
      }
    }
  }

  @Test func `names a row whose key has an empty part`() async throws {
    try await ask { client in
      for uri in ["\(Self.file)/MISSING//", "\(Self.file.replacing("-", with: "%2D"))/MISSING//"] {
        let answer = try await client.get("/v1/views/IntakeQuality/\(uri)")
        #expect(answer.status == .ok && answer.has(#""rows":1"#), "\(uri): \(answer.text)")
      }
      for uri in ["\(Self.file)/MISSING", "\(Self.file)/MISSING/"] {
        let answer = try await client.get("/v1/views/IntakeQuality/\(uri)")
        #expect(answer.status == .badRequest, "\(uri): \(answer.text)")
        #expect(answer.has("stream, reason, column_name, code"), "\(uri): \(answer.text)")
      }
    }
  }

  @Test func `asked by HEAD has the headers of an answer and no body`() async throws {
    try await ask { client in
      for uri in ["/v1/views/OrganisationRegister", "/v1/views", "/v1/streams/organisation-a"] {
        let answer = try await client.get(uri)
        let head = try await client.execute(uri: uri, method: .head)
        #expect(head.status == .ok && head.text.isEmpty, "\(uri)")
        for name in [HTTPField.Name.contentType, .contentLength] {
          #expect(head.headers[name] == answer.headers[name], "\(uri) \(name)")
        }
      }
      let none = try await client.execute(uri: "/v1/nothing", method: .head)
      #expect(none.status == .notFound && none.text.isEmpty)
    }
  }

  @Test(arguments: [
    ("text/csv", true), ("TEXT/CSV", true), ("text/csv; charset=utf-8", true),
    ("text/csv, application/json", true), ("text/csv, */*;q=0.1", true),
    ("application/json;q=0.5, text/csv", true), ("text/csv;q=0.5, */*;q=0.1", true),
    ("text/csv;q=0", false), ("text/csv;q=0, application/json", false),
    ("application/json, text/csv;q=0.1", false), ("application/json, text/csv", false),
    ("text/html,application/xhtml+xml,*/*;q=0.8", false), ("*/*", false), ("", false),
    ("application/xml", false), ("text/csvx", false),
  ])
  func `is answered as CSV where that is wanted most`(accept: String, isCSV: Bool) async throws {
    try await ask(.router) { client in
      let answer = try await client.execute(
        uri: "/v1/views/OrganisationRegister", method: .get, headers: [.accept: accept])
      #expect(answer.status == .ok)
      #expect(
        answer.headers[.contentType]?.hasPrefix(isCSV ? "text/csv" : "application/json") == true,
        "\(accept): \(answer.headers)")
      // What the address says goes before.
      let json = try await client.execute(
        uri: "/v1/views/OrganisationRegister?format=json", method: .get,
        headers: [.accept: accept])
      #expect(json.headers[.contentType] == "application/json")
    }
  }

  @Test func `with a method that is none is no request`() async throws {
    try await ServerFixture().serve { port in
      let answer = try await RawConnection.exchange(
        port: port, "FOO /v1/views HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
      #expect(answer.hasPrefix("HTTP/1.1 400"), "\(answer)")
      #expect(answer.contains("urn:concord:problem:malformed-request"), "\(answer)")
    }
  }
}
