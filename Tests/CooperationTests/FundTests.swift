@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `Who is barred from grants` {
  private func barred(until: String = "2022-12-31") throws -> GrantTale {
    var tale = try GrantTale()
    try tale.story.act(
      "barFromGrants", "organisation", "organisation-school",
      #""until":"\#(until)","reason":"fraud""#, on: "2022-06-30", as: nil)
    return tale
  }

  @Test func `applies for none until the bar has ended`() throws {
    for (day, isBarred) in [("2022-12-31", true), ("2023-01-01", false)] {
      var tale = try barred()
      if isBarred {
        let no = refused(.rule) { () throws(Rejection) in
          try tale.act("applyForGrant", GrantTale.application, on: day)
        }
        #expect(no?.rule == "R22-BAR")
        #expect(
          try tale.act("applyForGrant", GrantTale.application, on: day, as: "REPORTED").findings
            == ["R22-BAR"])
      } else {
        #expect(try tale.act("applyForGrant", GrantTale.application, on: day).findings == [])
      }
    }
  }

  @Test func `is barred wherever the fund is, and before the text of 2020`() throws {
    func apply(
      _ territory: String?, on day: String = "2022-07-01", as standing: String = "REPORTED"
    ) throws -> [String] {
      var tale = try GrantTale(territory: territory)
      try tale.story.act(
        "barFromGrants", "organisation", "organisation-school",
        #""until":"2022-07-01","reason":"fraud""#, on: "2018-06-30", as: nil)
      do throws(Rejection) {
        return try tale.act("applyForGrant", GrantTale.application, on: day, as: standing)
          .findings.filter { $0 != "APPLICANTS" }
      } catch {
        return ["refused by \(error.rule ?? error.reason)"]
      }
    }
    for territory in [nil, "51", "33"] {
      #expect(try apply(territory) == ["BARRED"])
      #expect(try apply(territory, as: "DECIDED") == ["refused by BARRED"])
      #expect(try apply(territory, on: "2022-07-02", as: "DECIDED") == [])
    }
    #expect(try apply("3302") == ["R22-BAR"])
    #expect(try apply("3302", on: "2020-01-01") == ["R22-BAR"])
    #expect(try apply("3302", on: "2019-12-31") == ["BARRED"])
  }

  @Test func `is barred from some day to a later one, for a reason`() throws {
    for details in [
      #""reason":"fraud""#, #""until":"2022-06-29","reason":"fraud""#, #""until":"2022-12-31""#,
    ] {
      var tale = try GrantTale()
      refused(.malformedValue) { () throws(Rejection) in
        try tale.story.act(
          "barFromGrants", "organisation", "organisation-school", details, as: nil)
      }
    }
  }

  @Test func `was free before the bar`() throws {
    let tale = try barred()
    let school = try #require(try tale.story.state(Organisation.self, "organisation-school"))
    func until(_ day: String) throws -> String? {
      school.lastDayBarredFromGrants(on: try CivilDate(validating: day), in: .shanghai)?.description
    }
    #expect(try until("2022-06-29") == nil)
    #expect(try until("2022-06-30") == "2022-12-31")
    #expect(try until("2022-12-31") == "2022-12-31")
    #expect(try until("2023-01-01") == nil)
  }
}

@Suite struct `A fund` {
  @Test func `is established, filled and closed`() throws {
    var tale = try GrantTale()
    try tale.story.act("increaseFundBudget", "fund", "fund-f", #""byFen":"500""#, on: "2022-03-01")
    #expect(try tale.fund().budgetFen == 1500)
    try tale.story.act(
      "closeFund", "fund", "fund-f", #""reason":"spent""#, on: "2022-12-31", as: "DECIDED")
    #expect(try tale.fund().phase == .closed)
    refused(.wrongState) { () throws(Rejection) in
      try tale.story.act(
        "setFundBudget", "fund", "fund-f", #""amountFen":"1""#, on: "2023-01-01", as: "DECIDED")
    }
  }

  @Test(arguments: [
    "", #""name":" ""#, #""name":"F","territory":"33020""#, #""name":"F","year":0"#,
    #""name":"F","publicationDays":-1"#,
  ])
  func `is refused where a field is malformed`(details: String) throws {
    var story = try Story.world()
    refused(.malformedValue) { () throws(Rejection) in
      try story.act("establishFund", "fund", "fund-x", details)
    }
  }

  @Test func `that is ours has a manager, and amounts are amounts`() throws {
    var tale = try GrantTale()
    refused(.malformedValue) { () throws(Rejection) in
      try tale.story.act("establishFund", "fund", "fund-x", #""name":"F""#, as: "DECIDED")
    }
    for fen in ["0", "-1", "100000000000001"] {
      refused(.malformedValue) { () throws(Rejection) in
        try tale.story.act("setFundBudget", "fund", "fund-f", #""amountFen":"\#(fen)""#)
      }
    }
  }
}
