import EventLog
import EventModel
import FoundationEssentials
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing
import TestSupport

@Suite struct `Posting one command` {
  @Test(arguments: [TestingSetup.router, TestingSetup.live])
  func `answers 201 with a receipt, and its first receipt again`(kind: TestingSetup) async throws {
    let fixture = try ServerFixture()
    try await fixture.ask(kind) { client in
      let first = try await client.post(registration())
      #expect(first.status == .created)
      #expect(first.has(#""status":"recorded""#))
      #expect(
        first.has(#""type":"organisation.registered","stream":"organisation-a","revision":0"#))
      let again = try await client.post(registration())
      #expect(again.status == .ok)
      #expect(again.has(#""status":"repeated""#))
      #expect(
        again.text.replacing("repeated", with: "recorded") == first.text, "the same receipt")
    }
  }

  @Test(
    arguments: [
      ("{", 400, "malformed-value", nil),
      (
        #"{"registerOrganisation":{"organisation":"organisation-a"},"typo":1}"#, 400,
        "malformed-value", "typo"
      ),
      (#"{"occurred":"2022-06-30","dance":{}}"#, 400, "malformed-value", "dance"),
      (
        registration(name: "A\\u202EB"), 400, "malformed-value", "registerOrganisation.details.name"
      ),
      (
        registration(name: "A\\u0007B"), 400, "malformed-value", "registerOrganisation.details.name"
      ),
      (
        registration(name: String(repeating: "x", count: 201)), 400, "malformed-value",
        "registerOrganisation.details.name"
      ),
      (registration("no-id"), 400, "malformed-value", "id"),
      (
        registration().replacing("2022-06-30", with: "30.6.2022"), 400, "malformed-value",
        "occurred"
      ),
      (registration().replacing("2022-06-30", with: "2999"), 422, "in-the-future", nil),
      (
        registration(stream: "organisation a"), 400, "malformed-value",
        "registerOrganisation.organisation"
      ),
    ] as [(String, Int, String, String?)])
  func `that is refused names the field and records nothing`(
    body: String, status: Int, code: String, field: String?
  ) async throws {
    let fixture = try ServerFixture()
    let log = fixture.log
    try await fixture.ask(.router) { client in
      let answer = try await client.post(body)
      #expect(answer.status.code == status, "\(answer.text)")
      #expect(answer.headers[.contentType] == "application/problem+json")
      #expect(answer.has("urn:concord:problem:\(code)"), "\(answer.text)")
      if let field { #expect(answer.has(#""field":"\#(field)""#), "\(answer.text)") }
      #expect(log.end == Position(1), "only log.created")
    }
  }

  @Test func `holds a code with a wrong check digit for review`() async throws {
    let fixture = try ServerFixture()
    try await fixture.ask(.router) { client in
      let answer = try await client.post(registration(code: "91330203XXXX00019B"))
      #expect(answer.status == .created)
      #expect(answer.has(#""review":true"#), "\(answer.text)")
    }
  }

  @Test func `refuses an active organisation under a taken code, naming the other`() async throws {
    let fixture = try ServerFixture()
    try await fixture.ask(.router) { client in
      _ = try await client.post(registration(code: "91330203XXXX00019A"))
      let answer = try await client.post(
        registration(
          "3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e02", stream: "organisation-b",
          code: "91330203XXXX00019A"))
      #expect(answer.status == .conflict)
      #expect(answer.has("urn:concord:problem:code-taken"))
      #expect(answer.has(#""stream":"organisation-a""#), "\(answer.text)")
    }
  }

  @Test func `with a wrong expected revision tells the actual one`() async throws {
    let fixture = try ServerFixture()
    try await fixture.ask(.router) { client in
      _ = try await client.post(registration())
      let change =
        #"{"id":"3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e03","occurred":"2022-07-01","standing":"REPORTED","expected":[{"stream":"organisation-a","revision":"5"}],"changeOrganisationName":{"organisation":"organisation-a","details":{"name":"B"}}}"#
      // Also where the right one is named after it.
      let right = #""revision":"5"},{"stream":"organisation-a","revision":"0"}"#
      for change in [change, change.replacing(#""revision":"5"}"#, with: right)] {
        let answer = try await client.post(change)
        #expect(answer.status == .conflict)
        #expect(answer.has(#""actualRevision":"0""#), "\(answer.text)")
      }
    }
  }

  @Test func `under an id of another command is a conflict`() async throws {
    let fixture = try ServerFixture()
    try await fixture.ask(.router) { client in
      _ = try await client.post(registration())
      let answer = try await client.post(registration(name: "Company Z"))
      #expect(answer.status == .conflict)
      #expect(answer.has("urn:concord:problem:command-reused"), "\(answer.text)")
    }
  }

  @Test func `over the limit of a body is 413, of another media type 415`() async throws {
    var limits = ServerLimits()
    limits.commandByteCount = 1_000
    let fixture = try ServerFixture()
    try await fixture.ask(.live, limits: limits) { client in
      let large = try await client.post(registration(name: String(repeating: "x", count: 2_000)))
      #expect(large.status == .contentTooLarge, "\(large.text)")
      let other = try await client.post(registration(), type: "text/plain")
      #expect(other.status == .unsupportedMediaType, "\(other.text)")
      let none = try await client.execute(
        uri: "/v1/commands", method: .post, headers: [:], body: ByteBuffer(string: registration()))
      #expect(none.status == .unsupportedMediaType, "\(none.text)")
    }
  }
}

@Suite(.timeLimit(.minutes(10))) struct `Posting NDJSON` {
  @Test(arguments: ["", "?dryRun=1"])
  func `takes spaces alone for nothing`(query: String) async throws {
    try await ServerFixture().ask(.router) { client in
      let answer = try await client.execute(
        uri: "/v1/commands" + query, method: .post,
        headers: [.contentType: "application/x-ndjson"],
        body: ByteBuffer(string: "   " + registration() + "\n  "))
      let lines = answer.text.split(separator: "\n")
      #expect(lines.count == 1, "\(answer.text)")
      #expect(lines.first?.contains(#""status":"recorded""#) == true, "\(answer.text)")
    }
  }

  @Test(arguments: [TestingSetup.router, TestingSetup.live])
  func `answers every line in order, and a bad line spoils no other`(kind: TestingSetup)
    async throws
  {
    let fixture = try ServerFixture()
    let lines = (0..<300).map { index in
      index == 7
        ? "{\"broken\""
        : registration(
          "3f2c8d1e-0b4a-4c6d-9e8f-" + String(100_000_000_000 + index),
          stream: "organisation-o\(index)")
    }
    try await fixture.ask(kind) { client in
      let answer = try await client.post(
        lines.joined(separator: "\n"), type: "application/x-ndjson")
      #expect(answer.status == .ok)
      let answers = answer.text.split(separator: "\n")
      #expect(answers.count == 300)
      for (index, line) in answers.enumerated() {
        #expect(line.contains(#""line":\#(index + 1)"#))
        #expect(line.contains(#""status":"recorded""#) == (index != 7))
        #expect(line.hasPrefix(#"{"kind":"\#(index == 7 ? "problem" : "receipt")","#))
      }
      #expect(answers[7].contains("urn:concord:problem:malformed-value"))
    }
  }

  @Test func `decides later lines on earlier ones`() async throws {
    let fixture = try ServerFixture()
    try await fixture.ask(.live) { client in
      let change =
        #"{"id":"3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e04","occurred":"2022-07-01","standing":"REPORTED","changeOrganisationName":{"organisation":"organisation-a","details":{"name":"B"}}}"#
      let answer = try await client.post(
        registration() + "\n" + change + "\n" + registration() + "\n", type: "application/x-ndjson")
      let answers = answer.text.split(separator: "\n")
      #expect(answers.count == 3)
      #expect(answers[1].contains(#""revision":1"#), "\(answer.text)")
      #expect(answers[2].contains(#""status":"repeated""#), "\(answer.text)")
    }
  }

  @Test(arguments: [1_001, 5_000, 200_000])
  func `answers a line over the limit like any other`(byteCount: Int) async throws {
    var limits = ServerLimits()
    limits.lineByteCount = 1_000
    // A client that waits for as long as it takes: the one of other tests gives up after 20 seconds.
    try await ServerFixture().serve(limits: limits) { port in
      func post(_ body: String, type: String) async throws -> String {
        try await RawConnection.exchange(
          port: port,
          "POST /v1/commands HTTP/1.1\r\nHost: localhost\r\nContent-Type: \(type)\r\n"
            + "Connection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body)
      }
      let long = String(repeating: "x", count: byteCount)
      let next = registration("3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e09", stream: "organisation-z")
      let answer = try await post(
        [registration(), long, next, long].joined(separator: "\n"), type: "application/x-ndjson")
      // Between the lines stands what the chunks of the answer are counted by.
      let answers = answer.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("{") }
      try #require(answers.count == 4, "\(answer)")
      for (index, word) in ["recorded", "too-large", "recorded", "too-large"].enumerated() {
        #expect(answers[index].contains(word), "\(answer)")
        #expect(answers[index].contains("\"line\":\(index + 1)"), "\(answer)")
      }
      #expect(answers.last?.hasPrefix(#"{"kind":"problem","#) == true, "\(answer)")
      // One command has one answer: nothing to tell apart.
      let one = try await post(
        registration("3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e0b", stream: "organisation-q"),
        type: "application/json")
      #expect(one.contains(#""status":"recorded""#) && !one.contains(#""kind""#), "\(one)")
    }
  }

  @Test func `names the fields that an unknown one in it resembles`() async throws {
    try await ServerFixture().ask(.router) { client in
      for (line, said) in [
        (
          #"{"registerOrganisation":{"details":{"nmae":"A"}}}"#,
          "there is no field registerOrganisation.details.nmae; Schemas/concord/v1 lists those there "
            + "are; did you mean name?"
        ),
        (
          #"{"registerOrganisation":{"details":{"credit_cod":"A"}}}"#, "; did you mean creditCode?"
        ),
        (
          #"{"registerOrganisation":{"organization":"organisation-a"}}"#,
          "; did you mean organisation?"
        ),
        (#"{"source":{"evidense":"DOCUMENTED"}}"#, "; did you mean evidence?"),
        (#"{"expected":[{},{"strem":"organisation-a"}]}"#, "; did you mean stream?"),
        (
          #"{"publishClaim":{"details":{"measure":{"arguments":[{"nam":"a"}]}}}}"#,
          "; did you mean name?"
        ),
        // Near nothing, and no part of the schema at all.
        (
          #"{"registerOrganisation":{"details":{"zzzzzzzzzzzz":"A"}}}"#, "lists those there are\""
        ),
        (#"{"registerOrganisation":{"details":{"a.b":"A"}}}"#, "lists those there are\""),
      ] {
        for type in ["application/json", "application/x-ndjson"] {
          let answer = try await client.post(line, type: type)
          #expect(answer.has(said), "\(line) \(answer.text)")
          #expect(answer.has("urn:concord:problem:malformed-value"), "\(answer.text)")
        }
      }
    }
  }
}

@Suite struct `What a role may do` {
  private let keys = Keys()

  private func body(_ name: String, _ fields: String) -> String {
    #"{"occurred":"2022-07-01","\#(name)":{\#(fields)}}"#
  }

  @Test func `is limited to the commands of its duties`() async throws {
    let recorder = try keys.add(.recorder, "organisation-a")
    let clerk = try keys.add(.clerk)
    let steward = try keys.add(.steward)
    let fixture = try ServerFixture(keys: keys.file())
    let log = fixture.log
    defer { keys.remove() }
    let person = #"{"occurred":"2022-06-30","registerPerson":{"person":"person-p"}}"#
    try await fixture.ask(.router) { client in
      // A wrong check digit opens a review.
      let held = try await client.post(registration(code: "91330203XXXX00019B"), key: recorder)
      #expect(held.status == .created, "\(held.text)")
      #expect(try await client.post(person, key: recorder).status == .created)
      let review = try log.read(
        stream: StreamName(validating: "organisation-a"), from: nil, direction: .forwards,
        before: nil, limit: 10
      ).last { $0.event.type.text == "review.opened" }
      let id = try #require(review).event.id.description
      let pass = body("passReview", #""stream":"organisation-a","review":"\#(id)","reason":"seen""#)
      let void = body(
        "voidEvent", #""stream":"organisation-a","event":"\#(id)","reason":"no""#)
      let erase = body(
        "erasePersonalData", #""person":"person-p","details":{"ground":"SUBJECT_REQUEST"}"#)
      let suspend = body("suspendOrganisation", #""organisation":"organisation-a","details":{}"#)
      for (command, roles) in [
        (void, [recorder]), (suspend, [recorder]), (pass, [recorder, clerk]),
        (erase, [recorder, clerk]),
      ] {
        for key in roles {
          let answer = try await client.post(command, key: key)
          #expect(answer.status == .forbidden, "\(command) \(answer.text)")
          #expect(answer.has("urn:concord:problem:not-permitted"), "\(answer.text)")
          let line = try await client.post(command, type: "application/x-ndjson", key: key)
          #expect(line.has("urn:concord:problem:not-permitted"), "\(line.text)")
        }
      }
      #expect(try await client.post(suspend, key: clerk).status == .created)
      #expect(try await client.post(pass, key: steward).status == .created)
      #expect(try await client.post(erase, key: steward).status == .created)
    }
  }

  @Test func `as a recorder is limited to the own organisation`() async throws {
    let recorder = try keys.add(.recorder, "organisation-a")
    let other = try keys.add(.recorder, "organisation-b")
    let fixture = try ServerFixture(keys: keys.file())
    defer { keys.remove() }
    try await fixture.ask(.router) { client in
      let foreign = try await client.post(registration(stream: "organisation-b"), key: recorder)
      #expect(foreign.status == .forbidden, "\(foreign.text)")
      #expect(try await client.post(registration(), key: recorder).status == .created)
      let second = registration("3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e02", stream: "organisation-b")
      #expect(try await client.post(second, key: other).status == .created)
      let signed = body(
        "reportAgreementSigned",
        #""agreement":"agreement-x","details":{"parties":["organisation-a","organisation-b"],"kind":"SCHOOL_ENTERPRISE"}"#
      )
      let answer = try await client.post(signed, key: recorder)
      #expect(answer.status == .created, "\(answer.text)")
      // What it is about was about the parties from the start.
      let milestone = body("reportMilestone", #""agreement":"agreement-x","details":{"title":"t"}"#)
      let third = try keys.add(.recorder, "organisation-c")
      #expect(try await client.post(milestone, key: third).status == .forbidden)
      #expect(try await client.post(milestone, key: other).status != .forbidden)
    }
  }
}

@Suite struct `A server without keys` {
  private let keys = Keys()

  @Test func `asks for one from the moment that there is one, and for good`() async throws {
    let fixture = try ServerFixture(keys: keys.file())
    defer { keys.remove() }
    try await fixture.ask(.router) { client in
      #expect(try await client.post(registration()).status == .created)
      let secret = try keys.add(.clerk)
      #expect(try await client.post(registration()).status == .unauthorized)
      #expect(try await client.post(registration(), key: secret).status == .ok)
      keys.remove()
      #expect(try await client.post(registration()).status == .unauthorized)
    }
  }
}

@Suite struct `Who acts` {
  @Test func `comes from the key alone`() async throws {
    let directory = TemporaryDirectory()
    let keys = try APIKeyFile(path: directory.path + "/keys")
    var generator = SystemRandomNumberGenerator()
    func key(_ role: Role) throws -> String {
      let (secret, key) = APIKey.create(
        organisation: try StreamName(validating: "organisation-bureau"), user: "u-\(role.rawValue)",
        role: role, on: try CivilDate(validating: "2026-01-01"), using: &generator)
      try keys.add(key)
      return secret
    }
    let clerk = try key(.clerk)
    let analyst = try key(.analyst)
    let fixture = try ServerFixture(keys: keys)
    let log = fixture.log
    try await fixture.ask(.router) { client in
      #expect(try await client.post(registration()).status == .unauthorized)
      #expect(try await client.post(registration(), key: "concord_wrong").status == .unauthorized)
      #expect(try await client.post(registration(), key: analyst).status == .forbidden)
      #expect(try await client.post(registration(), key: clerk).status == .created)
      #expect(try await client.get("/v1/events", key: analyst).status == .forbidden)
      #expect(try await client.get("/healthz").status == .ok)
      let actor = try log.read(
        from: Position(1), direction: .forwards, type: nil, before: nil, limit: 1)[0].event.actor
      #expect(actor.user == "u-clerk")
      #expect(actor.assurance == .key)
    }
  }

  @Test func `without keys is none, and only loopback will do`() async throws {
    let fixture = try ServerFixture()
    let log = fixture.log
    try await fixture.ask(.router) { client in
      _ = try await client.post(registration())
      let actor = try log.read(
        from: Position(1), direction: .forwards, type: nil, before: nil, limit: 1)[0].event.actor
      #expect(actor.assurance == .none)
    }
    #expect(ConcordServer.isLoopback("127.0.0.1"))
    #expect(!ConcordServer.isLoopback("0.0.0.0"))
    #expect(!ConcordServer.isLoopback("127.evil.example"))
  }
}
