import Cooperation
import Projections
import ReadModels
import SwiftProtobuf
import Testing

@Suite struct `Openings` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func fill() async throws {
    for (id, name) in [("a", "宁波北仑焊接技术有限公司"), ("b", "50%_off Works"), ("c", "成都某学院")] {
      try await chronicle.record(
        "organisation-\(id)",
        PBOrganisationRegistered.with {
          $0.kind = .enterprise
          $0.name = name
          $0.industry = "C36"
        }, on: "2022-01-01")
    }
    try await chronicle.record(
      "vacancy-1",
      PBVacancyPublished.with {
        $0.employer = "organisation-a"
        $0.terms.title = "高级电工"
        $0.terms.headcount = 3
        $0.terms.region = "330206"
        $0.terms.majors = ["460701"]
        $0.terms.from = "2023-03-01"
        $0.terms.to = "2023-06-30"
      }, on: "2023-03-01")
    try await chronicle.record(
      "need-1",
      PBNeedPublished.with {
        $0.organisation = "organisation-c"
        $0.terms.side = .supply
        $0.terms.kind = .internship
        $0.terms.title = "焊接专业实习生"
        $0.terms.quantity = 8
        $0.terms.from = "2023-05-01"
      }, on: "2023-03-01")
    try await chronicle.record(
      "host.post-1",
      PBHostPostOffered.with {
        $0.host = "organisation-b"
        $0.terms.title = "CNC Operator"
        $0.terms.places = 2
      }, on: "2023-03-01")
  }

  private func found(
    _ filters: ViewQuery.Filter..., arguments: [String: String] = [:]
  ) async throws -> [String] {
    try await chronicle.store.catchUp()
    return try await chronicle.store.page(
      ViewQuery("Openings", filters: filters, columns: ["stream"], arguments: arguments)
    ).rows.compactMap { $0[0].text }
  }

  @Test func `are found by fragments of titles and names`() async throws {
    try await fill()
    #expect(try await found().count == 3)
    // In a title, and in the name of the organisation.
    #expect(try await found(arguments: ["text": "焊接"]) == ["need-1", "vacancy-1"])
    #expect(try await found(arguments: ["text": "电工"]) == ["vacancy-1"])
    #expect(try await found(arguments: ["text": "cnc op"]) == ["host.post-1"])
    #expect(try await found(arguments: ["text": "钳工"]) == [])
    #expect(try await found(.init("title", .contains("焊接"))) == ["need-1"])
    #expect(try await found(.init("organisation_name", .contains("北仑"))) == ["vacancy-1"])
    #expect(try await found(.init("title", .contains("OPERATOR"))) == ["host.post-1"])
    #expect(
      try await found(
        .init("organisation_name", .contains("焊接")), .init("region", .prefix("3302")),
        .init("majors", .contains("460701"))) == ["vacancy-1"])
  }

  @Test func `take no wildcards`() async throws {
    try await fill()
    #expect(try await found(.init("organisation_name", .contains("0%_o"))) == ["host.post-1"])
    #expect(try await found(.init("organisation_name", .contains("5_%"))) == [])
    #expect(try await found(arguments: ["text": "%"]) == ["host.post-1"])
    await #expect(throws: ProjectionError.self) { try await found(.init("title", .contains(""))) }
    await #expect(throws: ProjectionError.self) {
      try await found(.init("title", .contains(String(repeating: "焊", count: 400))))
    }
    await #expect(throws: ProjectionError.self) { try await found(.init("places", .contains("3"))) }
  }

  @Test func `are open on a day`() async throws {
    try await fill()
    func open(_ day: String) async throws -> [String] {
      try await found(.init("is_open", .oneOf([1])), arguments: ["on": day])
    }
    #expect(try await open("2023-02-28") == [])
    #expect(try await open("2023-03-01") == ["host.post-1", "vacancy-1"])
    #expect(try await open("2023-05-01") == ["host.post-1", "need-1", "vacancy-1"])
    #expect(try await open("2023-07-01") == ["host.post-1", "need-1"])
    try await chronicle.record(
      "vacancy-1", PBVacancyClosed.with { $0.reason = .noSuitableApplicant }, on: "2023-05-02")
    #expect(try await open("2023-05-02") == ["host.post-1", "need-1"])
  }

  @Test func `are open where somebody is there`() async throws {
    try await fill()
    func open(_ day: String? = nil) async throws -> [String] {
      try await found(
        .init("is_open", .oneOf([1])), arguments: day.map { ["on": $0] } ?? [:])
    }
    try await chronicle.record(
      "organisation-a", PBOrganisationDeregistered(), on: "2023-05-02")
    try await chronicle.record("organisation-b", PBOrganisationSuspended(), on: "2023-05-03")
    #expect(try await open("2023-05-02") == ["host.post-1", "need-1", "vacancy-1"])
    #expect(try await open("2023-05-03") == ["need-1"])
    #expect(try await open() == ["need-1"])
    try await chronicle.record("organisation-b", PBOrganisationResumed(), on: "2023-06-01")
    #expect(try await open("2023-06-01") == ["host.post-1", "need-1"])
    // What it offered is now who took its place to fill.
    try await chronicle.record(
      "organisation-a",
      PBOrganisationMerged.with {
        $0.into = "organisation-c"
        $0.reason = .legalMerger
      }, on: "2023-05-02")
    #expect(try await open("2023-06-01") == ["host.post-1", "need-1", "vacancy-1"])
    // And it ends with that one.
    try await chronicle.record("organisation-c", PBOrganisationDeregistered(), on: "2023-06-10")
    #expect(try await open("2023-06-10") == ["host.post-1", "need-1", "vacancy-1"])
    #expect(try await open("2023-06-11") == ["host.post-1"])
    #expect(try await open() == ["host.post-1"])
  }

  @Test func `tell who may see no small cell nothing of few who came`() async throws {
    try await fill()
    try await chronicle.record(
      "vacancy-1", PBVacancyFilled.with { $0.filled = 1 }, on: "2023-05-02")
    func vacancy(hiding: Bool) async throws -> [String: SQLValue] {
      try await chronicle.rows(
        "Openings", .init("category", .oneOf(["VACANCY"])), hidingSmallCells: hiding)[0]
    }
    #expect(try await vacancy(hiding: false)["places"] == 2)
    let before = try await vacancy(hiding: true)
    #expect(before["places"] == 3)
    try await chronicle.record(
      "vacancy-1", PBVacancyFilled.with { $0.filled = 3 }, on: "2023-05-03")
    #expect(try await vacancy(hiding: false)["places"] == 0)
    #expect(try await vacancy(hiding: true) == before)
  }
}
