import Cooperation
import Deciding
import EventModel
import Projections
import ReadModels
import SwiftProtobuf
import Testing

@Suite struct `What is counted of merged organisations and persons` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  /// `b` becomes one with `a`: from the start, or from a day.
  private func merge(
    _ b: String, into a: String, _ reason: PBOrganisationMerged.Reason = .legalMerger
  ) async throws {
    for (id, kind) in [(a, PBOrganisationRegistered.Kind.school), (b, .school)] {
      try await chronicle.record(
        "organisation-\(id)",
        PBOrganisationRegistered.with {
          $0.kind = kind
          $0.region = "330206"
          $0.industry = id == a ? "C36" : "I65"
          $0.schoolLevel = .higherVocational
        }, on: "2010-01-01")
    }
    try await chronicle.merge(b, into: a, reason, on: "2023-10-01")
  }

  private func count(
    _ measure: String, _ argument: String, _ id: String, until: String = "2023-12-31"
  ) async throws -> Int64? {
    try await chronicle.count(measure, [argument: "organisation-\(id)", "until": until])[3]
  }

  @Test(arguments: [
    ("assistance.cases-without-owner", "school"), ("assistance.graduates-without-case", "school"),
    ("visits.held", "school"), ("campaign.employers-visited", "school"),
    ("outcomes.in-key-fields", "school"),
    ("programmes.offered", "school"), ("vacancies.published", "employer"),
    ("activities.held", "organiser"), ("platforms.launched", "organiser"),
  ])
  func `is that of both by either name, from the merger's day`(measure: String, argument: String)
    async throws
  {
    try await merge("b", into: "a")
    for id in ["a", "b"] { try await recordFacts(of: "organisation-\(id)", id) }
    for id in ["a", "b"] {
      #expect(try await count(measure, argument, id) == 2, "\(id)")
      #expect(try await count(measure, argument, id, until: "2023-09-30") == 1, "\(id)")
    }
    #expect(try await count(measure, argument, "c") == 0)
  }

  /// One fact of each measure.
  private func recordFacts(of stream: String, _ id: String) async throws {
    try await chronicle.record(
      "assistance-\(id)", PBAssistanceOpened.with { $0.school = stream }, on: "2023-05-01")
    try await chronicle.enrol(id, at: id)
    try await chronicle.record("enrolment-\(id)", PBKeyGroupConfirmed(), on: "2023-03-01")
    try await chronicle.record(
      "visit-\(id)",
      PBVisitHeld.with {
        $0.parties.school = stream
        $0.parties.employer = "organisation-e\(id)"
      }, on: "2023-03-01")
    try await chronicle.record(
      "programme-\(id)", PBProgrammeOpened.with { $0.school = stream }, on: "2020-09-01")
    try await chronicle.record(
      "vacancy-\(id)", PBVacancyPublished.with { $0.employer = stream }, on: "2023-03-01")
    try await chronicle.record(
      "activity-\(id)", PBActivityPlanned.with { $0.plan.organisers = [stream] }, on: "2023-03-01")
    try await chronicle.record("activity-\(id)", PBActivityHeld(), on: "2023-03-02")
    try await chronicle.record(
      "outcome-\(id)",
      PBOutcomeDeclared.with {
        $0.school = stream
        $0.graduate = "person-\(id)"
        $0.facts.keyField = true
      }, on: "2023-03-01")
    try await chronicle.record(
      "policy-\(id)", PBPlatformLaunched.with { $0.organiser = stream }, on: "2023-03-01")
  }

  @Test func `stands once in boards and groups`() async throws {
    try await merge("b", into: "a", .duplicate)
    for id in ["a", "b"] {
      for number in 0..<3 {
        try await chronicle.record(
          "assistance-\(id).\(number)",
          PBAssistanceOpened.with { $0.school = "organisation-\(id)" }, on: "2023-05-01")
      }
      try await chronicle.record(
        "vacancy-\(id)",
        PBVacancyPublished.with {
          $0.employer = "organisation-\(id)"
          $0.terms.headcount = 2
        }, on: "2023-03-01")
      try await chronicle.member(id)
    }
    let assistance = try await chronicle.rows("AssistanceStatistics")
    #expect(assistance.map { $0["school"] } == ["ALL", "organisation-a"])
    #expect(assistance.map { $0["cases"] } == [6, 6])
    let market = try await chronicle.rows("VacancyMarket")
    #expect(market.map { $0["industry"] } == ["C36"])
    #expect(market.map { $0["posts"] } == [4])
    let members = try await chronicle.measure(
      "alliance.members-by-kind", ["alliance": "alliance-zone"])
    #expect(members.map { $0[2] } == [1])
    #expect(try await chronicle.measure("organisations.by-kind").map { $0[2] } == [1])
  }

  @Test func `looks after a person under every name`() async throws {
    for id in ["p", "q", "r"] {
      try await chronicle.record("person-\(id)", PBPersonRegistered(), on: "2020-01-01")
    }
    try await chronicle.enrol("p")
    try await chronicle.record("enrolment-p", PBKeyGroupConfirmed(), on: "2023-03-01")
    try await chronicle.record(
      "assistance-1", PBAssistanceOpened.with { $0.graduate = "person-q" }, on: "2023-05-01")
    func without() async throws -> Int64? {
      try await chronicle.count("assistance.graduates-without-case", ["until": "2023-12-31"])[3]
    }
    #expect(try await without() == 1)
    // Both are a third: neither is the other's end.
    for id in ["p", "q"] {
      try await chronicle.record(
        "person-\(id)", PBPersonMerged.with { $0.into = "person-r" }, on: "2023-06-01")
    }
    #expect(try await without() == 0)
  }

  @Test func `of a class stands under both names after a merger by law`() async throws {
    try await merge("b", into: "a")
    for (school, amount) in [("a", 7), ("b", 6)] {
      for number in 0..<amount {
        try await chronicle.enrol("\(school)\(number)", at: school, major: "460701")
      }
    }
    func rows(_ arguments: [String: String], hiding: Bool = false) async throws -> [String] {
      try await chronicle.rows(
        "OutcomeStatistics", .init("rate", .oneOf(["TOTAL"])),
        .init("school", .oneOf(["organisation-a", "organisation-b"])), arguments: arguments,
        hidingSmallCells: hiding
      ).map {
        "\($0["school"]!) \($0["major"]!) \($0["denominator"]!) \($0["counts_as"]!)"
      }
    }
    #expect(
      try await rows([:]) == [
        "organisation-a 460701 13 ", "organisation-a ALL 13 ",
        "organisation-b ALL 6 organisation-a",
      ])
    #expect(
      try await rows(["school": "organisation-b"]) == [
        "organisation-a 460701 13 ", "organisation-a ALL 13 ",
        "organisation-b ALL 6 organisation-a",
      ])
    // Before it they are two schools.
    #expect(
      try await rows(["until": "2023-09-30"]) == [
        "organisation-a 460701 7 ", "organisation-a ALL 7 ", "organisation-b 460701 6 ",
        "organisation-b ALL 6 ",
      ])
  }

  @Test(arguments: [
    // a is b from the start, and b became c by law: so a's graduates were b's.
    (PBOrganisationMerged.Reason.duplicate, ["b 13 c", "c 20 "], ["b 13 c", "c 20 "]),
    // a became b, which became c: each had a name of its own.
    (.legalMerger, ["a 6 c", "b 7 c", "c 20 "], ["a 6 c", "c 20 "]),
  ])
  func `of a class stands under the name that a chain of mergers had before the law`(
    first: PBOrganisationMerged.Reason, all: [String], ofFirst: [String]
  ) async throws {
    for id in ["a", "b", "c"] {
      try await chronicle.record(
        "organisation-\(id)",
        PBOrganisationRegistered.with {
          $0.kind = .school
          // A part may have had another level than what it became.
          $0.schoolLevel = id == "c" ? .higherVocational : .secondaryVocational
        }, on: "2010-01-01")
    }
    for (id, into, reason, day) in [
      ("a", "b", first, "2022-10-01"), ("b", "c", .legalMerger, "2023-10-01"),
    ] {
      try await chronicle.merge(id, into: into, reason, on: day)
    }
    for (school, amount) in [("a", 6), ("b", 7), ("c", 7)] {
      for number in 0..<amount {
        try await chronicle.enrol("\(school)\(number)", at: school)
      }
    }
    func rows(_ arguments: [String: String] = [:]) async throws -> [String] {
      try await chronicle.rows(
        "OutcomeStatistics", .init("rate", .oneOf(["TOTAL"])), .init("major", .oneOf(["ALL"])),
        .init("school", .prefix("organisation-")), arguments: arguments, hidingSmallCells: true
      ).map {
        #expect($0["level"] == "HIGHER_VOCATIONAL")
        #expect($0["is_hidden"] == 0)
        // Figures are rounded for this reader; who sees all is asked below.
        return "\($0["school"]!) \($0["counts_as"]!)".replacing("organisation-", with: "")
      }
    }
    func whole(_ arguments: [String: String] = [:]) async throws -> [String] {
      try await chronicle.rows(
        "OutcomeStatistics", .init("rate", .oneOf(["TOTAL"])), .init("major", .oneOf(["ALL"])),
        .init("school", .prefix("organisation-")), arguments: arguments
      ).map {
        "\($0["school"]!) \($0["denominator"]!) \($0["counts_as"]!)"
          .replacing("organisation-", with: "")
      }
    }
    #expect(try await whole() == all)
    // The same parts under the same names, without their figures.
    #expect(try await rows() == all.map { $0.replacing(#/ [0-9]+ /#, with: " ") })
    #expect(try await whole(["school": "organisation-a"]) == ofFirst)
  }

  @Test func `is that of each claim's own day, by either name`() async throws {
    try await merge("b", into: "a")
    for id in ["a", "b"] { try await recordFacts(of: "organisation-\(id)", id) }
    for (name, day) in [("before", "2023-09-30"), ("after", "2023-10-01")] {
      for id in ["a", "b"] {
        try await chronicle.claim(
          "\(name).\(id)", "2", "programmes.offered", [("school", "organisation-\(id)")], on: day)
      }
    }
    let rows = try await chronicle.rows("ClaimsLedger")
    let counts = Dictionary(
      uniqueKeysWithValues: rows.map { ($0["stream"]?.text ?? "", $0["documented"]) })
    #expect(
      counts == [
        "claim-before.a": 1, "claim-before.b": 1, "claim-after.a": 2, "claim-after.b": 2,
      ])
  }

  @Test func `of a class under the former name leaves no small rest`() async throws {
    try await merge("b", into: "a")
    for (school, amount) in [("a", 3), ("b", 12)] {
      for number in 0..<amount {
        try await chronicle.enrol("\(school)\(number)", at: school)
      }
    }
    let rows = try await chronicle.rows(
      "OutcomeStatistics", .init("rate", .oneOf(["TOTAL"])), .init("major", .oneOf(["ALL"])),
      hidingSmallCells: true)
    #expect(rows.map { $0["school"] } == ["ALL", "ALL", "organisation-a", "organisation-b"])
    // Fifteen less twelve would be the three of the surviving school.
    #expect(rows.map { $0["is_hidden"] } == [0, 0, 0, 1])
  }

  @Test func `of budgets rests on what the last one set rests on`() async throws {
    try await chronicle.record(
      "fund-1", PBFundEstablished.with { $0.year = 2023 }, on: "2023-01-01")
    try await chronicle.record(
      "fund-1", PBFundBudgetSet.with { $0.amountFen = 1_000 }, on: "2023-02-01")
    try await chronicle.record(
      "fund-1", PBFundBudgetIncreased.with { $0.byFen = 50 }, on: "2023-03-01", .inferred)
    try await chronicle.record(
      "fund-1", PBFundBudgetSet.with { $0.amountFen = 200 }, on: "2024-01-01", .synthetic)
    for (until, counts) in [
      ("2023-12-31", [1_000, 50, 0, 1_050]), ("2024-01-01", [0, 0, 200, 200]),
    ] {
      let found = try await chronicle.count("funds.budget", ["until": until])
      #expect(found == counts.map { Int64($0) }, "\(until)")
    }
    // What a review holds back takes nothing from what is documented.
    try await chronicle.record(
      "fund-2", PBFundEstablished.with { $0.year = 2025 }, on: "2025-01-01")
    try await chronicle.record(
      "fund-2", PBFundBudgetSet.with { $0.amountFen = 700 }, on: "2025-01-01")
    let held = try await chronicle.record(
      "fund-2", PBFundBudgetSet.with { $0.amountFen = 300 }, on: "2025-02-01")
    try await chronicle.record(
      "fund-2", ReviewEvents.opened,
      PBReviewOpened.with {
        $0.rule = "R"
        $0.events = [.init(held.bytes)]
      }, on: "2025-02-01")
    #expect(try await chronicle.count("funds.budget") == [700, 0, 200, 500])
  }

  @Test func `of budgets is what they were on a day`() async throws {
    try await chronicle.record(
      "fund-1", PBFundEstablished.with { $0.year = 2023 }, on: "2023-01-01")
    try await chronicle.record(
      "fund-1", PBFundBudgetSet.with { $0.amountFen = 1_000 }, on: "2023-02-01")
    try await chronicle.record(
      "fund-1", PBFundBudgetIncreased.with { $0.byFen = 500 }, on: "2023-06-01")
    try await chronicle.record(
      "fund-1", PBFundBudgetSet.with { $0.amountFen = 200 }, on: "2024-01-01")
    for (until, budget) in [
      ("2023-01-31", 0), ("2023-02-01", 1_000), ("2023-06-01", 1_500), ("2023-12-31", 1_500),
      ("2024-01-01", 200),
    ] {
      let found = try await chronicle.count("funds.budget", ["until": until])[3]
      #expect(found == Int64(budget), "\(until)")
    }
    #expect(try await chronicle.count("funds.budget", ["year": "2024"])[3] == 0)
    #expect(try await chronicle.rows("FundBoard")[0]["budget_fen"] == 200)
  }
}
