import Foundation
import Testing

@Suite struct `Views of a data directory` {
  private func run(_ place: Place, _ arguments: String..., input: String? = nil) throws -> Outcome {
    let outcome = try Program.run(place, arguments, input: input)
    #expect(outcome.status == 0, "\(arguments): \(outcome.output)\(outcome.errors)")
    return outcome
  }

  @Test func `are made where they are missing, and never of another log's events`() throws {
    let place = Place()
    _ = try run(place, "init", "--origin", "example.org/test")
    _ = try run(place, "record", "-", input: Lines.organisations(1..<4))
    let show = ["views", "show", "OrganisationRegister", "--json"]
    for _ in 0..<2 {
      let shown = try Program.run(place, show)
      #expect(shown.status == 0 && shown.output.contains("organisation-3"), "\(shown.errors)")
      try FileManager.default.removeItem(atPath: place.data + "/views")
    }
    let asOf = place.path + "/asof"
    _ = try run(place, "replay", "--into", asOf)
    let there = try Program.run(place, show + ["--in", asOf])
    #expect(there.output.contains("organisation-3"), "\(there.errors)")
    let other = Place()
    _ = try run(other, "init", "--origin", "example.org/other")
    _ = try run(other, "record", "-", input: Lines.organisations(1..<9))
    let refused = try Program.run(other, show + ["--in", asOf])
    #expect(refused.status == 74 && refused.output.isEmpty, "\(refused.output)")
    #expect(refused.errors.contains("were made from log"), "\(refused.errors)")
  }
}
