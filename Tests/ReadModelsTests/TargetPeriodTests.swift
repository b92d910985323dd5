import Cooperation
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `A target` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func target(_ id: String, _ measure: String, since: String? = nil) async throws {
    try await chronicle.record(
      "target-\(id)",
      PBTargetSet.with {
        $0.figure = "2"
        $0.from = "2023-01-01"
        $0.to = "2023-12-31"
        $0.measure.name = measure
        if let since {
          $0.measure.arguments = [
            .with {
              $0.name = "since"
              $0.value = since
            }
          ]
        }
      }, on: "2023-01-01")
  }

  @Test func `counts from its first day where its measure takes one, and says where not`()
    async throws
  {
    for (number, day) in ["2022-12-31", "2023-01-01", "2023-06-01"].enumerated() {
      try await chronicle.record(
        "visit-\(number)", PBVisitHeld.with { $0.parties.employer = "organisation-e" }, on: day)
      try await chronicle.organisation("\(number)", .enterprise, on: day)
    }
    try await target("1", "visits.held")
    try await target("2", "visits.held", since: "2023-02-01")
    try await target("3", "organisations.registered")
    let rows = try await chronicle.rows("Targets")
    #expect(rows.map { $0["documented"] } == [2, 1, 3])
    #expect(rows.map { $0["counted_from"] } == ["2023-01-01", "2023-02-01", .null])
    #expect(rows.map { $0["counted_until"] } == Array(repeating: "2023-12-31", count: 3))
  }
}
