import Cooperation
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `The boards of markets, money and rules` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func vacancy(_ id: String, _ headcount: Int32, majors: [String] = []) async throws {
    try await chronicle.record(
      "vacancy-\(id)",
      PBVacancyPublished.with {
        $0.employer = "organisation-e"
        $0.terms.headcount = headcount
        $0.terms.region = "330200"
        $0.terms.majors = majors
      }, on: "2023-05-10")
  }

  @Test func `VacancyMarket sets posts, applications and hires side by side`() async throws {
    try await chronicle.organisation("e", .enterprise, industry: "C36")
    try await vacancy("1", 10, majors: ["460701"])
    try await vacancy("2", 5, majors: ["460701", "460702"])
    for number in 0..<6 {
      try await chronicle.record(
        "application-1.\(number)",
        PBApplicationSubmitted.with {
          $0.vacancy = "vacancy-1"
          $0.person = "person-\(number)"
        }, on: "2023-05-11")
    }
    try await chronicle.record("application-1.0", PBApplicationJobOffered(), on: "2023-05-12")
    try await chronicle.record(
      "application-1.0", EventType("application.offer-accepted"), PBApplicationOfferAnswered(),
      on: "2023-05-13")
    try await chronicle.record(
      "vacancy-2", PBVacancyClosed.with { $0.reason = .noSuitableApplicant }, on: "2023-06-01")
    let market = try await chronicle.rows("VacancyMarket")
    #expect(market.map { $0["major"] } == ["460701", "460702"])
    #expect(market.map { $0["posts"] } == [15, 5])
    #expect(market.map { $0["applications"] } == [6, 0])
    #expect(market[0]["offers"] == 1)
    #expect(market[0]["hires"] == 1)
    #expect(market[0]["unfilled"] == 14)
    let hidden = try await chronicle.rows("VacancyMarket", hidingSmallCells: true)
    // The other cell too: what it leaves of all applications would be the first one's.
    #expect(hidden.map { $0["applications"] } == [.null, .null])
    #expect(hidden.map { $0["is_hidden"] } == [1, 1])
    #expect(
      try await chronicle.measure("vacancies.unfilled-reasons")
        == [["vacancy", "NO_SUITABLE_APPLICANT", 1]])
    #expect(try await chronicle.count("vacancies.posts", ["region": "3302"])[3] == 15)
    #expect(try await chronicle.count("vacancies.published", ["major": "460702"])[3] == 1)
    #expect(try await chronicle.count("applications.submitted", ["vacancy": "vacancy-1"])[3] == 6)
    #expect(try await chronicle.rows("VacancyMarket", arguments: ["since": "2023-06"]).isEmpty)
  }

  @Test func `SupplyDemandGap sets graduates beside posts`() async throws {
    try await chronicle.record(
      "organisation-s",
      PBOrganisationRegistered.with {
        $0.kind = .school
        $0.name = "S"
        $0.region = "330206"
      }, on: "2010-01-01")
    try await vacancy("1", 10, majors: ["460701"])
    for number in 0..<6 {
      try await chronicle.enrol("\(number)", major: "460701")
    }
    let gap = try await chronicle.rows("SupplyDemandGap")
    #expect(gap.map { $0["quarter"] } == ["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"])
    #expect(gap.map { $0["graduates"] } == [6, 6, 6, 6])
    #expect(gap.map { $0["posts"] } == [0, 10, 0, 0])
    #expect(gap.map { $0["gap"] } == [-6, 4, -6, -6])
  }

  @Test func `HostCapacity shows what is left under ten and twenty percent`() async throws {
    try await chronicle.record(
      "organisation-h",
      PBOrganisationRegistered.with {
        $0.kind = .enterprise
        $0.name = "H"
        $0.staffOnPost = 45
      }, on: "2022-01-01")
    try await chronicle.record(
      "host.post-1",
      PBHostPostOffered.with {
        $0.host = "organisation-h"
        $0.terms.places = 3
        $0.terms.postStaff = 14
      }, on: "2023-01-01")
    for number in 1...3 {
      try await chronicle.record(
        "placement-\(number)",
        PBPlacementStarted.with {
          $0.parties.host = "organisation-h"
          $0.parties.student = "person-\(number)"
        }, on: "2023-02-0\(number)")
    }
    try await chronicle.record("placement-1", PBPlacementCompleted(), on: "2023-03-01")
    func capacity(_ day: String) async throws -> [String: SQLValue] {
      try await chronicle.rows("HostCapacity", arguments: ["on": day])[0]
    }
    #expect(try await capacity("2023-02-28")["interns"] == 3)
    #expect(try await capacity("2023-02-28")["free_under_10"] == 1)
    #expect(try await capacity("2023-03-01")["interns"] == 2)
    #expect(try await capacity("2023-03-01")["free_under_10"] == 2)
    #expect(try await capacity("2023-03-01")["share_hundredths"] == 444)
    #expect(try await capacity("2023-03-01")["allowed_under_20"] == 2)
    #expect(try await capacity("2023-03-01")["offered"] == 3)
  }

  @Test func `PolicyTimeline shows what applied when`() async throws {
    try await chronicle.record(
      "policy-rules",
      PBPolicyIssued.with {
        $0.kind = .regulation
        $0.title = "Rules"
        $0.territory = "3302"
      }, on: "2009")
    try await chronicle.record(
      "policy-rules", PBPlatformLaunched.with { $0.name = "Messenger" }, on: "2012-09")
    try await chronicle.record(
      "policy-rules", PBPolicyRepealed.with { $0.lastDay = "2020-06-30" }, on: "2020-06-30")
    let timeline = try await chronicle.rows("PolicyTimeline", sort: [.init("day")])
    #expect(timeline.map { $0["what"] } == ["inForce", "platform", "outOfForce"])
    #expect(timeline.map { $0["day"] } == ["2009-12-31", "2012-09-30", "2020-07-01"])
    #expect(timeline[1]["title"] == "Messenger")
    #expect(try await chronicle.rows("Policies")[0]["phase"] == "repealed")
  }

  @Test func `Targets are counted until their last day`() async throws {
    for (number, day) in ["2022-05-01", "2023-05-01"].enumerated() {
      try await chronicle.organisation("\(number)", .school, on: day)
    }
    try await chronicle.record(
      "target-1",
      PBTargetSet.with {
        $0.kind = .participants
        $0.figure = "2"
        $0.to = "2022-12-31"
        $0.measure.name = "organisations.registered"
        $0.measure.arguments = [
          .with {
            $0.name = "kind"
            $0.value = "SCHOOL"
          }
        ]
      }, on: "2022-01-01")
    var target = try await chronicle.rows("Targets")[0]
    #expect(target["documented"] == 1)
    #expect(target["progress_hundredths"] == 5000)
    #expect(target["is_reached"] == 0)
    #expect(target["counted_until"] == "2022-12-31")
    try await chronicle.record(
      "target-1", PBTargetRevised.with { $0.to = "2023-12-31" }, on: "2022-06-01")
    target = try await chronicle.rows("Targets")[0]
    #expect(target["is_reached"] == 1)
    #expect(try await chronicle.rows("Targets", arguments: ["until": "2022"])[0]["with_fill"] == 1)
  }

  @Test func `FundBoard shows what was promised, paid and taken back`() async throws {
    try await chronicle.record(
      "fund-1", PBFundEstablished.with { $0.name = "Special fund" }, on: "2012-01-01")
    try await chronicle.record(
      "fund-1", PBFundBudgetSet.with { $0.amountFen = 1_000_000 }, on: "2012-01-01")
    try await chronicle.record(
      "grant-1",
      PBGrantApplied.with {
        $0.fund = "fund-1"
        $0.purpose = .facilities
        $0.year = 2012
        $0.amountFen = 400_000
      }, on: "2012-02-01")
    try await chronicle.record("grant-1", PBGrantApplicationPublished(), on: "2012-02-02")
    try await chronicle.record(
      "grant-1", PBGrantApproved.with { $0.amountFen = 300_000 }, on: "2012-03-01")
    try await chronicle.record(
      "grant-1",
      PBGrantPaid.with {
        $0.tranche = "a"
        $0.amountFen = 100_000
      }, on: "2012-04-01")
    try await chronicle.record(
      "grant-1", PBGrantClawbackOrdered.with { $0.amountFen = 50_000 }, on: "2012-05-01")
    let board = try await chronicle.rows("FundBoard")[0]
    #expect(board["approved_fen"] == 300_000)
    #expect(board["paid_fen"] == 100_000)
    #expect(board["clawback_fen"] == 50_000)
    #expect(board["free_fen"] == 700_000)
    #expect(
      try await chronicle.measure("grants.by-purpose")
        == [["FACILITIES", 1, 1, 300_000, 100_000, 50_000, 0, 0]])
    #expect(try await chronicle.count("grants.paid", ["fund": "fund-1"])[3] == 100_000)
    #expect(try await chronicle.count("grants.paid", ["until": "2012-03-31"])[3] == 0)
  }

  @Test func `IntentionFunnel follows intentions to agreements and hires`() async throws {
    for number in 1...4 {
      try await chronicle.record(
        "intention-\(number)",
        PBIntentionRecorded.with {
          $0.parties = ["organisation-a", "organisation-b"]
          $0.broughtAboutBy = "alliance-zone"
        }, on: "2022-06-01")
    }
    try await chronicle.record(
      "agreement-1", EventType("agreement.reported-signed"),
      PBAgreementTerms.with { $0.parties = ["organisation-a", "organisation-b"] },
      on: "2022-06-11")
    try await chronicle.record(
      "intention-1", PBIntentionConverted.with { $0.agreement = "agreement-1" }, on: "2022-06-11")
    try await chronicle.record(
      "intention-2", PBIntentionLapsed.with { $0.reason = "no funds" }, on: "2022-12-01")
    try await chronicle.record(
      "order.class-1", PBOrderClassPlanned.with { $0.agreement = "agreement-1" })
    let board = try await chronicle.rows("IntentionFunnel")
    #expect(board.map { $0["days_to_agreement"] } == [10, .null, .null, .null])
    #expect(board[0]["order_classes"] == 1)
    let funnel = try await chronicle.measure("intentions.funnel")
    #expect(
      funnel.map { $0[1] } == ["recorded", "agreed", "underWay", "hired", "lapsed", "withdrawn"])
    #expect(funnel.map { $0[2] } == [4, 1, 1, 0, 1, 0])
    #expect(funnel[1] == [2, "agreed", 1, 4, 2500, 10])
    #expect(
      try await chronicle.measure("intentions.lapses") == [["lapsed", "no funds", 1]])
    #expect(
      try await chronicle.count("intentions.converted", ["alliance": "alliance-zone"])[3] == 1)
  }

  @Test func `Motions show what was voted on`() async throws {
    try await chronicle.record(
      "meeting-1",
      PBMeetingConvened.with {
        $0.kind = .founding
        $0.alliance = "alliance-zone"
      })
    for (motion, subject) in [
      ("charter", PBMotionPut.Subject.charter), ("units", .governingUnits),
    ] {
      try await chronicle.record(
        "meeting-1",
        PBMotionPut.with {
          $0.motion = motion
          $0.subject = subject
        })
      try await chronicle.record(
        "meeting-1",
        PBMotionVoted.with {
          $0.motion = motion
          $0.carried = true
        })
    }
    #expect(try await chronicle.count("motions.voted", ["alliance": "alliance-zone"])[0] == 2)
    #expect(try await chronicle.count("motions.voted", ["subject": "charter"])[0] == 1)
    #expect(try await chronicle.rows("Motions").map { $0["is_carried"] } == [1, 1])
    #expect(try await chronicle.rows("Meetings")[0]["kind"] == "FOUNDING")
  }

  @Test func `LateAndCorrected shows lags and changes`() async throws {
    let id = try await chronicle.record(
      "organisation-a", PBOrganisationRegistered.with { $0.name = "A" }, on: "2022-06-20")
    try await chronicle.record(
      "organisation-b", PBOrganisationRegistered.with { $0.name = "B" }, on: "2022-06-30")
    try await chronicle.record(
      "organisation-a", PBOrganisationRegistered.with { $0.name = "AA" }, on: "2022-06-21",
      corrects: id)
    let late = try await chronicle.rows("LateAndCorrected")
    #expect(late.map { $0["status"] } == ["corrected", "correction"])
    #expect(late.map { $0["amended_by"] } == [3, .null])
    #expect(late.map { $0["lag_days"] } == [9, 8])
    let lags = try await chronicle.measure("history.lags", ["type": "organisation"])
    #expect(lags == [["organisation.registered", 3, 2, 9, 1, 0]])
  }

  @Test func `history.lags tells of single persons only where there are five`() async throws {
    func register(_ count: Int, _ kind: String, _ payload: some EventPayload) async throws {
      for number in 0..<count {
        try await chronicle.record("\(kind)-\(number)", payload, on: "2022-06-20")
      }
    }
    try await register(4, "person", PBPersonRegistered())
    try await register(7, "enrolment", PBStudentEnrolled())
    try await register(6, "code.outcome", PBCodeClaimed.with { $0.holder = "organisation-0" })
    try await register(1, "code.uscc", PBCodeClaimed.with { $0.holder = "organisation-0" })
    try await register(6, "dispute", PBDisputeRaised())
    try await register(4, "organisation", PBOrganisationRegistered())
    func lags(hiding: Bool) async throws -> [[SQLValue]] {
      var rows: [[SQLValue]] = []
      for type in ["code", "dispute", "enrolment", "organisation", "person"] {
        rows += try await chronicle.measure(
          "history.lags", ["type": type], hidingSmallCells: hiding)
      }
      return rows
    }
    #expect(
      try await lags(hiding: true) == [
        ["code.claimed", 5, 5, .null, 0, 0],
        ["dispute.raised", 5, 5, .null, 0, 0],
        ["enrolment.enrolled", 5, 5, .null, 0, 0],
        ["organisation.registered", 4, 4, 9, 0, 0],
        ["person.registered", .null, .null, .null, .null, 1],
      ])
    #expect(
      try await lags(hiding: false) == [
        ["code.claimed", 7, 7, 9, 0, 0],
        ["dispute.raised", 6, 6, 9, 0, 0],
        ["enrolment.enrolled", 7, 7, 9, 0, 0],
        ["organisation.registered", 4, 4, 9, 0, 0],
        ["person.registered", 4, 4, 9, 0, 0],
      ])
  }

  @Test func `history.lags tells of few changes to single persons nothing`() async throws {
    var ids: [EventID] = []
    for number in 0..<6 {
      ids.append(
        try await chronicle.record("person-\(number)", PBPersonRegistered(), on: "2022-06-20"))
    }
    try await chronicle.record(
      "person-0", PBPersonRegistered(), on: "2022-06-21", corrects: ids[0])
    let seen = try await chronicle.measure(
      "history.lags", ["type": "person"], hidingSmallCells: true)
    #expect(seen == [["person.registered", 5, 5, .null, .null, 1]])
  }

  @Test func `Vacancies tells nobody that few came to one for key groups`() async throws {
    func vacancy(_ id: String, _ headcount: Int32, filled: Int32) async throws {
      try await chronicle.record(
        "vacancy-\(id)",
        PBVacancyPublished.with {
          $0.employer = "organisation-e"
          $0.terms.headcount = headcount
          $0.terms.keyGroupsOnly = true
        }, on: "2022-06-01")
      if filled > 0 {
        try await chronicle.record(
          "vacancy-\(id)", PBVacancyFilled.with { $0.filled = filled }, on: "2022-06-02")
      }
    }
    try await vacancy("1", 1, filled: 1)
    try await vacancy("2", 1, filled: 0)
    try await vacancy("3", 20, filled: 2)
    try await vacancy("4", 20, filled: 11)
    try await vacancy("5", 10, filled: 10)
    try await chronicle.record("vacancy-5", PBVacancyComplainedAbout(), on: "2022-06-03")
    func seen(_ column: String, hiding: Bool = true) async throws -> [SQLValue?] {
      try await chronicle.rows(
        "Vacancies", sort: [.init("stream")], hidingSmallCells: hiding
      ).map { $0[column] }
    }
    #expect(try await seen("filled") == [.null, .null, .null, 10, 10])
    #expect(
      try await seen("phase") == ["published", "published", "published", "published", "filled"])
    #expect(try await seen("is_hidden") == [1, 1, 1, 0, 1])
    #expect(try await seen("complaints") == [0, 0, 0, 0, .null])
    #expect(try await seen("filled", hiding: false) == [1, 0, 2, 11, 10])
    #expect(
      try await seen("phase", hiding: false)
        == ["filled", "published", "published", "published", "filled"])
    #expect(try await seen("complaints", hiding: false) == [0, 0, 0, 0, 1])
    #expect(try await seen("is_hidden", hiding: false) == [0, 0, 0, 0, 0])
  }

  @Test func `Needs and facilities are shown as they stand`() async throws {
    try await chronicle.record(
      "need-1",
      PBNeedPublished.with {
        $0.organisation = "organisation-a"
        $0.terms.side = .demand
        $0.terms.kind = .internship
        $0.terms.quantity = 20
      })
    try await chronicle.record("need-1", PBNeedMatched.with { $0.quantity = 5 }, on: "2022-07-01")
    #expect(try await chronicle.rows("Needs")[0]["open_quantity"] == 15)
    #expect(try await chronicle.count("needs.published", ["side": "demand"])[3] == 1)
    try await chronicle.record(
      "facility-1",
      PBFacilityRegistered.with {
        $0.kind = .trainingBase
        $0.owner = "organisation-a"
      })
    try await chronicle.record(
      "facility-1", PBFacilityShared.with { $0.partner = "organisation-b" }, on: "2022-07-01")
    #expect(try await chronicle.rows("Facilities")[0]["partners"] == 1)
  }
}
