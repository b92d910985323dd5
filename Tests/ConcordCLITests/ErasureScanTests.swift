import Foundation
import Testing

/// Everything that a data directory holds, as bytes.
private struct Files {
  let files: [String: Data]

  init(below directory: String) throws {
    var files: [String: Data] = [:]
    let names = try #require(FileManager.default.enumerator(atPath: directory))
    for case let name as String in names {
      var isDirectory: ObjCBool = false
      let path = directory + "/" + name
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
        !isDirectory.boolValue
      else { continue }
      files[name] = try Data(contentsOf: URL(filePath: path))
    }
    self.files = files
  }

  /// The files that hold some bytes.
  func holding(_ needle: some Sequence<UInt8>) -> [String] {
    let needle = Data(needle)
    return files.filter { $0.value.range(of: needle) != nil }.map(\.key).sorted()
  }
}

@Suite struct `A data directory after an erasure` {
  private static let name = "Ouyang Wanqing"
  private static let idNumber = "11010519491231002X"

  private static let person = """
    {"id":"00000000-0000-4000-8000-00000000aaaa","occurred":"2022-06-30",\
    "registerPerson":{"person":"person-ouyang",\
    "details":{"legalBasis":{"purpose":"employment service","ground":"STATUTORY_DUTY"}},\
    "personal":{"name":"\(name)","idNumber":"\(idNumber)","birthDate":"1949-12-31",\
    "phone":"13912345678"}}}
    """

  /// What says who it is, as it stands in a file or as who knows the person would look for it.
  private static var needles: [(name: String, bytes: [UInt8])] {
    var needles: [(String, [UInt8])] = []
    for text in [name, "Wanqing", idNumber, "194912310", "1949-12-31", "13912345678"] {
      needles.append((text, Array(text.utf8)))
      needles.append(
        ("UTF-16 of " + text, text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }))
    }
    for (text, digits) in hashes {
      needles.append(("hexadecimal SHA-256 of " + text, Array(digits.utf8)))
      let bytes = stride(from: 0, to: digits.count, by: 2).compactMap { offset in
        UInt8(digits.dropFirst(offset).prefix(2), radix: 16)
      }
      needles.append(("SHA-256 of " + text, bytes))
    }
    return needles
  }

  /// What `sha256sum` gives: whoever knows a number could look for it.
  private static let hashes = [
    name: "52118c356f20ba402ee8a4be432ab2e2ea76f406ab576219e56a3b69bc452a98",
    idNumber: "426695a0efdb59b9eaedaf0b5ca3eddf013cc2a7f9e283437704ea605f421e6d",
    "13912345678": "ba6c167e885ea4be8252fb01c61fc55439089f389ee1b0592fc8c4f417196403",
  ]

  @Test func `holds nothing of the person in log, index, tiles, views or personal parts`() throws {
    let place = Place()
    func run(_ arguments: String...) throws -> Outcome {
      let outcome = try Program.run(place, arguments)
      #expect(outcome.status == 0, "\(arguments): \(outcome.output)\(outcome.errors)")
      return outcome
    }
    _ = try run("init", "--origin", "example.org/test")
    let lines = Lines.organisations(1..<20) + Self.person + "\n"
    #expect(try Program.run(place, "record", "-", input: lines).status == 0)
    _ = try run("views", "digest")

    // What is public of the events is found in the log, the index and the views: so is what isn't
    // hidden.
    func checkControl(_ files: Files) {
      let found = files.holding("person-ouyang".utf8)
      for part in ["log/data.mdb", "index/data.mdb", "views/"] {
        #expect(found.contains { $0.hasPrefix(part) }, "\(part): \(found)")
      }
    }
    let before = try Files(below: place.data)
    checkControl(before)
    for needle in Self.needles {
      #expect(before.holding(needle.bytes) == [], "\(needle.name), before the erasure")
    }
    // Sealed it stands in the personal store, and can be read there as long as its key does.
    let sealed = before.files.keys.filter { $0.hasPrefix("personal/") }
    #expect(!sealed.isEmpty)

    _ = try run("erase", "person-ouyang", "--reason", "subject-request", "--complete")
    _ = try run("views", "rebuild")
    let after = try Files(below: place.data)
    checkControl(after)
    for needle in Self.needles {
      #expect(after.holding(needle.bytes) == [], "\(needle.name)")
    }
    #expect(try run("verify", "--views").status == 0)
  }

  @Test func `has the read models of before, but for the tombstone's own rows`() throws {
    let place = Place()
    func run(_ arguments: String...) throws -> Outcome {
      let outcome = try Program.run(place, arguments)
      #expect(outcome.status == 0, "\(arguments): \(outcome.output)\(outcome.errors)")
      return outcome
    }
    /// The digest of each table, as of all but what comes from now on.
    func digests(_ name: String, _ options: String...) throws -> [String: String] {
      let made = place.path + "/" + name
      let folded = try Program.run(place, ["replay", "--into", made] + options)
      #expect(folded.status == 0, "\(folded)")
      let told = try run("views", "digest", "--in", made, "--json").output
      let object = try JSONSerialization.jsonObject(with: Data(told.utf8)) as? [String: Any]
      let tables = try #require(object?["tables"] as? [[String: Any]])
      return try tables.reduce(into: [:]) { digests, table in
        digests[try #require(table["name"] as? String)] = table["digest"] as? String
      }
    }
    _ = try run("init", "--origin", "example.org/test")
    let lines = Self.person + "\n" + Lines.persons(1...3)
    #expect(try Program.run(place, "record", "-", input: lines).status == 0)
    let end = try #require(try run("views", "digest", "--json").field("end").flatMap { Int($0) })
    let before = try digests("before")
    #expect(before.count > 50)
    _ = try run("erase", "person-ouyang", "--reason", "subject-request", "--complete")
    #expect(try digests("until", "--recorded-until", "@\(end - 1)") == before)
    let after = try digests("after")
    #expect(
      Set(after.keys.filter { after[$0] != before[$0] }) == ["history_event", "person_erasure"])
  }
}
