@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import Testing

extension `A post for interns` {
  @Test func `R09 counts places among the staff of that day`() throws {
    #expect(try findings(#""places":10,"postStaff":50"#) == [])
    #expect(try findings(#""places":11,"postStaff":55"#) == ["R09"])
    #expect(try findings(#""places":10,"postStaff":49"#) == ["R09"])
    #expect(try findings(#""places":10,"postStaff":49"#, on: "2016-04-10") == [])
    #expect(try findings(#""places":1,"postStaff":50"#, staff: nil) == ["R09"], "not known")
    #expect(try findings(#""places":1"#) == ["R09"], "not known")
    var story = try told(staff: 5)
    try story.act(
      "reportStaffCount", "organisation", "organisation-host", #""total":1000"#, on: "2022-07-01")
    let offer = #""host":"organisation-host","terms":{"places":5,"postStaff":100}"#
    let early = try step(&story, "offerHostPost", offer, on: "2022-06-30")
    #expect(early.findings == ["R09"])
    #expect(early.decision.findings[0].severity == .advisory)
    #expect(early.decision.findings[0].reason.contains("10 %"))
  }

  @Test func `R09 counts the places of all of a host's posts`() throws {
    func second(
      _ terms: String, first: String = #""title":"Fitter","places":6,"postStaff":50"#,
      host: String = "host", on day: String = "2022-06-02"
    ) throws -> [String] {
      var story = try told()
      try story.act(
        "reportStaffCount", "organisation", "organisation-host2", #""total":100"#,
        on: "2020-02-01")
      _ = try step(
        &story, "offerHostPost", #""host":"organisation-host","terms":{\#(first)}"#)
      let outcome = try story.act(
        "offerHostPost", "hostPost", "host.post-2",
        #""host":"organisation-\#(host)","terms":{\#(terms)}"#, on: day)
      return outcome.decision.findings.filter { $0.rule == "R09" }.map(\.reason)
    }
    let painter = #""title":"Painter","places":4,"postStaff":50"#
    #expect(try second(painter) == [])
    #expect(
      try second(#""title":"Painter","places":5,"postStaff":50"#)
        == ["11 places at 2 posts are more than 10 % of 100 staff on post"])
    #expect(try second(#""title":"Painter","places":5,"postStaff":50"#, host: "host2") == [])
    // A fifth of those at the same kind of post, by its title.
    #expect(
      try second(#""title":"Fitter","places":4,"postStaff":49"#)
        == ["10 places are more than 20 % of 49 staff at the same kind of post"])
    #expect(try second(#""title":"Fitter","places":4,"postStaff":50"#) == [])
    #expect(try second(#""title":"Painter","places":4,"postStaff":20"#) == [])
    // Not over the same instant: one begins when the other has ended, or was offered later.
    let spring = #""title":"Fitter","places":6,"postStaff":50,"to":"2022-06-30""#
    let more = #""title":"Painter","places":5,"postStaff":50,"from":"2022-0"#
    #expect(try second(more + #"7-01""#, first: spring) == [])
    #expect(try second(more + #"6-30""#, first: spring).count == 1)
    #expect(
      try second(#""title":"Painter","places":5,"postStaff":50"#, on: "2022-05-31") == [])
  }

  @Test func `R09 counts the places that are there at one instant`() throws {
    func third(_ terms: String, kind: String = "Painter") throws -> [String] {
      var story = try told()
      for (index, days) in [
        #""from":"2023-01-01","to":"2023-06-30""#, #""from":"2023-07-01","to":"2023-12-31""#,
      ].enumerated() {
        try story.act(
          "offerHostPost", "hostPost", "host.post-\(index + 2)",
          #""host":"organisation-host","terms":{"title":"\#(kind)","places":5,"postStaff":50,\#(days)}"#,
          on: "2022-06-01")
      }
      let offer = #""host":"organisation-host","terms":{"title":"Fitter",\#(terms)}"#
      return try step(&story, "offerHostPost", offer).decision.findings.filter {
        $0.rule == "R09"
      }.map(\.reason)
    }
    let year = #","from":"2023-01-01","to":"2023-12-31""#
    #expect(try third(#""places":5,"postStaff":25"# + year) == [])
    #expect(
      try third(#""places":6,"postStaff":30"# + year)
        == ["11 places at 2 posts are more than 10 % of 100 staff on post"])
    #expect(try third(#""places":5,"postStaff":25"#) == [], "always there")
    #expect(
      try third(#""places":6,"postStaff":30,"to":"2023-01-01""#)
        == ["11 places at 2 posts are more than 10 % of 100 staff on post"])
    #expect(try third(#""places":6,"postStaff":30,"to":"2022-12-31""#) == [])
    #expect(try third(#""places":10,"postStaff":50,"from":"2024-01-01""#) == [])
    // So it is of those at the same kind of post.
    #expect(try third(#""places":5,"postStaff":50"# + year, kind: "Fitter") == [])
    #expect(
      try third(#""places":5,"postStaff":49"# + year, kind: "Fitter")
        == ["10 places are more than 20 % of 49 staff at the same kind of post"])
  }

  @Test func `R09 looks at no post that was withdrawn before`() throws {
    var story = try offered(#""title":"Fitter","places":6,"postStaff":50"#)
    _ = try step(&story, "withdrawHostPost", on: "2022-06-03")
    for (id, day, isRead) in [("2", "2022-06-02", true), ("3", "2022-06-04", false)] {
      try story.act(
        "offerHostPost", "hostPost", "host.post-\(id)",
        #""host":"organisation-host","terms":{"title":"Painter","places":1,"postStaff":50}"#,
        on: day)
      #expect(
        story.past.lastReadings.contains(.stream(try StreamName(validating: Self.stream)))
          == isRead, "\(day)")
    }
    // Without places there is nothing to count.
    try story.act(
      "offerHostPost", "hostPost", "host.post-4", #""host":"organisation-host","terms":{}"#,
      on: "2022-06-02")
    #expect(
      !story.past.lastReadings.contains(.stream(try StreamName(validating: "host.post-2"))))
  }

  @Test func `R09 counts a post no more that was withdrawn before`() throws {
    var story = try offered(#""title":"Fitter","places":6,"postStaff":50"#)
    _ = try step(&story, "withdrawHostPost", on: "2022-06-03")
    func offer(_ id: String, on day: String) throws(Rejection) -> [String] {
      try story.act(
        "offerHostPost", "hostPost", "host.post-\(id)",
        #""host":"organisation-host","terms":{"title":"Painter","places":5,"postStaff":50}"#,
        on: day
      ).findings
    }
    #expect(try offer("2", on: "2022-06-02") == ["R09"], "they were there together")
    _ = try story.act("withdrawHostPost", "hostPost", "host.post-2", on: "2022-06-03")
    #expect(try offer("3", on: "2022-06-04") == [])
  }
}
