import Crypto
import EventModel
import Files
import Glibc
import Testing
import TestSupport

@testable import PersonalData

@Suite struct `A new key generation` {
  let data: TemporaryData
  let wang: StreamName
  let li: StreamName

  init() throws {
    data = try TemporaryData()
    wang = try person("wang")
    li = try person("li")
  }

  /// What must not be found anywhere after an erasure and a new generation.
  private func traces(
    of subject: StreamName, _ reference: PersonalPartReference, _ store: PersonalStore
  ) throws -> [String: [UInt8]] {
    try store.read { live throws(PersonalDataError) in
      try live.copy.read { transaction throws(PersonalDataError) in
        guard let row = try live.subjectRow(subject, transaction),
          let key = live.ring?.unwrap(row.key, owner: subject.text),
          let stored = try transaction.row(
            RowKey.part(subject, reference.commitment), in: live.tables.people),
          let part = SealedPart(stored: stored), let lookUp = row.lookUps.first
        else { throw .corrupt("the test's subject is not there", nil) }
        return [
          "wrapped key": Array(row.key.stored.suffix(48)),
          "key": key.withUnsafeBytes { Array($0) },
          "sealed part": Array(part.box.suffix(32)),
          "look-up hash": lookUp.hash.bytes,
          "look-up text": Array(lookUp.box.suffix(24)),
        ]
      }
    }
  }

  @Test func `that can't be opened is told as a device's failure only where it is one`() throws {
    for isOfDevice in [false, true] {
      let data = try TemporaryData()
      let told = Locked<[PersonalDataError.Code]>([])
      let opened = Locked<PersonalStore?>(nil)
      let store = try PersonalStore(
        dataDirectory: data.dataDirectory, key: .file(data.keyPath), onAccess: { _ in },
        onDeviceFailure: { _ in
          // Whoever is told may use the store: no lock is held.
          do throws(PersonalDataError) {
            try opened.value?.recover { _ in true }
          } catch { told.change { $0.append(error.code) } }
        },
        interruption: { step throws(PersonalDataError) in
          guard step == .copyWritten else { return }
          if isOfDevice {
            // As where the flush of the new name failed.
            try FileAccess.rename(data.personal + "/copy-2.new", to: data.personal + "/copy-2")
            throw PersonalDataError(FileError(.flush, data.personal, EIO))
          }
          truncate(data.personal + "/copy-2.new/data.mdb", 5_000)
        })
      opened.change { $0 = store }
      try store.record(1, part(wang))
      for _ in 0..<2 { expect(.outcomeUnknown) { try store.rotate() } }
      #expect(told.value == (isOfDevice ? [.outcomeUnknown] : []))
      opened.change { $0 = nil }
    }
  }

  @Test func `destroys the old one only when nobody reads it any more`() throws {
    let (isCopied, isSwitched, isReading, isRead) = (Flag(), Flag(), Flag(), Flag())
    let isWhole = Flag()
    let wang = wang
    let store = try PersonalStore(
      dataDirectory: data.dataDirectory, key: .file(data.keyPath), onAccess: { _ in },
      interruption: { step in
        if step == .copyWritten { isCopied.set() }
        if step == .switched { isSwitched.set() }
      })
    let reference = try store.record(1, part(wang))[0]
    let reader = JoinableThread {
      _ = try? store.read { live throws(PersonalDataError) in
        isReading.set()
        try? isRead.wait()
        // The copy that it was lent is there still.
        let isThere = try live.copy.read { transaction throws(PersonalDataError) in
          try live.subjectRow(wang, transaction) != nil
        }
        if isThere { isWhole.set() }
      }
    }
    try isReading.wait()
    let rotation = JoinableThread { _ = try? store.rotate() }
    try isCopied.wait()
    let deadline = ContinuousClock.now + .milliseconds(200)
    while !isSwitched.isSet, ContinuousClock.now < deadline { sched_yield() }
    #expect(!isSwitched.isSet)
    isRead.set()
    reader.join()
    rotation.join()
    #expect(isSwitched.isSet && isWhole.isSet)
    #expect(store.availability == .ready(generation: 2))
    #expect(try store.text(of: reference) == "Wang Xiaoming")
  }

