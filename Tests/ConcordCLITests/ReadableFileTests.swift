import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct `What lies in a data directory` {
  /// Whatever others than the owner may read, write or enter, below a directory and it itself.
  private func open(_ directory: String) throws -> [String] {
    let below = try #require(FileManager.default.subpaths(atPath: directory))
    return try ([""] + below).map { directory + "/" + $0 }.filter { path in
      try #require(fileMode(path)) & 0o077 != 0
    }
  }

  @Test func `is for its owner alone, whichever verb made it`() throws {
    let place = Place()
    func run(_ arguments: String..., input: String? = nil) throws {
      let outcome = try Program.run(place, arguments, input: input)
      #expect(outcome.status == 0, "\(arguments): \(outcome.output)\(outcome.errors)")
    }
    try run("init", "--origin", "example.org/test")
    try run("record", "-", input: Lines.organisations(1..<20) + Lines.person + "\n")
    try run("views", "show", "OrganisationRegister", "--limit", "1")
    try run("views", "rebuild")
    let address = try Program.serving(place) { server, address in
      let outcome = try Program.run(
        place, "record", "-", "--url", address, input: Lines.organisation(30))
      #expect(outcome.status == 0, "\(outcome.errors)")
      // While it serves there are the files that SQLite keeps beside the rows.
      #expect(try self.open(place.data) == [])
      #expect(server.end() == 0)
      return address
    }
    #expect(!address.isEmpty)
    try run("erase", "person-1", "--reason", "subject-request")
    try run("key", "rotate")
    try run("backup", place.path + "/backup")
    try run(
      "restore", place.path + "/backup", place.path + "/restored", "--key", place.data + ".key")
    try run("export", place.path + "/export")
    try run("import-log", place.path + "/export", place.path + "/imported")
    try run("replay", "--into", place.path + "/views", "--occurred-until", "2022")
    for name in ["data", "backup", "restored", "imported", "views"] {
      #expect(try self.open(place.path + "/" + name) == [], "\(name)")
    }
    for name in ["data.key", "imported.key", "export"] {
      #expect(try #require(fileMode(place.path + "/" + name)) & 0o077 == 0, "\(name)")
    }
  }
}
