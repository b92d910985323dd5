import Cooperation
import EventModel
import Projections
import SwiftProtobuf
import TestSupport
import Testing

@Suite struct `The claims ledger` {
  private let alliance = ("alliance", "alliance-zone")

  /// Ten colleges, thirty manufacturing companies, ten institutions; one college is documented.
  private func founding(_ chronicle: Chronicle, schools: Int = 10) async throws {
    try await chronicle.found("zone")
    for number in 0..<schools {
      try await chronicle.organisation(
        "s\(number)", .school, number == 0 ? .documented : .synthetic)
      try await chronicle.member("s\(number)", number == 0 ? .inferred : .synthetic)
    }
    for number in 0..<3 {
      try await chronicle.organisation("e\(number)", .enterprise, industry: "C36")
      try await chronicle.member("e\(number)")
    }
    try await chronicle.organisation("shop", .enterprise, industry: "F52")
    try await chronicle.member("shop")
  }

  private func ledger(
    _ chronicle: Chronicle, _ claim: String, until: String? = nil
  ) async throws -> [String: SQLValue] {
    let rows = try await chronicle.rows(
      "ClaimsLedger", .init("stream", .oneOf([.text("claim-\(claim)")])),
      arguments: until.map { ["until": $0] } ?? [:])
    #expect(rows.count == 1)
    return rows[0]
  }

  @Test func `counts documented, inferred and invented facts apart`() async throws {
    let chronicle = try Chronicle()
    try await founding(chronicle)
    try await chronicle.claim("schools", "10", "alliance.members", [alliance, ("kind", "SCHOOL")])
    let row = try await ledger(chronicle, "schools")
    #expect(row["claimed"] == 10)
    #expect(row["documented"] == 0)
    #expect(row["inferred"] == 1)
    #expect(row["synthetic"] == 9)
    #expect(row["with_fill"] == 10)
    #expect(row["difference"] == 0)
    // Invented facts never reproduce a figure.
    #expect(row["status"] == "partial")
    #expect(row["published_on"] == "2024-05-04")
  }

  @Test(
    arguments: [
      ("clerk", Actor.Assurance.key, 1), ("steward", .key, 1), ("auditor", .token, 1),
      ("recorder", .key, 0), ("analyst", .key, 0), ("operator", .key, 0),
      // One that nobody has thought of yet.
      ("registrar", .key, 0), ("", .certificate, 0),
      // Whoever has the files, or a server that asks nobody.
      ("operator", .local, 1), ("any", .none, 1),
    ] as [(String, Actor.Assurance, Int64)])
  func `counts exactly for all only where who recorded it sees single persons`(
    role: String, assurance: Actor.Assurance, isExact: Int64
  ) async throws {
    let chronicle = try Chronicle()
    try await chronicle.claim("c", "1", "alliance.members", by: role, assurance)
    try await chronicle.record(
      "target-t", PBTargetSet.with { $0.figure = "1" },
      from: .init(role: role, assurance: assurance))
    #expect(try await ledger(chronicle, "c")["counts_exactly"]?.number == isExact)
    let targets = try await chronicle.rows("Targets")
    #expect(targets.map { $0["counts_exactly"]?.number } == [isExact])
  }

  @Test func `shows a difference of one for one member less`() async throws {
    let chronicle = try Chronicle()
    try await founding(chronicle, schools: 9)
    try await chronicle.claim("schools", "10", "alliance.members", [alliance, ("kind", "SCHOOL")])
    #expect(try await ledger(chronicle, "schools")["difference"] == -1)
  }

  @Test func `follows corrections of what it counts`() async throws {
    let chronicle = try Chronicle()
    try await founding(chronicle)
    try await chronicle.claim("schools", "10", "alliance.members", [alliance, ("kind", "SCHOOL")])
    #expect(try await ledger(chronicle, "schools")["difference"] == 0)
    try await chronicle.record(
      "membership-zone.s3", EventType("membership.withdrawn"), PBMemberLeft(), on: "2022-06-30")
    #expect(try await ledger(chronicle, "schools")["difference"] == -1)
  }

  @Test func `reproduces a figure by documented facts alone`() async throws {
    let chronicle = try Chronicle()
    try await founding(chronicle)
    let companies = [alliance, ("kind", "enterprise"), ("industry", "C")]
    try await chronicle.claim("three", "3", "alliance.members", companies)
    try await chronicle.claim("over-two", "2", "alliance.members", companies, .moreThan)
    try await chronicle.claim("over-three", "3", "alliance.members", companies, .moreThan)
    try await chronicle.claim("four", "4", "alliance.members", companies)
    try await chronicle.claim("unknown", "3", "alliance.members", companies, .unknown)
    #expect(try await ledger(chronicle, "three")["status"] == "reproduced")
    #expect(try await ledger(chronicle, "over-two")["status"] == "reproduced")
    #expect(try await ledger(chronicle, "over-three")["status"] == "partial")
    #expect(try await ledger(chronicle, "four")["status"] == "partial")
    #expect(try await ledger(chronicle, "four")["difference"] == -1)
    #expect(try await ledger(chronicle, "unknown")["status"] == "notComputable")
  }

