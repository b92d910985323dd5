@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import SwiftProtobuf
import Testing

@Suite struct `An enrolment` {
  private func command(_ name: String, _ details: String, _ more: String = "") -> String {
    #"{\#(more)"\#(name)":{"enrolment":"enrolment-e","details":{\#(details)}}}"#
  }

  private func story() throws -> Story {
    var story = Story()
    try story.register("s", kind: "SCHOOL")
    try story.register("t", kind: "SCHOOL")
    try story.register("firm")
    try story.register("bureau", kind: "GOVERNMENT_BODY")
    try story.person("p")
    return story
  }

  @discardableResult
  private func enrol(
    _ story: inout Story, _ id: String = "e", _ more: String = #","mode":"FULL_TIME""#
  ) throws(Rejection) -> Story.Outcome {
    try story.tell(
      """
      {"enrolStudent":{"enrolment":"enrolment-\(id)","details":{"person":"person-p",
       "school":"organisation-s","major":"460701","classYear":2022,"gradeYear":3\(more)},
       "personal":{"studentNumber":"S1"}}}
      """, "2020-09-01")
  }

  @Test func `names a person and a school`() throws {
    var story = try story()
    let outcome = try enrol(&story)
    #expect(outcome.types == ["enrolment.enrolled", "code.claimed"])
    let event = outcome.recorded[0].event
    #expect(event.about.map(\.role) == ["enrolment", "student", "school"])
    #expect(event.personal.map(\.subject.text) == ["person-p"])
    let enrolment = try #require(try story.state(Enrolment.self, "enrolment-e"))
    #expect(enrolment.gradeYear == 3 && enrolment.classYear == 2022)
    #expect(enrolment.major == "460701")
  }

