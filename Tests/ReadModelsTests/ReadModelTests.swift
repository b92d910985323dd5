import Cooperation
import Deciding
import EventModel
import Projections
import ReadModels
import SwiftProtobuf
import Testing

@Suite struct `Read models of the domain` {
  @Test func `fold every category that the domain has`() {
    let known = Set(CooperationModel.aggregates.map(\.category))
    #expect(Set(CooperationReadModels.all.foldedCategories) == known)
  }

  @Test func `OrganisationRegister shows an organisation as it stands`() async throws {
    let chronicle = try Chronicle()
    try await chronicle.organisation("shenlong", .enterprise, industry: "C361")
    try await chronicle.record(
      "organisation-shenlong",
      PBOrganisationNameChanged.with { $0.name = "Shenlong Automobile" }, on: "2022-02")
    try await chronicle.record(
      "organisation-shenlong", PBDesignationGranted.with { $0.designation = .key },
      on: "2022-03-01", .inferred)
    let rows = try await chronicle.rows("OrganisationRegister")
    #expect(rows.count == 1)
    #expect(rows[0]["name"] == "Shenlong Automobile")
    #expect(rows[0]["kind"] == "ENTERPRISE")
    #expect(rows[0]["industry"] == "C361")
    #expect(rows[0]["designations"] == "KEY")
    #expect(rows[0]["registered_on"] == "2022-01-01")
    #expect(rows[0]["evidence"] == "documented")
    #expect(rows[0]["is_confirmed"] == 1)
    #expect(rows[0]["ended_on"] == .null)
  }

