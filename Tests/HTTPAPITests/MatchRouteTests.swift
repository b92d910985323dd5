import EventModel
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing

@Suite struct `Matches over HTTP` {
  private static let on = "on=2023-04-10"

  static func reported(_ command: String, on day: String) -> String {
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

  static func need(_ name: String, _ owner: String, _ side: String) -> String {
    reported(
      #""publishNeed":{"need":"need-\#(name)","details":{"organisation":"organisation-\#(owner)","terms":{"side":"\#(side)","kind":"INTERNSHIP","title":"Need \#(name)","quantity":8,"majors":["460701"]}}}"#,
      on: "2023-03-01")
  }

  static func fill(_ client: any TestClientProtocol, key: String? = nil) async throws
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
        ("vacancies?person=person-gu&region=", 400, "bad-argument"),
        ("vacancies?person=person-gu&region=%D9%A3%D9%A3", 400, "bad-argument"),
        ("vacancies?person=person-gu&region=330", 400, "bad-argument"),
        ("vacancies?person=person-gu&home=3302", 400, "bad-argument"),
        ("vacancies?person=person-gu&pay=-1", 400, "bad-argument"),
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

  @Test func `blame the parameter that is wrong`() async throws {
    try await ServerFixture().ask(.router) { client in
      let question = try await Self.fill(client)
      let many = String(repeating: "&region=33", count: 51)
      for (parameters, field, said) in [
        ("&home=x", "home", "6 digits"), ("&region=x", "region", "2, 4 or 6 digits"),
        (many, "region", "at most 50"), ("&pay=much", "pay", "a number"),
        ("&person=person-gu", "person", "given twice"), ("&\(Self.on)", "on", "given twice"),
        ("&limit=1&limit=2", "limit", "given twice"), ("&colour=red", "colour", "there are person"),
      ] {
        let answer = try await client.get(
          "/v1/matches/vacancies?person=person-gu&\(question)\(parameters)")
        #expect(answer.status == .badRequest, "\(parameters) \(answer.text)")
        #expect(answer.value(of: "field") == field, "\(parameters) \(answer.text)")
        #expect(answer.has(said), "\(parameters) \(answer.text)")
      }
      let asked = try await client.get(
        "/v1/matches/vacancies?person=person-gu&\(question)&region=33&region=3302")
      #expect(asked.has(#""unfit":{"major":1,"region":1}"#), "\(asked.text)")
    }
  }

  @Test func `are for the organisation that both became`() async throws {
    try await ServerFixture().ask(.router) { client in
      _ = try await Self.fill(client)
      for command in [
        Self.reported(
          #""registerOrganisation":{"organisation":"organisation-again","details":{"kind":"ENTERPRISE","name":"Works again"}}"#,
          on: "2020-01-01"),
        Self.reported(
          #""registerOrganisation":{"organisation":"organisation-later","details":{"kind":"ENTERPRISE","name":"Later"}}"#,
          on: "2020-01-01"),
        Self.need("more", "again", "DEMAND"),
        Self.reported(
          #""reportAgreementSigned":{"agreement":"agreement-a","details":{"kind":"SCHOOL_ENTERPRISE","parties":["organisation-again","organisation-college"],"from":"2023-01-01","to":"2024-12-31"}}"#,
          on: "2023-01-01"),
        #"{"occurred":"2023-03-02","mergeOrganisation":{"organisation":"organisation-again","details":{"into":"organisation-works","reason":"DUPLICATE"}}}"#,
        #"{"occurred":"2023-03-02","effectiveFrom":"2023-09-01","mergeOrganisation":{"organisation":"organisation-later","details":{"into":"organisation-works","reason":"LEGAL_MERGER"}}}"#,
      ] {
        let answer = try await client.post(command)
        #expect(answer.status == .created, "\(command) \(answer.text)")
      }
      try await Self.settle(client)
      let question = Self.on
      let both = try await client.get(
        "/v1/matches/schools?enterprise=organisation-works&\(question)")
      #expect(
        both.has(#""need":"need-interns""#) && both.has(#""need":"need-more""#), "\(both.text)")
      // An agreement signed under the other name is one all the same.
      #expect(both.has("partner-already"), "\(both.text)")
      let school = try await client.get(
        "/v1/matches/enterprises?school=organisation-college&\(question)")
      #expect(
        school.text.split(separator: "partner-already").count == 3, "both needs: \(school.text)")
      let absorbed = try await client.get(
        "/v1/matches/schools?enterprise=organisation-again&\(question)")
      #expect(absorbed.status == .unprocessableContent)
      #expect(absorbed.has("was merged into organisation-works"), "\(absorbed.text)")
      // A merger that takes effect later is none yet.
      let later = try await client.get(
        "/v1/matches/schools?enterprise=organisation-later&\(question)")
      #expect(later.status == .ok, "\(later.text)")
    }
  }

  /// Waits until the views know all that was recorded.
  static func settle(_ client: any TestClientProtocol) async throws {
    let last = try await client.post(
      reported(
        #""registerOrganisation":{"organisation":"organisation-last","details":{"kind":"OTHER","name":"Last"}}"#,
        on: "2020-01-01"))
    let end = try #require(last.value(of: "end"), "\(last.text)")
    let ready = try await client.get("/v1/views/Needs?atLeast=\(end)")
    #expect(ready.status == .ok, "\(ready.text)")
  }

  @Test func `look at no more than the server's limits`() async throws {
    var candidates = ServerLimits()
    candidates.matchCandidateCount = 1
    var needs = ServerLimits()
    needs.matchNeedCount = 0
    var pairs = ServerLimits()
    pairs.matchComparisonCount = 1
    var time = ServerLimits()
    time.matchSeconds = 0
    let school = "enterprises?school=organisation-college"
    for (limits, who, status, said) in [
      (candidates, "vacancies?person=person-gu", 422, "looks at 1 candidates at most"),
      (candidates, school, 422, "looks at 1 candidates at most"),
      (needs, school, 422, "looks at 0 open needs of one organisation at most"),
      (pairs, school, 422, "looks at 1 pairs of needs at most"),
      (time, "vacancies?person=person-gu", 503, "takes 0.0 seconds at most"),
      (time, school, 503, "takes 0.0 seconds at most"),
    ] {
      try await ServerFixture().ask(.router, limits: limits) { client in
        let question = try await Self.fill(client)
        let answer = try await client.get("/v1/matches/\(who)&\(question)")
        #expect(answer.status.code == status, "\(answer.text)")
        #expect(answer.has(said), "\(answer.text)")
        let code = status == 422 ? "too-many-candidates" : "question-too-long"
        #expect(answer.has("urn:concord:problem:\(code)"), "\(answer.text)")
        #expect(status == 503 || answer.has("concord match"), "\(answer.text)")
      }
    }
  }

  @Test func `are looked for by so many at once, and one more is told when to come again`()
    async throws
  {
    var limits = ServerLimits()
    limits.matchSearchesAtOnce = 0
    try await ServerFixture().ask(.router, limits: limits) { client in
      let question = try await Self.fill(client)
      for who in [
        "vacancies?person=person-gu", "enterprises?school=organisation-college",
        "schools?enterprise=organisation-works",
      ] {
        let answer = try await client.get("/v1/matches/\(who)&\(question)")
        #expect(answer.status == .serviceUnavailable, "\(answer.text)")
        #expect(answer.has("urn:concord:problem:busy"), "\(answer.text)")
        #expect(answer.headers[.retryAfter] == "2", "\(answer.text)")
      }
      // What is asked wrongly is told so all the same, and nothing else is kept waiting.
      #expect(
        try await client.get("/v1/matches/schools?enterprise=x&\(question)").status == .badRequest)
      #expect(try await client.get("/v1/views/Needs").status == .ok)
    }
    // A place is free again, whether the search found something or was refused.
    limits.matchSearchesAtOnce = 1
    try await ServerFixture().ask(.router, limits: limits) { client in
      let question = try await Self.fill(client)
      for who in [
        ("enterprises?school=organisation-works", 422), ("vacancies?person=person-none", 404),
        ("vacancies?person=person-gu", 200), ("enterprises?school=organisation-college", 200),
      ] {
        let answer = try await client.get("/v1/matches/\(who.0)&\(question)")
        #expect(answer.status.code == who.1, "\(answer.text)")
      }
    }
  }

