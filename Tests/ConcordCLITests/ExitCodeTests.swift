import Foundation
import Glibc
import TestSupport
import Testing

/// One rule for all verbs: what was opened and contradicts itself is 1, what can't be opened 74.
@Suite struct `The exit code of damage` {
  let place = Place()
  private var log: String { place.data + "/log/data.mdb" }

  init() throws {
    let lines = Lines.organisations(1..<30) + Lines.persons(1...2)
    for arguments in [["init", "--origin", "example.org/test"], ["record", "-"]] {
      let input = arguments == ["record", "-"] ? lines : nil
      let outcome = try Program.run(place, arguments, input: input)
      #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
    }
  }

  /// Runs verbs on the same data directory, each of which must end with this code.
  private func expect(_ status: Int32, _ verbs: [[String]]) throws {
    for verb in verbs {
      let outcome = try Program.run(place, verb, input: Lines.organisation(99))
      #expect(outcome.status == status, "\(verb): \(outcome.output)\(outcome.errors)")
      // Of what it finds wrong verify makes a report.
      let isTold = status == 0 || verb[0] == "verify" || !outcome.errors.isEmpty
      #expect(isTold, "\(verb) says why")
    }
  }

  @Test func `is 1 where a record is not what was recorded`() throws {
    // So that read models have to be folded.
    try? FileManager.default.removeItem(atPath: place.data + "/views")
    #expect(try DamagedFile.flip(Array("Works 15".utf8), in: log) > 0)
    try expect(
      1,
      [
        ["replay"], ["replay", "--into", place.path + "/into"], ["verify"],
        ["views", "show", "OrganisationRegister"], ["views", "digest"], ["views", "rebuild"],
        ["measure", "alliance.members"], ["export", place.path + "/export"],
        ["backup", place.path + "/backup"],
      ])
  }

  @Test func `is 1 where a backup's record is not what was recorded`() throws {
    let backup = place.path + "/backup"
    try expect(0, [["backup", backup]])
    #expect(try DamagedFile.flip(Array("Works 15".utf8), in: backup + "/log/data.mdb") > 0)
    try expect(1, [["restore", backup, place.path + "/new"], ["verify", "--data", backup]])
  }

  @Test func `is 1 where a read model is damaged`() throws {
    let made = place.path + "/made"
    try expect(0, [["replay", "--into", made]])
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: made).first { $0.hasSuffix(".sqlite") })
    // All but the first page, which says where the tables are.
    let file = URL(filePath: "\(made)/\(name)")
    var bytes = try Data(contentsOf: file)
    bytes[4_096...] = Data(repeating: 0xA5, count: bytes.count - 4_096)
    try bytes.write(to: file)
    try expect(
      1,
      [
        ["views", "show", "OrganisationRegister", "--in", made], ["views", "digest", "--in", made],
      ])
  }

  @Test func `is 1 where a personal part is not what was sealed`() throws {
    let part = { (bytes: [UInt8], start: Int) -> Int? in
      // Behind the part's name, which isn't sealed.
      bytes[start - 1] == 15 && bytes[start - 2] == 0 ? start + 40 : nil
    }
    let store = place.data + "/personal/copy-1/data.mdb"
    #expect(try DamagedFile.flip(Array("person.personal".utf8), in: store, at: part) > 0)
    try expect(1, [["verify"]])
  }

  @Test func `is 1 where the erasure list is damaged`() throws {
    let key = place.data + ".key"
    let backup = place.path + "/backup"
    try expect(0, [["backup", backup]])
    _ = try place.file("data.key.erased", "nonsense\n")
    try expect(
      1,
      [
        ["record", "-"], ["key", "rotate"], ["erase", "person-1", "--reason", "unlawful"],
        ["serve", "--port", "0"], ["restore", backup, place.path + "/new", "--key", key],
        ["verify"],
      ])
  }

  @Test func `is 74 where the log is cut short`() throws {
    #expect(truncate(log, 5_000) == 0)
    try expect(
      74,
      [
        ["record", "-"], ["replay"], ["views", "show", "OrganisationRegister"],
        ["views", "rebuild"],
        ["measure", "alliance.members"], ["export", place.path + "/export"],
        ["backup", place.path + "/backup"], ["key", "rotate"],
        ["erase", "person-1", "--reason", "unlawful"], ["serve", "--port", "0"],
      ])
    // But who is asked for damage has found it.
    try expect(1, [["verify"]])
  }

  @Test func `is 74 where the personal store is cut short`() throws {
    #expect(truncate(place.data + "/personal/copy-1/data.mdb", 5_000) == 0)
    try expect(
      74, [["record", "-"], ["key", "rotate"], ["backup", place.path + "/backup"]])
    try expect(1, [["verify"]])
  }

  @Test func `is 74 where the log's format is unknown`() throws {
    let number = { (bytes: [UInt8], start: Int) -> Int? in
      let value = bytes[(start + 6)..<(start + 14)]
      return value.dropLast().allSatisfy { $0 == 0 } ? start + 12 : nil
    }
    #expect(try DamagedFile.flip(Array("format".utf8), in: log, at: number) > 0)
    try expect(74, [["record", "-"], ["replay"], ["verify"], ["views", "rebuild"]])
  }

  @Test func `is 74 where the key is another's`() throws {
    let other = place.path + "/other"
    try expect(0, [["init", "--origin", "example.org/other", "--data", other]])
    let key = ["--key", other + ".key"]
    try expect(
      74,
      [
        ["record", "-"] + key, ["key", "rotate"] + key, ["verify"] + key,
        ["erase", "person-1", "--reason", "unlawful"] + key,
      ])
  }
}
