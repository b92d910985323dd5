@testable import Cooperation
import Deciding
import EventModel
import Testing

/// The rules on what interns do, agree on and live through, on both sides of each border.
@Suite struct `The rules of work` {
  static let agreement = "internship.agreement-1"

  // MARK: What is agreed

  /// The findings of an agreement that is reported with these terms.
  private func findings(
    _ terms: String, on day: String = "2022-06-30", school: String = "school",
    kind: String = "POST",
    post: String? = nil
  ) throws -> [String] {
    var story = try Story.world()
    try story.student(school: "organisation-\(school)")
    var more = ""
    if let post {
      try story.act(
        "offerHostPost", "hostPost", "host.post-1",
        #""host":"organisation-host","terms":{\#(post)}"#, on: "2016-01-01")
      more = #","hostPost":"host.post-1""#
    }
    return try story.act(
      "reportInternshipAgreementSigned", "internshipAgreement", Self.agreement,
      #""kind":"\#(kind)","student":"person-student","school":"organisation-\#(school)","host":"organisation-host","terms":{\#(terms)}\#(more)"#,
      on: day
    ).findings.sorted()
  }

  @Test func `R07 bounds the hours of an agreement`() throws {
    #expect(try findings(#""dailyMinutes":480,"weeklyHours":44"#) == [])
    #expect(try findings(#""dailyMinutes":481"#) == ["R07"])
    #expect(try findings(#""dailyMinutes":481"#, kind: "COGNITION") == [])
    #expect(try findings(#""dailyMinutes":481"#, school: "university") == [])
    #expect(try findings(#""dailyMinutes":481"#, on: "2016-04-10") == [])
    #expect(try findings(#""dailyMinutes":481"#, on: "2016-04-11") == ["R07"])
    #expect(try findings(#""weeklyHours":40,"region":"330203""#) == [])
    #expect(try findings(#""weeklyHours":41,"region":"330203""#) == ["R07-3302"])
    #expect(try findings(#""weeklyHours":41,"region":"330102""#) == [])
    #expect(try findings(#""nightWork":true"#) == ["R07"])
    #expect(try findings(#""nightWork":true,"filedException":"filing 3""#) == [])
    #expect(try findings(#""nightWork":false,"overtime":false"#) == [])
  }

  @Test func `R08 measures the agreed pay by the wages of the post`() throws {
    let wages = #""samePostWageFen":"400000","independentWork":true"#
    #expect(try findings(#""monthlyPayFen":"320000""#, post: wages) == [])
    #expect(try findings(#""monthlyPayFen":"319999""#, post: wages) == ["R08-FLOOR"])
    #expect(try findings(#""monthlyPayFen":"1""#) == [], "no post, no wages")
    #expect(
      try findings(
        #""monthlyPayFen":"239999""#, on: "2021-12-30",
        post: #""probationWageFen":"300000","independentWork":true"#) == ["R08-FLOOR-2016"])
  }

  @Test func `R10 looks at what is shorter or longer than usual`() throws {
    func lasting(_ from: String, _ to: String, on day: String = "2022-06-30") throws -> [String] {
      try findings(#""from":"\#(from)","to":"\#(to)""#, on: day)
    }
    #expect(try lasting("2022-07-01", "2022-09-30") == [])
    #expect(try lasting("2022-07-01", "2022-09-29") == ["R10"])
    #expect(try lasting("2022-07-01", "2023-06-30") == [])
    #expect(try lasting("2022-07-01", "2023-07-01") == ["R10"])
    #expect(try lasting("2020-02-29", "2021-02-28", on: "2020-02-20") == [], "no day 29")
    #expect(try lasting("2020-02-29", "2021-03-01", on: "2020-02-20") == ["R10"])
    #expect(try lasting("2019-11-30", "2020-02-28", on: "2019-11-20") == ["R10"])
    #expect(try lasting("2020-11-30", "2021-02-28", on: "2020-11-20") == [], "no day 30")
    #expect(try lasting("2022-07-15", "2022-10-14") == [])
    #expect(try lasting("2022-07-15", "2022-10-13") == ["R10"])
    #expect(try lasting("2016-05-01", "2016-05-31", on: "2016-04-10") == [])
    #expect(try lasting("2016-05-01", "2016-05-31", on: "2016-04-11") == ["R10"])
    #expect(
      try findings(#""from":"2022-07-01","to":"2022-07-31""#, kind: "COGNITION") == [])
    #expect(try findings(#""from":"2022-07-01""#) == [], "an end that is not known")
    #expect(InternshipDuration.bounds(region: nil, on: Rule.day("2016-04-10")) == nil)
  }

  @Test func `R12 takes nothing from a student`() throws {
    #expect(try findings(#""chargesFees":true"#) == ["R12"])
    #expect(try findings(#""holdsDocuments":true"#) == ["R12"])
    #expect(try findings(#""chargesFees":false,"holdsDocuments":false"#) == [])
    #expect(try findings(#""chargesFees":true"#, on: "2022-05-01") == ["R12"])
    #expect(try findings(#""chargesFees":true"#, on: "2022-04-30") == [])
    #expect(try findings(#""chargesFees":true"#, kind: "COGNITION") == ["R12"])
    #expect(try findings(#""chargesFees":true"#, school: "university") == [])
  }

  @Test func `are judged again when an agreement is amended`() throws {
    var story = try Story.world()
    try story.student()
    try story.act(
      "reportInternshipAgreementSigned", "internshipAgreement", Self.agreement,
      #""kind":"POST","student":"person-student","school":"organisation-school","host":"organisation-host","terms":{"dailyMinutes":480}"#
    )
    #expect(
      try story.act(
        "amendInternshipAgreement", "internshipAgreement", Self.agreement,
        #""terms":{"dailyMinutes":500},"signedBy":["STUDENT","SCHOOL_SIDE","HOST_SIDE"]"#,
        on: "2022-07-01"
      ).findings == ["R07"])
    refused(.malformedValue) { () throws(Rejection) in
      try story.act(
        "amendInternshipAgreement", "internshipAgreement", Self.agreement,
        #""terms":{"dailyMinutes":1441}"#, on: "2022-07-02")
    }
  }

  // MARK: What happens at work

  private struct Work {
    var region = "510112"
    var school = "school"
    var post: String?
    var inspected = true
    var major: String? = "460701"
    var born = "1995-05-05"
    var mentors = ""
    var day = "2022-07-01"
    var standing = "REPORTED"

    func story() throws -> Story {
      var story = try Story.world()
      try story.person("student", #""name":"N","birthDate":"\#(born)""#)
      let major = major.map { #","major":"\#($0)""# } ?? ""
      try story.tell(
        #"{"enrolStudent":{"enrolment":"enrolment-student","details":{"person":"person-student","school":"organisation-\#(school)","mode":"FULL_TIME","gradeYear":3\#(major)}}}"#,
        "2014-09-01")
      try story.person("master")
      try story.act(
        "reportInternshipAgreementSigned", "internshipAgreement", agreement,
        #""kind":"POST","student":"person-student","school":"organisation-\#(school)","host":"organisation-host","terms":{"place":"Hall","post":"fitter","protection":"mask","from":"2022-07-01","to":"2022-12-31"\#(mentors)}"#,
        on: "2015-09-02")
      try story.act(
        "attachInsurance", "internshipAgreement", agreement, #""kind":"LIABILITY""#,
        on: "2015-09-03")
      if let post {
        if inspected {
          try story.act(
            "inspectHostPost", "hostPost", "host.post-1",
            `A post for interns`.inspection.replacing(
              "organisation-school", with: "organisation-\(school)"), on: "2015-01-01")
        }
        try story.act(
          "offerHostPost", "hostPost", "host.post-1",
          #""host":"organisation-host","terms":{\#(post)}"#, on: "2015-01-02")
      }
      return story
    }

    func start(_ story: inout Story) throws(Rejection) -> Story.Outcome {
      let post = post == nil ? "" : #","hostPost":"host.post-1""#
      let parties =
        #""parties":{"kind":"POST","student":"person-student","enrolment":"enrolment-student","school":"organisation-\#(school)","host":"organisation-host","internshipAgreement":"\#(agreement)","region":"\#(region)"\#(post)}"#
      if standing == "DECIDED" {
        try story.act("arrangePlacement", "placement", "placement-1", parties, on: "2015-09-03")
        return try story.act("startPlacement", "placement", "placement-1", on: day, as: standing)
      }
      return try story.act("startPlacement", "placement", "placement-1", parties, on: day)
    }

    /// The findings of a start, or the rule that refuses it.
    func findings() throws -> [String] {
      var story = try story()
      do throws(Rejection) {
        return try start(&story).findings.sorted()
      } catch {
        return ["refused by \(error.rule ?? error.reason)"]
      }
    }

    /// The findings of what is told after the start.
    func after(_ name: String, _ details: String = "", on later: String? = nil) throws -> [String] {
      var story = try story()
      _ = try start(&story)
      return try story.act(name, "placement", "placement-1", details, on: later ?? day)
        .findings.sorted()
    }
  }

  private static let post = #""majors":["460701"]"#

  @Test func `are kept at an inspected post of the major`() throws {
    #expect(try Work().findings() == [], "without a post nothing is said of it")
    #expect(try Work(post: Self.post).findings() == [])
    #expect(try Work(post: Self.post, standing: "DECIDED").findings() == [])
  }

  @Test func `R04 and R14 look at the post that a placement names`() throws {
    let bar = Self.post + #","workplace":"BAR""#
    #expect(try Work(post: bar).findings() == ["R04"])
    #expect(try Work(post: bar, standing: "DECIDED").findings() == ["refused by R04"])
    #expect(try Work(school: "university", post: bar).findings() == [])
    #expect(try Work(post: bar, day: "2021-12-30").findings() == ["R04-2016"])
    #expect(try Work(post: Self.post, inspected: false).findings() == ["R14"])
    #expect(
      try Work(post: Self.post, inspected: false, standing: "DECIDED").findings()
        == ["refused by R14"])
    #expect(try Work(post: Self.post, inspected: false, day: "2016-04-10").findings() == [])
    #expect(try Work(post: Self.post, inspected: false, day: "2016-04-11").findings() == ["R14"])
  }

  @Test func `R14 is judged again when the inspection is told late`() throws {
    let work = Work(post: Self.post, inspected: false)
    var story = try work.story()
    _ = try work.start(&story)
    #expect(try story.openFindings() == ["R14"])
    try story.act(
      "inspectHostPost", "hostPost", "host.post-1", `A post for interns`.inspection,
      on: "2022-06-01")
    #expect(
      Rejudging.judgedAgain(after: EventType("host-post.inspected"))
        .contains(EventType("placement.started")))
    #expect(try story.rejudge("placement-1", "placement.started") == ["finding.withdrawn"])
  }

  @Test func `R06 asks who does the work`() throws {
    let minors = Self.post + #","hazards":["PROHIBITED_FOR_MINORS"]"#
    #expect(try Work(post: minors, born: "2004-07-01").findings() == [])
    #expect(try Work(post: minors, born: "2004-07-02").findings() == ["R06"])
    #expect(
      try Work(post: minors, born: "2004-07-02", day: "2021-12-30").findings() == [])
    let women = Self.post + #","hazards":["PROHIBITED_FOR_WOMEN"]"#
    let work = Work(post: women)
    var story = try work.story()
    let outcome = try work.start(&story)
    #expect(outcome.findings == ["R06"])
    #expect(outcome.decision.findings[0].severity == .advisory, "cannot be assessed")
    #expect(try Work(post: Self.post + #","labourClass":3"#).findings() == ["R06"])
  }

  @Test func `R11 compares the majors by their category`() throws {
    #expect(try Work(post: Self.post, major: "460302").findings() == [])
    #expect(try Work(post: Self.post, major: "520201").findings() == ["R11"])
    #expect(try Work(post: Self.post, major: "520201", day: "2021-12-30").findings() == [])
    #expect(try Work(school: "university", post: Self.post, major: "520201").findings() == [])
    for work in [Work(post: Self.post, major: nil), Work(post: #""title":"T""#)] {
      var story = try work.story()
      let outcome = try work.start(&story)
      #expect(outcome.findings == ["R11"])
      #expect(outcome.decision.findings[0].reason.hasPrefix("cannot be assessed"))
    }
    #expect(try Work(post: Self.post + #","repetitiveOnly":true"#).findings() == ["R11"])
  }

  @Test func `R16 wants two mentors in Ningbo`() throws {
    let teacher = #","schoolMentor":"person-master""#
    let both = teacher + #","hostMentor":"person-master""#
    func start(_ mentors: String, _ region: String = "330203", on day: String = "2022-07-01")
      throws -> [String]
    {
      try Work(region: region, mentors: mentors, day: day, standing: "DECIDED").findings()
    }
    #expect(try start(both) == [])
    #expect(try start(teacher) == ["R16"])
    #expect(try start("") == ["R16"])
    #expect(try start("", "510112") == [])
    #expect(try start("", on: "2020-01-01") == ["R16"])
    #expect(try start("", on: "2019-12-31") == ["R16-2009"])
    // A report of a start need not name them; at the end it is looked at.
    #expect(try Work(region: "330203").findings() == [])
    #expect(
      try Work(region: "330203").after("completePlacement", on: "2022-12-31") == ["R16"])
    #expect(
      try Work(region: "330203", mentors: both).after("completePlacement", on: "2022-12-31") == [])
    #expect(try Work().after("completePlacement", on: "2022-12-31") == [])
    var changed = try Work(region: "330203", mentors: teacher).story()
    _ = try Work(region: "330203", mentors: teacher).start(&changed)
    try changed.act(
      "changeSupervisor", "placement", "placement-1",
      #""side":"HOST_SIDE","supervisor":"person-master""#, on: "2022-07-02")
    #expect(
      try changed.act("completePlacement", "placement", "placement-1", on: "2022-12-31").findings
        == [])
  }

  @Test func `R07 looks at the month that was worked`() throws {
    func month(
      _ details: String, region: String = "510112", post: String? = nil, day: String = "2022-07-01"
    ) throws -> [String] {
      try Work(region: region, post: post, day: day).after(
        "summariseAttendance", #""month":"\#(day.prefix(7))",\#(details)"#,
        on: day == "2022-07-01" ? "2022-07-31" : day)
    }
    #expect(try month(#""longestDayMinutes":480,"overtimeMinutes":0,"nights":0"#) == [])
    #expect(try month(#""longestDayMinutes":481"#) == ["R07"])
    #expect(try month(#""overtimeMinutes":1"#) == ["R07"])
    #expect(try month(#""nights":1"#) == ["R07"])
    #expect(try month(#""statutoryHolidays":1"#) == ["R07"])
    #expect(try month(#""longestWeekMinutes":2401"#) == [])
    #expect(try month(#""longestWeekMinutes":2401"#, region: "330203") == ["R07-3302"])
    #expect(try month(#""nights":1"#, post: Self.post + #","filedException":"filing 1""#) == [])
    #expect(try month(#""nights":1"#, day: "2016-04-10") == [])
    #expect(try month(#""nights":1"#, day: "2016-04-11") == ["R07"])
    for bad in [
      #""month":"2022-07-01""#, #""month":"2022-07","days":32"#,
      #""month":"2022-07","longestDayMinutes":1441"#, #""days":2"#,
      #""month":"2022-06","days":31"#,
    ] {
      var story = try Work().story()
      _ = try Work().start(&story)
      refused(.malformedValue) { () throws(Rejection) in
        try story.act("summariseAttendance", "placement", "placement-1", bad, on: "2022-07-31")
      }
    }
  }

  @Test func `a month is summed up when it has begun, and is none before the placement`() throws {
    for (month, day, isFound) in [
      ("2022-06", "2022-07-31", true), ("2022-07", "2022-07-31", false),
      ("2022-08", "2022-07-31", true), ("2022-08", "2022-08-01", false),
      ("2022-08", "2022", false),
    ] {
      var story = try Work().story()
      _ = try Work().start(&story)
      #expect(
        try story.act(
          "summariseAttendance", "placement", "placement-1", #""month":"\#(month)","days":2"#,
          on: day
        ).findings == (isFound ? ["MONTH"] : []), "\(month) \(day)")
    }
  }

  @Test func `a month is summed up once`() throws {
    var story = try Work().story()
    _ = try Work().start(&story)
    for days in [20, 22] {
      try story.act(
        "summariseAttendance", "placement", "placement-1", #""month":"2022-07","days":\#(days)"#,
        on: "2022-07-31")
    }
    let placement = try #require(try story.state(Placement.self, "placement-1"))
    #expect(placement.attendance.mapValues(\.days) == ["2022-07": 22])
    #expect(placement.schoolLevel == .higherVocational && placement.outOfOrder == [])
  }

  @Test func `R06, R11, R12 and R16 look at what somebody saw`() throws {
    func seen(_ details: String, region: String = "510112", school: String = "school") throws
      -> [String]
    {
      try Work(region: region, school: school).after("observeConditions", details, on: "2022-07-15")
    }
    #expect(try seen(#""observedBy":"SCHOOL_SIDE""#) == [])
    #expect(try seen(#""feesCharged":["DEPOSIT"]"#) == ["R12"])
    #expect(try seen(#""feesCharged":["DEPOSIT"]"#, school: "university") == [])
    #expect(try seen(#""documentsHeld":true"#) == ["R12"])
    #expect(try seen(#""repetitiveOnly":true"#) == ["R11"])
    #expect(try seen(#""hostImposed":true"#) == ["R11"])
    #expect(try seen(#""labourClass":3"#) == ["R06"])
    #expect(try seen(#""labourClass":2"#) == [])
    #expect(try seen(#""assessedByAttendance":true"#, region: "330203") == ["R16"])
    #expect(try seen(#""assessedByAttendance":true"#) == [])
    #expect(try Work(day: "2022-04-01").after("observeConditions", #""documentsHeld":true"#) == [])
    var story = try Work().story()
    _ = try Work().start(&story)
    for details in [#""documentsHeld":true"#, #""feesCharged":["MATERIALS"]"#] {
      try story.act("observeConditions", "placement", "placement-1", details, on: "2022-07-15")
    }
    let conditions = try #require(try story.state(Placement.self, "placement-1")?.conditions)
    #expect(conditions.documentsHeld && conditions.feesCharged == [.materials])
    refused(.malformedValue) { () throws(Rejection) in
      try story.act(
        "observeConditions", "placement", "placement-1", #""feesCharged":["OTHER","OTHER"]"#,
        on: "2022-07-16")
    }
  }

  @Test func `are all in the book, with how far they were read`() {
    for (number, isVerified) in [
      ("R04", true), ("R04-2016", false), ("R06", true), ("R07", false), ("R07-3302", false),
      ("R07-3302-2009", false), ("R08-FLOOR", true), ("R08-FLOOR-2016", false), ("R09", false),
      ("R10", false), ("R11", false), ("R12", true), ("R14", false), ("R16", false),
      ("R24", false), ("R24-FAIR", false), ("R24-FILING", false), ("R25", false),
      ("R25-VE", true), ("R28", false), ("CODE", false), ("R01-3302", false), ("R15", false),
      ("R15-FILED", false), ("R22", false), ("R22-BAR", false), ("R22-2009", false),
      ("R16-2009", false), ("R02", true), ("R02-LABOUR", true), ("P09", true),
    ] {
      #expect(RuleBook.rule(number)?.isVerified == isVerified, "\(number)")
    }
    // Days that are known from memory only, or by their year, are nowhere called read.
    for rule in RuleBook.rules where rule.isVerified {
      for day in [rule.scope.validFrom, rule.scope.validTo].compactMap(\.self) {
        #expect(
          !["2016-04-11", "2018-10-01", "2020-01-01"].contains(day.description), "\(rule.number)")
      }
    }
    for number in [
      "OPEN-VACANCY", "ELIGIBLE", "STANDING-OFFER", "ATTENDED", "KNOWN-PARTY", "COUNTS",
      "OWN-SCHOOL", "QUANTITY", "SWITCHED-OFF",
    ] {
      #expect(RuleBook.rule(number) != nil, "\(number)")
    }
  }
}
