import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct `A restore that is killed half way` {
  let place = Place()
  private var backup: String { place.path + "/backup" }

  init() throws {
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    // Enough for each step to take a while.
    let recorded = try Program.run(
      place, "record", "-", input: Lines.persons(1...100, name: String(repeating: "名", count: 190)))
    #expect(recorded.status == 0, "\(recorded)")
    #expect(try Program.run(place, "backup", backup).status == 0)
  }

  /// Restores in a process that is killed as soon as it has made something.
  ///
  /// - Returns: whether it was killed before it was done.
  private func restore(to target: String, killedWith made: String) throws -> Bool {
    try Program.killing(
      Program.process(place, ["restore", backup, target, "--key", place.data + ".key"]),
      making: made, in: target, marked: "restore.unfinished")
  }

  @Test(arguments: ["restore.unfinished", "log.new/data.mdb", "log", "personal"])
  func `is refused by all who would open it, and by a second one`(made: String) throws {
    // A few are faster than who kills them.
    let half = try (1...40).lazy.map { "\(place.path)/half-\($0)" }
      .first { try restore(to: $0, killedWith: made) }
    try checkRefused(#require(half, "killed at \(made)"))
    // The control: one that is not killed has no mark, and can be recorded into.
    let whole = place.path + "/whole"
    let restored = try Program.run(place, "restore", backup, whole, "--key", place.data + ".key")
    #expect(restored.status == 0, "\(restored.errors)")
    #expect(!place.exists("whole/restore.unfinished"))
    #expect(try Program.run(place, "verify", "--data", whole, "--no-key").status == 0)
  }

  private func checkRefused(_ half: String) throws {
    let before = try FileManager.default.subpathsOfDirectory(atPath: half).sorted()
    for arguments in [
      ["restore", backup, half], ["restore", half, place.path + "/new"], ["backup", half],
      ["verify", "--data", half], ["record", "-", "--no-key", "--data", half],
      ["replay", "--data", half], ["clock", "accept", "--data", half],
      ["init", "--origin", "example.org/other", "--data", half],
      ["serve", "--port", "0", "--no-key", "--data", half],
      ["simulate", "--city", "--seed", "1", "--scale", "0.01", "--data", half],
    ] {
      let outcome = try Program.run(place, arguments, input: "")
      #expect(outcome.status == 74, "\(arguments): \(outcome)")
      #expect(outcome.errors.contains("\(half) is half a restored directory"), "\(outcome)")
      #expect(outcome.errors.contains("concord restore BACKUP \(half)"), "\(outcome)")
      #expect(outcome.errors.split(separator: "\n").count == 1, "\(arguments): \(outcome)")
    }
    #expect(!place.exists("new"))
    #expect(try FileManager.default.subpathsOfDirectory(atPath: half).sorted() == before)
    // What the sentence says to do.
    try FileManager.default.removeItem(atPath: half)
    let again = try Program.run(place, "restore", backup, half, "--key", place.data + ".key")
    #expect(again.status == 0, "\(again.errors)")
  }
}
