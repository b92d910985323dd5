import Foundation
import TestSupport
import Testing

@Suite struct `A log from its making to its restoring` {
  @Test func `keeps its root and its rows through every verb`() throws {
    let place = Place()
    func run(_ arguments: String..., input: String? = nil, status: Int32 = 0) throws -> Outcome {
      let outcome = try Program.run(place, arguments, input: input)
      #expect(outcome.status == status, "\(arguments): \(outcome.output)\(outcome.errors)")
      return outcome
    }

    // Made: the key beside the data, never in it.
    _ = try run("init", "--origin", "example.org/test")
    #expect(place.exists("data/log/data.mdb"))
    #expect(place.exists("data.key"))

    // Recorded: a refused line spoils no other.
    let lines = Lines.organisations(1..<6) + "{\"nonsense\":{}}\n" + Lines.person + "\n"
    let recorded = try run("record", "-", input: lines, status: 1)
    #expect(recorded.output.contains("7 lines: 6 recorded"))
    #expect(recorded.output.contains("line 6: nonsense: there is no command or field nonsense"))
    #expect(recorded.output.contains("1 refused"))

    // Handed in again: the first receipts.
    let again = try run("record", "--json", "-", input: Lines.organisation(1) + "\n")
    #expect(try again.field("status") == "repeated")
    #expect(try again.field("line") == "1")

    // Replayed, by type, stream, position and moment.
    let typed = try run("replay", "--type", "organisation.registered", "--json")
    #expect(typed.output.split(separator: "\n").count == 5)
    #expect(try run("replay", "--stream", "organisation-3").output.contains("Works 3"))
    #expect(try run("replay", "--from", "1", "--to", "2").output.split(separator: "\n").count == 2)
    #expect(
      try run("replay", "--occurred-until", "2022-06-29", "--type", "organisation.registered")
        .errors.contains("No event"))
    let early = try run("replay", "--recorded-until", "2020-01-01")
    #expect(early.output.hasPrefix("By 2020-01-01 nothing had been recorded: this log begins with"))

    // Asked: filters, order, CSV, JSON.
    let shown = try run(
      "views", "show", "OrganisationRegister", "name=Works 2", "--columns", "stream,name")
    #expect(shown.output.contains("organisation-2"))
    #expect(!shown.output.contains("organisation-3"))
    let csv = try run(
      "views", "show", "OrganisationRegister", "--csv", "--bom", "--sort", "-stream", "--limit", "2"
    )
    #expect(csv.output.unicodeScalars.first == "\u{FEFF}")
    #expect(csv.output.split(separator: "\r\n").count == 3)
    #expect(csv.errors.contains("There are more rows"))
    #expect(
      try run("views", "show", "OrganisationRegister", "--json").output.contains("\"rows\":[{"))
    let measures = try run("measure", "list").output.split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    #expect(measures.contains("alliance.members:"))
    #expect(measures.contains("what came back is not taken off. In fen."))
    #expect(try run("measure", "grants.paid").output.contains("In fen."))
    #expect(try run("measure", "alliance.members", "--json").output.contains("\"documented\":0"))

    // Folded anew: the same digest, incrementally, rebuilt and as of now.
    let digest = try run("views", "digest", "--json").field("digest")
    _ = try run("views", "rebuild")
    #expect(try run("views", "digest", "--json").field("digest") == digest)
    _ = try run("replay", "--into", place.path + "/asof")
    #expect(
      try run("views", "digest", "--in", place.path + "/asof", "--json").field("digest") == digest)

    // Verified.
    let verified = try run("verify", "--views", "--json")
    #expect(try verified.field("whole") == "1" || verified.field("whole") == "true")
    #expect(!verified.output.contains("whether read models match"))
    let root = try #require(try verified.field("root"))

    // Carried elsewhere, by export and by backup: the same root and rows.
    let file = place.path + "/log.export"
    #expect(try run("export", file, "--json").field("root") == root)
    let other = place.path + "/other"
    #expect(try run("import-log", file, other, "--json").field("root") == root)
    #expect(try run("views", "digest", "--data", other, "--json").field("digest") == digest)
    let backup = place.path + "/backup"
    #expect(try run("backup", backup, "--json").field("root") == root)
    let restored = place.path + "/restored"
    let key = try #require(FileManager.default.contents(atPath: place.data + ".key"))
    try key.write(to: URL(filePath: restored + ".key"))
    chmod(restored + ".key", 0o600)
    #expect(try run("restore", backup, restored, "--json").field("root") == root)
    #expect(try run("views", "digest", "--data", restored, "--json").field("digest") == digest)

    // Erased: the tombstone stands, the plaintext's key is gone, and repeating changes nothing.
    let erased = try run(
      "erase", "person-1", "--reason", "subject-request", "--complete", "--json")
    #expect(try erased.field("status") == "recorded")
    #expect(try erased.field("keyGeneration") == "2")
    #expect(
      try run("erase", "person-1", "--reason", "subject-request").output.contains("erased before"))
    #expect(try run("verify", "--views").status == 0)

    // A backup that is older than the key generation: restored, and said.
    let late = place.path + "/late"
    let present = try #require(FileManager.default.contents(atPath: place.data + ".key"))
    try present.write(to: URL(filePath: late + ".key"))
    chmod(late + ".key", 0o600)
    let outdated = try run("restore", backup, late)
    #expect(outdated.output.contains("the personal parts are of key generation 1"))
  }

  @Test func `can't be restored from a backup whose bytes were changed`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let lines = Lines.organisations(1..<200)
    #expect(try Program.run(place, "record", "-", input: lines).status == 0)
    let backup = place.path + "/backup"
    #expect(try Program.run(place, "backup", backup).status == 0)
    let path = backup + "/log/data.mdb"
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    let name = Array("Works 77".utf8)
    let index = try #require(
      bytes.indices.first { bytes[$0...].starts(with: name) }, "the name stands in a record")
    bytes[index] ^= 1
    try Data(bytes).write(to: URL(filePath: path))

    let outcome = try Program.run(place, "restore", backup, place.path + "/restored")

    #expect(outcome.status == 74 || outcome.status == 1)
    #expect(outcome.errors.hasPrefix("concord: "))
    #expect(!place.exists("restored"))
  }

  @Test func `is found damaged where a record was changed`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    #expect(try Program.run(place, "record", "-", input: Lines.organisations(1..<50)).status == 0)
    let path = place.data + "/log/data.mdb"
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    let name = Array("Works 33".utf8)
    // Every copy: LMDB may have left the page's earlier state in the file.
    for index in bytes.indices where bytes[index...].starts(with: name) { bytes[index] ^= 1 }
    try Data(bytes).write(to: URL(filePath: path))

    let outcome = try Program.run(place, "verify")

    #expect(outcome.status == 1)
    #expect(outcome.output.contains("WRONG"))
  }
}
