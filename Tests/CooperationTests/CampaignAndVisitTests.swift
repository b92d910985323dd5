@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import SwiftProtobuf
import Testing

@Suite struct `A campaign` {
  static let stream = "campaign-1"

  private let step = Acts("campaign", Self.stream, on: "2023-03-01", as: "DECIDED")

  private func launched(_ details: String = #""name":"Week","kind":"PROMOTION_WEEK""#) throws
    -> Story
  {
    var story = try Story.world()
    _ = try step(&story, "launchCampaign", details)
    return story
  }

  private func state(_ story: Story) throws -> Campaign {
    try #require(try story.state(Campaign.self, Self.stream))
  }

  @Test func `is left by who had joined, also where that is told later`() throws {
    let agency = #""organisation":"organisation-agency""#
    var story = try launched()
    #expect(
      try step(&story, "leaveCampaign", agency, on: "2023-03-03", as: "REPORTED").findings
        == ["ORDER"])
    _ = try step(&story, "joinCampaign", agency, on: "2023-03-02", as: "REPORTED")
    #expect(try state(story).participants.isEmpty)
    try story.rejudge(Self.stream, "campaign.participant-left")
    #expect(try story.openFindings() == [])
  }

  @Test func `that was left twice says which of the two leaves no place for the other`() throws {
    let agency = #""organisation":"organisation-agency""#
    var story = try launched()
    _ = try step(&story, "joinCampaign", agency, on: "2023-03-02", as: "REPORTED")
    _ = try step(&story, "leaveCampaign", agency, on: "2023-03-20", as: "REPORTED")
    let told = try step(&story, "leaveCampaign", agency, on: "2023-03-15", as: "REPORTED")
    #expect(
      told.decision.findings.map(\.reason) == [
        "beside campaign.participant-left on 2023-03-15, campaign.participant-left on 2023-03-20 "
          + "does not fit what is known of campaign-1"
      ])
  }

  @Test func `is launched, joined, left, extended and closed`() throws {
    var story = try launched(
      #""name":"Week","kind":"PROMOTION_WEEK","organisers":["organisation-bureau"],"from":"2023-05-26","to":"2023-06-01""#
    )
    _ = try step(
      &story, "joinCampaign", #""organisation":"organisation-agency","role":"RECRUITMENT_AGENCY""#)
    #expect(
      try step(
        &story, "joinCampaign",
        #""organisation":"organisation-agency","role":"RECRUITMENT_AGENCY""#, on: "2023-03-02"
      ).types == [])
    #expect(try state(story).participants.count == 1)
    _ = try step(
      &story, "leaveCampaign", #""organisation":"organisation-agency""#, on: "2023-03-03")
    #expect(try state(story).participants.isEmpty)
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "leaveCampaign", #""organisation":"organisation-host""#, on: "2023-03-03")
    }
    _ = try step(&story, "extendCampaign", #""to":"2023-06-08""#, on: "2023-05-30")
    #expect(try state(story).lastDay?.description == "2023-06-08")
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "extendCampaign", #""to":"2023-05-25""#, on: "2023-05-31")
    }
    _ = try step(&story, "closeCampaign", #""reason":"ENDED""#, on: "2023-06-09")
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "joinCampaign", #""organisation":"organisation-host""#, on: "2023-06-10")
    }
    #expect(
      try step(
        &story, "joinCampaign", #""organisation":"organisation-host""#, on: "2023-06-10",
        as: "REPORTED"
      ).findings == ["ORDER"])
    #expect(
      try step(
        &story, "joinCampaign", #""organisation":"organisation-host2""#, on: "2023-06-01",
        as: "REPORTED"
      ).findings == [], "told late, but in time")
  }

  @Test func `may be part of another, never of itself`() throws {
    var story = try launched()
    try story.act(
      "launchCampaign", "campaign", "campaign-2",
      #""name":"Day","kind":"RECRUITMENT_SERIES","parent":"\#(Self.stream)""#, on: "2023-03-02")
    #expect(try story.state(Campaign.self, "campaign-2")?.parent?.text == Self.stream)
    // A stream that does not exist can't be its own parent.
    #expect(throws: Rejection.self) {
      try story.act(
        "launchCampaign", "campaign", "campaign-3", #""name":"X","parent":"campaign-3""#,
        on: "2023-03-02")
    }
    let launch = try #require(
      try story.past.history(StreamName(validating: "campaign-2")).recorded.first)
    refused(.malformedValue) { () throws(Rejection) in
      try story.act(
        "launchCampaign", "campaign", "campaign-2", #""name":"Day","parent":"campaign-2""#,
        on: "2023-03-02", corrects: launch.event.id.description)
    }
  }

  @Test func `is refused when it is badly described`() throws {
    var story = try Story.world()
    for bad in [
      #""kind":"PROMOTION_WEEK""#, #""name":"Week""#,
      #""name":"W","kind":"OTHER","from":"2023-05-26","to":"2023-05-25""#,
      #""name":"W","kind":"OTHER","targets":[{"metric":"PARTICIPANTS"}]"#,
      #""name":"W","kind":"OTHER","targets":[{"value":3}]"#,
      #""name":"W","kind":"OTHER","targets":[{"metric":"PARTICIPANTS","value":1},{"metric":"PARTICIPANTS","value":2}]"#,
    ] {
      refused(.malformedValue) { () throws(Rejection) in try step(&story, "launchCampaign", bad) }
    }
    _ = try step(&story, "launchCampaign", "", as: "REPORTED")
    refused(.malformedValue) { () throws(Rejection) in try step(&story, "setCampaignTargets") }
  }

  @Test func `R28 asks the leaders of a school to visit a hundred employers`() throws {
    func launch(
      _ targets: [String], school: String = "school", on day: String = "2023-03-01",
      below: Bool = false, as standing: String = "DECIDED", kind: String = "SCHOOL_VISITS"
    ) throws -> [String] {
      var story = try Story.world()
      return try step(
        &story, "launchCampaign",
        #""name":"Visits","kind":"\#(kind)","organisers":["organisation-\#(school)"],"destinationRateBelowAverage":\#(below),"targets":[\#(targets.joined(separator: ","))]"#,
        on: day, as: standing
      ).decision.findings.map { "\($0.rule) \($0.severity) \($0.reason.prefix(6))" }
    }
    func visited(_ count: Int) -> String { #"{"metric":"EMPLOYERS_VISITED","value":\#(count)}"# }
    func developed(_ count: Int) -> String {
      #"{"metric":"EMPLOYERS_NEWLY_DEVELOPED","value":\#(count)}"#
    }
    #expect(try launch([visited(100)]) == [])
    #expect(try launch([visited(99)]) == ["R28 advisory the ta"])
    #expect(try launch([]) == ["R28 advisory there "])
    #expect(try launch([], as: "REPORTED") == ["R28 advisory cannot"])
    #expect(try launch([visited(100)], below: true) == ["R28 advisory there "])
    #expect(try launch([visited(100), developed(99)], below: true) == ["R28 advisory the ta"])
    #expect(try launch([visited(100), developed(100)], below: true) == [])
    // Nobody records which undergraduate schools are the new ones.
    #expect(try launch([visited(99)], school: "university") == ["R28 advisory cannot"])
    #expect(try launch([visited(100)], school: "university") == [])
    #expect(try launch([visited(99)], school: "school2") == [], "a secondary school")
    #expect(try launch([visited(99)], kind: "PROMOTION_WEEK") == [])
    for (day, isHeld) in [
      ("2021-12-31", false), ("2022-01-01", true), ("2023-11-01", true),
    ] {
      #expect(try launch([visited(99)], on: day).isEmpty == !isHeld, "\(day)")
    }
    #expect(
      !Rule.visitTargets.holds(
        on: try Moment(validating: "2024-01-01"), in: .shanghai, schoolLevel: .undergraduate))
    #expect(!Rule.visitTargets.isVerified)
  }

  @Test func `R28 looks at new targets too`() throws {
    var story = try launched(
      #""name":"Visits","kind":"SCHOOL_VISITS","organisers":["organisation-school"],"targets":[{"metric":"EMPLOYERS_VISITED","value":100}]"#
    )
    #expect(
      try step(
        &story, "setCampaignTargets", #""targets":[{"metric":"EMPLOYERS_VISITED","value":50}]"#,
        on: "2023-03-02"
      ).findings == ["R28"])
    #expect(try state(story).details.targets.map(\.value) == [50])
  }

  @Test func `is corrected and voided`() throws {
    var story = try Story.world()
    let launch = try step(&story, "launchCampaign", #""name":"A","kind":"OTHER""#)
    _ = try step(
      &story, "launchCampaign", #""name":"B","kind":"OTHER""#, corrects: launch.id)
    #expect(try state(story).details.name == "B")
    try story.void(Self.stream, launch.id)
    #expect(try story.state(Campaign.self, Self.stream) == nil)
  }
}

@Suite struct `A visit` {
  static let stream = "visit-1"
  static let parties = #""school":"organisation-school","employer":"organisation-host""#

  private let step = Acts("visit", Self.stream, on: "2023-03-08", as: "REPORTED")

  private func state(_ story: Story) throws -> EmployerVisit {
    try #require(try story.state(EmployerVisit.self, Self.stream))
  }

  private func told() throws -> Story {
    var story = try Story.world()
    try story.act(
      "launchCampaign", "campaign", "campaign-1", #""name":"Visits""#, on: "2023-02-01")
    return story
  }

  @Test func `is planned, held and followed up`() throws {
    var story = try told()
    _ = try step(
      &story, "planVisit",
      #""parties":{\#(Self.parties),"direction":"INVITED_IN","mode":"ON_SITE","campaign":"campaign-1","topics":["internship"]},"on":"2023-03-08""#,
      on: "2023-03-01")
    let held = try step(
      &story, "holdVisit",
      #""parties":{"topics":["graduate-recruitment"]},"negotiated":true,"newlyDeveloped":true"#)
    #expect(held.findings == [] && held.reviews == [])
    // The event holds all that is known.
    let payload = try PBVisitHeld(serializedBytes: held.recorded[0].event.payload)
    #expect(payload.parties.employer == "organisation-host")
    #expect(payload.parties.campaign == "campaign-1")
    #expect(payload.parties.topics == ["graduate-recruitment"])
    _ = try step(&story, "noteVisitOutcome", #""posts":12,"internshipPlaces":8"#, on: "2023-03-09")
    refused(.malformedValue, field: "proposeFollowUp.details.until") { () throws(Rejection) in
      try step(&story, "proposeFollowUp", #""until":"2023-03-08""#, on: "2023-03-09")
    }
    _ = try step(&story, "proposeFollowUp", #""kind":"REGULAR_EXCHANGE""#, on: "2023-03-09")
    #expect(try state(story).followUp == .proposed)
    _ = try step(
      &story, "agreeFollowUp", #""kind":"REGULAR_EXCHANGE","until":"2024-03-08""#, on: "2023-03-10")
    let visit = try state(story)
    #expect(visit.phase == .held && visit.outOfOrder == [] && visit.followUp == .agreed)
    #expect(visit.wasNegotiated && visit.isNewlyDeveloped && visit.outcome?.posts == 12)
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "cancelVisit", on: "2023-03-11", as: "DECIDED")
    }
  }

  @Test func `may be known only once it was held`() throws {
    for standing in ["REPORTED", "DECIDED"] {
      var story = try told()
      _ = try step(&story, "holdVisit", #""parties":{\#(Self.parties)}"#, as: standing)
      #expect(try state(story).phase == .held)
      #expect(
        try step(&story, "holdVisit", #""parties":{\#(Self.parties)}"#, as: standing).types == [])
    }
  }

  @Test func `takes an employer under review for none that was voided`() throws {
    var story = try told()
    let employer = try story.register("firm")
    _ = try step(
      &story, "holdVisit",
      #""parties":{"school":"organisation-school","employer":"organisation-firm"}"#, as: "DECIDED")
    // A code with a wrong check comes by a correction, and a steward is asked.
    let corrected = try story.tell(
      #"{"corrects":"\#(employer.id)","registerOrganisation":{"organisation":"organisation-firm","details":{"kind":"ENTERPRISE","name":"F","creditCode":"91330203XXXX00019B"}}}"#,
      "2020-01-01")
    #expect(!corrected.reviews.isEmpty)
    #expect(try story.rejudge(Self.stream, "visit.held") == [])
    #expect(try story.openFindings() == [])
  }

  @Test func `finds that its employer was voided`() throws {
    var story = try told()
    let employer = try story.register("firm")
    _ = try step(
      &story, "holdVisit",
      #""parties":{"school":"organisation-school","employer":"organisation-firm"}"#)
    try story.void("organisation-firm", employer.id)
    #expect(try story.rejudge(Self.stream, "visit.held") == ["finding.opened"])
    #expect(try story.openFindings() == ["VISITED"])
  }

  @Test(arguments: [
    ("2023-01-31", "2023-02-01", true), ("2023-02-01", "2023-02-01", false),
    // In some day of the month; and begun on a day that nobody knows.
    ("2023-02", "2023-02-14", false), ("2023-01-31", "<=2023-02-01", false),
  ])
  func `of a campaign is held once it has begun`(
    day: String, launched: String, isFound: Bool
  ) throws {
    var story = try Story.world()
    try story.act("launchCampaign", "campaign", "campaign-1", #""name":"Visits""#, on: launched)
    let held = try step(
      &story, "holdVisit", #""parties":{\#(Self.parties),"campaign":"campaign-1"}"#, on: day)
    #expect(held.findings == (isFound ? ["IN-CAMPAIGN"] : []))
  }

  @Test(arguments: [("2023-03-07", true), ("2023-03-08", false)])
  func `of a campaign is held before it was closed, whatever was planned`(
    closed: String, isFound: Bool
  ) throws {
    var story = try Story.world()
    try story.act(
      "launchCampaign", "campaign", "campaign-1", #""name":"Visits","to":"2023-06-30""#,
      on: "2023-02-01")
    try story.act(
      "closeCampaign", "campaign", "campaign-1", #""reason":"ENDED""#, on: closed)
    let held = try step(
      &story, "holdVisit", #""parties":{\#(Self.parties),"campaign":"campaign-1"}"#)
    #expect(held.findings == (isFound ? ["IN-CAMPAIGN"] : []))
  }

  @Test func `of a campaign is held before its end, which may be put off`() throws {
    var story = try Story.world()
    try story.act(
      "launchCampaign", "campaign", "campaign-1", #""name":"Visits","to":"2023-03-07""#,
      on: "2023-02-01")
    let held = try step(
      &story, "holdVisit", #""parties":{\#(Self.parties),"campaign":"campaign-1"}"#)
    #expect(held.findings == ["IN-CAMPAIGN"])
    try story.act(
      "extendCampaign", "campaign", "campaign-1", #""to":"2023-03-08""#, on: "2023-03-06")
    #expect(
      Rejudging.judgedAgain(after: EventType("campaign.extended")).contains(
        EventType("visit.held")))
    #expect(try story.rejudge(Self.stream, "visit.held") == ["finding.withdrawn"])
  }

  @Test func `names a school and an employer`() throws {
    var story = try told()
    for bad in [
      #""school":"organisation-school""#, #""employer":"organisation-host""#,
      Self.parties + #","topics":["a b"]"#,
    ] {
      for name in ["planVisit", "holdVisit"] {
        refused(.malformedValue) { () throws(Rejection) in
          try step(&story, name, #""parties":{\#(bad)}"#)
        }
      }
    }
    refused(.unknownStream) { () throws(Rejection) in
      try step(&story, "holdVisit", #""parties":{\#(Self.parties),"campaign":"campaign-x"}"#)
    }
    refused(.unknownStream) { () throws(Rejection) in try step(&story, "cancelVisit") }
    _ = try step(&story, "holdVisit", #""parties":{\#(Self.parties)}"#)
    refused(.malformedValue) { () throws(Rejection) in try step(&story, "noteVisitOutcome") }
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "noteVisitOutcome", #""posts":-1"#)
    }
  }

  @Test func `about a topic that stands in no list is held for review`() throws {
    var story = try told()
    let topics = #""parties":{\#(Self.parties),"topics":["graduate-recruitment","astrology"]}"#
    #expect(try step(&story, "holdVisit", topics).reviews == ["CODE"])
  }

  @Test func `to oneself is held for review`() throws {
    var story = try told()
    let own = #""parties":{"school":"organisation-school","employer":"organisation-school"}"#
    #expect(try step(&story, "holdVisit", own).reviews == ["OWN-SCHOOL"])
    var other = try told()
    #expect(try step(&other, "holdVisit", own, as: "DECIDED").reviews == ["OWN-SCHOOL"])
  }

  @Test func `to what a school runs, or is run by, is held for review`() throws {
    func reviews(works: String?, school: String?) throws -> [String] {
      var story = try told()
      try story.register("owner")
      try story.register(
        "works", kind: "ENTERPRISE", works.map { #""runBy":"organisation-\#($0)""# } ?? "")
      try story.register(
        "academy", kind: "SCHOOL", school.map { #""runBy":"organisation-\#($0)""# } ?? "")
      return try step(
        &story, "holdVisit",
        #""parties":{"school":"organisation-academy","employer":"organisation-works"}"#
      ).reviews
    }
    #expect(try reviews(works: nil, school: nil) == [])
    #expect(try reviews(works: "owner", school: "owner") == [])
    #expect(try reviews(works: nil, school: "works") == ["OWN-SCHOOL"])
    var story = try told()
    try story.register("works", #""runBy":"organisation-school""#)
    let own = #""parties":{"school":"organisation-school","employer":"organisation-works"}"#
    #expect(try step(&story, "planVisit", own).reviews == ["OWN-SCHOOL"])
    #expect(try step(&story, "holdVisit", own).reviews == ["OWN-SCHOOL"])
    refused(.unknownStream) { () throws(Rejection) in
      try story.register("x", #""runBy":"organisation-nobody""#)
    }
  }

  @Test func `is cancelled, corrected and voided`() throws {
    var story = try told()
    _ = try step(&story, "planVisit", #""parties":{\#(Self.parties)}"#, on: "2023-03-01")
    _ = try step(&story, "cancelVisit", #""reason":"BY_EMPLOYER""#, on: "2023-03-02")
    #expect(try state(story).phase == .cancelled)
    #expect(try step(&story, "holdVisit").findings == ["ORDER"])
    var held = try told()
    let visit = try step(&held, "holdVisit", #""parties":{\#(Self.parties)}"#)
    _ = try step(
      &held, "holdVisit", #""parties":{\#(Self.parties)},"negotiated":true"#, corrects: visit.id)
    #expect(try state(held).wasNegotiated)
    try held.void(Self.stream, visit.id)
    #expect(try held.state(EmployerVisit.self, Self.stream) == nil)
  }
}