  @Test(arguments: [
    (PBClaimPublished.Bound.nearly, "20", 17, "partial"), (.nearly, "20", 18, "reproduced"),
    (.nearly, "20", 19, "reproduced"), (.nearly, "20", 20, "partial"),
    (.orderOfMagnitude, "1", 1, "partial"), (.orderOfMagnitude, "1", 2, "reproduced"),
    (.orderOfMagnitude, "1", 9, "reproduced"), (.orderOfMagnitude, "1", 10, "partial"),
  ])
  func `takes nearly for 90 to 99 of a hundred, and an order of magnitude for 2 to 9`(
    bound: PBClaimPublished.Bound, figure: String, count: Int, status: String
  ) async throws {
    let chronicle = try Chronicle()
    for number in 0..<count { try await chronicle.organisation("\(number)", .other) }
    try await chronicle.claim("c", figure, "organisations.registered", [], bound)
    #expect(try await ledger(chronicle, "c")["status"]?.text == status)
  }

  @Test(arguments: Seeds.and(1, 2))
  func `bears out a figure where the domain does`(seed: UInt64) async throws {
    let chronicle = try Chronicle()
    var random = SeededGenerator(seed: seed)
    // One organisation a day, some of them invented: how many are documented on each day.
    let first = try CivilDate(validating: "2022-01-01").dayNumber
    var documented: [Int] = []
    for day in 0..<60 {
      let isDocumented = random.below(8) > 0
      try await chronicle.organisation(
        "\(day)", .other, on: CivilDate(dayNumber: first + day).description,
        isDocumented ? .documented : .synthetic)
      documented.append((documented.last ?? 0) + (isDocumented ? 1 : 0))
    }
    let bounds: [PBClaimPublished.Bound] = [
      .exact, .moreThan, .nearly, .orderOfMagnitude, .unknown,
    ]
    var expected: [String: [SQLValue?]] = [:]
    var outcomes: Set<String> = []
    for number in 0..<150 {
      let bound = bounds[number % bounds.count]
      let day = random.below(documented.count)
      let count = documented[day]
      // A figure anywhere, or where a word's border is near.
      let near = [
        random.below(70), count, (count * 100 + 89) / 90, count * 100 / 99, count / 2, count / 10,
      ][random.below(6)]
      let figure = max(0, near + random.below(3) - 1)
      try await chronicle.claim(
        "\(number)", "\(figure)", "organisations.registered", [], bound,
        on: CivilDate(dayNumber: first + day).description)
      let isBorneOut = bound.bears(out: figure, counted: count)
      outcomes.insert("\(bound) \(isBorneOut.map { "\($0)" } ?? "nothing")")
      expected["claim-\(number)"] = [
        .integer(Int64(figure)), .integer(Int64(count)),
        .text(isBorneOut.map { $0 ? "reproduced" : "partial" } ?? "notComputable"),
      ]
    }
    let rows = try await chronicle.rows("ClaimsLedger")
    #expect(rows.count == 150)
    for row in rows {
      let stream = try #require(row["stream"]?.text)
      let told = ["claimed", "documented", "status"].map { row[$0] }
      #expect(told == expected[stream], "\(stream), \(row["bound"] ?? .null)")
    }
    // Both sides of each word's border were there, and a word that says nothing.
    #expect(outcomes.count == 9, "\(outcomes.sorted())")
  }

  @Test func `counts until the claim's day or the day that is asked for`() async throws {
    let chronicle = try Chronicle()
    for (number, day) in ["2022-05-01", "2022-06-15", "2022-07-15"].enumerated() {
      try await chronicle.organisation("\(number)", .school, on: day)
    }
    try await chronicle.claim("stock", "2", "organisations.registered", [("kind", "SCHOOL")])
    try await chronicle.claim(
      "goal", "3", "organisations.registered", [("kind", "SCHOOL")], .moreThan, .target)
    #expect(try await ledger(chronicle, "stock")["documented"] == 2)
    #expect(try await ledger(chronicle, "stock")["counted_until"] == "2022-06-30")
    #expect(try await ledger(chronicle, "stock", until: "2022-05")["documented"] == 1)
    #expect(try await ledger(chronicle, "stock", until: "2023")["documented"] == 2)
    #expect(try await ledger(chronicle, "goal")["documented"] == 3)
    #expect(try await ledger(chronicle, "goal", until: "2022-06-30")["documented"] == 2)
  }

  @Test func `counts nothing for an argument that its measure doesn't have`() async throws {
    let chronicle = try Chronicle()
    for number in 0..<3 { try await chronicle.organisation("\(number)", .school) }
    try await chronicle.claim("right", "3", "organisations.registered", [("kind", "SCHOOL")])
    try await chronicle.claim("misspelt", "3", "organisations.registered", [("knd", "SCHOOL")])
    #expect(try await ledger(chronicle, "right")["status"] == "reproduced")
    #expect(try await ledger(chronicle, "misspelt")["status"] == "notComputable")
    #expect(try await ledger(chronicle, "misspelt")["documented"] == .null)
  }

