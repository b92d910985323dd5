@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import SwiftProtobuf
import Testing

/// Each rule on both sides of each of its borders.
@Suite struct `The rules of internships` {
  /// A start that is observed, with what the rules turn on.
  struct Start {
    var kind = "POST"
    var school = "school"
    var region = "510112"
    var day = "2022-07-01"
    var born: String? = "2003-05-05"
    var gradeYear: Int? = 3
    var organiser: String?
    var agreement = true
    var standing = "REPORTED"

    /// The findings that it leads to.
    func findings() throws -> [String] {
      var story = try story()
      return try start(&story).findings.sorted()
    }

    func story() throws -> Story {
      var story = try Story.world()
      try story.student(born: born, gradeYear: gradeYear, school: "organisation-\(school)")
      if agreement {
        try story.act(
          "reportInternshipAgreementSigned", "internshipAgreement", "internship.agreement-1",
          #""student":"person-student","school":"organisation-\#(school)","host":"organisation-host""#,
          on: "2020-09-02")
      }
      return story
    }

    var parties: String {
      var text =
        #""kind":"\#(kind)","student":"person-student","enrolment":"enrolment-student","school":"organisation-\#(school)","host":"organisation-host","region":"\#(region)""#
      if agreement { text += #","internshipAgreement":"internship.agreement-1""# }
      if let organiser { text += #","organiser":"organisation-\#(organiser)""# }
      return #""parties":{\#(text)}"#
    }

    func start(_ story: inout Story) throws(Rejection) -> Story.Outcome {
      if standing == "DECIDED" {
        try story.act(
          "arrangePlacement", "placement", "placement-1", parties, on: "2020-09-02")
        return try story.act("startPlacement", "placement", "placement-1", on: day, as: standing)
      }
      return try story.act("startPlacement", "placement", "placement-1", parties, on: day)
    }

    /// The rule that refuses it.
    func refusal() throws -> String? {
      var story = try story()
      do throws(Rejection) {
        _ = try start(&story)
        return nil
      } catch {
        return error.rule
      }
    }
  }

  @Test func `are kept by most`() throws {
    #expect(try Start().findings() == [])
  }

  @Test func `R01 wants an agreement of three before a post internship`() throws {
    #expect(try Start(agreement: false).findings() == ["R01"])
    #expect(try Start(kind: "COGNITION", agreement: false).findings() == [])
    #expect(try Start(school: "school2", agreement: false).findings() == ["R01"])
    #expect(try Start(school: "university", agreement: false).findings() == [])
    #expect(try Start(day: "2021-12-30", agreement: false).findings() == [])
    #expect(try Start(day: "2021-12-31", agreement: false).findings() == ["R01"])
    #expect(try Start(agreement: false, standing: "DECIDED").refusal() == "R01")
    #expect(try Start(standing: "DECIDED").refusal() == nil)
  }

  @Test func `R01 holds in Ningbo since 2009, and asks for more since 2020`() throws {
    func start(_ day: String, _ region: String = "330203") -> Start {
      Start(region: region, day: day, agreement: false)
    }
    #expect(try start("2021-06-01").findings() == ["R01-3302"])
    #expect(try start("2021-06-01", "330102").findings() == [])
    #expect(try start("2022-07-01").findings() == ["R01", "R01-3302"])
    let old = Rule.ningboAgreement2009
    for (day, isHeld) in [
      ("2009-02-28", false), ("2009-03-01", true), ("2019-12-31", true), ("2020-01-01", false),
    ] {
      #expect(
        old.holds(
          on: try Moment(validating: day), in: .shanghai, region: "330203",
          schoolLevel: .secondaryVocational, internshipKind: .post) == isHeld)
    }
    #expect(!old.isVerified)
    // By an internship of those years; its student is enrolled later, which others find.
    for (day, found) in [
      ("2009-02-28", []), ("2009-03-01", [old.number]), ("2019-12-31", [old.number]),
      ("2020-01-01", ["R01-3302"]),
    ] {
      #expect(try start(day).findings().filter { $0.hasPrefix("R01") } == found, "\(day)")
    }
  }

