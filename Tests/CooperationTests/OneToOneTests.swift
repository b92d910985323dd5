@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import Testing

/// Which cases of assistance are help after which studies.
@Suite struct `A graduate of a key group is helped` {
  private static let day: Int64 = 86_400_000_000

  /// Two studies of one person, both with a diploma; the second belongs to a key group.
  private func graduated() throws -> Story {
    var story = try Story.world()
    try story.student()
    try story.student("other")
    try story.person("teacher")
    try story.tell(
      #"{"graduateStudent":{"enrolment":"enrolment-student","details":{}}}"#, "2022-06-30")
    try story.tell(
      #"{"enrolStudent":{"enrolment":"enrolment-second","details":{"person":"person-student","school":"organisation-school2","mode":"FULL_TIME"}}}"#,
      "2022-09-01")
    try story.tell(
      #"{"confirmKeyGroup":{"enrolment":"enrolment-second","details":{"confirmedBy":"organisation-school2"},"sensitive":{"group":"POVERTY"}}}"#,
      "2023-03-01")
    try story.tell(
      #"{"graduateStudent":{"enrolment":"enrolment-second","details":{}}}"#, "2023-06-30")
    return story
  }

  private func pass(_ story: inout Story, days: Int64) {
    story.past.now = RecordedTime(
      microseconds: story.past.now.microseconds + days * Self.day)
  }

  @discardableResult
  private func open(
    _ story: inout Story, for enrolment: String?, on day: String, graduate: String = "student",
    corrects: String? = nil
  ) throws(Rejection) -> String {
    let named = enrolment.map { #","enrolment":"enrolment-\#($0)""# } ?? ""
    return try story.act(
      "openAssistanceCase", "assistanceCase", "assistance-1",
      #""graduate":"person-\#(graduate)","owner":"person-teacher"\#(named)"#, on: day,
      corrects: corrects
    ).id
  }

  /// Whether the second studies are found without help after 31 days.
  private func isFound(_ help: (inout Story) throws -> Void) throws -> Bool {
    var story = try graduated()
    try help(&story)
    pass(&story, days: 31)
    return try story.rejudge("enrolment-second", "enrolment.graduated").contains("finding.opened")
  }

  private func isFound(case enrolment: String?, from day: String, to last: String? = nil) throws
    -> Bool
  {
    try isFound { story in
      try open(&story, for: enrolment, on: day)
      if let last {
        try story.act(
          "closeAssistanceCase", "assistanceCase", "assistance-1", #""reason":"LEFT""#,
          on: last)
      }
    }
  }

  @Test func `by a case for those studies`() throws {
    #expect(try isFound { _ in })
    #expect(try !isFound(case: "second", from: "2023-07-01"))
    #expect(try !isFound(case: "second", from: "2023-04-01", to: "2023-05-01"))
  }

  @Test func `by a case for others that was not over`() throws {
    #expect(try isFound(case: "student", from: "2022-07-01", to: "2022-09-01"))
    #expect(try isFound(case: "student", from: "2022-07-01", to: "2023-06-29"))
    #expect(try !isFound(case: "student", from: "2022-07-01", to: "2023-06-30"))
    #expect(try !isFound(case: "student", from: "2022-07-01"))
  }

  @Test func `by a case that names none and was not over when they began`() throws {
    #expect(try isFound(case: nil, from: "2022-07-01", to: "2022-08-31"))
    #expect(try !isFound(case: nil, from: "2022-07-01", to: "2022-09-01"))
    #expect(try !isFound(case: nil, from: "2023-01-01"))
  }

  @Test func `for each status by itself, whichever else has ended`() throws {
    func confirm(_ story: inout Story, _ group: String, on day: String, to last: String? = nil)
      throws -> String
    {
      let end = last.map { #","validTo":"\#($0)""# } ?? ""
      return try story.tell(
        #"{"confirmKeyGroup":{"enrolment":"enrolment-second","details":{"confirmedBy":"organisation-school2"\#(end)},"sensitive":{"group":"\#(group)"}}}"#,
        day
      ).id
    }
    func end(_ story: inout Story, _ confirmation: String?, on day: String) throws {
      let named = confirmation.map { #""confirmation":"\#($0)""# } ?? ""
      try story.act("endKeyGroup", "enrolment", "enrolment-second", named, on: day)
    }
    // One that ran out before the diploma leaves the other.
    #expect(
      try isFound { _ = try confirm(&$0, "DISABLED", on: "2023-03-02", to: "2023-04-30") })
    // So does one that is said to have ended; and when no status is named, all have.
    #expect(
      try isFound {
        let confirmation = try confirm(&$0, "DISABLED", on: "2023-03-02")
        try end(&$0, confirmation, on: "2023-04-30")
      })
    #expect(
      try !isFound {
        _ = try confirm(&$0, "DISABLED", on: "2023-03-02")
        try end(&$0, nil, on: "2023-04-30")
      })
    refused(.malformedValue, field: "endKeyGroup.details.confirmation") { () throws(Rejection) in
      do {
        var story = try graduated()
        try end(&story, "00000000-0000-4000-8000-000000000001", on: "2023-04-30")
      } catch let rejection as Rejection {
        throw rejection
      } catch {
        throw Rejection(.notPermitted, "\(error)")
      }
    }
  }

  @Test func `by no case that was another's`() throws {
    #expect(
      try isFound { story in
        let id = try open(&story, for: "second", on: "2023-07-01")
        try open(&story, for: "other", on: "2023-07-01", graduate: "other", corrects: id)
      })
    #expect(
      try !isFound { story in
        let id = try open(&story, for: "other", on: "2023-07-01", graduate: "other")
        try open(&story, for: "second", on: "2023-07-01", corrects: id)
      })
  }

  @Test func `by a case in time, also one that is told later`() throws {
    // What is told on 14 November is due on 14 December.
    for (day, isFound) in [("2023-12-13", false), ("2023-12-16", true)] {
      var story = try graduated()
      pass(&story, days: 40)
      try open(&story, for: "second", on: day)
      #expect(
        try story.rejudge("enrolment-second", "enrolment.graduated").contains("finding.opened")
          == isFound, "\(day)")
    }
  }
}
