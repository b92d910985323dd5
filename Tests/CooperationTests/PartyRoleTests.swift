@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `The part of an organisation` {
  /// Commands that name one in a part, with the first part that is wrong once they are swapped.
  static let facts: [(command: String, field: String, stream: String, details: String)] = [
    (
      "planVisit", "visit", "visit-1",
      #""parties":{"school":"organisation-school","employer":"organisation-host"}"#
    ),
    (
      "holdVisit", "visit", "visit-1",
      #""parties":{"school":"organisation-school","employer":"organisation-host"}"#
    ),
    (
      "reportInternshipAgreementSigned", "internshipAgreement", "internship.agreement-1",
      #""student":"person-p","school":"organisation-school","host":"organisation-host""#
    ),
    (
      "startPlacement", "placement", "placement-1",
      #""parties":{"kind":"COGNITION","student":"person-p","school":"organisation-school","host":"organisation-host"}"#
    ),
    (
      "planOrderClass", "orderClass", "order.class-1",
      #""school":"organisation-school","enterprise":"organisation-host""#
    ),
    (
      "inspectHostPost", "hostPost", "host.post-1",
      #""host":"organisation-host","school":"organisation-school""#
    ),
    ("requestTraining", "training", "training-1", #""enterprise":"organisation-host""#),
    (
      "planTraining", "training", "training-1",
      #""provider":"organisation-school","enterprise":"organisation-host","entrusted":false"#
    ),
    (
      "planInternBatch", "planner", "alliance-c",
      #""batch":"1","plannedInterns":1,"school":"organisation-school","host":"organisation-host""#
    ),
    (
      "planInternBatch", "planner", "agreement-a",
      #""batch":"1","plannedInterns":1,"school":"organisation-school","host":"organisation-host""#
    ),
    (
      "inviteGraduate", "employment", "employment-1",
      #""terms":{"path":"ONLINE","graduate":"person-p","employer":"organisation-host","school":"organisation-school"}"#
    ),
    (
      "openAssistanceCase", "assistanceCase", "assistance-1",
      #""graduate":"person-p","owner":"person-q","school":"organisation-school""#
    ),
  ]

  private func told() throws -> Story {
    var story = try Story.world()
    try story.person("p")
    try story.person("q")
    try story.alliance()
    try story.agreement()
    return story
  }

  /// The same with school and enterprise in each other's place.
  private static func swapped(_ details: String) -> String {
    details.replacing("organisation-school", with: "organisation-x")
      .replacing("organisation-host", with: "organisation-school")
      .replacing("organisation-x", with: "organisation-host")
  }

  @Test(arguments: facts.indices)
  func `is one that its kind can have`(number: Int) throws {
    let fact = Self.facts[number]
    var story = try told()
    var other = story
    let right = try story.act(fact.command, fact.field, fact.stream, fact.details)
    #expect(!right.findings.contains("ROLE"), "\(fact.command)")
    let wrong = try other.act(
      fact.command, fact.field, fact.stream, Self.swapped(fact.details))
    #expect(wrong.findings.contains("ROLE"), "\(fact.command) \(wrong.findings)")
    #expect(wrong.types.contains("finding.opened"))
  }

  @Test func `is refused in our own act, which names it`() throws {
    let before = try told()
    for (command, field, stream, details) in Self.facts
    where ["planVisit", "holdVisit", "requestTraining"].contains(command) {
      var story = before
      let no = refused(.rule) { () throws(Rejection) in
        try story.act(command, field, stream, Self.swapped(details), as: "DECIDED")
      }
      #expect(no?.rule == "ROLE", "\(command)")
      #expect(no?.reason.contains("organisation-") == true)
      try story.act(command, field, stream, details, as: "DECIDED")
    }
  }

  @Test func `is a government body's where something is filed`() throws {
    for (bureau, findings) in [("bureau", []), ("school", ["ROLE"])] as [(String, [String])] {
      var story = try told()
      try story.act(
        "reportInternshipAgreementSigned", "internshipAgreement", "internship.agreement-1",
        #""kind":"COGNITION","student":"person-p","school":"organisation-school","host":"organisation-host""#
      )
      let filed = try story.act(
        "fileInternshipAgreement", "internshipAgreement", "internship.agreement-1",
        #""bureau":"organisation-\#(bureau)""#)
      #expect(filed.findings.filter { $0 == "ROLE" } == findings, "\(bureau)")
    }
  }

  @Test func `of an employer, a host and who trains is every kind's`() throws {
    for kind in ["school2", "agency", "trade", "bureau"] {
      var story = try told()
      let visit = try story.act(
        "holdVisit", "visit", "visit-1",
        #""parties":{"school":"organisation-school","employer":"organisation-\#(kind)"}"#)
      #expect(visit.findings == [], "\(kind)")
      let training = try story.act(
        "planTraining", "training", "training-1",
        #""provider":"organisation-\#(kind)","enterprise":"organisation-host","entrusted":false"#)
      #expect(!training.findings.contains("ROLE"), "\(kind)")
    }
  }

  @Test func `fits once the kind is corrected`() throws {
    var story = try told()
    let registered = try story.register("academy")
    let visit = try story.act(
      "holdVisit", "visit", "visit-1",
      #""parties":{"school":"organisation-academy","employer":"organisation-host"}"#)
    #expect(visit.findings == ["ROLE"])
    try story.tell(
      #"{"corrects":"\#(registered.id)","registerOrganisation":{"organisation":"organisation-academy","details":{"kind":"SCHOOL","name":"The academy"}}}"#,
      "2020-01-01")
    #expect(try story.rejudge("visit-1", "visit.held") == ["finding.withdrawn"])
    #expect(try story.openFindings() == [])
  }
}
