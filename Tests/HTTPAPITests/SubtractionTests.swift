import Cooperation
import EventLog
import EventModel
import Foundation
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import SwiftProtobuf
import TestSupport
import Testing

/// What an analyst tries who wants to know of one person: to ask twice and subtract.
@Suite(.timeLimit(.minutes(20))) struct `Subtracting one answer from another` {
  private typealias Row = [String: Any]

  private func ask(_ body: @Sendable @escaping (AskedMarket) async throws -> Void) async throws {
    let keys = Keys()
    defer { keys.remove() }
    let analyst = try keys.add(.analyst)
    let clerk = try keys.add(.clerk)
    let fixture = try ServerFixture(keys: keys.file())
    let log = fixture.log
    let facts = MarketFacts(log)
    try await facts.market()
    try await fixture.ask(.router) { client in
      try await body(
        AskedMarket(facts: facts, log: log, client: client, analyst: analyst, clerk: clerk))
    }
  }

  // MARK: - Everything that may be asked

  /// Every number that somebody is told, by what was asked, row and column.
  private static func figures(_ world: AskedMarket, as key: String) async throws -> [String: Int64]
  {
    var figures: [String: Int64] = [:]
    func add(_ asked: String, _ keyColumns: [String], _ rows: [Row]) {
      for row in rows {
        let name = keyColumns.map { "\(row[$0] ?? "")" }.joined(separator: "/")
        for case (let column, let number as NSNumber) in row {
          figures["\(asked) \(name) \(column)"] = number.int64Value
        }
      }
    }
    let views = try #require(try await world.object("/v1/views", key) as? [Row])
    for view in views {
      let name = try #require(view["name"] as? String)
      guard view["singlePersons"] == nil || key == world.clerk else {
        let refused = try await world.client.get("/v1/views/\(name)", key: key)
        #expect(refused.status == .forbidden, "\(name)")
        continue
      }
      let rows = try await world.rows("/v1/views/\(name)?limit=1000", as: key)
      add(name, view["key"] as? [String] ?? [], rows)
    }
    let measures = try #require(try await world.object("/v1/measures", key) as? [Row])
    for measure in measures {
      let name = try #require(measure["name"] as? String)
      let arguments = measure["arguments"] as? [Row] ?? []
      var questions = [""]
      for argument in arguments {
        guard let argumentName = argument["name"] as? String else { continue }
        let values = argument["values"] as? [String] ?? []
        let isRequired = argument["required"] as? Bool ?? false
        guard isRequired else { continue }
        questions = questions.flatMap { before in
          (values.isEmpty ? ["x"] : values).map { "\(before)&\(argumentName)=\($0)" }
        }
      }
      for question in questions {
        let answer = try await world.client.get(
          "/v1/measures/\(name)?\(question.dropFirst())", key: key)
        guard answer.status == .ok,
          let object = try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) as? Row,
          let rows = object["rows"] as? [Row]
        else { continue }
        let columns = (measure["columns"] as? [Row] ?? []).compactMap { column in
          column["kind"] as? String == "TEXT" ? column["name"] as? String : nil
        }
        add("\(name)\(question)", columns, rows)
      }
    }
    return figures
  }

  @Test func `of before and after one person more tells of nobody, whatever is asked`()
    async throws
  {
    try await ask { world in
      for id in 0..<10 { try await world.facts.person(id) }
      try await world.settle()
      let before = try await Self.figures(world, as: world.analyst)
      let known = try await Self.figures(world, as: world.clerk)
      try await world.facts.person(10)
      try await world.settle()
      let after = try await Self.figures(world, as: world.analyst)
      let knownAfter = try await Self.figures(world, as: world.clerk)
      // The one who came is in many figures of those who may know.
      let seen = known.filter { $0.value + 1 == knownAfter[$0.key] }
      #expect(seen.count > 20, "\(seen.keys.sorted())")
      #expect(before.count > 100)
      let told = before.filter { name, figure in
        let difference = ((after[name] ?? figure) - figure).magnitude
        return (1...4).contains(difference)
      }
      #expect(told.isEmpty, "\(told.keys.sorted())")
    }
  }

  // MARK: - One by one

  @Test func `of a set and the set less one tells of nobody`() async throws {
    try await ask { world in
      for id in 0..<11 { try await world.facts.person(id) }
      try await world.facts.record(
        "organisation-t",
        PBOrganisationRegistered.with {
          $0.kind = .school
          $0.name = "T"
        }, on: "2020-01-01")
      try await world.facts.record(
        "placement-other",
        PBPlacementStarted.with {
          $0.parties.student = "person-other"
          $0.parties.school = "organisation-t"
          $0.parties.host = "organisation-h"
        }, on: "2023-02-01")
      try await world.settle()
      func started(_ arguments: String, _ key: String) async throws -> Int? {
        try await world.rows("/v1/measures/interns.started?\(arguments)", as: key)
          .first?["with_fill"] as? Int
      }
      let (all, less) = ("host=organisation-h", "host=organisation-h&school=organisation-s")
      #expect(try await started(all, world.clerk) == 12)
      #expect(try await started(less, world.clerk) == 11)
      #expect(try await started(all, world.analyst) == 10)
      #expect(try await started(less, world.analyst) == 10)
      #expect(try await started("school=organisation-t", world.analyst) == nil)
      // By the day.
      for day in ["2023-01-31", "2023-02-01", "2023-02-02"] {
        let figure = try await started("\(all)&until=\(day)", world.analyst)
        #expect(figure == 0 || figure == 10, "\(day)")
      }
    }
  }

  @Test func `of a target today and tomorrow tells of nobody, and still whether it is reached`()
    async throws
  {
    try await ask { world in
      var seen: [[Int?]] = []
      for id in 0..<13 {
        try await world.facts.person(id)
        guard id >= 9 else { continue }
        try await world.settle()
        let row = try #require(try await world.rows("/v1/views/Targets").first)
        seen.append(["with_fill", "documented", "is_reached"].map { row[$0] as? Int })
        let exact = try #require(
          try await world.rows("/v1/views/Targets", as: world.clerk).first)
        #expect(exact["with_fill"] as? Int == id + 1)
      }
      // 10, 11, 12 and 13 people; 12 are wanted.
      #expect(seen == [[10, 10, 0], [10, 10, 0], [10, 10, 1], [15, 15, 1]])
    }
  }

  @Test func `of two freezes tells of nobody, and no digest tells by trying`() async throws {
    try await ask { world in
      try await world.facts.freeze("1", 30, of: 42, on: "2023-08-31")
      try await world.facts.freeze("2", 31, of: 43, on: "2023-09-30")
      try await world.facts.freeze("3", 45, of: 62, on: "2023-10-31")
      try await world.settle()
      func shown(_ column: String, _ key: String) async throws -> [Int?] {
        try await world.rows("/v1/views/FrozenStatistics", as: key).map {
          $0[column] as? Int ?? ($0[column] as? String).flatMap { Int($0) }
        }
      }
      #expect(try await shown("numerator", world.analyst) == [30, nil, 30, nil, 45, nil])
      #expect(try await shown("denominator", world.analyst) == [42, nil, 45, nil, 62, nil])
      #expect(try await shown("figure", world.analyst) == [nil, 42, nil, 45, nil, 62])
      #expect(try await shown("numerator", world.clerk) == [30, nil, 31, nil, 45, nil])
      #expect(try await shown("figure", world.clerk) == [nil, 42, nil, 43, nil, 62])
      for view in ["Reports", "FrozenStatistics"] {
        let row = try #require(try await world.rows("/v1/views/\(view)").first)
        #expect(row["result_sha256"] == nil, "\(row)")
        let known = try #require(try await world.rows("/v1/views/\(view)", as: world.clerk).first)
        #expect(known["result_sha256"] != nil, "\(known)")
      }
    }
  }

  @Test func `of a file and what it was refused tells of nobody`() async throws {
    try await ask { world in
      try await world.facts.file("few", rows: 4)
      try await world.facts.file("more", rows: 13)
      try await world.facts.file("most", rows: 33, refused: 8)
      try await world.settle()
      let files = try await world.rows("/v1/views/Imports?sort=stream")
      #expect(files.map { $0["recorded"] as? Int } == [nil, 10, 25])
      #expect(files.map { $0["rows"] as? Int } == [nil, 15, 35])
      #expect(files.map { $0["rejected"] as? Int } == [nil, nil, 10])
      #expect(files.map { $0["is_hidden"] as? Int } == [1, 1, 0])
      let quality = try await world.rows("/v1/views/IntakeQuality?sort=stream")
      #expect(quality.map { $0["rows"] as? Int } == [nil, nil, 10])
      #expect(quality.map { $0["file_rows"] as? Int } == [nil, 15, 35])
      #expect(quality.map { $0["share_hundredths"] as? Int } == [nil, nil, 2857])
      let whole = try await world.rows("/v1/views/Imports?sort=stream", as: world.clerk)
      #expect(whole.map { $0["rejected"] as? Int } == [1, 1, 8])
      // Nor does a filter, or the order, tell what a cell doesn't.
      for filter in [
        "recorded=3", "recorded=12", "recorded.min=26", "rows.max=4", "rows=13", "rejected=1",
        "rejected=8",
      ] {
        #expect(try await world.rows("/v1/views/Imports?\(filter)").isEmpty, "\(filter)")
      }
      let known = try await world.rows("/v1/views/Imports?recorded=3", as: world.clerk)
      #expect(known.count == 1)
    }
  }

  @Test func `of a survey that takes responses tells of nobody`() async throws {
    try await ask { world in
      for id in 0..<11 { try await world.facts.person(id) }
      try await world.settle()
      func cell(_ key: String) async throws -> [Int?] {
        let row = try await world.rows("/v1/views/SurveyResults?role=ALL", as: key).first
        return ["respondents", "mean_hundredths"].map { row?[$0] as? Int }
      }
      #expect(try await cell(world.analyst) == [10, nil])
      #expect(try await cell(world.clerk).first == 11)
      try await world.facts.record(
        "survey-q", EventType("survey.closed"), PBSurveyStep(), on: "2023-12-01")
      try await world.settle()
      #expect(try await cell(world.analyst) == (try await cell(world.clerk)))
    }
  }

  @Test func `by filters on figures finds no row by a figure that isn't shown`() async throws {
    try await ask { world in
      for id in 0..<12 { try await world.facts.person(id) }
      try await world.settle()
      for (view, column) in [
        ("HostCapacity", "interns"), ("OrderClassBoard", "students"), ("StaffTraining", "trainees"),
        ("VacancyMarket", "applications"), ("Vacancies", "filled"),
        ("SupplyDemandGap", "graduates"),
      ] {
        let exact = try await world.rows("/v1/views/\(view)?\(column)=12", as: world.clerk)
        #expect(!exact.isEmpty, "\(view)")
        #expect(try await world.rows("/v1/views/\(view)?\(column)=12").isEmpty, "\(view)")
        #expect(try await world.rows("/v1/views/\(view)?\(column).min=11").isEmpty, "\(view)")
        #expect(try await !world.rows("/v1/views/\(view)?\(column)=10").isEmpty, "\(view)")
        let page = try await world.client.get(
          "/v1/views/\(view)?sort=-\(column)&limit=1&columns=\(column)", key: world.analyst)
        #expect(page.has("\"\(column)\":10"), "\(page.text)")
      }
    }
  }
}
