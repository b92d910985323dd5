import Cooperation
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `What a board costs` {
  /// A query is stopped after 10,000 steps of SQLite's machine, whatever the machine below it.
  private var stopped: ProjectionLimits {
    var limits = ProjectionLimits()
    limits.queryMilliseconds = 0
    return limits
  }

  @Test func `doesn't grow by the findings that stand open elsewhere`() async throws {
    let chronicle = try Chronicle(limits: stopped)
    for id in 0..<10 {
      try await chronicle.record(
        "internship.agreement-\(id)", EventType("internship-agreement.reported-signed"),
        PBInternshipAgreementDrawnUp.with { $0.student = "person-1" }, on: "2023-01-01")
      try await chronicle.record(
        "placement-\(id)", PBPlacementStarted.with { $0.parties.student = "person-1" },
        on: "2023-02-01")
    }
    for id in 0..<100 {
      try await chronicle.record(
        "finding-\(id)",
        PBFindingOpened.with {
          $0.rule = "R01"
          $0.subjects = ["organisation-\(id)"]
          $0.severity = .breach
        }, on: "2023-03-01")
    }
    for board in ["InternshipBoard", "Placements"] {
      #expect(try await chronicle.rows(board).count == 10, "\(board)")
    }
  }
}
