import Foundation
import Glibc
import TestSupport
import Testing

/// What a process says on standard error, read as it comes.
private final class SaidErrors {
  private let handle: FileHandle
  private var said = ""

  init(_ handle: FileHandle) { self.handle = handle }

  /// All until it has said this, or has ended.
  func text(upTo sentence: String) -> String {
    while !said.contains(sentence) {
      let more = handle.availableData
      if more.isEmpty { break }
      said += String(decoding: more, as: UTF8.self)
    }
    return said
  }

  /// All until its end.
  func rest() -> String {
    said += String(decoding: handle.readDataToEndOfFile(), as: UTF8.self)
    return said
  }
}

@Suite struct `A server that is told to end` {
  /// Runs `body` while a client has sent one line and keeps the request open.
  private func dripping(
    _ place: Place, grace: String,
    _ body: (_ server: Process, _ errors: SaidErrors, _ client: RawConnection) throws -> Void
  ) throws {
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let pipe = Pipe()
    try Program.serving(
      place, ["--grace", grace], errors: pipe.fileHandleForWriting, within: 180
    ) { server, address in
      // Only the server holds it open: its end is the end.
      try pipe.fileHandleForWriting.close()
      let errors = SaidErrors(pipe.fileHandleForReading)
      let port = try #require(address.split(separator: ":").last.flatMap { Int($0) })
      let client = try RawConnection(port: port)
      let line = Lines.organisation(1) + "\n"
      client.send(
        "POST /v1/commands HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-ndjson\r\n"
          + "Transfer-Encoding: chunked\r\n\r\n\(String(line.utf8.count, radix: 16))\r\n\(line)\r\n"
      )
      // The answer shows that the request is under way.
      var answer = ""
      while !answer.contains("\"status\":\"recorded\"") {
        let more = client.wait()
        try #require(!more.isEmpty, "\(answer)")
        answer += more
      }
      try body(server, errors, client)
      withExtendedLifetime(client) {}
    }
  }

  @Test(.timeLimit(.minutes(10)))
  func `gives a request that never ends so long and no longer`() throws {
    try dripping(Place(), grace: "1") { server, errors, _ in
      server.terminate()
      let said = errors.rest()
      server.waitUntilExit()
      #expect(server.terminationStatus == 0)
      #expect(said.contains("requests under way have 1 s"), "\(said)")
      #expect(!said.contains("nobody asked"), "\(said)")
    }
  }

  @Test(.timeLimit(.minutes(10)))
  func `doesn't wait its whole time for somebody who doesn't read all events`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    // More than the system takes for a reader that doesn't read.
    let file = try place.file("lines", Lines.organisations(1..<14_000))
    #expect(try Program.run(place, "record", file).status == 0)
    try Program.serving(place, ["--grace", "60"], within: 300) { server, address in
      let port = try #require(address.split(separator: ":").last.flatMap { Int($0) })
      let client = try RawConnection(port: port)
      client.send("GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
      // The answer has begun, so it is under way.
      #expect(client.wait().hasPrefix("HTTP/1.1 200"))
      let start = ContinuousClock.now
      server.terminate()
      server.waitUntilExit()
      // A fifth of the 60 seconds, on a machine that does other things too.
      #expect(ContinuousClock.now - start < .seconds(45))
      #expect(server.terminationReason == .exit && server.terminationStatus == 0)
      withExtendedLifetime(client) {}
    }
  }