  @Test func `says which figures documented facts contradict`() async throws {
    let chronicle = try Chronicle()
    for number in 0..<20 {
      try await chronicle.organisation("\(number)", .other, number < 19 ? .documented : .synthetic)
    }
    for (figure, bound, isContradicted) in [
      ("18", PBClaimPublished.Bound.exact, 1), ("19", .exact, 0), ("20", .exact, 0),
      ("18", .moreThan, 0), ("300", .moreThan, 0), ("19", .nearly, 1), ("20", .nearly, 0),
      ("1", .orderOfMagnitude, 1), ("2", .orderOfMagnitude, 0), ("18", .unknown, 0),
    ] {
      let id = "\(figure).\(bound)"
      try await chronicle.claim(id, figure, "organisations.registered", [], bound)
      let row = try await ledger(chronicle, id)
      #expect(row["is_contradicted"] == .integer(Int64(isContradicted)), "\(id)")
      if isContradicted == 1 { #expect(row["status"] == "partial") }
    }
    // Who reaches more than was aimed at contradicts nothing.
    try await chronicle.claim("goal", "18", "organisations.registered", [], .exact, .target)
    #expect(try await ledger(chronicle, "goal")["is_contradicted"] == 0)
  }

  @Test func `says why a claim is not computable, above all where it names what there is not`()
    async throws
  {
    let chronicle = try Chronicle()
    try await founding(chronicle)
    func claim(
      _ id: String, _ figure: String = "10", _ measure: String? = "alliance.members",
      _ arguments: [(String, String)] = [], bound: PBClaimPublished.Bound = .exact
    ) async throws -> [SQLValue?] {
      try await chronicle.claim(id, figure, measure, arguments, bound)
      let row = try await ledger(chronicle, id)
      return [row["status"], row["obstacle"], row["documented"]]
    }
    func not(_ obstacle: String) -> [SQLValue?] { ["notComputable", .text(obstacle), .null] }
    #expect(try await claim("none", "1", nil) == not("noMeasure"))
    #expect(try await claim("vote", "2", "motions.vote") == not("unknownMeasure"))
    for (id, argument) in [
      ("name", ("alliances", "alliance-zone")), ("stream", ("alliance", "alliance-none")),
      ("word", ("kind", "SCHOOLS")),
    ] {
      #expect(
        try await claim(id, "10", "alliance.members", [argument]) == not("wrongArgument"), "\(id)")
    }
    #expect(try await claim("decimal", "1.5") == ["notComputable", "notWhole", 4])
    #expect(
      try await claim("vague", bound: .unknown) == ["notComputable", "noBound", 4])
    #expect(
      try await claim("right", "10", "alliance.members", [alliance, ("kind", "school")])
        == ["partial", .null, 0])
    try await chronicle.record(
      "target-t",
      PBTargetSet.with {
        $0.figure = "1"
        $0.measure.name = "alliance.members"
        $0.measure.arguments = [
          .with {
            $0.name = "alliance"
            $0.value = "alliance-none"
          }
        ]
      })
    #expect(try await chronicle.rows("Targets")[0]["is_reached"] == .null)
  }

  @Test func `says of a claim without a measure that it is not computable`() async throws {
    let chronicle = try Chronicle()
    try await chronicle.claim("first", "1", nil)
    try await chronicle.claim("lost", "1", "no.such-measure")
    try await chronicle.claim("share", "90.5", "organisations.registered")
    for claim in ["first", "lost", "share"] {
      #expect(try await ledger(chronicle, claim)["status"] == "notComputable", "\(claim)")
      #expect(try await ledger(chronicle, claim)["difference"] == .null)
    }
    #expect(try await ledger(chronicle, "share")["figure"] == "90.5")
  }
}

@Suite struct `Every measure and view` {
  /// A text that the argument may be.
  private func text(of argument: ArgumentDeclaration) -> String {
    switch argument.form {
    case .stream(let category), .streamOrAll(let category): "\(category.text)-x"
    case .code(let beginnings, _, _, _): beginnings[0]
    case nil: argument.vocabulary?.words[0] ?? "x"
    }
  }

  @Test func `can be asked of an empty log, with all its arguments`() async throws {
    let chronicle = try Chronicle()
    try await chronicle.store.catchUp()
    for measure in chronicle.store.readModels.measures {
      var arguments: [String: String] = [:]
      for argument in measure.arguments {
        arguments[argument.name] = argument.kind == .text ? text(of: argument) : "2022"
      }
      let result = try await chronicle.store.measure(measure.name, arguments)
      #expect(result.rows.allSatisfy { $0.count == measure.columns.count }, "\(measure.name)")
    }
    for view in chronicle.store.readModels.views {
      let page = try await chronicle.store.page(ViewQuery(view.name))
      #expect(page.columns == view.columns)
    }
  }
}
