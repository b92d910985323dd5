import Cooperation
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `What the market board says of posts` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func vacancy(_ id: String, _ headcount: Int32?, filled: Int32) async throws {
    try await chronicle.record(
      "vacancy-\(id)",
      PBVacancyPublished.with {
        $0.employer = "organisation-e"
        if let headcount { $0.terms.headcount = headcount }
      }, on: "2023-05-10")
    try await chronicle.record(
      "vacancy-\(id)", PBVacancyFilled.with { $0.filled = filled }, on: "2023-06-01")
  }

  @Test func `fills none of them with what another vacancy hired beyond its own`() async throws {
    try await chronicle.organisation("e", .enterprise, industry: "C36")
    try await vacancy("1", 2, filled: 5)
    try await vacancy("2", 10, filled: 3)
    try await vacancy("3", nil, filled: 4)
    let market = try await chronicle.rows("VacancyMarket")
    #expect(market.map { $0["posts"] } == [12])
    #expect(market.map { $0["hires"] } == [12])
    #expect(market.map { $0["unfilled"] } == [7])
    // Of all together, as shown: of each by itself would tell how many were hired for one.
    let hidden = try await chronicle.rows("VacancyMarket", hidingSmallCells: true)
    #expect(hidden.map { $0["hires"] } == [10])
    #expect(hidden.map { $0["unfilled"] } == [2])
  }
}
