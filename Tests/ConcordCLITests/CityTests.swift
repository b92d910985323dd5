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
}
