import Foundation
import TestSupport
import Testing

@Suite struct `A data directory without its personal store` {
  let place = Place()

  init() throws {
    _ = try run("init", "--origin", "example.org/test")
  }

  private func run(
    _ arguments: String..., input: String? = nil, status: Int32 = 0
  ) throws -> Outcome {
    let outcome = try Program.run(place, arguments, input: input)
    #expect(outcome.status == status, "\(arguments): \(outcome.output)\(outcome.errors)")
    return outcome
  }

  private func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: place.data + "/" + name)
  }

  @Test func `is refused by all who would write when its log refers to personal parts`() throws {
    _ = try run("record", "-", input: Lines.person)
    try remove("personal")
    for arguments in [
      ["record", "-"], ["record", "-", "--no-key"], ["erase", "person-1", "--reason", "unlawful"],
      ["key", "rotate"], ["key", "rotate", "--abandon"], ["serve", "--port", "0"],
      ["backup", place.path + "/backup"],
    ] {
      let outcome = try Program.run(place, arguments, input: Lines.organisation(1))
      #expect(outcome.status == 74, "\(arguments): \(outcome.output)")
      #expect(outcome.errors.contains("the personal store is missing"), "\(outcome.errors)")
      #expect(outcome.errors.contains("from a backup"), "\(outcome.errors)")
      #expect(outcome.output.isEmpty, "\(arguments): \(outcome.output)")
      #expect(!place.exists("data/personal") && !place.exists("backup"), "\(arguments)")
    }
  }

  @Test func `is found wrong by verify when its log refers to personal parts`() throws {
    _ = try run("record", "-", input: Lines.person)
    #expect(try run("verify").output.contains("Nothing is wrong"))
    try remove("personal")
    let found = try run("verify", status: 1)
    #expect(found.output.contains("WRONG    \(place.data)/personal: "), "\(found.output)")
    #expect(!found.output.contains("Nothing is wrong"), "\(found.output)")
    let json = try run("verify", "--json", status: 1)
    #expect(json.output.contains("\"whole\":false"), "\(json.output)")
    #expect(try json.field("problemCount") == "1")
    #expect(!place.exists("data/personal"))
    // Nor is all well where the log can't be searched for commitments.
    try remove("index")
    #expect(try run("verify", status: 1).output.contains("can't be told"))
  }

  @Test func `is whole again with the personal store of a backup`() throws {
    _ = try run("record", "-", input: Lines.person)
    let backup = place.path + "/backup"
    _ = try run("backup", backup)
    try remove("personal")
    try copyTree(backup + "/personal", to: place.data + "/personal")
    _ = try run("verify")
    _ = try run("record", "-", input: Lines.organisation(1))
    _ = try run("erase", "person-1", "--reason", "unlawful", "--complete")
  }

  @Test func `goes on as an imported log where no backup is left`() throws {
    _ = try run("record", "-", input: Lines.person)
    try remove("personal")
    let file = place.path + "/log.export"
    _ = try run("export", file)
    let new = place.path + "/new"
    _ = try run("import-log", file, new)
    _ = try run("verify", "--data", new)
    let next = Lines.person.replacing("aaaa", with: "aaab").replacing("person-1", with: "person-2")
    _ = try run("record", "-", "--data", new, input: next)
  }

  @Test func `gets a new one when its log refers to no personal part`() throws {
    _ = try run("record", "-", input: Lines.organisations(1..<4))
    try remove("personal")
    _ = try run("verify")
    _ = try run("record", "-", input: Lines.organisation(4))
    #expect(place.exists("data/personal"))
  }
}

@Suite struct `An erasure without the key` {
  let place = Place()

  private func run(_ arguments: String..., input: String? = nil) throws -> Outcome {
    let outcome = try Program.run(place, arguments, input: input)
    #expect(outcome.status == 0, "\(arguments): \(outcome.output)\(outcome.errors)")
    return outcome
  }

  @Test func `says that the list beside the key is open, and what writes it`() throws {
    _ = try run("init", "--origin", "example.org/test")
    _ = try run("record", "-", input: Lines.person)
    let backup = place.path + "/backup"
    _ = try run("backup", backup)
    let command = "erase person-1 --reason unlawful --data \(place.data) --key "
    let erased = try run("erase", "person-1", "--reason", "unlawful", "--no-key")
    #expect(erased.output.contains("Still open: "), "\(erased.output)")
    #expect(erased.output.contains("concord \(command)FILE"), "\(erased.output)")
    #expect(!place.exists("data.key.erased"))

    let words = (command + place.data + ".key").split(separator: " ").map(String.init)
    let listed = try Program.run(place, words)
    #expect(listed.status == 0, "\(listed.errors)")
    #expect(!listed.output.contains("Still open"), "\(listed.output)")
    #expect(place.exists("data.key.erased"))
    // The backup, which is older than the tombstone, doesn't bring the person back.
    let restored = try run(
      "restore", backup, place.path + "/restored", "--key", place.data + ".key", "--json")
    #expect(try restored.field("erasedAgain") == "1")
    let again = place.path + "/again"
    let told = try run("restore", backup, again, "--key", place.data + ".key")
    #expect(told.output.contains("gone after a new key generation"), "\(told.output)")
    // What is recommended finds the key, which isn't beside the new directory, and never makes a new
    // generation of the one that the first data directory is under.
    let key = place.data + ".key"
    #expect(told.output.contains("REASON --data \(again) --key \(key)\n"), "\(told.output)")
    #expect(
      told.output.contains(
        "key rotate --data \(again), once \(key) and \(key).erased are copied to "),
      "\(told.output)")
    // Typed all the same, it is refused, and so is an erasure that would do it.
    for verb in [
      ["key", "rotate"], ["erase", "person-1", "--reason", "unlawful", "--complete"],
    ] {
      let refused = try Program.run(place, verb + ["--data", again, "--key", key])
      #expect(refused.status == 64, "\(refused)")
      #expect(refused.errors.contains("\(key) is the key of \(place.data) too"), "\(refused)")
    }
    for name in ["key", "key.erased"] {
      try FileManager.default.copyItem(atPath: "\(place.data).\(name)", toPath: "\(again).\(name)")
    }
    _ = try run("key", "rotate", "--data", again)
    #expect(try run("verify").output.contains("Nothing is wrong"))
    _ = try run("key", "rotate")
  }
}
