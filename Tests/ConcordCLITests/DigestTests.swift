import Foundation
import FoundationNetworking
import Glibc
import Testing

@Suite struct `The digest of the read models` {
  private func run(_ place: Place, _ arguments: String...) throws -> Outcome {
    let outcome = try Program.run(place, arguments)
    #expect(outcome.status == 0, "\(arguments): \(outcome.output)\(outcome.errors)")
    return outcome
  }

  /// Each table's digest, as the text form shows it, and that of all under the empty name.
  private func digests(_ place: Place) throws -> [String: String] {
    var digests: [String: String] = [:]
    for line in try run(place, "views", "digest").output.split(separator: "\n") {
      let words = line.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
      guard let last = words.last else { continue }
      digests[words[0] == "below" ? "" : words[0]] = last
    }
    #expect(digests.count > 10)
    return digests
  }

  /// All rows of the history, whatever they are about.
  private func history(_ place: Place) throws -> [Substring] {
    let shown = try run(
      place, "views", "show", "CooperationHistory", "--sort", "position", "--csv", "--limit", "1000"
    )
    let rows = shown.output.split(separator: "\r\n")
    #expect(rows.count > 20)
    return rows
  }

  @Test func `is a rebuild's after the server was killed while it recorded`() throws {
    let place = Place()
    _ = try run(place, "init", "--origin", "example.org/test")
    for round in 0..<2 {
      try Program.serving(place) { server, address in
        let lines = Lines.organisations(round * 5_000 + 1..<round * 5_000 + 4_000)
        let client = Program.process(
          place, ["record", "--url", address, try place.file("lines-\(round)", lines)])
        client.standardOutput = FileHandle.nullDevice
        client.standardError = FileHandle.nullDevice
        try Program.running(client) { client in
          // Some of it is in the rows, and most of it isn't recorded yet.
          let first = "organisation-\(round * 5_000 + 1)"
          let shown = ["views", "show", "OrganisationRegister", "stream=" + first, "--json"]
          while try !Program.run(place, shown).output.contains(first) {}
          kill(server.processIdentifier, SIGKILL)
          client.waitUntilExit()
        }
      }

      let live = try digests(place)
      _ = try run(place, "views", "rebuild")
      #expect(try digests(place) == live)
      #expect(try run(place, "verify", "--views").status == 0)
    }
  }

  @Test func `is the same after an erasure, but for the tombstone's rows`() throws {
    let place = Place()
    _ = try run(place, "init", "--origin", "example.org/test")
    let lines = Lines.organisations(1..<20) + Lines.person + "\n"
    #expect(try Program.run(place, "record", "-", input: lines).status == 0)
    let before = try digests(place)
    let history = try history(place)

    _ = try run(place, "erase", "person-1", "--reason", "subject-request", "--complete")

    let after = try digests(place)
    #expect(Set(after.keys) == Set(before.keys))
    let changed = after.keys.filter { after[$0] != before[$0] }.sorted()
    #expect(changed == ["", "history_event", "person_erasure"])
    // Of all rows, the tombstone's alone are new, and none of the others changed.
    let tombstone = try self.history(place).filter { !history.contains($0) }
    #expect(try self.history(place).filter { !tombstone.contains($0) } == history)
    #expect(!tombstone.isEmpty)
    for row in tombstone {
      #expect(row.contains("person.personal-data-erased") && row.contains("person-1"), "\(row)")
    }
    let shown = try run(
      place, "views", "show", "CooperationHistory", "about=person-1", "--columns", "type",
      "--sort", "position", "--csv")
    #expect(
      shown.output.split(separator: "\r\n").dropFirst()
        == ["person.registered", "person.personal-data-erased"])
    _ = try run(place, "views", "rebuild")
    #expect(try digests(place) == after)
  }
}
