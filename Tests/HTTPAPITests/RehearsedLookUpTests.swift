import EventModel
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

/// What the answers to commands tell about persons is counted like look-ups.
@Suite(.timeLimit(.minutes(10))) struct `A number that a command brings` {
  private static let known = "990200200403150027"
  private static let unknown = "330203200403150023"
  private static let ownID = "3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e41"

  private static func person(
    _ stream: String, _ number: String, id: String? = nil
  ) -> String {
    let id = id.map { #""id":"\#($0)","# } ?? ""
    return
      #"{\#(id)"occurred":"2019-09-01","registerPerson":{"person":"\#(stream)","personal":{"name":"赵六","idNumber":"\#(number)"}}}"#
  }

  private static func student(_ person: String, _ number: String) -> String {
    #"{"occurred":"2019-09-01","enrolStudent":{"enrolment":"enrolment-\#(person)","details":{"person":"\#(person)","school":"organisation-a","mode":"FULL_TIME"},"personal":{"studentNumber":"\#(number)"}}}"#
  }

  /// A client of a server on which a school's key may look up so many persons an hour, and one is known.
  private func ask(
    _ perHour: Int,
    _ body:
      @Sendable @escaping (
        _ post: @Sendable (_ lines: [String], _ query: String) async throws -> TestResponse
      ) async throws -> Void
  ) async throws {
    let keys = Keys()
    defer { keys.remove() }
    let school = try keys.add(.recorder, "organisation-a")
    let clerk = try keys.add(.clerk)
    var limits = ServerLimits()
    limits.personLookUpsPerHour = perHour
    limits.differingRepeatsPerHour = 2
    var fixture = try ServerFixture(keys: keys.file())
    fixture.parts.clock = { .init(microseconds: 1_700_000_000_000_000) }
    try await fixture.ask(.router, limits: limits) { client in
      for command in [
        registration().replacing("ENTERPRISE", with: "SCHOOL"),
        Self.person("person-p", Self.known, id: Self.ownID),
        Self.person("person-q", "330203200403150103").replacing("赵六", with: "钱七"),
      ] {
        let answer = try await client.post(command, key: clerk)
        #expect(answer.status == .created, "\(answer.text)")
      }
      try await body { lines, query in
        try await client.execute(
          uri: "/v1/commands" + query, method: .post,
          headers: [
            .contentType: lines.count == 1 ? "application/json" : "application/x-ndjson",
            .authorization: "Bearer " + school,
          ], body: ByteBuffer(string: lines.joined(separator: "\n")))
      }
    }
  }

  @Test func `costs a look-up where it is only rehearsed, known or not`() async throws {
    try await ask(3) { post in
      let taken = try await post([Self.person("person-x", Self.known)], "?dryRun=1")
      #expect(taken.status == .conflict && taken.has("person-p"), "\(taken.text)")
      let free = try await post([Self.person("person-x", Self.unknown)], "?dryRun=1")
      #expect(free.status == .ok && free.has("recorded"), "\(free.text)")
      let student = try await post([Self.student("person-q", "2019-7")], "?dryRun=1")
      #expect(student.status == .ok, "\(student.text)")
      for number in [Self.known, Self.unknown] {
        let refused = try await post([Self.person("person-x", number)], "?dryRun=1")
        #expect(refused.status == .tooManyRequests, "\(refused.text)")
        #expect(refused.has("urn:concord:problem:too-many-look-ups"), "\(refused.text)")
        #expect(refused.headers[.retryAfter] == "1200", "\(refused.headers)")
        #expect(!refused.has("person-p"), "\(refused.text)")
      }
      // What tells nothing of a person costs nothing.
      let nobody = registration("3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e02").replacing(
        "Company A", with: "Company B")
      #expect(try await post([nobody], "?dryRun=1").status != .tooManyRequests)
    }
  }

  @Test func `costs a look-up on each line of many`() async throws {
    try await ask(3) { post in
      let answer = try await post(
        [
          Self.person("person-x", Self.unknown),
          Self.person("person-y", Self.unknown),
          Self.person("person-z", Self.known),
          Self.person("person-w", Self.known),
          #"{"occurred":"2019-09-01","registerPerson":{"person":"person-v"}}"#,
        ], "?dryRun=1")
      #expect(answer.status == .ok)
      let lines = answer.text.split(separator: "\n")
      try #require(lines.count == 5, "\(answer.text)")
      #expect(lines[0].contains("recorded") && lines[1].contains("person-x already"), "\(lines)")
      #expect(lines[2].contains("person-p already"), "\(lines)")
      #expect(lines[3].contains("too-many-look-ups"), "\(lines)")
      #expect(lines[3].contains(#""retryAfterSeconds":1200"#), "\(lines)")
      // Each command that may bring something personal, also one that brings nothing.
      #expect(!lines[3].contains("person-p") && lines[4].contains("too-many"), "\(lines)")
    }
  }

  @Test func `costs none where it is recorded`() async throws {
    try await ask(1) { post in
      _ = try await post([Self.person("person-x", Self.unknown)], "?dryRun=1")
      let taken = try await post([Self.person("person-x", Self.known)], "")
      #expect(taken.status == .conflict, "\(taken.text)")
      let recorded = try await post([Self.person("person-x", Self.unknown)], "")
      #expect(recorded.status == .created, "\(recorded.text)")
    }
  }

  @Test(arguments: ["", "?dryRun=1"])
  func `can't be guessed by repeating a recorded command`(query: String) async throws {
    try await ask(1) { post in
      let right = Self.person("person-p", Self.known, id: Self.ownID)
      let wrong = Self.person("person-p", Self.unknown, id: Self.ownID)
      // The same command costs nothing, however often.
      for _ in 0..<4 {
        let answer = try await post([right], query)
        #expect(answer.status == .ok && answer.has("repeated"), "\(answer.text)")
      }
      for status in [409, 409, 429] {
        let answer = try await post([wrong], query)
        #expect(answer.status.code == status, "\(answer.text)")
      }
      // Nothing more is told, right or wrong.
      let last = try await post([right], query)
      #expect(last.status == .tooManyRequests && last.has("other personal parts"), "\(last.text)")
      // Look-ups are counted apart.
      let other = try await post([Self.person("person-x", Self.unknown)], "?dryRun=1")
      #expect(other.status == .ok, "\(other.text)")
    }
  }

  @Test(arguments: ["", "?dryRun=1"])
  func `is in a recorded command that gets its receipt though no look-up is left`(
    query: String
  ) async throws {
    try await ask(1) { post in
      for status in [200, 429] {
        let answer = try await post([Self.person("person-x", Self.unknown)], "?dryRun=1")
        #expect(answer.status.code == status, "\(answer.text)")
      }
      let again = try await post([Self.person("person-p", Self.known, id: Self.ownID)], query)
      #expect(again.status == .ok && again.has("repeated"), "\(again.text)")
    }
  }

  @Test func `costs as much where something else that is personal may be guessed`() async throws {
    let keys = Keys()
    defer { keys.remove() }
    let clerk = try keys.add(.clerk)
    var limits = ServerLimits()
    limits.bureauPersonLookUpsPerHour = 2
    var fixture = try ServerFixture(keys: keys.file())
    fixture.parts.clock = { .init(microseconds: 1_700_000_000_000_000) }
    @Sendable func told(_ day: String, _ command: String) -> String {
      #"{"occurred":"\#(day)","standing":"REPORTED","source":{"evidence":"DOCUMENTED"},\#(command)}"#
    }
    @Sendable func diagnosis(_ note: String) -> String {
      told(
        "2022-03-04",
        #""recordDiagnosis":{"assistanceCase":"assistance-s","sensitive":{"note":"\#(note)"}}"#)
    }
    let right = diagnosis("bad back")
    try await fixture.ask(.router, limits: limits) { [right] client in
      for command in [
        Self.person("person-p", Self.known),
        told(
          "2022-03-01",
          #""openAssistanceCase":{"assistanceCase":"assistance-s","details":{"graduate":"person-p"}}"#
        ),
        right,
      ] {
        let answer = try await client.post(command, key: clerk)
        #expect(answer.status == .created, "\(answer.text)")
      }
      for (command, status) in [
        (diagnosis("bad knee"), "recorded"), (right, "alreadySo"), (right, "too-many-look-ups"),
        (diagnosis("bad heart"), "too-many-look-ups"),
      ] {
        let answer = try await client.execute(
          uri: "/v1/commands?dryRun=1", method: .post,
          headers: [.contentType: "application/json", .authorization: "Bearer " + clerk],
          body: ByteBuffer(string: command))
        #expect(answer.has(status), "\(status): \(answer.text)")
      }
    }
  }
}
