@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `A post for interns` {
  static let stream = "host.post-1"
  static let topics =
    #""topics":["QUALIFICATION","CREDIT","MANAGEMENT","POST","WORKING_HOURS","WORKING_ENVIRONMENT","LIVING_ENVIRONMENT","HEALTH_AND_SAFETY"]"#
  static let inspection =
    #""host":"organisation-host","school":"organisation-school","onSite":true,\#(topics),"result":"PASSED","report":"report 1""#
  /// A post of which everything is known and nothing is wrong.
  static let terms =
    #""title":"Fitter","majors":["460701"],"places":2,"postStaff":10,"workplace":"FACTORY","monthlyPayFen":"320000","samePostWageFen":"400000","independentWork":true,"dailyMinutes":480,"labourClass":2"#

  let step = Acts("hostPost", Self.stream, on: "2022-06-01", as: "REPORTED")

  func told(staff: Int? = 100) throws -> Story {
    var story = try Story.world()
    if let staff {
      try story.act(
        "reportStaffCount", "organisation", "organisation-host", #""total":\#(staff)"#,
        on: "2020-02-01")
    }
    return story
  }

  func offered(_ terms: String = Self.terms) throws -> Story {
    var story = try told()
    _ = try step(
      &story, "offerHostPost", #""host":"organisation-host","terms":{\#(terms)}"#, as: "DECIDED")
    return story
  }

  private func state(_ story: Story) throws -> HostPost {
    try #require(try story.state(HostPost.self, Self.stream))
  }

  /// The findings of an offer with these terms, or the rule that refuses it.
  func findings(
    _ terms: String, on day: String = "2022-06-01", region: String? = nil, staff: Int? = 100,
    as standing: String = "REPORTED"
  ) throws -> [String] {
    var story = try told(staff: staff)
    let place = region.map { #","region":"\#($0)""# } ?? ""
    do throws(Rejection) {
      return try step(
        &story, "offerHostPost",
        #""host":"organisation-host","terms":{"title":"T",\#(terms)\#(place)}"#, on: day,
        as: standing
      ).findings.sorted()
    } catch {
      return ["refused by \(error.rule ?? error.reason)"]
    }
  }

  @Test func `is inspected, offered, approved, revised, declined and withdrawn`() throws {
    var story = try told()
    _ = try step(&story, "inspectHostPost", Self.inspection, on: "2022-05-01", as: "DECIDED")
    #expect(try state(story).phase == .known)
    let offer = #""host":"organisation-host","terms":{\#(Self.terms)}"#
    #expect(try step(&story, "offerHostPost", offer, as: "DECIDED").findings == [])
    #expect(
      try step(
        &story, "approveHostPost", #""school":"organisation-school","to":"2022-12-31""#,
        on: "2022-06-02", as: "DECIDED"
      ).findings == [])
    let school = try StreamName(validating: "organisation-school")
    let post = try state(story)
    for (day, holds) in [
      ("2022-06-01", false), ("2022-06-02", true), ("2022-12-31", true), ("2023-01-01", false),
    ] {
      #expect(
        post.isApproved(by: school, on: try CivilDate(validating: day), in: .shanghai) == holds)
    }
    _ = try step(
      &story, "reviseHostPost", #""terms":{"places":1,"majors":["460702"]}"#, on: "2022-06-03")
    #expect(try state(story).terms.places == 1)
    #expect(try state(story).terms.majors == ["460702"])
    #expect(try state(story).terms.title == "Fitter")
    _ = try step(
      &story, "declineHostPost", #""school":"organisation-school","reason":"SAFETY""#,
      on: "2022-06-04", as: "DECIDED")
    #expect(try state(story).approvals.isEmpty)
    #expect(try state(story).declinedBy == [school])
    _ = try step(&story, "withdrawHostPost", on: "2022-06-05", as: "DECIDED")
    #expect(try state(story).phase == .withdrawn)
    refused(.wrongState) { () throws(Rejection) in
      try step(
        &story, "reviseHostPost", #""terms":{"places":1}"#, on: "2022-06-06", as: "DECIDED")
    }
    #expect(
      try step(&story, "offerHostPost", offer, on: "2022-07-01", as: "DECIDED").findings == [])
    #expect(try state(story).phase == .offered)
    #expect(try state(story).outOfOrder == [])
  }

  @Test func `is refused when it is badly described`() throws {
    var story = try told()
    for bad in [
      #""host":"organisation-host","terms":{"places":2}"#,
      #""host":"organisation-host","terms":{"title":"T"}"#,
      #""host":"organisation-host","terms":{"title":"T","places":0}"#,
      #""host":"organisation-host","terms":{"title":"T","places":1,"majors":["4607"]}"#,
      #""host":"organisation-host","terms":{"title":"T","places":1,"dailyMinutes":1441}"#,
      #""host":"organisation-host","terms":{"title":"T","places":1,"labourClass":5}"#,
      #""host":"organisation-host","terms":{"title":"T","places":1,"samePostWageFen":"-1"}"#,
      #""host":"organisation-host","terms":{"title":"T","places":1,"from":"2022-07-01","to":"2022-06-30"}"#,
      #""terms":{"title":"T","places":1}"#,
    ] {
      refused(.malformedValue) { () throws(Rejection) in
        try step(&story, "offerHostPost", bad, as: "DECIDED")
      }
    }
    refused(.unknownStream) { () throws(Rejection) in
      try step(&story, "offerHostPost", #""host":"organisation-x""#)
    }
    refused(.malformedValue, field: "inspectHostPost.details.deficient") {
      () throws(Rejection) in
      try step(
        &story, "inspectHostPost",
        #""host":"organisation-host","topics":["POST"],"deficient":["CREDIT"]"#)
    }
    refused(.malformedValue, field: "inspectHostPost.details.host") { () throws(Rejection) in
      try step(&story, "inspectHostPost", #""school":"organisation-school""#)
    }
    // A report of who, what and when is enough.
    #expect(try step(&story, "offerHostPost", #""host":"organisation-host""#).findings == [])
    refused(.malformedValue, field: "offerHostPost.details.host") { () throws(Rejection) in
      try step(&story, "offerHostPost", #""host":"organisation-host2""#)
    }
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "reviseHostPost", #""terms":{}"#)
    }
  }

  @Test func `R04 keeps interns out of places of entertainment, more of them since 2021`() throws {
    #expect(
      try findings(#""workplace":"BAR","places":1"#, as: "DECIDED") == ["refused by R04"])
    for (place, day, expected) in [
      ("BAR", "2021-12-31", ["R04"]), ("INTERNET_CAFE", "2021-12-31", ["R04"]),
      ("INTERNET_CAFE", "2021-12-30", []), ("BAR", "2021-12-30", ["R04-2016"]),
      ("BAR", "2016-04-11", ["R04-2016"]), ("BAR", "2016-04-10", []),
      ("HOTEL_OR_RESTAURANT", "2022-06-01", []),
    ] {
      #expect(
        try findings(#""workplace":"\#(place)""#, on: day) == expected, "\(place) on \(day)")
    }
    #expect(Rule.barredPlaces2016.isVerified == false)
  }

  @Test func `R06 bars hard labour`() throws {
    #expect(try findings(#""labourClass":3"#) == ["R06"])
    #expect(try findings(#""labourClass":2"#) == [])
    #expect(try findings(#""labourClass":3"#, on: "2021-12-30") == [])
    // A finding for our own act too.
    #expect(try findings(#""labourClass":4,"places":1,"postStaff":9"#, as: "DECIDED") == ["R06"])
  }

  @Test func `R07 bounds the day, and in Ningbo the week`() throws {
    #expect(try findings(#""dailyMinutes":480"#) == [])
    #expect(try findings(#""dailyMinutes":481"#) == ["R07"])
    #expect(try findings(#""dailyMinutes":481"#, on: "2016-04-11") == ["R07"])
    #expect(try findings(#""dailyMinutes":481"#, on: "2016-04-10") == [])
    #expect(try findings(#""weeklyMinutes":2401"#, region: "330203") == ["R07-3302"])
    #expect(try findings(#""weeklyMinutes":2400"#, region: "330203") == [])
    #expect(try findings(#""weeklyMinutes":2401"#, region: "330102") == [])
    for (day, expected) in [
      ("2009-02-28", []), ("2009-03-01", ["R07-3302-2009"]), ("2019-12-31", ["R07-3302-2009"]),
      ("2020-01-01", ["R07-3302"]),
    ] {
      #expect(
        try findings(#""weeklyMinutes":2460"#, on: day, region: "330203") == expected, "\(day)")
    }
    for odd in [
      #""overtime":true"#, #""nightWork":true"#, #""holidayWork":true"#,
      #""hazards":["UNDERGROUND"]"#,
    ] {
      #expect(try findings(odd) == ["R07"], "\(odd)")
      #expect(try findings(odd + #","filedException":"filing 1""#) == [], "\(odd)")
    }
    #expect(try findings(#""hazards":["PROHIBITED_FOR_MINORS"]"#) == [])
    #expect(
      try findings(#""dailyMinutes":481,"filedException":"filing 1""#) == ["R07"], "no exception")
  }

  @Test func `R08 has a floor, another one since the end of 2021`() throws {
    let independent = #","independentWork":true"#
    func pay(_ fen: Int, _ wages: String, on day: String) throws -> [String] {
      try findings(#""monthlyPayFen":"\#(fen)",\#(wages)"# + independent, on: day)
    }
    let same = #""samePostWageFen":"400001""#
    #expect(try pay(320_001, same, on: "2021-12-31") == [])
    #expect(try pay(320_000, same, on: "2021-12-31") == ["R08-FLOOR"])
    // The lowest grade is enough, where it is lower.
    #expect(try pay(300_000, same + #","lowestGradeWageFen":"300000""#, on: "2022-06-01") == [])
    #expect(
      try pay(299_999, same + #","lowestGradeWageFen":"300000""#, on: "2022-06-01")
        == ["R08-FLOOR"])
    let probation = #""probationWageFen":"300000""#
    #expect(try pay(240_000, probation, on: "2021-12-30") == [])
    #expect(try pay(239_999, probation, on: "2021-12-30") == ["R08-FLOOR-2016"])
    #expect(try pay(239_999, probation, on: "2016-04-10") == [])
    // Not independent: nothing is promised. Unknown wages can't be assessed.
    #expect(
      try findings(#""monthlyPayFen":"1","samePostWageFen":"400000","independentWork":false"#)
        == [])
    #expect(try findings(#""monthlyPayFen":"1","independentWork":true"#) == ["R08-FLOOR"])
    #expect(try findings(#""monthlyPayFen":"1","samePostWageFen":"400000""#) == ["R08-FLOOR"])
    #expect(try findings(#""samePostWageFen":"400000","independentWork":true"#) == [])
    #expect(!Rule.payFloor2016.isVerified && Rule.payFloor.isVerified)
  }

  @Test func `R08 says when it can't be assessed`() throws {
    var story = try told()
    let outcome = try step(
      &story, "offerHostPost",
      #""host":"organisation-host","terms":{"monthlyPayFen":"1","independentWork":true}"#)
    #expect(outcome.decision.findings.map(\.severity) == [.advisory])
    #expect(outcome.decision.findings[0].reason.hasPrefix("cannot be assessed"))
  }

  @Test func `R11 wants more than simple repetition`() throws {
    #expect(try findings(#""repetitiveOnly":true"#) == ["R11"])
    #expect(try findings(#""repetitiveOnly":false"#) == [])
    #expect(try findings(#""repetitiveOnly":true"#, on: "2021-12-30") == [])
  }

  @Test func `R14 lets a school approve only what it has inspected`() throws {
    func approve(
      _ inspection: String?, school: String = "school", on day: String = "2022-06-02",
      as standing: String = "DECIDED"
    ) throws -> String {
      var story = try told()
      if let inspection {
        _ = try step(&story, "inspectHostPost", inspection, on: "2015-05-01")
      }
      _ = try step(
        &story, "offerHostPost", #""host":"organisation-host","terms":{}"#, on: "2015-06-01")
      do throws(Rejection) {
        return try step(
          &story, "approveHostPost", #""school":"organisation-\#(school)""#, on: day, as: standing
        ).findings.joined()
      } catch {
        return "refused by \(error.rule ?? error.reason)"
      }
    }
    #expect(try approve(Self.inspection) == "")
    #expect(try approve(nil) == "refused by R14")
    #expect(try approve(nil, as: "REPORTED") == "R14")
    #expect(try approve(nil, on: "2016-04-11") == "refused by R14")
    #expect(try approve(nil, on: "2016-04-10") == "")
    #expect(try approve(nil, school: "university") == "")
    // What is not told of a look is not taken for done, nor for left undone.
    for untold in [#""onSite":true,"#, #""result":"PASSED","#] {
      let inspection = Self.inspection.replacing(untold, with: "")
      #expect(inspection != Self.inspection)
      #expect(try approve(inspection) == "refused by R14", "\(untold)")
      var story = try told()
      _ = try step(&story, "inspectHostPost", inspection, on: "2022-05-01")
      _ = try step(&story, "offerHostPost", #""host":"organisation-host","terms":{}"#)
      let reported = try step(
        &story, "approveHostPost", #""school":"organisation-school""#, on: "2022-06-02")
      #expect(reported.decision.findings.map(\.severity) == [.advisory], "\(untold)")
    }
    // Another school's look is not one's own.
    #expect(try approve(Self.inspection, school: "school2") == "refused by R14")
    for bad in [
      Self.inspection.replacing("PASSED", with: "FAILED"),
      Self.inspection.replacing(#""onSite":true"#, with: #""onSite":false"#),
      Self.inspection.replacing(#""CREDIT","#, with: ""),
      Self.inspection.replacing(#","report":"report 1""#, with: ""),
    ] {
      #expect(bad != Self.inspection)
      #expect(try approve(bad) == "refused by R14", "\(bad)")
    }
  }

  @Test func `of a major that stands in no list is held for review`() throws {
    var story = try told()
    let outcome = try step(
      &story, "offerHostPost", #""host":"organisation-host","terms":{"majors":["990101"]}"#)
    #expect(outcome.reviews == ["CODE"])
  }

  @Test func `is not approved before it is offered`() throws {
    var story = try told()
    _ = try step(&story, "inspectHostPost", Self.inspection, on: "2022-05-01")
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "approveHostPost", #""school":"organisation-school""#, as: "DECIDED")
    }
    #expect(
      try step(&story, "approveHostPost", #""school":"organisation-school""#).findings
        == ["ORDER"])
  }

  @Test func `is corrected and voided`() throws {
    var story = try told()
    let offer = try step(
      &story, "offerHostPost", #""host":"organisation-host","terms":{"dailyMinutes":600}"#)
    #expect(offer.findings == ["R07"])
    _ = try step(
      &story, "offerHostPost", #""host":"organisation-host","terms":{"dailyMinutes":480}"#,
      corrects: offer.id)
    #expect(try state(story).terms.dailyMinutes == 480)
    #expect(try state(story).outOfOrder == [])
    #expect(try story.rejudge(Self.stream, "host-post.offered") == ["finding.withdrawn"])
    try story.void(Self.stream, offer.id)
    #expect(try story.state(HostPost.self, Self.stream) == nil)
  }

  @Test func `has no last day before its first`() throws {
    var story = try offered(Self.terms + #","from":"2022-07-01""#)
    func revise(_ terms: String, as standing: String = "DECIDED") throws(Rejection)
      -> Story.Outcome
    {
      try step(&story, "reviseHostPost", #""terms":{\#(terms)}"#, on: "2022-06-02", as: standing)
    }
    refused(.malformedValue, field: "reviseHostPost.details.terms.to") { () throws(Rejection) in
      try revise(#""to":"2022-06-30""#)
    }
    #expect(try revise(#""to":"2022-07-01""#).types == ["host-post.revised"])
    refused(.malformedValue, field: "reviseHostPost.details.terms.from") { () throws(Rejection) in
      try revise(#""from":"2022-07-02""#)
    }
    #expect(try revise(#""from":"2022-08-01","to":"2022-12-31""#).types == ["host-post.revised"])
    // What was revised elsewhere is told as it is, and perhaps not in order.
    #expect(try revise(#""to":"2022-07-31""#, as: "REPORTED").types == ["host-post.revised"])
    // An old contradiction is no reason against another change.
    #expect(try revise(#""places":1"#).types == ["host-post.revised"])
  }

  @Test func `is not approved until a day that was over`() throws {
    var story = try offered()
    func approve(_ last: String) throws(Rejection) -> [String] {
      try step(
        &story, "approveHostPost", #""school":"organisation-school","to":"\#(last)""#,
        on: "2022-06-02"
      ).types
    }
    refused(.malformedValue, field: "approveHostPost.details.to") { () throws(Rejection) in
      try approve("2022-06-01")
    }
    #expect(try approve("2022-06-02").first == "host-post.approved")
  }
}
