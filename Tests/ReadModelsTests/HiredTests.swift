import Cooperation
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `Who counts as hired` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func mergePerson(_ id: String, into other: String) async throws {
    for id in [id, other] {
      try await chronicle.record("person-\(id)", PBPersonRegistered(), on: "2020-01-01")
    }
    try await chronicle.record(
      "person-\(id)", PBPersonMerged.with { $0.into = "person-\(other)" }, on: "2023-10-01")
  }

  private func board() async throws -> [String: SQLValue] {
    try #require(await chronicle.rows("OrderClassBoard").first)
  }

  @Test func `of an order class is one person under every name, with one enterprise`() async throws
  {
    for id in ["e", "old"] { try await chronicle.organisation(id, .enterprise) }
    try await chronicle.record(
      "order.class-1", PBOrderClassPlanned.with { $0.enterprise = "organisation-old" })
    for id in ["a", "b", "twin"] {
      try await chronicle.record(
        "order.class-1", PBClassStudentEnrolled.with { $0.student = "person-\(id)" },
        on: "2022-09-02")
    }
    try await chronicle.record(
      "employment-a",
      PBEmploymentEnteredIntoForce.with {
        $0.terms.graduate = "person-alias"
        $0.terms.employer = "organisation-e"
      }, on: "2023-07-01")
    #expect(try await board()["students"] == 3)
    #expect(try await board()["hired"] == 0)
    try await mergePerson("twin", into: "b")
    try await mergePerson("alias", into: "a")
    try await chronicle.merge("old", into: "e", .legalMerger)
    #expect(try await board()["students"] == 2)
    #expect(try await board()["hired"] == 1)
  }

  @Test func `of an order class has no outcome that is disputed or under review`() async throws {
    try await chronicle.record(
      "order.class-1", PBOrderClassPlanned.with { $0.enterprise = "organisation-e" })
    try await chronicle.record(
      "order.class-1", PBClassStudentEnrolled.with { $0.student = "person-a" }, on: "2022-09-02")
    try await chronicle.record(
      "outcome-a",
      PBOutcomeDeclared.with {
        $0.graduate = "person-a"
        $0.facts.employer = "organisation-e"
      }, on: "2023-08-01")
    #expect(try await board()["hired"] == 1)
    try await chronicle.record(
      "dispute-1", PBDisputeRaised.with { $0.facts = [.with { $0.stream = "outcome-a" }] },
      on: "2023-08-10")
    #expect(try await board()["hired"] == 0)
    try await chronicle.record("dispute-1", PBDisputeDecided(), on: "2023-08-20")
    #expect(try await board()["hired"] == 1)
  }

  @Test func `on the way of an intention stays with the host itself`() async throws {
    for id in ["h", "old", "else"] { try await chronicle.organisation(id, .enterprise) }
    try await chronicle.record("intention-1", PBIntentionRecorded(), on: "2022-06-01")
    try await chronicle.record(
      "intention-1", PBIntentionConverted.with { $0.agreement = "agreement-1" }, on: "2022-06-11")
    try await chronicle.record(
      "internship.agreement-1", EventType("internship-agreement.reported-signed"),
      PBInternshipAgreementDrawnUp.with { $0.agreement = "agreement-1" }, on: "2023-01-01")
    for (id, employer) in [
      ("same", nil), ("merged", "organisation-h"), ("other", "organisation-else"),
    ] {
      try await chronicle.record(
        "placement-\(id)",
        PBPlacementStarted.with {
          $0.parties.internshipAgreement = "internship.agreement-1"
          $0.parties.student = "person-\(id)"
          $0.parties.host = "organisation-old"
        }, on: "2023-02-01")
      try await chronicle.record("placement-\(id)", PBPlacementCompleted(), on: "2023-06-30")
      try await chronicle.record(
        "placement-\(id)",
        PBPlacementConverted.with { if let employer { $0.employer = employer } }, on: "2023-07-01")
    }
    func hired() async throws -> SQLValue? {
      try await chronicle.rows("IntentionFunnel").first?["hired"]
    }
    #expect(try await hired() == 1)
    try await chronicle.merge("old", into: "h")
    #expect(try await hired() == 2)
    try await mergePerson("merged", into: "same")
    #expect(try await hired() == 1)
  }
}