  @Test func `AllianceRoster counts a member once that was admitted twice`() async throws {
    let chronicle = try Chronicle()
    try await chronicle.organisation("a", .school)
    try await chronicle.member("a", on: "2022-06-30")
    try await chronicle.record(
      "membership-zone.a", EventType("membership.withdrawn"), PBMemberLeft(), on: "2022-12-31")
    // Told again, as of an earlier day and of a later one.
    for day in ["2022-03-01", "2022-09-01"] {
      try await chronicle.member("a", on: day)
    }
    for (day, count) in [
      ("2022-02-28", 0), ("2022-03-01", 1), ("2022-12-30", 1), ("2022-12-31", 0), ("2024", 0),
    ] {
      #expect(
        try await chronicle.count(
          "alliance.members", ["alliance": "alliance-zone", "until": day])[3] == Int64(count),
        "\(day)")
    }
  }

  @Test func `AllianceRoster takes of two reports of an admission the one that rests on more`()
    async throws
  {
    let chronicle = try Chronicle()
    func period() async throws -> [SQLValue?] {
      let counts = try await chronicle.count("alliance.members", ["alliance": "alliance-zone"])
      return counts.map { $0.map(SQLValue.integer) ?? .null }
    }
    func admit(_ day: String, _ evidence: Source.Evidence, founding: Bool) async throws {
      try await chronicle.record(
        "membership-zone.a",
        PBMembershipAdmitted.with {
          $0.alliance = "alliance-zone"
          $0.organisation = "organisation-a"
          $0.founding = founding
        }, on: day, evidence)
    }
    try await chronicle.organisation("a", .school)
    try await admit("2022-06", .synthetic, founding: false)
    #expect(try await period() == [0, 0, 1, 1])
    try await admit("2022-06-30", .documented, founding: true)
    #expect(try await period() == [1, 0, 0, 1])
    // It begins on the documented day, and with the founding.
    func count(_ arguments: [String: String]) async throws -> Int64? {
      try await chronicle.count(
        "alliance.members", ["alliance": "alliance-zone"].merging(arguments) { $1 })[3]
    }
    #expect(try await count(["until": "2022-06-29"]) == 0)
    #expect(try await count(["until": "2022-06-30"]) == 1)
    // A later report of less takes nothing away.
    try await admit("2022", .inferred, founding: false)
    #expect(try await period() == [1, 0, 0, 1])
    #expect(try await count(["until": "2022-06-29"]) == 0)
  }

  @Test func `AllianceRoster shows members with names, and who left`() async throws {
    let chronicle = try Chronicle()
    try await chronicle.record(
      "alliance-zone", EventType("alliance.founded"),
      PBAllianceProfile.with { $0.name = "Zone Alliance" })
    try await chronicle.organisation("a", .school)
    try await chronicle.organisation("b", .enterprise)
    try await chronicle.member("a")
    try await chronicle.member("b")
    try await chronicle.record(
      "membership-zone.b", EventType("membership.withdrawn"), PBMemberLeft(), on: "2023-01-31")
    try await chronicle.member("b", on: "2024-01-01")
    let roster = try await chronicle.rows("AllianceRoster")
    #expect(roster.map { $0["name"] } == ["Organisation a", "Organisation b"])
    #expect(roster.map { $0["phase"] } == ["active", "active"])
    #expect(try await chronicle.rows("Alliances").map { $0["name"] } == ["Zone Alliance"])
    for (day, count) in [
      ("2022-06-29", 0), ("2022-06-30", 2), ("2023-01-30", 2), ("2023-01-31", 1), ("2023", 1),
      ("2024-01-01", 2),
    ] {
      #expect(
        try await chronicle.count(
          "alliance.members", ["alliance": "alliance-zone", "until": day])[3] == Int64(count),
        "\(day)")
    }
  }

  @Test func `AgreementBoard and OrderClassBoard show who does what with whom`() async throws {
    let chronicle = try Chronicle()
    try await chronicle.record(
      "agreement-1", EventType("agreement.reported-signed"),
      PBAgreementTerms.with {
        $0.kind = .schoolEnterprise
        $0.parties = ["organisation-a", "organisation-b"]
        $0.forms = [.internship, .orderClass]
        $0.broughtAboutBy = "alliance-zone"
      })
    try await chronicle.record(
      "agreement-1", EventType("agreement.intern-batch-planned"),
      PBInternBatchPlanned.with {
        $0.batch = "first"
        $0.plannedInterns = 100
      })
    try await chronicle.record(
      "alliance-zone", EventType("alliance.intern-batch-planned"),
      PBInternBatchPlanned.with {
        $0.batch = "more"
        $0.plannedInterns = 43
      })
    try await chronicle.record(
      "order.class-1",
      PBOrderClassPlanned.with {
        $0.agreement = "agreement-1"
        $0.plannedSize = 40
      }, .synthetic)
    let board = try await chronicle.rows("AgreementBoard")
    #expect(board[0]["parties"] == "organisation-a organisation-b")
    #expect(board[0]["forms"] == "INTERNSHIP ORDER_CLASS")
    #expect(board[0]["phase"] == "inForce")
    #expect(board[0]["signed_on"] == "2022-06-30")
    #expect(try await chronicle.rows("OrderClassBoard")[0]["planned_size"] == 40)
    let alliance = ["alliance": "alliance-zone"]
    // The alliance's own batch counts once its stream has a founding; it hasn't.
    #expect(try await chronicle.count("interns.planned", alliance) == [100, 0, 0, 100])
    try await chronicle.record(
      "alliance-zone", EventType("alliance.founded"), PBAllianceProfile(), on: "2022-06-01")
    #expect(try await chronicle.count("order-classes.planned", alliance) == [0, 0, 1, 1])
    #expect(try await chronicle.count("order-classes.planned-seats", alliance)[3] == 40)
    #expect(try await chronicle.count("agreements.signed", alliance) == [1, 0, 0, 1])
    #expect(
      try await chronicle.count("agreements.signed", ["party": "organisation-c"]) == [0, 0, 0, 0])
  }

  @Test func `Findings shows what stands`() async throws {
    let chronicle = try Chronicle()
    try await chronicle.record(
      "finding-1",
      PBFindingOpened.with {
        $0.rule = "R01"
        $0.subjects = ["placement-1", "organisation-host"]
        $0.severity = .critical
        $0.reason = "no agreement"
      })
    #expect(
      try await chronicle.rows("Findings", .init("is_open", .oneOf([1])))[0]["severity"]
        == "critical")
    try await chronicle.store.catchUp()
    #expect(try await chronicle.store.measure("findings.open").rows == [["R01", "critical", 1, 0]])
    try await chronicle.record("finding-1", PBFindingDismissed(), on: "2022-07-01")
    #expect(try await chronicle.rows("Findings", .init("is_open", .oneOf([1]))).isEmpty)
    #expect(try await chronicle.rows("Findings")[0]["status"] == "dismissed")
  }

  @Test func `ReviewQueue shows what is held and what became of it`() async throws {
    let chronicle = try Chronicle()
    try await chronicle.organisation("a", .enterprise)
    let held = EventID(high: 5, low: 1)
    let review = try await chronicle.record(
      "organisation-a", ReviewEvents.opened,
      PBReviewOpened.with {
        $0.rule = "USCC"
        $0.reason = "wrong check digit"
        $0.events = [.init(held.bytes)]
      })
    let queue = try await chronicle.rows("ReviewQueue")
    #expect(queue[0]["state"] == "open")
    #expect(queue[0]["events"]?.text == held.description)
    #expect(queue[0]["review"]?.text == review.description)
    #expect(try await chronicle.rows("OrganisationRegister")[0]["is_confirmed"] == 0)
    #expect(try await chronicle.count("organisations.registered", [:]) == [0, 0, 0, 1])
    try await chronicle.record(
      "organisation-a", ReviewEvents.passed,
      PBReviewPassed.with {
        $0.review = .init(review.bytes)
        $0.reason = "seen the licence"
      })
    #expect(try await chronicle.rows("ReviewQueue")[0]["state"] == "passed")
    #expect(try await chronicle.rows("ReviewQueue")[0]["ended_reason"] == "seen the licence")
    #expect(try await chronicle.rows("OrganisationRegister")[0]["is_confirmed"] == 1)
    #expect(try await chronicle.count("organisations.registered", [:]) == [1, 0, 0, 1])
  }
}

@Suite struct `A review in the queue` {
  private let chronicle: Chronicle
  private let held = EventID(high: 5, low: 1)

