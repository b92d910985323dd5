@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import Testing

/// The rules on how organisations end and what they file.
@Suite struct `What an organisation owes` {
  @Test func `R31-BRANCHES lets branches end first`() throws {
    func end(
      branch: String?, on day: String = "2023-05-01", as standing: String = "REPORTED",
      more: String = #""branchOf":"organisation-office""#
    ) throws -> [String] {
      var story = Story()
      try story.register("office")
      try story.register("branch", more)
      if let branch {
        try story.act("deregisterOrganisation", "organisation", "organisation-branch", on: branch)
      }
      do throws(Rejection) {
        return try story.act(
          "deregisterOrganisation", "organisation", "organisation-office", on: day, as: standing
        ).findings
      } catch {
        return ["refused by \(error.rule ?? error.reason)"]
      }
    }
    #expect(try end(branch: nil) == ["R31-BRANCHES"])
    #expect(try end(branch: nil, as: "DECIDED") == ["refused by R31-BRANCHES"])
    #expect(try end(branch: "2023-04-30") == [])
    #expect(try end(branch: "2023-05-01") == [])
    #expect(try end(branch: "2023-05-02") == ["R31-BRANCHES"])
    #expect(try end(branch: nil, more: "") == [])
    #expect(try end(branch: nil, more: #""runBy":"organisation-office""#) == [], "no branch")
    #expect(try end(branch: nil, on: "2022-02-28") == [], "not in force yet")
    #expect(try end(branch: nil, on: "2022-03-01") == ["R31-BRANCHES"])
    refused(.unknownStream) { () throws(Rejection) in
      var story = Story()
      try story.register("branch", #""branchOf":"organisation-office""#)
    }
  }

  @Test func `R31-BRANCHES is kept once the branch's end is told, or its registration voided`()
    throws
  {
    var story = Story()
    try story.register("office")
    let branch = try story.register("branch", #""branchOf":"organisation-office""#)
    try story.act(
      "deregisterOrganisation", "organisation", "organisation-office", on: "2023-05-01")
    #expect(try story.openFindings() == ["R31-BRANCHES"])
    var voided = story
    try voided.void("organisation-branch", branch.id)
    #expect(
      try voided.rejudge("organisation-office", "organisation.deregistered")
        == ["finding.withdrawn"])
    try story.act(
      "deregisterOrganisation", "organisation", "organisation-branch", on: "2023-04-01")
    #expect(
      try story.rejudge("organisation-office", "organisation.deregistered")
        == ["finding.withdrawn"])
  }

  private static let branchOf = #""branchOf":"organisation-office""#

  /// What the rule on branches says of an office that ends as our own act.
  private func end(_ story: inout Story) throws -> String {
    do throws(Rejection) {
      return try story.act(
        "deregisterOrganisation", "organisation", "organisation-office", on: "2023-05-01",
        as: "DECIDED"
      ).findings.joined()
    } catch {
      return "\(error.code) \(error.rule ?? "")"
    }
  }

