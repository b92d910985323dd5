import Cooperation
import EventModel
import Projections
import ReadModels
import SwiftProtobuf
import Testing

@Suite struct `A cell of fewer than five people` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func apply(_ count: Int, for vacancy: String, major: String) async throws {
    try await chronicle.record(
      "vacancy-\(vacancy)",
      PBVacancyPublished.with {
        $0.employer = "organisation-e"
        $0.terms.headcount = 10
        $0.terms.region = "330200"
        $0.terms.majors = [major]
      }, on: "2023-05-10")
    for number in 0..<count {
      try await chronicle.record(
        "application-\(vacancy).\(number)",
        PBApplicationSubmitted.with {
          $0.vacancy = "vacancy-\(vacancy)"
          $0.person = "person-\(number)"
        }, on: "2023-05-11")
    }
  }

  @Test func `of VacancyMarket can't be what the others leave of all applications`() async throws {
    try await apply(3, for: "a", major: "460701")
    try await apply(6, for: "b", major: "460702")
    try await apply(20, for: "c", major: "460703")
    let market = try await chronicle.rows("VacancyMarket", hidingSmallCells: true)
    #expect(market.map { $0["applications"] } == [.null, .null, 20])
    #expect(market.map { $0["unfilled"] } == [.null, .null, 10])
    #expect(market.map { $0["is_hidden"] } == [1, 1, 0])
    let all = try await chronicle.rows("VacancyMarket")
    #expect(all.map { $0["applications"] } == [3, 6, 20])
  }

  private func enrol(_ count: Int, _ major: String, at school: String) async throws {
    for number in 0..<count {
      try await chronicle.record(
        "enrolment-\(school).\(major).\(number)",
        PBStudentEnrolled.with {
          $0.person = "person-\(school).\(major).\(number)"
          $0.school = "organisation-\(school)"
          $0.major = major
          $0.classYear = 2023
        }, on: "2020-09-01")
    }
  }

  @Test func `of SupplyDemandGap can't be what the others leave of a zone's class`() async throws {
    for (school, region) in [("n", "330206"), ("h", "330106")] {
      try await chronicle.record(
        "organisation-\(school)",
        PBOrganisationRegistered.with {
          $0.kind = .school
          $0.region = region
        }, on: "2010-01-01")
    }
    try await enrol(3, "460701", at: "n")
    try await enrol(6, "460702", at: "n")
    try await enrol(7, "460703", at: "n")
    try await enrol(6, "460702", at: "h")
    func gap(_ zone: String, hiding: Bool) async throws -> [SQLValue?] {
      try await chronicle.rows(
        "SupplyDemandGap", .init("zone", .oneOf([.text(zone)])),
        .init("quarter", .oneOf(["2023-Q1"])), hidingSmallCells: hiding
      ).map { $0["graduates"] }
    }
    #expect(try await gap("3302", hiding: true) == [.null, .null, 7])
    #expect(try await gap("3302", hiding: false) == [3, 6, 7])
    // Another zone has no small cell, and so nothing to hide.
    #expect(try await gap("3301", hiding: true) == [6])
  }

  @Test func `of frozen statistics can't be what the others leave`() async throws {
    func freeze(_ report: String, _ figures: [PBReportFigure]) async throws {
      try await chronicle.record(
        "report-\(report)", PBReportPublished.with { $0.figures = figures }, on: "2023-09-01")
      try await chronicle.record(
        "report-\(report)", PBStatisticsFrozen.with { $0.cutOff = "2023-08-31" }, on: "2023-09-01")
    }
    func part(_ numerator: Int64) -> PBReportFigure {
      .with {
        $0.numerator = numerator
        $0.denominator = 42
      }
    }
    try await freeze("1", [part(2), part(30), part(10)])
    try await freeze("2", [part(12), part(30)])
    try await freeze("3", ["3", "6", "20", "12.5"].map { text in .with { $0.figure = text } })
    func shown(_ report: String, _ column: String) async throws -> [SQLValue?] {
      try await chronicle.rows(
        "FrozenStatistics", .init("stream", .oneOf([.text("report-\(report)")])),
        hidingSmallCells: true
      ).map { $0[column] }
    }
    #expect(try await shown("1", "numerator") == [.null, 30, .null])
    #expect(try await shown("1", "denominator") == [.null, 42, .null])
    #expect(try await shown("2", "numerator") == [12, 30])
    #expect(try await shown("3", "figure") == [.null, .null, "20", .null])
    let open = try await chronicle.rows("FrozenStatistics")
    #expect(!open.contains { $0["is_hidden"] != 0 })
  }

  @Test func `can't be added up from rows of single persons`() async throws {
    try await enrol(1, "460701", at: "n")
    #expect(try await chronicle.rows("Enrolments").count == 1)
    for view in chronicle.store.readModels.views {
      // An analyst who may see the view may see no stream of a person in it.
      guard view.singlePersons == nil else {
        await #expect(throws: ProjectionError.self) {
          _ = try await chronicle.rows(view.name, hidingSmallCells: true)
        }
        continue
      }
      let rows = try await chronicle.rows(view.name, hidingSmallCells: true)
      let streams = rows.flatMap(\.values).compactMap(\.text)
      #expect(
        !streams.contains { $0.hasPrefix("person-") || $0.hasPrefix("enrolment-") },
        "\(view.name)")
    }
    do {
      _ = try await chronicle.rows("Enrolments", hidingSmallCells: true)
      Issue.record("Enrolments was shown")
    } catch let error as ProjectionError {
      #expect(error.code == .singlePersons)
      #expect(error.reason.hasSuffix("ask OutcomeStatistics or the measure graduates"))
    }
  }
}
