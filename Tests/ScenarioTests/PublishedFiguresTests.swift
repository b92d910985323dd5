import Projections
import Testing

@Suite struct `Every published figure` {
  /// What the ledger must show of a claim; `nil` where there is nothing to show.
  struct Figure: Sendable, CustomTestStringConvertible {
    let claim: String
    let claimed: Int64?
    let documented: Int64?
    let withFill: Int64?
    let status: String
    var testDescription: String { claim }

    init(
      _ claim: String, _ claimed: Int64?, documented: Int64? = nil, withFill: Int64? = nil,
      _ status: String
    ) {
      self.claim = claim
      self.claimed = claimed
      self.documented = documented
      self.withFill = withFill
      self.status = status
    }
  }

  struct Scenario: Sendable, CustomTestStringConvertible {
    let file: String
    let figures: [Figure]
    var testDescription: String { file }
  }

  static let scenarios = [
    Scenario(
      file: "ningbo-platform.ndjson",
      figures: [
        Figure("ningbo-schools", 70, documented: 0, withFill: 71, "partial"),
        Figure("ningbo-graduates", 100_000, documented: 0, withFill: 5, "partial"),
        Figure("ningbo-enterprises", 6_000, documented: 0, withFill: 20, "partial"),
        Figure("ningbo-associations", 50, documented: 1, withFill: 50, "partial"),
        Figure("ningbo-training-institutions", 200, documented: 0, withFill: 200, "partial"),
        Figure("ningbo-first-city", nil, "notComputable"),
        Figure("ningbo-rules", 2009, documented: 2009, withFill: 2009, "reproduced"),
        Figure("ningbo-implementation", 2012, documented: 2012, withFill: 2012, "reproduced"),
        Figure("ningbo-messenger-online", 2012, documented: 2012, withFill: 2012, "reproduced"),
      ]),
    Scenario(
      file: "chengdu-alliance.ndjson",
      figures: [
        Figure("chengdu-colleges", 10, documented: 0, withFill: 10, "partial"),
        Figure("chengdu-manufacturers", 30, documented: 0, withFill: 30, "partial"),
        Figure("chengdu-hr-institutions", 10, documented: 0, withFill: 10, "partial"),
        Figure("chengdu-votes", 2, documented: 2, withFill: 2, "reproduced"),
        Figure("chengdu-interns-planned", 143, documented: 143, withFill: 143, "reproduced"),
        Figure("chengdu-interns-shenlong", 43, documented: 0, withFill: 43, "partial"),
        Figure("chengdu-order-classes", 7, documented: 0, withFill: 7, "partial"),
        Figure("chengdu-talents-planned", 380, documented: 0, withFill: 0, "partial"),
        Figure("chengdu-talents-a-year", 3_000, documented: 0, withFill: 3, "partial"),
        Figure("chengdu-vehicle-companies", 10, documented: 0, withFill: 1, "partial"),
        Figure("chengdu-parts-companies", 300, documented: 0, withFill: 0, "partial"),
        Figure("chengdu-first", nil, "notComputable"),
        Figure("chengdu-first-group", nil, "notComputable"),
        Figure("chengdu-vehicles", 1_043_000, "notComputable"),
        Figure("chengdu-output-value", 153_500_000_000, "notComputable"),
        Figure("chengdu-share-of-sichuan", 90, "notComputable"),
        Figure("chengdu-share-of-chengdu", 95, "notComputable"),
        Figure("chengdu-technical-staff", 210_000, "notComputable"),
        Figure("chengdu-highly-skilled", 64_000, "notComputable"),
        Figure("chengdu-highly-skilled-share", 30, "notComputable"),
        Figure("chengdu-work-idea", nil, "notComputable"),
      ]),
    Scenario(
      file: "sit-campaign.ndjson",
      figures: [Figure("sit-employers", 219, documented: 1, withFill: 219, "partial")]),
    Scenario(
      file: "hundred-day-sprint.ndjson",
      figures: [
        Figure("sprint-agencies", 12, documented: 1, withFill: 12, "partial"),
        Figure("sprint-campus-activities", 15_000, documented: 0, withFill: 6, "partial"),
        Figure("sprint-online-activities", 14, documented: 3, withFill: 14, "partial"),
        Figure("sprint-hundred-days", 100, "notComputable"),
        Figure("sprint-week", 7, documented: 7, withFill: 7, "reproduced"),
        Figure("sprint-one-to-one", nil, documented: 0, withFill: 0, "notComputable"),
      ]),
    Scenario(
      file: "matchmaking-session.ndjson",
      figures: [
        Figure("match-companies", 35, documented: 0, withFill: 35, "partial"),
        Figure("match-industries", 15, documented: 0, withFill: 15, "partial"),
        Figure("match-universities", 25, documented: 2, withFill: 25, "partial"),
        Figure("match-intentions", 100, documented: 0, withFill: 98, "partial"),
      ]),
    Scenario(file: "order-class.ndjson", figures: []),
  ]

  @Test(arguments: scenarios)
  func `stands in the ledger beside what is counted`(scenario: Scenario) async throws {
    let recorded = try await RecordedScenario(scenario.file)
    for figure in scenario.figures {
      let row = try await recorded.claim("claim-" + figure.claim)
      #expect(row["claimed"] == SQLValue(figure.claimed), "\(figure.claim)")
      #expect(row["documented"] == SQLValue(figure.documented), "\(figure.claim)")
      #expect(row["with_fill"] == SQLValue(figure.withFill), "\(figure.claim)")
      #expect(row["status"] == .text(figure.status), "\(figure.claim)")
      // A figure that was reproduced says out of what.
      #expect(row["explanation"] != .null, "\(figure.claim)")
      #expect(row["document"] != .null && row["bound"] != .null && row["nature"] != .null)
    }
    // No other figure stands there unexplained.
    let page = try await recorded.store.page(ViewQuery("claims", limit: 100))
    #expect(page.rows.count == scenario.figures.count)
  }
}
