import Cooperation
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `Findings on the boards` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func found(
    _ id: String, _ rule: String, _ subjects: String..., withdrawn: Bool = false
  ) async throws {
    try await chronicle.record(
      "finding-\(id)",
      PBFindingOpened.with {
        $0.rule = rule
        $0.subjects = subjects
        $0.severity = .breach
      }, on: "2023-03-01")
    if withdrawn {
      try await chronicle.record("finding-\(id)", PBFindingWithdrawn(), on: "2023-03-02")
    }
  }

  private func columns(_ view: String, _ name: String) async throws -> [SQLValue?] {
    try await chronicle.rows(view).map { $0[name] }
  }

  @Test func `InternshipBoard shows what overlaps and what was recorded twice`() async throws {
    for id in ["1", "2", "3"] {
      try await chronicle.record(
        "internship.agreement-\(id)", EventType("internship-agreement.reported-signed"),
        PBInternshipAgreementDrawnUp.with { $0.student = "person-1" }, on: "2023-01-01")
    }
    for (id, agreement) in [("1", "3"), ("2", "")] {
      try await chronicle.record(
        "placement-\(id)",
        PBPlacementStarted.with {
          $0.parties.student = "person-1"
          if !agreement.isEmpty {
            $0.parties.internshipAgreement = "internship.agreement-\(agreement)"
          }
        }, on: "2023-02-01")
    }
    let agreements = (1...3).map { "internship.agreement-\($0)" }
    try await found("a", "INTERNSHIP-OVERLAP", agreements[0], agreements[1])
    try await found("b", "INTERNSHIP-OVERLAP", agreements[0], agreements[2], withdrawn: true)
    try await found("c", "INTERNSHIP-TWICE", agreements[1], agreements[2])
    try await found("d", "INTERNSHIP-OVERLAP", "placement-1", "placement-2")
    try await found("e", "R01", agreements[0])
    #expect(
      try await columns("InternshipBoard", "overlap_findings")
        == ["finding-a", "finding-a", "finding-d"])
    #expect(
      try await columns("InternshipBoard", "twice_findings") == [.null, "finding-c", "finding-c"])
    #expect(
      try await columns("Placements", "overlap_findings") == ["finding-d", "finding-d"])
    #expect(try await columns("Placements", "twice_findings") == [.null, .null])
    // Several stand in their order.
    try await found("0", "INTERNSHIP-OVERLAP", agreements[0], agreements[2])
    #expect(
      try await columns("InternshipBoard", "overlap_findings")
        == ["finding-0 finding-a", "finding-a", "finding-0 finding-d"])
    let overlapping = try await chronicle.rows(
      "InternshipBoard", .init("twice_findings", .isPresent))
    #expect(overlapping.map { $0["stream"] } == [.text(agreements[1]), .text(agreements[2])])
  }

  @Test func `AssistanceBoard shows who was left alone too long`() async throws {
    for id in ["1", "2", "3"] {
      try await chronicle.enrol(id, classYear: nil)
      try await chronicle.record(
        "assistance-\(id)",
        PBAssistanceOpened.with {
          $0.graduate = "person-\(id)"
          // Of the second only the person is known.
          if id != "2" { $0.enrolment = "enrolment-\(id)" }
        }, on: "2023-09-01")
    }
    try await found("a", "ONE-TO-ONE", "enrolment-1")
    try await found("b", "ONE-TO-ONE", "enrolment-2")
    try await found("c", "ONE-TO-ONE", "enrolment-3", withdrawn: true)
    try await found("d", "ORDER", "enrolment-3")
    #expect(
      try await columns("AssistanceBoard", "one_to_one_findings")
        == ["finding-a", "finding-b", .null])
    // Whom nobody looks after at all has no case; the finding says whose student it was.
    #expect(
      try await chronicle.rows("RuleBreaches", .init("rule", .oneOf(["ONE-TO-ONE"])))
        .map { $0["school"] } == ["organisation-s", "organisation-s", "organisation-s"])
    #expect(
      try await chronicle.measure("findings.by-rule", ["by": "school", "rule": "one-to-one"])
        == [["ONE-TO-ONE", "organisation-s", 2, 2, 0, 0, 0]])
    // Whichever of a person's records the case names.
    for id in ["2", "9"] {
      try await chronicle.record("person-\(id)", PBPersonRegistered(), on: "2020-01-01")
    }
    try await found("e", "ONE-TO-ONE", "enrolment-9")
    try await chronicle.enrol("9", classYear: nil)
    try await chronicle.record(
      "person-2", PBPersonMerged.with { $0.into = "person-9" }, on: "2023-10-01")
    #expect(
      try await columns("AssistanceBoard", "one_to_one_findings")
        == ["finding-a", "finding-b finding-e", .null])
    try await chronicle.record(
      "assistance-4", PBAssistanceOpened.with { $0.graduate = "person-9" }, on: "2023-09-01")
    #expect(
      try await columns("AssistanceBoard", "one_to_one_findings")
        == ["finding-a", "finding-b finding-e", .null, "finding-b finding-e"])
  }
}

