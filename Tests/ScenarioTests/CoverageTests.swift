import Cooperation
import EventModel
import Projections
import Testing

@Suite struct `The coverage map` {
  /// A row of one of the map's tables.
  struct Row: Sendable {
    let section: String
    let name: String
    let types: [String]
    let lines: [String]
    let measures: [String]
    let reason: Substring?
  }

  static func rows() throws -> [Row] {
    var section = ""
    var rows: [Row] = []
    for line in try SchemaFile.text("coverage.md").split(separator: "\n") {
      if line.hasPrefix("## ") { section = String(line.dropFirst(3)) }
      guard line.hasPrefix("| "), !line.hasPrefix("| Row |") else { continue }
      let cells = line.split(separator: "|").map { $0.trimming() }
      try #require(cells.count == 5, "\(line)")
      let measures = quoted(cells[4])
      let reason = ["claim only: ", "none: "].lazy.compactMap { prefix in
        cells[4].hasPrefix(prefix) ? cells[4].dropFirst(prefix.count) : nil
      }.first
      rows.append(
        Row(
          section: section, name: String(cells[0]), types: quoted(cells[2]),
          lines: quoted(cells[3]), measures: measures, reason: reason))
    }
    return rows
  }

  /// The texts between back quotes.
  private static func quoted(_ cell: Substring) -> [String] {
    cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }

  @Test func `has a row for every actor, action and quantity`() throws {
    let rows = try Self.rows()
    let counts = Dictionary(grouping: rows, by: \.section).mapValues { Set($0.map(\.name)).count }
    #expect(counts == ["Actors": 21, "Actions": 11, "Quantities": 23])
    #expect(rows.count == 55)
    for row in rows {
      #expect(!row.types.isEmpty, "\(row.name)")
      #expect(!row.lines.isEmpty, "\(row.name)")
      #expect(!row.measures.isEmpty || row.reason?.isEmpty == false, "\(row.name)")
    }
  }

  @Test func `names only event types of the model`() throws {
    let known = Set(CooperationModel.aggregates.flatMap { $0.eventTypes.keys.map(\.text) })
    for row in try Self.rows() {
      #expect(Set(row.types).subtracting(known) == [], "\(row.name)")
    }
  }

  @Test func `points at lines that record its event types`() async throws {
    var types: [String: [Int: Set<String>]] = [:]
    for file in RecordedScenario.files {
      types[file] = try await RecordedScenario(file).typesOfLines
    }
    for row in try Self.rows() {
      var shown: Set<String> = []
      for line in row.lines {
        let parts = line.split(separator: ":")
        let recorded = types[String(parts[0])]?[Int(parts.last ?? "") ?? 0] ?? []
        #expect(!recorded.isDisjoint(with: row.types), "\(line) of \(row.name)")
        shown.formUnion(recorded)
      }
      #expect(Set(row.types).subtracting(shown) == [], "\(row.name)")
    }
  }

  /// Measures that count nothing in these stories: what they count is what nobody wants, or what no
  /// seed tells of.
  static let countsNothing: Set = [
    "assistance.cases-without-owner", "assistance.graduates-without-case",
    "grants.paid fund=fund-ningbo-cooperation",
    "organisations.registered industry=C367",
    "organisations.registered kind=ENTERPRISE industry=C367 park=Chengdu Economic Development Zone",
  ]

  /// A measure with its arguments.
  struct Question: Hashable {
    var name: String
    var arguments: [String: String]
  }

  /// A measure as the map writes it: a word without "=" goes on with the value before it.
  static func question(_ text: String) throws -> Question {
    let words = text.split(separator: " ")
    var question = Question(name: String(words[0]), arguments: [:])
    var last = ""
    for word in words.dropFirst() {
      if let sign = word.firstIndex(of: "=") {
        last = String(word[..<sign])
        question.arguments[last] = String(word[word.index(after: sign)...])
      } else {
        let before = try #require(question.arguments[last], "\(text)")
        question.arguments[last] = "\(before) \(word)"
      }
    }
    return question
  }

  /// The measure that a line's claim is to be compared with; `nil` of another line, and of a claim
  /// that nothing counts.
  private static func claimed(_ line: String) throws -> Question? {
    let parts = line.split(separator: ":")
    let text = try SchemaFile.text("scenarios/\(parts[0])")
    let number = try #require(parts.last.flatMap { Int($0) })
    let command = try CommandJSON.command(
      Array(String(text.split(separator: "\n")[number - 1]).utf8))
    guard case .publishClaim(let claim)? = command.body, claim.details.hasMeasure else {
      return nil
    }
    let measure = claim.details.measure
    return Question(
      name: measure.name,
      arguments: Dictionary(
        measure.arguments.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }))
  }

  @Test func `asks of each quantity what its claim asks`() throws {
    var compared = 0
    for row in try Self.rows() where row.section == "Quantities" {
      let asked = Set(try row.measures.map(Self.question))
      for line in row.lines {
        guard let claimed = try Self.claimed(line) else { continue }
        compared += 1
        #expect(asked.contains(claimed), "\(line) of \(row.name) asks \(claimed)")
      }
    }
    #expect(compared == 29)
  }

  @Test func `runs every measure`() async throws {
    var scenarios: [RecordedScenario] = []
    for file in RecordedScenario.files { scenarios.append(try await RecordedScenario(file)) }
    let measures = Set(try Self.rows().flatMap(\.measures))
    #expect(Self.countsNothing.isSubset(of: measures))
    for measure in measures {
      let question = try Self.question(measure)
      var sum: Int64 = 0
      for scenario in scenarios {
        let answer = try await scenario.store.measure(question.name, question.arguments)
        let column = try #require(answer.measure.columns.firstIndex { $0.name == "with_fill" })
        guard case .integer(let counted) = try #require(answer.rows.first)[column] else {
          Issue.record("\(measure) shows no number")
          continue
        }
        sum += counted
      }
      #expect((sum == 0) == Self.countsNothing.contains(measure), "\(measure) counts \(sum)")
    }
  }
}

extension Substring {
  /// Without blanks at either end.
  fileprivate func trimming() -> Substring {
    var rest = self
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    return rest
  }
}
