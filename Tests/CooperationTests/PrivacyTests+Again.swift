@testable import Cooperation
import Deciding
import EventModel
import Testing

/// P01 and P03 after what they rest on has changed.
@Suite struct `Personal data and their ground` {
  /// Registers somebody on that day, with or without saying why.
  private func register(
    _ story: inout Story, on day: String, ground: String? = nil, personal: Bool = true
  ) throws(Rejection) -> Story.Outcome {
    let details =
      ground.map { #","details":{"legalBasis":{"purpose":"study","ground":"\#($0)"}}"# } ?? ""
    let name = personal ? #","personal":{"name":"N"}"# : ""
    return try story.tell(#"{"registerPerson":{"person":"person-p"\#(details)\#(name)}}"#, day)
  }

  @Test func `are judged again when the ground is corrected or voided`() throws {
    var story = Story()
    let registration = try register(&story, on: "2022-01-01")
    #expect(try story.openFindings() == ["P01"])
    var corrected = story
    try corrected.tell(
      #"{"corrects":"\#(registration.id)","registerPerson":{"person":"person-p","details":{"legalBasis":{"purpose":"study","ground":"CONTRACT"}},"personal":{"name":"N"}}}"#,
      "2022-01-01")
    #expect(try corrected.rejudge("person-p", "person.registered") == ["finding.withdrawn"])
    var voided = story
    try voided.void("person-p", registration.id)
    #expect(try voided.rejudge("person-p", "person.registered") == ["finding.withdrawn"])
    // A ground of a later day takes nothing back of what was kept before.
    try story.tell(
      #"{"recordLegalBasis":{"person":"person-p","details":{"purpose":"x","ground":"CONTRACT"}}}"#,
      "2022-03-01")
    #expect(try story.rejudge("person-p", "person.registered") == [])
  }

  @Test func `stay rectified, whatever else is judged again`() throws {
    var story = try Story.world()
    _ = try register(&story, on: "2022-01-01")
    let finding = Finding.stream(
      rule: "P01", subjects: [try StreamName(validating: "person-p")]
    ).text
    try story.tell(
      #"{"recordLegalBasis":{"person":"person-p","details":{"purpose":"x","ground":"CONTRACT"}}}"#,
      "2022-03-01")
    for (name, details) in [
      ("notifyFinding", #""organisation":"organisation-school""#),
      ("upholdFinding", #""reason":"so it was""#), ("rectifyFinding", #""measures":"a ground""#),
    ] {
      try story.tell(#"{"\#(name)":{"finding":"\#(finding)","details":{\#(details)}}}"#)
    }
    #expect(try story.state(Finding.self, finding)?.status == .rectified)
    #expect(try story.rejudge("person-p", "person.registered") == [])
  }

  @Test func `that were kept on a ground are found without it once it is voided`() throws {
    var story = try Story.world()
    _ = try register(&story, on: "2022-01-01", personal: false)
    let ground = try story.tell(
      #"{"recordLegalBasis":{"person":"person-p","details":{"purpose":"x","ground":"CONTRACT"}}}"#,
      "2022-01-02")
    try story.tell(
      #"{"enrolStudent":{"enrolment":"enrolment-p","details":{"person":"person-p","school":"organisation-school"},"personal":{"studentNumber":"7"}}}"#,
      "2022-02-01")
    #expect(
      try story.tell(
        #"{"confirmKeyGroup":{"enrolment":"enrolment-p","details":{"confirmedBy":"organisation-bureau"},"sensitive":{"group":"DISABLED"}}}"#,
        "2022-02-02"
      ).findings == [])
    try story.void("person-p", ground.id)
    try story.rejudge("enrolment-p", "enrolment.enrolled")
    #expect(try story.openFindings() == ["P01"])
    try story.rejudge("enrolment-p", "enrolment.key-group-confirmed")
    #expect(try story.openFindings() == ["P01", "P03"])
  }

  @Test func `that are kept rightly here don't excuse those that are not elsewhere`() throws {
    var story = try Story.world()
    _ = try register(&story, on: "2022-01-01", personal: false)
    for (enrolment, number, day) in [("a", "7", "2022-02-01"), ("b", "8", "2022-04-01")] {
      try story.tell(
        #"{"enrolStudent":{"enrolment":"enrolment-\#(enrolment)","details":{"person":"person-p","school":"organisation-school"},"personal":{"studentNumber":"\#(number)"}}}"#,
        day)
      if enrolment == "a" {
        #expect(try story.openFindings() == ["P01"])
        try story.tell(
          #"{"recordLegalBasis":{"person":"person-p","details":{"purpose":"x","ground":"CONTRACT"}}}"#,
          "2022-03-01")
      }
    }
    #expect(try story.rejudge("enrolment-b", "enrolment.enrolled") == [])
    #expect(try story.openFindings() == ["P01"])
  }
}
