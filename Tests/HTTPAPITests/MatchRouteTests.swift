import EventModel
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing

@Suite struct `Matches over HTTP` {
  private static let on = "on=2023-04-10"

  private static func reported(_ command: String, on day: String) -> String {
    #"{"occurred":"\#(day)","standing":"REPORTED","source":{"evidence":"DOCUMENTED"},\#(command)}"#
  }

  /// A college with a student, another school, works with two vacancies and a need.
  private static let market: [String] = [
    reported(
      #""registerOrganisation":{"organisation":"organisation-college","details":{"kind":"SCHOOL","name":"College","schoolLevel":"HIGHER_VOCATIONAL"}}"#,
      on: "2020-01-01"),
    reported(
      #""registerOrganisation":{"organisation":"organisation-works","details":{"kind":"ENTERPRISE","name":"Works"}}"#,
      on: "2020-01-01"),
    #"{"occurred":"2020-09-01","registerPerson":{"person":"person-gu","details":{}}}"#,
    reported(
      #""enrolStudent":{"enrolment":"enrolment-gu","details":{"person":"person-gu","school":"organisation-college","major":"460701","classYear":2023}}"#,
      on: "2020-09-01"),
    vacancy("fitter", "460701"), vacancy("nurse", "520201"),
    need("interns", "works", "DEMAND"), need("places", "college", "SUPPLY"),
  ]

  private static func vacancy(_ name: String, _ major: String) -> String {
    reported(
      #""publishVacancy":{"vacancy":"vacancy-\#(name)","details":{"employer":"organisation-works","terms":{"title":"Post \#(name)","headcount":2,"majors":["\#(major)"],"from":"2023-03-01","to":"2023-06-30"}}}"#,
      on: "2023-03-01")
  }

  private static func need(_ name: String, _ owner: String, _ side: String) -> String {
    reported(
      #""publishNeed":{"need":"need-\#(name)","details":{"organisation":"organisation-\#(owner)","terms":{"side":"\#(side)","kind":"INTERNSHIP","title":"Need \#(name)","quantity":8,"majors":["460701"]}}}"#,
      on: "2023-03-01")
  }

  private static func fill(_ client: any TestClientProtocol, key: String? = nil) async throws
    -> String
  {
    var end = "0"
    for command in market {
      let answer = try await client.post(command, key: key)
      #expect(answer.status == .created, "\(answer.text)")
      end = answer.value(of: "end") ?? end
    }
    return "\(on)&atLeast=\(end)"
  }

  @Test func `are those that the verb shows, with their reasons`() async throws {
    try await ServerFixture().ask(.router) { client in
      let question = try await Self.fill(client)
      for who in ["person=person-gu", "enrolment=enrolment-gu"] {
        let found = try await client.get("/v1/matches/vacancies?\(who)&\(question)")
        #expect(found.status == .ok, "\(found.text)")
        #expect(found.has(#""search":"vacancies-for-graduates""#))
        #expect(
          found.has(
            #""rank":1,"recommended":"vacancy-fitter","score":40,"reasons":[{"criterion":"major-same","points":40}],"title":"Post fitter","of":"organisation-works""#
          ), "\(found.text)")
        #expect(found.has(#""unfit":{"major":1}"#), "\(found.text)")
      }
      let enterprises = try await client.get(
        "/v1/matches/enterprises?school=organisation-college&\(question)")
      #expect(
        enterprises.has(#""need":"need-places","matches":[{"rank":1,"recommended":"need-interns""#),
        "\(enterprises.text)")
      let schools = try await client.get(
        "/v1/matches/schools?enterprise=organisation-works&\(question)")
      #expect(schools.has(#""recommended":"need-places""#), "\(schools.text)")
    }
  }

  @Test func `that can't be are refused with their reason`() async throws {
    try await ServerFixture().ask(.router) { client in
      let question = try await Self.fill(client)
      for (uri, status, code) in [
        ("vacancies?person=person-none", 404, "unknown-stream"),
        ("vacancies?person=organisation-works", 400, "bad-argument"),
        ("vacancies?person=person-gu&enrolment=enrolment-gu", 400, "bad-argument"),
        ("vacancies?", 400, "bad-argument"),
        ("vacancies?person=person-gu&region=x", 400, "bad-argument"),
        ("vacancies?person=person-gu&colour=red", 400, "bad-argument"),
        ("vacancies?person=person-gu&limit=0", 400, "bad-argument"),
        ("enterprises?", 400, "bad-argument"),
        ("enterprises?school=organisation-works", 422, "no-match-possible"),
        ("schools?enterprise=organisation-none", 404, "unknown-stream"),
      ] {
        let answer = try await client.get("/v1/matches/\(uri)&\(question)")
        #expect(answer.status.code == status, "\(uri) \(answer.text)")
        #expect(answer.has("urn:concord:problem:\(code)"), "\(uri) \(answer.text)")
      }
      #expect(try await client.get("/v1/matches/nothing").status == .notFound)
    }
  }

  @Test func `look at no more candidates than the server's limit`() async throws {
    var limits = ServerLimits()
    limits.matchCandidateCount = 1
    try await ServerFixture().ask(.router, limits: limits) { client in
      let question = try await Self.fill(client)
      let answer = try await client.get("/v1/matches/vacancies?person=person-gu&\(question)")
      #expect(answer.status == .serviceUnavailable)
      #expect(answer.has("urn:concord:problem:question-too-long"), "\(answer.text)")
    }
  }

  @Test func `of a person are for those who work on the person's facts`() async throws {
    let directory = TemporaryDirectory()
    let keys = try APIKeyFile(path: directory.path + "/keys")
    var generator = SystemRandomNumberGenerator()
    func key(_ role: Role, _ organisation: String) throws -> String {
      let (secret, key) = APIKey.create(
        organisation: try StreamName(validating: organisation), user: "u-\(role.rawValue)",
        role: role, on: try CivilDate(validating: "2026-01-01"), using: &generator)
      try keys.add(key)
      return secret
    }
    let clerk = try key(.clerk, "organisation-bureau")
    let analyst = try key(.analyst, "organisation-bureau")
    let college = try key(.recorder, "organisation-college")
    let works = try key(.recorder, "organisation-works")
    try await ServerFixture(keys: keys).ask(.router) { client in
      let question = try await Self.fill(client, key: clerk)
      func status(_ who: String, _ key: String) async throws -> Int {
        try await client.get("/v1/matches/\(who)&\(question)", key: key).status.code
      }
      #expect(try await status("vacancies?person=person-gu", clerk) == 200)
      #expect(try await status("vacancies?person=person-gu", analyst) == 403)
      #expect(try await status("vacancies?enrolment=enrolment-gu", analyst) == 403)
      #expect(try await status("vacancies?enrolment=enrolment-gu", college) == 200)
      #expect(try await status("vacancies?person=person-gu", college) == 403)
      #expect(try await status("vacancies?enrolment=enrolment-gu", works) == 403)
      #expect(try await status("schools?enterprise=organisation-works", analyst) == 200)
    }
  }
}