@Suite struct `HostCapacity judges the posts of a host together` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func host(_ id: String = "h", staff: Int32?) async throws {
    try await chronicle.record(
      "organisation-\(id)",
      PBOrganisationRegistered.with {
        $0.kind = .enterprise
        if let staff { $0.staffOnPost = staff }
      }, on: "2022-01-01")
  }

  private func post(
    _ id: String, _ places: Int32?, staff: Int32? = nil, title: String? = nil,
    from: String? = nil, to: String? = nil, host: String = "h", on day: String = "2023-01-01"
  ) async throws {
    try await chronicle.record(
      "host.post-\(id)",
      PBHostPostOffered.with {
        $0.host = "organisation-\(host)"
        if let places { $0.terms.places = places }
        if let staff { $0.terms.postStaff = staff }
        if let title { $0.terms.title = title }
        if let from { $0.terms.from = from }
        if let to { $0.terms.to = to }
      }, on: day)
  }

  private func capacity(on day: String? = nil) async throws -> [String: SQLValue] {
    try #require(
      await chronicle.rows("HostCapacity", arguments: day.map { ["on": $0] } ?? [:]).first)
  }

  @Test func `where interns may be at both at once`() async throws {
    try await host(staff: 120)
    try await post("a", 5, staff: 30, title: "Welder", from: "2023-01-01", to: "2023-06-30")
    try await post("b", 4, staff: 45, title: "Welder", from: "2023-06-30", to: "2023-12-31")
    try await post("c", 3, staff: 15, title: "Turner", from: "2023-08-01")
    // The second is there with the first and with the third, but those two never meet.
    var row = try await capacity()
    #expect(row["places"] == 9 && row["places_share_hundredths"] == 750)
    #expect(row["is_within_10"] == 1)
    #expect(row["is_within_20"] == 0, "9 of 30 welders")
    #expect(try await capacity(on: "2023-05-01")["offered"] == 5)
    #expect(try await capacity(on: "2023-06-30")["offered"] == 9)
    #expect(try await capacity(on: "2023-09-01")["offered"] == 7)
    // Welders are of one kind, so the fewer of them bound the places.
    #expect(try await capacity(on: "2023-06-30")["allowed_under_20"] == 6)
    #expect(try await capacity(on: "2023-09-01")["allowed_under_20"] == 12)
    // With the second and the third one place too many; but not a day later.
    try await post("d", 6, staff: 5, from: "2023-12-31", to: "2024-12-31")
    row = try await capacity()
    #expect(row["places"] == 13 && row["is_within_10"] == 0)
    try await chronicle.record(
      "host.post-d", PBHostPostRevised.with { $0.terms.from = "2024-01-01" }, on: "2023-01-02")
    row = try await capacity()
    #expect(row["places"] == 9 && row["is_within_10"] == 1)
    // Nor before it was offered.
    #expect(try await chronicle.rows("HostCapacity", arguments: ["on": "2022-12-31"]).isEmpty)
  }

  @Test func `of one title, and says where it doesn't know`() async throws {
    try await host(staff: nil)
    try await post("a", 2, staff: 20, title: "Welder")
    try await post("b", 2, staff: 20, title: "Welder")
    try await post("c", 9, staff: 45)
    try await post("none", nil)
    var row = try await capacity()
    #expect(row["is_within_20"] == 1)
    #expect(row["places"] == 13)
    #expect(row["is_within_10"] == .null && row["places_share_hundredths"] == .null)
    #expect(row["posts_unknown"] == 1)
    try await post("unknown", 1)
    row = try await capacity()
    #expect(row["is_within_20"] == .null)
    try await post("e", 1, staff: 4)
    #expect(try await capacity()["is_within_20"] == 0)
    try await chronicle.record("host.post-e", PBHostPostWithdrawn(), on: "2023-02-01")
    #expect(try await capacity()["is_within_20"] == .null)
  }

  @Test func `of merged hosts as one, with what was found`() async throws {
    try await host(staff: 100)
    try await host("old", staff: 10)
    try await post("a", 6)
    try await post("b", 5, host: "old")
    for (id, post) in [("2", "a"), ("1", "b"), ("3", "b")] {
      try await chronicle.record(
        "finding-\(id)",
        PBFindingOpened.with {
          $0.rule = id == "3" ? "R14" : "R09"
          $0.subjects = ["host.post-\(post)"]
        }, on: "2023-03-01")
    }
    #expect(try await chronicle.rows("HostCapacity").map { $0["places"] } == [6, 5])
    try await chronicle.merge("old", into: "h", on: "2023-06-01")
    let rows = try await chronicle.rows("HostCapacity")
    #expect(rows.map { $0["host"] } == ["organisation-h"])
    #expect(rows[0]["places"] == 11 && rows[0]["is_within_10"] == 0)
    #expect(rows[0]["ratio_findings"] == "finding-1 finding-2")
    try await chronicle.record("finding-1", PBFindingWithdrawn(), on: "2023-06-02")
    #expect(try await capacity()["ratio_findings"] == "finding-2")
  }
}
