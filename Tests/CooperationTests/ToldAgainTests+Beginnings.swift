@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import Testing

/// What a second report of the same fact leaves of the first.
@Suite struct `What began and is told again` {
  private static let sides = #""school":"organisation-school","employer":"organisation-host""#
  private static let student =
    #""student":"person-student","school":"organisation-school","host":"organisation-host""#

  private func told() throws -> Story {
    var story = try Story.world()
    try story.student()
    return story
  }

  private func moment(_ text: String) throws -> Moment { try Moment(validating: text) }

  @Test func `keeps what only the first report of a visit says`() throws {
    var story = try told()
    func hold(_ more: String, on day: String) throws {
      try story.act(
        "holdVisit", "visit", "visit-1", #""parties":{\#(Self.sides)}\#(more)"#, on: day)
    }
    try story.act("registerFacility", "facility", "facility-f", #""name":"Hall""#)
    try hold(
      #","negotiated":true,"newlyDeveloped":true,"facilities":["facility-f"]"#, on: "2023-03-08")
    try hold("", on: "2023-03")
    let visit = try #require(try story.state(EmployerVisit.self, "visit-1"))
    #expect(visit.wasNegotiated)
    #expect(visit.isNewlyDeveloped)
    #expect(visit.facilities.map(\.text) == ["facility-f"])
    #expect(try visit.held == moment("2023-03-08"))
    // What is said otherwise is another word.
    try hold(#","negotiated":false"#, on: "2023-03")
    #expect(try story.state(EmployerVisit.self, "visit-1")?.wasNegotiated == false)
    // Of another day it may be another visit.
    try hold(#","negotiated":true"#, on: "2023-04-01")
    #expect(try story.state(EmployerVisit.self, "visit-1")?.wasNegotiated == false)
  }

  @Test func `signs no agreement once more that has ended`() throws {
    var story = try told()
    try story.agreement(on: "2022-06-30")
    try story.act("terminateAgreement", "agreement", "agreement-a", on: "2023-05-01")
    try story.agreement(on: "<=2024-05-04")
    let agreement = try #require(try story.state(CooperationAgreement.self, "agreement-a"))
    #expect(agreement.phase == .terminated)
    #expect(try agreement.signed == moment("2022-06-30"))
    #expect(try agreement.ended == moment("2023-05-01"))
    #expect(try Set(agreement.signatures.values.map(\.signed)) == [moment("2022-06-30")])
  }

  @Test func `starts no placement once more that is over`() throws {
    var story = try told()
    func start(_ more: String, on day: String) throws {
      try story.act(
        "startPlacement", "placement", "placement-p", #""parties":{\#(Self.student)\#(more)}"#,
        on: day)
    }
    try start(#","post":"Fitter""#, on: "2022-07-01")
    try story.act("completePlacement", "placement", "placement-p", on: "2022-12-31")
    try start("", on: "2022")
    try story.act("completePlacement", "placement", "placement-p", on: "2023")
    let placement = try #require(try story.state(Placement.self, "placement-p"))
    #expect(placement.phase == .completed)
    #expect(placement.parties.post == "Fitter")
    #expect(try placement.started == moment("2022-07-01"))
    #expect(try placement.ended == moment("2022-12-31"))
    #expect(try story.openFindings().contains("ORDER"))
  }

  @Test func `is told more precisely by a moment that lies within the first`() throws {
    for (first, second, started) in [
      ("2022", "2022-07-01", "2022-07-01"), ("<=2022-08", "2022-07", "2022-07"),
      ("2022-07-01", "2022-08-01", "2022-07-01"), ("2022-07", "2022", "2022-07"),
      ("2022-07-01", "2022-07-01T10:00+08:00", "2022-07-01T10:00+08:00"),
    ] {
      var story = try told()
      for day in [first, second] {
        try story.act(
          "startPlacement", "placement", "placement-p", #""parties":{\#(Self.student)}"#, on: day)
      }
      let placement = try story.state(Placement.self, "placement-p")
      #expect(try placement?.started == moment(started), "\(first), \(second)")
    }
  }

  /// The first that a stream tells comes before all, so its place says nothing of the day.
  @Test(arguments: [
    ("2022-07-01", "2022-06-01"), ("2022-06-01", "2022-07-01"), ("2022-07", "2022-06-01"),
  ])
  func `began on the earlier of two days, whichever was told first`(
    first: String, second: String
  ) throws {
    var story = try told()
    for day in [first, second] {
      try story.act(
        "startPlacement", "placement", "placement-p", #""parties":{\#(Self.student)}"#, on: day)
    }
    let placement = try story.state(Placement.self, "placement-p")
    #expect(try placement?.started == moment("2022-06-01"))
  }

  @Test func `ends no membership, and keeps its role`() throws {
    var story = try told()
    try story.alliance()
    func act(_ name: String, _ details: String, on day: String) throws {
      try story.tell(
        #"{"standing":"REPORTED","\#(name)":{"alliance":"alliance-c","organisation":"organisation-host","details":{\#(details)}}}"#,
        day)
    }
    try act("applyForMembership", "", on: "2022-07-01")
    try act("admitMember", #""role":"unit","founding":true"#, on: "2022-07-10")
    try act("applyForMembership", "", on: "2022")
    try act("admitMember", "", on: "2022")
    let stream = try #require(
      story.past.histories.keys.first { $0.category.text == "membership" })
    let membership = try #require(try story.past.history(stream).state(Membership.self))
    #expect(membership.phase == .active)
    #expect(membership.role == "unit")
    #expect(membership.isFounding)
    #expect(try membership.admitted == moment("2022-07-10"))
  }

  @Test func `leaves a meeting closed and its numbers known`() throws {
    var story = try told()
    func act(_ name: String, _ details: String, on day: String) throws {
      try story.act(name, "meeting", "meeting-m", details, on: day)
    }
    try act("conveneMeeting", #""title":"M","organiser":"organisation-host""#, on: "2022-06-01")
    try act("recordQuorum", #""members":50,"present":48"#, on: "2022-06-30")
    try act("recordVote", #""motion":"1","inFavour":40,"against":5"#, on: "2022-06-30")
    try act("closeMeeting", "", on: "2022-06-30")
    try act("recordQuorum", #""present":48"#, on: "2022")
    try act("recordVote", #""motion":"1","carried":true"#, on: "2022")
    let meeting = try #require(try story.state(Meeting.self, "meeting-m"))
    #expect(meeting.phase == .closed)
    #expect(meeting.members == 50)
    #expect(meeting.motions["1"]?.ballot?.inFavour == 40)
    #expect(try meeting.motions["1"]?.ballot?.voted == moment("2022-06-30"))
  }

  @Test func `leaves a vacancy closed, and an offer of a post as it was`() throws {
    var story = try told()
    let vacancy = #""employer":"organisation-host","terms":{"title":"Welder"}"#
    try story.act("publishVacancy", "vacancy", "vacancy-v", vacancy, on: "2022-06-01")
    try story.act(
      "closeVacancy", "vacancy", "vacancy-v", #""reason":"BY_EMPLOYER""#, on: "2022-06-30")
    try story.act("publishVacancy", "vacancy", "vacancy-v", vacancy, on: "2022")
    try story.act("closeVacancy", "vacancy", "vacancy-v", on: "2022")
    let closed = try #require(try story.state(Vacancy.self, "vacancy-v"))
    #expect(closed.phase == .closed)
    #expect(closed.closeReason == .byEmployer)
    #expect(try closed.published == moment("2022-06-01"))
    #expect(try closed.closed == moment("2022-06-30"))

    func offer(_ terms: String, on day: String) throws {
      try story.act(
        "offerHostPost", "hostPost", "host.post-1",
        #""host":"organisation-host","terms":{\#(terms)}"#, on: day)
    }
    try offer(#""title":"Fitter","places":2"#, on: "2022-06-01")
    try offer(#""title":"Fitter""#, on: "2022")
    let post = try #require(try story.state(HostPost.self, "host.post-1"))
    #expect(post.terms.places == 2)
    #expect(try post.offered == moment("2022-06-01"))
  }
}
