import Cooperation
import EventModel
import Projections
import ReadModels
import SwiftProtobuf
import Testing

@Suite struct `A figure of people for readers who see no small cells` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  @Test func `doesn't differ by a person between a set and the set less one`() async throws {
    try await chronicle.place(0..<11, at: "h", of: "s")
    try await chronicle.place(11..<12, at: "h", of: "t")
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

  @Test func `can't be what the graded parts leave of the whole`() async throws {
    try await chronicle.place(0..<11, at: "h")
    for number in 0..<3 {
      try await chronicle.record(
        "placement-u.\(number)",
        PBPlacementStarted.with { $0.parties.student = "person-u.\(number)" }, on: "2023-02-01", nil
      )
    }
    #expect(try await chronicle.count("interns.started") == [11, 0, 0, 14])
    #expect(
      try await chronicle.count("interns.started", hidingSmallCells: true) == [nil, nil, nil, 15])
  }

  @Test func `is not told for a claim on a day that the reader chose`() async throws {
    try await chronicle.place(0..<11, at: "h")
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

  @Test func `is not told for a claim or a target that a recorder brought`() async throws {
    try await chronicle.place(0..<11, at: "h")
    try await chronicle.place(11..<12, at: "h", of: "t")
    try await chronicle.organisation("h", .enterprise)
    try await chronicle.organisation("s", .school)
    let host = ("host", "organisation-h")
    let less = [host, ("school", "organisation-s")]
    try await chronicle.claim(
      "all", "12", "interns.started", [host], on: "2023-06-30", by: "recorder")
    try await chronicle.claim(
      "less", "11", "interns.started", less, on: "2023-06-30", by: "recorder")
    let own = try await chronicle.claim("own", "12", "interns.started", [host], on: "2023-06-30")
    try await chronicle.claim(
      "members", "0", "alliance.members", [], on: "2023-06-30", by: "recorder")
    try await chronicle.record(
      "target-t",
      PBTargetSet.with {
        $0.figure = "12"
        $0.measure.name = "interns.started"
        $0.to = "2023-12-31"
      }, on: "2023-01-01", from: .init(role: "recorder"))
    func ledger(hiding: Bool) async throws -> [String: [SQLValue?]] {
      let rows = try await chronicle.rows("ClaimsLedger", hidingSmallCells: hiding)
      return Dictionary(
        uniqueKeysWithValues: rows.map {
          ($0["stream"]?.text ?? "", [$0["with_fill"], $0["status"], $0["is_hidden"]])
        })
    }
    let seen = try await ledger(hiding: true)
    for claim in ["claim-all", "claim-less"] {
      #expect(seen[claim] == [.null, "notComputable", 1], "\(claim)")
    }
    #expect(seen["claim-own"] == [12, "reproduced", 0])
    // What counts no people tells of nobody.
    #expect(seen["claim-members"]?[0] == 0)
    #expect(try await chronicle.rows("Targets", hidingSmallCells: true)[0]["with_fill"] == .null)
    // Who sees single persons sees all of it.
    let whole = try await ledger(hiding: false)
    #expect(whole["claim-all"] == [12, "reproduced", 0])
    #expect(whole["claim-less"] == [11, "reproduced", 0])
    #expect(try await chronicle.rows("Targets")[0]["with_fill"] == 12)
    // Nor for one that a recorder made another question of.
    try await chronicle.claim(
      "own", "11", "interns.started", less, on: "2023-06-30", by: "recorder", corrects: own)
    #expect(try await ledger(hiding: true)["claim-own"] == [.null, "notComputable", 1])
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
    try await chronicle.place(0..<4, at: "a")
    try await chronicle.place(0..<12, at: "b")
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

  @Test func `of a class's mentors is left out by itself, and said to be`() async throws {
    for (id, mentors) in [("a", 2), ("b", 6)] {
      try await chronicle.record(
        "order.class-\(id)", PBOrderClassPlanned.with { $0.plannedSize = 30 }, on: "2022-06-30")
      for number in 0..<8 {
        try await chronicle.record(
          "order.class-\(id)", PBClassStudentEnrolled.with { $0.student = "person-\(number)" },
          on: "2022-09-02")
      }
      for number in 0..<mentors {
        try await chronicle.record(
          "order.class-\(id)",
          PBClassMentorAssigned.with {
            $0.mentor = "person-m\(number)"
            $0.side = .school
          }, on: "2022-09-02")
      }
    }
    let rows = try await chronicle.rows("OrderClassBoard", hidingSmallCells: true)
    #expect(rows.map { $0["school_mentors"] } == [.null, 5])
    #expect(rows.map { $0["enterprise_mentors"] } == [0, 0])
    #expect(rows.map { $0["students"] } == [10, 10])
    #expect(rows.map { $0["is_hidden"] } == [1, 0])
    #expect(try await chronicle.rows("OrderClassBoard").map { $0["is_hidden"] } == [0, 0])
  }

  @Test func `of what an organisation does itself is shown to it`() async throws {
    for id in ["a", "b"] {
      try await chronicle.record(
        "vacancy-\(id)",
        PBVacancyPublished.with {
          $0.employer = "organisation-\(id)"
          $0.terms.headcount = 3
        }, on: "2023-03-01")
      try await chronicle.record(
        "vacancy-\(id)", PBVacancyFilled.with { $0.filled = 3 }, on: "2023-04-01")
      try await chronicle.record("vacancy-\(id)", PBVacancyComplainedAbout(), on: "2023-04-02")
      try await chronicle.record(
        "application-\(id)",
        PBApplicationSubmitted.with {
          $0.vacancy = "vacancy-\(id)"
          $0.person = "person-\(id)"
        }, on: "2023-03-02")
      try await chronicle.record(
        "order.class-\(id)",
        PBOrderClassPlanned.with {
          $0.school = "organisation-s"
          $0.enterprise = "organisation-\(id)"
        }, on: "2022-06-30")
      try await chronicle.record(
        "order.class-\(id)", PBClassStudentEnrolled.with { $0.student = "person-\(id)" },
        on: "2022-09-02")
      try await chronicle.record(
        "training-\(id)", PBTrainingPlanned.with { $0.enterprise = "organisation-\(id)" },
        on: "2023-01-01")
      try await chronicle.record(
        "training-\(id)", PBTraineeEnrolled.with { $0.trainee = "person-\(id)" },
        on: "2023-01-02")
    }
    func column(
      _ view: String, _ name: String, for organisations: [String]
    ) async throws -> [SQLValue?] {
      try await chronicle.rows(view, hidingSmallCells: true, for: organisations).map { $0[name] }
    }
    #expect(try await column("Vacancies", "filled", for: ["a"]) == [3, .null])
    #expect(try await column("Vacancies", "phase", for: ["a"]) == ["filled", "published"])
    #expect(try await column("Vacancies", "filled", for: ["x", "b"]) == [.null, 3])
    #expect(try await column("Vacancies", "filled", for: []) == [.null, .null])
    // Who complained is nobody's own doing.
    #expect(try await column("Vacancies", "complaints", for: ["a"]) == [.null, .null])
    #expect(try await column("OrderClassBoard", "students", for: ["a"]) == [1, .null])
    #expect(try await column("OrderClassBoard", "students", for: ["s"]) == [1, 1])
    #expect(try await column("OrderClassBoard", "is_hidden", for: ["a"]) == [0, 1])
    #expect(try await column("StaffTraining", "trainees", for: ["a"]) == [1, .null])
    #expect(try await column("Applications", "stream", for: ["a"]) == ["application-a"])
    await #expect(throws: ProjectionError.self) {
      try await column("Applications", "stream", for: [])
    }
  }

  @Test func `of one's own organisation's persons is not needed: their rows are shown`()
    async throws
  {
    try await chronicle.place(0..<2, at: "h", of: "s")
    try await chronicle.place(0..<3, at: "i", of: "t")
    func rows(_ organisation: String?, _ view: String = "Placements") async throws -> [SQLValue] {
      try await chronicle.store.catchUp()
      let page = try await chronicle.store.page(
        ViewQuery(view, columns: ["stream"]).hidingSmallCells(
          but: try organisation.map { [try StreamName(validating: "organisation-\($0)")] } ?? []))
      return page.rows.map { $0[0] }
    }
    #expect(try await rows("h") == ["placement-h.0", "placement-h.1"])
    #expect(try await rows("t") == ["placement-i.0", "placement-i.1", "placement-i.2"])
    #expect(try await rows("x") == [])
    await #expect(throws: ProjectionError.self) { try await rows(nil) }
    #expect(
      try await chronicle.rows("Placements", hidingSmallCells: true, for: ["h", "t"]).count == 5)
    // Nobody owns the history of all.
    await #expect(throws: ProjectionError.self) { try await rows("h", "CooperationHistory") }
    let key = ["placement-i.0"]
    let own = try StreamName(validating: "organisation-i")
    let other = try StreamName(validating: "organisation-h")
    #expect(
      try await chronicle.store.row(
        of: "Placements", key: key, hidingSmallCells: true, organisations: [own]) != nil)
    #expect(
      try await chronicle.store.row(
        of: "Placements", key: key, hidingSmallCells: true, organisations: [other]) == nil)
  }
}
