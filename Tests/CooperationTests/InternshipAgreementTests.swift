@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import Testing

@Suite struct `An internship agreement` {
  static let stream = "internship.agreement-1"
  static let parties =
    #""kind":"POST","student":"person-student","enrolment":"enrolment-student","school":"organisation-school","host":"organisation-host""#
  static let whole =
    #"\#(parties),"documentSha256":"\#(Story.text)","terms":{"post":"welder","place":"Hall 2","region":"510112","from":"2022-07-01","to":"2022-12-31","protection":"mask"}"#

  let step = Acts("internshipAgreement", Self.stream, on: "2022-06-30", as: "DECIDED")

  func sign(
    _ story: inout Story, _ party: String, _ text: String = Story.text,
    on day: String = "2022-06-30",
    as standing: String = "DECIDED"
  ) throws(Rejection) -> Story.Outcome {
    try step(
      &story, "signInternshipAgreement", #""party":"\#(party)","documentSha256":"\#(text)""#,
      on: day, as: standing)
  }

  func told(born: String? = "2003-05-05") throws -> Story {
    var story = try Story.world()
    try story.student(born: born)
    return story
  }

  func prepared(born: String? = "2003-05-05") throws -> Story {
    var story = try told(born: born)
    _ = try step(&story, "prepareInternshipAgreement", Self.whole)
    return story
  }

  func complete() throws -> Story {
    var story = try prepared()
    _ = try step(&story, "giveInformedConsent")
    for party in ["STUDENT", "SCHOOL_SIDE", "HOST_SIDE"] { _ = try sign(&story, party) }
    return story
  }

  func state(_ story: Story) throws -> InternshipAgreement {
    try #require(try story.state(InternshipAgreement.self, Self.stream))
  }

