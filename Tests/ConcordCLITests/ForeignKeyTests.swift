import Foundation
import Glibc
import Testing

@Suite struct `The key of another log` {
  let place = Place()

  private func run(
    _ arguments: String..., input: String? = nil, status: Int32 = 0
  ) throws -> Outcome {
    let outcome = try Program.run(place, arguments, input: input)
    #expect(outcome.status == status, "\(arguments): \(outcome.output)\(outcome.errors)")
    return outcome
  }

  @Test func `is refused though its generation is higher, and nothing is written`() throws {
    _ = try run("init", "--origin", "example.org/test")
    _ = try run("record", "-", input: Lines.person)
    let other = place.path + "/other"
    _ = try run("init", "--origin", "example.org/other", "--data", other)
    _ = try run("key", "rotate", "--data", other)
    let backup = place.path + "/backup"
    _ = try run("backup", backup)
    let before = try run("verify", "--json").field("root")

    for arguments in [
      ["record", "-"], ["erase", "person-1", "--reason", "unlawful"],
      ["key", "rotate", "--abandon"],
      ["key", "rotate"], ["serve", "--port", "0"],
    ] {
      let outcome = try Program.run(
        place, arguments + ["--key", other + ".key"], input: Lines.organisation(1))
      #expect(outcome.status == 74, "\(arguments): \(outcome.output)")
      #expect(outcome.errors.contains("but is none of this log's"), "\(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
      #expect(outcome.output.isEmpty)
    }
    _ = try run("restore", backup, place.path + "/late", "--key", other + ".key", status: 74)

    #expect(try run("verify", "--json").field("root") == before)
    #expect(!place.exists("other.key.erased"))
    // The right key opens all as before.
    _ = try run("erase", "person-1", "--reason", "unlawful", "--complete")
  }

  @Test func `is told from a later key of the same log, which gives up an old backup's parts`()
    throws
  {
    _ = try run("init", "--origin", "example.org/test")
    _ = try run("record", "-", input: Lines.person)
    let backup = place.path + "/backup"
    _ = try run("backup", backup)
    _ = try run("key", "rotate")
    _ = try run("key", "rotate")
    let late = place.path + "/late"
    let key = try #require(FileManager.default.contents(atPath: place.data + ".key"))
    try key.write(to: URL(filePath: late + ".key"))
    #expect(chmod(late + ".key", 0o600) == 0)

    let restored = try run("restore", backup, late)
    #expect(restored.output.contains("the personal parts are of key generation 1"))
    #expect(restored.output.contains("rotate --abandon --data \(late)"), "\(restored.output)")
    #expect(try run("key", "rotate", "--abandon", "--data", late).output.contains("generation 4"))
    let next = Lines.person.replacing("aaaa", with: "aaab").replacing("person-1", with: "person-2")
    _ = try run("record", "-", "--data", late, input: next)
  }
}

@Suite struct `A key beside a directory that only looks like data` {
  let place = Place()

  @Test func `is given a new generation`() throws {
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let key = place.path + "/home.key"
    try FileManager.default.moveItem(atPath: place.data + ".key", toPath: key)
    // Somebody's own papers, and no store.
    try FileManager.default.createDirectory(
      atPath: place.path + "/home/personal/letters", withIntermediateDirectories: true)
    let rotated = try Program.run(place, "key", "rotate", "--key", key)
    #expect(rotated.status == 0, "\(rotated)")
  }
}