  @Test func `share the places of their searches`() async throws {
    let places = Places(2, for: "searches for matches")
    _ = try await places.run {
      _ = try await places.run {
        await #expect(throws: Problem.self) { try await places.run {} }
      }
      try await places.run {}
    }
  }

  @Test func `of an enrolment under review are refused to its own school with the reason`()
    async throws
  {
    let keys = Keys()
    defer { keys.remove() }
    let clerk = try keys.add(.clerk)
    let college = try keys.add(.recorder, "organisation-college")
    let works = try keys.add(.recorder, "organisation-works")
    try await ServerFixture(keys: keys.file()).ask(.router) { client in
      let question = try await Self.fill(client, key: clerk)
      for name in ["one", "two"] {
        let answer = try await client.post(
          Self.reported(
            #""enrolStudent":{"enrolment":"enrolment-\#(name)","details":{"person":"person-gu","school":"organisation-college","mode":"FULL_TIME","classYear":2024}}"#,
            on: "2021-09-01"), key: clerk)
        #expect(answer.status == .created, "\(answer.text)")
        // A second one at the same time is held back.
        #expect(answer.has(#""review":true"#) == (name == "two"), "\(answer.text)")
      }
      func ask(_ key: String) async throws -> TestResponse {
        try await client.get("/v1/matches/vacancies?enrolment=enrolment-two&\(question)", key: key)
      }
      for key in [college, clerk] {
        let own = try await ask(key)
        #expect(own.status == .unprocessableContent, "\(own.text)")
        #expect(own.has("urn:concord:problem:no-match-possible"), "\(own.text)")
        #expect(own.has("enrolment-two is held back by a review"), "\(own.text)")
      }
      let foreign = try await ask(works)
      #expect(foreign.status == .forbidden, "\(foreign.text)")
      #expect(foreign.has("urn:concord:problem:single-persons"), "\(foreign.text)")
    }
  }