  @Test func `R01 in Ningbo names the terms that are missing`() throws {
    var story = try Story.world()
    try story.student()
    let parties =
      #""kind":"POST","student":"person-student","enrolment":"enrolment-student","school":"organisation-school","host":"organisation-host""#
    let stream = "internship.agreement-1"
    func act(_ name: String, _ details: String = "") throws(Rejection) {
      try story.act(name, "internshipAgreement", stream, details, on: "2022-06-30", as: "DECIDED")
    }
    try act("prepareInternshipAgreement", parties + #","terms":{"post":"welder"}"#)
    try act("giveInformedConsent")
    for party in ["STUDENT", "SCHOOL_SIDE", "HOST_SIDE"] {
      try act(
        "signInternshipAgreement", #""party":"\#(party)","documentSha256":"\#(Story.text)""#)
    }
    let start = #""parties":{\#(parties),"region":"330203","internshipAgreement":"\#(stream)"}"#
    let outcome = try story.act(
      "startPlacement", "placement", "placement-1", start, on: "2022-07-01")
    #expect(outcome.findings == ["R01-3302"])
    #expect(
      outcome.decision.findings[0].reason
        == "the internship agreement does not cover time, place, protective measures, liability insurance"
    )
    try act("attachInsurance", #""kind":"LIABILITY""#)
    try act(
      "amendInternshipAgreement",
      #""terms":{"place":"Hall","from":"2022-07-01","to":"2022-12-31","protection":"mask"},"signedBy":["STUDENT","SCHOOL_SIDE","HOST_SIDE"]"#
    )
    #expect(
      Rejudging.judgedAgain(after: EventType("internship-agreement.amended"))
        .contains(EventType("placement.started")))
    #expect(try story.rejudge("placement-1", "placement.started") == ["finding.withdrawn"])
  }

  @Test func `R02 asks for sixteen years on the day of the start`() throws {
    #expect(try Start(born: "2006-07-01").findings() == [])
    #expect(try Start(born: "2006-07-02").findings() == ["R02"])
    #expect(try Start(kind: "COGNITION", born: "2006-07-02").findings() == [])
    #expect(try Start(school: "university", born: "2006-07-02").findings() == ["R02-LABOUR"])
    #expect(try Start(school: "university", born: "2006-07-01").findings() == [])
    #expect(try Start(day: "2021-12-31", born: "2006-01-01").findings() == ["R02"])
    #expect(try Start(day: "2021-12-30", born: "2006-01-01").findings() == ["R02-LABOUR"])
    #expect(
      try Start(school: "university", born: "2006-07-02", standing: "DECIDED").findings()
        == ["R02-LABOUR"])
    // A finding for our own act too: the start is a fact.
    #expect(try Start(born: "2006-07-02", standing: "DECIDED").findings() == ["R02"])
    var story = try Start(born: "2006-07-02").story()
    let outcome = try Start(born: "2006-07-02").start(&story)
    #expect(outcome.decision.findings.map(\.severity) == [.critical])
  }

  @Test func `R02 can't be assessed where the age is unknown, which is said`() throws {
    var story = try Start(born: nil).story()
    let outcome = try Start(born: nil).start(&story)
    #expect(outcome.findings == ["R02"])
    #expect(outcome.decision.findings[0].severity == .advisory)
    // The law on work asks as well, of whoever the regulations do not speak of.
    var university = try Start(school: "university", born: nil).story()
    let other = try Start(school: "university", born: nil).start(&university)
    #expect(other.findings == ["R02-LABOUR"])
    #expect(other.decision.findings[0].severity == .advisory)
  }

  @Test func `R02 is judged again after the person was erased`() throws {
    var story = try Start(born: "2006-07-02").story()
    _ = try Start(born: "2006-07-02").start(&story)
    story.past.personal = [:]
    #expect(try story.rejudge("placement-1", "placement.started") == [])
    #expect(try story.openFindings() == ["R02"])
  }

