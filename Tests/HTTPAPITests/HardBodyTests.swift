import EventLog
import EventModel
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

/// Bodies that a program with a mistake in it sends, or somebody who looks for one here.
@Suite(.timeLimit(.minutes(10))) struct `A body that is no command` {
  private static let name = #""name":"Company A""#

  /// A body, and what is said of it.
  private static let bodies: [(body: String, said: String)] = [
    ("", "there is no command: the text is empty"),
    (" \r\n\t", "there is no command: the text is empty"),
    ("null", "a command is one JSON object"),
    ("5", "a command is one JSON object"),
    ("[" + registration() + "]", "a command is one JSON object"),
    (String(repeating: "[", count: 100_000), "a command is one JSON object"),
    (
      String(repeating: #"{"registerOrganisation":"#, count: 10_000),
      "nested too deep"
    ),
    (registration() + "x", "nothing may follow"),
    (registration() + registration(), "nothing may follow"),
    (String(registration().dropLast()), "the JSON"),
    (registration().replacing("{\"id\"", with: "{\"id\":\"x\",\"id\""), "id is given twice"),
    (
      registration().replacing(name, with: name + #","credit_code":"1","creditCode":"2""#),
      "creditCode is given twice"
    ),
    (
      registration().replacing(name, with: name + #","\u006eame":"B""#),
      "name is given twice"
    ),
    (registration().replacing(name, with: #""name":5"#), "name takes a text in quotes"),
    (registration().replacing(name, with: #""name":["A"]"#), "name takes a text in quotes"),
    (registration().replacing(name, with: #""name":{}"#), "name takes a text in quotes"),
    (
      registration().replacing(name, with: name + #","sizeClass":99"#), "sizeClass is one of"
    ),
    (registration().replacing(name, with: name + #","sizeClass":"2""#), "sizeClass is one of"),
    (
      registration().replacing(name, with: name + #","sizeClass":"medium""#),
      "sizeClass is one of"
    ),
    (registration(name: "A\\ud800B"), "one half of a surrogate pair"),
    (registration(name: "A\\u0000B"), "U+0"),
    (registration(name: "A\u{0}B"), "name"),
    (registration(name: "A\nB"), "name"),
    (registration(name: "A\u{202E}B"), "U+202E"),
    (registration(name: "A\u{FEFF}B"), "U+FEFF"),
    (registration(name: ""), "name is missing"),
    (
      #"{"expected":[{"stream":"organisation-a","revision":"18446744073709551616"}]}"#,
      "revision takes a whole number from"
    ),
    (#"{"expected":[{"stream":"organisation-a","revision":1.5}]}"#, "takes a whole number from"),
    (#"{"expected":[{"stream":"organisation-a","revision":1e99}]}"#, "takes a whole number from"),
    (#"{"expected":[{"stream":"organisation-a","revision":NaN}]}"#, "takes a whole number from"),
    (#"{"expected":[{"stream":"organisation-a","revision":-1}]}"#, "takes a whole number from"),
    (#"{"expected":{"stream":"organisation-a"}}"#, "expected takes a list"),
    (#"{"\#(String(repeating: "x", count: 500_000))":1}"#, "a name of 500000 bytes"),
  ]

  @Test(arguments: bodies.indices)
  func `is told in a few words, and nothing is recorded`(index: Int) async throws {
    let (body, said) = Self.bodies[index]
    let fixture = try ServerFixture()
    let log = fixture.log
    try await fixture.ask(.router) { client in
      for uri in ["/v1/commands", "/v1/commands?dryRun=1"] {
        let answer = try await client.execute(
          uri: uri, method: .post, headers: [.contentType: "application/json"],
          body: ByteBuffer(string: body))
        #expect(answer.status == .badRequest, "\(answer.text.prefix(500))")
        #expect(answer.has("urn:concord:problem:malformed-value"), "\(answer.text.prefix(500))")
        #expect(answer.has(said), "\(answer.text.prefix(500))")
        #expect(answer.text.utf8.count < 4_000, "\(answer.text.utf8.count)")
      }
      #expect(log.end == Position(1), "only log.created")
    }
  }

  @Test func `is one line's fault among others, whichever way lines end`() async throws {
    @Sendable func organisation(_ number: Int) -> String {
      registration(
        "3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e0\(number)", stream: "organisation-\(number)")
    }
    let fixture = try ServerFixture()
    try await fixture.ask(.live) { client in
      let lines = [
        "\u{FEFF}" + organisation(1), organisation(2), "[]", "{\"id\":1,\"id\":2}",
        "\u{FEFF}" + organisation(3), registration(name: "A\\ud800"), organisation(4),
      ]
      // The last without an end.
      let answer = try await client.post(
        lines.joined(separator: "\r\n"), type: "application/x-ndjson")
      let answers = answer.text.split(separator: "\n")
      try #require(answers.count == lines.count, "\(answer.text)")
      for (index, isGood) in [true, true, false, false, true, false, true].enumerated() {
        #expect(answers[index].contains(#""line":\#(index + 1)"#), "\(answers[index])")
        #expect(answers[index].contains(#""status":"recorded""#) == isGood, "\(answers[index])")
        #expect(answers[index].contains("malformed-value") != isGood, "\(answers[index])")
      }
    }
  }

  @Test func `may begin with a byte order mark and have words by their numbers`() async throws {
    try await ServerFixture().ask(.router) { client in
      let first = try await client.post("\u{FEFF} " + registration())
      #expect(first.status == .created, "\(first.text)")
      // The numbers of the schema never change: the same command.
      let again = try await client.post(
        registration().replacing("\"REPORTED\"", with: "2").replacing("\"ENTERPRISE\"", with: "1"))
      #expect(again.status == .ok && again.has("repeated"), "\(again.text)")
    }
  }
}
