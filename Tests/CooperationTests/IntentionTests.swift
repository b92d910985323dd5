@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `A cooperation intention` {
  private static let parties = #""parties":["organisation-school","organisation-host"]"#

  @discardableResult
  private func record(
    _ story: inout Story, _ id: String = "i", _ details: String = parties,
    on day: String = "2022-06-30", as standing: String = "REPORTED", corrects: String? = nil
  ) throws(Rejection) -> Story.Outcome {
    try story.act(
      "recordIntention", "intention", "intention-\(id)", details, on: day, as: standing,
      corrects: corrects)
  }

  @discardableResult
  private func step(
    _ story: inout Story, _ name: String, _ details: String = "", as standing: String = "DECIDED"
  ) throws(Rejection) -> Story.Outcome {
    try story.act(name, "intention", "intention-i", details, on: "2022-08-01", as: standing)
  }

  private func state(_ story: Story) throws -> CooperationIntention {
    try #require(try story.state(CooperationIntention.self, "intention-i"))
  }

  @Test func `is recorded, negotiated and converted to an agreement`() throws {
    var story = try Story.world()
    try story.alliance()
    let recorded = try record(
      &story, "i",
      Self.parties
        + #","topics":["joint-training"],"venue":"MEETING","broughtAboutBy":"alliance-c","plannedHeadcount":40"#
    )
    #expect(recorded.types == ["intention.recorded", "code.claimed"])
    try story.agreement("agreement-a", on: "2022-07-15", #","intention":"intention-i""#)
    #expect(
      try story.state(CooperationAgreement.self, "agreement-a")?.intention?.text == "intention-i")
    try step(&story, "beginIntentionNegotiation")
    #expect(try state(story).phase == .negotiating)
    let converted = try step(&story, "convertIntention", #""agreement":"agreement-a""#)
    #expect(converted.types == ["intention.converted"])
    let intention = try state(story)
    #expect(intention.phase == .converted && !intention.isOpen)
    #expect(intention.agreement?.text == "agreement-a")
    #expect(intention.broughtAboutBy?.text == "alliance-c" && intention.plannedHeadcount == 40)
    #expect(try step(&story, "convertIntention", #""agreement":"agreement-a""#).types == [])
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "lapseIntention", #""reason":"r""#)
    }
  }

  @Test func `that ends in two ways on one day is found, whichever is told first`() throws {
    let ends = ["lapseIntention", "withdrawIntention", "convertIntention"]
    let details = ["", #""party":"organisation-host""#, #""agreement":"agreement-a""#]
    for (first, last) in [(0, 1), (1, 0), (0, 2), (2, 1)] {
      var story = try Story.world()
      try record(&story)
      try story.agreement()
      try step(&story, ends[first], details[first], as: "REPORTED")
      let found = try step(&story, ends[last], details[last], as: "REPORTED").findings
      #expect(Set(found) == ["ENDS", "ORDER"], "\(ends[first]), \(ends[last])")
    }
  }

  @Test func `of a session is of those who came`() throws {
    var story = try Story.world()
    try story.act("scheduleSession", "session", "session-s", #""name":"S""#, on: "2022-06-01")
    func reach(
      _ id: String, session: Bool = true, as standing: String = "REPORTED"
    ) throws(Rejection) -> [FindingProposal] {
      try record(
        &story, id, Self.parties + (session ? #","session":"session-s""# : ""), as: standing
      ).decision.findings
    }
    func arrive(_ id: String, on day: String = "2022-06-30") throws(Rejection) {
      try story.act(
        "recordPartyArrival", "session", "session-s", #""organisation":"organisation-\#(id)""#,
        on: day)
    }
    #expect(try reach("unknown").map(\.severity) == [.advisory], "nobody told who came")
    try arrive("host")
    let found = try reach("i")
    #expect(found.map(\.rule) == ["INTENTION-ATTENDED"])
    #expect(found.map(\.severity) == [.breach])
    #expect(found.first?.reason == "organisation-school had not arrived at session-s")
    #expect(try reach("decided", as: "DECIDED").map(\.rule) == ["INTENTION-ATTENDED"])
    #expect(try reach("elsewhere", session: false) == [])
    // Who came is told later.
    try arrive("school")
    for id in ["unknown", "i", "decided"] {
      #expect(
        try story.rejudge("intention-\(id)", "intention.recorded") == ["finding.withdrawn"])
    }
    #expect(try story.openFindings() == [])
    #expect(try reach("late") == [])
    #expect(
      Rejudging.judgedAgain(after: EventType("session.party-arrived"))
        .contains(EventType("intention.recorded")))
  }

  @Test func `of a session may be of one who came under a name alone`() throws {
    var story = try Story.world()
    try story.act("scheduleSession", "session", "session-s", #""name":"S""#, on: "2022-06-01")
    try story.act(
      "recordPartyArrival", "session", "session-s", #""unregisteredName":"Some Works""#)
    for (id, arrival) in [("none", nil), ("one", "host"), ("both", "school")] {
      if let arrival {
        try story.act(
          "recordPartyArrival", "session", "session-s",
          #""organisation":"organisation-\#(arrival)""#)
      }
      let found = try record(&story, id, Self.parties + #","session":"session-s""#).decision
        .findings
      #expect(found.map(\.severity) == (id == "both" ? [] : [.advisory]), "\(id)")
    }
  }

  @Test func `lapses or is withdrawn by a party`() throws {
    var story = try Story.world()
    try record(&story)
    refused(.malformedValue) { () throws(Rejection) in try step(&story, "lapseIntention") }
    try step(&story, "lapseIntention", #""reason":"no answer""#)
    #expect(try state(story).phase == .lapsed)
    var other = try Story.world()
    try record(&other)
    let no = refused(.rule) { () throws(Rejection) in
      try step(&other, "withdrawIntention", #""party":"organisation-host2""#)
    }
    #expect(no?.rule == "INTENTION-PARTIES")
    #expect(
      try step(&other, "withdrawIntention", #""party":"organisation-host""#).findings == [])
    #expect(try state(other).phase == .withdrawn)
  }

  @Test func `becomes an agreement of its own parties`() throws {
    var story = try Story.world()
    try record(&story, "i", #""parties":["organisation-school","organisation-host2"]"#)
    try story.agreement()
    let no = refused(.rule) { () throws(Rejection) in
      try step(&story, "convertIntention", #""agreement":"agreement-a""#)
    }
    #expect(no?.rule == "INTENTION-PARTIES")
    #expect(
      try step(&story, "convertIntention", #""agreement":"agreement-a""#, as: "REPORTED")
        .findings == ["INTENTION-PARTIES"])
  }

  @Test func `did not become an agreement that was never made`() throws {
    var story = try Story.world()
    try record(&story)
    let made = try story.act("reportAgreementSigned", "agreement", "agreement-a", Self.parties)
    #expect(try step(&story, "convertIntention", #""agreement":"agreement-a""#).findings == [])
    try story.void("agreement-a", made.id)
    #expect(try story.rejudge("intention-i", "intention.converted") == ["finding.opened"])
    #expect(try story.openFindings().contains("INTENTION-PARTIES"))
  }

  @Test func `a second time is for a steward`() throws {
    var story = try Story.world()
    let topics = Self.parties + #","topics":["staff-training","graduate-recruitment"]"#
    #expect(try record(&story, "i", topics).reviews == [])
    // The parties the other way round, one topic the same, an instant of that day.
    let again =
      #""parties":["organisation-host","organisation-school"],"topics":["graduate-recruitment","innovation"]"#
    let second = try record(&story, "j", again, on: "2022-06-30T15:00+08:00")
    #expect(second.reviews == ["INTENTION-TWICE"])
    #expect(try record(&story, "k", again, on: "2022-07-01").reviews == [])
    #expect(
      try record(&story, "l", Self.parties + #","topics":["internship"]"#).reviews == [])
    #expect(try record(&story, "m").reviews == [], "none is a topic of its own")
    #expect(try record(&story, "n").reviews == ["INTENTION-TWICE"])
  }

  @Test func `about what no list names is for a steward`() throws {
    var story = try Story.world()
    #expect(try record(&story, "i", Self.parties + #","topics":["gardening"]"#).reviews == ["CODE"])
  }

  @Test func `whose duplicate was voided stands alone`() throws {
    var story = try Story.world()
    let first = try record(&story)
    try story.void("intention-i", first.id)
    #expect(try record(&story, "j").reviews == [])
    try record(&story, "i", Self.parties, on: "2022-07-02", corrects: first.id)
    #expect(try state(story).recorded.description == "2022-07-02")
  }

  @Test func `has two different parties that are known`() throws {
    var story = try Story.world()
    for parties in [
      "", #""parties":["organisation-host"]"#,
      #""parties":["organisation-host","organisation-host"]"#,
      Self.parties + #","topics":["a","a"]"#, Self.parties + #","topics":[" "]"#,
      Self.parties + #","plannedHeadcount":-1"#,
    ] {
      refused(.malformedValue) { () throws(Rejection) in try record(&story, "i", parties) }
    }
    refused(.unknownStream) { () throws(Rejection) in
      try record(&story, "i", #""parties":["organisation-host","organisation-none"]"#)
    }
    refused(.unknownStream) { () throws(Rejection) in
      try record(&story, "i", Self.parties + #","session":"session-none""#)
    }
  }
}
