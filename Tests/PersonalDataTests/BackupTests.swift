import EventModel
import Glibc
import TestSupport
import Testing

@testable import PersonalData

@Suite struct `A backup` {
  let data: TemporaryData
  let wang: StreamName

  init() throws {
    data = try TemporaryData()
    wang = try person("wang")
  }

  @Test func `restores whole under the same key`() throws {
    let backup = data.root + "/backup"
    let references = try recordBackUpAndRecordMore(backup)
    try data.restore(backup)
    let store = try data.open()
    // The copy is of a moment when the confirmation was not noted yet; the log has the command.
    #expect(try store.recover(isRecorded: { $0 == CommandID(1) }) == (1, 0))
    #expect(try store.text(of: references[0]) == "Wang Xiaoming")
    #expect(try store.open(references[1], for: .decision) == .unavailable(.unknown))
    #expect(try store.subject(lookedUpBy: "110") == wang)
    expect(.storage) { try store.backUp(to: backup) }
  }

  private func recordBackUpAndRecordMore(_ backup: String) throws -> [PersonalPartReference] {
    let store = try data.open()
    let first = try store.record(1, part(wang, lookUp: "110"))
    try store.backUp(to: backup)
    return try first + store.record(2, part(wang, event: 2))
  }

  @Test func `asks the log about every command, not only about pending ones`() throws {
    let backup = data.root + "/backup"
    let references = try recordTwiceAndBackUp(backup)
    try data.restore(backup)
    do {
      let store = try data.open()
      #expect(try store.pendingCommands() == [CommandID(1), CommandID(2)])
      // The log's copy was taken before the second command.
      let outcome = try store.recover { $0 == CommandID(1) }
      #expect(outcome == (confirmed: 1, deleted: 1))
      #expect(try store.text(of: references[0]) == "Wang Xiaoming")
      #expect(try store.open(references[1], for: .decision) == .unavailable(.unknown))
      #expect(try store.subject(lookedUpBy: "111") == nil)
    }
    // From now on only what this process leaves pending.
    #expect(try data.open().pendingCommands().isEmpty)
  }

  private func recordTwiceAndBackUp(_ backup: String) throws -> [PersonalPartReference] {
    let store = try data.open()
    let first = try store.record(1, part(wang, lookUp: "110"))
    let second = try store.record(2, part(try person("li"), event: 2, lookUp: "111"))
    try store.backUp(to: backup)
    return first + second
  }

  @Test func `of an older generation restores without personal parts and says so`() throws {
    let backup = data.root + "/backup"
    let reference = try recordBackUpAndRotate(backup)
    try data.restore(backup)
    let store = try data.open()
    #expect(store.availability == .partsUnavailable(generation: 1, keyGeneration: 2))
    #expect(try store.open(reference, for: .decision) == .unavailable(.olderGeneration(1)))
    expect(.partsUnavailable(generation: 1)) { try store.record(2, part(wang, event: 2)) }
    expect(.partsUnavailable(generation: 1)) { _ = try store.subject(lookedUpBy: "110") }
    expect(.partsUnavailable(generation: 1)) { try store.rotate() }
    #expect(try store.compare(CommandID(1), [part(wang, lookUp: "110")]) == .unassessable)
    try store.abandonUnavailableParts()
    #expect(store.availability == .ready(generation: 2))
    #expect(try store.open(reference, for: .decision) == .unavailable(.unknown))
    #expect(try store.compare(CommandID(1), [part(wang, lookUp: "110")]) == .same)
    let new = try store.record(2, part(wang, event: 2, lookUp: "110"))[0]
    #expect(try store.text(of: new) == "Wang Xiaoming")
    expect(.keyGeneration) { try store.abandonUnavailableParts() }
  }

  private func recordBackUpAndRotate(_ backup: String) throws -> PersonalPartReference {
    let store = try data.open()
    let reference = try store.record(1, part(wang, lookUp: "110"))[0]
    try store.backUp(to: backup)
    try store.rotate()
    return reference
  }

  @Test func `of a later generation is refused under an older key`() throws {
    let old = try #require(try FileAccess.read(data.keyPath, limit: 4_096)).bytes
    try rotateAndClose()
    unlink(data.keyPath)
    try FileAccess.create(data.keyPath, old)
    do {
      _ = try data.open()
      Issue.record("opened")
    } catch let error as PersonalDataError {
      #expect(error.code == .wrongKey)
      #expect(error.reason.contains("generation 1") && error.reason.contains("generation 2"))
    }
  }

  private func rotateAndClose() throws { try data.open().rotate() }

  /// As a copy that was made with other tools, which don't say that the log must be asked.
  @Test func `of an older generation lets a command that came to nothing come again`() throws {
    let kept = data.root + "/kept"
    try prepareCopyAndRotate(kept)
    try data.restore(kept)
    let store = try data.open()
    try store.abandonUnavailableParts()
    #expect(try store.pendingCommands() == [CommandID(1)])
    #expect(try store.recover(isRecorded: { _ in false }) == (0, 1))
    let reference = try store.record(1, part(wang, lookUp: "110"))[0]
    #expect(try store.text(of: reference) == "Wang Xiaoming")
    #expect(try store.subject(lookedUpBy: "110") == wang)
  }

  private func prepareCopyAndRotate(_ kept: String) throws {
    do {
      let store = try data.open()
      _ = try store.prepare(CommandID(1), [part(wang, lookUp: "110")])
    }
    try copyTree(data.personal, to: kept)
    try rotateAndClose()
  }

  @Test func `can be taken by another process while the store is open`() async throws {
    let store = try data.open()
    let reference = try store.record(1, part(wang))[0]
    let root = data.root
    await #expect(processExitsWith: .exitCode(0)) { [root = root as String] in
      try PersonalStore.backUp(dataDirectory: root + "/data", to: root + "/backup")
      exit(0)
    }
    #expect(try store.text(of: reference) != nil)
    let other = try TemporaryData()
    unlink(other.keyPath)
    let key = try #require(try FileAccess.read(data.keyPath, limit: 4_096)).bytes
    try FileAccess.create(other.keyPath, key)
    try other.restore(data.root + "/backup")
    #expect(try other.open().text(of: reference) == "Wang Xiaoming")
  }
}
