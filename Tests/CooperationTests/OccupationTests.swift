@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `An occupation` {
  private static let terms =
    #""details":{"employer":"organisation-host","terms":{"title":"T","occupation":"%"}}"#
  private static let employed =
    #""details":{"terms":{"path":"OFFLINE","graduate":"person-student","employer":"organisation-host","occupation":"%"}}"#
  private static let publish = #""publishVacancy":{"vacancy":"vacancy-v",\#(terms)}"#
  private static let declare =
    #""declareOutcome":{"outcome":"outcome-o","details":{"graduate":"person-student","facts":{"category":"10","occupation":"%"}}}"#

  /// Commands with a place for one, and what comes before.
  static let all: [(command: String, past: String?)] = [
    (#""draftVacancy":{"vacancy":"vacancy-v",\#(terms)}"#, nil), (publish, nil),
    (
      #""reviseVacancy":{"vacancy":"vacancy-v","details":{"terms":{"occupation":"%"}}}"#,
      publish.replacing("%", with: "fitter")
    ),
    (#""inviteGraduate":{"employment":"employment-e",\#(employed)}"#, nil),
    (#""enterEmploymentIntoForce":{"employment":"employment-e",\#(employed)}"#, nil),
    (declare, nil),
    (
      #""reviseOutcome":{"outcome":"outcome-o","details":{"reason":"CONTEST_UPHELD","facts":{"category":"10","occupation":"%"}}}"#,
      declare.replacing("%", with: "fitter")
    ),
    (
      #""requestTraining":{"training":"training-t","details":{"enterprise":"organisation-host","occupation":"%"}}"#,
      nil
    ),
    (
      #""planTraining":{"training":"training-t","details":{"provider":"organisation-school","occupation":"%"}}"#,
      nil
    ),
    (
      #""recommendJob":{"assistanceCase":"assistance-s","details":{"employer":"organisation-host","occupation":"%"}}"#,
      #""openAssistanceCase":{"assistanceCase":"assistance-s","details":{"graduate":"person-student"}}"#
    ),
  ]

  private func isHeld(
    _ command: String, after past: String?, _ occupation: String, in world: Story,
    on day: String = "2022-06-30"
  ) throws -> Bool {
    var story = world
    if let past { try story.tell(#"{"standing":"REPORTED",\#(past)}"#, "2022-01-01") }
    let told = try story.tell(
      #"{"standing":"REPORTED",\#(command.replacing("%", with: occupation))}"#, day)
    #expect(told.types != [])
    return told.reviews.contains("CODE")
  }

  private func world() throws -> Story {
    var story = try Story.world()
    try story.student()
    return story
  }

  @Test(arguments: all) func `is looked up where it is told by its code`(
    _ command: String, _ past: String?
  ) throws {
    let story = try world()
    for (occupation, isHeldBack) in [
      ("6-18-02-04", false), ("6-99-99-99", false), ("9-18-02-04", true), ("9", true),
      ("fitter", false), ("3D printing", false), ("焊工", false),
    ] {
      #expect(
        try isHeld(command, after: past, occupation, in: story) == isHeldBack, "\(occupation)")
    }
  }

  @Test(arguments: all) func `stands in a bureau's whole list on the day of the fact`(
    _ command: String, _ past: String?
  ) throws {
    var story = try world()
    try story.act(
      "addCodeListEntry", "codeList", "code.list-occupations",
      #""code":"6-18-02-04","nameZh":"焊工","validFrom":"2022-06-30""#, on: "2019-01-01", as: nil)
    try story.act(
      "publishCodeListVersion", "codeList", "code.list-occupations",
      #""version":"1","complete":true"#, on: "2019-01-02", as: nil)
    #expect(try !isHeld(command, after: past, "6-18-02-04", in: story))
    #expect(try isHeld(command, after: past, "6-18-02-04", in: story, on: "2022-06-29"))
    #expect(try isHeld(command, after: past, "6-31-01-03", in: story))
    #expect(try !isHeld(command, after: past, "fitter", in: story))
  }
}
