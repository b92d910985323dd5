import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct `A backup that is killed half way` {
  let place = Place()

  init() throws {
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    // Enough for each step to take a while.
    let recorded = try Program.run(
      place, "record", "-", input: Lines.persons(1...100, name: String(repeating: "名", count: 190)))
    #expect(recorded.status == 0, "\(recorded)")
  }

  /// Backs up in a process that is killed as soon as it has made something.
  ///
  /// - Returns: whether it was killed before it was done.
  private func backUp(to target: String, killedWith made: String) throws -> Bool {
    try Program.killing(
      Program.process(place, ["backup", target]), making: made, in: target,
      marked: "backup.unfinished")
  }

  @Test func `is refused by all who would open or restore it, and by a second one`() throws {
    for made in ["backup.unfinished", "log.new/data.mdb", "log", "personal"] {
      // A few are faster than who kills them.
      let half = try (1...40).lazy.map { "\(place.path)/\(made.prefix(3))-\(made.count)-\($0)" }
        .first { try backUp(to: $0, killedWith: made) }
      try checkRefused(#require(half, "killed at \(made)"))
    }
    // The control: one that is not killed has no mark, and can be restored.
    let whole = place.path + "/whole"
    #expect(try Program.run(place, "backup", whole).status == 0)
    #expect(try names(in: whole) == ["backup.json", "lock", "log", "personal"])
    let restored = try Program.run(
      place, "restore", whole, place.path + "/restored", "--key", place.data + ".key")
    #expect(restored.status == 0, "\(restored.errors)")
  }

  private func names(in directory: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
  }

  private func checkRefused(_ backup: String) throws {
    let before = try FileManager.default.subpathsOfDirectory(atPath: backup).sorted()
    let new = place.path + "/new"
    for arguments in [
      ["restore", backup, new], ["backup", backup], ["replay", "--data", backup],
      ["verify", "--data", backup], ["record", "-", "--no-key", "--data", backup],
      ["views", "show", "OrganisationRegister", "--data", backup],
      ["init", "--origin", "example.org/other", "--data", backup],
      ["serve", "--port", "0", "--no-key", "--data", backup],
      ["clock", "accept", "--data", backup],
      ["simulate", "--city", "--seed", "1", "--scale", "0.01", "--data", backup],
    ] {
      let outcome = try Program.run(place, arguments, input: "")
      #expect(outcome.status == 74, "\(arguments): \(outcome)")
      #expect(outcome.errors.contains("\(backup) is half a backup"), "\(arguments): \(outcome)")
      #expect(outcome.errors.contains("concord backup \(backup)"), "\(arguments): \(outcome)")
      #expect(outcome.errors.split(separator: "\n").count == 1, "\(arguments): \(outcome)")
    }
    #expect(!FileManager.default.fileExists(atPath: new))
    #expect(try FileManager.default.subpathsOfDirectory(atPath: backup).sorted() == before)
    // What the sentence says to do.
    try FileManager.default.removeItem(atPath: backup)
    #expect(try Program.run(place, "backup", backup).status == 0)
  }
}

@Suite struct `A backup that is interrupted` {
  let place = Place()

  @Test func `is whole and says so, or isn't there`() throws {
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    #expect(try Program.run(place, "record", "-", input: Lines.persons(1...3)).status == 0)
    // As soon as there is something, and as soon as hardly anything is left to do.
    for (number, mark) in Array(repeating: ["backup.unfinished", "backup.json"], count: 20)
      .joined().enumerated()
    {
      let backup = "\(place.path)/backup\(number)"
      let process = Program.process(place, ["backup", backup])
      let output = Pipe()
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      let said = try Program.running(process) { process in
        try output.fileHandleForWriting.close()
        while process.isRunning, access("\(backup)/\(mark)", F_OK) != 0 {}
        kill(process.processIdentifier, SIGINT)
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: said, as: UTF8.self)
      }
      let isWhole = process.terminationStatus == 0
      #expect(process.terminationReason == .exit)
      #expect(isWhole || process.terminationStatus == 130, "\(process.terminationStatus): \(said)")
      #expect(said.hasPrefix("Backed up") == isWhole, "\(process.terminationStatus): \(said)")
      #expect(place.exists("backup\(number)") == isWhole, "\(mark)")
      #expect(!place.exists("backup\(number)/backup.unfinished"))
    }
  }
}
