import Foundation
import Glibc
import TestSupport
import Testing

@testable import ConcordCLI

/// A pseudo-terminal of 80 columns.
private final class Terminal {
  let master: Int32
  let slave: FileHandle

  init() throws {
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(master >= 0)
    // What unlockpt and ptsname do: TIOCSPTLCK and TIOCGPTN.
    var (lock, number) = (Int32(0), UInt32(0))
    try #require(ioctl(master, 0x4004_5431, &lock) == 0)
    try #require(ioctl(master, 0x8004_5430, &number) == 0)
    let name = "/dev/pts/\(number)"
    let descriptor = open(name, O_RDWR | O_NOCTTY)
    try #require(descriptor >= 0)
    slave = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(descriptor, UInt(TIOCSWINSZ), &size) == 0)
  }

  deinit { close(master) }

  /// What was written, waiting at most so long for something.
  func read(milliseconds: Int32) -> String {
    var bytes: [UInt8] = []
    var wait = milliseconds
    while true {
      var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, wait) > 0, waiting.revents & Int16(POLLIN) != 0 else { break }
      var buffer = [UInt8](repeating: 0, count: 4_096)
      let count = Glibc.read(master, &buffer, buffer.count)
      guard count > 0 else { break }
      bytes += buffer[..<count]
      wait = 0
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

@Suite struct `At a terminal` {
  @Test func `an event takes lines of at most 80 columns, in which names are whole`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let stream = "organisation-a.name.that.needs.more.room.than.is.left"
    let name = String(repeating: "汽车厂", count: 40)
    let first = Lines.organisation(1).replacing("organisation-1", with: stream)
    let second = Lines.organisation(2).replacing("Works 2", with: name)
    #expect(try Program.run(place, "record", "-", input: first + "\n" + second).status == 0)
    let terminal = try Terminal()
    let process = Program.process(place, ["replay"])
    process.standardOutput = terminal.slave

    try process.run()
    var shown = ""
    while process.isRunning { shown += terminal.read(milliseconds: 50) }
    shown += terminal.read(milliseconds: 50)

    let lines = shown.split(whereSeparator: \.isNewline)
    for line in lines {
      let columns = line.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) }
      #expect(columns <= 80, "\(line)")
    }
    // The first event is log.created; each begins with its position.
    let begins = lines.indices.filter {
      lines[$0].hasPrefix("     ") && !lines[$0].hasPrefix("       ")
    }
    try #require(begins.count == 3, "\(shown)")
    let (one, two) = (lines[begins[1]..<begins[2]], lines[begins[2]...])
    #expect(one.contains { $0.contains(stream) }, "\(shown)")
    #expect(one.contains { $0.contains("\"name\":\"Works 1\"") }, "\(shown)")
    // Wider than any line: over some of them, with nothing lost.
    let text = two.map { $0.drop { $0 == " " } }.joined()
    #expect(text.contains("\"name\":\"\(name)\""), "\(shown)")
    #expect(!shown.contains("…"))
  }

  /// What a verb writes to a terminal.
  private func shown(_ place: Place, _ arguments: [String]) throws -> String {
    let terminal = try Terminal()
    let process = Program.process(place, arguments)
    process.standardOutput = terminal.slave
    process.standardError = FileHandle.nullDevice
    var shown = ""
    try Program.running(process) { process in
      while process.isRunning { shown += terminal.read(milliseconds: 50) }
    }
    return shown + terminal.read(milliseconds: 50)
  }

  private func columns(_ line: some StringProtocol) -> Int {
    line.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) }
  }

  @Test(arguments: [
    ["views", "list"], ["views", "list", "members"], ["rules", "list"], ["measure", "list"],
    ["import", "columns", "activities"],
  ])
  func `a list takes lines of at most 80 columns, and says all that it says to a file`(
    arguments: [String]
  ) throws {
    let place = Place()
    let shown = try shown(place, arguments)
    let lines = shown.split(whereSeparator: \.isNewline)
    for line in lines { #expect(columns(line) <= 80, "\(line)") }
    let piped = try Program.run(place, arguments).output
    func words(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }
    // A word that is wider than a line by itself is broken.
    #expect(words(shown).joined() == words(piped).joined())
    #expect(lines.count >= piped.split(separator: "\n").count)
  }

  @Test func `a row that is wider than it stands below itself, and nothing is cut`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let names = [
      "汽车制造有限公司的名称很长很长" + String(repeating: "厂", count: 60),
      "Many short words "
        + (1...20).map { "word\($0)" }.joined(separator: " "),
    ]
    let lines = names.enumerated().map { index, name in
      Lines.organisation(index + 1).replacing("Works \(index + 1)", with: name)
    }
    #expect(
      try Program.run(place, "record", "-", input: lines.joined(separator: "\n")).status == 0)
    let verb = ["views", "show", "OrganisationRegister"]
    let shown = try shown(place, verb)
    for line in shown.split(whereSeparator: \.isNewline) {
      #expect(columns(line) <= 80, "\(line)")
    }
    #expect(!shown.contains("…"))
    let text = shown.filter { !$0.isWhitespace }
    for name in names { #expect(text.contains(name.filter { $0 != " " }), "\(shown)") }
    let piped = try Program.run(place, verb).output
    for name in names { #expect(piped.contains(name), "\(piped)") }
    #expect(piped.split(separator: "\n").count == 2 + names.count)
  }

  @Test func `an export into a pipe tells how far it is, and how long it will take`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    // Some megabytes: more than a pipe and the writer's buffer hold.
    #expect(
      try Program.run(place, "record", "-", input: Lines.organisations(1..<9_000)).status == 0)
    let terminal = try Terminal()
    let process = Program.process(place, ["export", "-"])
    let output = Pipe()
    process.standardOutput = output
    process.standardError = terminal.slave
    var shown = ""
    var count = 0
    try Program.running(process) { process in
      // Taken in so slowly that the program has something to tell.
      while true {
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        let taken = read(output.fileHandleForReading.fileDescriptor, &buffer, buffer.count)
        if taken <= 0 { break }
        count += taken
        if !shown.contains("/s") { shown += terminal.read(milliseconds: 20) }
      }
      process.waitUntilExit()
    }
    #expect(process.terminationStatus == 0)
    #expect(count > 1 << 20)
    let line = try #require(shown.firstRange(of: "exporting: "), "\(shown)")
    #expect(shown[line.upperBound...].contains(" records ("), "\(shown)")
    #expect(shown.contains("/s, "), "\(shown)")
    #expect(shown.contains(" left"), "\(shown)")
  }

  @Test func `a log that comes slowly tells how much of it is in`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    #expect(
      try Program.run(place, "record", "-", input: Lines.organisations(1..<3_000)).status == 0)
    let export = place.path + "/export"
    #expect(try Program.run(place, "export", export).status == 0)
    let bytes = try Data(contentsOf: URL(filePath: export))
    let terminal = try Terminal()
    let process = Program.process(place, ["import-log", "-", place.path + "/made"])
    let input = Pipe()
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = terminal.slave
    var shown = ""
    try Program.running(process) { process in
      var sent = 0
      // The last bytes are kept back until something is told; it is told by the second.
      while !shown.contains("/s") {
        let end = min(sent + 4_096, bytes.count - 1)
        try input.fileHandleForWriting.write(contentsOf: bytes[sent..<end])
        sent = end
        shown += terminal.read(milliseconds: 100)
        try #require(process.isRunning)
      }
      try input.fileHandleForWriting.write(contentsOf: bytes[sent...])
      try input.fileHandleForWriting.close()
      process.waitUntilExit()
    }
    #expect(process.terminationStatus == 0)
    #expect(shown.contains("importing: "), "\(shown)")
  }

  @Test func `what takes long tells how far it is, and at which rate`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let terminal = try Terminal()
    let process = Program.process(place, ["record", "-"])
    let input = Pipe()
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = terminal.slave
    try process.run()

    // Lines come until progress is shown, so the test takes as long as the program lets it.
    var shown = ""
    var number = 1
    while !shown.contains("/s"), number < 3_000 {
      let line = Lines.organisation(number) + "\n"
      try input.fileHandleForWriting.write(contentsOf: Data(line.utf8))
      number += 1
      shown += terminal.read(milliseconds: 20)
    }
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    shown += terminal.read(milliseconds: 0)

    #expect(process.terminationStatus == 0)
    #expect(shown.contains("recording: "), "\(shown)")
    #expect(shown.contains(" lines, "))
    #expect(shown.hasSuffix("\r\u{1B}[K"), "the line is taken away at the end")
  }

  @Test func `nothing of that is written to a file`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let outcome = try Program.run(place, "record", "-", input: Lines.organisations(1..<900))
    #expect(outcome.errors.isEmpty)
    #expect(!outcome.output.contains("\u{1B}") && !outcome.output.contains("\r"))
  }

  @Test func `how long it will take is said of what is known only to whoever reads the source`() {
    let text = Progress.text(
      "recording", "lines", 250, of: nil, share: 0.25, seconds: 10)
    #expect(text == "recording: 250 lines (25%), 25/s, 30 s left")
    let half = Progress.text("exporting", "records", 500, of: 1_000, share: nil, seconds: 70)
    #expect(half == "exporting: 500 of 1,000 records (50%), 7/s, 1 min 10 s left")
  }
}
