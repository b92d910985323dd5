import Foundation
import TestSupport
import Testing

/// What an auditor is told of a log whose files somebody changed.
@Suite struct `A log that is audited` {
  private let place = Place()

  init() throws {
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    try record(1..<20)
    #expect(try Program.run(place, "views", "rebuild").status == 0)
  }

  private func record(_ numbers: Range<Int>) throws {
    let lines = try place.file("lines", Lines.organisations(numbers))
    #expect(try Program.run(place, "record", lines).status == 0)
  }

  private func verify(_ arguments: String..., status: Int32) throws -> Outcome {
    let outcome = try Program.run(place, ["verify"] + arguments)
    #expect(outcome.status == status, "\(arguments): \(outcome)")
    return outcome
  }

  /// The head as an auditor notes it.
  private func head() throws -> String {
    let told = try verify("--json", status: 0)
    let size = try #require(try told.field("size"))
    let root = try #require(try told.field("root"))
    return "\(size):\(root)"
  }

  @Test func `is compared with heads that it had earlier`() throws {
    let first = try head()
    try record(20..<30)
    let second = try head()
    let same = try verify("--head", first, "--head", second, status: 0)
    #expect(same.output.contains("Heads    2 of 2 kept elsewhere are this log's\n"), "\(same)")
    #expect(!same.output.contains("whether someone replaced"), "\(same)")
    // As a large one is printed for people.
    let grouped = try verify("--head", "2,0" + first.dropFirst(2), status: 0)
    #expect(grouped.output.contains("Heads    1 of 1 "), "\(grouped)")
    // Another root, and one that would be of a longer log.
    let other = "20:" + String(repeating: "ab", count: 32)
    let changed = try verify("--head", other, "--head", second, status: 1)
    #expect(changed.output.contains("Heads    1 of 2 "), "\(changed)")
    #expect(changed.output.contains("WRONG    log: its first 20 records lead to"), "\(changed)")
    let shortened = try verify("--head", "31" + second.dropFirst(2), "--json", status: 1)
    #expect(shortened.output.contains("it has 30 records, and a head"), "\(shortened)")
    #expect(shortened.output.contains("an older backup was restored"), "\(shortened)")
    #expect(try shortened.field("keptHeads") == "0")
    for malformed in ["20", "0:" + String(repeating: "ab", count: 32), "20:abc", first + ":1"] {
      let refused = try verify("--head", malformed, status: 64)
      #expect(refused.errors.contains("64 hexadecimal digits"), "\(refused)")
    }
  }

  @Test func `has its head printed as it is asked for`() throws {
    let head = try head()
    let (backup, restored) = (place.path + "/backup", place.path + "/restored")
    let (export, imported) = (place.path + "/export", place.path + "/imported")
    let told = [
      ["verify"], ["backup", backup], ["restore", backup, restored, "--key", place.data + ".key"],
      ["export", export], ["import-log", export, imported],
    ]
    for arguments in told {
      let outcome = try Program.run(place, arguments)
      #expect(outcome.status == 0, "\(arguments): \(outcome)")
      let lines = outcome.output.split(separator: "\n").filter { $0.hasPrefix("Head ") }
      let printed = try #require(lines.first?.split(separator: " ").last, "\(outcome.output)")
      #expect(lines.count == 1 && String(printed) == head, "\(outcome.output)")
      _ = try verify("--head", String(printed), status: 0)
    }
    let stream = try Program.run(place, ["export", "-"])
    #expect(stream.errors.contains("Head \(head)"), "\(stream.errors)")
  }

  @Test func `is told of as a whole where its read models can't be compared`() throws {
    #expect(try DamagedFile.flip(Array("Works 15".utf8), in: place.data + "/log/data.mdb") > 0)
    let found = try verify("--views", status: 1)
    #expect(found.output.hasPrefix("Records  20,"), "\(found)")
    #expect(found.output.contains("WRONG    log: its records lead to another root"), "\(found)")
    #expect(found.output.contains("- whether read models match the log: the record"), "\(found)")
    #expect(try verify("--views", "--json", status: 1).field("problemCount") != nil)
  }

  @Test func `is not changed by being verified`() throws {
    let backup = place.path + "/backup"
    #expect(try Program.run(place, "backup", backup).status == 0)
    try record(20..<30)
    // Older records under what was derived of newer ones, as who takes some away leaves them.
    try FileManager.default.removeItem(atPath: place.data + "/log")
    try copyTree(backup + "/log", to: place.data + "/log")
    for _ in 0..<2 {
      let found = try verify("--views", status: 1)
      #expect(found.output.contains("it is of another log, or ahead of this one"), "\(found)")
    }
    for derived in ["/index", "/tiles"] {
      try FileManager.default.removeItem(atPath: place.data + derived)
    }
    let without = try verify("--views", status: 0)
    #expect(without.output.contains("Views    not compared: "), "\(without)")
    #expect(without.output.contains("- whether read models match the log\n"), "\(without)")
    #expect(!place.exists("data/index") && !place.exists("data/tiles"))
  }

  @Test func `is told to be another where read models were made from more of it`() throws {
    let backup = place.path + "/backup"
    #expect(try Program.run(place, "backup", backup).status == 0)
    try record(20..<30)
    #expect(try Program.run(place, "views", "rebuild").status == 0)
    let views = place.path + "/views"
    try copyTree(place.data + "/views", to: views)
    let restored = place.path + "/restored"
    let key = ["--key", place.data + ".key"]
    #expect(try Program.run(place, ["restore", backup, restored] + key).status == 0)
    #expect(try Program.run(place, ["replay", "--limit", "1", "--data", restored]).status == 0)
    try copyTree(views, to: restored + "/views")
    let found = try Program.run(place, ["verify", "--views", "--data", restored] + key)
    #expect(found.status == 1, "\(found)")
    #expect(
      found.output.contains("Views    WRONG: they go to position 30, the log only to 20: "),
      "\(found)")
  }
}
