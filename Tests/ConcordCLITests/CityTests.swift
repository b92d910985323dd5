import Foundation
import Testing

@Suite struct `A simulated city, through the program` {
  /// How large it is: `CONCORD_CITY_SCALE`, 0.01 to 1, else the smallest.
  private static let scale =
    ProcessInfo.processInfo.environment["CONCORD_CITY_SCALE"] ?? "0.01"

  @Test func `is recorded, whole when verified, and folds alike step by step and anew`() throws {
    let place = Place()
    func run(_ arguments: String...) throws -> Outcome {
      let outcome = try Program.run(place, arguments)
      #expect(outcome.status == 0, "\(arguments): \(outcome.output)\(outcome.errors)")
      return outcome
    }
    _ = try run("init", "--origin", "example.org/city")
    // Read models that exist before the events take them in step by step.
    let empty = try run("views", "digest", "--json").field("digest")

    let simulated = try run(
      "simulate", "--city", "--seed", "2024", "--scale", Self.scale, "--json")
    let report = try #require(
      JSONSerialization.jsonObject(with: Data(simulated.output.utf8)) as? [String: Any])
    let events = try #require(report["events"] as? Int)
    let counts = try #require(report["types"] as? [String: Int])
    #expect(report["whole"] as? Bool == true)
    #expect(counts.values.reduce(0, +) == events)
    // Every kind of stream is there, whatever the scale.
    let kinds = Set(counts.keys.map { String($0.prefix { $0 != "." }) })
    #expect(kinds.count == 30, "\(kinds.sorted())")

    let verified = try run("verify", "--json")
    #expect(try verified.field("whole") == "1" || verified.field("whole") == "true")

    let incremental = try run("views", "digest", "--json")
    #expect(try incremental.field("digest") != empty)
    _ = try run("views", "rebuild")
    let rebuilt = try run("views", "digest", "--json")
    #expect(try rebuilt.field("digest") == incremental.field("digest"))
    // And both tell of all the events, the log's first besides.
    #expect(try rebuilt.field("end") == String(events + 1), "\(rebuilt.output)")
  }

  @Test func `breaks no rule but those that inspectors saw broken`() throws {
    let place = Place()
    _ = try Program.run(place, "init", "--origin", "example.org/city")
    let simulated = try Program.run(
      place, "simulate", "--city", "--seed", "7", "--scale", "0.01", "--json")
    let breaches = try #require(simulated.field("breaches").flatMap { Int($0) })
    #expect(breaches > 20)

    // Once something is recorded besides, Concord judges all, and gives what follows.
    let recorded = try Program.run(
      place, "record", "-",
      input: #"""
        {"occurred":"2024-09-30","registerOrganisation":{"organisation":"organisation-late","details":{"kind":"ENTERPRISE","name":"Late"}}}
        """#)
    #expect(recorded.status == 0, "\(recorded.errors)")

    var rules: [String: Int] = [:]
    let found = try Program.run(place, "views", "show", "RuleBreaches", "--csv", "--limit", "10000")
    for line in found.output.split(whereSeparator: \.isNewline).dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      rules[String(cells[1]), default: 0] += 1
    }
    // Nobody's age is made up: these two can't be assessed.
    let assessed = rules.filter { !["R02", "R13"].contains($0.key) }
    #expect(Set(assessed.keys) == ["R07", "R08", "R12", "R16"], "\(rules)")
    // Not all of them are still open.
    #expect((1...breaches).contains(assessed.values.reduce(0, +)), "\(rules) of \(breaches)")
  }
}
