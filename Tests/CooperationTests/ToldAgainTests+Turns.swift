@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import Testing

@Suite struct `What is done, undone and done again` {
  /// Two facts that take each other back, and what comes before.
  struct Turns: Sendable, CustomTestStringConvertible {
    let first: String
    let second: String
    let past: [String]

    var testDescription: String { String(first.prefix { $0 != ":" }) }
  }

  private static let start =
    #""startPlacement":{"placement":"placement-p","details":{"parties":{"student":"person-student","school":"organisation-school","host":"organisation-host"}}}"#
  private static let publish =
    #""publishVacancy":{"vacancy":"vacancy-v","details":{"employer":"organisation-host","terms":{"title":"Welder"}}}"#

  private static func pair(
    _ first: String, _ second: String, _ body: String, after past: String...
  ) -> Turns {
    Turns(first: #""\#(first)":{\#(body)}"#, second: #""\#(second)":{\#(body)}"#, past: past)
  }

  static let all: [Turns] = [
    pair(
      "dropTrainee", "enrolTrainee",
      #""training":"training-t","details":{"trainee":"person-other"}"#,
      after:
        #""planTraining":{"training":"training-t","details":{"provider":"organisation-school","entrusted":false,"seats":1}}"#,
      #""enrolTrainee":{"training":"training-t","details":{"trainee":"person-other"}}"#),
    pair(
      "enrolInClass", "leaveClass",
      #""orderClass":"order.class-o","details":{"student":"person-student"}"#,
      after:
        #""planOrderClass":{"orderClass":"order.class-o","details":{"school":"organisation-school"}}"#
    ),
    pair(
      "suspendOrganisation", "resumeOrganisation",
      #""organisation":"organisation-host","details":{}"#),
    pair(
      "grantDesignation", "endDesignation",
      #""organisation":"organisation-host","details":{"designation":"KEY"}"#),
    pair(
      "pausePlacement", "resumePlacement", #""placement":"placement-p","details":{}"#,
      after: start),
    pair("pauseVacancy", "resumeVacancy", #""vacancy":"vacancy-v","details":{}"#, after: publish),
    pair("interruptStudy", "resumeStudy", #""enrolment":"enrolment-student","details":{}"#),
  ]

  private func past(_ turns: Turns, as standing: String = "REPORTED") throws -> Story {
    var story = try Story.world()
    try story.student()
    try story.person("other")
    for fact in turns.past { try story.tell(#"{"standing":"REPORTED",\#(fact)}"#, "2022-01-01") }
    return story
  }

  @Test(arguments: all) func `within one moment is told as often, and breaks no order`(
    _ turns: Turns
  ) throws {
    var story = try past(turns)
    for (number, fact) in [turns.first, turns.second, turns.first, turns.second].enumerated() {
      let told = try story.tell(#"{"standing":"REPORTED",\#(fact)}"#, "2022")
      #expect(told.types != [], "telling \(number)")
      #expect(!told.findings.contains("ORDER"), "telling \(number)")
      #expect(
        try story.tell(#"{"standing":"REPORTED",\#(fact)}"#, "2022").types == [],
        "telling \(number) again")
    }
  }

  @Test(arguments: all.suffix(5)) func `on one day by ourselves is done each time`(
    _ turns: Turns
  ) throws {
    var story = try past(turns)
    for fact in [turns.first, turns.second, turns.first] {
      #expect(try story.tell(#"{"standing":"DECIDED",\#(fact)}"#, "2022-05-01").types != [])
      #expect(try story.tell(#"{"standing":"DECIDED",\#(fact)}"#, "2022-05-01").types == [])
    }
  }

  @Test func `is the same one told again where its life no longer allows it`() throws {
    var story = try past(Self.all[4])
    let told = { (name: String) in
      #"{"standing":"REPORTED","\#(name)":{"placement":"placement-p","details":{}}}"#
    }
    for name in ["pausePlacement", "completePlacement"] { try story.tell(told(name), "2022-05-01") }
    #expect(try story.tell(told("pausePlacement"), "2022-05-01").types == [])
    #expect(try story.tell(told("completePlacement"), "2022-05-01").types == [])
    #expect(try story.state(Placement.self, "placement-p")?.outOfOrder == [])
  }

  @Test func `is no second revision of an outcome that was confirmed since`() throws {
    var story = try past(Self.all[6])
    let declare =
      #""declareOutcome":{"outcome":"outcome-o","details":{"graduate":"person-student","facts":{"category":"70"}}}"#
    let revise =
      #""reviseOutcome":{"outcome":"outcome-o","details":{"reason":"NEW_SITUATION","facts":{"category":"10"}}}"#
    let confirm = #""confirmOutcome":{"outcome":"outcome-o","details":{}}"#
    for fact in [declare, revise, confirm] {
      #expect(try story.tell(#"{"standing":"REPORTED",\#(fact)}"#, "2022-07-01").types != [])
    }
    #expect(try story.tell(#"{"standing":"REPORTED",\#(revise)}"#, "2022-07-01").types == [])
    #expect(try story.state(EmploymentOutcome.self, "outcome-o")?.phase == .confirmed)
  }

  @Test func `leaves a designation for a time as it was told`() throws {
    var story = try past(Self.all[3])
    let grant =
      #"{"standing":"REPORTED","effectiveTo":"2023-12-31",\#(Self.all[3].first)}"#
    #expect(try story.tell(grant, "2022-05-01").types == ["organisation.designation-granted"])
    #expect(try story.tell(grant, "2022-05-01").types == [])
  }

  static let facts: [(fact: String, other: String)] = [
    (
      #""recordSchoolVisit":{"placement":"placement-p","details":{"visitor":"person-other"}}"#,
      #""recordSchoolVisit":{"placement":"placement-p","details":{"mode":"ONLINE"}}"#
    ),
    (
      #""recordPayment":{"placement":"placement-p","details":{"method":"BANK"}}"#,
      #""recordPayment":{"placement":"placement-p","details":{"method":"BANK"},"personal":{"amount":"5"}}"#
    ),
    (
      #""recordVerification":{"organisation":"organisation-host","passed":true,"details":{"registry":"r"}}"#,
      #""recordVerification":{"organisation":"organisation-host","passed":false,"details":{"registry":"r","reason":"no"}}"#
    ),
    (
      #""reportStaffCount":{"organisation":"organisation-host","details":{"total":100}}"#,
      #""reportStaffCount":{"organisation":"organisation-host","details":{"total":120}}"#
    ),
  ]

  @Test(arguments: facts) func `is the same fact where nothing else was told`(
    _ fact: String, _ other: String
  ) throws {
    var story = try past(Self.all[4])
    for (text, isNew) in [(fact, true), (fact, false), (other, true)] {
      let told = try story.tell(#"{"standing":"REPORTED",\#(text)}"#, "2022-05-02")
      #expect((told.types != []) == isNew, "\(text)")
    }
    #expect(try story.tell(#"{"standing":"REPORTED",\#(fact)}"#, "2022-05-03").types != [])
    // A count and a check of a register may be as they were before.
    guard fact.contains("organisation-host") else { return }
    #expect(try story.tell(#"{"standing":"REPORTED",\#(fact)}"#, "2022-05-02").types != [])
  }

  /// What may happen to a student twice, with and without what only a part holds.
  static let harms: [(fact: String, other: String)] = [
    (
      #""reportIncident":{"placement":"placement-p","details":{}}"#,
      #""reportIncident":{"placement":"placement-p","details":{},"sensitive":{"kind":"INJURY"}}"#
    ),
    (
      #""reportIncident":{"placement":"placement-p","details":{"reportedBy":"HOST_SIDE"}}"#,
      #""reportIncident":{"placement":"placement-p","details":{"reportedBy":"SCHOOL_SIDE"}}"#
    ),
    (
      #""reportIncident":{"placement":"placement-p","details":{},"sensitive":{"kind":"INJURY"}}"#,
      #""reportIncident":{"placement":"placement-p","details":{},"sensitive":{"kind":"ILLNESS"}}"#
    ),
    (
      #""reportStudentComplaint":{"placement":"placement-p","details":{}}"#,
      #""reportStudentComplaint":{"placement":"placement-p","details":{"toldTo":"SCHOOL_SIDE"}}"#
    ),
    (
      #""reportStudentComplaint":{"placement":"placement-p","details":{},"sensitive":{"grounds":["PAY"]}}"#,
      #""reportStudentComplaint":{"placement":"placement-p","details":{},"sensitive":{"grounds":["FEES"]}}"#
    ),
    (
      #""recordPayment":{"placement":"placement-p","details":{},"personal":{"amount":"5"}}"#,
      #""recordPayment":{"placement":"placement-p","details":{},"personal":{"amount":"6"}}"#
    ),
  ]

  @Test(arguments: harms) func `of one day and source is the same fact, down to what a part holds`(
    _ fact: String, _ other: String
  ) throws {
    var story = try past(Self.all[4])
    func isNew(_ fact: String, _ day: String = "2022-05-02", source: String = "") throws -> Bool {
      try story.tell(#"{"standing":"REPORTED",\#(source)\#(fact)}"#, day).types != []
    }
    #expect(try isNew(fact))
    #expect(try isNew(fact) == false)
    #expect(try isNew(other))
    for known in [fact, other] { #expect(try isNew(known) == false, "\(known)") }
    #expect(try isNew(fact, "2022-05-03"))
    // Of a month it may have been so twice, and another who tells of it may mean another.
    #expect(try isNew(fact, "2022-06"))
    #expect(try isNew(fact, "2022-06"))
    #expect(try isNew(fact, source: #""source":{"document":"a letter"},"#))
    // What was erased can't be compared.
    guard fact.contains("sensitive") || fact.contains("personal") else { return }
    story.past.personal = [:]
    #expect(try isNew(fact))
  }

  @Test func `is counted once where it was told again`() throws {
    var story = try past(Self.all[4])
    for fact in ["reportIncident", "reportStudentComplaint"] {
      for _ in 0..<3 {
        try story.act(fact, "placement", "placement-p", on: "2022-05-02")
      }
    }
    let placement = try #require(try story.state(Placement.self, "placement-p"))
    #expect(placement.incidentCount == 1 && placement.complaintCount == 1)
  }
}
