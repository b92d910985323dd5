import Cooperation
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `Internships by group` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func sign(
    _ id: String, at host: String = "h", from school: String = "s", on day: String = "2022-06-30",
    under agreement: String? = nil
  ) async throws {
    try await chronicle.enrol(id, at: school, major: "700204", classYear: nil)
    try await chronicle.record(
      "internship.agreement-\(id)", EventType("internship-agreement.reported-signed"),
      PBInternshipAgreementDrawnUp.with {
        $0.student = "person-\(id)"
        $0.enrolment = "enrolment-\(id)"
        $0.school = "organisation-\(school)"
        $0.host = "organisation-\(host)"
        if let agreement { $0.agreement = agreement }
      }, on: day)
  }

  private func start(_ id: String, on day: String, isUnderAgreement: Bool = true) async throws {
    try await chronicle.record(
      "placement-\(id)",
      PBPlacementStarted.with {
        $0.parties.student = "person-\(id)"
        $0.parties.host = "organisation-h"
        $0.parties.school = "organisation-s"
        if isUnderAgreement { $0.parties.internshipAgreement = "internship.agreement-\(id)" }
      }, on: day)
  }

  /// Six students: three who began on a Monday, one before anybody signed, one who never began, and
  /// one whose work rests on no agreement.
  private func story() async throws {
    for id in ["1", "2", "3", "4", "5"] { try await sign(id) }
    for id in ["1", "2", "3"] { try await start(id, on: "2022-09-05") }
    try await start("4", on: "2022-06-01")
    try await start("6", on: "2022-09-11", isUnderAgreement: false)
    try await chronicle.record("placement-3", PBPlacementEndedEarly(), on: "2022-10-01")
    try await chronicle.record("placement-2", PBPlacementCompleted(), on: "2022-12-31")
  }

  /// Group, signed, started, active, ended early, signed first.
  private func groups(
    by: String, until: String? = "2022-12-30", _ more: [String: String] = [:]
  ) async throws -> [String] {
    var arguments = more
    arguments["by"] = by
    arguments["until"] = until
    return try await chronicle.measure("internships.by", arguments).map { row in
      (row[0].text ?? "") + row[2..<7].map { " \($0.number ?? -1)" }.joined()
    }
  }

  @Test func `counts students once, whatever came of their agreement`() async throws {
    try await story()
    #expect(try await groups(by: "host") == ["organisation-h 5 5 4 1 3"])
    #expect(try await groups(by: "school") == ["organisation-s 5 5 4 1 3"])
    #expect(try await groups(by: "major") == ["700204 5 4 3 1 3", "UNKNOWN 0 1 1 0 0"])
    #expect(
      try await groups(by: "month") == ["2022-06 2 1 1 0 0", "2022-09 3 4 3 1 3"])
    #expect(
      try await groups(by: "week") == [
        "2022-05-30 1 1 1 0 0", "2022-06-27 1 0 0 0 0", "2022-09-05 3 4 3 1 3",
      ])
  }

  @Test func `knows nothing of later days`() async throws {
    try await story()
    #expect(try await groups(by: "host", until: "2022-05-31") == [])
    #expect(try await groups(by: "host", until: "2022-06-29") == ["organisation-h 0 1 1 0 0"])
    #expect(try await groups(by: "host", until: "2022-09-30") == ["organisation-h 5 5 5 0 3"])
    #expect(try await groups(by: "host", until: nil) == ["organisation-h 5 5 3 1 3"])
  }

  @Test func `leaves out what was annulled, but not the work`() async throws {
    try await story()
    try await chronicle.record(
      "internship.agreement-5", PBInternshipAgreementAnnulled(), on: "2022-07-01")
    try await chronicle.record(
      "internship.agreement-1", PBInternshipAgreementAnnulled(), on: "2022-07-01")
    #expect(try await groups(by: "host") == ["organisation-h 3 5 4 1 2"])
  }

  @Test func `counts one who was recorded twice, and a host under its last name, once`()
    async throws
  {
    try await story()
    try await chronicle.organisation("g", .enterprise)
    try await chronicle.organisation("h", .enterprise)
    for id in ["1", "2"] {
      try await chronicle.record("person-\(id)", PBPersonRegistered(), on: "2020-01-01")
    }
    try await chronicle.record(
      "person-1", PBPersonMerged.with { $0.into = "person-2" }, on: "2022-01-01")
    try await chronicle.merge("h", into: "g", on: "2022-01-01")
    let rows = try await chronicle.measure(
      "internships.by", ["by": "host", "until": "2022-12-30"])
    #expect(rows.map { $0[0] } == ["organisation-g"])
    #expect(rows.map { $0[1] } == ["Organisation g"])
    #expect(rows[0][2..<7].map(\.number) == [4, 4, 3, 1, 2])
  }

  @Test func `counts what an alliance brought about`() async throws {
    try await chronicle.record(
      "agreement-1", EventType("agreement.reported-signed"),
      PBAgreementTerms.with { $0.broughtAboutBy = "alliance-zone" })
    try await sign("1", under: "agreement-1")
    try await sign("2")
    #expect(
      try await groups(by: "host", ["alliance": "alliance-zone"]) == ["organisation-h 1 0 0 0 0"])
  }

  @Test func `shows no figure of a few to those who may not see it`() async throws {
    try await story()
    func shown(_ by: String) async throws -> [[Int64?]] {
      try await chronicle.measure(
        "internships.by", ["by": by, "until": "2022-12-30"], hidingSmallCells: true
      ).map { $0[2..<8].map(\.number) }
    }
    #expect(
      try await shown("month") == Array(repeating: [nil, nil, nil, nil, nil, 1], count: 2))
    // Five, of whom four are at work: that would tell of the one who is not.
    #expect(try await shown("host") == [[nil, nil, nil, nil, nil, 1]])
    for id in 10..<30 {
      try await sign("\(id)", from: "t")
      try await start("\(id)", on: "2022-09-05")
    }
    #expect(try await shown("major").contains { $0[5] == 0 || $0[0] == nil })
  }

  @Test func `is asked by one of five words`() async throws {
    for wrong in ["", "city"] {
      await #expect(throws: ProjectionError.self) { try await groups(by: wrong) }
    }
    await #expect(throws: ProjectionError.self) {
      _ = try await chronicle.measure("internships.by", [:])
    }
  }
}

