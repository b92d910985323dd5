import EventModel
import Files
import Glibc
import LMDB
import Testing

@testable import PersonalData

@Suite struct `A personal store that is verified` {
  let data: TemporaryData

  init() throws { data = try TemporaryData() }

  private func verifier(_ key: KeySource? = nil) throws -> PersonalVerifier {
    try PersonalVerifier(
      dataDirectory: data.dataDirectory, key: key ?? .file(data.keyPath))
  }

  private func report(_ key: KeySource? = nil) throws -> PersonalReport {
    let verifier = try verifier(key)
    try verifier.checkRows()
    return verifier.report
  }

  /// Two persons with parts, a look-up and an erasure.
  private func fill() throws -> [PersonalPartReference] {
    let store = try data.open()
    var references = try store.record(
      1, part(person(1), lookUp: "110101199003070011"),
      part(person(1), event: 2, "student.sensitive"))
    references += try store.record(2, part(person(2), lookUp: "110101199003070038"))
    references += try store.record(3, part(person(3)))
    _ = try store.erase(person(3))
    return references
  }

  /// Changes rows behind the store's back.
  private func tamper(
    _ change: (LiveCopy, inout WriteTransaction) throws(PersonalDataError) -> Void
  ) throws {
    try data.open().tamper(change)
  }

  @Test func `is whole with and without its key, and after a change of generation`() throws {
    let references = try fill()
    #expect(try report().problems == [])
    #expect(try report().opened == 3 && report(KeySource.none).opened == 0)
    #expect(try report(KeySource.none).isWhole)
    #expect(try report(KeySource.none).notChecked.count == 1)
    do { try data.open().rotate() }
    let verifier = try verifier()
    try verifier.checkRows()
    for reference in references { try verifier.check(reference) }
    #expect(verifier.report.isWhole && verifier.report.opened == 3)
    #expect(verifier.report.found == 3 && verifier.report.erased == 1)
    #expect(verifier.report.absent == 0)
  }

  @Test func `has what was given up as absent, not as wrong`() throws {
    let references = try fill()
    let backup = data.root + "/backup"
    do {
      let store = try data.open()
      try store.backUp(to: backup)
      try store.rotate()
    }
    try data.restore(backup)
    // Of an older generation than the key: they stay closed.
    #expect(try report().isWhole && report().opened == 0)
    #expect(try report().notChecked.contains { $0.contains("key generation 1") })
    do {
      let store = try data.open()
      try store.recover { _ in true }
      try store.abandonUnavailableParts()
      // Somebody of whom there was something comes again.
      try store.record(4, part(person(1), event: 9))
    }
    let verifier = try verifier()
    try verifier.checkRows()
    for reference in references { try verifier.check(reference) }
    #expect(verifier.report.isWhole, "\(verifier.report.problems)")
    #expect(verifier.report.absent == 3 && verifier.report.erased == 1)
  }

