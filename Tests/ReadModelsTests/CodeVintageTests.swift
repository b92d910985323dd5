import Cooperation
import Deciding
import EventLog
import EventLogTesting
import EventModel
import Projections
import ReadModels
import SwiftProtobuf
import Testing

@Suite struct `Codes of many years` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func add(
    _ list: String, _ code: String, from first: String? = nil, to last: String? = nil,
    successor: String? = nil
  ) async throws {
    try await chronicle.record(
      "code.list-\(list)",
      PBCodeListEntryAdded.with {
        $0.code = code
        $0.nameEn = code
        if let first { $0.validFrom = first }
        if let last { $0.validTo = last }
        if let successor { $0.successor = successor }
      }, on: "2015-01-01")
  }

  private func publish(_ list: String, complete: Bool = true) async throws {
    try await chronicle.record(
      "code.list-\(list)",
      PBCodeListVersionPublished.with {
        $0.version = "2024"
        $0.complete = complete
      }, on: "2015-01-02")
  }

  private func vacancy(_ id: String, major: String, region: String = "330212", on day: String)
    async throws
  {
    try await chronicle.record(
      "vacancy-\(id)",
      PBVacancyPublished.with {
        $0.employer = "organisation-e"
        $0.terms.headcount = 1
        $0.terms.majors = [major]
        $0.terms.region = region
      }, on: day)
  }

  /// 460701 became 460801, which became 460901; 460702 ended without successor; two go round.
  private func fillMajors() async throws {
    try await add("majors", "460701", to: "2020-12-31", successor: "460801")
    try await add("majors", "460801", from: "2021-01-01", to: "2022-12-31", successor: "460901")
    try await add("majors", "460901", from: "2023-01-01")
    try await add("majors", "460702", to: "2020-12-31")
    try await add("majors", "460703", to: "2020-12-31", successor: "460704")
    try await add("majors", "460704", to: "2020-12-31", successor: "460703")
    try await publish("majors")
  }

  private static let codes = ["460701", "460702", "460703", "460801", "460901", "999999"]

  @Test func `are told as one day's list has them, unmapped ones as such`() async throws {
    try await fillMajors()
    for (number, code) in Self.codes.enumerated() {
      try await vacancy("\(number)", major: code, on: "201\(number)-05-10")
    }
    func majors(_ day: String?) async throws -> [String: SQLValue] {
      let rows = try await chronicle.rows(
        "VacancyMarket", arguments: day.map { ["codes_on": $0] } ?? [:])
      return Dictionary(
        uniqueKeysWithValues: rows.map { ($0["major"]?.text ?? "", $0["vacancies"] ?? .null) })
    }
    #expect(try await majors(nil).keys.sorted() == Self.codes)
    #expect(
      try await majors("2023-06-30") == [
        "460901": 3, "UNMAPPED 460702": 1, "UNMAPPED 460703": 1, "UNMAPPED 999999": 1,
      ])
    // Nothing leads back: a later code means nothing on an earlier day.
    #expect(
      try await majors("2021-06-30") == [
        "460801": 2, "UNMAPPED 460702": 1, "UNMAPPED 460703": 1, "UNMAPPED 460901": 1,
        "UNMAPPED 999999": 1,
      ])
  }

  @Test func `stand as they are where a list that is not complete lacks them`() async throws {
    try await add("majors", "460702", to: "2020-12-31")
    try await publish("majors", complete: false)
    for (number, code) in ["460702", "510101"].enumerated() {
      try await vacancy("\(number)", major: code, on: "2016-05-10")
    }
    let rows = try await chronicle.rows("VacancyMarket", arguments: ["codes_on": "2023-06-30"])
    #expect(rows.map { $0["major"] } == ["510101", "UNMAPPED 460702"])
    // Nor does Concord bring a list of all counties: one that it lacks is one all the same.
    try await vacancy("far", major: "510101", region: "510112", on: "2023-05-10")
    let far = try await chronicle.rows(
      "VacancyMarket", .init("region", .oneOf(["510112"])), arguments: ["codes_on": "2023-06-30"])
    #expect(far.count == 1)
    let gap = try await chronicle.rows(
      "SupplyDemandGap", .init("quarter", .oneOf(["2023-Q2"])),
      arguments: ["codes_on": "2023-06-30"])
    #expect(gap.map { $0["zone"] } == ["5101"])
  }

  @Test func `are mapped as deciders map them`() async throws {
    try await fillMajors()
    for (number, code) in Self.codes.enumerated() {
      try await vacancy("\(number)", major: code, on: "2019-05-10")
    }
    var events: [RecordedEvent] = []
    for position in 0..<chronicle.log.end.number {
      events += try chronicle.log.read(
        from: Position(position), direction: .forwards, type: nil, before: nil, limit: 1)
    }
    let stream = CodeListName.majors.stream
    let history = StreamHistory(
      stream: stream, recorded: events.filter { $0.stream == stream },
      zone: chronicle.log.identity.zone)
    let state = try history.state(CodeList.self)
    let list = try #require(state)
    let lists = CodeLists([.majors: list])
    for day in ["2019-06-30", "2021-06-30", "2023-06-30"] {
      let rows = try await chronicle.rows("VacancyMarket", arguments: ["codes_on": day])
      let told = Set(rows.compactMap { $0["major"]?.text })
      let date = try CivilDate(validating: day)
      let mapped = Self.codes.map {
        lists.mapped($0, in: .majors, to: date) ?? "UNMAPPED \($0)"
      }
      #expect(told == Set(mapped), "\(day)")
    }
  }

  @Test func `of a log without lists are mapped by those that Concord brings`() async throws {
    try await vacancy("old", major: "460701", region: "330204", on: "2016-05-10")
    try await vacancy("new", major: "460701", region: "330212", on: "2023-05-10")
    let rows = try await chronicle.rows("VacancyMarket", arguments: ["codes_on": "2023-01-01"])
    #expect(rows.map { $0["region"] } == ["330212"])
    #expect(rows.map { $0["vacancies"] } == [2])
    let recorded = try await chronicle.rows("VacancyMarket")
    #expect(recorded.map { $0["region"] } == ["330204", "330212"])
  }

  @Test func `make one row of graduates and of the posts for them`() async throws {
    try await fillMajors()
    try await chronicle.record(
      "organisation-s",
      PBOrganisationRegistered.with {
        $0.kind = .school
        $0.region = "330212"
      }, on: "2010-01-01")
    for (number, code) in ["460701", "460801", "460702"].enumerated() {
      try await chronicle.enrol("\(number)", major: code)
    }
    try await vacancy("1", major: "460901", on: "2023-02-01")
    let statistics = try await chronicle.rows(
      "OutcomeStatistics", .init("rate", .oneOf(["TOTAL"])),
      .init("school", .oneOf(["organisation-s"])), arguments: ["codes_on": "2023-06-30"])
    #expect(statistics.map { $0["major"] } == ["460901", "ALL", "UNMAPPED 460702"])
    #expect(statistics.map { $0["denominator"] } == [2, 3, 1])
    let gap = try await chronicle.rows(
      "SupplyDemandGap", .init("quarter", .oneOf(["2023-Q1"])),
      arguments: ["codes_on": "2023-06-30"])
    #expect(gap.map { $0["zone"] } == ["3302", "3302"])
    #expect(gap.map { $0["major"] } == ["460901", "UNMAPPED 460702"])
    #expect(gap.map { $0["graduates"] } == [2, 1])
    #expect(gap.map { $0["posts"] } == [1, 0])
  }
}
