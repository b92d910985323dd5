import Foundation
import Glibc
import TestSupport
import Testing

/// All that is below a directory.
private func names(in path: String) throws -> [String] {
  try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
}

@Suite struct `What remains of a lost log` {
  let place = Place()

  @Test(arguments: ["personal", "index", "tiles", "views"])
  func `is told by each verb, and no new log is made among it`(name: String) throws {
    try FileManager.default.createDirectory(
      atPath: place.data + "/" + name, withIntermediateDirectories: true)
    let export = try place.file("export", "never read")
    for arguments in [
      ["init", "--origin", "example.org/test"], ["import-log", export, place.data],
    ] {
      let outcome = try Program.run(place, arguments)
      #expect(outcome.status == 74, "\(outcome)")
      #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
      #expect(outcome.errors.contains("\(place.data) holds \(name)/"), "\(outcome.errors)")
      #expect(outcome.errors.contains("restore a backup"), "\(outcome.errors)")
      #expect(outcome.errors.contains("choose an empty directory"), "\(outcome.errors)")
    }
    for arguments in [["replay"], ["verify"], ["record", "-", "--no-key"]] {
      let outcome = try Program.run(place, arguments, input: "")
      #expect(outcome.status == 74, "\(outcome)")
      #expect(outcome.errors.contains("there is no log in \(place.data)"), "\(outcome.errors)")
      #expect(outcome.errors.contains("restore a backup"), "\(outcome.errors)")
      #expect(!outcome.errors.contains("concord init"), "\(outcome.errors)")
    }
    #expect(try names(in: place.data) == [name])
    #expect(!place.exists("data.key"))
  }

  @Test func `stays as it is, and an empty directory still takes a log`() throws {
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    #expect(try Program.run(place, "record", "-", input: Lines.organisations(1..<3)).status == 0)
    try FileManager.default.removeItem(atPath: place.data + "/log")
    let before = try names(in: place.data)

    let again = try Program.run(
      place, "init", "--origin", "example.org/test", "--key", place.path + "/other.key")

    #expect(again.status == 74, "\(again)")
    #expect(try names(in: place.data) == before)
    #expect(!place.exists("other.key"))
    let empty = place.path + "/empty"
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: false)
    let made = try Program.run(place, "init", "--origin", "example.org/test", "--data", empty)
    #expect(made.status == 0, "\(made.errors)")
  }
}

@Suite struct `A destination inside a data directory` {
  let place = Place()

  init() throws {
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    // Whatever verbs make beside the log when they first read it is there.
    #expect(try Program.run(place, "record", "-", input: Lines.organisations(1..<3)).status == 0)
  }

  @Test func `is refused, also where a link leads there`() throws {
    let link = place.path + "/link"
    try #require(symlink(place.data + "/log", link) == 0)
    let (backup, export) = (place.path + "/backup", place.path + "/export")
    #expect(try Program.run(place, "backup", backup).status == 0)
    #expect(try Program.run(place, "export", export).status == 0)
    let before = try names(in: place.path)
    for inside in [
      place.data + "/x", place.data + "/log/x", "data/x", "./data/../data/x", "link/x",
    ] {
      for arguments in [
        ["backup", inside], ["export", inside], ["replay", "--into", inside],
        ["init", "--origin", "example.org/inner", "--data", inside],
        ["restore", backup, inside, "--no-key"], ["import-log", export, inside, "--no-key"],
      ] {
        let outcome = try Program.run(place, arguments)
        #expect(outcome.status == 64, "\(arguments): \(outcome)")
        #expect(
          outcome.errors.contains("\(inside) lies inside the data directory"), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
        #expect(outcome.output.isEmpty, "\(outcome.output)")
      }
    }
    for existing in [place.data + "/log", link] {
      let into = try Program.run(place, "replay", "--into", existing)
      #expect(into.status == 64, "\(into)")
    }
    let own = try Program.run(place, "replay", "--into", place.data)
    #expect(own.status == 64, "\(own)")
    #expect(own.errors.contains("is the data directory itself"), "\(own.errors)")
    // But for what the runs themselves said.
    let after = try names(in: place.path).filter { !$0.hasSuffix(".out") && !$0.hasSuffix(".err") }
    #expect(after == before.filter { !$0.hasSuffix(".out") && !$0.hasSuffix(".err") })
  }

  @Test func `is another thing than one beside it whose name begins alike`() throws {
    #expect(try Program.run(place, "backup", place.data + "-backup").status == 0)
    #expect(try Program.run(place, "export", place.data + ".export").status == 0)
    #expect(try Program.run(place, "replay", "--into", place.data + "-views").status == 0)
    let other = try Program.run(
      place, "init", "--origin", "example.org/other", "--data", place.data + "-other")
    #expect(other.status == 0, "\(other.errors)")
  }
}

@Suite struct `A data directory whose path ends in dots` {
  let place = Place()

  @Test(arguments: ["data/.", "./data/./", "data/log/..", "data/log/../"])
  func `has its keys beside it all the same`(path: String) throws {
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    for arguments in [
      ["record", "-"],
      [
        "keys", "add", "--organisation", "organisation-1", "--unknown-organisation", "--user", "u",
        "--role", "clerk",
      ],
    ] {
      let outcome = try Program.run(place, arguments + ["--data", path], input: Lines.person)
      #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
    }
    #expect(place.exists("data.keys"))
    let made = try FileManager.default.contentsOfDirectory(atPath: place.data)
      .filter { $0.contains(".key") }
    #expect(made.isEmpty, "\(made)")
  }
}

@Suite(
  .enabled(if: MountedFileSystem.isPossible, "\(MountedFileSystem.whyNot)"),
  .serialized)
struct `A data directory made on a full disk` {
  @Test func `is not there, nor is its key, and can be made again`() throws {
    let place = Place()
    let disk = try MountedFileSystem(.memory(byteCount: 16 << 20))
    let (data, filler) = (disk.path + "/data", disk.path + "/filler")
    let initialise = ["init", "--origin", "example.org/test", "--data", data]
    var failureCount = 0
    // From hardly any room to enough, so that each step meets the end of the disk.
    for level in 1...64 {
      try disk.fill(filler, byteCount: disk.freeByteCount - ((level * 16) << 10))
      let first = try Program.run(place, initialise)
      try FileManager.default.removeItem(atPath: filler)
      if first.status == 0 { break }
      failureCount += 1
      #expect(first.status == 74, "with \(level * 16) KiB: \(first)")
      for made in [data + "/log", data + "/personal", data + ".key"] {
        #expect(access(made, F_OK) != 0, "\(made) with \(level * 16) KiB: \(first)")
      }
      let again = try Program.run(place, initialise)
      #expect(again.status == 0, "with \(level * 16) KiB: \(first), then \(again)")
      for made in [data, data + ".key"] { try? FileManager.default.removeItem(atPath: made) }
    }
    #expect((1..<64).contains(failureCount), "\(failureCount)")
  }
}
