import EventModel
import Glibc
import Synchronization
import Testing

@testable import PersonalData

@Suite struct `Erasing a subject` {
  let data: TemporaryData
  let wang: StreamName
  let li: StreamName

  init() throws {
    data = try TemporaryData()
    wang = try person("wang")
    li = try person("li")
  }

  @Test func `destroys parts, key and look-ups, and nobody else's`() throws {
    let store = try data.open()
    let gone = try store.record(
      1, part(wang, lookUp: "110"), part(wang, "student.sensitive", "poor"))
    // A name that begins with the erased one's.
    let kept = try store.record(
      2, part(try person("wang2"), event: 2, lookUp: "112"), part(li, event: 2, lookUp: "111"))
    #expect(try store.erase(wang))
    for reference in gone {
      #expect(try store.open(reference, for: .decision) == .unavailable(.erased))
    }
    #expect(try store.subject(lookedUpBy: "110") == nil)
    #expect(try store.subject(lookedUpBy: "111") == li)
    #expect(try store.subject(lookedUpBy: "112") == person("wang2"))
    for reference in kept { #expect(try store.text(of: reference) == "Wang Xiaoming") }
    let counts = try store.rowCounts()
    #expect(counts["parts"] == 2 && counts["subjects"] == 2 && counts["lookUps"] == 2)
    // A number that is given anew belongs to whom it is given.
    try store.record(3, part(li, event: 3, lookUp: "110"))
  }

  @Test func `takes no new parts afterwards`() throws {
    let store = try data.open()
    try store.record(1, part(wang))
    try store.erase(wang)
    expect(.erased(wang)) { try store.record(2, part(wang, event: 2)) }
    expect(.erased(wang)) {
      _ = try store.prepare(CommandID(3), [part(li, event: 3), part(wang, event: 3)])
    }
    #expect(try store.rowCounts()["parts"] == 0)
  }

  @Test func `that failed is tried again at the next write, and told`() throws {
    let isFailing = Mutex(true)
    let notices = Mutex<[String]>([])
    let store = try PersonalStore(
      dataDirectory: data.dataDirectory, key: .file(data.keyPath), onAccess: { _ in },
      onNotice: { text in notices.withLock { $0.append(text) } },
      interruption: { step throws(PersonalDataError) in
        guard step == .erasureListed, isFailing.withLock({ $0 }) else { return }
        throw PersonalDataError(.diskFull, "the disk is full")
      })
    let reference = try store.record(1, part(wang, lookUp: "110"))[0]
    expect(.diskFull) { try store.erase(wang) }
    #expect(notices.withLock { $0.count } == 1)
    // Before the next write frees the number.
    #expect(try store.subject(lookedUpBy: "110") == nil)
    try store.record(2, part(li, event: 2))
    // The log says that the person is erased: nothing of what is left is shown, and nothing added.
    #expect(try store.rowCounts()["parts"] == 2)
    #expect(try store.open(reference, for: .decision) == .unavailable(.erased))
    #expect(try store.subject(lookedUpBy: "110") == nil)
    expect(.erased(wang)) { try store.record(9, part(wang, event: 9)) }
    isFailing.withLock { $0 = false }
    try store.record(3, part(li, event: 3))
    #expect(try store.open(reference, for: .decision) == .unavailable(.erased))
    #expect(try store.rowCounts()["parts"] == 2, "those of the other person alone")
    #expect(notices.withLock { $0.count } == 1)
  }

  @Test func `that failed gives the number to whoever is registered with it next`() throws {
    let isFailing = Mutex(true)
    let store = try PersonalStore(
      dataDirectory: data.dataDirectory, key: .file(data.keyPath), onAccess: { _ in },
      onNotice: { _ in },
      interruption: { step throws(PersonalDataError) in
        guard step == .erasureListed, isFailing.withLock({ $0 }) else { return }
        throw PersonalDataError(.diskFull, "the disk is full")
      })
    try store.record(1, part(wang, lookUp: "110"))
    expect(.diskFull) { try store.erase(wang) }
    // A command that comes to nothing leaves the number free.
    _ = try store.prepare(CommandID(2), [part(li, event: 2, lookUp: "110")])
    try store.discard([CommandID(2)])
    try store.record(3, part(li, event: 3, lookUp: "110"))
    #expect(try store.subject(lookedUpBy: "110") == li)
    // A new generation carries what is left of the one and the number of the other.
    try store.rotate()
    #expect(try store.subject(lookedUpBy: "110") == li)
    isFailing.withLock { $0 = false }
    #expect(try store.erase(wang))
    #expect(try store.subject(lookedUpBy: "110") == li)
    #expect(try store.rowCounts()["lookUps"] == 1)
  }

  @Test func `that failed frees the number also where the subject's row is damaged`() throws {
    let store = try PersonalStore(
      dataDirectory: data.dataDirectory, key: .file(data.keyPath), onAccess: { _ in },
      onNotice: { _ in },
      interruption: { step throws(PersonalDataError) in
        if step == .erasureListed { throw PersonalDataError(.diskFull, "the disk is full") }
      })
    try store.record(1, part(wang, lookUp: "110"))
    expect(.diskFull) { try store.erase(wang) }
    try store.tamper { live, transaction throws(PersonalDataError) in
      try transaction.set([9], at: RowKey.subject(wang), in: live.tables.people)
    }
    try store.record(2, part(li, event: 2, lookUp: "110"))
    #expect(try store.subject(lookedUpBy: "110") == li)
  }

  @Test func `twice is once`() throws {
    let store = try data.open()
    try store.record(1, part(wang))
    #expect(try store.erase(wang))
    #expect(try store.erase(wang) == false)
    #expect(try store.completeErasures(of: [wang, li, wang]) == 1)
    #expect(try store.completeErasures(of: [wang, li]) == 0)
    #expect(try list().filter { $0.hasSuffix("person-wang") }.count == 1)
  }

  @Test func `is done again at the next open where something of the person came back`() throws {
    do {
      let store = try data.open()
      try store.record(1, part(wang))
      try store.erase(wang)
      try store.record(2, part(li, event: 2))
      try store.tamper { live, transaction throws(PersonalDataError) in
        let row = try transaction.row(RowKey.subject(li), in: live.tables.people)
        try transaction.set(row ?? [], at: RowKey.subject(wang), in: live.tables.people)
      }
      #expect(try store.rowCounts()["subjects"] == 2)
    }
    let counts = try data.open().rowCounts()
    #expect(counts["subjects"] == 1 && counts["parts"] == 1)
  }

  @Test func `lets a repeated command have its first receipt`() throws {
    let store = try data.open()
    try store.record(1, part(wang, lookUp: "110"), part(li))
    try store.erase(wang)
    #expect(try store.compare(CommandID(1), [part(wang, lookUp: "110"), part(li)]) == .same)
    #expect(
      try store.compare(
        CommandID(1), [part(wang, lookUp: "110"), part(li, "student.personal", "x")])
        == .different)
    #expect(try store.compare(CommandID(1), [part(wang, lookUp: "110")]) == .different)
  }

