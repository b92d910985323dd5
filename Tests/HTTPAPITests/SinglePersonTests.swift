import EventModel
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing

@Suite struct `A role` {
  @Test func `decides whether figures of a few people are shown`() async throws {
    let keys = Keys()
    defer { keys.remove() }
    var secrets: [Role: String] = [:]
    for role in [Role.clerk, .auditor, .analyst, .operator, .recorder] {
      secrets[role] = try keys.add(
        role, role == .recorder ? "organisation-a" : "organisation-bureau")
    }
    let (clerk, analyst) = (secrets[.clerk], secrets[.analyst])
    let fixture = try ServerFixture(keys: keys.file())
    try await fixture.ask(.router) { [secrets] client in
      _ = try await client.post(
        registration().replacing("ENTERPRISE", with: "SCHOOL"), key: clerk)
      _ = try await client.post(
        #"{"occurred":"2022-06-30","registerPerson":{"person":"person-p"}}"#, key: clerk)
      let enrolled = try await client.post(
        #"{"occurred":"2022-09-01","standing":"REPORTED","source":{"evidence":"DOCUMENTED"},"enrolStudent":{"enrolment":"enrolment-e","details":{"person":"person-p","school":"organisation-a","classYear":2023}}}"#,
        key: clerk)
      #expect(enrolled.status == .created, "\(enrolled.text)")
      let end = enrolled.value(of: "end") ?? "0"
      let question = "?until=2023&atLeast=\(end)"
      let whole = try await client.get("/v1/measures/graduates\(question)", key: clerk)
      #expect(whole.has(#""with_fill":1"#), "\(whole.text)")
      let hidden = try await client.get("/v1/measures/graduates\(question)", key: analyst)
      #expect(!hidden.has(#""with_fill""#), "\(hidden.text)")
      #expect(hidden.has(#""is_hidden":1"#), "\(hidden.text)")
      let view = try await client.get("/v1/views/OutcomeStatistics\(question)", key: analyst)
      #expect(view.has(#""is_hidden":1"#) && !view.has(#""denominator""#), "\(view.text)")
      // From rows of single persons every figure could be added up.
      for uri in ["Enrolments", "Enrolments/enrolment-e"] {
        #expect(try await client.get("/v1/views/\(uri)", key: clerk).status == .ok)
        let refused = try await client.get("/v1/views/\(uri)", key: analyst)
        #expect(refused.status == .forbidden)
        #expect(refused.has("urn:concord:problem:single-persons"), "\(refused.text)")
        #expect(refused.has("ask OutcomeStatistics or the measure graduates"), "\(refused.text)")
        // Who looks after the server has no more to do with persons; who checks the work on them has.
        let operated = try await client.get("/v1/views/\(uri)", key: secrets[.operator])
        #expect(operated.status == .forbidden)
        #expect(try await client.get("/v1/views/\(uri)", key: secrets[.auditor]).status == .ok)
        // A school sees its own.
        let own = try await client.get("/v1/views/\(uri)", key: secrets[.recorder])
        #expect(own.has("enrolment-e"), "\(own.text)")
      }
      for role in [Role.operator, .recorder] {
        let counted = try await client.get(
          "/v1/measures/graduates\(question)", key: secrets[role])
        #expect(counted.has(#""is_hidden":1"#), "\(role): \(counted.text)")
      }
    }
  }

  @Test func `that records for a merged organisation sees what was the absorbed one's`()
    async throws
  {
    let keys = Keys()
    defer { keys.remove() }
    let steward = try keys.add(.steward)
    let survivor = try keys.add(.recorder, "organisation-a")
    let absorbed = try keys.add(.recorder, "organisation-b")
    try await ServerFixture(keys: keys.file()).ask(.router) { client in
      var end = "0"
      for command in [
        registration().replacing("ENTERPRISE", with: "SCHOOL"),
        registration("3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e02", stream: "organisation-b")
          .replacing("ENTERPRISE", with: "SCHOOL"),
        #"{"occurred":"2022-06-30","registerPerson":{"person":"person-p"}}"#,
        #"{"occurred":"2022-06-30","registerPerson":{"person":"person-q"}}"#,
        Self.enrolment("p", at: "a"), Self.enrolment("q", at: "b"),
        #"{"occurred":"2023-03-02","mergeOrganisation":{"organisation":"organisation-b","details":{"into":"organisation-a","reason":"LEGAL_MERGER"}}}"#,
      ] {
        let answer = try await client.post(command, key: steward)
        #expect(answer.status == .created, "\(command) \(answer.text)")
        end = answer.value(of: "end") ?? end
      }
      func sees(_ name: String, _ key: String) async throws -> Bool {
        let list = try await client.get("/v1/views/Enrolments?atLeast=\(end)", key: key)
        let row = try await client.get("/v1/views/Enrolments/enrolment-\(name)", key: key)
        let matches = try await client.get(
          "/v1/matches/vacancies?enrolment=enrolment-\(name)", key: key)
        #expect((row.status == .ok) == list.has("enrolment-\(name)"), "\(row.text)")
        #expect((matches.status == .ok) == list.has("enrolment-\(name)"), "\(matches.text)")
        return list.has("enrolment-\(name)")
      }
      #expect(try await sees("p", survivor))
      #expect(try await sees("q", survivor))
      #expect(try await sees("q", absorbed))
      #expect(try await !sees("p", absorbed), "it is no other one's")
    }
  }

  private static func enrolment(_ name: String, at school: String) -> String {
    #"{"occurred":"2022-09-01","standing":"REPORTED","source":{"evidence":"DOCUMENTED"},"enrolStudent":{"enrolment":"enrolment-\#(name)","details":{"person":"person-\#(name)","school":"organisation-\#(school)","classYear":2023}}}"#
  }

  @Test(arguments: Role.allCases)
  func `counts exactly by its own claims only where it sees single persons`(
    role: Role
  ) async throws {
    let keys = Keys()
    defer { keys.remove() }
    let clerk = try keys.add(.clerk)
    let key = try keys.add(role, "organisation-a")
    try await ServerFixture(keys: keys.file()).ask(.router) { client in
      for command in [
        registration().replacing("ENTERPRISE", with: "SCHOOL"),
        #"{"occurred":"2022-06-30","registerPerson":{"person":"person-p"}}"#,
        Self.enrolment("p", at: "a"),
      ] {
        let answer = try await client.post(command, key: clerk)
        #expect(answer.status == .created, "\(command) \(answer.text)")
      }
      let claim = try await client.post(
        #"{"occurred":"2023-12-31","source":{"document":"News"},"publishClaim":{"claim":"claim-c","details":{"text":"t","figure":"1","bound":"EXACT","nature":"ACTUAL","measure":{"name":"graduates"}}}}"#,
        key: key)
      // One that records nothing brings no claim.
      if claim.status == .forbidden { return }
      #expect(claim.status == .created, "\(claim.text)")
      let end = try #require(claim.value(of: "end"))
      let question = "atLeast=\(end)"
      let counted = try await client.get(
        "/v1/measures/graduates?until=2023&\(question)", key: key)
      let row = try await client.get("/v1/views/ClaimsLedger/claim-c?\(question)", key: clerk)
      let sees = counted.has(#""with_fill":1"#)
      #expect(row.has(#""counts_exactly":\#(sees ? 1 : 0)"#), "\(row.text)")
    }
  }

  @Test func `of a recorder learns no few people by a claim of its own`() async throws {
    let keys = Keys()
    defer { keys.remove() }
    let clerk = try keys.add(.clerk)
    let recorder = try keys.add(.recorder, "organisation-a")
    try await ServerFixture(keys: keys.file()).ask(.router) { client in
      var end = "0"
      func claim(_ name: String) -> String {
        #"{"occurred":"2023-12-31","source":{"document":"News"},"publishClaim":{"claim":"claim-\#(name)","details":{"text":"t","figure":"7","bound":"EXACT","nature":"ACTUAL","measure":{"name":"graduates"}}}}"#
      }
      let school = registration().replacing("ENTERPRISE", with: "SCHOOL")
      var commands = [(school, clerk)]
      for number in 0..<7 {
        commands.append(
          (
            #"{"occurred":"2022-06-30","registerPerson":{"person":"person-\#(number)"}}"#, clerk
          ))
        commands.append((Self.enrolment("\(number)", at: "a"), clerk))
      }
      commands += [(claim("clerk"), clerk), (claim("recorder"), recorder)]
      for (command, key) in commands {
        let answer = try await client.post(command, key: key)
        #expect(answer.status == .created, "\(command) \(answer.text)")
        end = answer.value(of: "end") ?? end
      }
      func ledger(_ name: String, _ key: String) async throws -> TestResponse {
        try await client.get("/v1/views/ClaimsLedger/claim-\(name)?atLeast=\(end)", key: key)
      }
      #expect(try await ledger("clerk", recorder).has(#""with_fill":7"#))
      let own = try await ledger("recorder", recorder)
      #expect(!own.has(#""with_fill""#) && own.has(#""status":"notComputable""#), "\(own.text)")
      #expect(try await ledger("recorder", clerk).has(#""with_fill":7"#))
    }
  }
}
