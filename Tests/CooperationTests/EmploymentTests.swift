@testable import Cooperation
import Deciding
import EventModel
import Testing

/// A graduate, a second one, and an employer that a register knows.
private func graduates() throws -> Story {
  var story = try Story.world()
  try story.student()
  try story.student("second")
  try story.tell(
    #"{"recordVerification":{"organisation":"organisation-host","passed":true,"#
      + #""details":{"registry":"market register"}}}"#, "2020-02-01")
  return story
}

@Suite struct `An employment agreement` {
  static let terms =
    #""terms":{"path":"ONLINE","graduate":"person-student","employer":"organisation-host","#
    + #""school":"organisation-school","enrolment":"enrolment-student"}"#

  private let step = Acts("employment", "employment-e", on: "2023-05-10", as: "DECIDED")

  private func state(_ story: Story) throws -> EmploymentAgreement {
    try #require(try story.state(EmploymentAgreement.self, "employment-e"))
  }

  @Test func `goes online from the invitation to its end`() throws {
    var story = try graduates()
    let invited = try step(
      &story, "inviteGraduate", Self.terms, on: "2023-05-01",
      more: #""personal":{"monthlyPay":"600000"}"#)
    #expect(invited.reviews == [])
    #expect(invited.recorded[0].event.personal.map(\.part) == ["graduate.personal"])
    refused(.wrongState) { () throws(Rejection) in try step(&story, "approveEmployment") }
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "enterEmploymentIntoForce")
    }
    try step(&story, "agreeToEmployment", on: "2023-05-02")
    try step(&story, "approveEmployment", on: "2023-05-03")
    try step(&story, "enterEmploymentIntoForce", on: "2023-05-04")
    #expect(try state(story).phase == .inForce)
    #expect(try state(story).terms.school == "organisation-school")
    refused(.malformedValue) { () throws(Rejection) in try step(&story, "terminateEmployment") }
    try step(&story, "terminateEmployment", #""by":"GRADUATE""#, on: "2023-06-01")
    #expect(try state(story).phase == .terminated)
    #expect(try state(story).terminatedBy == .graduate)
    #expect(try state(story).outOfOrder == [])
  }

  @Test func `on paper is known once it is stamped`() throws {
    for path in ["OFFLINE", "REGISTERED_PAPER"] {
      var story = try graduates()
      let terms = Self.terms.replacing("ONLINE", with: path)
      let known = try step(&story, "enterEmploymentIntoForce", terms)
      #expect(known.findings == [])
      #expect(try state(story).phase == .inForce)
    }
    var online = try graduates()
    refused(.wrongState) { () throws(Rejection) in
      try step(&online, "enterEmploymentIntoForce", Self.terms)
    }
    #expect(
      try step(&online, "enterEmploymentIntoForce", Self.terms, as: "REPORTED").findings == [])
  }

  @Test func `binds a graduate once`() throws {
    var story = try graduates()
    try step(&story, "inviteGraduate", Self.terms, on: "2023-05-01")
    try step(
      &story, "inviteGraduate", Self.terms, on: "2023-05-01", stream: "employment-f")
    try step(&story, "agreeToEmployment", on: "2023-05-02")
    let no = refused(.rule) { () throws(Rejection) in
      try step(&story, "agreeToEmployment", on: "2023-05-03", stream: "employment-f")
    }
    #expect(no?.rule == "EMPLOYED-ONCE")
    #expect(
      try step(
        &story, "agreeToEmployment", on: "2023-05-03", as: "REPORTED", stream: "employment-f"
      ).reviews == ["EMPLOYED-ONCE"])
    var free = try graduates()
    try step(&free, "inviteGraduate", Self.terms, on: "2023-05-01")
    try step(&free, "agreeToEmployment", on: "2023-05-02")
    try step(&free, "terminateEmployment", #""by":"BOTH""#, on: "2023-05-03")
    try step(&free, "inviteGraduate", Self.terms, on: "2023-05-04", stream: "employment-f")
    try step(&free, "agreeToEmployment", on: "2023-05-05", stream: "employment-f")
  }

  @Test func `with an employer that no register knows is reviewed`() throws {
    var story = try graduates()
    let terms = Self.terms.replacing("organisation-host", with: "organisation-host2")
    #expect(try step(&story, "inviteGraduate", terms).reviews == ["VERIFIED-EMPLOYER"])
  }

  @Test func `fits the graduate's enrolment, and names both sides`() throws {
    var story = try graduates()
    let other = Self.terms.replacing("enrolment-student", with: "enrolment-second")
    let no = refused(.rule) { () throws(Rejection) in
      try step(&story, "inviteGraduate", other)
    }
    #expect(no?.rule == "FITTING-ENROLMENT")
    for bad in [
      #""terms":{"employer":"organisation-host"}"#, #""terms":{"graduate":"person-student"}"#,
      Self.terms.dropLast() + #","region":"51"}"#,
      Self.terms.dropLast() + #","from":"2023-07-01","to":"2023-06-30"}"#,
    ] {
      refused(.malformedValue) { () throws(Rejection) in
        try step(&story, "inviteGraduate", String(bad))
      }
    }
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "inviteGraduate", Self.terms, more: #""personal":{"monthlyPay":"-1"}"#)
    }
  }
}