  @Test func `while a command is pending leaves nothing behind`() throws {
    let store = try data.open()
    _ = try store.prepare(CommandID(1), [part(wang, lookUp: "110"), part(li)])
    try store.erase(wang)
    // The tombstone makes the append fail.
    try store.discard([CommandID(1)])
    let counts = try store.rowCounts()
    #expect(counts.filter { $0.value > 0 } == ["erased": 1])
    #expect(try store.subject(lookedUpBy: "110") == nil)
  }

  @Test func `works when the subject's row is damaged`() throws {
    let store = try data.open()
    let reference = try store.record(1, part(wang, lookUp: "110"))[0]
    try store.tamper { live, transaction throws(PersonalDataError) in
      try transaction.set([9], at: RowKey.subject(wang), in: live.tables.people)
    }
    #expect(try store.erase(wang))
    #expect(try store.open(reference, for: .decision) == .unavailable(.erased))
    #expect(
      try store.rowCounts().filter { $0.value > 0 } == ["commands": 1, "pending": 1, "erased": 1])
  }

  @Test(arguments: [StoreStep.erasureListed, .erasureDone])
  func `that is killed is done at the next open`(step: StoreStep) async throws {
    let reference = try recordAndClose()
    let root = data.root
    await #expect(processExitsWith: .signal(SIGKILL)) { [root = root as String, step] in
      let store = try TemporaryData.open(root, killedAt: step)
      try store.erase(try person("wang"))
    }
    let store = try data.open()
    #expect(store.opening.erasedAgain == (step == .erasureListed ? 1 : 0))
    #expect(try store.open(reference, for: .decision) == .unavailable(.erased))
    #expect(try store.completeErasures(of: [wang]) == 0)
    #expect(try list().count == 1)
  }

  private func recordAndClose() throws -> PersonalPartReference {
    try data.open().record(1, part(wang, lookUp: "110"))[0]
  }

  private func list() throws -> [String] {
    let bytes = try FileAccess.read(data.keyPath + ".erased", limit: 1 << 20)?.bytes ?? []
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func `is repeated on a backup that still has the person`() throws {
    let backup = data.root + "/backup"
    let reference = try recordBackUpAndErase(backup)
    try data.restore(backup)
    let store = try data.open()
    #expect(store.opening.erasedAgain == 1)
    #expect(try store.open(reference, for: .decision) == .unavailable(.erased))
    #expect(try store.subject(lookedUpBy: "110") == nil)
    #expect(try store.erasuresAwaitingNewGeneration() == 1)
  }

  private func recordBackUpAndErase(_ backup: String) throws -> PersonalPartReference {
    let store = try data.open()
    let reference = try store.record(1, part(wang, lookUp: "110"))[0]
    try store.backUp(to: backup)
    try store.erase(wang)
    return reference
  }

  @Test func `without a list beside the key puts it there when there is one`() throws {
    try eraseWithoutKey()
    #expect(try list().isEmpty)
    _ = try data.open()
    #expect(try list().count == 1)
    _ = try data.open()
    #expect(try list().count == 1)
  }

  private func eraseWithoutKey() throws { try data.open(KeySource.none).erase(wang) }
}

