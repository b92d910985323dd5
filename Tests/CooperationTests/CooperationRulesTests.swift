@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `R31` {
  private func rested(_ from: String, _ to: String, _ end: String) throws -> [String] {
    var story = try Story.world()
    try story.act(
      "suspendOrganisation", "organisation", "organisation-host", #""reason":"r""#, on: from)
    return try story.act(end, "organisation", "organisation-host", on: to).findings
  }

  @Test(arguments: ["resumeOrganisation", "deregisterOrganisation"])
  func `lets business rest for three years at most`(end: String) throws {
    #expect(try rested("2020-03-01", "2023-03-01", end) == [])
    #expect(try rested("2020-03-01", "2023-03-02", end) == ["R31"])
    #expect(try rested("2020-02-29", "2023-02-28", end) == [])
    #expect(try rested("2020-02-29", "2023-03-01", end) == ["R31"])
    // A month that may hold the day is not held against them.
    #expect(try rested("2020-03-01", "2023-03", end) == [])
    // Before the regulations took effect.
    #expect(try rested("2018-01-01", "2022-02-28", end) == [])
    #expect(try rested("2018-01-01", "2022-03-01", end) == ["R31"])
  }

  @Test func `counts the last rest`() throws {
    var story = try Story.world()
    for (name, day) in [
      ("suspendOrganisation", "2019-01-01"), ("resumeOrganisation", "2020-01-01"),
      ("suspendOrganisation", "2021-01-01"),
    ] {
      try story.act(name, "organisation", "organisation-host", #""reason":"r""#, on: day)
    }
    #expect(
      try story.act("resumeOrganisation", "organisation", "organisation-host", on: "2023-06-01")
        .findings == [])
  }
}

@Suite struct `R18` {
  private func drafted(
    _ from: String, _ to: String, forms: String = #""INTERNSHIP""#, on day: String = "2022-06-30"
  ) throws -> [String] {
    var story = try Story.world()
    return try story.act(
      "draftAgreement", "agreement", "agreement-a",
      #""parties":["organisation-school","organisation-host"],"forms":[\#(forms)],"from":"\#(from)","to":"\#(to)""#,
      on: day, as: "DECIDED"
    ).findings
  }

  @Test func `notes a term of less than three years where interns are taken`() throws {
    #expect(try drafted("2022-07-01", "2025-06-30") == [])
    #expect(try drafted("2022-07-01", "2025-06-29") == ["R18"])
    #expect(try drafted("2022-07-01", "2023-06-30", forms: #""CURRICULUM""#) == [])
    #expect(try drafted("2018-07-01", "2019-06-30", on: "2018-02-28") == [])
    #expect(try drafted("2018-07-01", "2019-06-30", on: "2018-03-01") == ["R18"])
    #expect(RuleBook.rule("R18")?.isVerified == false)
  }

  @Test func `looks at the term as an amendment leaves it`() throws {
    var story = try Story.world()
    try story.agreement(
      "agreement-a", #","forms":["INTERNSHIP"],"from":"2022-07-01","to":"2025-06-30""#)
    #expect(
      try story.act(
        "proposeAgreementAmendment", "agreement", "agreement-a",
        #""amendment":"1","to":"2024-06-30""#, on: "2022-09-01"
      ).findings == ["R18"])
  }
}