  @Test func `is refused where it can't be right`() throws {
    var story = try story()
    let school = #""school":"organisation-s""#
    let person = #""person":"person-p""#
    for (details, code, field) in [
      (school, Rejection.Code.malformedValue, "person"), (person, .malformedValue, "school"),
      (#""person":"person-x",\#(school)"#, .unknownStream, "person"),
      (#"\#(person),"school":"organisation-x""#, .unknownStream, "school"),
      (#"\#(person),"school":"organisation-firm""#, .malformedValue, "school"),
      (#"\#(person),"school":"person-p""#, .malformedValue, "school"),
      (#"\#(person),\#(school),"major":"46070""#, .malformedValue, "major"),
      (#"\#(person),\#(school),"classYear":22"#, .malformedValue, "classYear"),
      (#"\#(person),\#(school),"gradeYear":0"#, .malformedValue, "gradeYear"),
    ] {
      refused(code, field: "enrolStudent.details." + field) { () throws(Rejection) in
        try story.tell(command("enrolStudent", details))
      }
    }
    try story.tell(
      #"{"deregisterOrganisation":{"organisation":"organisation-s","details":{}}}"#, "2021-01-01")
    let no = refused(.rule) { () throws(Rejection) in
      try story.tell(
        command("enrolStudent", "\(person),\(school)", #""standing":"DECIDED","#), "2021-09-01")
    }
    #expect(no?.rule == "LIVING")
    var late = story
    #expect(
      try late.tell(command("enrolStudent", "\(person),\(school)"), "2021-01-02").findings
        == ["LIVING"])
    // Before the school ended, it had students.
    #expect(
      try story.tell(command("enrolStudent", "\(person),\(school)"), "2021-01-01").findings == [])
  }

  @Test func `at a school that was recorded in error says so`() throws {
    var story = try story()
    try enrol(&story)
    let school = try story.past.history(StreamName(validating: "organisation-s")).recorded[0]
    try story.void("organisation-s", school.event.id.description)
    let enrolled = try story.past.history(StreamName(validating: "enrolment-e")).recorded[0]
    let breach = try story.verdicts(on: enrolled).verdicts.first { $0.breach?.rule == "LIVING" }
    let reason = try #require(breach?.breach?.reason)
    #expect(reason == "organisation-s is not registered: it was recorded in error")
  }

  @Test func `beside another open full-time one is reviewed`() throws {
    var story = try story()
    try enrol(&story)
    let second = try enrol(&story, "f")
    #expect(second.reviews == ["ENROLMENT"])
    #expect(
      second.decision.events.flatMap(\.reviews).map(\.reason)
        == ["A person has one open full-time enrolment at a time; enrolment-e is open too"])
    #expect(second.types == ["enrolment.enrolled", "review.opened", "code.claimed"])
    #expect(try enrol(&story, "g", #","mode":"PART_TIME""#).reviews == [])
    let done = try story.tell(command("graduateStudent", #""qualification":"SECONDARY""#))
    #expect(done.types == ["enrolment.graduated", "code.released"])
  }

  @Test func `goes up, rests, goes on, moves and ends`() throws {
    var story = try story()
    try enrol(&story)
    for (name, details, type) in [
      ("advanceGradeYear", #""gradeYear":4"#, "enrolment.grade-year-advanced"),
      ("interruptStudy", #""reason":"LEAVE""#, "enrolment.interrupted"),
      ("resumeStudy", #""classYear":2023"#, "enrolment.resumed"),
      ("transferStudent", #""school":"organisation-t","major":"460702""#, "enrolment.transferred"),
      ("graduateStudent", #""qualification":"SECONDARY""#, "enrolment.graduated"),
    ] {
      #expect(try story.tell(command(name, details)).types.first == type)
      #expect(try story.tell(command(name, details)).types == [], "\(name) again")
      if name == "interruptStudy" {
        #expect(try story.state(Enrolment.self, "enrolment-e")?.phase == .interrupted)
      }
      if name == "graduateStudent" { break }
    }
    let enrolment = try #require(try story.state(Enrolment.self, "enrolment-e"))
    #expect(enrolment.school.text == "organisation-t")
    #expect(enrolment.major == "460702")
    #expect(enrolment.gradeYear == 4 && enrolment.classYear == 2023)
    #expect(enrolment.phase == .graduated)
    #expect(enrolment.outOfOrder == [])
    for name in ["advanceGradeYear", "interruptStudy", "resumeStudy", "withdrawStudent"] {
      let details = name == "advanceGradeYear" ? #""gradeYear":4"# : ""
      refused(.wrongState) { () throws(Rejection) in
        try story.tell(command(name, details, #""standing":"DECIDED","#), "2022-07-01")
      }
      var reported = story
      #expect(
        try reported.tell(command(name, details), "2022-07-01").findings == ["ORDER"], "\(name)")
    }
  }

  @Test func `that ends in two ways on one day is found, whichever is told first`() throws {
    let ends = [("withdrawStudent", ""), ("graduateStudent", #""qualification":"SECONDARY""#)]
    for (first, last) in [(0, 1), (1, 0)] {
      var story = try story()
      try enrol(&story)
      try story.tell(command(ends[first].0, ends[first].1), "2023-06-30")
      let outcome = try story.tell(command(ends[last].0, ends[last].1), "2023-06-30")
      #expect(outcome.types.first?.hasPrefix("enrolment.") == true)
      #expect(Set(outcome.findings) == ["ENDS", "ORDER"])
      #expect(try story.openFindings() == ["ENDS", "ORDER"])
    }
    // A day between them, and the month alone, contradict the order but not the day.
    for (first, last) in [("2023-06-29", "2023-06-30"), ("2023-06", "2023-06-30")] {
      var story = try story()
      try enrol(&story)
      try story.tell(command("graduateStudent", ""), first)
      #expect(
        try story.tell(command("withdrawStudent", ""), last).findings == ["ORDER"], "\(first)")
    }
  }

  @Test func `keeps the end of a status that is told before its beginning`() throws {
    var story = try story()
    try enrol(&story)
    #expect(
      try story.tell(command("endKeyGroup", "", #""standing":"DECIDED","#), "2022-06-01").types
        == [], "nothing to end")
    #expect(try story.tell(command("endKeyGroup", ""), "2022-06-01").findings == ["ORDER"])
    try story.tell(
      #"{"confirmKeyGroup":{"enrolment":"enrolment-e","details":{"confirmedBy":"organisation-bureau"},"sensitive":{"group":"POVERTY"}}}"#,
      "2022-01-01")
    let enrolment = try #require(try story.state(Enrolment.self, "enrolment-e"))
    #expect(enrolment.outOfOrder == [])
    for (day, holds) in [("2022-05-31", true), ("2022-06-01", false)] {
      #expect(
        enrolment.isInKeyGroup(at: try Moment(validating: day), in: .shanghai) == holds, "\(day)")
    }
    try story.rejudge("enrolment-e", "enrolment.key-group-ended")
    #expect(try story.openFindings() == [])
    // Another end contradicts the first, and changes nothing.
    #expect(try story.tell(command("endKeyGroup", ""), "2022-07-01").findings == ["ORDER"])
    #expect(
      try story.state(Enrolment.self, "enrolment-e")?.keyGroups.map(\.period.to)
        == [Moment(validating: "2022-06-01")]
    )
  }

  @Test func `takes a late report where it falls, and an act of ours where we are`() throws {
    var story = try story()
    try enrol(&story)
    try story.tell(command("graduateStudent", #""qualification":"SECONDARY""#), "2022-06-30")
    let late = command("interruptStudy", #""reason":"LEAVE""#)
    #expect(try story.tell(late, "2021-03-01").types == ["enrolment.interrupted"])
    #expect(try story.tell(late, "2021-03-01").types == [])
    var twice = story
    #expect(try twice.tell(late, "2021-03-02").findings == ["ORDER"], "on two days")
    #expect(
      try story.tell(command("resumeStudy", ""), "2021-09-01").types == ["enrolment.resumed"])
    #expect(try story.state(Enrolment.self, "enrolment-e")?.phase == .graduated)
    let history = story.past.history(try StreamName(validating: "enrolment-e"))
    let then = try history.state(Enrolment.self, asOf: Moment(validating: "2021-05"))
    #expect(then?.phase == .interrupted)
    refused(.wrongState) { () throws(Rejection) in
      try story.tell(
        command("interruptStudy", #""reason":"LEAVE""#, #""standing":"DECIDED","#), "2021-04-01")
    }
    #expect(try story.tell(late, "2022-07-01").findings == ["ORDER"])
  }

  @Test func `is withdrawn, and moves nowhere unknown`() throws {
    var story = try story()
    try enrol(&story)
    refused(.malformedValue, field: "transferStudent.details") { () throws(Rejection) in
      try story.tell(command("transferStudent", ""))
    }
    refused(.malformedValue, field: "transferStudent.details.school") { () throws(Rejection) in
      try story.tell(command("transferStudent", #""school":"organisation-firm""#))
    }
    refused(.malformedValue, field: "transferStudent.details.major") { () throws(Rejection) in
      try story.tell(command("transferStudent", #""major":"1""#))
    }
    refused(.malformedValue, field: "advanceGradeYear.details.gradeYear") {
      () throws(Rejection) in
      try story.tell(command("advanceGradeYear", #""gradeYear":9"#))
    }
    #expect(
      try story.tell(command("withdrawStudent", #""reason":"OWN_WISH""#)).types
        == ["enrolment.withdrawn", "code.released"])
    #expect(try story.tell(command("withdrawStudent", #""reason":"OWN_WISH""#)).types == [])
    refused(.wrongState) { () throws(Rejection) in
      try story.tell(
        command("graduateStudent", #""qualification":"SECONDARY""#, #""standing":"DECIDED","#))
    }
  }

  @Test func `keeps which group a student belongs to apart from the log`() throws {
    var story = try story()
    try enrol(&story)
    func confirm(_ standing: String, _ details: String, _ sensitive: String) -> String {
      """
      {"standing":"\(standing)","confirmKeyGroup":{"enrolment":"enrolment-e",
       "details":{\(details)},"sensitive":{\(sensitive)}}}
      """
    }
    let group = #""group":"DISABLED","note":"see file""#
    refused(.malformedValue, field: "confirmKeyGroup.details.confirmedBy") {
      () throws(Rejection) in
      try story.tell(confirm("DECIDED", "", group))
    }
    refused(.malformedValue, field: "confirmKeyGroup.sensitive.group") { () throws(Rejection) in
      try story.tell(confirm("REPORTED", "", ""))
    }
    let outcome = try story.tell(
      confirm(
        "DECIDED", #""confirmedBy":"organisation-bureau","validTo":"2023-06-30""#, group))
    let event = outcome.recorded[0].event
    #expect(event.personal.map(\.part) == ["student.sensitive"])
    #expect(event.personal.map(\.subject.text) == ["person-p"])
    #expect(story.past.lastReadings.contains(.stream(try StreamName(validating: "person-p"))))
    #expect(!String(decoding: event.payload, as: UTF8.self).contains("see file"))
    let enrolment = try #require(try story.state(Enrolment.self, "enrolment-e"))
    // The last day counts.
    for (day, holds) in [("2023-01-01", true), ("2023-06-30", true), ("2023-07-01", false)] {
      #expect(
        enrolment.isInKeyGroup(at: try Moment(validating: day), in: .shanghai) == holds, "\(day)")
    }
    // A report may leave out who confirms, which is found.
    let report = try story.tell(confirm("REPORTED", "", group))
    #expect(report.types.first == "enrolment.key-group-confirmed")
    #expect(report.findings == ["CONFIRMING-BODY"])
    #expect(report.decision.findings.map(\.severity) == [.advisory])
    #expect(
      try story.tell(command("endKeyGroup", "")).types.first == "enrolment.key-group-ended")
    #expect(try story.tell(command("endKeyGroup", "")).types == [])
  }

  @Test func `stays graduated, whatever is told late of the time before`() throws {
    var story = try story()
    try enrol(&story)
    try story.tell(command("graduateStudent", #""qualification":"SECONDARY""#), "2022-06-30")
    for (name, details) in [
      ("interruptStudy", #""reason":"LEAVE""#), ("resumeStudy", #""classYear":2023"#),
      ("advanceGradeYear", #""gradeYear":4"#),
    ] {
      // Some day of the year: perhaps before the diploma.
      #expect(try story.tell(command(name, details), "2022").findings == ["ORDER"])
    }
    let study = try #require(try story.state(Enrolment.self, "enrolment-e"))
    #expect(study.phase == .graduated && study.gradeYear == 3 && study.classYear == 2022)
  }

  @Test func `of who had left ends in a diploma only where the leaving is voided`() throws {
    var story = try story()
    try enrol(&story)
    let left = try story.tell(command("withdrawStudent", #""reason":"OWN_WISH""#), "2021-06-30")
    #expect(
      try story.tell(command("graduateStudent", #""qualification":"SECONDARY""#), "2022-06-30")
        .findings == ["ORDER"])
    let study = try #require(try story.state(Enrolment.self, "enrolment-e"))
    #expect(study.phase == .withdrawn && study.graduated == nil)
    try story.void("enrolment-e", left.id)
    #expect(try story.state(Enrolment.self, "enrolment-e")?.phase == .graduated)
    try story.rejudge("enrolment-e", "enrolment.graduated")
    #expect(try story.openFindings() == [])
  }

  @Test func `is in no key group that was over when it was confirmed`() throws {
    var story = try story()
    try enrol(&story)
    func confirm(_ last: String, _ head: String = "") throws(Rejection) -> [String] {
      try story.tell(
        """
        {\(head)"confirmKeyGroup":{"enrolment":"enrolment-e","details":{"validTo":"\(last)"},
         "sensitive":{"group":"DISABLED"}}}
        """
      ).types
    }
    refused(.malformedValue, field: "confirmKeyGroup.details.validTo") { () throws(Rejection) in
      try confirm("2022-06-29")
    }
    #expect(try confirm("2022-06-30").first == "enrolment.key-group-confirmed")
    let no = refused(.malformedValue, field: "confirmKeyGroup.details.validTo") {
      () throws(Rejection) in
      try confirm("2022-07-31", #""effectiveFrom":"2022-08-01","#)
    }
    #expect(no?.reason.contains("effectiveFrom 2022-08-01") == true, "\(no?.reason ?? "")")
    // Confirmed afterwards, of a time that is over.
    #expect(
      try confirm("2022-06-29", #""effectiveFrom":"2022-03-01","#).first
        == "enrolment.key-group-confirmed")
  }
}