  @Test func `is complete when all three have signed one text`() throws {
    var story = try prepared()
    _ = try step(&story, "giveInformedConsent")
    #expect(try step(&story, "giveInformedConsent", on: "2022-07-01").types == [])
    _ = try sign(&story, "STUDENT")
    _ = try sign(&story, "SCHOOL_SIDE")
    #expect(try !state(story).isComplete)
    #expect(try sign(&story, "SCHOOL_SIDE", on: "2022-07-01").types == [])
    _ = try sign(&story, "HOST_SIDE", on: "2022-07-01")
    let agreement = try state(story)
    #expect(agreement.isComplete)
    #expect(agreement.completed?.description == "2022-07-01")
    #expect(agreement.outOfOrder == [])
    _ = try step(
      &story, "fileInternshipAgreement", #""bureau":"organisation-bureau""#, on: "2022-07-02")
    #expect(try state(story).phase == .filed)
  }

  @Test func `is not complete with two texts`() throws {
    var story = try prepared()
    #expect(
      refused(.rule) { () throws(Rejection) in
        try sign(&story, "HOST_SIDE", Story.otherText)
      }?.rule == "ONE-TEXT")
    #expect(
      try sign(&story, "HOST_SIDE", Story.otherText, as: "REPORTED").findings == ["ONE-TEXT"])
    _ = try sign(&story, "SCHOOL_SIDE", as: "REPORTED")
    _ = try sign(&story, "STUDENT", as: "REPORTED")
    #expect(try !state(story).isComplete)
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "fileInternshipAgreement", #""bureau":"organisation-bureau""#)
    }
  }

  @Test func `needs consent before the student signs`() throws {
    var story = try prepared()
    #expect(
      refused(.rule) { () throws(Rejection) in try sign(&story, "STUDENT") }?.rule == "R13")
    #expect(try sign(&story, "STUDENT", as: "REPORTED").findings == ["R13"])
    #expect(try sign(&story, "HOST_SIDE").findings == [])
  }

  @Test func `of a minor needs a guardian, up to the eighteenth birthday`() throws {
    for (born, day, isRefused) in [
      ("2004-07-01", "2022-06-30", true), ("2004-06-30", "2022-06-30", false),
    ] {
      var story = try prepared(born: born)
      _ = try step(&story, "giveInformedConsent")
      if isRefused {
        #expect(
          refused(.rule) { () throws(Rejection) in try sign(&story, "STUDENT", on: day) }?.rule
            == "R13")
        try story.person("mother")
        _ = try step(&story, "giveGuardianConsent", #""guardian":"person-mother""#)
      }
      #expect(try sign(&story, "STUDENT", on: day).findings == [])
    }
  }

  @Test func `of a student whose age is unknown can't be assessed without a guardian`() throws {
    for hasGuardian in [false, true] {
      var story = try prepared()
      _ = try step(&story, "giveInformedConsent")
      if hasGuardian {
        try story.person("mother")
        _ = try step(&story, "giveGuardianConsent", #""guardian":"person-mother""#)
      }
      // Who it is was erased, and with it the day of birth.
      story.past.personal = [:]
      if hasGuardian {
        #expect(try sign(&story, "STUDENT").findings == [])
        continue
      }
      refused(.cannotBeAssessed) { () throws(Rejection) in try sign(&story, "STUDENT") }
      let reported = try sign(&story, "STUDENT", as: "REPORTED")
      #expect(reported.findings == ["R13"])
      #expect(reported.decision.findings.first?.severity == .advisory)
    }
  }

  @Test func `is signed by nobody's account but their own`() throws {
    for (party, organisation, isAllowed) in [
      ("STUDENT", "organisation-school", false), ("SCHOOL_SIDE", "organisation-host", false),
      ("SCHOOL_SIDE", "organisation-school", true), ("HOST_SIDE", "organisation-school", false),
      ("HOST_SIDE", "organisation-host", true),
    ] {
      let command = try CommandJSON.command(
        Array(
          #"{"standing":"DECIDED","occurred":"2022-06-30","signInternshipAgreement":{"internshipAgreement":"\#(Self.stream)","details":{"party":"\#(party)","documentSha256":"\#(Story.text)"}}}"#
            .utf8))
      var story = try prepared()
      _ = try step(&story, "giveInformedConsent")
      let parsed = try ParsedCommand(command)
      let context = parsed.context(
        now: story.past.now, zone: .shanghai,
        actor: Actor(
          organisation: try StreamName(validating: organisation), user: "u", role: "recorder",
          assurance: .key), channel: .api)
      do throws(Rejection) {
        try story.past.when(parsed, context, id: CommandID(high: 9, low: 9))
        #expect(isAllowed, "\(party)")
      } catch {
        #expect(!isAllowed && error.code == .notPermitted, "\(error)")
      }
    }
  }

  @Test func `may be known by the report of its signing`() throws {
    var story = try told()
    let who =
      #""student":"person-student","school":"organisation-school","host":"organisation-host""#
    let outcome = try step(&story, "reportInternshipAgreementSigned", who, as: nil)
    #expect(outcome.types == ["internship-agreement.reported-signed"])
    #expect(try state(story).isComplete)
    var two = try told()
    _ = try step(
      &two, "reportInternshipAgreementSigned", who + #","signedBy":["STUDENT","HOST_SIDE"]"#,
      as: nil)
    let agreement = try state(two)
    #expect(!agreement.isComplete)
    #expect(Set(agreement.signatures.keys) == [.student, .hostSide])
    refused(.malformedValue) { () throws(Rejection) in
      try step(
        &two, "reportInternshipAgreementSigned", who + #","signedBy":["STUDENT","STUDENT"]"#,
        as: nil)
    }
    refused(.malformedValue) { () throws(Rejection) in
      try step(&two, "reportInternshipAgreementSigned", who, as: "DECIDED")
    }
  }

  @Test func `is refused with a malformed field, whoever says so`() throws {
    var story = try told()
    for (terms, field) in [
      (#""from":"2022-07-01","to":"2022-06-30""#, "to"), (#""region":"51""#, "region"),
      (#""weeklyHours":169"#, "weeklyHours"), (#""monthlyPayFen":"-1""#, "monthlyPayFen"),
    ] {
      refused(
        .malformedValue, field: "reportInternshipAgreementSigned.details.terms.\(field)"
      ) { () throws(Rejection) in
        try step(
          &story, "reportInternshipAgreementSigned",
          Self.parties + #","terms":{\#(terms)}"#, as: nil)
      }
    }
    refused(.malformedValue) { () throws(Rejection) in
      try step(
        &story, "prepareInternshipAgreement",
        Self.parties.replacing("organisation-host", with: "organisation-school"))
    }
    refused(.unknownStream) { () throws(Rejection) in
      try step(
        &story, "prepareInternshipAgreement",
        Self.parties.replacing("person-student", with: "person-x"))
    }
    refused(.malformedValue) { () throws(Rejection) in
      try step(
        &story, "prepareInternshipAgreement", Self.parties + #","signedBy":["STUDENT"]"#)
    }
  }

  @Test func `is of a student who is enrolled there`() throws {
    var story = try told()
    try story.student("other", school: "organisation-school2")
    for (a, b) in [
      ("person-student", "person-other"), ("organisation-school", "organisation-school2"),
    ] {
      let wrong = Self.parties.replacing(a, with: b)
      #expect(
        refused(.rule) { () throws(Rejection) in
          try step(&story, "prepareInternshipAgreement", wrong)
        }?.rule == "FITTING-ENROLMENT")
    }
    #expect(
      try step(
        &story, "reportInternshipAgreementSigned",
        Self.parties.replacing("person-student", with: "person-other"), as: nil
      ).findings == ["FITTING-ENROLMENT"])
  }

  @Test func `fits the cooperation agreement it rests on`() throws {
    var story = try told()
    try story.agreement(on: "2022-06-01", #","to":"2022-06-30""#)
    let terms = Self.parties + #","agreement":"agreement-a""#
    for (day, wrong) in [
      ("2022-05-31", terms), ("2022-07-01", terms),
      ("2022-06-15", terms.replacing("organisation-host", with: "organisation-host2")),
    ] {
      #expect(
        refused(.rule) { () throws(Rejection) in
          try step(&story, "prepareInternshipAgreement", wrong, on: day)
        }?.rule == "FITTING-AGREEMENT")
    }
    #expect(try step(&story, "prepareInternshipAgreement", terms).findings == [])
  }

  @Test func `is insured for its whole time, the policy's number apart`() throws {
    var story = try complete()
    let covered = try step(
      &story, "attachInsurance", #""kind":"LIABILITY","from":"2022-07-01","to":"2022-12-31""#,
      more: #""personal":{"policyNumber":"P-1"}"#)
    #expect(covered.findings == [])
    let part = try #require(covered.recorded[0].event.personal.first)
    #expect(part.subject.text == "person-student" && part.part == "student.personal")
    #expect(!String(decoding: covered.recorded[0].event.payload, as: UTF8.self).contains("P-1"))
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "attachInsurance", #""from":"2022-07-01""#)
    }
  }

  @Test(arguments: [
    (#""terms":{"post":"painter"}"#, ["STUDENT", "SCHOOL_SIDE", "HOST_SIDE"]),
    (#""terms":{"place":"Hall 3"}"#, ["STUDENT", "SCHOOL_SIDE", "HOST_SIDE"]),
    (#""terms":{"to":"2023-01-31"}"#, ["STUDENT", "SCHOOL_SIDE", "HOST_SIDE"]),
    (#""terms":{"monthlyPayFen":"300000"}"#, ["STUDENT", "SCHOOL_SIDE", "HOST_SIDE"]),
    (#""terms":{"hostMentor":"person-mentor"}"#, ["SCHOOL_SIDE", "HOST_SIDE"]),
  ])
  func `is amended by those whom it concerns`(_ terms: String, _ signers: [String]) throws {
    var story = try complete()
    try story.person("mentor")
    func signed(_ parties: some Sequence<String>) -> String {
      terms + #","signedBy":[\#(parties.map { "\"\($0)\"" }.joined(separator: ","))]"#
    }
    for missing in signers {
      let some = signed(signers.filter { $0 != missing })
      #expect(
        refused(.rule) { () throws(Rejection) in
          try step(&story, "amendInternshipAgreement", some, on: "2022-08-01")
        }?.rule == "SIGNERS")
    }
    #expect(
      try step(
        &story, "amendInternshipAgreement", signed(["HOST_SIDE"]), on: "2022-08-01", as: "REPORTED"
      ).findings == ["SIGNERS"])
    #expect(
      try step(&story, "amendInternshipAgreement", signed(signers), on: "2022-08-02").findings
        == [])
    #expect(try state(story).terms.protection == "mask")
  }

  @Test func `is not amended to end before it begins`() throws {
    var story = try complete()
    func end(on day: String) throws(Rejection) -> [String] {
      try step(
        &story, "amendInternshipAgreement",
        #""terms":{"to":"\#(day)"},"signedBy":["STUDENT","SCHOOL_SIDE","HOST_SIDE"]"#,
        on: "2022-08-01"
      ).types
    }
    refused(.malformedValue, field: "amendInternshipAgreement.details.terms.to") {
      () throws(Rejection) in try end(on: "2022-06-30")
    }
    #expect(try end(on: "2022-11-30").first == "internship-agreement.amended")
  }

  @Test func `does not change its host`() throws {
    var story = try complete()
    let change =
      #""host":"organisation-host2","signedBy":["STUDENT","SCHOOL_SIDE","HOST_SIDE"]"#
    #expect(
      refused(.rule) { () throws(Rejection) in
        try step(&story, "amendInternshipAgreement", change, on: "2022-08-01")
      }?.rule == "SAME-HOST")
    #expect(
      try step(&story, "amendInternshipAgreement", change, on: "2022-08-01", as: "REPORTED")
        .findings == ["SAME-HOST"])
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "amendInternshipAgreement", on: "2022-08-01")
    }
  }

  @Test func `is annulled or superseded, and then no longer complete`() throws {
    var story = try complete()
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "supersedeInternshipAgreement", #""successor":"\#(Self.stream)""#)
    }
    try story.act(
      "prepareInternshipAgreement", "internshipAgreement", "internship.agreement-2",
      Self.whole.replacing("2022-07-01", with: "2022-08-01"), as: "DECIDED")
    _ = try step(
      &story, "supersedeInternshipAgreement", #""successor":"internship.agreement-2""#,
      on: "2022-08-01")
    #expect(try state(story).phase == .superseded)
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "annulInternshipAgreement", on: "2022-08-02")
    }
    _ = try step(&story, "annulInternshipAgreement", #""reason":"FRAUD""#, on: "2022-08-02")
    #expect(try !state(story).isComplete)
    refused(.wrongState) { () throws(Rejection) in
      try sign(&story, "HOST_SIDE", on: "2022-08-03", as: "DECIDED").types.isEmpty
        ? try step(&story, "giveGuardianConsent", on: "2022-08-03")
        : try sign(&story, "HOST_SIDE", on: "2022-08-03")
    }
  }

  @Test func `is corrected and voided`() throws {
    var story = try complete()
    let host = try #require(
      try story.past.history(StreamName(validating: Self.stream)).recorded.last)
    try story.void(Self.stream, host.event.id.description)
    #expect(try !state(story).isComplete)
    try story.act(
      "signInternshipAgreement", "internshipAgreement", Self.stream,
      #""party":"HOST_SIDE","documentSha256":"\#(Story.text)""#, on: "2022-07-05", as: "DECIDED",
      corrects: host.event.id.description)
    #expect(try state(story).completed?.description == "2022-07-05")
  }
}
