import Cooperation
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `Boards count only what their columns say` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func row(_ view: String, _ arguments: [String: String] = [:]) async throws -> [String:
    SQLValue]
  {
    try #require(await chronicle.rows(view, arguments: arguments).first)
  }

  @Test func `AssistanceStatistics on the day on which something happens`() async throws {
    for id in ["a", "b", "c", "d"] {
      try await chronicle.record(
        "assistance-\(id)", PBAssistanceOpened.with { $0.graduate = "person-\(id)" },
        on: "2023-05-01")
    }
    try await chronicle.record(
      "assistance-a", PBAssistanceOwnerAssigned.with { $0.owner = "person-t" }, on: "2023-05-03")
    for (id, day) in [("a", "2023-05-04"), ("b", "2023-05-06"), ("c", "2023-05-11")] {
      try await chronicle.record("assistance-\(id)", PBAssistanceGuidanceGiven(), on: day)
    }
    try await chronicle.record("assistance-a", PBAssistanceResolved(), on: "2023-05-20")
    try await chronicle.record(
      "assistance-b", PBAssistanceClosed.with { $0.reason = .left }, on: "2023-05-20")
    func figures(_ until: String) async throws -> [SQLValue?] {
      let row = try await row("AssistanceStatistics", ["until": until])
      return ["open", "without_owner", "contacted", "resolved", "median_days_to_contact"].map {
        row[$0]
      }
    }
    #expect(try await figures("2023-05-02") == [4, 4, 0, 0, .null])
    #expect(try await figures("2023-05-03") == [4, 3, 0, 0, .null])
    #expect(try await figures("2023-05-04") == [4, 3, 1, 0, 3])
    // Of three, five and ten days half are five at most; of two, three.
    #expect(try await figures("2023-05-06") == [4, 3, 2, 0, 3])
    #expect(try await figures("2023-05-19") == [4, 3, 3, 0, 5])
    // Closed is not resolved, and who is no more helped wants nobody to do it.
    #expect(try await figures("2023-05-20") == [2, 2, 3, 1, 5])
  }

  @Test func `SupplyDemandGap leaves out internships and who left school`() async throws {
    for (id, isInternship) in [("1", false), ("2", true)] {
      try await chronicle.record(
        "vacancy-\(id)",
        PBVacancyPublished.with {
          $0.terms.headcount = 10
          $0.terms.majors = ["460701"]
          $0.terms.isInternship = isInternship
        }, on: "2023-05-10")
    }
    for id in ["a", "b"] {
      try await chronicle.enrol(id, major: "460701")
    }
    try await chronicle.record("enrolment-b", PBStudentWithdrawn(), on: "2021-09-01")
    let gap = try await chronicle.rows(
      "SupplyDemandGap", .init("quarter", .oneOf(["2023-Q2"])))
    #expect(gap.map { $0["posts"] } == [10])
    #expect(gap.map { $0["graduates"] } == [1])
    #expect(gap.map { $0["gap"] } == [9])
    #expect(
      try await chronicle.count("graduates", ["class_year": "2023", "until": "2023"])[3] == 1)
  }

  @Test func `FundBoard promises nothing to grants that were rejected`() async throws {
    try await chronicle.record("fund-1", PBFundEstablished(), on: "2012-01-01")
    try await chronicle.record(
      "fund-1", PBFundBudgetSet.with { $0.amountFen = 1_000 }, on: "2012-01-01")
    for id in ["good", "poor", "rejected", "applied"] {
      try await chronicle.record(
        "grant-\(id)",
        PBGrantApplied.with {
          $0.fund = "fund-1"
          $0.purpose = .facilities
          $0.year = 2012
        }, on: "2012-02-01")
    }
    for (id, amount) in [("good", 300), ("poor", 200), ("rejected", 400)] as [(String, Int64)] {
      try await chronicle.record(
        "grant-\(id)", PBGrantApproved.with { $0.amountFen = amount }, on: "2012-03-01")
    }
    try await chronicle.record(
      "grant-rejected", EventType("grant.rejected"), PBGrantStopped(), on: "2012-02-20")
    for (id, result) in [("good", PBGrantEvaluated.Result.good), ("poor", .insufficient)] {
      try await chronicle.record(
        "grant-\(id)", PBGrantEvaluated.with { $0.result = result }, on: "2013-01-01")
    }
    let board = try await row("FundBoard")
    #expect(board["grants"] == 4 && board["approved_grants"] == 2)
    #expect(board["approved_fen"] == 500 && board["free_fen"] == 500)
    #expect(
      try await chronicle.measure("grants.by-purpose")
        == [["FACILITIES", 4, 2, 500, 0, 0, 2, 1]])
  }

  @Test func `ActivityBoard tells who is invited, registered and there`() async throws {
    try await chronicle.record("activity-1", PBActivityPlanned(), on: "2023-05-01")
    func exhibit(_ id: String, _ payload: some EventPayload) async throws {
      try await chronicle.record("exhibitor-1.\(id)", payload, on: "2023-05-02")
    }
    try await exhibit(
      "a",
      PBExhibitorInvited.with {
        $0.activity = "activity-1"
        $0.organisation = "organisation-a"
      })
    for (id, posts) in [("b", 5), ("c", 7), ("d", 9)] as [(String, Int32)] {
      try await exhibit(
        id,
        PBExhibitorRegistered.with {
          $0.activity = "activity-1"
          $0.organisation = "organisation-\(id)"
          $0.posts = posts
        })
    }
    try await exhibit(
      "c",
      PBExhibitorAttended.with {
        $0.activity = "activity-1"
        $0.posts = 7
      })
    try await exhibit("d", PBExhibitorWithdrawn())
    let board = try await row("ActivityBoard")
    #expect(board["exhibitors"] == 2 && board["exhibitors_attended"] == 1)
    #expect(board["exhibited_posts"] == 12)
  }

  @Test func `CampaignBoard by direction, talks, mode and day`() async throws {
    try await chronicle.record("campaign-1", PBCampaignLaunched(), on: "2023-03-01")
    for (id, direction, mode, isNegotiated) in [
      ("1", PBVisitParties.Direction.goingOut, PBActivityPlan.Mode.onSite, true),
      ("2", .invitedIn, .online, false), ("3", .invitedIn, .onSite, false),
    ] {
      try await chronicle.record(
        "visit-\(id)",
        PBVisitHeld.with {
          $0.parties.campaign = "campaign-1"
          $0.parties.employer = "organisation-\(id)"
          $0.parties.direction = direction
          $0.parties.mode = mode
          $0.negotiated = isNegotiated
        }, on: "2023-03-0\(id)")
    }
    for (id, mode, planned, held) in [
      ("1", PBActivityPlan.Mode.online, "2023-03-02", "2023-03-02"),
      ("2", .online, "2023-03-03", "2023-03-04"),
    ] {
      try await chronicle.record(
        "activity-\(id)",
        PBActivityPlanned.with {
          $0.plan.campaign = "campaign-1"
          $0.plan.mode = mode
        }, on: planned)
      try await chronicle.record("activity-\(id)", PBActivityHeld(), on: held)
    }
    let whole = try await row("CampaignBoard")
    #expect(whole["visits_going_out"] == 1 && whole["visits_invited_in"] == 2)
    #expect(whole["visits_online"] == 1 && whole["employers_visited"] == 3)
    #expect(whole["employers_negotiated"] == 1)
    #expect(whole["activities_planned"] == 2 && whole["activities_online"] == 2)
    let then = try await row("CampaignBoard", ["until": "2023-03-02"])
    #expect(then["visits_held"] == 2 && then["activities_planned"] == 1)
    #expect(then["activities_held"] == 1 && then["activities_online"] == 1)
  }

  @Test func `OrderClassBoard counts as hired who is still with the enterprise`() async throws {
    try await chronicle.record(
      "order.class-1", PBOrderClassPlanned.with { $0.enterprise = "organisation-e" })
    for id in ["a", "b", "c", "d", "left"] {
      try await chronicle.record(
        "order.class-1", PBClassStudentEnrolled.with { $0.student = "person-\(id)" },
        on: "2022-09-02")
    }
    try await chronicle.record(
      "order.class-1", PBClassStudentLeft.with { $0.student = "person-left" }, on: "2022-10-01")
    for id in ["a", "b", "left"] {
      try await chronicle.record(
        "employment-\(id)",
        PBEmploymentEnteredIntoForce.with {
          $0.terms.graduate = "person-\(id)"
          $0.terms.employer = "organisation-e"
        }, on: "2023-07-01")
    }
    try await chronicle.record("employment-b", PBEmploymentTerminated(), on: "2023-08-01")
    for id in ["c", "d"] {
      try await chronicle.record(
        "outcome-\(id)",
        PBOutcomeDeclared.with {
          $0.graduate = "person-\(id)"
          $0.facts.employer = "organisation-e"
        }, on: "2023-08-01")
    }
    try await chronicle.record("outcome-d", PBOutcomeGraduateContested(), on: "2023-08-02")
    #expect(try await row("OrderClassBoard")["students"] == 4)
    #expect(try await row("OrderClassBoard")["hired"] == 2)
  }

  @Test func `IntentionFunnel goes as far as placements began and students stayed`() async throws {
    for (id, day) in [("1", "2022-06-01"), ("2", "2022-06-02"), ("3", "2022-06-03")] {
      try await chronicle.record(
        "intention-\(id)", PBIntentionRecorded.with { $0.venue = .meeting }, on: day)
      try await chronicle.record(
        "agreement-\(id)", EventType("agreement.reported-signed"),
        PBAgreementTerms.with { $0.parties = ["organisation-a", "organisation-b"] },
        on: id == "1" ? "2022-06-02" : "2022-06-1\(id)")
      try await chronicle.record(
        "intention-\(id)", PBIntentionConverted.with { $0.agreement = "agreement-\(id)" },
        on: "2022-07-01")
      try await chronicle.record(
        "internship.agreement-\(id)", EventType("internship-agreement.reported-signed"),
        PBInternshipAgreementDrawnUp.with { $0.agreement = "agreement-\(id)" }, on: "2022-08-01")
    }
    for (id, agreement) in [("1", "1"), ("2", "2")] {
      let parties = PBPlacementParties.with {
        $0.internshipAgreement = "internship.agreement-\(agreement)"
        $0.student = "person-\(id)"
      }
      try await chronicle.record(
        "placement-\(id)", PBPlacementArranged.with { $0.parties = parties }, on: "2022-08-01")
      if id == "1" {
        try await chronicle.record(
          "placement-\(id)", PBPlacementStarted.with { $0.parties = parties }, on: "2022-09-01")
      }
    }
    let board = try await chronicle.rows("IntentionFunnel")
    #expect(board.map { $0["placements"] } == [1, 0, 0])
    #expect(board.map { $0["hired"] } == [0, 0, 0])
    #expect(board.map { $0["days_to_agreement"] } == [1, 10, 10])
    #expect(
      try await chronicle.rows("InternshipBoard").map { $0["placements_started"] } == [1, 0, 0])
    func reached(_ arguments: [String: String] = [:]) async throws -> [SQLValue] {
      try await chronicle.measure("intentions.funnel", arguments).map { $0[2] }
    }
    #expect(try await reached() == [3, 3, 1, 0, 0, 0])
    #expect(try await reached(["since": "2022-06-02", "until": "2022-06-02"])[0] == 1)
    // Half of two took one day at most, half of three ten.
    let median = try await chronicle.measure("intentions.funnel", ["until": "2022-06-02"])
    #expect(median[1].last == 1)
    #expect(try await chronicle.measure("intentions.funnel")[1].last == 10)
    #expect(try await chronicle.count("intentions.converted", ["until": "2022-06-30"])[3] == 0)
  }

  @Test func `DuplicateCandidates score what both say`() async throws {
    for id in ["a", "b"] {
      try await chronicle.record(
        "organisation-\(id)", PBOrganisationRegistered.with { $0.name = "Huayi" },
        on: "2022-01-01")
    }
    #expect(try await row("DuplicateCandidates")["score"] == 50)
    try await chronicle.merge("a", into: "b")
    #expect(try await row("DuplicateCandidates")["decision"] == "merged")
  }
}
