import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct `Personal parts that are verified` {
  let place = Place()
  private var store: String { place.data + "/personal/copy-1/data.mdb" }

  init() throws {
    _ = try run("init", "--origin", "example.org/test")
    _ = try run("record", "-", input: Lines.persons(1...3))
  }

  private func run(
    _ arguments: String..., input: String? = nil, status: Int32 = 0
  ) throws -> Outcome {
    let outcome = try Program.run(place, arguments, input: input)
    #expect(outcome.status == status, "\(arguments): \(outcome.output)\(outcome.errors)")
    #expect(!outcome.output.contains("Somebody"), "nothing of a part is shown: \(outcome.output)")
    return outcome
  }

  private func wrong(_ outcome: Outcome) -> [Substring] {
    outcome.output.split(separator: "\n").filter { $0.hasPrefix("WRONG") }
  }

  @Test func `are all opened where the key is there, and that is told`() throws {
    let text = try run("verify")
    #expect(text.output.contains("Personal 3 sealed parts, 3 opened\n"), "\(text.output)")
    #expect(!text.output.contains("- whether personal parts"), "\(text.output)")
    let json = try run("verify", "--json")
    #expect(json.output.contains(#""personal":{"parts":3,"opened":3,"found":3,"#), "\(json)")
    // Without it that is left open, and told.
    let closed = try run("verify", "--no-key")
    #expect(closed.output.contains("3 sealed parts, none opened"), "\(closed.output)")
    #expect(closed.output.contains("- whether personal parts are what was sealed"), "\(closed)")
    try FileManager.default.removeItem(atPath: place.data + ".key")
    let lost = try run("verify")
    #expect(lost.output.contains("no key-encryption key was given"), "\(lost.output)")
    let named = try run("verify", "--key", place.data + ".key", status: 74)
    #expect(named.errors.contains("data.key is not there"), "\(named.errors)")
  }

  @Test func `are verified beside the server that has them open`() throws {
    try Program.serving(place) { _, _ in
      let found = try run("verify")
      #expect(found.output.contains("3 sealed parts, 3 opened"), "\(found.output)")
    }
  }

  @Test func `are wrong when a bit of what was sealed is another`() throws {
    #expect(try DamagedFile.flip(Array("person-2\0".utf8), in: store, at: Self.sealedByte) > 0)
    let found = try run("verify", status: 1)
    #expect(wrong(found) == ["WRONG    person-2: a part is not what was sealed"])
    #expect(found.output.contains("1 place is wrong"), "\(found.output)")
    #expect(found.output.contains("3 sealed parts, 2 opened"), "\(found.output)")
    let json = try run("verify", "--json", status: 1)
    #expect(try json.field("problemCount") == "1" && json.output.contains(#""whole":false"#))
    // What takes the key can't be seen without.
    #expect(try run("verify", "--no-key").output.contains("- whether personal parts are what"))
  }

  @Test func `are wrong also without the key when they stand under another commitment`() throws {
    let commitmentByte = { (bytes: [UInt8], start: Int) -> Int? in
      Self.sealedByte(bytes, start).map { _ in start + 9 + 20 }
    }
    #expect(try DamagedFile.flip(Array("person-2\0".utf8), in: store, at: commitmentByte) > 0)
    let opened = try run("verify", status: 1)
    #expect(wrong(opened) == ["WRONG    person-2: a part is not what its commitment says"])
    let closed = try run("verify", "--no-key", status: 1)
    #expect(wrong(closed).count == 1 && closed.output.contains("1 parts are no command's"))
  }

  @Test func `are wrong when the row of a person's key is another's`() throws {
    // Of the wrapped key, which the person's own row begins with.
    let keyByte = { (bytes: [UInt8], start: Int) -> Int? in
      bytes[start + 9] == 1 && bytes[(start + 10)..<(start + 14)].elementsEqual([0, 0, 0, 1])
        ? start + 40 : nil
    }
    #expect(try DamagedFile.flip(Array("person-3\0".utf8), in: store, at: keyByte) > 0)
    let found = try run("verify", status: 1)
    #expect(wrong(found) == ["WRONG    person-3: their key is not what was sealed"])
  }

  @Test func `of an erased person are counted, and wrong where one is left`() throws {
    let kept = place.path + "/kept"
    try copyTree(place.data + "/personal", to: kept)
    _ = try run("erase", "person-2", "--reason", "unlawful")
    let erased = try run("verify")
    #expect(erased.output.contains("2 sealed parts, 2 opened; 1 was erased"), "\(erased.output)")
    // On another machine, which got no parts, they are still the erased ones.
    let exported = place.path + "/log.export"
    _ = try run("export", exported)
    _ = try run("import-log", exported, place.path + "/imported")
    let imported = try run("verify", "--data", place.path + "/imported")
    #expect(
      imported.output.contains("0 sealed parts; 1 was erased; 2 are not here"),
      "\(imported.output)")
    // The store as it was before.
    try FileManager.default.removeItem(atPath: place.data + "/personal")
    try copyTree(kept, to: place.data + "/personal")
    for more in [[], ["--no-key"]] {
      let left = try Program.run(place, ["verify"] + more)
      #expect(left.status == 1, "\(left)")
      #expect(wrong(left).count == 1, "\(left.output)")
      #expect(left.output.contains("WRONG    person-2: was erased at position"), "\(left.output)")
    }
  }

  @Test func `of who is on the erasure list are wrong also where the log is older`() throws {
    let (kept, backup) = (place.path + "/kept", place.path + "/backup")
    try copyTree(place.data, to: kept)
    _ = try run("backup", backup)
    _ = try run("erase", "person-2", "--reason", "unlawful")
    // A backup may be older than an erasure.
    _ = try run("verify", "--data", backup, "--key", place.data + ".key")
    // Put in its place by hand, where `restore` would have erased them again.
    try FileManager.default.removeItem(atPath: place.data)
    try copyTree(kept, to: place.data)
    let found = try run("verify", status: 1)
    #expect(wrong(found).count == 1, "\(found.output)")
    #expect(found.output.contains("WRONG    person-2: is on the erasure list"), "\(found.output)")
    _ = try run("key", "rotate")
    #expect(try run("verify").output.contains("2 sealed parts, 2 opened"))
  }

  @Test func `are looked at also where the erasure list is damaged, which is wrong itself`() throws
  {
    _ = try run("erase", "person-2", "--reason", "unlawful")
    let list = place.data + ".key.erased"
    let lines = try String(contentsOfFile: list, encoding: .utf8)
    try ("nonsense\n" + lines).write(toFile: list, atomically: true, encoding: .utf8)
    let found = try run("verify", status: 1)
    #expect(found.output.contains("2 sealed parts, 2 opened; 1 was erased"), "\(found.output)")
    #expect(wrong(found).count == 1, "\(found.output)")
    #expect(
      found.output.contains("WRONG    \(list): line 1 of the erasure list is not a store id"),
      "\(found.output)")
    #expect(found.output.contains("- whether anything is left of who is on"), "\(found.output)")
    // And with damage beside it.
    #expect(try DamagedFile.flip(Array("person-3\0".utf8), in: store, at: Self.sealedByte) > 0)
    #expect(wrong(try run("verify", status: 1)).count == 2)
  }

  @Test(.enabled(if: getuid() == 0, "nobody else may give files away"))
  func `stay the server's, of which root looks at a backup and at the data`() throws {
    let backup = place.path + "/backup"
    _ = try run("backup", backup)
    let directories = [backup, place.data]
    func named(_ directory: String) throws -> [String] {
      try FileManager.default.subpathsOfDirectory(atPath: directory).map { directory + "/" + $0 }
    }
    for directory in directories {
      for path in try named(directory) {
        // As after a copy of those files alone that hold something.
        if path.hasSuffix("lock.mdb") || path.hasSuffix(".lock") { #expect(unlink(path) == 0) }
      }
      for path in try [directory] + named(directory) { #expect(chown(path, 65_534, 65_533) == 0) }
      _ = try run("verify", "--data", directory, "--key", place.data + ".key")
      let files = try named(directory)
      #expect(files.contains { $0.hasSuffix("personal/copy-1/lock.mdb") }, "\(files)")
      for path in files {
        let owner = try FileManager.default.attributesOfItem(atPath: path)[.ownerAccountID]
        #expect("\(owner ?? "nobody")" == "65534", "\(path)")
      }
    }
  }

  @Test func `are wrong where the log doesn't have the command that brought them`() throws {
    let backup = place.path + "/backup"
    _ = try run("backup", backup)
    _ = try run("record", "-", input: Lines.persons(4...5))
    // Those of the last run may still be taken for not recorded.
    _ = try run("record", "-", input: Lines.persons(6...6))
    // The log is cut to what it was, and all that follows from it made anew.
    for part in ["/log", "/index", "/tiles"] {
      try FileManager.default.removeItem(atPath: place.data + part)
    }
    try copyTree(backup + "/log", to: place.data + "/log")
    _ = try run("replay", "--limit", "1")
    for more in [[], ["--no-key"]] {
      let found = try Program.run(place, ["verify"] + more)
      #expect(found.status == 1, "\(found)")
      #expect(wrong(found).count == 2, "\(found.output)")
      #expect(found.output.contains("WRONG    person-4: a part is of command "), "\(found)")
      #expect(found.output.contains("which the log doesn't have"), "\(found)")
    }
  }

  @Test func `are not opened with another log's key, which is told after the log's report`() throws
  {
    let other = place.path + "/other"
    _ = try run("init", "--origin", "example.org/other", "--data", other)
    let foreign = try run("verify", "--key", other + ".key", status: 74)
    #expect(foreign.output.contains("Nothing is wrong with what was checked"), "\(foreign.output)")
    #expect(foreign.output.contains("- personal parts: "), "\(foreign.output)")
    #expect(foreign.errors.contains("key-encryption key"), "\(foreign.errors)")
  }

  @Test func `of a cut store are wrong, and those of a backup are looked at`() throws {
    let backup = place.path + "/backup"
    _ = try run("backup", backup)
    let looked = try run("verify", "--data", backup, "--key", place.data + ".key")
    #expect(looked.output.contains("3 sealed parts, 3 opened"), "\(looked.output)")
    #expect(truncate(store, 5_000) == 0)
    let cut = try run("verify", status: 1)
    #expect(wrong(cut).count == 1 && cut.output.contains("truncated"), "\(cut.output)")
  }

  /// A byte of the box in a part's row; `nil` where the bytes are not the key of one.
  private static func sealedByte(_ bytes: [UInt8], _ start: Int) -> Int? {
    let row = start + 9 + 32
    guard row + 100 < bytes.count, bytes[row] == 1, bytes[row + 17] == 0 else { return nil }
    let name = bytes[(row + 19)..<(row + 19 + Int(bytes[row + 18]) % 64)]
    guard name.elementsEqual("person.personal".utf8) else { return nil }
    return name.endIndex + 20
  }
}
