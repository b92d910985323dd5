import Crypto
import EventModel
import LMDB
import Synchronization
import Testing
import TestSupport

@testable import PersonalData

@Suite struct `Opening a part` {
  let data: TemporaryData
  let store: PersonalStore
  let wang: StreamName

  init() throws {
    data = try TemporaryData()
    store = try data.open()
    wang = try person("wang")
  }

  @Test func `waits for nobody who opens another`() throws {
    let reference = try store.record(1, part(wang))[0]
    let (isReading, isRead) = (Flag(), Flag())
    let store = store
    let other = JoinableThread {
      try? store.read { _ in
        isReading.set()
        try? isRead.wait()
      }
    }
    try isReading.wait()
    let start = ContinuousClock.now
    #expect(try store.text(of: reference) == "Wang Xiaoming")
    #expect(ContinuousClock.now - start < .seconds(15))
    isRead.set()
    other.join()
  }

  @Test func `says unknown where there is none`() throws {
    let reference = PersonalPartReference(
      subject: wang, part: "student.personal",
      commitment: Commitment.digest(salt: [], plaintext: []))
    #expect(try store.open(reference, for: .decision) == .unavailable(.unknown))
  }

  @Test func `refuses a stored part of which any byte is another`() throws {
    let reference = try store.record(1, part(wang))[0]
    let key = RowKey.part(wang, reference.commitment)
    let stored = try store.row(key)
    for index in stored.indices {
      var damaged = stored
      damaged[index] ^= 0x10
      try store.tamper { live, transaction throws(PersonalDataError) in
        try transaction.set(damaged, at: key, in: live.tables.people)
      }
      expect(.corrupt) { _ = try store.open(reference, for: .decision) }
    }
    try store.tamper { live, transaction throws(PersonalDataError) in
      try transaction.set(stored, at: key, in: live.tables.people)
    }
    #expect(try store.text(of: reference) == "Wang Xiaoming")
  }

  @Test func `refuses a subject's key of which any byte is another`() throws {
    let reference = try store.record(1, part(wang))[0]
    let key = RowKey.subject(wang)
    var stored = [UInt8]()
    try store.tamper { live, transaction throws(PersonalDataError) in
      stored = try transaction.row(key, in: live.tables.people) ?? []
    }
    #expect(stored.count == 65)
    for index in stored.indices {
      var damaged = stored
      damaged[index] ^= 1
      try store.tamper { live, transaction throws(PersonalDataError) in
        try transaction.set(damaged, at: key, in: live.tables.people)
      }
      expect(.corrupt) { _ = try store.open(reference, for: .decision) }
      expect(.corrupt) { try store.record(2, part(wang, event: 2)) }
    }
  }

  @Test func `refuses a part that was moved to another event, part or person`() throws {
    let li = try person("li")
    let references = try store.record(
      1, part(wang), part(wang, event: 2), part(wang, "student.sensitive"), part(li))
    for (index, from) in references.enumerated() {
      let moved = try store.row(RowKey.part(from.subject, from.commitment))
      for (other, to) in references.enumerated() where other != index {
        let key = RowKey.part(to.subject, to.commitment)
        let original = try store.row(key)
        try store.tamper { live, transaction throws(PersonalDataError) in
          try transaction.set(moved, at: key, in: live.tables.people)
        }
        expect(.corrupt) { _ = try store.open(to, for: .decision) }
        try store.tamper { live, transaction throws(PersonalDataError) in
          try transaction.set(original, at: key, in: live.tables.people)
        }
      }
    }
    // A part whose stored event id is changed to another is not what was sealed.
    var stored = try #require(
      SealedPart(stored: try store.row(RowKey.part(wang, references[0].commitment))))
    stored.event = EventID(2)
    try store.tamper { live, transaction throws(PersonalDataError) in
      try transaction.set(
        stored.stored, at: RowKey.part(wang, references[0].commitment), in: live.tables.people)
    }
    expect(.corrupt) { _ = try store.open(references[0], for: .decision) }
  }

  @Test func `refuses another plaintext even when it is sealed rightly`() throws {
    let reference = try store.record(1, part(wang))[0]
    try store.tamper { live, transaction throws(PersonalDataError) in
      let ring = try live.requireKeys()
      guard let row = try live.subjectRow(wang, transaction),
        let key = ring.unwrap(row.key, owner: wang.text)
      else { throw .corrupt("the test's own key is missing", nil) }
      let forged = SealedPart.seal(
        part(wang, "student.personal", "Wang Daming"), salt: Randomness().bytes(32),
        nonce: Randomness().bytes(12), under: key)
      try transaction.set(
        forged.stored, at: RowKey.part(wang, reference.commitment), in: live.tables.people)
    }
    expect(.corrupt) { _ = try store.open(reference, for: .decision) }
  }

  @Test func `is reported before anything is handed out`() throws {
    let references = try store.record(1, part(wang), part(wang, "student.sensitive"))
    try store.erase(try person("li"))
    let other = try TemporaryData()
    let seen = Mutex<[PartAccess]>([])
    let isRefusing = Mutex(false)
    let watched = try PersonalStore(
      dataDirectory: other.dataDirectory, key: .file(other.keyPath),
      onAccess: { access in
        if isRefusing.withLock({ $0 }) { throw CancellationError() }
        seen.withLock { $0.append(access) }
      })
    let purpose = AccessPurpose(user: "clerk-1", reason: "query")
    let own = try watched.record(1, part(wang))[0]
    #expect(try watched.open(own, for: purpose) == .known(Array("Wang Xiaoming".utf8)))
    #expect(try watched.open(references[0], for: purpose) == .unavailable(.unknown))
    #expect(seen.withLock { $0 } == [PartAccess(reference: own, purpose: purpose)])
    isRefusing.withLock { $0 = true }
    expect(.storage) { _ = try watched.open(own, for: purpose) }
  }
}

extension PersonalStore {
  fileprivate func row(_ key: [UInt8]) throws -> [UInt8] {
    let row = try read { live throws(PersonalDataError) in
      try live.copy.read { transaction throws(PersonalDataError) in
        try transaction.row(key, in: live.tables.people)
      }
    }
    return try #require(row)
  }
}