  @Test func `are found on all pages of a view`() async throws {
    try await ServerFixture(rowsPerPage: 1).ask(.router) { client in
      let question = try await Self.fill(client)
      let found = try await client.get("/v1/matches/vacancies?person=person-gu&\(question)")
      // One fits, the other falls: both were looked at.
      #expect(found.has("vacancy-fitter") && found.has(#""unfit":{"major":1}"#), "\(found.text)")
    }
  }

  @Test func `rest on nothing that a review holds back`() async throws {
    try await ServerFixture().ask(.router) { client in
      _ = try await Self.fill(client)
      // A wrong check digit opens a review.
      let held = try await client.post(
        Self.reported(
          #""registerOrganisation":{"organisation":"organisation-held","details":{"kind":"ENTERPRISE","name":"Held","creditCode":"91330203XXXX00019B"}}"#,
          on: "2020-01-01"))
      #expect(held.has(#""review":true"#), "\(held.text)")
      let need = try await client.post(Self.need("held", "held", "DEMAND"))
      #expect(need.status == .created, "\(need.text)")
      try await Self.settle(client)
      let found = try await client.get(
        "/v1/matches/enterprises?school=organisation-college&\(Self.on)")
      #expect(found.has("need-interns") && !found.has("need-held"), "\(found.text)")
    }
  }

  @Test func `of a person are for those who work on the person's facts`() async throws {
    let keys = Keys()
    defer { keys.remove() }
    let clerk = try keys.add(.clerk)
    let analyst = try keys.add(.analyst)
    let college = try keys.add(.recorder, "organisation-college")
    let works = try keys.add(.recorder, "organisation-works")
    try await ServerFixture(keys: keys.file()).ask(.router) { client in
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
      // Whether an enrolment is there is told to nobody whose it isn't.
      for key in [analyst, works, college] {
        let answer = try await client.get(
          "/v1/matches/vacancies?enrolment=enrolment-none&\(question)", key: key)
        #expect(answer.status == .forbidden, "\(answer.text)")
        #expect(answer.has("urn:concord:problem:single-persons"), "\(answer.text)")
      }
      #expect(try await status("vacancies?enrolment=enrolment-none", clerk) == 404)
    }
  }
}
