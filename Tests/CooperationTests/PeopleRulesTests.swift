@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `Two ends on one day` {
  static let parties =
    #""parties":{"student":"person-student","school":"organisation-school","#
    + #""host":"organisation-host"}"#

  private func ended(_ first: String, _ second: String) throws -> Story.Outcome {
    var story = try Story.world()
    try story.student()
    try story.act(
      "startPlacement", "placement", "placement-p", Self.parties, on: "2020-10-01")
    try story.act("completePlacement", "placement", "placement-p", on: first)
    return try story.act("endPlacementEarly", "placement", "placement-p", on: second)
  }

  @Test func `are a finding, also of a placement`() throws {
    #expect(try ended("2020-12-31", "2020-12-31").findings.contains("ENDS"))
    #expect(try ended("2020-12-31", "2020-12-30").findings.contains("ENDS") == false)
    #expect(try ended("2020-12-30", "2020-12-31").findings.contains("ENDS") == false)
    // Of what is known to the month only, nothing is said.
    #expect(try ended("2020-12", "2020-12").findings.contains("ENDS") == false)
  }
}

@Suite struct `Filing an internship agreement` {
  private func signed(born: String, on day: String, kind: String = "POST") throws -> Story {
    var story = try Story.world()
    try story.student(born: born)
    try story.act(
      "reportInternshipAgreementSigned", "internshipAgreement", "internship.agreement-i",
      #""kind":"\#(kind)","student":"person-student","enrolment":"enrolment-student","#
        + #""school":"organisation-school","host":"organisation-host""#, on: day)
    return story
  }

  private func file(
    _ story: inout Story, on day: String, as standing: String = "DECIDED"
  ) throws(Rejection) -> Story.Outcome {
    try story.act(
      "fileInternshipAgreement", "internshipAgreement", "internship.agreement-i",
      #""bureau":"organisation-bureau""#, on: day, as: standing)
  }

  private func consent(_ story: inout Story, _ name: String, _ details: String = "") throws {
    try story.act(
      name, "internshipAgreement", "internship.agreement-i", details, on: "2022-06-30")
  }

  @Test func `rests on informed consent, and a guardian's of who is under 18`() throws {
    var story = try signed(born: "2005-05-05", on: "2022-06-30")
    #expect(
      refused(.rule) { () throws(Rejection) in try file(&story, on: "2022-07-01") }?.rule == "R13")
    try consent(&story, "giveInformedConsent")
    #expect(
      refused(.rule) { () throws(Rejection) in try file(&story, on: "2022-07-01") }?.rule == "R13")
    try story.person("mother")
    try consent(&story, "giveGuardianConsent", #""guardian":"person-mother""#)
    #expect(try file(&story, on: "2022-07-01").findings == [])
  }

  @Test func `is advised on when it is reported, in the rule's time and for posts`() throws {
    var story = try signed(born: "2003-05-05", on: "2022-06-30")
    #expect(try file(&story, on: "2022-07-01", as: "REPORTED").findings == ["R13"])
    var before = try signed(born: "2003-05-05", on: "2021-12-01")
    #expect(try file(&before, on: "2021-12-30").findings == [])
    var after = try signed(born: "2003-05-05", on: "2021-12-01")
    refused(.rule) { () throws(Rejection) in try file(&after, on: "2021-12-31") }
    var cognition = try signed(born: "2003-05-05", on: "2022-06-30", kind: "COGNITION")
    #expect(try file(&cognition, on: "2022-07-01").findings == [])
  }
}
