import EventModel
import Projections
import ReadModels
import SwiftProtobuf
import Testing

@testable import Cooperation

@Suite struct `An argument of a measure` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  /// The form of a published figure's argument that is the same; `nil` where it may have any.
  private static func form(_ argument: ArgumentDeclaration) -> MeasureArgument? {
    switch (argument.kind, argument.form) {
    case (.integer, _): .number
    case (.date, _): .day
    case (.text, .stream(let category)), (.text, .streamOrAll(let category)): .stream(category)
    case (.text, .code(_, _, filler: .some, _)): .region
    case (.text, _): nil
    }
  }

  @Test func `has the form that published figures are held to by its name, and no other`() {
    var named: Set<String> = []
    for measure in CooperationReadModels.all.measures {
      for argument in measure.arguments {
        let form = Self.form(argument)
        #expect(
          form == MeasureArgument.forms[argument.name], "\(measure.name) \(argument.name)")
        if form != nil { named.insert(argument.name) }
      }
    }
    #expect(named == Set(MeasureArgument.forms.keys))
  }

  /// What is said of the argument; `nil` where it was taken.
  private func refusal(
    _ measure: String, _ argument: String, _ value: String
  ) async throws -> ProjectionError? {
    try await chronicle.store.catchUp()
    do {
      _ = try await chronicle.store.measure(measure, [argument: value])
      return nil
    } catch {
      #expect(error.code == .badArgument)
      #expect(error.field == argument)
      return error
    }
  }

  @Test(arguments: [
    ("alliance.members", "alliance", "nope", "alliance-…"),
    ("alliance.members", "alliance", "", "not nothing"),
    ("interns.planned", "alliance", "organisation-shenlong", "alliance-…"),
    ("graduates", "school", "person-x", "organisation-…"),
    ("policies.issue-year", "policy", "policies-nope", "policy-…"),
    ("organisations.registered", "region", "abc", "as 3302"),
    ("organisations.registered", "region", "99", "as 3302"),
    ("organisations.registered", "region", "3302011", "as 3302"),
    ("organisations.registered", "industry", "ZZ", "as C36"),
    ("organisations.registered", "industry", "36", "as C36"),
    ("organisations.by-kind", "region", "33-2", "as 3302"),
  ])
  func `is refused where nothing can be so`(
    _ measure: String, _ argument: String, _ value: String, _ right: String
  ) async throws {
    let error = try #require(try await refusal(measure, argument, value))
    #expect(error.reason.contains(right), "\(error)")
    #expect(error.reason.hasPrefix(argument), "\(error)")
  }

  @Test(arguments: [
    ("alliance.members", "alliance", "alliance-none"), ("graduates", "school", "organisation-x"),
    ("policies.issue-year", "policy", "policy-nope"), ("organisations.registered", "region", "3"),
    ("organisations.registered", "region", "33"), ("organisations.registered", "region", "330201"),
    ("organisations.registered", "industry", "C"), ("alliance.members", "industry", "C3610"),
    ("session.parties", "industry", "chips"),
  ])
  func `is taken where something could be so, though nothing is`(
    _ measure: String, _ argument: String, _ value: String
  ) async throws {
    #expect(try await refusal(measure, argument, value) == nil)
    #expect(try await chronicle.count(measure, [argument: value])[3] == 0)
  }

  @Test(
    arguments: [
      ("510112", 1), ("510100", 1), ("5101", 1), ("510000", 1), ("51", 1), ("510200", 0),
      ("5100", 1), ("500000", 0), ("5000", 0),
    ] as [(String, Int64)])
  func `that is the code of a city or a province stands for all in it, in a claim too`(
    _ region: String, _ count: Int64
  ) async throws {
    // Of the district 510112.
    try await chronicle.organisation("a", .enterprise)
    try await chronicle.claim("a", "1", "organisations.registered", [("region", region)])

    #expect(try await chronicle.count("organisations.registered", ["region": region])[3] == count)
    let rows = try await chronicle.rows("ClaimsLedger")
    #expect(rows.map { $0["with_fill"] } == [.integer(count)], "\(rows)")
  }

  /// What is said at the door of a stream that is named; `nil` where nothing is.
  private func refusal(
    _ body: (ReadModelStore) throws(ProjectionError) -> Void
  ) -> String? {
    do throws(ProjectionError) {
      try body(chronicle.store)
      return nil
    } catch {
      #expect(error.code == .badArgument)
      #expect(error.reason.hasPrefix((error.field ?? "") + ": there is no "))
      return error.reason
    }
  }

  @Test func `names a stream that is there, or is refused at the door`() async throws {
    try await chronicle.organisation("a", .school, on: "2022-06-30")
    let declarations = try chronicle.store.readModels.measure("graduates").arguments
    for (name, isThere) in [("organisation-a", true), ("organisation-typo", false)] {
      #expect(
        refusal { store throws(ProjectionError) in
          try store.refuseUnknownStreams(["school": name], of: declarations)
        } == (isThere ? nil : "school: there is no \(name)"))
      for values in [[name], ["organisation-a", name]] {
        let query = ViewQuery(
          "AllianceRoster", filters: [.init("organisation", .oneOf(values.map { .text($0) }))])
        #expect(
          refusal { store throws(ProjectionError) in try store.refuseUnknownStreams(query) }
            == (isThere ? nil : "organisation: there is no \(name)"))
      }
    }
  }

  @Test func `tells nobody whether a person is known`() throws {
    let named = chronicle.store.readModels.namedCategories
    #expect(named.contains("alliance") && named.contains("organisation"))
    #expect(named.isDisjoint(with: SinglePersons.categories + SinglePersons.codes))
    for person in ["person-nobody", "enrolment-nobody"] {
      for column in ["graduate", "stream"] {
        try chronicle.store.refuseUnknownStreams(
          ViewQuery("Outcomes", filters: [.init(column, .oneOf([.text(person)]))]))
      }
    }
  }
}

