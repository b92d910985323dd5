import Foundation
import Testing

@Suite struct `A limit on address space` {
  @Test(arguments: [
    // Below what the index reserves, which is opened first, and below what the personal parts do.
    (8_000_000, ["replay"]), (8_000_000, ["record", "-"]), (600_000_000, ["record", "-"]),
  ])
  func `is named where nothing can be opened for it`(
    kilobytes: Int, verb: [String]
  ) throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let process = Program.process(place, verb)
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments =
      ["-c", "ulimit -v \(kilobytes); exec \"$0\" \"$@\"", Program.path] + verb
    let errors = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardError = errors
    let said = try Program.running(process, within: 120) { process in
      try errors.fileHandleForWriting.close()
      let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      return said
    }
    #expect(process.terminationStatus == 74, "\(said)")
    #expect(said.contains("lift limits on it, as ulimit -v or systemd's LimitAS="), "\(said)")
  }
}