@Suite struct `An employment outcome` {
  private let step = Acts("outcome", "outcome-o", on: "2023-07-10", as: nil)

  static let declaration =
    #""graduate":"person-student","enrolment":"enrolment-student","#
    + #""facts":{"category":"10","employer":"organisation-host"}"#

  private func declared(_ declaration: String = declaration) throws -> Story {
    var story = try graduates()
    try step(&story, "declareOutcome", declaration, on: "2023-07-01")
    return story
  }

  private func state(_ story: Story) throws -> EmploymentOutcome {
    try #require(try story.state(EmploymentOutcome.self, "outcome-o"))
  }

  @Test func `takes school and class from the enrolment`() throws {
    var story = try graduates()
    try story.tell(
      #"{"resumeStudy":{"enrolment":"enrolment-student","details":{"classYear":2023}}}"#,
      "2021-09-01")
    try step(
      &story, "declareOutcome", Self.declaration, more: #""personal":{"monthlyPay":"550000"}"#)
    #expect(try state(story).school?.text == "organisation-school")
    #expect(try state(story).category == "10")
  }

  @Test func `is confirmed, contested and revised by the graduate's word`() throws {
    var story = try declared()
    try step(&story, "confirmOutcome", on: "2023-07-02")
    #expect(try state(story).phase == .confirmed)
    let contested = try step(
      &story, "contestOutcome", #""ground":"WRONG_FACTS""#, on: "2023-07-03",
      more: #""personal":{"statement":"another firm"}"#)
    #expect(contested.findings == [])
    #expect(contested.recorded[0].event.personal.map(\.part) == ["graduate.personal"])
    #expect(try state(story).isContested)
    try step(
      &story, "reviseOutcome", #""facts":{"category":"11"},"reason":"CONTEST_UPHELD""#,
      on: "2023-07-04")
    #expect(try state(story).phase == .declared)
    #expect(try state(story).category == "11")
    #expect(try state(story).revisionCount == 1)
    #expect(try state(story).employer == nil)
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "confirmOutcome", as: "DECIDED")
    }
  }

