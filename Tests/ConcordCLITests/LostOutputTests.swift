import Foundation
import TestSupport
import Testing

@Suite struct `An output that can't be written` {
  /// Runs with a standard output that takes nothing.
  private func run(_ place: Place, _ arguments: [String]) throws -> Outcome {
    let process = Program.process(place, arguments)
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: "/dev/full"))
    let errors = Pipe()
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    try errors.fileHandleForWriting.close()
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Outcome(status: process.terminationStatus, output: "", errors: said)
  }

  @Test func `is told with 74, whatever the verb`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let file = try place.file("lines", Lines.organisations(1..<4))
    for arguments in [
      ["record", file, "--json"], ["record", file],
      ["views", "show", "OrganisationRegister", "--csv", "--limit", "2"],
      ["replay", "--json"], ["help", "replay"], ["replay", "--help"], ["--version"],
    ] {
      let outcome = try run(place, arguments)
      #expect(outcome.status == 74, "\(arguments)")
      #expect(outcome.errors.contains("standard output can't be written"), "\(outcome.errors)")
    }
    // What was recorded is recorded all the same.
    let count = try Program.run(place, "replay", "--json", "--type", "organisation.registered")
    #expect(count.output.split(separator: "\n").count == 3)
  }

  /// Runs without the standard descriptors that a shell closes.
  private func run(_ place: Place, closing redirections: String, _ verb: String...) throws
    -> Outcome
  {
    let process = Program.process(place, [])
    let program = try #require(process.executableURL).path
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "exec \"$0\" \"$@\" \(redirections)", program] + verb
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    try errors.fileHandleForWriting.close()
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Outcome(status: process.terminationStatus, output: "", errors: said)
  }

  @Test func `that is closed is told too, and no file of Concord's is taken for it`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    for verb in ["replay", "verify"] {
      let outcome = try run(place, closing: "<&- >&-", verb)
      #expect(outcome.status == 74, "\(outcome)")
      // The number of its own that the process would get next can be written to in some way.
      #expect(outcome.errors.contains("Bad file descriptor"), "\(outcome)")
    }
    let file = try place.file("lines", Lines.organisations(1..<4) + "no command\n")
    #expect(try run(place, closing: "<&- >&- 2>&-", "record", file).status == 74)
    let verified = try Program.run(place, "verify", "--json")
    #expect(verified.status == 0 && verified.output.contains(#""records":4"#), "\(verified)")
  }
}

@Suite(
  .enabled(if: MountedFileSystem.isPossible, "\(MountedFileSystem.whyNot)"),
  .serialized)
struct `Recording onto a full disk` {
  private func made(_ place: Place) throws -> MountedFileSystem {
    let disk = try MountedFileSystem(.memory(byteCount: 64 << 20))
    let made = try Program.run(
      place, "init", "--origin", "example.org/test", "--data", disk.path + "/data")
    #expect(made.status == 0, "\(made.errors)")
    return disk
  }

  private func fill(_ disk: MountedFileSystem) throws {
    try disk.fill(disk.path + "/filler", byteCount: disk.freeByteCount - (300 << 10))
  }

  @Test func `stops with one sentence and 74, and says what stands`() throws {
    let place = Place()
    let disk = try made(place)
    try fill(disk)
    let outcome = try Program.run(
      place, "record", "-", "--data", disk.path + "/data", input: Lines.organisations(1..<6_000))

    #expect(outcome.status == 74, "\(outcome.errors)")
    // The index, which is behind, may say the same of itself before.
    let said = outcome.errors.split(separator: "\n")
    #expect(said.count <= 2, "\(outcome.errors)")
    #expect(said.last?.hasPrefix("concord: stopped at line ") == true, "\(outcome.errors)")
    #expect(outcome.output.split(separator: "\n").count <= 1, "\(outcome.output)")
    #expect(!outcome.output.contains("refused: "))
  }

  @Test func `tells a program of each line that was handed in, also of those it refused`() throws {
    let place = Place()
    let disk = try made(place)
    try fill(disk)
    let outcome = try Program.run(
      place, "record", "-", "--json", "--data", disk.path + "/data",
      input: Lines.organisations(1..<6_000))
    #expect(outcome.status == 74, "\(outcome.errors)")
    try checkLines(outcome)
  }

  @Test func `tells a program so through a server too`() throws {
    let place = Place()
    let disk = try made(place)
    try Program.serving(place, ["--data", disk.path + "/data"]) { _, address in
      try fill(disk)
      let outcome = try Program.run(
        place, "record", "-", "--json", "--url", address, input: Lines.organisations(1..<6_000))
      #expect(outcome.status == 74, "\(outcome.errors)")
      #expect(outcome.errors.hasPrefix("concord: stopped at line "), "\(outcome.errors)")
      try checkLines(outcome)
    }
  }

  /// One answer for each line from the first on without a gap; the first that was refused is the one
  /// that standard error names, and no line is refused for anything else.
  ///
  /// Behind the first refusal a receipt may come: where a few lines together had no room, one alone may.
  ///
  /// How many lines were handed in before the first was refused, only the program knows.
  private func checkLines(_ outcome: Outcome) throws {
    let answers = try outcome.output.split(separator: "\n").map {
      try #require(
        try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any], "\($0)")
    }
    let lines = answers.compactMap { $0["line"] as? Int }
    #expect(lines == Array(1...max(answers.count, 1)))
    let recorded = answers.prefix { $0["kind"] as? String == "receipt" }
    let refused = answers[recorded.endIndex...]
    #expect(!recorded.isEmpty && !refused.isEmpty, "\(recorded.count), \(refused.count)")
    #expect(
      outcome.errors.contains("concord: stopped at line \(recorded.count + 1): "),
      "\(recorded.count) recorded, \(outcome.errors)")
    #expect(
      refused.allSatisfy {
        $0["kind"] as? String == "receipt"
          || $0["type"] as? String == "urn:concord:problem:disk-full"
      }, "\(refused)")
  }

  @Test func `stops so through a server too`() throws {
    let place = Place()
    let disk = try made(place)
    try Program.serving(place, ["--data", disk.path + "/data"]) { _, address in
      // A server that starts makes its views, for which there is room yet.
      try fill(disk)
      let outcome = try Program.run(
        place, "record", "-", "--url", address, input: Lines.organisations(1..<6_000))
      #expect(outcome.status == 74, "\(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
      #expect(outcome.errors.hasPrefix("concord: stopped at line "), "\(outcome.errors)")
    }
  }
}
