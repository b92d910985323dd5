import Cooperation
import EventModel
import Projections
import ReadModels
import SwiftProtobuf
import Testing

/// Columns of one kind that stand near each other, each with a value of its own: two that were mistaken for
/// each other would show here. The golden rows have the same value in both, or in both none.
@Suite struct `Each column of a row` {
  let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  /// Compares columns of a view's only row.
  func expect(_ view: String, shows expected: [String: SQLValue]) async throws {
    let rows = try await chronicle.rows(view)
    #expect(rows.count == 1, "\(view)")
    let row = try #require(rows.first)
    for (column, value) in expected {
      #expect(row[column] == value, "\(view).\(column)")
    }
  }

  /// Records so many facts of a stream, the first on 1 July 2022.
  func record(
    _ count: Int, _ stream: String, _ payload: (Int) -> some EventPayload
  ) async throws {
    for number in 1...count {
      try await chronicle.record(stream, payload(number), on: "2022-07-0\(number)")
    }
  }

  @Test func `tells who runs an organisation, whose branch it is, and until when it may rest`()
    async throws
  {
    try await record(1, "organisation-a") { _ in
      PBOrganisationRegistered.with {
        $0.name = "A"
        $0.runBy = "organisation-works"
        $0.branchOf = "organisation-head"
      }
    }
    try await chronicle.record("organisation-a", PBOrganisationSuspended(), on: "2022-08-01")
    try await expect(
      "OrganisationRegister",
      shows: [
        "run_by": "organisation-works", "branch_of": "organisation-head",
        "suspended_on": "2022-08-01",
      ])
    let row = try await chronicle.rows("OrganisationRegister")[0]
    #expect(row["may_rest_until"] != row["suspended_on"] && row["may_rest_until"] != .null)
  }

  @Test func `tells an alliance's charter from its governing units`() async throws {
    try await chronicle.found("zone")
    let elected = PBGoverningUnitsElected.with {
      $0.units = ["a", "b", "c"].map { name in .with { $0.organisation = "organisation-\(name)" } }
    }
    try await chronicle.record("alliance-zone", elected)
    try await expect("Alliances", shows: ["has_charter": 0, "governing_units": 3])
    try await chronicle.record(
      "alliance-zone", EventType("alliance.charter-adopted"), PBCharter.with { $0.version = "1" })
    try await expect("Alliances", shows: ["has_charter": 1, "governing_units": 3])
  }

  @Test func `tells the day for which a meeting was called from the day on which it was held`()
    async throws
  {
    try await record(1, "meeting-a") { _ in PBMeetingConvened.with { $0.plannedOn = "2022-08-30" } }
    try await chronicle.record(
      "meeting-a",
      PBQuorumRecorded.with {
        $0.members = 9
        $0.present = 7
      }, on: "2022-09-01")
    try await chronicle.record("meeting-a", PBMeetingClosed(), on: "2022-09-01")
    try await expect(
      "Meetings",
      shows: ["planned_on": "2022-08-30", "held_on": "2022-09-01", "members": 9, "present": 7])
  }

  @Test func `tells an order class's curriculum from its mentors of either side`() async throws {
    try await record(1, "order.class-a") { _ in PBOrderClassPlanned.with { $0.plannedSize = 30 } }
    try await record(5, "order.class-a") { number in
      PBClassMentorAssigned.with {
        $0.mentor = "person-\(number)"
        $0.side = number < 3 ? .school : .enterprise
      }
    }
    let shown: [String: SQLValue] = [
      "planned_size": 30, "school_mentors": 2, "enterprise_mentors": 3,
    ]
    try await expect("OrderClassBoard", shows: shown.merging(["has_curriculum": 0]) { $1 })
    try await record(1, "order.class-a") { _ in PBCurriculumAgreed.with { $0.title = "T" } }
    try await expect("OrderClassBoard", shows: shown.merging(["has_curriculum": 1]) { $1 })
  }

  @Test func `tells a placement's visits, payments, incidents and complaints`() async throws {
    try await record(1, "placement-a") { _ in PBPlacementStarted() }
    try await record(4, "placement-a") { _ in PBSchoolVisitMade() }
    try await record(3, "placement-a") { _ in PBPaymentRecorded() }
    try await record(2, "placement-a") { _ in PBIncidentReported() }
    try await record(1, "placement-a") { _ in PBStudentComplained() }
    try await expect(
      "Placements", shows: ["visits": 4, "payments": 3, "incidents": 2, "complaints": 1])
  }

