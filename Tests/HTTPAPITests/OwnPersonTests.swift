import EventModel
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

/// What a recorder's look-ups tell of persons: of its own organisation's all that an import needs, of
/// others nothing that could be guessed.
@Suite(.timeLimit(.minutes(10))) struct `A recorder that looks persons up` {
  private static let number = "990200200403150027"
  private static let unknown = "330203200403150023"

  private static func person(_ name: String, _ number: String, id: String = "") -> String {
    #"{\#(id)"occurred":"2019-09-01","registerPerson":{"person":"person-\#(name)","personal":{"name":"赵六","sex":"FEMALE","idNumber":"\#(number)"}}}"#
  }

  private static func enrolment(_ person: String, at school: String) -> String {
    #"{"occurred":"2019-09-01","enrolStudent":{"enrolment":"enrolment-\#(person)-\#(school)","details":{"person":"person-\#(person)","school":"organisation-\#(school)","mode":"FULL_TIME"}}}"#
  }

  private static func particulars(_ person: String, _ more: String = "") -> String {
    #"{"particulars":{"name":"赵六"\#(more)},"person":"person-\#(person)"}"#
  }

  /// Two schools, of which `a` has the student `p`, whom a clerk registered; and their keys.
  private func ask(
    _ limits: ServerLimits = ServerLimits(),
    _ body:
      @Sendable @escaping (
        _ client: any TestClientProtocol, _ school: String, _ other: String, _ clerk: String
      ) async throws -> Void
  ) async throws {
    let keys = Keys()
    defer { keys.remove() }
    let school = try keys.add(.recorder, "organisation-a")
    let other = try keys.add(.recorder, "organisation-b")
    let clerk = try keys.add(.clerk)
    var fixture = try ServerFixture(keys: keys.file())
    fixture.parts.clock = { .init(microseconds: 1_700_000_000_000_000) }
    try await fixture.ask(.router, limits: limits) { client in
      for command in [
        registration().replacing("ENTERPRISE", with: "SCHOOL"),
        registration("3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e02", stream: "organisation-b", name: "B")
          .replacing("ENTERPRISE", with: "SCHOOL"),
        Self.person("p", Self.number), Self.enrolment("p", at: "a"),
      ] {
        let answer = try await client.post(command, key: clerk)
        #expect(answer.status == .created, "\(answer.text)")
      }
      try await body(client, school, other, clerk)
    }
  }

  private static func lookUp(
    _ client: any TestClientProtocol, _ lookUps: [String], _ key: String
  ) async throws -> String {
    let answer = try await client.execute(
      uri: "/v1/look-ups", method: .post,
      headers: [.contentType: "application/json", .authorization: "Bearer " + key],
      body: ByteBuffer(string: #"{"lookUps":[\#(lookUps.joined(separator: ","))]}"#))
    #expect(answer.status == .ok, "\(answer.text)")
    return answer.text
  }

  @Test func `finds its own students by any of their numbers`() async throws {
    try await ask { client, school, _, _ in
      for question in [
        #"{"idNumber":"\#(Self.number)"}"#, #"{"idNumber":"\#(Self.number)","name":"钱七"}"#,
        Self.particulars("p"), Self.particulars("p", #","birthDate":"2004-03-15""#),
      ] {
        let answer = try await Self.lookUp(client, [question], school)
        #expect(answer.contains(#"{"streams":["person-p"]}"#), "\(question): \(answer)")
      }
      let wrong = Self.particulars("p", #","birthDate":"2004-03-16""#)
      #expect(try await Self.lookUp(client, [wrong], school).contains(#"{"streams":[]}"#))
      let enrolment = try await Self.lookUp(client, [#"{"enrolmentOf":"person-p"}"#], school)
      #expect(enrolment.contains("enrolment-p-a"), "\(enrolment)")
    }
  }

  @Test func `finds whom it registered itself, before anything binds the person to it`()
    async throws
  {
    try await ask { client, _, other, _ in
      let registered = try await client.post(Self.person("own", Self.unknown), key: other)
      #expect(registered.status == .created, "\(registered.text)")
      for question in [#"{"idNumber":"\#(Self.unknown)"}"#, Self.particulars("own")] {
        let answer = try await Self.lookUp(client, [question], other)
        #expect(answer.contains(#"["person-own"]"#), "\(answer)")
      }
    }
  }

  @Test func `is told of another's student only who is meant by name and number`() async throws {
    try await ask { client, _, other, _ in
      // Nothing that it records of a person without naming itself makes the person its own.
      let basis = try await client.post(
        #"{"occurred":"2022","recordLegalBasis":{"person":"person-p","details":{"ground":"CONSENT","purpose":"x"}}}"#,
        key: other)
      #expect(basis.status == .created, "\(basis.text)")
      for question in [
        Self.particulars("p"), Self.particulars("p", #","birthDate":"2004-03-15""#),
        Self.particulars("p", #","birthDate":"2000-01-01""#), #"{"enrolmentOf":"person-p"}"#,
      ] {
        let answer = try await Self.lookUp(client, [question], other)
        #expect(answer.contains("its own organisation only"), "\(question): \(answer)")
        #expect(!answer.contains("streams"), "\(answer)")
      }
      // Known and unknown are answered alike.
      for more in ["", #","name":"钱七""#] {
        let answers = [Self.number, Self.unknown].map { #"{"idNumber":"\#($0)"\#(more)}"# }
        let known = try await Self.lookUp(client, [answers[0]], other)
        #expect(try await Self.lookUp(client, [answers[1]], other) == known, "\(known)")
        #expect(!known.contains("person-p"), "\(known)")
      }
      let meant = try await Self.lookUp(
        client, [#"{"idNumber":"\#(Self.number)","name":"赵 六"}"#], other)
      #expect(meant.contains(#"["person-p"]"#), "\(meant)")
    }
  }

  @Test func `is told of a person of several schools, once and still, where they were enrolled`()
    async throws
  {
    try await ask { client, school, other, clerk in
      let graduated = try await client.post(
        #"{"occurred":"2022-06-30","graduateStudent":{"enrolment":"enrolment-p-a"}}"#, key: clerk)
      #expect(graduated.status == .created, "\(graduated.text)")
      let enrolled = try await client.post(
        Self.enrolment("p", at: "b").replacing("2019", with: "2022"), key: other)
      #expect(enrolled.status == .created, "\(enrolled.text)")
      for key in [school, other] {
        let answer = try await Self.lookUp(client, [#"{"idNumber":"\#(Self.number)"}"#], key)
        #expect(answer.contains(#"["person-p"]"#), "\(answer)")
      }
    }
  }

  @Test func `guesses few days of birth of one person within an hour`() async throws {
    var limits = ServerLimits()
    limits.guessesPerPersonAndHour = 3
    try await ask(limits) { client, school, _, clerk in
      func day(_ day: Int) -> String { Self.particulars("p", #","birthDate":"2004-03-1\#(day)""#) }
      for key in [school, clerk] {
        // The same again is no guess.
        let answer = try await Self.lookUp(client, [day(1), day(2), day(1), day(2), day(3)], key)
        #expect(!answer.contains("impossible"), "\(answer)")
        let beyond = try await Self.lookUp(client, [day(5), day(1)], key)
        #expect(beyond.contains("as many different guesses"), "\(beyond)")
        #expect(!beyond.contains("person-p") && beyond.contains(#"{"streams":[]}"#), "\(beyond)")
      }
    }
  }

  @Test func `guesses few ID numbers of one region and day within an hour, rehearsed or not`()
    async throws
  {
    var limits = ServerLimits()
    limits.guessesPerPersonAndHour = 2
    try await ask(limits) { client, school, other, clerk in
      func question(_ number: String) -> String { #"{"idNumber":"\#(number)","name":"赵六"}"# }
      let guess = question("99020020040315000X")
      _ = try await Self.lookUp(client, [guess, question("990200200403150019"), guess], other)
      let beyond = try await Self.lookUp(client, [question(Self.number)], other)
      #expect(beyond.contains("as many different guesses"), "\(beyond)")
      let rehearsed = try await client.execute(
        uri: "/v1/commands?dryRun=1", method: .post,
        headers: [.contentType: "application/json", .authorization: "Bearer " + other],
        body: ByteBuffer(string: Self.person("x", Self.number)))
      #expect(rehearsed.status == .forbidden && !rehearsed.has("person-p"), "\(rehearsed.text)")
      // Of another region and day there are more, and its own persons are found all the same.
      #expect(try await !Self.lookUp(client, [question(Self.unknown)], other).contains("imposs"))
      let own = Array(repeating: question(Self.number), count: 5)
      #expect(try await !Self.lookUp(client, own, school).contains("impossible"))
      let many = (1...5).map { question("99020020040315\($0)000") }
      #expect(try await !Self.lookUp(client, many, clerk).contains("impossible"))
    }
  }
}