  @Test func `is wrong where a part was put under another's commitment or person`() throws {
    let references = try fill()
    try tamper { live, transaction throws(PersonalDataError) in
      let from = RowKey.part(references[0].subject, references[0].commitment)
      let to = RowKey.part(references[1].subject, references[1].commitment)
      let row = try transaction.row(from, in: live.tables.people)
      try transaction.set(row ?? [], at: to, in: live.tables.people)
    }
    #expect(try report().problems.contains("person-1: a part is not what its commitment says"))
    // The command's row tells it without the key.
    #expect(
      try report(KeySource.none).problems.contains { $0.hasPrefix("person-1: a part is not") })
  }

  @Test func `is wrong where the log lacks what brought a part, or refers to others`() throws {
    let references = try fill()
    let verifier = try verifier(KeySource.none)
    let page = try verifier.storedCommands(after: nil)
    let stored = page.commands.sorted { $0.parts.count > $1.parts.count }
    // The third's person was erased.
    #expect(stored.map(\.parts.count) == [2, 1])
    #expect(try verifier.storedCommands(after: page.last).last == nil)
    for command in stored { verifier.check(command, recorded: command.parts + references) }
    #expect(verifier.report.isWhole)
    verifier.check(stored[0], recorded: [references[0]])
    verifier.check(stored[1], recorded: nil)
    #expect(verifier.report.problemCount == 2, "\(verifier.report.problems)")
    #expect(verifier.report.problems[0].hasSuffix("is none that its records refer to"))
    #expect(verifier.report.problems[1].contains("which the log doesn't have"))
  }

  @Test func `leaves commands alone that may not be recorded yet`() throws {
    _ = try fill()
    do { _ = try data.open().prepare(CommandID(7), [part(person(7), event: 7)]) }
    let before = try verifier(KeySource.none).storedCommands(after: nil).commands
    #expect(before.count == 2 && !before.contains { $0.command == CommandID(7) })
    // The log of a backup may be older than its parts.
    let askLog = data.personal + "/ask-log"
    try File.create(askLog, [])
    let restored = try verifier(KeySource.none)
    #expect(try restored.storedCommands(after: nil).commands.isEmpty)
    // Opened by a server meanwhile: what it gave up is in the snapshot still.
    #expect(unlink(askLog) == 0)
    #expect(try restored.storedCommands(after: nil).commands.isEmpty)
  }

  @Test func `is wrong where look-ups and persons don't name each other`() throws {
    _ = try fill()
    try tamper { live, transaction throws(PersonalDataError) in
      let hash = try transaction.keys(beginningWith: [], in: live.tables.lookUps)[0]
      let row = LookUpRow(command: CommandID(9), subject: try! person(7))
      try transaction.set(row.stored, at: hash, in: live.tables.lookUps)
    }
    for key in [KeySource.file(data.keyPath), .none] {
      let problems = try report(key).problems
      #expect(problems.contains("person-7: is found by a look-up that is not theirs"))
      #expect(problems.contains { $0.hasSuffix("a look-up is missing from its table") })
      #expect(problems.count == 2, "\(problems)")
    }
  }

  @Test func `is wrong where a person who was erased has something left`() throws {
    _ = try fill()
    try tamper { live, transaction throws(PersonalDataError) in
      let row = try transaction.row(RowKey.subject(try! person(1)), in: live.tables.people)
      try transaction.set(
        row ?? [], at: RowKey.subject(try! person(3)), in: live.tables.people)
    }
    #expect(
      try report(KeySource.none).problems.contains("person-3: was erased, and still has a key"))
  }

  @Test func `is wrong where somebody with a tombstone is stored`() throws {
    _ = try fill()
    let verifier = try verifier(KeySource.none)
    for number in [1, 3, 4] {
      try verifier.check(erased: try person(number), at: Position(UInt64(number)))
    }
    #expect(verifier.report.isWhole, "they may just be being erased")
    try verifier.settleErasures()
    let problems = verifier.report.problems
    #expect(problems.count == 1, "\(problems)")
    #expect(problems[0].hasPrefix("person-1: was erased at position 1, and is still stored"))
  }

  @Test func `is wrong where somebody on the erasure list is stored, tombstone or none`() throws {
    _ = try fill()
    let list = data.keyPath + ".erased"
    let bytes = try FileAccess.read(list, limit: 1 << 20)?.bytes ?? []
    let line = String(decoding: bytes, as: UTF8.self)
    try #require(line.hasSuffix("person-3\n"))
    // The store's own name for itself goes before each.
    let more = [1, 2, 9].map { line.replacing("person-3", with: "person-\($0)") }.joined()
    try File.replace(list, bytes + Array(more.utf8))
    do {
      let verifier = try verifier()
      // Told of by the tombstone.
      try verifier.check(erased: try person(2), at: .zero)
      try verifier.checkErasureList()
      let problems = verifier.report.problems
      #expect(problems.count == 1, "\(problems)")
      #expect(
        problems[0].hasPrefix("person-1: is on the erasure list beside the key, and is still"))
    }
    // The list may be younger than a backup.
    try File.create(data.personal + "/ask-log", [])
    let restored = try self.verifier()
    try restored.checkErasureList()
    #expect(restored.report.isWhole)
  }

  @Test func `is wrong where a key or a part came back from before, with no key to tell by`() throws
  {
    do {
      let store = try data.open()
      try store.record(1, part(person(1)), part(person(1), "student.sensitive"))
    }
    var old: [UInt8] = []
    let own = RowKey.subject(try person(1))
    try tamper { live, transaction throws(PersonalDataError) in
      old = try transaction.row(own, in: live.tables.people) ?? []
      let parts = try transaction.keys(beginningWith: own, in: live.tables.people).dropFirst()
      let rows = try parts.map { key throws(PersonalDataError) in
        try transaction.row(key, in: live.tables.people) ?? []
      }
      for (key, row) in zip(parts, rows.reversed()) {
        try transaction.set(row, at: key, in: live.tables.people)
      }
    }
    let swapped = try report(KeySource.none).problems
    #expect(swapped.count == 2 && swapped.allSatisfy { $0.contains("not the one that command") })
    do { try data.open().rotate() }
    try tamper { live, transaction throws(PersonalDataError) in
      try transaction.set(old, at: own, in: live.tables.people)
    }
    #expect(
      try report(KeySource.none).problems.contains(
        "person-1: their key is of generation 1, the store of 2"))
  }

  @Test func `is wrong where a row is malformed, in each table`() throws {
    _ = try fill()
    for table in ["commands", "look-ups", "pending", "erased", "people"] {
      let copy = try TemporaryData(copyOf: data)
      try copy.open().tamper { live, transaction throws(PersonalDataError) in
        let tables = live.tables
        let place =
          switch table {
          case "commands": tables.commands
          case "look-ups": tables.lookUps
          case "pending": tables.pending
          case "erased": tables.erased
          default: tables.people
          }
        let key = try transaction.keys(beginningWith: [], in: place).last ?? CommandID(5).bytes
        try transaction.set([7], at: key, in: place)
      }
      let verifier = try PersonalVerifier(dataDirectory: copy.dataDirectory, key: .none)
      try verifier.checkRows()
      #expect(verifier.report.problems.contains { $0.contains("malformed") }, "\(table)")
    }
  }

  @Test func `is refused with another's key, and writes nothing`() throws {
    _ = try fill()
    let other = try TemporaryData()
    _ = try other.open()
    expect(.wrongKey) { _ = try report(.file(other.keyPath)) }
    let file = data.personal + "/copy-1/data.mdb"
    let before = try File.contents(of: file, limit: 1 << 30)?.bytes
    _ = try report()
    #expect(try File.contents(of: file, limit: 1 << 30)?.bytes == before)
  }

  @Test func `is opened with the key that a killed change of generation left`() throws {
    _ = try fill()
    do { try data.open().rotate() }
    try File.rename(data.keyPath, to: data.keyPath + ".next")
    #expect(try report().opened == 3)
    #expect(File.exists(data.keyPath + ".next") && !File.exists(data.keyPath))
  }
}
