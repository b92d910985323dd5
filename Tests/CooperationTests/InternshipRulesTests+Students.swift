@testable import Cooperation
import Deciding
import EventModel
import Testing

extension `The rules of internships` {
  @Test func `of R05 hold for all students once the law does`() throws {
    for (day, mode, findings) in [
      ("2022-04-30", "FULL_TIME", ["R05-2021"]), ("2022-04-30", "PART_TIME", []),
      ("2022-05-01", "PART_TIME", ["R05"]),
    ] {
      var story = try Story.world()
      try story.person("student", #""name":"N","birthDate":"2003-05-05""#)
      try story.tell(
        #"{"enrolStudent":{"enrolment":"enrolment-student","details":{"person":"person-student","school":"organisation-school","mode":"\#(mode)","gradeYear":3}}}"#,
        "2020-09-01")
      let start = Start(kind: "COGNITION", day: day, organiser: "agency", agreement: false)
      #expect(try start.start(&story).findings == findings, "\(day) \(mode)")
    }
  }

  @Test func `R03 is judged again when the year of study is told late`() throws {
    var story = try Start(gradeYear: 1).story()
    #expect(try Start(day: "2022-12-01", gradeYear: 1).start(&story).findings == ["R03"])
    try story.act(
      "advanceGradeYear", "enrolment", "enrolment-student", #""gradeYear":2"#, on: "2022-09-01")
    #expect(try story.rejudge("placement-1", "placement.started") == ["finding.withdrawn"])
    // And the other way round: who came back began anew.
    try story.act(
      "interruptStudy", "enrolment", "enrolment-student", #""reason":"LEAVE""#, on: "2022-09-02")
    try story.act(
      "resumeStudy", "enrolment", "enrolment-student", #""gradeYear":1"#, on: "2022-10-01")
    let again = try story.rejudge("placement-1", "placement.started")
    #expect(again == ["finding.opened"])
    for trigger in [EventType("enrolment.grade-year-advanced"), EventType("enrolment.resumed")] {
      let again = Rejudging.judgedAgain(after: trigger)
      #expect(again.contains(EventType("placement.started")), "\(trigger)")
      #expect(Rejudging.judgedByMoment(after: trigger) == ["placement.started"], "\(trigger)")
    }
  }
}
