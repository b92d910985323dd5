@testable import Cooperation
import Deciding
import EventModel
import Testing

/// Rules judge by place, level and kind; what is not known of them is not taken for lawful.
@Suite struct `What a rule turns on` {
  static let agreement = "internship.agreement-1"

  /// The findings of a start that is observed, by rule, with how grave they are.
  private func start(
    school: String = #""schoolLevel":"SECONDARY_VOCATIONAL""#, host: String = "",
    kind: String? = "POST", agreed: String? = nil, post: String? = nil, region: String? = nil,
    moved: String? = nil, standing: String = "REPORTED", gradeYear: Int = 3
  ) throws -> [String: FindingProposal.Severity] {
    var story = Story()
    try story.register("school", kind: "SCHOOL", school)
    try story.register("host", host)
    try story.student(gradeYear: gradeYear)
    if let moved {
      try story.act(
        "changeRegion", "organisation", "organisation-host", #""region":"\#(moved)""#,
        on: "2022-07-02")
    }
    var parties =
      #""student":"person-student","enrolment":"enrolment-student","school":"organisation-school","host":"organisation-host""#
    if let kind { parties = #""kind":"\#(kind)","# + parties }
    if let agreed {
      try story.act(
        "prepareInternshipAgreement", "internshipAgreement", Self.agreement,
        #"\#(parties),"terms":{"region":"\#(agreed)"}"#, on: "2022-06-01", as: "REPORTED")
      parties += #","internshipAgreement":"\#(Self.agreement)""#
    }
    if let post {
      try story.act(
        "offerHostPost", "hostPost", "host.post-1",
        #""host":"organisation-host","terms":{"region":"\#(post)","majors":["460701"]}"#,
        on: "2022-06-01")
      parties += #","hostPost":"host.post-1""#
    }
    if let region { parties += #","region":"\#(region)""# }
    let outcome = try story.act(
      "startPlacement", "placement", "placement-1", #""parties":{\#(parties)}"#, on: "2022-07-01",
      as: standing)
    return Dictionary(
      uniqueKeysWithValues: outcome.decision.findings.map { ($0.rule, $0.severity) })
  }

  @Test func `is a kind of internship that nobody told`() throws {
    let known = try start(host: #""region":"510112""#, gradeYear: 1)
    #expect(known == ["R01": .critical, "R03": .breach])
    let unknown = try start(host: #""region":"510112""#, kind: nil, gradeYear: 1)
    #expect(unknown == ["R01": .advisory, "R03": .advisory])
    // What keeps the rule keeps it whatever the kind.
    let kept = try start(host: #""region":"510112""#, kind: nil)
    #expect(kept == ["R01": .advisory])
  }

  @Test func `is a level of school that nobody told`() throws {
    let unknown = try start(school: "", host: #""region":"510112""#, gradeYear: 1)
    #expect(unknown == ["R01": .advisory, "R03": .advisory])
    let university = try start(
      school: #""schoolLevel":"UNDERGRADUATE""#, host: #""region":"510112""#, gradeYear: 1)
    #expect(university == [:])
  }

  @Test func `is the place of the placement, the agreement, the post, the host, in that order`()
    throws
  {
    let ningbo = "330203"
    let chengdu = "510112"
    func isNingbo(_ findings: [String: FindingProposal.Severity]) -> Bool? {
      switch findings["R01-3302"] {
      case .breach: true
      case nil: false
      default: nil
      }
    }
    #expect(isNingbo(try start()) == nil, "nobody knows")
    #expect(isNingbo(try start(host: #""region":"\#(ningbo)""#)) == true)
    #expect(isNingbo(try start(host: #""region":"\#(chengdu)""#)) == false)
    #expect(isNingbo(try start(host: #""region":"\#(chengdu)""#, post: ningbo)) == true)
    #expect(isNingbo(try start(host: #""region":"\#(ningbo)""#, post: chengdu)) == false)
    #expect(isNingbo(try start(agreed: ningbo, post: chengdu)) == true)
    #expect(isNingbo(try start(agreed: chengdu, post: ningbo)) == false)
    #expect(isNingbo(try start(agreed: chengdu, region: ningbo)) == true)
    #expect(isNingbo(try start(agreed: ningbo, region: chengdu)) == false)
    // Where the host was then.
    #expect(isNingbo(try start(host: #""region":"\#(ningbo)""#, moved: chengdu)) == true)
  }

  // MARK: R15 and R08

  private func agreed(
    _ region: String, kind: String = "POST", on day: String, level: String = "HIGHER_VOCATIONAL",
    terms: String = ""
  ) throws -> (Story, findings: [String]) {
    var story = Story()
    try story.register("school", kind: "SCHOOL", #""schoolLevel":"\#(level)""#)
    try story.register("host", #""region":"\#(region)""#)
    try story.register("bureau", kind: "GOVERNMENT_BODY")
    try story.student()
    let outcome = try story.act(
      "reportInternshipAgreementSigned", "internshipAgreement", Self.agreement,
      #""kind":"\#(kind)","student":"person-student","school":"organisation-school","host":"organisation-host","terms":{"from":"2022-07-01","to":"2022-12-31"\#(terms)}"#,
      on: day)
    return (story, outcome.findings)
  }

  private func insured(
    _ period: String, _ region: String = "330203", kind: String = "POST",
    on day: String = "2022-06-30", level: String = "HIGHER_VOCATIONAL"
  ) throws -> [String] {
    var (story, _) = try agreed(region, kind: kind, on: day, level: level)
    return try story.act(
      "attachInsurance", "internshipAgreement", Self.agreement, #""kind":"ACCIDENT",\#(period)"#,
      on: day
    ).findings
  }

  @Test func `R15 looks at the days of an insurance in Ningbo`() throws {
    let short = #""from":"2022-07-01","to":"2022-12-30""#
    #expect(try insured(#""from":"2022-07-01","to":"2022-12-31""#) == [])
    #expect(try insured(short) == ["R15"])
    #expect(try insured(#""from":"2022-07-02","to":"2022-12-31""#) == ["R15"])
    #expect(try insured(short, "510112") == [])
    #expect(try insured(short, kind: "COGNITION") == [])
    #expect(try insured(short, level: "UNDERGRADUATE") == [])
    #expect(try insured(short, on: "2020-01-01") == ["R15"])
    #expect(try insured(short, on: "2019-12-31") == ["R15-2009"])
    #expect(try insured(short, on: "2009-03-01") == ["R15-2009"])
    #expect(try insured(short, on: "2009-02-28") == [])
  }

  @Test func `R15 files no agreement in Ningbo without an insurance`() throws {
    func file(
      _ region: String, insurances: [String], on day: String = "2022-06-30",
      as standing: String = "DECIDED"
    ) throws -> [String] {
      var (story, _) = try agreed(region, on: day)
      try story.act(
        "giveInformedConsent", "internshipAgreement", Self.agreement, on: day, as: "REPORTED")
      for insurance in insurances {
        try story.act(
          "attachInsurance", "internshipAgreement", Self.agreement,
          #""kind":"LIABILITY","to":"\#(insurance)""#, on: day)
      }
      do throws(Rejection) {
        return try story.act(
          "fileInternshipAgreement", "internshipAgreement", Self.agreement,
          #""bureau":"organisation-bureau""#, on: day, as: standing
        ).findings
      } catch {
        return ["refused by " + (error.rule ?? "nobody")]
      }
    }
    #expect(try file("330203", insurances: []) == ["refused by R15-FILED"])
    #expect(try file("330203", insurances: ["2022-12-31"]) == [])
    #expect(try file("330203", insurances: ["2022-12-30"]) == ["refused by R15-FILED"])
    #expect(try file("330203", insurances: ["2022-12-30", "2022-12-31"]) == [])
    #expect(try file("510112", insurances: []) == [])
    #expect(try file("330203", insurances: [], on: "2020-01-01") == ["refused by R15-FILED"])
    #expect(try file("330203", insurances: [], on: "2019-12-31") == ["refused by R15-FILED-2009"])
    #expect(try file("330203", insurances: [], as: "REPORTED") == ["R15-FILED"])
    #expect(
      try file("330203", insurances: [], on: "2019-12-31", as: "REPORTED") == ["R15-FILED-2009"])
  }

  /// The rules on insurance that are found when policies are attached one after another, and those
  /// that are open when all facts were judged again.
  private func policies(
    _ policies: [String], to last: String? = nil
  ) throws -> (found: [[String]], open: [String]) {
    var (story, _) = try agreed("330203", on: "2022-06-30")
    var found: [[String]] = []
    for policy in policies {
      found.append(
        try story.act(
          "attachInsurance", "internshipAgreement", Self.agreement, policy, on: "2022-06-30"
        ).findings)
    }
    if let last {
      found.append(
        try story.act(
          "amendInternshipAgreement", "internshipAgreement", Self.agreement,
          #""terms":{"to":"\#(last)"},"signedBy":["STUDENT","SCHOOL_SIDE","HOST_SIDE"]"#,
          on: "2022-07-01"
        ).findings)
    }
    if !policies.isEmpty {
      try story.rejudge(Self.agreement, "internship-agreement.insurance-attached")
    }
    return (found, try story.openFindings().filter { $0.hasPrefix("R15") })
  }

  @Test func `R15 takes policies that follow each other together, each kind by itself`() throws {
    func policy(_ kind: String, _ from: String, _ to: String) -> String {
      #""kind":"\#(kind)","from":"2022-\#(from)","to":"2022-\#(to)""#
    }
    let first = policy("ACCIDENT", "07-01", "09-30")
    // The second covers the rest, and what was found at the first goes.
    var result = try policies([first, policy("ACCIDENT", "10-01", "12-31")])
    #expect(result.found == [["R15"], []] && result.open == [])
    result = try policies([first, policy("ACCIDENT", "08-01", "12-31")])
    #expect(result.found == [["R15"], []] && result.open == [])
    // A day between them, a day before them, another kind.
    result = try policies([first, policy("ACCIDENT", "10-02", "12-31")])
    #expect(result.found == [["R15"], ["R15"]] && result.open == ["R15"])
    result = try policies([
      policy("ACCIDENT", "07-02", "09-30"), policy("ACCIDENT", "10-01", "12-31"),
    ])
    #expect(result.found == [["R15"], ["R15"]] && result.open == ["R15"])
    result = try policies([first, policy("LIABILITY", "10-01", "12-31")])
    #expect(result.found == [["R15"], ["R15"]] && result.open == ["R15"])
    // One without days may fill what is left, and nobody knows that it does.
    let undated = #""kind":"ACCIDENT""#
    let whole = policy("ACCIDENT", "07-01", "12-31")
    result = try policies([first, undated])
    #expect(result.found == [["R15"], ["R15"]] && result.open == ["R15"])
    result = try policies([undated, whole])
    #expect(result.found == [[], []] && result.open == [])
    // The end that counts is the one that was agreed on last.
    result = try policies([whole], to: "2023-03-31")
    #expect(result.found == [[], ["R15"]] && result.open == ["R15"])
    result = try policies([whole], to: "2022-11-30")
    #expect(result.found == [[], []] && result.open == [])
    result = try policies([first], to: "2022-09-30")
    #expect(result.found == [["R15"], []] && result.open == [])
    #expect(try policies([], to: "2023-03-31").found == [[]], "no policy, so none that ends")
    let attached = EventType("internship-agreement.insurance-attached")
    for trigger in [attached, EventType("internship-agreement.amended")] {
      #expect(Rejudging.judgedWhereNamed(by: trigger)?.types.contains(attached) == true)
    }
  }

  @Test func `R15 looks at the days again when a text moves them`() throws {
    func text(_ last: String) -> String {
      #""kind":"POST","student":"person-student","enrolment":"enrolment-student","school":"organisation-school","host":"organisation-host","terms":{"from":"2022-07-01","to":"\#(last)"}"#
    }
    /// What is found when an agreement is insured and then told otherwise, and what is open then.
    func told(
      _ drawnUp: String, insured: String, then last: String, by name: String
    ) throws -> (found: [[String]], open: [String]) {
      var (story, _) = try agreed("330203", on: "2022-06-01")
      let other = "internship.agreement-other"
      let prepared = try story.act(
        "prepareInternshipAgreement", "internshipAgreement", other, text(drawnUp),
        on: "2022-06-01", as: "REPORTED")
      let attached = try story.act(
        "attachInsurance", "internshipAgreement", other,
        #""kind":"ACCIDENT","from":"2022-07-01","to":"\#(insured)""#, on: "2022-06-02")
      let moved = try story.act(
        name, "internshipAgreement", other, text(last), on: "2022-06-03", as: "REPORTED",
        corrects: name == "prepareInternshipAgreement" ? prepared.id : nil)
      try story.rejudge(other, "internship-agreement.insurance-attached")
      return (
        [attached.findings, moved.findings].map { $0.filter { $0 == "R15" } },
        try story.openFindings().filter { $0 == "R15" }
      )
    }
    for name in ["reportInternshipAgreementSigned", "prepareInternshipAgreement"] {
      var result = try told("2022-09-30", insured: "2022-09-30", then: "2022-12-31", by: name)
      #expect(result.found == [[], ["R15"]] && result.open == ["R15"], "\(name)")
      result = try told("2022-12-31", insured: "2022-09-30", then: "2022-09-30", by: name)
      #expect(result.found == [["R15"], []] && result.open == [], "\(name)")
    }
    // Without a policy there is none that ends.
    #expect(try agreed("330203", on: "2022-06-30").findings.contains("R15") == false)
    let trigger = EventType("internship-agreement.reported-signed")
    let attached = EventType("internship-agreement.insurance-attached")
    #expect(Rejudging.judgedWhereNamed(by: trigger)?.types.contains(attached) == true)
  }

  @Test func `R15 files an agreement that two policies cover`() throws {
    func file(_ second: String) throws -> [String] {
      var (story, _) = try agreed("330203", on: "2022-06-30")
      try story.act(
        "giveInformedConsent", "internshipAgreement", Self.agreement, on: "2022-06-30",
        as: "REPORTED")
      for period in [#""from":"2022-07-01","to":"2022-09-30""#, second] {
        try story.act(
          "attachInsurance", "internshipAgreement", Self.agreement,
          #""kind":"LIABILITY",\#(period)"#,
          on: "2022-06-30")
      }
      do throws(Rejection) {
        return try story.act(
          "fileInternshipAgreement", "internshipAgreement", Self.agreement,
          #""bureau":"organisation-bureau""#, on: "2022-06-30", as: "DECIDED"
        ).findings
      } catch {
        return [error.reason]
      }
    }
    #expect(try file(#""from":"2022-10-01","to":"2022-12-31""#) == [])
    #expect(
      try file(#""from":"2022-10-02","to":"2022-12-31""#)
        == ["an insurance ends on 2022-09-30, the next begins on 2022-10-02"])
    #expect(
      try file(#""from":"2022-10-01","to":"2022-12-30""#)
        == ["an insurance ends on 2022-12-30, the internship on 2022-12-31"])
  }

  @Test func `R08 pays at least once a month, at a post of a vocational school`() throws {
    func cycle(
      _ days: Int, kind: String = "POST", on day: String = "2022-06-30",
      level: String = "HIGHER_VOCATIONAL"
    ) throws -> [String] {
      try agreed("510112", kind: kind, on: day, level: level, terms: #","payCycleDays":\#(days)"#)
        .findings
    }
    #expect(try cycle(31) == [])
    #expect(try cycle(32) == ["R08"])
    #expect(try cycle(32, kind: "COGNITION") == [])
    #expect(try cycle(32, level: "UNDERGRADUATE") == [])
    #expect(try cycle(32, on: "2021-12-31") == ["R08"])
    #expect(try cycle(32, on: "2021-12-30") == [])
  }
}
