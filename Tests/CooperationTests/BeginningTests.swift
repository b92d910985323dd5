@testable import Cooperation
import Deciding
import EventModel
import Testing

/// Nothing ends before it began; a report that says so is kept and found.
@Suite struct `An end before the beginning` {
  private static let placement =
    #""parties":{"kind":"COGNITION","student":"person-student","school":"organisation-school","host":"organisation-host"}"#

  private func world() throws -> Story {
    var story = try Story.world()
    try story.student()
    return story
  }

  @Test func `of a placement, an agreement, a membership, an alliance is found`() throws {
    var story = try world()
    try story.act("startPlacement", "placement", "placement-1", Self.placement, on: "2022-03-01")
    #expect(
      try story.act("completePlacement", "placement", "placement-1", on: "2022-02-15").findings
        == ["ORDER"])
    try story.agreement(on: "2022-03-01")
    #expect(
      try story.act(
        "terminateAgreement", "agreement", "agreement-a",
        #""by":"organisation-host","reason":"closed""#, on: "2021-12"
      ).findings == ["ORDER"])
    try story.alliance()
    try story.tell(
      #"{"admitMember":{"alliance":"alliance-c","organisation":"organisation-host","details":{"founding":true}}}"#
    )
    #expect(
      try story.tell(
        #"{"withdrawMember":{"alliance":"alliance-c","organisation":"organisation-host","details":{}}}"#,
        "2022-02-01"
      ).findings == ["ORDER"])
    #expect(
      try story.act("dissolveAlliance", "alliance", "alliance-c", on: "2022-06-29")
        .findings == ["ORDER"])
  }

  @Test func `is none where it may have been the same day`() throws {
    for (start, end, isFound) in [
      ("2022-03-01", "2022-03-01", false), ("2022-03-01", "2022-02-28", true),
      ("2022-03", "2022-03-01", false), ("2022", "2022-01-01", false), ("2022", "2021", true),
      ("<=2022-03-01", "2021-01-01", false), ("2022-03-01", "2022-03", false),
    ] {
      var story = try world()
      try story.act("startPlacement", "placement", "placement-1", Self.placement, on: start)
      #expect(
        try story.act("completePlacement", "placement", "placement-1", on: end).findings
          == (isFound ? ["ORDER"] : []), "\(start) \(end)")
    }
  }

  @Test func `of what leads nowhere is none`() throws {
    var story = try world()
    try story.act(
      "prepareInternshipAgreement", "internshipAgreement", "internship.agreement-1",
      `An internship agreement`.whole, on: "2022-06-30")
    let consent = try story.act(
      "giveInformedConsent", "internshipAgreement", "internship.agreement-1", on: "2022-06-29")
    #expect(consent.findings == [])
  }

  @Test func `of a study or an organisation is found, and refused as our own act`() throws {
    var story = try world()
    #expect(
      try story.act("graduateStudent", "enrolment", "enrolment-student", on: "2020-08-31").findings
        == ["ORDER"])
    refused(.rule) { () throws(Rejection) in
      try story.act(
        "deregisterOrganisation", "organisation", "organisation-host", on: "2019-12-31",
        as: "DECIDED")
    }
    #expect(
      try story.act(
        "deregisterOrganisation", "organisation", "organisation-host2", on: "2020-01-01",
        as: "DECIDED"
      ).findings == [])
  }

  @Test func `is found once a correction moves the beginning past it, and goes with it`() throws {
    var story = try world()
    func start(
      _ day: String, corrects: String? = nil
    ) throws(Rejection) -> Story.Outcome {
      try story.act(
        "startPlacement", "placement", "placement-1", Self.placement, on: day, corrects: corrects)
    }
    let first = try start("2022-03-01").id
    #expect(
      try story.act("completePlacement", "placement", "placement-1", on: "2022-04-01").findings
        == [])
    _ = try start("2022-05-01", corrects: first)
    #expect(try story.rejudge("placement-1", "placement.completed") == ["finding.opened"])
    #expect(try story.openFindings() == ["ORDER"])
    _ = try start("2022-03-02", corrects: first)
    #expect(try story.rejudge("placement-1", "placement.completed") == ["finding.withdrawn"])
  }
}
