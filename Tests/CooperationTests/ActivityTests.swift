@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `An activity` {
  static let stream = "activity-1"

  private let step = Acts("activity", Self.stream, on: "2023-04-10", as: "DECIDED")

  private func plan(_ organiser: String = "bureau", _ more: String = "") -> String {
    #""plan":{"name":"Fair","purpose":"RECRUITMENT","mode":"HYBRID","type":"REGION","series":"Week","organisers":["organisation-\#(organiser)"],"from":"2023-04-10","to":"2023-04-11"\#(more)}"#
  }

  private func planned(_ organiser: String = "bureau") throws -> Story {
    var story = try Story.world()
    _ = try step(&story, "planActivity", plan(organiser), on: "2023-03-01")
    return story
  }

  private func state(_ story: Story) throws -> Activity {
    try #require(try story.state(Activity.self, Self.stream))
  }

  @Test(arguments: [" ", "   ", "\u{3000}", "\u{A0} "])
  func `has a name that is not blank, or none`(blank: String) throws {
    var story = try Story.world()
    let no = refused(.malformedValue, field: "planActivity.details.plan.name") {
      () throws(Rejection) in
      try story.act(
        "planActivity", "activity", "activity-b", #""plan":{"name":"\#(blank)"}"#,
        on: "2023-03-01")
    }
    #expect(no?.reason.contains("is blank") == true)
    try story.act("planActivity", "activity", "activity-b", on: "2023-03-01")
  }

  @Test func `is planned, approved, announced, opened, counted, held and reported`() throws {
    var story = try planned()
    _ = try step(&story, "approveActivity", #""approver":"organisation-bureau""#, on: "2023-03-02")
    _ = try step(&story, "fileSecurityPlan", #""document":"plan 1""#, on: "2023-03-03")
    _ = try step(&story, "announceActivity", on: "2023-03-04")
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "countAtActivity", #""what":"VISITORS","count":1"#, on: "2023-04-09")
    }
    _ = try step(&story, "openActivity")
    for count in [250, 310] {
      _ = try step(&story, "countAtActivity", #""what":"VISITORS","count":\#(count)"#)
    }
    _ = try step(&story, "holdActivity", on: "2023-04-11")
    _ = try step(&story, "reportActivity", #""document":"report""#, on: "2023-04-20")
    let activity = try state(story)
    #expect(activity.phase == .reported && activity.outOfOrder == [])
    #expect(activity.counts == [.visitors: 310])
    #expect(activity.wasPlanned && activity.plan.series == "Week")
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "cancelActivity", #""reason":"SAFETY""#, on: "2023-04-21")
    }
  }

  @Test(arguments: [
    ("C36", []), ("equipment-manufacturing", []), ("Z1", ["CODE"]), ("cars", ["CODE"]),
  ])
  func `is for an industry that stands in its list`(industry: String, reviews: [String]) throws {
    var story = try Story.world()
    let planned = try step(
      &story, "planActivity", plan("bureau", #","industry":"\#(industry)""#), on: "2023-03-01")
    #expect(planned.reviews == reviews)
    var late = try Story.world()
    let held = try step(
      &late, "holdActivity", plan("bureau", #","industry":"\#(industry)""#), as: "REPORTED")
    #expect(held.reviews == reviews)
  }

  @Test func `is postponed, or cancelled`() throws {
    var story = try planned()
    _ = try step(
      &story, "postponeActivity", #""from":"2023-05-10","to":"2023-05-11""#, on: "2023-03-05")
    #expect(try state(story).plan.from == "2023-05-10")
    _ = try step(&story, "postponeActivity", on: "2023-03-06")
    #expect(try !state(story).plan.hasFrom, "its days are open")
    refused(.malformedValue) { () throws(Rejection) in
      try step(
        &story, "postponeActivity", #""from":"2023-05-10","to":"2023-05-09""#, on: "2023-03-07")
    }
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "cancelActivity", on: "2023-03-08")
    }
    _ = try step(&story, "cancelActivity", #""reason":"TOO_FEW""#, on: "2023-03-08")
    #expect(try state(story).phase == .cancelled)
    refused(.wrongState) { () throws(Rejection) in try step(&story, "holdActivity") }
    #expect(try step(&story, "holdActivity", as: "REPORTED").findings == ["ORDER"])
  }

  @Test func `may be known only once it was held`() throws {
    for standing in ["REPORTED", "DECIDED"] {
      var story = try Story.world()
      #expect(try step(&story, "holdActivity", plan(), as: standing).findings == [])
      #expect(try state(story).phase == .held && !state(story).wasPlanned)
      #expect(try step(&story, "holdActivity", plan(), as: standing).types == [])
    }
  }

  @Test func `is refused when it is badly described`() throws {
    var story = try Story.world()
    for bad in [
      #""plan":{"purpose":"GUIDANCE"}"#, #""plan":{"name":"Fair"}"#,
      #""plan":{"name":"F","purpose":"GUIDANCE","region":"51"}"#,
      #""plan":{"name":"F","purpose":"GUIDANCE","from":"2023-04-10","to":"2023-04-09"}"#,
      #""plan":{"name":"F","purpose":"GUIDANCE","organisers":["organisation-bureau","organisation-bureau"]}"#,
      #""plan":{"name":"F","purpose":"GUIDANCE","organisers":["person-x"]}"#,
    ] {
      refused(.malformedValue) { () throws(Rejection) in
        try step(&story, "planActivity", bad, on: "2023-03-01")
      }
    }
    refused(.unknownStream) { () throws(Rejection) in
      try step(&story, "planActivity", plan("nobody"), on: "2023-03-01")
    }
    _ = try step(&story, "holdActivity", plan())
    for bad in [#""what":"VISITORS""#, #""what":"VISITORS","count":-1"#, #""count":1"#] {
      refused(.malformedValue) { () throws(Rejection) in
        try step(&story, "countAtActivity", bad)
      }
    }
  }

  @Test func `R24 of an HR institution needs a licence, a plan and an announcement`() throws {
    func licensed() throws -> Story {
      var story = try Story.world()
      try story.act(
        "recordLicence", "organisation", "organisation-agency",
        #""kind":"JOB_BROKING","number":"1","validTo":"2023-12-31""#, on: "2017-01-01")
      return story
    }
    var without = try Story.world()
    #expect(
      refused(.rule) { () throws(Rejection) in
        try step(&without, "planActivity", plan("agency"), on: "2023-03-01")
      }?.rule == "R24")
    #expect(
      try step(&without, "planActivity", plan("agency"), on: "2023-03-01", as: "REPORTED").findings
        == ["R24"])
    var story = try licensed()
    _ = try step(&story, "planActivity", plan("agency"), on: "2023-03-01")
    #expect(
      refused(.rule) { () throws(Rejection) in try step(&story, "openActivity") }?.rule
        == "R24-FAIR")
    _ = try step(&story, "fileSecurityPlan", #""document":"plan""#, on: "2023-03-02")
    #expect(
      refused(.rule) { () throws(Rejection) in try step(&story, "openActivity") }?
        .reason.contains("announced") == true)
    _ = try step(&story, "announceActivity", on: "2023-03-03")
    #expect(try step(&story, "openActivity").findings == [])
    // Before the regulations, and for what is no job fair.
    var early = try Story.world()
    #expect(
      try step(&early, "holdActivity", plan("agency"), on: "2018-09-30", as: "REPORTED").findings
        == [])
    var ceremony = try Story.world()
    #expect(
      try step(
        &ceremony, "holdActivity",
        plan("agency").replacing("RECRUITMENT", with: "CEREMONY"), as: "REPORTED"
      ).findings == [])
    var held = try Story.world()
    #expect(
      try step(&held, "holdActivity", plan("agency"), on: "2018-10-01", as: "REPORTED").findings
        == ["R24", "R24-FAIR"])
  }

  @Test(arguments: [
    (#""validFrom":"2023-04-10","validTo":"2023-12-31""#, true),
    (#""validFrom":"2023-04-11""#, false), (#""validTo":"2023-04-09""#, false),
  ])
  func `R24 judges a plan by the day for which it is made`(licence: String, isKept: Bool) throws {
    var story = try Story.world()
    try story.act(
      "recordLicence", "organisation", "organisation-agency",
      #""kind":"JOB_BROKING","number":"1",\#(licence)"#, on: "2023-02-01")
    var other = story
    #expect(
      try step(&other, "planActivity", plan("agency"), on: "2023-03-01", as: "REPORTED").findings
        == (isKept ? [] : ["R24"]))
    guard !isKept else {
      _ = try step(&story, "planActivity", plan("agency"), on: "2023-03-01")
      return
    }
    let refusal = refused(.rule) { () throws(Rejection) in
      try step(&story, "planActivity", plan("agency"), on: "2023-03-01")
    }
    #expect(refusal?.reason.contains("on 2023-04-10") == true)
  }

  @Test func `is corrected and voided`() throws {
    var story = try Story.world()
    let held = try step(&story, "holdActivity", plan())
    _ = try step(&story, "holdActivity", plan("school"), corrects: held.id)
    #expect(try state(story).organisers.map(\.text) == ["organisation-school"])
    try story.void(Self.stream, held.id)
    #expect(try story.state(Activity.self, Self.stream) == nil)
  }
}

@Suite struct `An exhibitor` {
  private func step(
    _ story: inout Story, _ name: String, _ details: String = "", on day: String = "2023-04-10",
    as standing: String = "DECIDED", organisation: String = "host"
  ) throws(Rejection) -> Story.Outcome {
    try story.tell(
      #"{"standing":"\#(standing)","\#(name)":{"activity":"activity-1","organisation":"organisation-\#(organisation)","details":{\#(details)}}}"#,
      day)
  }

  private func told(organiser: String = "bureau") throws -> Story {
    var story = try Story.world()
    try story.act(
      "recordLicence", "organisation", "organisation-agency",
      #""kind":"JOB_BROKING","number":"1""#, on: "2017-01-01")
    try story.act(
      "planActivity", "activity", "activity-1",
      #""plan":{"name":"Fair","purpose":"RECRUITMENT","organisers":["organisation-\#(organiser)"]}"#,
      on: "2017-03-01")
    return story
  }

  private func state(_ story: Story) throws -> Exhibitor {
    try #require(try story.state(Exhibitor.self, "exhibitor-1.host"))
  }

  @Test func `is invited, registered, verified and there`() throws {
    var story = try told()
    _ = try step(&story, "inviteExhibitor", on: "2023-03-02")
    #expect(try step(&story, "inviteExhibitor", on: "2023-03-02").types == [])
    _ = try step(&story, "registerExhibitor", #""posts":12"#, on: "2023-03-03")
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "inviteExhibitor", on: "2023-03-04")
    }
    _ = try step(&story, "verifyExhibitor", #""materialChecked":true"#, on: "2023-03-04")
    _ = try step(&story, "recordExhibitorAttendance")
    let exhibitor = try state(story)
    #expect(exhibitor.phase == .attended && exhibitor.posts == 12 && exhibitor.outOfOrder == [])
    #expect(exhibitor.verified != nil && exhibitor.organisation?.text == "organisation-host")
    refused(.wrongState) { () throws(Rejection) in try step(&story, "withdrawExhibitor") }
  }

  @Test func `withdraws and comes after all`() throws {
    var story = try told()
    _ = try step(&story, "registerExhibitor", on: "2023-03-03")
    _ = try step(&story, "withdrawExhibitor", on: "2023-03-04")
    _ = try step(&story, "registerExhibitor", #""posts":3"#, on: "2023-03-05")
    #expect(try state(story).phase == .registered && state(story).posts == 3)
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "registerExhibitor", #""posts":-1"#, on: "2023-03-06")
    }
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "registerExhibitor", #""organisation":"organisation-host2""#)
    }
    refused(.unknownStream) { () throws(Rejection) in
      try step(&story, "registerExhibitor", #""vacancies":["vacancy-x"]"#, organisation: "host2")
    }
    refused(.unknownStream) { () throws(Rejection) in
      try step(&story, "withdrawExhibitor", organisation: "host2")
    }
  }

  @Test func `R24 of a fair of an HR institution was verified by it`() throws {
    var fair = try told(organiser: "agency")
    #expect(
      refused(.rule) { () throws(Rejection) in
        try step(&fair, "recordExhibitorAttendance")
      }?.rule == "R24-FAIR")
    #expect(
      try step(&fair, "recordExhibitorAttendance", on: "2018-10-01", as: "REPORTED").findings
        == ["R24-FAIR"])
    var early = try told(organiser: "agency")
    #expect(
      try step(&early, "recordExhibitorAttendance", on: "2018-09-30", as: "REPORTED").findings
        == [])
    var verified = try told(organiser: "agency")
    _ = try step(&verified, "registerExhibitor", on: "2023-03-03")
    _ = try step(&verified, "verifyExhibitor", on: "2023-03-04")
    #expect(try step(&verified, "recordExhibitorAttendance").findings == [])
    var bureau = try told()
    #expect(try step(&bureau, "recordExhibitorAttendance").findings == [])
  }
}
