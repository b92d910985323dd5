import Foundation
import Glibc
import Testing

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
}
