import Cooperation
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `The board of campaigns and activities` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func campaign(_ id: String, parent: String? = nil) async throws {
    try await chronicle.record(
      "campaign-\(id)",
      PBCampaignLaunched.with {
        $0.name = "Campaign \(id)"
        $0.kind = .schoolVisits
        $0.organisers = ["organisation-school"]
        if let parent { $0.parent = "campaign-\(parent)" }
        $0.targets = [
          .with {
            $0.metric = .employersVisited
            $0.value = 100
          }
        ]
      }, on: "2023-03-01")
  }

  private func visit(
    _ id: String, to employer: String, in campaign: String? = "sit", on day: String = "2023-03-08",
    negotiated: Bool = true, evidence: Source.Evidence? = .documented
  ) async throws {
    try await chronicle.record(
      "visit-\(id)",
      PBVisitHeld.with {
        $0.parties.school = "organisation-school"
        $0.parties.employer = "organisation-\(employer)"
        $0.parties.direction = .invitedIn
        $0.parties.mode = .onSite
        if let campaign { $0.parties.campaign = "campaign-\(campaign)" }
        $0.negotiated = negotiated
        $0.newlyDeveloped = employer == "new"
      }, on: day, evidence)
  }

  @Test func `counts what was done in parts of parts, and comes round a circle`() async throws {
    try await campaign("sit")
    try await campaign("week", parent: "sit")
    try await campaign("day", parent: "week")
    for (id, parent) in [("x", "y"), ("y", "x")] { try await campaign(id, parent: parent) }
    for (id, campaign) in [("1", "sit"), ("2", "day"), ("3", "x")] {
      try await visit(id, to: id, in: campaign)
    }
    for (id, visits) in [("sit", 2), ("week", 1), ("day", 1), ("x", 1), ("y", 1)] {
      let asked = ["campaign": "campaign-\(id)"]
      #expect(try await chronicle.count("visits.held", asked)[3] == Int64(visits), "\(id)")
      let row = try await chronicle.rows(
        "CampaignBoard", .init("stream", .oneOf([.text("campaign-\(id)")])))
      #expect(row.map { $0["visits_held"] } == [.integer(Int64(visits))], "\(id)")
    }
  }

  @Test func `counts distinct employers as of a day, through mergers`() async throws {
    for id in ["a", "b", "new", "twin"] { try await chronicle.organisation(id, .enterprise) }
    try await campaign("sit")
    try await campaign("week", parent: "sit")
    try await visit("1", to: "a")
    try await visit("2", to: "a")
    try await visit("3", to: "b", in: "week", evidence: .synthetic)
    try await visit("4", to: "new", on: "2023-03-15")
    try await visit("5", to: "twin", negotiated: true)
    try await visit("6", to: "other", in: nil)
    let inCampaign = ["campaign": "campaign-sit"]
    #expect(try await chronicle.count("campaign.employers-negotiated", inCampaign) == [3, 0, 1, 4])
    let asOf = ["campaign": "campaign-sit", "until": "2023-03-14"]
    #expect(try await chronicle.count("campaign.employers-negotiated", asOf) == [2, 0, 1, 3])
    #expect(try await chronicle.count("campaign.employers-newly-developed", inCampaign)[3] == 1)
    #expect(try await chronicle.count("visits.held", inCampaign)[3] == 5)

    // Registered twice: one from the start, so the figure of March changes too.
    try await chronicle.merge("twin", into: "a")
    #expect(try await chronicle.count("campaign.employers-negotiated", asOf)[3] == 2)
    #expect(try await chronicle.count("organisations.registered")[3] == 3)
    // Merged by law in April: two in March, one afterwards.
    try await chronicle.merge("b", into: "a", .legalMerger)
    #expect(try await chronicle.count("campaign.employers-negotiated", asOf)[3] == 2)
    #expect(try await chronicle.count("campaign.employers-negotiated", inCampaign)[3] == 2)
    try await chronicle.record(
      "organisation-twin", EventType("organisation.unmerged"), PBOrganisationUnmerged(),
      on: "2023-05-01")
    #expect(try await chronicle.count("campaign.employers-negotiated", asOf)[3] == 3)

    let board = try await chronicle.rows(
      "CampaignBoard", .init("stream", .oneOf(["campaign-sit"])), arguments: ["until": "2023-03-14"]
    )
    #expect(board[0]["employers_negotiated"] == 3)
    #expect(board[0]["visits_held"] == 4)
    #expect(board[0]["visits_invited_in"] == 4)
    #expect(board[0]["employers_newly_developed"] == 0)
    #expect(try await chronicle.rows("Visits").count == 6)
  }

  @Test
  func `counts a visit that was held whatever is cancelled later, and none that was cancelled`()
    async throws
  {
    for id in ["a", "b"] { try await chronicle.organisation(id, .enterprise) }
    try await campaign("sit")
    func negotiated() async throws -> Int64? {
      try await chronicle.count("campaign.employers-negotiated", ["campaign": "campaign-sit"])[3]
    }
    try await visit("1", to: "a")
    #expect(try await negotiated() == 1)
    try await chronicle.record("visit-1", PBVisitCancelled(), on: "2023-03-09")
    #expect(try await negotiated() == 1)
    try await chronicle.record("visit-2", PBVisitPlanned(), on: "2023-03-01")
    try await chronicle.record("visit-2", PBVisitCancelled(), on: "2023-03-02")
    try await visit("2", to: "b")
    #expect(try await negotiated() == 1)
    let visits = try await chronicle.rows("Visits", sort: [.init("stream")])
    #expect(visits.map { $0["phase"] } == ["held", "cancelled"])
    #expect(visits.map { $0["held_on"] } == ["2023-03-08", .null])
  }

  @Test func `compares the ledger's claims through mergers`() async throws {
    for id in ["a", "b"] { try await chronicle.organisation(id, .enterprise) }
    try await campaign("sit")
    try await visit("1", to: "a")
    try await visit("2", to: "b")
    try await chronicle.claim(
      "employers", "2", "campaign.employers-negotiated", [("campaign", "campaign-sit")],
      on: "2023-03-14")
    #expect(try await chronicle.rows("ClaimsLedger")[0]["status"] == "reproduced")
    try await chronicle.merge("b", into: "a")
    #expect(try await chronicle.rows("ClaimsLedger")[0]["difference"] == -1)
  }

  @Test func `resolves chains of mergers to their end, and a cycle to its smallest id`()
    async throws
  {
    for id in ["a", "b", "c", "d", "x", "y", "z"] {
      try await chronicle.organisation(id, .enterprise)
    }
    try await chronicle.merge("a", into: "b")
    try await chronicle.merge("b", into: "c")
    try await chronicle.merge("c", into: "d", .legalMerger, on: "2023-06-01")
    try await chronicle.merge("x", into: "y")
    try await chronicle.merge("y", into: "z")
    try await chronicle.merge("z", into: "y")
    func ends(_ until: String) async throws -> [SQLValue?] {
      try await chronicle.rows("Aliases", arguments: ["until": until]).map { $0["end_stream"] }
    }
    let (c, d, y) = (
      SQLValue.text("organisation-c"), SQLValue.text("organisation-d"),
      SQLValue.text("organisation-y")
    )
    #expect(try await ends("2023-05-31") == [c, c, y, y, y])
    #expect(try await ends("2023-06-01") == [d, d, d, y, y, y])
    let cycles = try await chronicle.rows("Aliases").map { $0["is_cycle"] }
    #expect(cycles == [0, 0, 0, 1, 1, 1])
    #expect(
      try await chronicle.count("organisations.registered", ["until": "2023-05-31"])[3] == 3)
    #expect(try await chronicle.count("organisations.registered")[3] == 2)
  }

  @Test func `shows organisations with one name as possible duplicates`() async throws {
    for id in ["a", "b"] {
      try await chronicle.record(
        "organisation-\(id)",
        PBOrganisationRegistered.with {
          $0.kind = .enterprise
          $0.name = "Huayi"
          $0.region = "210112"
        }, on: "2022-01-01")
    }
    let before = try await chronicle.rows("DuplicateCandidates")
    #expect(before.map { $0["other"] } == ["organisation-b"])
    #expect(before[0]["score"] == 100)
    #expect(before[0]["decision"] == "open")
    try await chronicle.merge("b", into: "a")
    #expect(try await chronicle.rows("DuplicateCandidates")[0]["decision"] == "merged")
  }

  @Test func `counts participants while they take part`() async throws {
    try await campaign("week")
    for id in ["x", "y"] {
      try await chronicle.organisation(id, .hrInstitution)
      try await chronicle.record(
        "campaign-week",
        PBCampaignParticipantJoined.with {
          $0.organisation = "organisation-\(id)"
          $0.role = .recruitmentAgency
        }, on: "2023-05-26")
    }
    try await chronicle.record(
      "campaign-week",
      PBCampaignParticipantLeft.with { $0.organisation = "organisation-y" }, on: "2023-05-28")
    func count(_ until: String, _ more: [String: String] = [:]) async throws -> Int64? {
      try await chronicle.count(
        "campaign.participants",
        more.merging(["campaign": "campaign-week", "until": until]) { $1 })[3]
    }
    #expect(try await count("2023-05-25") == 0)
    #expect(try await count("2023-05-26") == 2)
    #expect(try await count("2023-05-28") == 1)
    #expect(try await count("2023-05-26", ["role": "recruitment_agency"]) == 2)
    #expect(try await count("2023-05-26", ["kind": "SCHOOL"]) == 0)
    let participants = try await chronicle.rows("CampaignParticipants")
    #expect(participants.map { $0["left_on"] } == [.null, "2023-05-28"])
  }

  @Test func `tells activities that were planned from those that were held`() async throws {
    try await campaign("week")
    for number in 0..<3 {
      try await chronicle.record(
        "activity-\(number)",
        PBActivityPlanned.with {
          $0.plan.campaign = "campaign-week"
          $0.plan.mode = number == 0 ? .online : .onSite
          $0.plan.type = .industry
          $0.plan.series = "spring"
          $0.plan.organisers = ["organisation-ministry"]
        }, on: "2023-05-20", .synthetic)
    }
    try await chronicle.record("activity-0", PBActivityHeld(), on: "2023-05-27")
    try await chronicle.record(
      "activity-0",
      PBActivityCounted.with {
        $0.what = .visitors
        $0.count = 800
      }, on: "2023-05-27")
    try await chronicle.record(
      "exhibitor-0.a",
      PBExhibitorAttended.with {
        $0.activity = "activity-0"
        $0.organisation = "organisation-a"
        $0.posts = 12
      }, on: "2023-05-27")
    let campaign = ["campaign": "campaign-week"]
    #expect(try await chronicle.count("activities.planned", campaign) == [0, 0, 3, 3])
    #expect(try await chronicle.count("activities.held", campaign) == [1, 0, 0, 1])
    #expect(
      try await chronicle.count(
        "activities.planned", ["mode": "online", "organiser": "organisation-ministry"])[3] == 1)
    #expect(
      try await chronicle.count("activities.planned", ["organiser": "organisation-b"])[3] == 0)
    #expect(
      try await chronicle.count("activities.held", ["until": "2023-05-26", "series": "spring"])[3]
        == 0)
    let board = try await chronicle.rows("ActivityBoard")
    #expect(board.map { $0["phase"] } == ["held", "planned", "planned"])
    #expect(board[0]["visitors"] == 800)
    #expect(board[0]["exhibitors_attended"] == 1)
    #expect(board[0]["exhibited_posts"] == 12)
    #expect(try await chronicle.rows("Exhibitors")[0]["attended_on"] == "2023-05-27")
  }

  @Test func `counts who came to a session, their industries and intentions`() async throws {
    try await chronicle.organisation("a", .enterprise)
    try await chronicle.organisation("twin", .enterprise)
    try await chronicle.organisation("u", .school)
    try await chronicle.record(
      "session-1", PBSessionScheduled.with { $0.name = "Meeting" }, on: "2023-05-26")
    for (organisation, industry) in [("a", "power"), ("twin", "power"), ("u", "chips")] {
      try await chronicle.record(
        "session-1",
        PBSessionPartyArrived.with {
          $0.organisation = "organisation-\(organisation)"
          $0.industry = industry
        }, on: "2023-05-26")
    }
    try await chronicle.record(
      "session-1",
      PBSessionPartyArrived.with {
        $0.unregisteredName = "A company"
        $0.industry = "materials"
      }, on: "2023-05-26", .synthetic)
    try await chronicle.record(
      "session-1",
      PBSessionPairMet.with {
        $0.first = "organisation-u"
        $0.second = "organisation-a"
      }, on: "2023-05-26")
    try await chronicle.record(
      "session-1", PBSessionNoMatchRecorded.with { $0.reason = .payGap }, on: "2023-05-26")
    for number in 1...2 {
      try await chronicle.record(
        "intention-\(number)",
        PBIntentionRecorded.with {
          $0.parties = ["organisation-a", "organisation-u"]
          $0.topics = ["internship"]
          $0.session = "session-1"
          $0.venue = .matchmaking
        }, on: "2023-05-26", .inferred)
    }
    let session = ["session": "session-1"]
    #expect(try await chronicle.count("session.parties", session) == [3, 0, 1, 4])
    #expect(try await chronicle.count("session.industries", session) == [2, 0, 1, 3])
    #expect(
      try await chronicle.count("session.parties", ["session": "session-1", "kind": "school"])[3]
        == 1)
    #expect(try await chronicle.count("intentions.recorded", session) == [0, 2, 0, 2])
    #expect(try await chronicle.count("intentions.recorded", ["topic": "order-class"])[3] == 0)
    try await chronicle.merge("twin", into: "a")
    let board = try await chronicle.rows("MatchmakingBoard")
    #expect(board[0]["parties"] == 3)
    #expect(board[0]["companies"] == 1)
    #expect(board[0]["schools"] == 1)
    #expect(board[0]["industries"] == 3)
    #expect(board[0]["intentions"] == 2)
    #expect(board[0]["pairs"] == 1)
    #expect(try await chronicle.rows("SessionParties").count == 4)
    #expect(try await chronicle.rows("SessionFailures")[0]["reason"] == "PAY_GAP")
    #expect(
      try await chronicle.measure("vacancies.unfilled-reasons") == [["session", "PAY_GAP", 1]])
  }
}
