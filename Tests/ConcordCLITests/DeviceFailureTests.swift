import Foundation
import TestSupport
import Testing

@Suite(
  .enabled(if: MountedFileSystem.isPossible, "\(MountedFileSystem.whyNot)"),
  .serialized)
struct `A server whose disk fails` {
  @Test func `says that the outcome is unknown, ends with 74, and starts again on a whole log`()
    throws
  {
    let place = Place()
    let disk = try MountedFileSystem(.ext4(byteCount: 256 << 20))
    let data = ["--data", disk.path + "/data"]
    #expect(
      try Program.run(place, ["init", "--origin", "example.org/test"] + data).status == 0)
    let errors = try place.file("errors", "")
    try Program.serving(
      place, data, errors: try FileHandle(forWritingTo: URL(filePath: errors))
    ) { server, address in
      let before = try Program.run(
        place, "record", "-", "--url", address, input: Lines.organisation(1))
      #expect(before.status == 0, "\(before.errors)")
      try disk.cutPower()
      let after = try Program.run(
        place, "record", "-", "--url", address, "--json", input: Lines.organisation(2))
      #expect(after.status != 0)
      #expect(!after.output.contains(#""status":"recorded""#))
      #expect((after.output + after.errors).contains("unknown"), "\(after)")
      server.waitUntilExit()
      #expect(server.terminationReason == .exit)
      #expect(server.terminationStatus == 74)
      let said = try String(contentsOfFile: errors, encoding: .utf8)
      #expect(said.contains("Start again, and run: concord verify"), "\(said)")
    }

    try disk.restorePower()
    let verified = try Program.run(place, ["verify"] + data)
    #expect(verified.status == 0, "\(verified.output)")
    // The one that was answered is there; the other is repeated under its id, and is there once.
    for number in [1, 2] {
      #expect(
        try Program.run(place, ["record", "-"] + data, input: Lines.organisation(number)).status
          == 0)
    }
    let events = try Program.run(
      place, ["replay", "--json", "--type", "organisation.registered"] + data)
    #expect(events.output.split(separator: "\n").count == 2)
  }

  @Test func `under the personal parts alone ends with 74 too, and says the same`() throws {
    let place = Place()
    let disk = try MountedFileSystem(.ext4(byteCount: 64 << 20))
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let personal = place.data + "/personal"
    try FileManager.default.moveItem(atPath: personal, toPath: disk.path + "/personal")
    try FileManager.default.createSymbolicLink(
      atPath: personal, withDestinationPath: disk.path + "/personal")
    // What was moved there is not lost with the power.
    sync()
    let errors = try place.file("errors", "")
    try Program.serving(
      place, errors: try FileHandle(forWritingTo: URL(filePath: errors))
    ) { server, address in
      try disk.cutPower()
      let answer = try Program.run(
        place, "record", "-", "--url", address, "--json", input: Lines.person)
      #expect(answer.status != 0)
      #expect((answer.output + answer.errors).contains("the outcome is unknown"), "\(answer)")
      server.waitUntilExit()
      #expect(server.terminationReason == .exit)
      #expect(server.terminationStatus == 74)
      let said = try String(contentsOfFile: errors, encoding: .utf8)
      #expect(said.contains("under the personal parts"), "\(said)")
      #expect(said.contains("Start again, and run: concord verify"), "\(said)")
    }

    try disk.restorePower()
    for status in ["recorded", "repeated"] {
      let recorded = try Program.run(place, "record", "-", "--json", input: Lines.person)
      #expect(recorded.output.contains(#""status":"\#(status)""#), "\(recorded)")
    }
  }
}