@Suite struct `A stretch of time as an argument` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  @Test func `begins with its first day as since, and ends with its last as until`() async throws {
    for (id, day) in [("1", "2021-12-31"), ("2", "2022-01-01"), ("3", "2022-12-31"), ("4", "2023")]
    {
      try await chronicle.record(
        "vacancy-\(id)",
        PBVacancyPublished.with {
          $0.employer = "organisation-e"
          $0.terms.title = "Welder"
        }, on: day)
    }
    func published(_ arguments: [String: String]) async throws -> Int64? {
      try await chronicle.count("vacancies.published", arguments)[3]
    }
    for (since, count) in [
      ("2022", 3), ("2022-01", 3), ("2022-01-01", 3), ("2022-01-02", 2), ("2022-12", 2),
      ("2023", 1), ("2021-12-31T15:59Z", 4), ("2021-12-31T16:00Z", 3),
    ] as [(String, Int64)] {
      #expect(try await published(["since": since]) == count, "since \(since)")
    }
    for (until, count) in [("2021", 1), ("2022", 3), ("2022-01", 2), ("2023", 4)]
      as [(String, Int64)]
    {
      #expect(try await published(["until": until]) == count, "until \(until)")
    }
    #expect(try await published(["since": "2022", "until": "2022"]) == 2)
  }

  @Test func `is the same wherever there is a since, and says so`() {
    let set = CooperationReadModels.all
    let arguments = set.measures.flatMap(\.arguments) + set.views.flatMap(\.arguments)
    for argument in arguments where argument.kind == .date {
      #expect((argument.edge == .first) == (argument.name == "since"), "\(argument.name)")
      #expect(argument.definition.contains("first day") == (argument.edge == .first))
    }
    #expect(arguments.contains { $0.edge == .first })
  }

  @Test(arguments: ["since", "until"])
  func `is refused where it is none`(_ name: String) async throws {
    for text in ["soon", "", "2022-13", "<=2022"] {
      await #expect(throws: ProjectionError.self, "\(text)") {
        _ = try await chronicle.store.measure("vacancies.published", [name: text])
      }
    }
  }
}