@Suite struct `Agreements by group` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func enterprise(_ id: String, _ size: PBOrganisationRegistered.SizeClass?) async throws {
    try await chronicle.record(
      "organisation-\(id)",
      PBOrganisationRegistered.with {
        $0.kind = .enterprise
        $0.name = "Organisation \(id)"
        if let size { $0.sizeClass = size }
      }, on: "2020-01-01")
  }

  private func sign(
    _ id: String, with enterprises: [String], _ forms: [PBAgreementTerms.Form] = [],
    to last: String? = nil
  ) async throws {
    try await chronicle.record(
      "agreement-\(id)", EventType("agreement.reported-signed"),
      PBAgreementTerms.with {
        $0.kind = .schoolEnterprise
        $0.parties = ["organisation-s"] + enterprises.map { "organisation-\($0)" }
        $0.forms = forms
        if let last { $0.to = last }
      })
  }

  /// Group, signed, in force, ending within 90 days.
  private func groups(by: String, until: String) async throws -> [String] {
    try await chronicle.measure("agreements.by", ["by": by, "until": until]).map { row in
      (row[0].text ?? "") + row[1...].map { " \($0.number ?? -1)" }.joined()
    }
  }

  private func story() async throws {
    try await chronicle.organisation("s", .school)
    try await enterprise("small", .small)
    try await enterprise("large", .large)
    try await enterprise("other", nil)
    try await sign("1", with: ["small"], [.internship, .orderClass], to: "2023-06-30")
    // The second names its form twice.
    try await sign("2", with: ["small", "large"], [.internship, .internship])
    try await sign("3", with: ["other"])
    try await sign("4", with: ["large"])
    try await chronicle.record(
      "agreement-4", EventType("agreement.annulled"), PBAgreementStopped(), on: "2022-07-01")
  }

  @Test func `stand in each of their forms, kinds and sizes`() async throws {
    try await story()
    #expect(
      try await groups(by: "form", until: "2022-12-31")
        == ["INTERNSHIP 2 2 0", "ORDER_CLASS 1 1 0", "UNKNOWN 1 1 0"])
    #expect(try await groups(by: "kind", until: "2022-12-31") == ["SCHOOL_ENTERPRISE 3 3 0"])
    #expect(
      try await groups(by: "size", until: "2022-12-31")
        == ["LARGE 1 1 0", "SMALL 2 2 0", "UNKNOWN 1 1 0"])
  }

  @Test(arguments: [
    ("2022-06-29", []), ("2022-06-30", ["SCHOOL_ENTERPRISE 3 3 0"]),
    ("2023-03-31", ["SCHOOL_ENTERPRISE 3 3 0"]), ("2023-04-01", ["SCHOOL_ENTERPRISE 3 3 1"]),
    ("2023-06-30", ["SCHOOL_ENTERPRISE 3 3 1"]), ("2023-07-01", ["SCHOOL_ENTERPRISE 3 2 0"]),
  ])
  func `are in force until their last day, which is near from 90 days before`(
    day: String, rows: [String]
  ) async throws {
    try await story()
    #expect(try await groups(by: "kind", until: day) == rows)
  }
}
