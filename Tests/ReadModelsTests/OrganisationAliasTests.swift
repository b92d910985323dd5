import Cooperation
import EventModel
import Projections
import ReadModels
import SwiftProtobuf
import TestSupport
import Testing

@Suite struct `Organisations that were merged` {
  private func merge(
    _ chronicle: Chronicle, _ name: String, into: String,
    _ reason: PBOrganisationMerged.Reason = .duplicate, on day: String = "2022-07-01"
  ) async throws {
    try await chronicle.record(
      "organisation-\(name)",
      PBOrganisationMerged.with {
        $0.into = "organisation-\(into)"
        $0.reason = reason
      }, on: day)
  }

  private func name(_ id: String) throws -> StreamName {
    try StreamName(validating: "organisation-\(id)")
  }

  private func day(_ text: String) throws -> CivilDate { try CivilDate(validating: text) }

  @Test func `are found by the one that is left, on that day, by chains and circles`() async throws
  {
    let chronicle = try Chronicle()
    for id in ["a", "b", "c", "x", "y", "z"] { try await chronicle.organisation(id, .school) }
    try await merge(chronicle, "c", into: "b")
    try await merge(chronicle, "b", into: "a", .legalMerger, on: "2023-10-01")
    // A circle, which only a mistake makes, and one that runs into it.
    try await merge(chronicle, "y", into: "z")
    try await merge(chronicle, "z", into: "y")
    try await merge(chronicle, "x", into: "z")
    try await chronicle.store.catchUp()
    func merged(_ text: String, into id: String) async throws -> [StreamName] {
      try await chronicle.store.organisations(mergedInto: [name(id)], on: day(text)).sorted()
    }
    func survivor(_ text: String, of id: String) async throws -> StreamName? {
      try await chronicle.store.survivors(of: [name(id)], on: day(text))[name(id)]
    }
    #expect(try await merged("2023-09-30", into: "a") == [name("a")])
    #expect(try await merged("2023-10-01", into: "a") == ["a", "b", "c"].map(name))
    #expect(try await merged("2023-10-01", into: "c") == [name("c")])
    #expect(try await merged("2023-10-01", into: "z") == ["x", "y", "z"].map(name))
    #expect(try await survivor("2023-09-30", of: "c") == name("b"))
    #expect(try await survivor("2023-10-01", of: "c") == name("a"))
    #expect(try await survivor("2023-10-01", of: "a") == name("a"))
    for id in ["x", "y", "z"] { #expect(try await survivor("2023-10-01", of: id) == name("y")) }
  }

  @Test func `show day and evidence of the telling that counts`() async throws {
    let chronicle = try Chronicle()
    for id in ["a", "b", "c"] { try await chronicle.organisation(id, .school) }
    let merged = PBOrganisationMerged.with {
      $0.into = "organisation-a"
      $0.reason = .legalMerger
    }
    try await chronicle.record("organisation-b", merged, on: "2022-07-01", .documented)
    try await chronicle.record("organisation-b", merged, on: "2023-02-03", .synthetic)
    let row = try #require(
      try await chronicle.rows("Aliases").first { $0["stream"]?.text == "organisation-b" })
    #expect(row["merged_on"]?.text == "2022-07-01")
    #expect(row["evidence"]?.text == "documented")
    // Another merger is told by its own day.
    let other = PBOrganisationMerged.with {
      $0.into = "organisation-c"
      $0.reason = .legalMerger
    }
    try await chronicle.record("organisation-b", other, on: "2023-05-06", .inferred)
    let now = try #require(
      try await chronicle.rows("Aliases").first { $0["stream"]?.text == "organisation-b" })
    #expect(now["merged_on"]?.text == "2023-05-06")
    #expect(now["evidence"]?.text == "inferred")
  }

  @Test func `count as what the view says`() async throws {
    let chronicle = try Chronicle()
    var random = SeededGenerator(seed: 20_230_701)
    let names = try (10..<40).map { try name("\($0)") }
    for number in 10..<40 {
      try await chronicle.organisation("\(number)", .enterprise)
      if number % 5 == 0 { continue }
      try await merge(
        chronicle, "\(number)", into: "\(Int.random(in: 10..<40, using: &random))",
        Bool.random(using: &random) ? .legalMerger : .duplicate,
        on: "2023-0\(Int.random(in: 1...9, using: &random))-01")
    }
    for text in ["2022-12-31", "2023-04-30", "2023-12-31"] {
      let rows = try await chronicle.rows("Aliases", arguments: ["until": text])
      var expected = Dictionary(uniqueKeysWithValues: names.map { ($0.text, $0.text) })
      for row in rows { expected[row["stream"]?.text ?? ""] = row["end_stream"]?.text }
      let survivors = try await chronicle.store.survivors(of: Set(names), on: day(text))
      let found = Dictionary(uniqueKeysWithValues: survivors.map { ($0.text, $1.text) })
      #expect(found == expected, "\(text), \(random)")
    }
  }

  @Test func `are found whatever became of persons`() async throws {
    // Every question that takes more than some thousand steps of the database is refused.
    var limits = ProjectionLimits()
    limits.queryMilliseconds = 0
    let chronicle = try Chronicle(limits: limits)
    for id in ["a", "b"] { try await chronicle.organisation(id, .school) }
    try await merge(chronicle, "b", into: "a")
    for number in 0..<200 {
      try await chronicle.record("person-\(number)", PBPersonRegistered(), on: "2020-01-01")
      try await chronicle.record(
        "person-\(number)", PBPersonMerged.with { $0.into = "person-\(number + 1)" },
        on: "2022-07-01")
    }
    try await chronicle.store.catchUp()
    await #expect(throws: ProjectionError.self) { try await chronicle.rows("Aliases") }
    let today = try day("2023-01-01")
    #expect(
      try await chronicle.store.organisations(mergedInto: [name("a")], on: today).sorted()
        == [name("a"), name("b")])
    #expect(
      try await chronicle.store.survivors(of: [name("b")], on: today) == [name("b"): name("a")])
  }

  @Test func `are asked for by those views alone whose rows differ by them`() throws {
    let views = CooperationReadModels.all.views
    for view in views {
      let isOwned = !view.ownedBy.isEmpty
      let asks =
        if case .parameterised(let sql, _) = view.content { sql.contains("own_organisations") } else
        {
          false
        }
      #expect(view.dependsOnAsker == (isOwned || asks), "\(view.name)")
    }
    let asking = Set(views.filter(\.dependsOnAsker).map(\.name))
    #expect(asking.isSuperset(of: ["Enrolments", "Placements", "Vacancies", "StaffTraining"]))
    #expect(asking.isDisjoint(with: ["OrganisationRegister", "CodeLists", "OutcomeStatistics"]))
  }
}