  @Test func `R02 and R03 see what is corrected after the start`() throws {
    var story = try Story.world()
    let person = try story.person("student", #""name":"N","birthDate":"2003-05-05""#)
    func enrol(_ year: Int, _ corrects: String = "") throws(Rejection) -> Story.Outcome {
      try story.tell(
        #"{\#(corrects)"enrolStudent":{"enrolment":"enrolment-student","details":{"person":"person-student","school":"organisation-school","mode":"FULL_TIME","gradeYear":\#(year)}}}"#,
        "2020-09-01")
    }
    let enrolment = try enrol(3)
    try story.act(
      "reportInternshipAgreementSigned", "internshipAgreement", "internship.agreement-1",
      #""student":"person-student","school":"organisation-school","host":"organisation-host""#,
      on: "2020-09-02")
    #expect(try Start().start(&story).findings == [])
    _ = try enrol(1, #""corrects":"\#(enrolment.id)","#)
    #expect(try story.rejudge("placement-1", "placement.started") == ["finding.opened"])
    #expect(try story.openFindings() == ["R03"])
    try story.tell(
      #"{"corrects":"\#(person.id)","registerPerson":{"person":"person-student","details":{"legalBasis":{"purpose":"employment service","ground":"STATUTORY_DUTY"}},"personal":{"name":"N","birthDate":"2006-08-05"}}}"#,
      "2020-09-01")
    #expect(try story.rejudge("placement-1", "placement.started") == ["finding.opened"])
    #expect(try story.openFindings() == ["R02", "R03"])
    // Once nobody knows the age any more, what was filled in before the correction doesn't count.
    story.past.personal = [:]
    #expect(try story.rejudge("placement-1", "placement.started") == [])
    #expect(try story.openFindings() == ["R02", "R03"])
  }

  @Test func `of 2021 hold for those who study full-time`() throws {
    for (mode, findings) in [("FULL_TIME", ["R01"]), ("PART_TIME", [])] {
      var story = try Story.world()
      try story.person("student", #""name":"N","birthDate":"2003-05-05""#)
      try story.tell(
        #"{"enrolStudent":{"enrolment":"enrolment-student","details":{"person":"person-student","school":"organisation-school","mode":"\#(mode)","gradeYear":3}}}"#,
        "2020-09-01")
      #expect(try Start(agreement: false).start(&story).findings == findings, "\(mode)")
    }
  }

  @Test func `R03 keeps the first year out of post internships`() throws {
    #expect(try Start(gradeYear: 1).findings() == ["R03"])
    #expect(try Start(gradeYear: 2).findings() == [])
    #expect(try Start(kind: "COGNITION", gradeYear: 1).findings() == [])
    #expect(try Start(school: "university", gradeYear: 1).findings() == [])
    #expect(try Start(day: "2021-12-30", gradeYear: 1).findings() == [])
    #expect(try Start(day: "2021-12-31", gradeYear: 1).findings() == ["R03"])
    var unknown = try Start(gradeYear: nil).story()
    let outcome = try Start(gradeYear: nil).start(&unknown)
    #expect(outcome.findings == ["R03"])
    #expect(outcome.decision.findings[0].severity == .advisory)
  }

  @Test func `R03 looks at the year of study on the day`() throws {
    var story = try Start(gradeYear: 1).story()
    try story.act(
      "advanceGradeYear", "enrolment", "enrolment-student", #""gradeYear":2"#, on: "2022-09-01")
    #expect(try Start(day: "2022-08-31", gradeYear: 1).start(&story).findings == ["R03"])
    var later = try Start(gradeYear: 1).story()
    try later.act(
      "advanceGradeYear", "enrolment", "enrolment-student", #""gradeYear":2"#, on: "2022-09-01")
    #expect(try Start(day: "2022-09-01", gradeYear: 1).start(&later).findings == [])
  }

  @Test func `R05 bars HR institutions as organisers, and as nothing else`() throws {
    #expect(try Start(organiser: "agency").findings() == ["R05"])
    #expect(try Start(organiser: "bureau").findings() == [])
    #expect(try Start(kind: "COGNITION", organiser: "agency").findings() == ["R05"])
    #expect(try Start(school: "university", organiser: "agency").findings() == [])
    #expect(try Start(day: "2021-12-30", organiser: "agency").findings() == [])
    #expect(try Start(day: "2021-12-31", organiser: "agency").findings() == ["R05-2021"])
    #expect(try Start(day: "2022-04-30", organiser: "agency").findings() == ["R05-2021"])
    #expect(try Start(day: "2022-05-01", organiser: "agency").findings() == ["R05"])
    var story = try Start().story()
    let no = refused(.rule) { () throws(Rejection) in
      try story.act(
        "arrangePlacement", "placement", "placement-1", Start(organiser: "agency").parties,
        on: "2022-06-30", as: "DECIDED")
    }
    #expect(no?.rule == "R05")
    // An HR institution may be an alliance's member.
    try story.alliance()
    #expect(
      try story.tell(
        #"{"admitMember":{"alliance":"alliance-c","organisation":"organisation-agency","details":{"founding":true}}}"#
      ).findings == [])
  }

  /// What R05 finds of an organiser, with a licence that was told.
  private func organised(
    by organiser: String, _ licence: String? = nil, told day: String = "2020-02-01",
    as standing: String = "REPORTED"
  ) throws -> [String] {
    let start = Start(organiser: organiser)
    var story = try start.story()
    if let licence {
      try story.act(
        "recordLicence", "organisation", "organisation-\(organiser)",
        #""number":"1",\#(licence)"#, on: day)
    }
    do throws(Rejection) {
      let outcome =
        standing == "DECIDED"
        ? try story.act(
          "arrangePlacement", "placement", "placement-1", start.parties, on: "2022-06-30",
          as: standing)
        : try start.start(&story)
      return outcome.decision.findings.map { "\($0.rule) \($0.severity)" }
    } catch {
      return ["\(error.code) \(error.rule ?? "")"]
    }
  }

  @Test func `R05 bars who deals in labour, by the licence of that day`() throws {
    for kind in ["LABOUR_DISPATCH", "JOB_BROKING"] {
      let licence = #""kind":"\#(kind)""#
      for organiser in ["host2", "host", "trade"] {
        #expect(try organised(by: organiser, licence) == ["R05 critical"], "\(organiser)")
        #expect(
          try organised(by: organiser, licence, as: "DECIDED") == ["rule R05"], "\(organiser)")
      }
      for (period, isHeld) in [
        (#","validFrom":"2022-07-01","validTo":"2022-07-01""#, true),
        (#","validFrom":"2022-07-02""#, false), (#","validTo":"2022-06-30""#, false),
      ] {
        #expect(
          try organised(by: "host", licence + period) == (isHeld ? ["R05 critical"] : []),
          "\(period)")
      }
      // One that was told later counts from the day that it names, else from then on.
      #expect(try organised(by: "host", licence, told: "2022-07-02") == [])
      #expect(
        try organised(by: "host", licence + #","validFrom":"2022-07-01""#, told: "2022-07-02")
          == ["R05 critical"])
    }
    #expect(try organised(by: "host", #""kind":"TRAINING""#) == [])
  }

  @Test func `R05 can't tell of an organiser that is neither school, host nor government`() throws {
    for organiser in ["school", "school2", "university", "host", "bureau"] {
      #expect(try organised(by: organiser) == [], "\(organiser)")
      #expect(try organised(by: organiser, as: "DECIDED") == [], "\(organiser)")
    }
    for organiser in ["host2", "trade"] {
      #expect(try organised(by: organiser) == ["R05 advisory"], "\(organiser)")
      #expect(
        try organised(by: organiser, as: "DECIDED") == ["cannotBeAssessed R05"], "\(organiser)")
    }
  }

  @Test func `R05 is judged again when the organiser's licence is told late`() throws {
    let start = Start(organiser: "host")
    var story = try start.story()
    #expect(try start.start(&story).findings == [])
    let told = try story.act(
      "recordLicence", "organisation", "organisation-host",
      #""number":"1","kind":"LABOUR_DISPATCH","validFrom":"2021-01-01""#, on: "2022-08-01")
    #expect(
      Rejudging.judgedAgain(after: told.recorded[0].event.type)
        .isSuperset(of: [EventType("placement.arranged"), EventType("placement.started")]))
    #expect(try story.rejudge("placement-1", "placement.started") == ["finding.opened"])
    #expect(try story.openFindings() == ["R05"])
  }

  @Test func `judge a start again when its agreement is voided or signed late`() throws {
    var story = try Story.world()
    try story.student()
    let who =
      #""student":"person-student","school":"organisation-school","host":"organisation-host""#
    func report(_ signers: String, _ corrects: String? = nil) throws(Rejection) -> Story.Outcome {
      try story.act(
        "reportInternshipAgreementSigned", "internshipAgreement", "internship.agreement-1",
        who + signers, corrects: corrects)
    }
    let signed = try report("")
    let parties =
      #""parties":{"kind":"POST",\#(who),"enrolment":"enrolment-student","internshipAgreement":"internship.agreement-1"}"#
    #expect(
      try story.act("startPlacement", "placement", "placement-1", parties, on: "2022-07-01")
        .findings == [])
    try story.void("internship.agreement-1", signed.id)
    #expect(try story.rejudge("placement-1", "placement.started") == ["finding.opened"])
    #expect(try story.openFindings() == ["R01"])
    #expect(try story.rejudge("placement-1", "placement.started") == [])
    // A correction after the void reinstates it, with two of three signatures.
    _ = try report(#","signedBy":["STUDENT","HOST_SIDE"]"#, signed.id)
    #expect(try story.rejudge("placement-1", "placement.started") == [])
    for (day, isSoonEnough) in [("2022-07-02", false), ("2022-07-01", true)] {
      let late = try story.act(
        "signInternshipAgreement", "internshipAgreement", "internship.agreement-1",
        #""party":"SCHOOL_SIDE""#, on: day)
      #expect(
        Rejudging.judgedAgain(after: late.recorded[0].event.type)
          .contains(EventType("placement.started")))
      #expect(
        try story.rejudge("placement-1", "placement.started")
          == (isSoonEnough ? ["finding.withdrawn"] : []))
      if !isSoonEnough { try story.void("internship.agreement-1", late.id) }
    }
    #expect(try story.openFindings() == [])
  }

  @Test func `are all in the book, with their source`() {
    let numbers = RuleBook.rules.map(\.number)
    #expect(Set(numbers).count == numbers.count)
    for number in ["R01", "R01-3302", "R01-3302-2009", "R02", "R03", "R05", "R17", "ORDER"] {
      #expect(RuleBook.rule(number)?.source.isEmpty == false)
    }
    #expect(RuleBook.rules.allSatisfy { $0.whenReported != .reject })
  }

  @Test func `name only types of event that exist`() {
    let known = Set(CooperationModel.aggregates.flatMap(\.eventTypes.keys))
    for rule in Rejudging.all {
      #expect(rule.triggers.union(rule.judgedAgain).subtracting(known) == [])
    }
  }
}