  @Test func `tells with whom a facility is shared from who came to see it`() async throws {
    try await record(1, "facility-a") { _ in PBFacilityRegistered.with { $0.places = 40 } }
    try await record(2, "facility-a") { number in
      PBFacilityShared.with { $0.partner = "organisation-\(number)" }
    }
    try await record(3, "facility-a") { number in
      PBFacilityVisited.with { $0.visitor = "organisation-\(number)" }
    }
    try await expect("Facilities", shows: ["places": 40, "partners": 2, "visits": 3])
  }

  @Test func `tells what is claimed back of a grant, what was repaid and who objected`()
    async throws
  {
    try await record(1, "grant-a") { _ in PBGrantApplied.with { $0.amountFen = 900 } }
    try await record(3, "grant-a") { number in
      PBGrantObjectionReceived.with { $0.objection = "o\(number)" }
    }
    try await chronicle.record(
      "grant-a", PBGrantObjectionSettled.with { $0.objection = "o1" }, on: "2022-07-04")
    try await chronicle.record(
      "grant-a", PBGrantApproved.with { $0.amountFen = 800 }, on: "2022-07-05")
    try await chronicle.record("grant-a", PBGrantPaid.with { $0.amountFen = 700 }, on: "2022-07-06")
    try await chronicle.record(
      "grant-a", PBGrantMilestoneAccepted.with { $0.title = "M" }, on: "2022-07-07")
    try await chronicle.record(
      "grant-a", PBGrantExpenditureReported.with { $0.amountFen = 600 }, on: "2022-07-08")
    try await chronicle.record(
      "grant-a", PBGrantClawbackOrdered.with { $0.amountFen = 500 }, on: "2022-07-09")
    try await chronicle.record(
      "grant-a", PBGrantRepaid.with { $0.amountFen = 400 }, on: "2022-07-10")
    try await expect(
      "Grants",
      shows: [
        "applied_fen": 900, "approved_fen": 800, "paid_fen": 700, "spent_fen": 600,
        "clawback_fen": 500, "repaid_fen": 400, "objections": 3, "open_objections": 2,
        "milestones": 1, "applied_on": "2022-07-01", "approved_on": "2022-07-05",
      ])
  }

  @Test func `tells when a policy was adopted, issued and in force`() async throws {
    try await record(1, "policy-a") { _ in
      PBPolicyIssued.with {
        $0.adoptedOn = "2022-06-15"
        $0.inForceFrom = "2022-08-01"
      }
    }
    try await chronicle.record(
      "policy-a", PBPolicyRepealed.with { $0.lastDay = "2023-06-30" }, on: "2023-06-01")
    try await expect(
      "Policies",
      shows: [
        "adopted_on": "2022-06-15", "issued_on": "2022-07-01", "in_force_from": "2022-08-01",
        "in_force_to": "2023-06-30",
      ])
  }

  @Test func `tells from when to when a target counts, and when it was set and assessed`()
    async throws
  {
    try await record(1, "target-a") { _ in
      PBTargetSet.with {
        $0.figure = "9"
        $0.from = "2022-08-01"
        $0.to = "2022-12-31"
      }
    }
    try await record(2, "target-a") { _ in PBTargetRevised.with { $0.figure = "8" } }
    try await chronicle.record(
      "target-a", PBTargetAssessed.with { $0.asOf = "2022-11-30" }, on: "2022-12-01")
    try await expect(
      "Targets",
      shows: [
        "wanted": 8, "from_day": "2022-08-01", "to_day": "2022-12-31", "set_on": "2022-07-01",
        "revisions": 2, "assessed_as_of": "2022-11-30", "counts_exactly": 1,
      ])
  }

  @Test(arguments: [("clerk", false), ("recorder", true)])
  func `tells whether a claim was taken back, and whether it counts exactly`(
    role: String, isRetracted: Bool
  ) async throws {
    try await chronicle.claim("a", "9", nil, by: role)
    if isRetracted { try await chronicle.record("claim-a", PBClaimRetracted()) }
    try await expect(
      "ClaimsLedger",
      shows: ["is_retracted": isRetracted ? 1 : 0, "counts_exactly": isRetracted ? 0 : 1])
  }

  @Test func `tells what a file's rows came to`() async throws {
    try await record(1, "import-a") { _ in PBImportReceived.with { $0.rowCount = 9 } }
    try await record(1, "import-a") { _ in
      PBImportRowsProcessed.with {
        $0.firstRow = 1
        $0.rowCount = 9
        $0.recordedCount = 4
        $0.alreadySoCount = 3
        $0.rejected = [5, 7].map { row in .with { $0.row = row } }
      }
    }
    try await expect("Imports", shows: ["rows": 9, "recorded": 4, "already_so": 3, "rejected": 2])
  }
}
