import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing

private typealias Market = `Matches over HTTP`

@Suite struct `Who is looked for work for` {
  private func record(
    _ client: any TestClientProtocol, _ command: String
  ) async throws -> TestResponse {
    let answer = try await client.post(command)
    #expect(answer.status == .created, "\(command) \(answer.text)")
    return answer
  }

  private func person(_ name: String) -> String {
    #"{"occurred":"2020-09-01","registerPerson":{"person":"person-\#(name)","details":{}}}"#
  }

  @Test func `is nobody who was erased or merged away, or whose data are only stored`()
    async throws
  {
    try await ServerFixture().ask(.router) { client in
      let question = try await Market.fill(client)
      for (name, command, reason) in [
        (
          "erased",
          #""erasePersonalData":{"person":"person-erased","details":{"ground":"SUBJECT_REQUEST"}}"#,
          "person-erased was erased"
        ),
        (
          "again", #""mergePerson":{"person":"person-again","details":{"into":"person-gu"}}"#,
          "person-again is the same person as person-gu"
        ),
        (
          "stored",
          #""restrictProcessing":{"person":"person-stored","details":{"reason":"SUBJECT_REQUEST"}}"#,
          "data of person-stored are only stored"
        ),
      ] {
        _ = try await record(client, person(name))
        let uri = "/v1/matches/vacancies?person=person-\(name)&\(question)"
        let before = try await client.get(uri)
        #expect(before.status == .ok, "\(before.text)")
        _ = try await record(client, #"{"occurred":"2023-03-01",\#(command)}"#)
        let answer = try await client.get(uri)
        #expect(answer.status == .unprocessableContent, "\(answer.text)")
        #expect(answer.has("urn:concord:problem:no-match-possible"), "\(answer.text)")
        #expect(answer.has(reason), "\(answer.text)")
      }
    }
  }

  /// Each enrolment is open until it says otherwise; the vacancies ask for one major each.
  @Test func `studies what is open, of several the latest class, and never what was left`()
    async throws
  {
    try await ServerFixture().ask(.router) { client in
      _ = try await Market.fill(client)
      _ = try await record(client, person("several"))
      func enrol(_ name: String, _ major: String, _ classYear: Int) -> String {
        Market.reported(
          #""enrolStudent":{"enrolment":"enrolment-\#(name)","details":{"person":"person-several","school":"organisation-college","major":"\#(major)","classYear":\#(classYear)}}"#,
          on: "2020-09-01")
      }
      func step(_ name: String, _ enrolment: String, _ details: String) -> String {
        Market.reported(
          #""\#(name)":{"enrolment":"enrolment-\#(enrolment)","details":{\#(details)}}"#,
          on: "2023-03-20")
      }
      for (command, recommended) in [
        (enrol("nurse", "520201", 2023), "nurse"), (enrol("fitter", "460701", 2024), "fitter"),
        // Of an earlier class, though it was told last.
        (enrol("old", "520201", 2022), "fitter"),
        (enrol("late", "520201", 2025), "nurse"),
        (step("withdrawStudent", "late", #""reason":"OWN_WISH""#), "fitter"),
        // The latest class is no longer open.
        (step("graduateStudent", "fitter", ""), "nurse"),
        (step("graduateStudent", "nurse", ""), "nurse"),
        // None is open, and the latest class was left.
        (step("graduateStudent", "old", ""), "fitter"),
      ] {
        let end = try #require(try await record(client, command).value(of: "end"))
        let found = try await client.get(
          "/v1/matches/vacancies?person=person-several&on=2023-04-10&atLeast=\(end)")
        #expect(
          found.has(#""rank":1,"recommended":"vacancy-\#(recommended)""#),
          "\(command) \(found.text)")
      }
    }
  }

  @Test func `is asked for where the home is near and the pay enough`() async throws {
    try await ServerFixture().ask(.router) { client in
      _ = try await Market.fill(client)
      let vacancy = Market.reported(
        #""publishVacancy":{"vacancy":"vacancy-near","details":{"employer":"organisation-works","terms":{"title":"Near","headcount":2,"majors":["460701"],"region":"330203","payMinFen":600000,"from":"2023-03-01","to":"2023-06-30"}}}"#,
        on: "2023-03-01")
      let end = try #require(try await record(client, vacancy).value(of: "end"))
      for (wishes, reasons) in [
        ("", []), ("&home=330203", ["region-same-district"]), ("&pay=600000", ["pay-as-wished"]),
        ("&home=330205&pay=600001", ["region-same-city"]),
      ] as [(String, [String])] {
        let found = try await client.get(
          "/v1/matches/vacancies?person=person-gu&on=2023-04-10&atLeast=\(end)\(wishes)")
        #expect(found.has(#""recommended":"vacancy-near""#), "\(found.text)")
        for reason in ["region-same-district", "region-same-city", "pay-as-wished"] {
          #expect(found.has(reason) == reasons.contains(reason), "\(wishes) \(found.text)")
        }
      }
    }
  }

  @Test func `has as many wishes as may be told, and no pay is one of them`() async throws {
    try await ServerFixture().ask(.router) { client in
      let question = try await Market.fill(client)
      let regions = String(repeating: "&region=33", count: 50)
      let found = try await client.get(
        "/v1/matches/vacancies?person=person-gu&\(question)\(regions)&pay=0")
      #expect(found.status == .ok, "\(found.text)")
    }
  }
}

@Suite struct `A search as large as the server's limits` {
  @Test func `is made, and one larger is not`() async throws {
    func limits(_ candidates: Int, needs: Int, pairs: Int) -> ServerLimits {
      var limits = ServerLimits()
      limits.matchCandidateCount = candidates
      limits.matchNeedCount = needs
      limits.matchComparisonCount = pairs
      return limits
    }
    // Three needs of one kind, two of them the school's own.
    for (limits, isMade) in [
      (limits(3, needs: 2, pairs: 6), true), (limits(2, needs: 2, pairs: 6), false),
      (limits(3, needs: 1, pairs: 6), false), (limits(3, needs: 2, pairs: 5), false),
    ] {
      try await ServerFixture().ask(.router, limits: limits) { client in
        _ = try await Market.fill(client)
        let answer = try await client.post(Market.need("more", "college", "SUPPLY"))
        let end = try #require(answer.value(of: "end"), "\(answer.text)")
        let found = try await client.get(
          "/v1/matches/enterprises?school=organisation-college&on=2023-04-10&atLeast=\(end)")
        #expect(found.status == (isMade ? .ok : .unprocessableContent), "\(found.text)")
      }
    }
  }

  /// What asks for another kind, or from the same side, is no reason why nothing fits.
  @Test func `compares a need with the other side of its kind alone`() async throws {
    try await ServerFixture().ask(.router) { client in
      _ = try await Market.fill(client)
      func need(_ name: String, _ owner: String, _ side: String, _ kind: String) -> String {
        Market.need(name, owner, side).replacing("INTERNSHIP", with: kind)
      }
      var end = ""
      for command in [
        need("research", "college", "DEMAND", "RESEARCH"),
        need("lab", "works", "SUPPLY", "RESEARCH"), need("posts", "works", "SUPPLY", "INTERNSHIP"),
      ] {
        let answer = try await client.post(command)
        #expect(answer.status == .created, "\(answer.text)")
        end = answer.value(of: "end") ?? end
      }
      let found = try await client.get(
        "/v1/matches/enterprises?school=organisation-college&on=2023-04-10&atLeast=\(end)")
      #expect(found.has("need-interns") && found.has("need-lab"), "\(found.text)")
      #expect(!found.has("need-posts"), "\(found.text)")
      #expect(found.text.split(separator: #""unfit":{}"#).count == 3, "\(found.text)")
    }
  }
}

@Suite struct `An agreement between who looks and who is found` {
  @Test func `counts on the days on which it is in force, for its own parties`() async throws {
    try await ServerFixture().ask(.router) { client in
      _ = try await Market.fill(client)
      func agreement(_ name: String, _ parties: [String], from: String, to: String) -> String {
        let list = parties.map { "\"organisation-\($0)\"" }.joined(separator: ",")
        return Market.reported(
          #""reportAgreementSigned":{"agreement":"agreement-\#(name)","details":{"kind":"SCHOOL_ENTERPRISE","parties":[\#(list)],"from":"\#(from)","to":"\#(to)"}}"#,
          on: from)
      }
      for command in [
        // Its name begins as that of the one who looks.
        Market.reported(
          #""registerOrganisation":{"organisation":"organisation-college2","details":{"kind":"SCHOOL","name":"Second College"}}"#,
          on: "2020-01-01"),
        agreement("other", ["college2", "works"], from: "2023-01-01", to: "2024-12-31"),
        agreement("own", ["college", "works"], from: "2022-01-01", to: "2023-03-31"),
      ] {
        let answer = try await client.post(command)
        #expect(answer.status == .created, "\(command) \(answer.text)")
      }
      try await Market.settle(client)
      for (day, isPartner) in [("2023-03-31", true), ("2023-04-01", false)] {
        let found = try await client.get(
          "/v1/matches/enterprises?school=organisation-college&on=\(day)")
        #expect(found.has(#""recommended":"need-interns""#), "\(found.text)")
        #expect(found.has("partner-already") == isPartner, "\(day) \(found.text)")
      }
    }
  }
}
