import Deciding
import EventModel
import Testing

@testable import Cooperation

@Suite struct `The class year of an outcome` {
  private func told() throws -> Story {
    var story = try Story.world()
    try story.person("p")
    try story.tell(
      #"{"enrolStudent":{"enrolment":"enrolment-p","details":{"person":"person-p","school":"organisation-school","mode":"FULL_TIME","classYear":2023}}}"#,
      "2020-09-01")
    return story
  }

  private func declare(
    _ story: inout Story, _ year: Int?, as standing: String = "REPORTED"
  ) throws(Rejection) -> [String] {
    let more = year.map { #","classYear":\#($0)"# } ?? ""
    return try story.act(
      "declareOutcome", "outcome", "outcome-o",
      #""graduate":"person-p","enrolment":"enrolment-p","school":"organisation-school","facts":{"category":"10"}\#(more)"#,
      on: "2023-06-30", as: standing
    ).findings.filter { $0 == "FITTING-ENROLMENT" }
  }

  @Test func `is that of its enrolment`() throws {
    for (year, found) in [(2023, []), (2024, ["FITTING-ENROLMENT"]), (nil, [])] {
      var story = try told()
      #expect(try declare(&story, year) == found, "\(year ?? 0)")
    }
    var story = try told()
    let no = refused(.rule, field: "declareOutcome.details.classYear") { () throws(Rejection) in
      try declare(&story, 2024, as: "DECIDED")
    }
    #expect(no?.rule == "FITTING-ENROLMENT")
  }

  @Test func `is that of who came back to another class, however late that is told`() throws {
    var story = try told()
    _ = try declare(&story, 2024)
    try story.act(
      "interruptStudy", "enrolment", "enrolment-p", #""reason":"LEAVE""#, on: "2022-03-01")
    try story.act("resumeStudy", "enrolment", "enrolment-p", #""classYear":2024"#, on: "2023-01-10")
    #expect(try story.rejudge("outcome-o", "outcome.declared") == ["finding.withdrawn"])
    #expect(
      Rejudging.judgedAgain(after: EventType("enrolment.resumed"))
        .contains(EventType("outcome.declared")))
  }
}
