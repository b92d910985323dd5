import Deciding
import EventModel
import Testing

@testable import Cooperation

@Suite struct `Two records of one person` {
  /// A student, and a second record of theirs.
  private func told() throws -> Story {
    var story = try Story.world()
    try story.student()
    try story.person("other")
    return story
  }

  private func merge(
    _ story: inout Story, _ person: String, into other: String, on day: String = "2023-01-01"
  ) throws(Rejection) -> [String] {
    try story.act(
      "mergePerson", "person", "person-\(person)", #""into":"person-\#(other)""#, on: day,
      as: "DECIDED"
    ).recorded.map { "\($0.stream.text) \($0.event.type.text)" }
  }

  private func prepare(
    _ story: inout Story, of student: String = "other", _ number: Int = 1, at host: String = "host",
    supersedes: Int? = nil
  ) throws(Rejection) -> Story.Outcome {
    let enrolment = number == 1 ? "student" : student
    let more = supersedes.map { #","supersedes":"internship.agreement-\#($0)""# } ?? ""
    return try story.act(
      "prepareInternshipAgreement", "internshipAgreement", "internship.agreement-\(number)",
      #""kind":"POST","student":"person-\#(student)","enrolment":"enrolment-\#(enrolment)","school":"organisation-school","host":"organisation-\#(host)","terms":{"from":"2022-07-01","to":"2022-12-31"}\#(more)"#,
      on: "2022-06-01", as: "DECIDED")
  }

  private func about(_ outcome: Story.Outcome) -> [String] {
    outcome.findings.filter { $0.hasPrefix("INTERNSHIP-") || $0.hasPrefix("FITTING-") }
  }

  @Test(arguments: [("other", "student"), ("student", "other")])
  func `have one enrolment, whichever stands for the other`(
    absorbed: String, survivor: String
  ) throws {
    var story = try told()
    let no = refused(.rule, field: "prepareInternshipAgreement.details.enrolment") {
      () throws(Rejection) in try prepare(&story)
    }
    #expect(no?.rule == "FITTING-ENROLMENT")
    _ = try merge(&story, absorbed, into: survivor)
    #expect(about(try prepare(&story)) == [])
  }

  @Test(arguments: [
    #""submitApplication":{"vacancy":"vacancy-v","person":"person-other","details":{"enrolment":"enrolment-student"}}"#,
    #""arrangePlacement":{"placement":"placement-p","details":{"parties":{"kind":"POST","student":"person-other","enrolment":"enrolment-student","school":"organisation-school","host":"organisation-host","internshipAgreement":"internship.agreement-1"}}}"#,
    #""declareOutcome":{"outcome":"outcome-o","details":{"graduate":"person-other","enrolment":"enrolment-student","school":"organisation-school","facts":{"category":"10"}}}"#,
  ])
  func `are told apart until they are merged`(command: String) throws {
    var story = try told()
    try story.act(
      "publishVacancy", "vacancy", "vacancy-v",
      #""employer":"organisation-host","terms":{\#(`A vacancy`.terms)}"#, on: "2023-01-01")
    try story.act(
      "reportInternshipAgreementSigned", "internshipAgreement", "internship.agreement-1",
      #""kind":"POST","student":"person-student","enrolment":"enrolment-student","school":"organisation-school","host":"organisation-host""#,
      on: "2022-06-01", as: nil)
    let rules = ["FITTING-ENROLMENT", "FITTING-AGREEMENT", "ELIGIBLE"]
    func broken(_ story: inout Story) throws(Rejection) -> [String] {
      try story.tell(#"{"standing":"REPORTED",\#(command)}"#, "2023-01-02").decision.findings
        .filter { $0.severity == .breach }.map(\.rule).filter(rules.contains)
    }
    var apart = story
    #expect(try !broken(&apart).isEmpty)
    _ = try merge(&story, "other", into: "student")
    #expect(try broken(&story) == [])
  }

  @Test func `do one post internship at a time`() throws {
    var story = try Story.world()
    try story.student()
    try story.student("other")
    _ = try prepare(&story, of: "student", 1)
    var apart = story
    #expect(about(try prepare(&apart, 2)) == [])
    _ = try merge(&story, "other", into: "student")
    refused(.rule) { () throws(Rejection) in try prepare(&story, 2) }
    #expect(about(try prepare(&story, 2, at: "host2")) == ["INTERNSHIP-OVERLAP"])
    // What is drawn up anew, under whichever record, is no second one.
    #expect(about(try prepare(&story, 3, supersedes: 1)) == ["INTERNSHIP-OVERLAP"])
    let others = try story.openFindings().filter { $0.hasPrefix("INTERNSHIP-") }
    #expect(others.count == 2, "2 beside 1, and 3 beside 2")
  }

  // MARK: - Holds and switches

  private func hold(
    _ story: inout Story, _ person: String, on day: String
  ) throws(Rejection) -> [String] {
    try story.act(
      "placeLegalHold", "person", "person-\(person)",
      #""hold":"h","reason":"LITIGATION","until":"2024-12-31""#, on: day, as: nil
    ).recorded.map { "\($0.stream.text) \($0.event.type.text)" }
  }

  private func erase(_ story: inout Story, _ person: String) throws(Rejection) -> Story.Outcome {
    try story.act(
      "erasePersonalData", "person", "person-\(person)", #""ground":"SUBJECT_REQUEST""#,
      on: "2023-03-01", as: nil)
  }

  @Test func `are held together, whichever is held`() throws {
    let held = ["person-other person.legal-hold-placed"]
    let both = held + ["person-student person.legal-hold-placed"]
    // The survivor.
    var story = try told()
    _ = try merge(&story, "other", into: "student")
    #expect(try hold(&story, "student", on: "2023-01-02") == [both[1]])
    #expect(refused(.rule) { () throws(Rejection) in try erase(&story, "other") }?.rule == "P06")
    // The absorbed one, after the merger and before it.
    story = try told()
    _ = try merge(&story, "other", into: "student")
    #expect(try hold(&story, "other", on: "2023-01-02") == both)
    #expect(try hold(&story, "other", on: "2023-01-02") == [])
    #expect(refused(.rule) { () throws(Rejection) in try erase(&story, "student") }?.rule == "P06")
    story = try told()
    #expect(try hold(&story, "other", on: "2022-12-31") == held)
    #expect(
      try merge(&story, "other", into: "student")
        == ["person-other person.merged", "person-student person.legal-hold-placed"])
    let copied = try #require(try story.state(Person.self, "person-student")?.holds["h"])
    #expect(copied == (try story.state(Person.self, "person-other")?.holds["h"]))
    #expect(refused(.rule) { () throws(Rejection) in try erase(&story, "student") }?.rule == "P06")
    // It is lifted in each.
    for person in ["other", "student"] {
      try story.act(
        "liftLegalHold", "person", "person-\(person)", #""hold":"h""#, on: "2023-02-01", as: nil)
    }
    #expect(try erase(&story, "student").types == ["person.personal-data-erased"])
  }

  @Test func `are not merged as of a day before the hold, unless both are held`() throws {
    var story = try told()
    _ = try hold(&story, "other", on: "2023-01-10")
    refused(.wrongState) { () throws(Rejection) in try merge(&story, "other", into: "student") }
    _ = try hold(&story, "student", on: "2023-01-10")
    #expect(
      try merge(&story, "other", into: "student") == ["person-other person.merged"])
  }

  @Test(arguments: [
    (#","until":"2023-01-31""#, true), (#","until":"2024-12-31""#, false), ("", false),
  ])
  func `are held as long as either is, where both holds have one key`(
    survivor until: String, isCopied: Bool
  ) throws {
    var story = try told()
    try story.act(
      "placeLegalHold", "person", "person-student",
      #""hold":"h","reason":"STATUTORY_RETENTION"\#(until)"#, on: "2022-12-31", as: nil)
    _ = try hold(&story, "other", on: "2022-12-31")
    let copy = isCopied ? ["person-student person.legal-hold-placed"] : []
    #expect(
      try merge(&story, "other", into: "student") == ["person-other person.merged"] + copy)
    #expect(refused(.rule) { () throws(Rejection) in try erase(&story, "student") }?.rule == "P06")
  }

  @Test func `are not merged as of a day before the switch, unless both are switched off`() throws {
    var story = try told()
    for (person, isRefused) in [("other", true), ("student", false)] {
      try story.act(
        "switchRecommendationsOff", "person", "person-\(person)", on: "2023-01-10", as: nil)
      if isRefused {
        refused(.wrongState) { () throws(Rejection) in try merge(&story, "other", into: "student") }
      }
    }
    #expect(try merge(&story, "other", into: "student") == ["person-other person.merged"])
  }

  @Test func `have recommendations switched off together`() throws {
    let off = "person.recommendations-switched-off"
    func switchOff(_ story: inout Story, _ person: String) throws(Rejection) -> [String] {
      try story.act(
        "switchRecommendationsOff", "person", "person-\(person)", on: "2023-01-01", as: nil
      ).recorded.map { "\($0.stream.text) \($0.event.type.text)" }
    }
    var story = try told()
    _ = try merge(&story, "other", into: "student")
    #expect(try switchOff(&story, "other") == ["person-other \(off)", "person-student \(off)"])
    story = try told()
    #expect(try switchOff(&story, "other") == ["person-other \(off)"])
    #expect(
      try merge(&story, "other", into: "student", on: "2023-01-02")
        == ["person-other person.merged", "person-student \(off)"])
    // There they are switched on again.
    try story.act(
      "switchRecommendationsOn", "person", "person-student", on: "2023-01-03", as: nil)
    #expect(try story.state(Person.self, "person-student")?.hasRecommendationsOff == false)
  }
}
