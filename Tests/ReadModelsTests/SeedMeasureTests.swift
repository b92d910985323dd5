import Cooperation
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `Counting what the seeds name` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  @Test func `takes organisations by size and by whose they are`() async throws {
    let all: [(PBOrganisationRegistered.SizeClass?, PBOrganisationRegistered.Ownership?)] = [
      (.small, .private), (.small, .state), (.medium, .private), (nil, nil),
    ]
    for (number, (size, ownership)) in all.enumerated() {
      try await chronicle.record(
        "organisation-\(number)",
        PBOrganisationRegistered.with {
          $0.kind = .enterprise
          $0.name = "O\(number)"
          if let size { $0.sizeClass = size }
          if let ownership { $0.ownership = ownership }
        }, on: "2022-01-01")
    }
    for (arguments, count) in [
      ([:], 4), (["size": "small"], 2), (["size": "SMALL", "ownership": "PRIVATE"], 1),
      (["ownership": "PRIVATE"], 2), (["size": "LARGE"], 0),
    ] as [([String: String], Int64)] {
      #expect(
        try await chronicle.count("organisations.registered", arguments)[3] == count,
        "\(arguments)")
    }
  }

  private func declare(
    _ id: String, of graduate: String, keyField: Bool = true, school: String = "s",
    classYear: Int32 = 2023
  ) async throws {
    try await chronicle.record(
      "outcome-\(id)",
      PBOutcomeDeclared.with {
        $0.graduate = "person-\(graduate)"
        $0.school = "organisation-\(school)"
        $0.classYear = classYear
        $0.facts.category = "10"
        $0.facts.keyField = keyField
      }, on: "2023-07-01")
  }

  private func inKeyFields(_ arguments: [String: String] = [:]) async throws -> Int64? {
    try await chronicle.count("outcomes.in-key-fields", arguments)[3]
  }

  @Test func `takes graduates in key fields, each once and none that is contested`() async throws {
    try await declare("1", of: "p")
    try await declare("2", of: "p")
    try await declare("3", of: "q", keyField: false)
    try await declare("4", of: "r", school: "t")
    try await declare("5", of: "s", classYear: 2022)
    #expect(try await inKeyFields() == 3)
    #expect(try await inKeyFields(["until": "2023-06-30"]) == 0)
    #expect(try await inKeyFields(["until": "2023-07-01"]) == 3)
    #expect(try await inKeyFields(["school": "organisation-s"]) == 2)
    #expect(try await inKeyFields(["class_year": "2023"]) == 2)
    try await chronicle.record("outcome-4", PBOutcomeGraduateContested(), on: "2023-07-02")
    #expect(try await inKeyFields() == 2)
  }

  @Test func `takes what an outcome said on the day, whatever it says by now`() async throws {
    try await declare("1", of: "p")
    try await declare("2", of: "q", keyField: false)
    for (id, keyField) in [("1", false), ("2", true)] {
      try await chronicle.record(
        "outcome-\(id)",
        PBOutcomeRevised.with {
          $0.reason = .newSituation
          $0.facts.category = "10"
          $0.facts.keyField = keyField
        }, on: "2023-08-01")
      try await chronicle.record("outcome-\(id)", PBOutcomeGraduateConfirmed(), on: "2023-08-02")
    }
    try await declare("3", of: "r")
    try await chronicle.record("outcome-3", PBOutcomeGraduateContested(), on: "2023-08-03")
    for (day, count) in [
      ("2023-07-31", 2), ("2023-08-01", 2), ("2023-08-02", 2), ("2023-08-03", 1),
    ] as [(String, Int64)] {
      #expect(try await inKeyFields(["until": day]) == count, "\(day)")
    }
  }

  @Test func `leaves out what a dispute is open about`() async throws {
    try await declare("1", of: "p")
    try await chronicle.record(
      "dispute-d",
      PBDisputeRaised.with {
        $0.raisedBy = "person-p"
        $0.facts = [.with { $0.stream = "outcome-1" }]
      }, on: "2023-07-10")
    try await chronicle.record(
      "dispute-d", PBDisputeDecided.with { $0.verdict = .uphold }, on: "2023-07-20")
    for (day, count) in [
      ("2023-07-09", 1), ("2023-07-10", 0), ("2023-07-19", 0), ("2023-07-20", 1),
    ]
      as [(String, Int64)]
    {
      #expect(try await inKeyFields(["until": day]) == count, "\(day)")
    }
  }
}
