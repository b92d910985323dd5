import Cooperation
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `The statistics of outcomes` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func graduate(
    _ id: String, _ category: String? = nil, school: String = "s", major: String = "460701",
    confirmed: Bool = false
  ) async throws {
    try await chronicle.enrol(id, at: school, major: major)
    guard let category else { return }
    try await chronicle.declare(id, category)
    if confirmed {
      try await chronicle.record("outcome-\(id)", PBOutcomeGraduateConfirmed(), on: "2023-07-02")
    }
  }

  private func school(_ id: String) async throws {
    try await chronicle.record(
      "organisation-\(id)",
      PBOrganisationRegistered.with {
        $0.kind = .school
        $0.name = id
        $0.schoolLevel = .higherVocational
      }, on: "2010-01-01")
  }

  private func statistics(
    hiding: Bool = false, until: String = "2023-12-31"
  ) async throws -> [[String: SQLValue]] {
    try await chronicle.rows(
      "OutcomeStatistics", arguments: ["until": until], hidingSmallCells: hiding)
  }

  private func row(
    _ rows: [[String: SQLValue]], _ rate: String, school: String = "ALL", major: String = "ALL"
  ) throws -> [String: SQLValue] {
    try #require(
      rows.first {
        $0["rate"] == .text(rate) && $0["school"] == .text(school) && $0["major"] == .text(major)
          && ($0["level"] == "ALL") == (school == "ALL")
      })
  }

  @Test func `give each rate with numerator, denominator and knowledge`() async throws {
    try await school("s")
    let categories = ["10", "11", "12", "271", "70", "71", "75", "801", "85"]
    for (number, category) in categories.enumerated() {
      try await graduate("\(number)", category, confirmed: number == 0)
    }
    try await graduate("silent")
    let rows = try await statistics()
    func numerator(_ rate: String) throws -> SQLValue? { try row(rows, rate)["numerator"] }
    #expect(try numerator("TOTAL") == 7)
    #expect(try numerator("AGREEMENT_OR_CONTRACT") == 3)
    #expect(try numerator("OTHER_FORMS") == 2)
    #expect(try numerator("FURTHER_STUDY") == 2)
    #expect(try numerator("WAITING") == 1)
    #expect(try numerator("NOT_SEEKING") == 1)
    #expect(try numerator("KNOWLEDGE") == 9)
    let total = try row(rows, "TOTAL", school: "organisation-s", major: "460701")
    #expect(total["denominator"] == 10)
    #expect(total["rate_hundredths"] == 7000)
    #expect(total["known"] == 9)
    #expect(total["agreed"] == 1)
    #expect(total["contested"] == 0)
    #expect(total["cut_off"] == "2023-12-31")
    #expect(total["level"] == "HIGHER_VOCATIONAL")
    #expect(rows.count == 4 * 7)
    let before = try await statistics(until: "2023-06-30")
    #expect(try row(before, "KNOWLEDGE")["numerator"] == 0)
    #expect(try row(before, "KNOWLEDGE")["denominator"] == 10)
  }

  @Test func `count contested and disputed outcomes as such, until they are settled`() async throws
  {
    for number in 0..<3 { try await graduate("\(number)", "11") }
    try await chronicle.record(
      "outcome-0", PBOutcomeGraduateContested.with { $0.ground = .neverAgreed }, on: "2023-08-01")
    try await chronicle.record(
      "dispute-1",
      PBDisputeRaised.with {
        $0.facts = [.with { $0.stream = "outcome-1" }]
      }, on: "2023-08-01")
    var total = try row(try await statistics(), "TOTAL")
    #expect(total["numerator"] == 1)
    #expect(total["contested"] == 2)
    #expect(try row(try await statistics(until: "2023-07-31"), "TOTAL")["numerator"] == 3)
    try await chronicle.record(
      "dispute-1", PBDisputeDecided.with { $0.verdict = .uphold }, on: "2023-09-01")
    try await chronicle.record(
      "outcome-0", PBOutcomeRevised.with { $0.facts.category = "70" }, on: "2023-09-01")
    total = try row(try await statistics(), "TOTAL")
    #expect(total["numerator"] == 2)
    #expect(total["contested"] == 0)
    #expect(try row(try await statistics(until: "2023-08-15"), "TOTAL")["contested"] == 2)
    #expect(try await chronicle.rows("Outcomes").map { $0["revisions"] } == [1, 0, 0])
    #expect(try await chronicle.rows("Disputes")[0]["is_open"] == 0)
  }

  @Test func `count a person with two records once`() async throws {
    try await graduate("a", "11")
    try await graduate("b")
    #expect(try row(try await statistics(), "TOTAL")["denominator"] == 2)
    try await chronicle.record("person-a", PBPersonRegistered(), on: "2020-01-01")
    try await chronicle.record("person-b", PBPersonRegistered(), on: "2020-01-01")
    try await chronicle.record(
      "person-b", PBPersonMerged.with { $0.into = "person-a" }, on: "2023-10-01")
    let total = try row(try await statistics(), "TOTAL")
    #expect(total["denominator"] == 1)
    #expect(total["numerator"] == 1)
    #expect(try await chronicle.count("graduates", ["until": "2023-12-31"])[3] == 1)
  }

  @Test func `hide small cells, and the one by which they could be computed`() async throws {
    for (name, amount) in [("small", 3), ("middle", 10), ("large", 20)] {
      try await school(name)
      for number in 0..<amount { try await graduate("\(name)\(number)", "11", school: name) }
    }
    let open = try await statistics()
    let closed = try await statistics(hiding: true)
    #expect(open.count == closed.count)
    #expect(open.allSatisfy { $0["is_hidden"] == 0 && $0["numerator"] != .null })
    func shows(_ school: String) throws -> Bool {
      let row = try row(closed, "TOTAL", school: school)
      let isShown = row["is_hidden"] == 0
      for column in ["numerator", "denominator", "rate_hundredths", "known", "agreed", "contested"]
      { #expect((row[column] != .null) == isShown, "\(school) \(column)") }
      return isShown
    }
    #expect(try shows("ALL"))
    #expect(try !shows("organisation-small"))
    // 33 in all, less 20, less 10, would be the three.
    #expect(try !shows("organisation-middle"))
    #expect(try shows("organisation-large"))
    // What stands within a hidden cell would add up to it.
    let inner = closed.filter { $0["school"] == "organisation-middle" }
    #expect(inner.allSatisfy { $0["is_hidden"] == 1 })
  }

  @Test func `hide of a part what they hide of the whole class`() async throws {
    for (name, amount) in [("small", 3), ("middle", 10), ("large", 20)] {
      try await chronicle.record(
        "organisation-\(name)",
        PBOrganisationRegistered.with {
          $0.kind = .school
          $0.region = name == "large" ? "330106" : "330206"
          $0.schoolLevel = .higherVocational
        }, on: "2010-01-01")
      for number in 0..<amount { try await graduate("\(name)\(number)", "11", school: name) }
    }
    func hides(_ argument: String, _ value: String) async throws -> [String: Set<SQLValue>] {
      let rows = try await chronicle.rows(
        "OutcomeStatistics", arguments: [argument: value], hidingSmallCells: true)
      return Dictionary(grouping: rows) { $0["school"]?.text ?? "" }.mapValues {
        Set($0.compactMap { $0["is_hidden"] })
      }
    }
    #expect(try await hides("school", "organisation-middle") == ["organisation-middle": [1]])
    #expect(try await hides("school", "organisation-large") == ["organisation-large": [0]])
    #expect(
      try await hides("region", "3302")
        == ["organisation-middle": [1], "organisation-small": [1]])
  }

  @Test func `hide no figure that the others leave of all`() async throws {
    // Who waits: 0 of 40, 3 of 20, 0 of 30, 10 of 60; the rest has a contract.
    for (name, amount, waiting) in [("p", 40, 0), ("a", 20, 3), ("b", 30, 0), ("c", 60, 10)] {
      try await school(name)
      for number in 0..<amount {
        try await graduate("\(name)\(number)", number < waiting ? "70" : "11", school: name)
      }
    }
    let rows = try await statistics(hiding: true)
    for name in ["a", "b", "p", "c"] {
      let row = try row(rows, "WAITING", school: "organisation-\(name)")
      #expect(row["is_hidden"] == 1, "\(name)")
    }
    #expect(try row(rows, "WAITING")["numerator"] == 15)
  }

  @Test func `count schools that are one as one`() async throws {
    for id in ["s", "t"] { try await school(id) }
    for number in 0..<4 { try await graduate("s\(number)", "11") }
    for number in 0..<3 { try await graduate("t\(number)", "11", school: "t") }
    try await chronicle.merge("t", into: "s", on: "2023-10-01")
    let rows = try await statistics()
    #expect(try row(rows, "TOTAL", school: "organisation-s")["denominator"] == 7)
    #expect(!rows.contains { $0["school"] == "organisation-t" })
    for school in ["s", "t"] {
      let asked = ["school": "organisation-\(school)", "until": "2023-12-31"]
      let rows = try await chronicle.rows("OutcomeStatistics", arguments: asked)
      #expect(Set(rows.map { $0["denominator"] }) == [7], "\(school)")
      #expect(try await chronicle.count("graduates", asked)[3] == 7, "\(school)")
    }
    for (number, (school, host)) in [("s", "h"), ("t", "h"), ("s", "i")].enumerated() {
      try await chronicle.record(
        "placement-\(number)",
        PBPlacementStarted.with {
          $0.parties.student = "person-\(number)"
          $0.parties.school = "organisation-\(school)"
          $0.parties.host = "organisation-\(host)"
        }, on: "2023-02-01")
      try await chronicle.record(
        "internship.agreement-\(number)", EventType("internship-agreement.reported-signed"),
        PBInternshipAgreementDrawnUp.with {
          $0.student = "person-\(number)"
          $0.school = "organisation-\(school)"
          $0.host = "organisation-\(host)"
        }, on: "2023-01-01")
      try await chronicle.record(
        "agreement-\(number)", EventType("agreement.reported-signed"),
        PBAgreementTerms.with {
          $0.parties = ["organisation-\(school)", "organisation-\(host)"]
        }, on: "2022-01-01")
    }
    try await chronicle.organisation("i", .enterprise)
    try await chronicle.merge("i", into: "h", .legalMerger, on: "2023-10-01")
    for measure in ["interns.started", "internship-agreements.signed"] {
      for (argument, value, until, count) in [
        ("school", "s", "2023-12-31", 3), ("school", "t", "2023-12-31", 3),
        ("host", "i", "2023-12-31", 3), ("host", "h", "2023-12-31", 3),
        // A legal merger counts from its day.
        ("host", "h", "2023-09-30", 2),
      ] {
        let found = try await chronicle.count(
          measure, [argument: "organisation-\(value)", "until": until])
        #expect(found[3] == Int64(count), "\(measure) \(argument) \(value) \(until)")
      }
    }
    for party in ["s", "t", "h", "i"] {
      let found = try await chronicle.count("agreements.signed", ["party": "organisation-\(party)"])
      #expect(found[3] == 3, "\(party)")
    }
  }

  @Test func `hide a cell of which few are not what the others are`() async throws {
    for school in ["one", "two"] {
      try await self.school(school)
      for number in 0..<10 {
        try await graduate(
          "\(school)\(number)", school == "one" && number == 0 ? "70" : "11", school: school)
      }
    }
    let closed = try await statistics(hiding: true)
    #expect(try await closed.count == statistics().count && !closed.isEmpty)
    #expect(closed.allSatisfy { $0["is_hidden"] == 1 })
  }

  @Test(arguments: [(4, true), (5, false)])
  func `hide measures of people below five`(amount: Int, isHidden: Bool) async throws {
    for number in 0..<amount { try await graduate("\(number)") }
    let open = try await chronicle.count("graduates", ["until": "2023"])
    #expect(open == [Int64(amount), 0, 0, Int64(amount)])
    let closed = try await chronicle.count("graduates", ["until": "2023"], hidingSmallCells: true)
    #expect(closed == (isHidden ? [nil, nil, nil, nil] : open))
    try await chronicle.claim("g", "\(amount)", "graduates", on: "2023")
    let ledger = try await chronicle.rows("ClaimsLedger", hidingSmallCells: true)
    #expect(ledger[0]["is_hidden"] == (isHidden ? 1 : 0))
    #expect((ledger[0]["difference"] == .null) == isHidden)
  }

  @Test func `show frozen figures, and whether they were counted or typed in`() async throws {
    func freeze(_ report: String, _ origin: PBReportBasis.Origin) async throws {
      try await chronicle.record(
        "report-\(report)",
        PBStatisticsFrozen.with {
          $0.cutOff = "2023-08-31"
          $0.basis.origin = origin
          if origin == .computed { $0.basis.codeVersion = "0.2.0" }
          $0.figures = [
            .with {
              $0.label = "with_fill"; $0.figure = "7"
            }
          ]
        }, on: "2023-09-01")
    }
    try await freeze("1", .computed)
    try await freeze("2", .typed)
    try await freeze("3", .unspecified)
    // What is published later doesn't stand in for it.
    try await chronicle.record(
      "report-1",
      PBReportPublished.with {
        $0.figures = [
          .with {
            $0.label = "x"; $0.figure = "9"
          }
        ]
      },
      on: "2023-09-02")
    let frozen = try await chronicle.rows("FrozenStatistics")
    #expect(frozen.map { $0["origin"] } == ["COMPUTED", "TYPED", .null])
    #expect(frozen.map { $0["code_version"] } == ["0.2.0", .null, .null])
    #expect(frozen.map { $0["figure"] } == ["7", "7", "7"])
    #expect(
      try await chronicle.rows("Reports").map { $0["origin"] } == ["COMPUTED", "TYPED", .null])
  }

  @Test func `take a tree size that no log has for unknown`() async throws {
    let chronicle = try Chronicle()
    for (id, size) in [("a", UInt64(Int64.max)), ("b", UInt64(Int64.max) + 1), ("c", .max)] {
      try await chronicle.record(
        "report-\(id)",
        PBReportPublished.with {
          $0.title = id
          $0.basis.treeSize = size
        }, on: "2023-09-01")
    }
    let rows = try await chronicle.rows("Reports")
    #expect(rows.map { $0["tree_size"] } == [.integer(.max), .null, .null])
    #expect(try await chronicle.rows("Quarantine").isEmpty)
  }

  @Test func `keep frozen figures as they were`() async throws {
    try await chronicle.record(
      "report-1",
      PBReportPublished.with {
        $0.title = "Class of 2023"
        $0.figures = [
          .with {
            $0.label = "TOTAL"
            $0.numerator = 3
            $0.denominator = 4
          }
        ]
      }, on: "2023-09-01")
    try await chronicle.record(
      "report-1",
      PBStatisticsFrozen.with {
        $0.cutOff = "2023-08-31"
        $0.basis.treeSize = 1
        $0.basis.query.name = "OutcomeStatistics"
      }, on: "2023-09-01")
    try await graduate("late", "11")
    let frozen = try await chronicle.rows("FrozenStatistics")
    #expect(frozen[0]["numerator"] == 3)
    #expect(frozen[0]["cut_off"] == "2023-08-31")
    #expect(frozen[0]["measure"] == "OutcomeStatistics")
    let closed = try await chronicle.rows("FrozenStatistics", hidingSmallCells: true)
    #expect(closed[0]["numerator"] == .null)
    #expect(closed[0]["is_hidden"] == 1)
    let late = try await chronicle.rows(
      "LateAndCorrected", .init("stream", .oneOf(["outcome-late"])))
    #expect(late[0]["freezes"] == 1)
  }
}
