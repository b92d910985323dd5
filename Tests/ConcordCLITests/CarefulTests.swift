import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct `What is there` {
  let place = Place()

  init() throws {
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
  }

  @Test func `is never written over by an export, be it a file, a pipe or a link`() throws {
    let file = try place.file("mine", "kept")
    let pipe = place.path + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    let link = place.path + "/link"
    #expect(symlink(place.path + "/nowhere", link) == 0)
    for path in [file, pipe, link] {
      let outcome = try Program.run(place, "export", path)
      #expect(outcome.status == 74, "\(path)")
      #expect(outcome.errors.contains("\(path) is there already"), "\(outcome.errors)")
    }
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "kept")
    #expect(try #require(fileMode(pipe)) & S_IFMT == S_IFIFO)
    #expect(try #require(fileMode(link)) & S_IFMT == S_IFLNK)
    let unfinished = try place.file("new.unfinished", "another's")
    #expect(try Program.run(place, "export", place.path + "/new").status == 74)
    #expect(try String(contentsOfFile: unfinished, encoding: .utf8) == "another's")
  }

  @Test func `is never written over by an export that began before it came`() throws {
    #expect(
      try Program.run(place, "record", "-", input: Lines.organisations(1..<3_000)).status == 0)
    // As soon as an export is under way, somebody takes its name; a few exports are faster than that.
    for number in 1...40 {
      let path = place.path + "/export\(number)"
      let process = Program.process(place, ["export", path])
      let errors = Pipe()
      process.standardOutput = FileHandle.nullDevice
      process.standardError = errors
      let (isTaken, said) = try Program.running(process) { process in
        try errors.fileHandleForWriting.close()
        while process.isRunning, access(path + ".unfinished", F_OK) != 0 {}
        let taken = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        if taken >= 0 { close(taken) }
        let said = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (taken >= 0, String(decoding: said, as: UTF8.self))
      }
      #expect(process.terminationStatus == (isTaken ? 74 : 0), "\(said)")
      #expect(!place.exists("export\(number).unfinished"))
      guard isTaken else { continue }
      #expect(said == "concord: \(path) is there already; name a new file\n", "\(said)")
      #expect(try Data(contentsOf: URL(filePath: path)).isEmpty)
      return
    }
    Issue.record("each export was faster than who takes its name")
  }

  @Test func `stays as it is where it is a backup`() throws {
    let backup = place.path + "/backup"
    #expect(try Program.run(place, "record", "-", input: Lines.organisations(1..<3)).status == 0)
    #expect(try Program.run(place, "backup", backup).status == 0)
    let before = try FileManager.default.subpathsOfDirectory(atPath: backup).sorted()
    for arguments in [
      ["record", "-"], ["views", "show", "OrganisationRegister"], ["replay"],
      ["serve", "--port", "0"], ["key", "rotate"], ["views", "rebuild"], ["clock", "accept"],
    ] {
      let outcome = try Program.run(
        place, arguments + ["--data", backup] + (arguments[0] == "record" ? ["--no-key"] : []),
        input: Lines.organisation(9))
      #expect(outcome.status == 74, "\(arguments): \(outcome.output)")
      #expect(outcome.errors.contains("concord restore \(backup)"), "\(outcome.errors)")
    }
    #expect(try FileManager.default.subpathsOfDirectory(atPath: backup).sorted() == before)
    let restored = try Program.run(
      place, "restore", backup, place.path + "/new", "--key", place.data + ".key")
    #expect(restored.status == 0, "\(restored.errors)")
  }

  @Test func `and can't be looked at is not taken for missing`() throws {
    // Root may look into every directory, but nobody into a link that leads to itself.
    let loop = place.path + "/loop"
    #expect(symlink(loop, loop) == 0)
    for verb in [["replay"], ["verify"], ["record", "-", "--no-key"]] {
      let outcome = try Program.run(place, verb + ["--data", loop], input: "")
      #expect(outcome.status == 74)
      #expect(!outcome.errors.contains("concord init"), "\(outcome.errors)")
      #expect(outcome.errors.contains("symbolic links"), "\(outcome.errors)")
    }
    #expect(
      try Program.run(place, "replay", "--data", place.path + "/none").errors
        .contains("concord init"))
  }

  @Test(arguments: ["personal", "tiles"])
  func `and a part of which can't be looked at is not taken for damaged`(part: String) throws {
    let kept = place.data + "/" + part
    try #require(rename(kept, kept + ".kept") == 0 && symlink(kept, kept) == 0)
    let unknown = try Program.run(place, "verify")
    let said = unknown.output + unknown.errors
    #expect(unknown.status == 74 && said.contains("symbolic links"), "\(unknown)")
    #expect(!said.contains("WRONG") && !said.contains("is damaged"), "\(unknown)")
    try #require(unlink(kept) == 0 && rename(kept + ".kept", kept) == 0)
    #expect(try Program.run(place, "verify").status == 0)
  }

  @Test func `and can't be read is not taken for damaged`() throws {
    for name in ["log", "index"] {
      let file = "\(place.data)/\(name)/data.mdb"
      try #require(rename(file, file + ".kept") == 0 && symlink(UnreadableFile.path, file) == 0)
      let unreadable = try Program.run(place, "verify")
      #expect(unreadable.status == 74, "\(unreadable)")
      #expect(unreadable.errors.contains("Input/output error"), "\(unreadable)")
      #expect(!unreadable.output.contains("WRONG"), "\(unreadable)")
      try #require(unlink(file) == 0 && rename(file + ".kept", file) == 0)
    }
    #expect(try Program.run(place, "verify").status == 0)
    // The control: what can be read, and is cut short.
    try #require(truncate(place.data + "/index/data.mdb", 5_000) == 0)
    let damaged = try Program.run(place, "verify")
    #expect(damaged.status == 1 && damaged.output.contains("WRONG"), "\(damaged)")
  }
}