  @Test func `is not proved by the papers of an internship`() throws {
    var story = try declared()
    let no = refused(.rule, field: "attachOutcomeEvidence.details.kind") {
      () throws(Rejection) in
      try step(
        &story, "attachOutcomeEvidence", #""kind":"INTERNSHIP_PAPERS""#, as: "DECIDED")
    }
    #expect(no?.rule == "R26")
    #expect(
      try step(&story, "attachOutcomeEvidence", #""kind":"INTERNSHIP_PAPERS""#).findings
        == ["R26"])
    var stream = try declared()
    try stream.act(
      "startPlacement", "placement", "placement-p",
      #""parties":{"student":"person-student","school":"organisation-school","#
        + #""host":"organisation-host"}"#, on: "2023-01-01")
    #expect(
      try step(
        &stream, "attachOutcomeEvidence", #""kind":"OTHER","stream":"placement-p""#
      ).findings == ["R26"])
    #expect(
      try step(&stream, "attachOutcomeEvidence", #""kind":"LABOUR_CONTRACT""#).findings == [])
    #expect(try state(stream).evidence.contains(.labourContract))
  }

  @Test(arguments: [
    ("NEVER_AGREED", ["R26"]), ("FORCED_TO_SIGN", ["R26"]), ("DIPLOMA_WITHHELD", ["R26"]),
    ("INTERNSHIP_COUNTED", ["R26"]), ("WRONG_FACTS", []), ("OTHER", []),
  ])
  func `that is contested for a must-not opens a finding`(
    ground: String, findings: [String]
  ) throws {
    var story = try declared()
    #expect(
      try step(&story, "contestOutcome", #""ground":"\#(ground)""#).findings == findings)
  }

  @Test func `passes no review while its graduate contests it`() throws {
    var story = try declared()
    #expect(
      try step(
        &story, "reviewOutcomeAsSchool", #""passed":true"#, on: "2023-07-02", as: "DECIDED"
      ).findings == [])
    try step(&story, "contestOutcome", #""ground":"WRONG_FACTS""#, on: "2023-07-03")
    for name in ["reviewOutcomeAsSchool", "reviewOutcomeAsBureau"] {
      let no = refused(.rule) { () throws(Rejection) in
        try step(&story, name, #""passed":true"#, as: "DECIDED")
      }
      #expect(no?.rule == "R27")
    }
    #expect(try step(&story, "reviewOutcomeAsBureau", #""passed":true"#).findings == ["R27"])
    #expect(
      try step(
        &story, "reviewOutcomeAsBureau", #""passed":false,"reason":"contested""#, as: "DECIDED",
        stream: "outcome-o"
      ).findings == [])
    try step(
      &story, "reviseOutcome", #""facts":{"category":"11"},"reason":"CROSS_CHECK""#,
      on: "2023-07-20")
    #expect(
      try step(
        &story, "reviewOutcomeAsSchool", #""passed":true"#, on: "2023-07-21", as: "DECIDED"
      ).findings == [])
  }

  @Test func `is reviewed by its own school and by a government body`() throws {
    for (name, reviewer, isTheirs) in [
      ("reviewOutcomeAsSchool", "organisation-school", true),
      ("reviewOutcomeAsSchool", "organisation-host", false),
      ("reviewOutcomeAsSchool", "organisation-school2", false),
      ("reviewOutcomeAsBureau", "organisation-bureau", true),
      ("reviewOutcomeAsBureau", "organisation-host", false),
    ] {
      let review = #""passed":true,"reviewer":"\#(reviewer)""#
      var story = try declared()
      #expect(
        try step(&story, name, review).findings == (isTheirs ? [] : ["REVIEWER"]), "\(reviewer)")
      var own = try declared()
      if isTheirs {
        #expect(try step(&own, name, review, as: "DECIDED").findings == [])
      } else {
        let no = refused(.rule) { () throws(Rejection) in
          try step(&own, name, review, as: "DECIDED")
        }
        #expect(no?.rule == "REVIEWER")
      }
    }
  }

  @Test func `is reviewed by the school that its own became by a merger`() throws {
    for (reason, day, isTheirs) in [
      ("LEGAL_MERGER", "2023-07-10", true), ("LEGAL_MERGER", "2023-07-09", false),
      ("DUPLICATE", "2023-07-09", true),
    ] {
      var story = try declared()
      try story.act(
        "mergeOrganisation", "organisation", "organisation-school",
        #""into":"organisation-school2","reason":"\#(reason)""#, on: "2023-07-10", as: "DECIDED")
      var findings: [String]
      do throws(Rejection) {
        findings = try step(
          &story, "reviewOutcomeAsSchool", #""passed":true,"reviewer":"organisation-school2""#,
          on: day, as: "DECIDED"
        ).findings
      } catch {
        findings = [error.rule ?? error.reason]
      }
      #expect(findings == (isTheirs ? [] : ["REVIEWER"]), "\(reason) \(day)")
    }
  }

  @Test func `is judged again when its reviewer and its school become one`() throws {
    var story = try declared()
    #expect(
      try step(
        &story, "reviewOutcomeAsSchool", #""passed":true,"reviewer":"organisation-school2""#
      ).findings == ["REVIEWER"])
    try story.act(
      "mergeOrganisation", "organisation", "organisation-school",
      #""into":"organisation-school2","reason":"DUPLICATE""#, on: "2023-07-11", as: "DECIDED")
    for trigger in ["organisation.merged", "organisation.unmerged"] as [EventType] {
      let again = Rejudging.judgedAgain(after: trigger)
      #expect(again.contains(EventType("outcome.school-reviewed")))
      #expect(again.contains(EventType("organisation.deregistered")))
    }
    #expect(try story.rejudge("outcome-o", "outcome.school-reviewed") == ["finding.withdrawn"])
  }

  @Test func `is the enrolment's only one`() throws {
    var story = try declared()
    #expect(
      try step(&story, "declareOutcome", Self.declaration, stream: "outcome-p").reviews
        == ["OUTCOME-ONCE"])
    let second = Self.declaration.replacing("student", with: "second")
    #expect(try step(&story, "declareOutcome", second, stream: "outcome-q").reviews == [])
  }

  @Test func `rests on an employment agreement that stands`() throws {
    var story = try graduates()
    try story.act(
      "enterEmploymentIntoForce", "employment", "employment-e",
      `An employment agreement`.terms, on: "2023-06-01")
    let resting =
      Self.declaration.dropLast() + #","employment":"employment-e"}"#
    #expect(try step(&story, "declareOutcome", String(resting)).findings == [])
    try story.act(
      "terminateEmployment", "employment", "employment-e", #""by":"EMPLOYER""#,
      on: "2023-08-01")
    #expect(
      Rejudging.judgedAgain(after: EventType("employment.terminated"))
        .contains(EventType("outcome.declared")))
    #expect(try story.rejudge("outcome-o", "outcome.declared") == ["finding.opened"])
    #expect(try story.openFindings() == ["STANDING-EMPLOYMENT"])
    let other = resting.replacing("organisation-host", with: "organisation-host2")
    #expect(
      try step(&story, "declareOutcome", String(other), stream: "outcome-r").findings
        == ["STANDING-EMPLOYMENT"])
  }

  @Test func `has codes that stand in their lists`() throws {
    func review(_ facts: String) throws -> [String] {
      var story = try graduates()
      return try step(
        &story, "declareOutcome", #""graduate":"person-student","facts":{\#(facts)}"#
      ).reviews
    }
    #expect(try review(#""category":"801""#) == [])
    #expect(try review(#""category":"99""#) == ["CODE"])
    #expect(try review(#""category":"10","industry":"C3610","region":"330212""#) == [])
    // Merged away in 2016.
    #expect(try review(#""category":"10","region":"330204""#) == ["CODE"])
    var story = try graduates()
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "declareOutcome", #""graduate":"person-student","facts":{}"#)
    }
    refused(.malformedValue) { () throws(Rejection) in
      try step(
        &story, "declareOutcome",
        #""graduate":"person-student","facts":{"category":"10","industry":"36"}"#)
    }
  }

  @Test func `is corrected and voided by two persons`() throws {
    var story = try declared()
    let revised = try step(
      &story, "reviseOutcome", #""facts":{"category":"11"},"reason":"NEW_SITUATION""#)
    try story.together("CORRECT", on: revised.id, in: "outcome-o") { story throws(Rejection) in
      try step(
        &story, "reviseOutcome", #""facts":{"category":"12"},"reason":"NEW_SITUATION""#,
        corrects: revised.id)
    }
    #expect(try state(story).category == "12")
    #expect(try state(story).revisionCount == 1)
    try story.together("VOID", on: revised.id, in: "outcome-o") { story throws(Rejection) in
      try story.void("outcome-o", revised.id)
    }
    #expect(try state(story).category == "10")
    #expect(try state(story).revisionCount == 0)
  }
}
