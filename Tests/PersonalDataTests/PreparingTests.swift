import EventModel
import Testing

@testable import PersonalData

@Suite struct `Preparing personal parts` {
  let data: TemporaryData

  init() throws { data = try TemporaryData() }

  @Test func `gives references that open to the plaintext`() throws {
    let store = try data.open()
    let wang = try person("wang")
    let references = try store.record(
      1, part(wang, "student.personal", "Wang"), part(wang, "student.sensitive", "poor"))
    #expect(references.map(\.part) == ["student.personal", "student.sensitive"])
    #expect(references.map(\.subject) == [wang, wang])
    #expect(try references.map { try store.text(of: $0) } == ["Wang", "poor"])
  }

  @Test func `survives closing and opening`() throws {
    let references = try data.open().record(1, part(try person("wang")))
    #expect(try data.open().text(of: references[0]) == "Wang Xiaoming")
  }

  @Test func `twice for one command gives the same references and stores nothing`() throws {
    let store = try data.open()
    let parts = [part(try person("wang"), lookUp: "110"), part(try person("li"), event: 2)]
    let first = try store.prepare(CommandID(1), parts)
    #expect(try store.prepare(CommandID(1), parts) == first)
    #expect(try store.prepare(CommandID(1), parts.reversed()) == first.reversed())
    store.confirm(CommandID(1))
    #expect(try store.prepare(CommandID(1), parts) == first)
    #expect(try store.pendingCommands().isEmpty)
  }

  @Test func `of a repeat with another part is refused`() throws {
    let store = try data.open()
    let wang = try person("wang")
    try store.record(1, part(wang, lookUp: "110"))
    let others = [
      [part(wang, "student.personal", "Wang Daming", lookUp: "110")],
      [part(wang, lookUp: "111")],
      [part(wang)],
      [part(wang, event: 2, lookUp: "110")],
      [part(wang, "student.sensitive", lookUp: "110")],
      [part(try person("li"), lookUp: "110")],
      [part(wang, lookUp: "110"), part(wang, "student.sensitive")],
      [],
    ]
    for parts in others {
      expect(.commandReused(CommandID(1))) { _ = try store.prepare(CommandID(1), parts) }
      #expect(try store.compare(CommandID(1), parts) == .different)
    }
    // Nor as one that only takes away, for which no key is asked.
    let taking = CommandParts(
      CommandID(1), [], superseded: [BroughtParts(subject: wang, command: CommandID(1))])
    expect(.commandReused(CommandID(1))) { _ = try store.prepare([taking])[0].get() }
    #expect(try store.compare(CommandID(1), [part(wang, lookUp: "110")]) == .same)
    #expect(try store.compare(CommandID(2), [part(wang)]) == .unassessable)
    #expect(try store.compare(CommandID(2), []) == .same)
  }

  @Test func `in a batch refuses one command and stores the others`() throws {
    let wang = try person("wang")
    try batchWithOneRefusal(wang)
    let again = try data.open()
    #expect(try again.pendingCommands() == [CommandID(1), CommandID(3)])
    try again.read { live throws(PersonalDataError) in
      try live.copy.read { transaction throws(PersonalDataError) in
        let keys = try transaction.keys(beginningWith: [], in: live.tables.people)
        let subjects = keys.compactMap { RowKey.subject(ofRow: $0) }
        #expect(subjects == [StreamName(recorded: "person-chen"), wang])
      }
    }
  }

  private func batchWithOneRefusal(_ wang: StreamName) throws {
    let store = try data.open()
    let results = try store.prepare([
      (CommandID(1), [part(wang, lookUp: "110")]),
      (CommandID(2), [part(try person("li"), lookUp: "110"), part(try person("new"))]),
      (CommandID(3), [part(try person("chen"), lookUp: "112")]),
    ])
    #expect(throws: Never.self) { try results[0].get() }
    expect(.lookUpReserved) { _ = try results[1].get() }
    #expect(try store.text(of: try results[2].get()[0]) == "Wang Xiaoming")
    #expect(try store.pendingCommands() == [])
  }

  @Test func `counts salts and keys as fresh for equal plaintexts`() throws {
    let store = try data.open()
    let references = try store.record(
      1, part(try person("a"), "student.personal", "same"),
      part(try person("a"), "guardian.personal", "same"),
      part(try person("b"), "student.personal", "same"))
    #expect(Set(references.map(\.commitment)).count == 3)
  }

  @Test func `refuses malformed parts and exceeded limits`() throws {
    let store = try data.open()
    let wang = try person("wang")
    func refuse(_ code: PersonalDataError.Code, _ parts: [PersonalPart]) {
      expect(code) { _ = try store.prepare(CommandID(1), parts) }
    }
    let full = String(repeating: "x", count: PersonalDataLimits.partByteCount)
    let many = (0..<64).map { part(wang, event: UInt64($0)) }
    refuse(.limit, [part(wang, "a", full + "x")])
    refuse(.limit, many + [part(wang, event: 64)])
    refuse(.malformedPart, [part(wang), part(wang)])
    for name in ["", "Student", "student.", ".a", "a..b", "a-b", String(repeating: "a", count: 65)]
    {
      refuse(.malformedPart, [part(wang, name)])
    }
    refuse(.malformedPart, [part(wang, lookUp: "")])
    refuse(.malformedPart, [part(wang, lookUp: String(repeating: "1", count: 257))])
    refuse(.limit, (0..<17).map { part(wang, event: UInt64($0), lookUp: "id \($0)") })
    let batch = (0..<4_097).map { (command: CommandID($0), parts: [PersonalPart]()) }
    expect(.limit) { _ = try store.prepare(batch) }
    // The greatest that is allowed.
    let largest = try store.record(2, part(wang, "a", full))
    #expect(try store.text(of: largest[0]) == full)
    #expect(try store.prepare(CommandID(3), many).count == 64)
  }

  @Test func `shows nothing personal in texts of values and errors`() throws {
    let store = try data.open()
    let secret = "Wang Xiaoming"
    let wang = part(try person("wang"), lookUp: "110101199003070011")
    let reference = try store.record(1, wang)[0]
    var texts = ["\(wang)", String(reflecting: wang), "\([wang])"]
    dump(wang, to: &texts[0])
    let opened = try store.open(reference, for: .decision)
    #expect(opened == .known(Array(secret.utf8)))
    texts += ["\(opened)", String(reflecting: opened)]
    dump(opened, to: &texts[0])
    let other = part(try person("li"), event: 2, lookUp: "110101199003070011")
    do {
      _ = try store.prepare(CommandID(2), [other])
      Issue.record("taken twice")
    } catch {
      texts += ["\(error)", error.reason, String(reflecting: error)]
    }
    let key = KeyEncryptionKey.generate()
    dump(key, to: &texts[0])
    texts += ["\(key)", String(reflecting: key)]
    for text in texts {
      #expect(!text.contains(secret) && !text.contains("110101199003070011"))
      #expect(!text.contains("87, 97, 110") && !text.contains(key.secretText().dropFirst(2)))
    }
  }
}
