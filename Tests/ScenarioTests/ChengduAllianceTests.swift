import Projections
import Testing

@Suite struct `The founding of the Chengdu alliance` {
  static let file = "chengdu-alliance.ndjson"

  struct Expectation: Sendable, CustomTestStringConvertible {
    let claim: String
    let claimed: Int64
    let bound: String
    let nature: String
    let documented: Int64
    let withFill: Int64
    let status: String
    var testDescription: String { claim }
  }

  static let expectations = [
    Expectation(
      claim: "colleges", claimed: 10, bound: "EXACT", nature: "ACTUAL", documented: 0, withFill: 10,
      status: "partial"),
    Expectation(
      claim: "manufacturers", claimed: 30, bound: "EXACT", nature: "ACTUAL", documented: 0,
      withFill: 30, status: "partial"),
    Expectation(
      claim: "hr-institutions", claimed: 10, bound: "EXACT", nature: "ACTUAL", documented: 0,
      withFill: 10, status: "partial"),
    Expectation(
      claim: "interns-planned", claimed: 143, bound: "EXACT", nature: "PLANNED", documented: 143,
      withFill: 143, status: "reproduced"),
    Expectation(
      claim: "interns-shenlong", claimed: 43, bound: "EXACT", nature: "ACTUAL", documented: 0,
      withFill: 43, status: "partial"),
    Expectation(
      claim: "order-classes", claimed: 7, bound: "EXACT", nature: "PLANNED", documented: 0,
      withFill: 7, status: "partial"),
    Expectation(
      claim: "talents-planned", claimed: 380, bound: "MORE_THAN", nature: "PLANNED", documented: 0,
      withFill: 0, status: "partial"),
    Expectation(
      claim: "talents-a-year", claimed: 3_000, bound: "MORE_THAN", nature: "TARGET", documented: 0,
      withFill: 3, status: "partial"),
  ]

  @Test func `gives every published figure beside what is counted`() async throws {
    let scenario = try await RecordedScenario(Self.file)
    #expect(scenario.refusals == [])
    for expected in Self.expectations {
      let row = try await scenario.claim("claim-chengdu-" + expected.claim)
      #expect(row["claimed"] == .integer(expected.claimed), "\(expected.claim)")
      #expect(row["bound"] == .text(expected.bound), "\(expected.claim)")
      #expect(row["nature"] == .text(expected.nature), "\(expected.claim)")
      #expect(row["documented"] == .integer(expected.documented), "\(expected.claim)")
      #expect(row["with_fill"] == .integer(expected.withFill), "\(expected.claim)")
      #expect(
        row["difference"] == .integer(expected.withFill - expected.claimed), "\(expected.claim)")
      #expect(row["status"] == .text(expected.status), "\(expected.claim)")
    }
    let first = try await scenario.claim("claim-chengdu-first")
    #expect(first["status"] == .text("notComputable"))
  }

  @Test func `with one member less shows a difference of one`() async throws {
    let scenario = try await RecordedScenario(
      Self.file,
      leavingOut: [
        #""admitMember":{"alliance":"alliance-chengdu-zone","organisation":"organisation-college-10""#
      ])
    let row = try await scenario.claim("claim-chengdu-colleges")
    #expect(row["with_fill"] == 9)
    #expect(row["difference"] == -1)
  }
}