  @Test func `R31-BRANCHES waits for no branch that is another by a merger`() throws {
    for (reason, day, isGone) in [
      ("DUPLICATE", "2023-06-01", true), ("LEGAL_MERGER", "2023-05-01", true),
      ("LEGAL_MERGER", "2023-05-02", false),
    ] {
      var story = Story()
      try story.register("office")
      for id in ["branch", "twin"] { try story.register(id, Self.branchOf) }
      try story.act(
        "mergeOrganisation", "organisation", "organisation-twin",
        #""into":"organisation-branch","reason":"\#(reason)""#, on: day, as: "DECIDED")
      var early = story
      #expect(try end(&early) == "rule R31-BRANCHES", "the other is there")
      try story.act(
        "deregisterOrganisation", "organisation", "organisation-branch", on: "2023-04-30")
      #expect(try end(&story) == (isGone ? "" : "rule R31-BRANCHES"), "\(reason) \(day)")
    }
  }

  @Test func `R31-BRANCHES can't tell of a branch whose beginning is not known`() throws {
    for (began, answer) in [
      ("<=2023-10-01", "cannotBeAssessed R31-BRANCHES"), ("2023", "cannotBeAssessed R31-BRANCHES"),
      ("2023-05-02", ""), ("2023-05-01", "rule R31-BRANCHES"),
    ] {
      var story = Story()
      try story.register("office")
      try story.tell(
        #"{"registerOrganisation":{"organisation":"organisation-b","details":{"kind":"ENTERPRISE","name":"B",\#(Self.branchOf)}}}"#,
        began)
      #expect(try end(&story) == answer, "\(began)")
    }
  }

  @Test func `R31-BRANCHES looks at so many branches, and at none that ended before`() throws {
    // Ended in that year: each may have been there.
    for (count, ended, answer) in [
      (256, "2023", ""), (257, "2023", "cannotBeAssessed R31-BRANCHES"), (257, "2022", ""),
    ] {
      var story = Story()
      try story.register("office")
      for index in 0..<count {
        try story.register("b\(index)", Self.branchOf)
        try story.act(
          "deregisterOrganisation", "organisation", "organisation-b\(index)", on: ended)
      }
      #expect(try end(&story) == answer, "\(count) \(ended)")
      #expect((story.past.lastReadings.count > 256) == (ended == "2023"))
    }
  }

  @Test func `R31-BRANCHES counts a branch until the day to which its end was corrected`() throws {
    for (corrected, answer) in [
      ("2022-06-01", ""), ("2023-05-01", ""), ("2023-05-02", "rule R31-BRANCHES"),
      ("2023", ""), ("2023-10", "rule R31-BRANCHES"),
    ] {
      var story = Story()
      try story.register("office")
      try story.register("branch", Self.branchOf)
      let ended = try story.act(
        "deregisterOrganisation", "organisation", "organisation-branch", on: "2022-04-01")
      try story.act(
        "deregisterOrganisation", "organisation", "organisation-branch", on: corrected,
        corrects: ended.id)
      // Its office may have to be judged again after it.
      let office = try StreamName(validating: "organisation-office")
      #expect(story.past.lastReadings.contains(.stream(office)))
      #expect(try end(&story) == answer, "\(corrected)")
    }
  }

  @Test func `R31-BRANCHES counts claims as before when an end is corrected`() throws {
    let code = "code.branch-office"
    var story = Story()
    try story.register("office")
    try story.register("branch", Self.branchOf)
    let ended = try story.act(
      "deregisterOrganisation", "organisation", "organisation-branch", on: "2022-04-01")
    func correct(_ day: String) throws -> Int {
      let before = try story.types(code).count
      try story.act(
        "deregisterOrganisation", "organisation", "organisation-branch", on: day,
        corrects: ended.id)
      return try story.types(code).count - before
    }
    #expect(try correct("2022-03-15") == 0, "earlier than was told")
    #expect(try correct("2023-06-01") == 2)
    #expect(try correct("2023-06-01") == 0)
    var holders = try #require(try story.state(CodeHolders.self, code))
    #expect(holders.holders == [])
    // One that never ended is there, once.
    try story.void("organisation-branch", ended.id)
    holders = try #require(try story.state(CodeHolders.self, code))
    #expect(holders.holders.map(\.text) == ["organisation-branch"])
    try story.act(
      "deregisterOrganisation", "organisation", "organisation-branch", on: "2023-01-01")
    holders = try #require(try story.state(CodeHolders.self, code))
    #expect(holders.holders == [])
  }

  /// Says that an organisation was a branch of another from the start.
  private func correct(
    _ story: inout Story, _ first: String, _ id: String, branchOf office: String
  ) throws(Rejection) -> Story.Outcome {
    try story.tell(
      #"{"corrects":"\#(first)","registerOrganisation":{"organisation":"organisation-\#(id)","details":{"kind":"ENTERPRISE","name":"O","branchOf":"organisation-\#(office)"}}}"#,
      "2020-01-01")
  }

  @Test func `is a branch of another, not of itself, however long the way is`() throws {
    let length = DecidingLimits.chainLinks
    var story = Story()
    let first = try story.register("b0")
    let other = try story.register("other")
    for number in 1...length {
      try story.register("b\(number)", #""branchOf":"organisation-b\#(number - 1)""#)
    }
    for number in [0, 1, 2, length] {
      let no = refused(.malformedValue, field: "registerOrganisation.details.branchOf") {
        () throws(Rejection) in
        try correct(&story, first.id, "b0", branchOf: "b\(number)")
      }
      #expect(no?.reason.contains("is no branch of itself") == true, "\(number)")
    }
    // Of a longer way it is said that it was not followed.
    try story.register("last", #""branchOf":"organisation-b\#(length)""#)
    let no = refused(.malformedValue) { () throws(Rejection) in
      try correct(&story, first.id, "b0", branchOf: "last")
    }
    #expect(no?.reason.contains("more than \(length) head offices") == true)
    #expect(try correct(&story, other.id, "other", branchOf: "b\(length - 1)").types.count == 2)
  }

  @Test func `R24-FILING of an HR institution files what it does within 15 days`() throws {
    func file(
      _ kind: String, begun: String, filed: String, as standing: String
    ) throws -> [String] {
      var story = Story()
      try story.register("o", kind: kind)
      return try story.act(
        "recordLicence", "organisation", "organisation-o",
        #""kind":"FILED_SERVICES","number":"1","begunOn":"\#(begun)""#, on: filed, as: standing
      ).findings
    }
    for standing in ["DECIDED", "REPORTED"] {
      for (begun, filed, findings) in [
        ("2022-06-01", "2022-06-16", []), ("2022-06-01", "2022-06-17", ["R24-FILING"]),
        // What may have been filed in time was.
        ("2022-06-01", "2022-06", []), ("2022-05-16", "2022-06", ["R24-FILING"]),
        ("2020-01-01", "2020-01-01", []),
      ] as [(String, String, [String])] {
        #expect(
          try file("HR_INSTITUTION", begun: begun, filed: filed, as: standing) == findings,
          "\(begun) \(filed)")
      }
      #expect(
        try file("ENTERPRISE", begun: "2022-06-01", filed: "2022-12-01", as: standing) == [])
    }
    var story = Story()
    try story.register("o", kind: "HR_INSTITUTION")
    for bad in [
      #""kind":"JOB_BROKING","number":"1","begunOn":"2022-06-01""#,
      #""kind":"FILED_SERVICES","number":"1","begunOn":"soon""#,
    ] {
      refused(.malformedValue, field: "recordLicence.details.begunOn") { () throws(Rejection) in
        try story.act("recordLicence", "organisation", "organisation-o", bad)
      }
    }
  }

  @Test func `R24-FILING holds from its first day in force on`() throws {
    let zone = Story().past.zone
    #expect(!Rule.filedServices.holds(on: try Moment(validating: "2018-09-30"), in: zone))
    #expect(Rule.filedServices.holds(on: try Moment(validating: "2018-10-01"), in: zone))
  }
}