  @Test(.timeLimit(.minutes(10)))
  func `doesn't wait its whole time for somebody who hands in lines and reads no answers`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    try Program.serving(place, ["--grace", "60"], within: 300) { server, address in
      let port = try #require(address.split(separator: ":").last.flatMap { Int($0) })
      let client = try RawConnection(port: port)
      client.send(
        "POST /v1/commands HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-ndjson\r\n"
          + "Content-Length: 1000000000\r\n\r\n")
      // Each gets an answer a hundred times as long, until the system takes no more of them.
      client.flood(String(repeating: "x\n", count: 2_048))
      let start = ContinuousClock.now
      server.terminate()
      server.waitUntilExit()
      // Two fifths of the 60 seconds, or three, on a machine that does other things too.
      #expect(ContinuousClock.now - start < .seconds(52))
      #expect(server.terminationReason == .exit && server.terminationStatus == 0)
      withExtendedLifetime(client) {}
    }
  }

  @Test(.timeLimit(.minutes(10)))
  func `doesn't wait after a second signal`() throws {
    try dripping(Place(), grace: "600") { server, errors, _ in
      kill(server.processIdentifier, SIGINT)
      #expect(errors.text(upTo: "ending: ").contains("ending: "))
      #expect(server.isRunning)
      kill(server.processIdentifier, SIGINT)
      server.waitUntilExit()
      // A shell sees 130, whether the process ends itself or the signal does.
      #expect(
        server.terminationStatus == 130
          || (server.terminationReason == .uncaughtSignal && server.terminationStatus == SIGINT))
    }
  }

  @Test(.timeLimit(.minutes(10)), arguments: [SIGTERM, SIGHUP])
  func `tells a client that still hands in lines why it reads no more`(number: Int32) throws {
    // As a shell has it; what passes over the end of a terminal leaves that to its children.
    signal(SIGHUP, SIG_DFL)
    try dripping(Place(), grace: "2") { server, _, client in
      kill(server.processIdentifier, number)
      var answer = ""
      while true {
        let more = client.wait()
        if more.isEmpty { break }
        answer += more
      }
      #expect(answer.contains("urn:concord:problem:ending"), "\(answer)")
      #expect(!answer.contains(#""line":"#), "\(answer)")
      #expect(answer.hasSuffix("0\r\n\r\n"), "\(answer)")
      server.waitUntilExit()
      #expect(server.terminationReason == .exit && server.terminationStatus == 0)
    }
  }

  /// Hands in one line, and when it is answered has the rest refused by what blames none of them.
  private func recording(
    _ place: Place, _ more: [String], _ address: String, whenAnswered end: () throws -> Void
  ) throws -> (status: Int32, errors: String) {
    let process = Program.process(place, ["record", "-", "--url", address, "--json"] + more)
    let (input, output, errors) = (Pipe(), Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = errors
    return try Program.running(process, within: 180) { process in
      try output.fileHandleForWriting.close()
      try errors.fileHandleForWriting.close()
      let line = Data((Lines.organisation(1) + "\n").utf8)
      try input.fileHandleForWriting.write(contentsOf: line)
      #expect(!output.fileHandleForReading.availableData.isEmpty, "no answer to the first line")
      try end()
      // One more, which is not read any more, or is the last that is.
      try? input.fileHandleForWriting.write(contentsOf: line)
      let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      return (process.terminationStatus, said)
    }
  }

  @Test(.timeLimit(.minutes(10))) func `ends a recording with 74: no line was refused`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    try Program.serving(place, ["--grace", "3"]) { server, address in
      let ended = try recording(place, [], address) { server.terminate() }
      #expect(ended.status == 74, "\(ended.errors)")
      #expect(ended.errors.contains("stopped: the server ends"), "\(ended.errors)")
      #expect(ended.errors.contains("what was answered stands"), "\(ended.errors)")
    }
  }

  @Test(.timeLimit(.minutes(10)))
  func `and a key that is revoked meanwhile end a recording alike`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let added = try Program.run(
      place, "keys", "add", "--organisation", "organisation-1", "--unknown-organisation", "--user",
      "somebody", "--role", "clerk", "--json")
    let (id, secret) = (try added.field("id"), try added.field("secret"))
    let file = try place.file("key", try #require(secret))
    try #require(chmod(file, 0o600) == 0)
    try Program.serving(place) { _, address in
      let ended = try recording(place, ["--api-key-file", file], address) {
        let revoked = try Program.run(place, "keys", "revoke", try #require(id))
        #expect(revoked.status == 0, "\(revoked)")
      }
      #expect(ended.status == 74, "\(ended.errors)")
      #expect(ended.errors.contains("stopped: the API key was revoked"), "\(ended.errors)")
    }
  }

  @Test func `says in one sentence that its port is taken`() throws {
    let (place, other) = (Place(), Place())
    for place in [place, other] {
      #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    }
    try Program.serving(place) { _, address in
      let port = try #require(address.split(separator: ":").last.map(String.init))
      let outcome = try Program.run(other, "serve", "--port", port)
      #expect(outcome.status == 74)
      #expect(
        outcome.errors == "concord: port \(port) is taken; choose another with --port\n",
        "\(outcome.errors)")
    }
  }
}

@Suite struct `A program that doesn't end` {
  @Test(.timeLimit(.minutes(10))) func `is killed, so that the test that waits for it goes on`()
    throws
  {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let process = Program.process(place, ["record", "-"])
    let (input, errors) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardError = errors
    try Program.running(process, within: 1) { process in
      try errors.fileHandleForWriting.close()
      _ = errors.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      #expect(process.terminationReason == .uncaughtSignal)
      #expect(process.terminationStatus == SIGKILL)
    }
    withExtendedLifetime(input) {}
  }
}
