import Cooperation
import EventModel
import Projections
import ReadModels
import SwiftProtobuf
import Testing

@Suite struct `A figure of people for readers who see no small cells` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func place(_ numbers: Range<Int>, at host: String, of school: String = "s") async throws {
    for number in numbers {
      try await chronicle.record(
        "placement-\(host).\(number)",
        PBPlacementStarted.with {
          $0.parties.student = "person-\(host).\(number)"
          $0.parties.host = "organisation-\(host)"
          $0.parties.school = "organisation-\(school)"
        }, on: "2023-02-01")
    }
  }

  @Test func `doesn't differ by a person between a set and the set less one`() async throws {
    try await place(0..<11, at: "h", of: "s")
    try await place(11..<12, at: "h", of: "t")
    func started(_ arguments: [String: String], hiding: Bool) async throws -> Int64? {
      try await chronicle.count("interns.started", arguments, hidingSmallCells: hiding)[3]
    }
    let host = ["host": "organisation-h"]
    let less = ["host": "organisation-h", "school": "organisation-s"]
    #expect(try await started(host, hiding: false) == 12)
    #expect(try await started(less, hiding: false) == 11)
    #expect(try await started(host, hiding: true) == 10)
    #expect(try await started(less, hiding: true) == 10)
    // Nobody is nobody, and what counts no people stays as it is.
    #expect(try await started(["host": "organisation-x"], hiding: true) == 0)
    for id in ["1", "2"] { try await chronicle.member(id) }
    for id in ["1", "2"] { try await chronicle.organisation(id, .enterprise) }
    #expect(try await chronicle.count("alliance.members", hidingSmallCells: true)[3] == 2)
  }

  @Test func `is not told for a claim on a day that the reader chose`() async throws {
    try await place(0..<11, at: "h")
    try await chronicle.claim("i", "11", "interns.started", on: "2023-06-30")
    func ledger(_ until: String?, hiding: Bool) async throws -> [String: SQLValue] {
      try await chronicle.rows(
        "ClaimsLedger", arguments: until.map { ["until": $0] } ?? [:], hidingSmallCells: hiding)[0]
    }
    // On its own day a claim is one question for all, and its figure was published.
    for until in [nil, "2023-12-31"] {
      let row = try await ledger(until, hiding: true)
      #expect(row["with_fill"] == 11)
      #expect(row["status"] == "reproduced")
    }
    let cut = try await ledger("2023-05-31", hiding: true)
    #expect(cut["with_fill"] == .null)
    #expect(cut["status"] == "notComputable")
    #expect(cut["is_hidden"] == 1)
    #expect(try await ledger("2023-05-31", hiding: false)["with_fill"] == 11)
  }

  @Test func `of HostCapacity is left out below five and rounded above`() async throws {
    for id in ["a", "b"] {
      try await chronicle.record(
        "organisation-\(id)",
        PBOrganisationRegistered.with {
          $0.kind = .enterprise
          $0.staffOnPost = 200
        }, on: "2020-01-01")
    }
    try await place(0..<4, at: "a")
    try await place(0..<12, at: "b")
    let rows = try await chronicle.rows("HostCapacity", hidingSmallCells: true)
    #expect(rows.map { $0["interns"] } == [.null, 10])
    #expect(rows.map { $0["share_hundredths"] } == [.null, 500])
    #expect(rows.map { $0["free_under_10"] } == [.null, 10])
    #expect(rows.map { $0["is_hidden"] } == [1, 0])
    let all = try await chronicle.rows("HostCapacity")
    #expect(all.map { $0["interns"] } == [4, 12])
    #expect(all.map { $0["free_under_10"] } == [16, 8])
  }

  @Test func `of IntentionFunnel is left out below five and rounded above`() async throws {
    for (id, interns) in [("a", 4), ("b", 7)] {
      try await chronicle.record(
        "intention-\(id)",
        PBIntentionRecorded.with { $0.parties = ["organisation-s", "organisation-\(id)"] },
        on: "2022-06-01")
      try await chronicle.record(
        "intention-\(id)", PBIntentionConverted.with { $0.agreement = "agreement-\(id)" },
        on: "2022-06-11")
      for number in 0..<interns {
        try await chronicle.record(
          "internship.agreement-\(id).\(number)", EventType("internship-agreement.reported-signed"),
          PBInternshipAgreementDrawnUp.with { $0.agreement = "agreement-\(id)" }, on: "2023-01-01")
        try await chronicle.record(
          "placement-\(id).\(number)",
          PBPlacementStarted.with {
            $0.parties.internshipAgreement = "internship.agreement-\(id).\(number)"
            $0.parties.student = "person-\(id).\(number)"
          }, on: "2023-02-01")
      }
    }
    let rows = try await chronicle.rows("IntentionFunnel", hidingSmallCells: true)
    #expect(rows.map { $0["placements"] } == [.null, 5])
    #expect(rows.map { $0["hired"] } == [.null, 0])
    #expect(rows.map { $0["is_hidden"] } == [1, 0])
    #expect(try await chronicle.rows("IntentionFunnel").map { $0["placements"] } == [4, 7])
    // How many intentions came how far is no figure of people.
    let funnel = try await chronicle.measure("intentions.funnel", hidingSmallCells: true)
    #expect(funnel[2].prefix(4) == [3, "underWay", 2, 2])
  }

  @Test func `of OrderClassBoard and StaffTraining is left out below five`() async throws {
    for (id, students) in [("a", 3), ("b", 8)] {
      try await chronicle.record(
        "order.class-\(id)", PBOrderClassPlanned.with { $0.plannedSize = 30 }, on: "2022-06-30")
      try await chronicle.record("order.class-\(id)", PBOrderClassOpened(), on: "2022-09-01")
      try await chronicle.record(
        "training-\(id)", PBTrainingPlanned.with { $0.seats = 30 }, on: "2023-01-01")
      for number in 0..<students {
        try await chronicle.record(
          "order.class-\(id)", PBClassStudentEnrolled.with { $0.student = "person-\(number)" },
          on: "2022-09-02")
        try await chronicle.record(
          "training-\(id)", PBTraineeEnrolled.with { $0.trainee = "person-\(number)" },
          on: "2023-01-02")
      }
    }
    for (view, column) in [("OrderClassBoard", "students"), ("StaffTraining", "trainees")] {
      let rows = try await chronicle.rows(view, hidingSmallCells: true)
      #expect(rows.map { $0[column] } == [.null, 10], "\(view)")
      #expect(rows.map { $0["is_hidden"] } == [1, 0], "\(view)")
      #expect(try await chronicle.rows(view).map { $0[column] } == [3, 8], "\(view)")
    }
    let classes = try await chronicle.rows("OrderClassBoard", hidingSmallCells: true)
    #expect(classes.map { $0["planned_size"] } == [30, 30])
  }

  private func find(_ count: Int, rule: String, in streams: [String]) async throws {
    for number in 0..<count {
      try await chronicle.record(
        "finding-\(rule).\(number)",
        PBFindingOpened.with {
          $0.rule = rule
          $0.severity = .breach
          $0.subjects = [streams[number % streams.count]]
        }, on: "2023-03-01")
    }
  }

  @Test func `of findings is as large as the persons they speak of`() async throws {
    try await place(0..<6, at: "h")
    let streams = (0..<6).map { "placement-h.\($0)" }
    try await find(6, rule: "R01", in: [streams[0]])
    try await find(6, rule: "R02", in: streams)
    try await find(2, rule: "R05", in: ["agreement-1"])
    for name in ["findings.open", "findings.by-rule"] {
      let rows = try await chronicle.measure(name, hidingSmallCells: true)
      #expect(rows.map { $0[0] } == ["R01", "R02", "R05"], "\(name)")
      #expect(rows.map { $0[2] } == [.null, 6, 2], "\(name)")
      #expect(rows.map(\.last) == [1, 0, 0], "\(name)")
    }
    // Two of the six are one: five persons are left, then four.
    for (merged, found) in [(1, SQLValue.integer(6)), (2, .null)] {
      try await chronicle.record("person-h.0", PBPersonRegistered(), on: "2020-01-01")
      try await chronicle.record("person-h.\(merged)", PBPersonRegistered(), on: "2020-01-01")
      try await chronicle.record(
        "person-h.\(merged)", PBPersonMerged.with { $0.into = "person-h.0" }, on: "2023-04-01")
      let rows = try await chronicle.measure("findings.open", hidingSmallCells: true)
      #expect(rows[1][2] == found, "\(merged)")
    }
  }

  @Test func `of one's own organisation's persons is not needed: their rows are shown`()
    async throws
  {
    try await place(0..<2, at: "h", of: "s")
    try await place(0..<3, at: "i", of: "t")
    func rows(_ organisation: String?, _ view: String = "Placements") async throws -> [SQLValue] {
      try await chronicle.store.catchUp()
      let page = try await chronicle.store.page(
        ViewQuery(
          view, columns: ["stream"], hidesSmallCells: true,
          organisation: try organisation.map { try StreamName(validating: "organisation-\($0)") }))
      return page.rows.map { $0[0] }
    }
    #expect(try await rows("h") == ["placement-h.0", "placement-h.1"])
    #expect(try await rows("t") == ["placement-i.0", "placement-i.1", "placement-i.2"])
    #expect(try await rows("x") == [])
    await #expect(throws: ProjectionError.self) { try await rows(nil) }
    // Nobody owns the history of all.
    await #expect(throws: ProjectionError.self) { try await rows("h", "CooperationHistory") }
    let key = ["placement-i.0"]
    let own = try StreamName(validating: "organisation-i")
    let other = try StreamName(validating: "organisation-h")
    #expect(
      try await chronicle.store.row(
        of: "Placements", key: key, hidingSmallCells: true, organisation: own) != nil)
    #expect(
      try await chronicle.store.row(
        of: "Placements", key: key, hidingSmallCells: true, organisation: other) == nil)
  }
}