  init() throws { chronicle = try Chronicle() }

  private func open(of event: EventID) async throws -> EventID {
    try await chronicle.record(
      "organisation-a", ReviewEvents.opened,
      PBReviewOpened.with {
        $0.rule = "USCC"
        $0.reason = "wrong check digit"
        $0.events = [.init(event.bytes)]
      })
  }

  private func states() async throws -> [String?] {
    try await chronicle.rows("ReviewQueue", sort: [.init("position")]).map { $0["state"]?.text }
  }

  private func correct() async throws -> EventID {
    try await chronicle.record(
      "organisation-a",
      PBOrganisationRegistered.with {
        $0.kind = .enterprise
        $0.name = "A"
      }, on: "2022-01-01", corrects: held)
  }

  @Test func `is superseded once what it holds is corrected`() async throws {
    try await chronicle.organisation("a", .enterprise)
    _ = try await open(of: held)
    #expect(try await states() == ["open"])
    let correction = try await correct()
    #expect(try await states() == ["superseded"])
    // The correction is held by a review of its own, which a second correction ends.
    _ = try await open(of: correction)
    #expect(try await states() == ["superseded", "open"])
    _ = try await correct()
    #expect(try await states() == ["superseded", "superseded"])
    #expect(try await chronicle.rows("OrganisationRegister")[0]["is_confirmed"] == 1)
  }

  @Test func `is superseded once what it holds is voided`() async throws {
    try await chronicle.organisation("a", .enterprise)
    _ = try await open(of: held)
    try await chronicle.void("organisation-a", held)
    #expect(try await states() == ["superseded"])
  }

  @Test func `that was decided stays so`() async throws {
    try await chronicle.organisation("a", .enterprise)
    let review = try await open(of: held)
    try await chronicle.record(
      "organisation-a", ReviewEvents.passed,
      PBReviewPassed.with { $0.review = .init(review.bytes) })
    _ = try await correct()
    #expect(try await states() == ["passed"])
  }
}

@Suite struct `The history of a cooperation` {
  @Test func `has one row for each event and thing it is about`() async throws {
    let chronicle = try Chronicle()
    try await chronicle.organisation("a", .school)
    try await chronicle.organisation("b", .school)
    try await chronicle.member("a")
    try await chronicle.member("b")
    let alliance = try await chronicle.rows(
      "CooperationHistory", .init("about", .oneOf(["alliance-zone"])),
      sort: [.init("occurred_by"), .init("position")])
    #expect(alliance.map { $0["stream"] } == ["membership-zone.a", "membership-zone.b"])
    #expect(alliance.map { $0["role"] } == ["alliance", "alliance"])
    let school = try await chronicle.rows(
      "CooperationHistory", .init("about", .oneOf(["organisation-a"])),
      sort: [.init("position")])
    #expect(school.map { $0["type"] } == ["organisation.registered", "membership.admitted"])
    #expect(school.map { $0["role"] } == ["itself", "member"])
    #expect(school.map { $0["recorded"] } == ["2022-06-30T00:01:00Z", "2022-06-30T00:03:00Z"])
    #expect(school.map { $0["occurred"] } == ["2022-01-01", "2022-06-30"])
  }

  @Test func `shows corrections and voids beside what they change`() async throws {
    let chronicle = try Chronicle()
    try await chronicle.organisation("a", .school)
    let original = EventID(high: 5, low: 1)
    try await chronicle.record(
      "organisation-a",
      PBOrganisationRegistered.with {
        $0.kind = .enterprise
        $0.name = "A"
      }, on: "2022-01-02", corrects: original)
    let rows = try await chronicle.rows(
      "CooperationHistory", .init("about", .oneOf(["organisation-a"])))
    #expect(rows.map { $0["status"] } == ["corrected", "correction"])
    #expect(rows.map { $0["amended_by"] } == [2, .null])
    try await chronicle.void("organisation-a", original)
    let after = try await chronicle.rows(
      "CooperationHistory", .init("about", .oneOf(["organisation-a"])))
    #expect(after.map { $0["status"] } == ["voided", "superseded", "void"])
    #expect(try await chronicle.rows("OrganisationRegister").isEmpty)
  }

  @Test func `keeps apart more things than an event has bits`() async throws {
    let chronicle = try Chronicle()
    let things = (0..<80).map { ("recipient", "organisation-\($0)") }
    try await chronicle.record(
      "alliance-zone", EventType("alliance.founded"), PBAllianceProfile(), on: "2022-06-01",
      about: things)
    try await chronicle.record(
      "alliance-zone", PBPlaqueUnveiled(), about: [things[3], things[60], things[61], things[79]])
    for index in [3, 59, 60, 61, 62, 79] {
      let rows = try await chronicle.rows(
        "CooperationHistory", .init("about", .oneOf([.text("organisation-\(index)")])))
      #expect(rows.count == ([59, 62].contains(index) ? 1 : 2), "thing \(index)")
    }
    #expect(try await chronicle.rows("CooperationHistory").count == 1 + 81 + 5)
  }
}