  @Test func `after an erasure leaves no byte of the person in any file`() throws {
    let store = try data.open()
    let secret = "Wang Xiaoming, Chengdu"
    // Neighbours, so that the person's rows share their pages.
    for number in 0..<200 {
      try store.record(
        1_000 + UInt64(number),
        part(try person("n\(number)"), event: 1_000 + UInt64(number), lookUp: "n\(number)"))
    }
    let reference = try store.record(
      1, part(wang, "student.personal", secret, lookUp: "110101199003070011"))[0]
    var needles = try traces(of: wang, reference, store)
    let kept = try traces(of: try person("n7"), try recordAgain(store), store)
    let before = try TemporaryData.bytes(below: data.root)
    // The control: what is there is found.
    for (name, needle) in needles where name != "key" {
      #expect(before.holds(needle), "\(name)")
    }
    needles["plaintext"] = Array(secret.utf8)
    needles["ID number"] = Array("110101199003070011".utf8)
    let oldKey = try FileAccess.read(data.keyPath, limit: 4_096)?.bytes
    needles["old key"] = try #require(oldKey).suffix(60)

    try store.erase(wang)
    #expect(try store.erasuresAwaitingNewGeneration() == 1)
    try store.rotate()
    #expect(try store.erasuresAwaitingNewGeneration() == 0)
    #expect(store.availability == .ready(generation: 2))
    let after = try TemporaryData.bytes(below: data.root)
    for (name, needle) in needles { #expect(!after.holds(needle), "\(name)") }
    // The part of another is carried over as it is; its key is wrapped anew.
    #expect(after.holds(try #require(kept["sealed part"])))
    #expect(!after.holds(try #require(kept["wrapped key"])))
    #expect(!after.holds(try #require(kept["look-up hash"])))
    #expect(try store.open(reference, for: .decision) == .unavailable(.erased))
    #expect(try store.subject(lookedUpBy: "n7") == person("n7"))
  }

  private func recordAgain(_ store: PersonalStore) throws -> PersonalPartReference {
    try store.record(2, part(try person("n7"), event: 2))[0]
  }

  @Test func `keeps all that lives, in this process and the next`() throws {
    let reference = try rotateTwice()
    let store = try data.open()
    #expect(store.availability == .ready(generation: 3))
    try check(store, reference)
    #expect(try store.pendingCommands() == [CommandID(2)])
    #expect(try store.recover(isRecorded: { _ in true }) == (1, 0))
    #expect(try store.subject(lookedUpBy: "111") == li)
    try checkNothingOldIsLeft(copy: 3)
  }

  private func rotateTwice() throws -> PersonalPartReference {
    let store = try data.open()
    let reference = try store.record(1, part(wang, lookUp: "110"))[0]
    _ = try store.prepare(CommandID(2), [part(li, event: 2, lookUp: "111")])
    #expect(try store.rotate().generation == 2)
    try check(store, reference)
    #expect(try store.subject(lookedUpBy: "111") == nil)
    #expect(try store.rotate().generation == 3)
    return reference
  }

  private func check(_ store: PersonalStore, _ reference: PersonalPartReference) throws {
    #expect(try store.text(of: reference) == "Wang Xiaoming")
    #expect(try store.subject(lookedUpBy: "110") == wang)
    #expect(try store.compare(CommandID(1), [part(wang, lookUp: "110")]) == .same)
    expect(.lookUpTaken(by: wang)) {
      try store.record(9, part(try person("chen"), event: 9, lookUp: "110"))
    }
  }

  private func checkNothingOldIsLeft(copy: Int) throws {
    let names = try FileAccess.names(in: data.personal) ?? []
    #expect(names.filter { $0.hasPrefix("copy") } == ["copy-\(copy)"])
    let besides = try (FileAccess.names(in: data.root) ?? []).filter { $0.hasPrefix("kek") }
    #expect(besides.filter { $0 != "kek.erased" } == ["kek"])
  }

  @Test(
    arguments: StoreStep.allCases.filter { $0 != .erasureListed && $0 != .erasureDone })
  func `that is killed at any step is finished or undone`(step: StoreStep) async throws {
    let reference = try recordBeforeKill()
    let root = data.root
    await #expect(processExitsWith: .signal(SIGKILL)) { [root = root as String, step] in
      let store = try TemporaryData.open(root, killedAt: step)
      try store.rotate()
    }
    let isUndone = [.keyWritten, .copyHalfWritten, .copyWritten].contains(step)
    try checkAfterKill(generation: isUndone ? 1 : 2, reference)
    // And once more, from what the kill left.
    try checkOnceMore(generation: isUndone ? 2 : 3, reference)
  }

  private func recordBeforeKill() throws -> PersonalPartReference {
    let store = try data.open()
    let reference = try store.record(1, part(wang, lookUp: "110"))[0]
    try store.record(2, part(li, event: 2, lookUp: "111"))
    try store.erase(li)
    return reference
  }

