import Cooperation
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `What agreements lead to` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func sign(
    _ id: String, on day: String = "2023-01-01", _ fill: (inout PBAgreementTerms) -> Void = { _ in }
  ) async throws {
    var terms = PBAgreementTerms()
    terms.kind = .schoolEnterprise
    terms.parties = ["organisation-s", "organisation-e"]
    fill(&terms)
    try await chronicle.record(
      "agreement-\(id)", EventType("agreement.reported-signed"), terms, on: day)
  }

  /// How many agreements hold on a day, and of these how many end soon.
  private func inForce(on day: String) async throws -> [SQLValue] {
    let rows = try await chronicle.measure("agreements.by", ["by": "kind", "until": day])
    return rows.first.map { Array($0[2...3]) } ?? [0, 0]
  }

  @Test func `is in force from its first day to its last, however it ends`() async throws {
    try await sign("later") { $0.from = "2023-03-01" }
    #expect(try await inForce(on: "2023-02-28") == [0, 0])
    #expect(try await inForce(on: "2023-03-01") == [1, 0])
    // It ends with the year, which is told in June.
    try await chronicle.record(
      "agreement-later", PBAgreementTerminated.with { $0.lastDay = "2023-12-31" }, on: "2023-06-01")
    #expect(try await inForce(on: "2023-06-02") == [1, 0])
    #expect(try await inForce(on: "2023-12-31") == [1, 1])
    #expect(try await inForce(on: "2024-01-01") == [0, 0])
    let row = try await chronicle.rows("AgreementBoard")[0]
    #expect(row["in_force_from"] == "2023-03-01" && row["in_force_to"] == "2023-12-31")
  }

  @Test func `is in force on the day on which it is terminated, and not after its agreed end`()
    async throws
  {
    try await sign("a")
    try await chronicle.record("agreement-a", PBAgreementTerminated(), on: "2023-06-01")
    #expect(try await inForce(on: "2023-06-01") == [1, 1])
    #expect(try await inForce(on: "2023-06-02") == [0, 0])
    try await sign("b", on: "2023-07-01") { $0.to = "2023-12-31" }
    try await chronicle.record("agreement-b", PBAgreementRenewed(), on: "2023-10-01")
    #expect(try await inForce(on: "2023-12-31") == [1, 1])
    #expect(try await inForce(on: "2024-01-01") == [0, 0])
    try await sign("never", on: "2023-07-01")
    try await chronicle.record(
      "agreement-never", EventType("agreement.annulled"), PBAgreementStopped(), on: "2023-08-01")
    #expect(try await inForce(on: "2023-12-31") == [1, 1])
  }

  @Test(arguments: ["the agreement", "the intention"])
  func `leads from the intention to the alliance, whichever names the other`(teller: String)
    async throws
  {
    try await chronicle.record(
      "intention-1", PBIntentionRecorded.with { $0.broughtAboutBy = "alliance-z" },
      on: "2022-06-01")
    try await sign("1", on: "2022-06-10") {
      $0.forms = [.internship]
      if teller == "the agreement" { $0.intention = "intention-1" }
    }
    if teller == "the intention" {
      try await chronicle.record(
        "intention-1", PBIntentionConverted.with { $0.agreement = "agreement-1" }, on: "2022-06-10")
    }
    try await chronicle.record(
      "agreement-1", EventType("agreement.intern-batch-planned"),
      PBInternBatchPlanned.with {
        $0.batch = "first"
        $0.plannedInterns = 43
      }, on: "2022-06-20")
    try await chronicle.record(
      "internship.agreement-1", EventType("internship-agreement.reported-signed"),
      PBInternshipAgreementDrawnUp.with {
        $0.student = "person-1"
        $0.agreement = "agreement-1"
      }, on: "2022-07-01")
    try await chronicle.record(
      "placement-1",
      PBPlacementStarted.with {
        $0.parties.student = "person-1"
        $0.parties.internshipAgreement = "internship.agreement-1"
      }, on: "2022-09-01")
    try await chronicle.record("placement-1", PBPlacementCompleted(), on: "2023-01-31")
    try await chronicle.record(
      "order.class-1",
      PBOrderClassPlanned.with {
        $0.agreement = "agreement-1"
        $0.plannedSize = 40
      }, on: "2022-08-01")
    try await chronicle.record(
      "order.class-1", PBClassStudentEnrolled.with { $0.student = "person-2" }, on: "2022-09-01")
    for (measure, count) in [
      ("interns.planned", 43), ("interns.started", 1), ("internship-agreements.signed", 1),
      ("agreements.signed", 1), ("order-classes.planned", 1), ("order-classes.students", 1),
      ("talents.trained", 1),
    ] {
      for (alliance, expected) in [("alliance-z", count), ("alliance-other", 0)] {
        #expect(
          try await chronicle.count(measure, ["alliance": alliance])[3] == Int64(expected),
          "\(measure) \(alliance)")
      }
    }
    for (measure, by) in [("internships.by", "host"), ("agreements.by", "form")] {
      for (alliance, count) in [("alliance-z", 1), ("alliance-other", 0)] {
        let rows = try await chronicle.measure(
          measure, ["by": by, "until": "2023-06-30", "alliance": alliance])
        #expect(rows.count == count, "\(measure) \(alliance)")
      }
    }
    for view in ["InternBatches", "InternshipBoard", "AgreementBoard"] {
      #expect(try await chronicle.rows(view).map { $0["alliance"] } == ["alliance-z"], "\(view)")
    }
  }

  @Test func `plans nothing when it was annulled`() async throws {
    try await chronicle.record("intention-1", PBIntentionRecorded(), on: "2023-01-01")
    try await sign("1") { $0.intention = "intention-1" }
    try await chronicle.record(
      "intention-1", PBIntentionConverted.with { $0.agreement = "agreement-1" }, on: "2023-01-01")
    try await chronicle.record(
      "agreement-1", EventType("agreement.intern-batch-planned"),
      PBInternBatchPlanned.with {
        $0.batch = "first"
        $0.plannedInterns = 43
      }, on: "2023-01-02")
    try await chronicle.record(
      "order.class-1",
      PBOrderClassPlanned.with {
        $0.agreement = "agreement-1"
        $0.plannedSize = 40
      }, on: "2023-01-03")
    let measures = [
      "interns.planned", "order-classes.planned", "order-classes.planned-seats",
      "agreements.signed",
    ]
    for (measure, count) in zip(measures, [43, 1, 40, 1]) {
      #expect(try await chronicle.count(measure)[3] == Int64(count), "\(measure)")
    }
    #expect(try await chronicle.measure("intentions.funnel")[1][2] == 1)
    try await chronicle.record(
      "agreement-1", EventType("agreement.annulled"), PBAgreementStopped(), on: "2023-02-01")
    for measure in measures { #expect(try await chronicle.count(measure)[3] == 0, "\(measure)") }
    #expect(try await chronicle.measure("intentions.funnel")[1][2] == 0)
  }
}