@Suite struct `A line that is too long` {
  @Test func `spoils no other, and is told by its number`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let long = String(repeating: "x", count: 3 << 20) + "\n"
    func lines(_ numbers: Range<Int>) -> String {
      Lines.organisations(numbers) + long + Lines.organisation(numbers.upperBound) + "\n"
    }

    let local = try Program.run(place, "record", "-", input: lines(1..<9))
    #expect(local.status == 1, "\(local.errors)")
    #expect(local.output.contains("line 9: a line has at most 1048576 bytes"), "\(local.output)")
    #expect(local.output.contains("10 lines: 9 recorded"), "\(local.output)")
    try Program.serving(place) { _, address in
      let remote = try Program.run(place, "record", "-", "--url", address, input: lines(11..<19))
      #expect(remote.status == 1, "\(remote.errors)")
      #expect(
        remote.output.contains("line 9: a line has at most 1048576 bytes"), "\(remote.output)")
      #expect(remote.output.contains("10 lines: 9 recorded"), "\(remote.output)")
    }
  }
}

@Suite struct `A moment of the command line` {
  @Test func `of four digits is a year, and a position has an @`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    #expect(try Program.run(place, "record", "-", input: Lines.organisations(1..<9)).status == 0)
    let year = try Program.run(place, "replay", "--recorded-until", "2021")
    #expect(year.output.hasPrefix("By 2021 nothing had been recorded"), "\(year.output)")
    let into = try Program.run(
      place, "replay", "--recorded-until", "2021", "--into", place.path + "/asof", "--json")
    #expect(try into.field("events") == "0", "\(into.output)")
    let position = try Program.run(place, "replay", "--recorded-until", "@3", "--json")
    #expect(position.output.split(separator: "\n").count == 4, "\(position.output)")
    // No log gets so far: all of it counts.
    let last = "\(UInt64.max)"
    for arguments in [
      ["replay", "--recorded-until", "@" + last], ["replay", "--to", last],
      ["measure", "organisations.registered", "--recorded-until", "@" + last],
    ] {
      let all = try Program.run(place, arguments + ["--json"])
      #expect(all.status == 0, "\(all.errors)")
      #expect(
        all.output.split(separator: "\n").count == (arguments[0] == "replay" ? 9 : 1),
        "\(all.output)")
    }
    let digits = try Program.run(place, "replay", "--recorded-until", "3")
    #expect(digits.status == 64)
    #expect(digits.errors.contains("a position written as @12"))
  }
}

@Suite struct `A server that isn't there` {
  @Test func `is told at once, in words`() throws {
    let place = Place()
    let began = Date.now
    for host in ["127.0.0.1", "localhost"] {
      let outcome = try Program.run(
        place, "record", "-", "--url", "http://\(host):1", input: Lines.organisation(1))
      #expect(outcome.status == 74)
      #expect(
        outcome.errors == "concord: http://\(host):1 can't be reached: Connection refused\n",
        "\(outcome.errors)")
    }
    #expect(Date.now < began + 60)
  }
}

@Suite struct `A refusal by a rule` {
  @Test func `says what the rule demands, and where that stands`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let lines = """
      \(Lines.organisation(1))
      {"occurred":"2009-03-01","standing":"REPORTED","issuePolicy":{"policy":"policy-p",\
      "details":{"kind":"REGULATION","title":"T","issuer":"organisation-1","inForceFrom":"2009-03-01"}}}
      {"occurred":"2009-03-02","standing":"DECIDED","publishRuleset":{"policy":"policy-p",\
      "details":{"version":1,"rules":["R01"]}}}

      """
    let text = try Program.run(place, "record", "-", input: lines)
    #expect(text.status == 1)
    #expect(text.output.contains("(RULESET-TEXT: "), "\(text.output)")
    #expect(text.output.contains(" Source: "), "\(text.output)")
    try Program.serving(place) { _, address in
      let remote = try Program.run(place, "record", "-", "--url", address, input: lines)
      #expect(remote.output.contains("(RULESET-TEXT: "), "\(remote.output)")
    }
  }
}