  private func checkAfterKill(generation: Int, _ reference: PersonalPartReference) throws {
    let store = try data.open()
    #expect(store.availability == .ready(generation: generation))
    #expect(try store.recover(isRecorded: { _ in true }).deleted == 0)
    try check(store, reference)
    #expect(try store.erasuresAwaitingNewGeneration() == (generation == 1 ? 1 : 0))
    try checkNothingOldIsLeft(copy: generation)
  }

  private func checkOnceMore(generation: Int, _ reference: PersonalPartReference) throws {
    let store = try data.open()
    try store.rotate()
    #expect(store.availability == .ready(generation: generation))
    try check(store, reference)
    try checkNothingOldIsLeft(copy: generation)
  }

  @Test(arguments: [StoreStep.keyWritten, .copyHalfWritten, .copyWritten])
  func `that fails before the switch goes on under the old key`(step: StoreStep) throws {
    let store = try PersonalStore(
      dataDirectory: data.dataDirectory, key: .file(data.keyPath), onAccess: { _ in },
      interruption: { reached throws(PersonalDataError) in
        if reached == step { throw PersonalDataError(.diskFull, "simulated") }
      })
    let reference = try store.record(1, part(wang, lookUp: "110"))[0]
    expect(.diskFull) { try store.rotate() }
    #expect(store.availability == .ready(generation: 1))
    try check(store, reference)
    try checkNothingOldIsLeft(copy: 1)
  }

  @Test(arguments: [StoreStep.switched, .keyRetired, .keyAdopted, .oldCopyDestroyed])
  func `that fails after the switch holds, and says what is left`(step: StoreStep) throws {
    let reference = try failAfterSwitch(step)
    try checkAfterKill(generation: 2, reference)
  }

  private func failAfterSwitch(_ step: StoreStep) throws -> PersonalPartReference {
    let store = try PersonalStore(
      dataDirectory: data.dataDirectory, key: .file(data.keyPath), onAccess: { _ in },
      interruption: { reached throws(PersonalDataError) in
        if reached == step { throw PersonalDataError(.file(errno: EACCES), "simulated") }
      })
    let reference = try store.record(1, part(wang, lookUp: "110"))[0]
    try store.erase(li)
    expect(.unfinishedRotation) { try store.rotate() }
    #expect(store.availability == .ready(generation: 2))
    try check(store, reference)
    return reference
  }

  /// Which may be the one that everything is sealed under by now.
  @Test func `whose key can't be read is left to be read later`() async throws {
    let reference = try recordBeforeKill()
    let root = data.root
    await #expect(processExitsWith: .signal(SIGKILL)) { [root = root as String] in
      try TemporaryData.open(root, killedAt: .switched).rotate()
    }
    let (next, kept) = (data.keyPath + ".next", data.root + "/next")
    try #require(rename(next, kept) == 0 && symlink(UnreadableFile.path, next) == 0)
    expect(.file(errno: EIO)) { _ = try data.open() }
    try #require(unlink(next) == 0 && rename(kept, next) == 0 && chmod(next, 0o644) == 0)
    expect(.keyFileExposed) { _ = try data.open() }
    try #require(chmod(next, 0o600) == 0)
    try checkAfterKill(generation: 2, reference)
  }

  /// What would be destroyed with it is the link.
  @Test func `is refused where the key file is a link, before anything is written`() throws {
    let link = data.root + "/link"
    try #require(symlink(data.keyPath, link) == 0)
    do {
      let store = try data.open(.file(link))
      let reference = try store.record(1, part(wang, lookUp: "110"))[0]
      try store.record(2, part(li, event: 2, lookUp: "111"))
      expect(.keyGeneration) { try store.rotate() }
      try check(store, reference)
      #expect(store.availability == .ready(generation: 1))
    }
    #expect(try data.open(.file(link)).availability == .ready(generation: 1))
    try checkNothingOldIsLeft(copy: 1)
    #expect(try data.open().rotate().generation == 2)
  }

  @Test func `must be later than the last, and is not taken while a backup runs`() throws {
    let store = try data.open()
    expect(.keyGeneration) { try store.rotate(to: .generate(generation: 1)) }
    let lock = try FileLock(store.place.destroyerLock, .shared)
    expect(.backupRunning) { try store.rotate() }
    withExtendedLifetime(lock) {}
  }

  @Test func `stops at a damaged row and keeps the old one`() throws {
    let store = try data.open()
    let reference = try store.record(1, part(wang, lookUp: "110"))[0]
    try store.record(2, part(li, event: 2))
    try store.tamper { live, transaction throws(PersonalDataError) in
      try transaction.set([9], at: RowKey.subject(li), in: live.tables.people)
    }
    expect(.corrupt) { try store.rotate() }
    try check(store, reference)
    try checkNothingOldIsLeft(copy: 1)
  }
}
