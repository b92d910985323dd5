import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct `A process that is not alone` {
  @Test func `serves, is asked beside, takes lines over HTTP, and ends in order`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    try Program.serving(place) { server, address in
      // One process writes; the others are told which.
      let held = try Program.run(place, "record", "-", input: Lines.organisation(1))
      #expect(held.status == 74)
      #expect(held.errors.contains("held by another process (pid \(server.processIdentifier))"))
      #expect(held.errors.contains("--url"))

      // Over HTTP, with a refused line.
      let lines = Lines.organisations(1..<50) + "[]\n"
      let recorded = try Program.run(place, "record", "-", "--url", address, input: lines)
      #expect(recorded.status == 1, "\(recorded.errors)")
      #expect(recorded.output.contains("50 lines: 49 recorded"))
      #expect(recorded.output.contains("line 50: "))
      let json = try Program.run(
        place, "record", "-", "--url", address, "--json", input: Lines.organisation(7))
      #expect(try json.field("status") == "repeated")

      // Beside it: read, backed up, verified.
      #expect(
        try Program.run(place, "replay", "--limit", "3").output.split(separator: "\n").count == 3)
      #expect(
        try Program.run(place, "views", "show", "OrganisationRegister", "--limit", "1").status == 0)
      #expect(try Program.run(place, "backup", place.path + "/backup").status == 0)
      #expect(try Program.run(place, "verify").status == 0)
      let rebuild = try Program.run(place, "views", "rebuild")
      #expect(rebuild.status == 74)
      #expect(rebuild.errors.contains("another process keeps the read models"))

      #expect(server.end() == 0)
      #expect(server.terminationReason == .exit)
    }
    #expect(try Program.run(place, "verify", "--views").status == 0)
  }

  @Test func `asks for a key when there are keys`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let added = try Program.run(
      place, "keys", "add", "--organisation", "organisation-bureau", "--user", "u1", "--role",
      "clerk", "--json")
    let secret = try #require(try added.field("secret"))
    let id = try #require(try added.field("id"))
    let stored = try String(contentsOfFile: place.data + ".keys", encoding: .utf8)
    #expect(!stored.contains(secret))
    try Program.serving(place) { server, address in
      let file = try place.file("secret", secret + "\n")

      let without = try Program.run(
        place, "record", "-", "--url", address, input: Lines.organisation(1))
      let with = try Program.run(
        place, "record", "-", "--url", address, "--api-key-file", file, input: Lines.organisation(1)
      )
      #expect(try Program.run(place, "keys", "revoke", id).status == 0)
      let revoked = try Program.run(
        place, "record", "-", "--url", address, "--api-key-file", file, input: Lines.organisation(2)
      )

      #expect(without.status == 74)
      #expect(without.errors.contains("401: an API key is needed"))
      #expect(with.status == 0, "\(with.errors)")
      #expect(revoked.status == 74)
      #expect(revoked.errors.contains("revoked"))
      #expect(try Program.run(place, "keys", "list", "--json").output == "[]\n")
      #expect(server.end() == 0)
    }
    // What was closed once doesn't open again by a restart.
    try Program.serving(place) { server, address in
      let again = try Program.run(
        place, "record", "-", "--url", address, input: Lines.organisation(3))
      #expect(again.status == 74)
      #expect(again.errors.contains("401: an API key is needed"), "\(again.errors)")
      #expect(server.end() == 0)
    }
  }

  @Test func `gives keys to organisations that the log knows`() throws {
    let place = Place()
    func add(_ organisation: String, _ more: String...) throws -> Outcome {
      try Program.run(
        place,
        ["keys", "add", "--organisation", organisation, "--user", "u", "--role", "recorder"] + more)
    }
    // Before there is a log, and before it holds anything.
    #expect(try add("organisation-early").status == 0)
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    #expect(try add("organisation-first").status == 0)
    #expect(try Program.run(place, "record", "-", input: Lines.organisation(1)).status == 0)
    let known = try add("organisation-1")
    #expect(known.status == 0, "\(known.errors)")
    let unknown = try add("organisation-2")
    #expect(unknown.status == 64 && unknown.output.isEmpty)
    #expect(
      unknown.errors.contains(
        "knows no organisation-2: register it first, or say --unknown-organisation"),
      "\(unknown.errors)")
    #expect(try add("organisation-2", "--unknown-organisation").status == 0)
    // Beside a server too.
    try Program.serving(place) { server, _ in
      let (unknown, known) = (try add("organisation-3"), try add("organisation-1"))
      #expect(unknown.status == 64 && known.status == 0, "\(known.errors)")
      #expect(server.end() == 0)
    }
    let list = try Program.run(place, "keys", "list").output
    #expect(list.split(separator: "\n").count == 5)
  }

  @Test func `ends quietly when nobody reads its output`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    #expect(try Program.run(place, "record", "-", input: Lines.organisations(1..<400)).status == 0)
    for arguments in [["replay", "--json"], ["export", "-"], ["help", "replay"]] {
      let process = Program.process(place, arguments)
      let (output, errors) = (Pipe(), Pipe())
      process.standardOutput = output
      process.standardError = errors
      try output.fileHandleForReading.close()
      try Program.running(process) { process in
        try output.fileHandleForWriting.close()
        try errors.fileHandleForWriting.close()
        process.waitUntilExit()
      }
      let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      #expect(process.terminationReason == .exit, "\(arguments)")
      #expect(process.terminationStatus == 0, "\(arguments)")
      #expect(said.isEmpty, "\(said)")
    }
  }

  @Test func `records on when nobody reads its answers`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let file = try place.file("lines", Lines.organisations(1..<600))
    let process = Program.process(place, ["record", "--json", file])
    let output = Pipe()
    process.standardOutput = output
    try output.fileHandleForReading.close()
    try Program.running(process) { $0.waitUntilExit() }
    #expect(process.terminationStatus == 0)
    let count = try Program.run(place, "replay", "--json", "--type", "organisation.registered")
    #expect(count.output.split(separator: "\n").count == 599)
  }

  @Test func `is interrupted while it records: what was answered is there, and all is whole`()
    throws
  {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let process = Program.process(place, ["record", "-", "--json"])
    let (input, output, errors) = (Pipe(), Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = errors
    var answered = Data()
    try Program.running(process) { process in
      // The input stays open: only the signal can end it. It comes once a line is answered.
      try input.fileHandleForWriting.write(contentsOf: Data(Lines.organisations(1..<300).utf8))
      while answered.filter({ $0 == UInt8(ascii: "\n") }).count < 1 {
        let more = output.fileHandleForReading.availableData
        try #require(!more.isEmpty, "it ended by itself")
        answered += more
      }
      kill(process.processIdentifier, SIGINT)
      answered += output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
    }

    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 130)
    let receipts = String(decoding: answered, as: UTF8.self).split(separator: "\n")
    #expect(receipts.allSatisfy { $0.contains("\"status\":\"recorded\"") })
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(
      said.hasPrefix(
        "concord: interrupted: line"
          + (receipts.count == 1 ? " 1 is" : "s 1 to \(receipts.count) are")
          + " answered, whatever came behind is left and not recorded; go on from line "
          + "\(receipts.count + 1), or hand all in again"), "\(said)")
    let events = try Program.run(place, "replay", "--json", "--type", "organisation.registered")
    #expect(events.output.split(separator: "\n").count >= receipts.count)
    #expect(try Program.run(place, "verify").status == 0)
  }

  @Test func `is interrupted too late: what is done is told as done`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    for generation in 2...6 {
      let process = Program.process(place, ["key", "rotate"])
      let output = Pipe()
      process.standardOutput = output
      let said = try Program.running(process) { process in
        try output.fileHandleForWriting.close()
        // From here on the new generation holds.
        while process.isRunning, !place.exists("data/personal/copy-\(generation)") {}
        kill(process.processIdentifier, SIGINT)
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: said, as: UTF8.self)
      }
      #expect(process.terminationReason == .exit && process.terminationStatus == 0, "\(said)")
      #expect(said.contains("is of generation \(generation) now"), "\(said)")
    }
  }

  @Test(arguments: [false, true])
  func `is interrupted in a file: how many lines are answered and how many are left is said`(
    overHTTP: Bool
  ) throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let total = 8_000
    let file = try place.file("lines", Lines.organisations(1..<total) + Lines.organisation(total))
    func interrupted(_ more: [String]) throws {
      let process = Program.process(place, ["record", file, "--json"] + more)
      let (output, errors) = (Pipe(), Pipe())
      process.standardOutput = output
      process.standardError = errors
      var answered = Data()
      try Program.running(process) { process in
        answered = output.fileHandleForReading.availableData
        try #require(!answered.isEmpty, "it ended by itself")
        kill(process.processIdentifier, SIGINT)
        answered += output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
      }
      #expect(process.terminationStatus == 130)
      let said = String(
        decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      let numbers = said.filter { $0 != "," }.split { !$0.isNumber }.compactMap { Int($0) }
      // Line 1, or lines 1 to N; so many left; go on from N + 1.
      try #require(numbers.first == 1 && (3...4).contains(numbers.count), "\(said)")
      let (last, left, next) = (
        numbers[numbers.count - 3], numbers[numbers.count - 2], numbers[numbers.count - 1]
      )
      #expect(last == answered.count { $0 == UInt8(ascii: "\n") }, "\(said)")
      #expect(last + left == total && next == last + 1, "\(said)")
      #expect(
        said.contains(
          more.isEmpty ? "are left and not recorded;" : "some of those may be recorded all the same"
        ),
        "\(said)")
    }
    if overHTTP {
      try Program.serving(place) { server, address in
        try interrupted(["--url", address])
        #expect(server.end() == 0)
      }
    } else {
      try interrupted([])
    }
    let rest = try Program.run(place, "record", file)
    #expect(rest.status == 0, "\(rest.output)\(rest.errors)")
    #expect(try place.count("organisation.registered") == total)
  }
}
