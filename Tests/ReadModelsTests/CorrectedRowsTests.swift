import Cooperation
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `What is corrected` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func only(
    _ view: String, _ stream: String, arguments: [String: String] = [:]
  ) async throws -> [String: SQLValue] {
    let rows = try await chronicle.rows(
      view, .init("stream", .oneOf([.text(stream)])), arguments: arguments)
    #expect(rows.count == 1, "\(view)")
    return rows.first ?? [:]
  }

  @Test func `of a study moves the student and all that is counted of them`() async throws {
    for school in ["s", "t"] { try await chronicle.organisation(school, .school) }
    let enrolled = try await chronicle.record(
      "enrolment-e",
      PBStudentEnrolled.with {
        $0.person = "person-p"
        $0.school = "organisation-s"
        $0.classYear = 2023
      }, on: "2020-09-01")
    let graduated = try await chronicle.record(
      "enrolment-e", PBStudentGraduated(), on: "2023-06-30")
    try await chronicle.declare("e", "10")
    func denominator(_ school: String) async throws -> [SQLValue?] {
      try await chronicle.rows("OutcomeStatistics", arguments: ["until": "2023-12-31"])
        .filter { $0["rate"] == "TOTAL" && $0["school"] == .text("organisation-\(school)") }
        .filter { $0["major"] == "ALL" }.map { $0["denominator"] }
    }
    func graduation() async throws -> SQLValue? {
      try await only("Enrolments", "enrolment-e")["graduated_on"]
    }
    #expect(try await denominator("s") == [1])
    #expect(try await denominator("t") == [])
    #expect(try await graduation() == "2023-06-30")
    try await chronicle.record(
      "enrolment-e",
      PBStudentEnrolled.with {
        $0.person = "person-p"
        $0.school = "organisation-t"
        $0.classYear = 2023
      }, on: "2020-09-01", corrects: enrolled)
    #expect(try await only("Enrolments", "enrolment-e")["school"] == "organisation-t")
    #expect(try await denominator("s") == [])
    #expect(try await denominator("t") == [1])
    try await chronicle.record(
      "enrolment-e", PBStudentGraduated(), on: "2024-06-30", corrects: graduated)
    #expect(try await graduation() == "2024-06-30")
    try await chronicle.void("enrolment-e", graduated, on: "2024-07-01")
    #expect(try await graduation() == .null)
    // A correction after the void puts it back.
    try await chronicle.record(
      "enrolment-e", PBStudentGraduated(), on: "2023-06-30", corrects: graduated)
    #expect(try await graduation() == "2023-06-30")
  }

  @Test func `of a claim is compared anew`() async throws {
    for id in ["a", "b"] { try await chronicle.organisation(id, .school) }
    let schools = [("kind", "SCHOOL")]
    let claim = try await chronicle.claim("c", "3", "organisations.registered", schools)
    func row() async throws -> [SQLValue?] {
      let row = try await only("ClaimsLedger", "claim-c")
      return [row["figure"], row["difference"], row["status"]]
    }
    #expect(try await row() == ["3", -1, "partial"])
    try await chronicle.claim("c", "2", "organisations.registered", schools, corrects: claim)
    #expect(try await row() == ["2", 0, "reproduced"])
    try await chronicle.claim(
      "c", "1", "organisations.registered", schools, .moreThan, corrects: claim)
    #expect(try await row()[2] == "reproduced", "two are more than one")
    try await chronicle.claim("c", "2", nil, corrects: claim)
    #expect(try await row()[2] == "notComputable")
    try await chronicle.void("claim-c", claim, on: "2023-01-01")
    #expect(
      try await chronicle.rows("ClaimsLedger", .init("stream", .oneOf([.text("claim-c")]))) == [])
  }

  @Test func `of a finding changes how grave it is, and whether it is open`() async throws {
    func opened(_ severity: PBFindingOpened.Severity) -> PBFindingOpened {
      .with {
        $0.rule = "R01"
        $0.subjects = ["placement-p"]
        $0.severity = severity
        $0.reason = "because"
      }
    }
    let finding = try await chronicle.record("finding-f", opened(.breach), on: "2023-01-01")
    let dismissed = try await chronicle.record(
      "finding-f", PBFindingDismissed.with { $0.reason = "r" }, on: "2023-02-01")
    func row() async throws -> [SQLValue?] {
      let row = try await only("Findings", "finding-f")
      return [row["severity"], row["is_open"], row["opened_on"]]
    }
    #expect(try await row() == ["breach", 0, "2023-01-01"])
    try await chronicle.record("finding-f", opened(.critical), on: "2023-01-02", corrects: finding)
    #expect(try await row() == ["critical", 0, "2023-01-02"])
    let breaches = try await chronicle.rows("RuleBreaches")
    #expect(breaches.map { $0["severity"] } == ["critical"])
    try await chronicle.void("finding-f", dismissed, on: "2023-03-01")
    #expect(try await row() == ["critical", 1, "2023-01-02"])
    try await chronicle.record(
      "finding-f", PBFindingDismissed.with { $0.reason = "r" }, on: "2023-02-01",
      corrects: dismissed)
    #expect(try await row() == ["critical", 0, "2023-01-02"])
  }
}