@Suite struct `The erasure list` {
  let data: TemporaryData
  let list: ErasureList

  init() throws {
    data = try TemporaryData()
    list = ErasureList(path: data.root + "/list", store: StoreID(high: 1, low: 2))
  }

  @Test func `keeps subjects of each store apart`() throws {
    let other = ErasureList(path: list.path, store: StoreID(high: 1, low: 3))
    #expect(try list.read() == [])
    try list.append([try person("a"), try person("b")])
    try other.append([try person("c")])
    try list.append([try person("d")])
    #expect(try list.read() == [try person("a"), try person("b"), try person("d")])
    #expect(try other.read() == [try person("c")])
  }

  @Test func `keeps what several stores add at once`() async throws {
    let path = list.path
    try await withThrowingTaskGroup { group in
      for store in 0..<4 {
        group.addTask {
          let list = ErasureList(path: path, store: StoreID(high: 2, low: UInt64(store)))
          for subject in 0..<40 { try list.append([try person("\(store)-\(subject)")]) }
        }
      }
      try await group.waitForAll()
    }
    for store in 0..<4 {
      let list = ErasureList(path: path, store: StoreID(high: 2, low: UInt64(store)))
      #expect(try list.read().count == 40)
    }
  }

  @Test func `overwrites a line that a crash cut short`() throws {
    try list.append([try person("a")])
    let whole = try #require(try FileAccess.read(list.path, limit: 4_096)).bytes
    for cut in 1..<whole.count {
      unlink(list.path)
      try FileAccess.create(list.path, whole + Array(whole[..<cut]))
      #expect(try list.read() == [try person("a")])
      try list.append([try person("b")])
      #expect(try list.read() == [try person("a"), try person("b")])
    }
    unlink(list.path)
    try FileAccess.create(list.path, Array(whole.dropLast()))
    #expect(try list.read() == [])
  }

  @Test func `is refused when a whole line is damaged`() throws {
    let store = try data.open()
    try store.erase(try person("wang"))
    let path = data.keyPath + ".erased"
    let whole = try #require(try FileAccess.read(path, limit: 4_096)).bytes
    unlink(path)
    try FileAccess.create(path, Array("nonsense\n".utf8) + whole)
    expect(.erasureListDamaged) { _ = try ErasureList(path: path, store: store.id).read() }
  }

  @Test func `makes its name durable, also where another has made the file`() throws {
    try list.append([try person("a")])
    // The same file by a name in a directory that can't be flushed.
    let file = open(list.path, O_RDWR)
    defer { close(file) }
    let other = ErasureList(path: "/proc/self/fd/\(file)", store: list.store)
    #expect(throws: PersonalDataError.self) { try other.append([try person("b")]) }
    #expect(try list.read() == [try person("a"), try person("b")])
  }
}
