import Cooperation
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `The board of internships` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  @Test func `shows class and placements`() async throws {
    try await chronicle.organisation("host", .enterprise)
    try await intern("1", classYear: 2022)
    try await intern("2", classYear: 2023)
    try await chronicle.record(
      "placement-1",
      PBPlacementStarted.with {
        $0.parties.student = "person-1"
        $0.parties.host = "organisation-host"
        $0.parties.internshipAgreement = "internship.agreement-1"
      }, on: "2022-08-01")
    let board = try await chronicle.rows("InternshipBoard")
    #expect(board.map { $0["class_year"] } == [2022, 2023])
    #expect(board.map { $0["placements_started"] } == [1, 0])
    #expect(board[0]["signed_on"] == "2022-06-30")
    let host = ["host": "organisation-host", "class_year": "2022"]
    #expect(try await chronicle.count("internship-agreements.signed", host) == [1, 0, 0, 1])
    #expect(try await chronicle.count("interns.started", ["host": "organisation-host"])[3] == 1)
    #expect(try await chronicle.count("talents.trained", ["year": "2022"])[3] == 0)
    try await chronicle.record("placement-1", PBPlacementCompleted(), on: "2022-12-31")
    #expect(try await chronicle.count("talents.trained", ["year": "2022"])[3] == 1)
    #expect(try await chronicle.count("talents.trained", ["year": "2023"])[3] == 0)
    #expect(try await chronicle.rows("Placements")[0]["phase"] == "completed")
  }

  @Test func `counts what went wrong and what a student complained of`() async throws {
    try await chronicle.record(
      "placement-1", PBPlacementStarted.with { $0.parties.student = "person-1" },
      on: "2022-08-01")
    let first = try await chronicle.record(
      "placement-1", PBStudentComplained(), on: "2022-08-02")
    try await chronicle.record("placement-1", PBStudentComplained(), on: "2022-08-03")
    try await chronicle.record("placement-1", PBIncidentReported(), on: "2022-08-04")
    func counts() async throws -> [SQLValue?] {
      let row = try await chronicle.rows("Placements")[0]
      return [row["incidents"], row["complaints"]]
    }
    #expect(try await counts() == [1, 2])
    try await chronicle.void("placement-1", first, on: "2022-08-05")
    #expect(try await counts() == [1, 1])
  }

  @Test func `shows which agreement took the place of which, and when`() async throws {
    try await intern("1", classYear: 2022)
    try await intern("2", classYear: 2022, supersedes: "1")
    let fields = ["phase", "supersedes", "superseded_on", "superseded_by"]
    func board() async throws -> [[SQLValue?]] {
      try await chronicle.rows("InternshipBoard").map { row in fields.map { row[$0] } }
    }
    #expect(
      try await board() == [
        ["complete", .null, .null, .null], ["complete", "internship.agreement-1", .null, .null],
      ])
    try await chronicle.record(
      "internship.agreement-1",
      PBInternshipAgreementSuperseded.with { $0.successor = "internship.agreement-2" },
      on: "2022-08-15")
    #expect(
      try await board() == [
        ["superseded", .null, "2022-08-15", "internship.agreement-2"],
        ["complete", "internship.agreement-1", .null, .null],
      ])
  }

  private func intern(_ id: String, classYear: Int32, supersedes: String? = nil) async throws {
    try await chronicle.enrol(id, at: "school", classYear: classYear)
    try await chronicle.record(
      "internship.agreement-\(id)", EventType("internship-agreement.reported-signed"),
      PBInternshipAgreementDrawnUp.with {
        $0.student = "person-\(id)"
        $0.enrolment = "enrolment-\(id)"
        $0.school = "organisation-school"
        $0.host = "organisation-host"
        if let supersedes { $0.supersedes = "internship.agreement-\(supersedes)" }
      }, about: [("host", "organisation-host"), ("student", "person-\(id)")])
  }
}
