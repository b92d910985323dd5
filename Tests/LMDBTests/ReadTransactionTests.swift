import LMDB
import Testing
import TestSupport

@Suite struct `A read transaction` {
  private let directory = TemporaryDirectory()

  @Test func `keeps its snapshot until it is renewed`() throws {
    let environment = try directory.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    try environment.fill(0..<5, of: table)
    var reader = try environment.beginRead()
    let before = reader.snapshotID
    inThread { try? environment.fill(5..<10, of: table) }
    #expect(try reader.entryCount(in: table) == 5)
    #expect(try reader.copy(at: 7, in: table) == nil)
    try reader.renew()
    #expect(reader.snapshotID == before + 1)
    #expect(try reader.entryCount(in: table) == 10)
  }

  @Test func `lends bytes that stay as they were while they are overwritten`() throws {
    let environment = try directory.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    try environment.fill(0..<1, of: table, valueByteCount: 3000)
    let reader = try environment.beginRead()
    guard let lent = try reader.value(at: 0, in: table) else {
      Issue.record("the value is missing")
      return
    }
    for round in 1...50 {
      inThread {
        try? environment.write { (transaction) throws(LMDBError) in
          let value = bytes(round, count: 3000)
          try transaction.put(value.span.bytes, at: 0, in: table)
        }
      }
    }
    #expect(lent.copied == bytes(0, count: 3000))
    #expect(try environment.everything(in: table).first?.1 == bytes(50, count: 3000))
  }

  @Test func `lends its span out of a function that borrows it`() throws {
    let environment = try directory.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    try environment.fill(0..<100, of: table)
    let reader = try environment.beginRead()
    var sum = 0
    for key in 0..<100 as Range<UInt64> {
      if let value = try reader.value(at: key, in: table) {
        sum += Int(value.unsafeLoad(as: UInt8.self))
      }
    }
    #expect(sum == (0..<100).reduce(0) { $0 + Int(bytes($1)[0]) })
  }

  @Test func `may be used after its environment was let go`() throws {
    func begin() throws(LMDBError) -> (Table<UInt64>, ReaderBox) {
      let environment = try directory.open()
      let table = try environment.openTable("events", keyedBy: UInt64.self)
      try environment.fill(0..<5, of: table)
      return (table, ReaderBox(try environment.beginRead()))
    }
    do {
      let (table, box) = try begin()
      #expect(try box.reader.copy(at: 3, in: table) == bytes(3))
      // It still counts as open.
      let error = failure { () throws(LMDBError) in try directory.open() }
      #expect(error?.code == .alreadyOpenInProcess)
    }
    _ = try directory.open()
  }

  @Test func `is refused every use after its deadline, until it is renewed`() throws {
    let environment = try directory.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    try environment.fill(0..<5, of: table)
    var reader = try environment.beginRead(within: .zero)
    let errors = [
      failure { () throws(LMDBError) in try reader.contains(1, in: table) },
      failure { () throws(LMDBError) in try reader.entryCount(in: table) },
      failure { () throws(LMDBError) in _ = try reader.copy(at: 1, in: table) },
      failure { () throws(LMDBError) in _ = try reader.entry(atOrBefore: 9, in: table) },
      failure { () throws(LMDBError) in try reader.forEach(in: table) { _, _ in .next } },
    ]
    for error in errors { #expect(error.map(isPastDeadline) == true) }
    try reader.renew()
    #expect(try reader.entryCount(in: table) == 5)
  }

  @Test func `has the environment's limit where none is given`() throws {
    let environment = try directory.open { $0.readLimit = .zero }
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    let error = failure { () throws(LMDBError) in
      try environment.read { (reader) throws(LMDBError) in try reader.entryCount(in: table) }
    }
    #expect(error.map(isPastDeadline) == true)
  }

  @Test func `has the limit that it was begun or renewed with, be it without end`() throws {
    let environment = try directory.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    var reader = try environment.beginRead(within: .seconds(Int64.max))
    #expect(try reader.entryCount(in: table) == 0)
    for limit in [Duration.zero, .seconds(-1), .nanoseconds(-1)] {
      try reader.renew(within: limit)
      let error = failure { () throws(LMDBError) in try reader.entryCount(in: table) }
      #expect(error.map(isPastDeadline) == true, "\(limit)")
    }
    try reader.renew(within: .seconds(Int64.max))
    #expect(try reader.entryCount(in: table) == 0)
  }

  @Test func `is as old as the snapshot that it was renewed for`() throws {
    let environment = try directory.open()
    var reader = try environment.beginRead()
    let before = ContinuousClock.now
    try spinUntil { reader.age > .milliseconds(50) }
    try reader.renew()
    // The clock of snapshots is a coarse one, by some milliseconds.
    #expect(reader.age < ContinuousClock.now - before - .milliseconds(25))
  }

  @Test func `is refused when all slots are taken, and not afterwards`() throws {
    let environment = try directory.open { $0.maximumReaderCount = 3 }
    do {
      let (a, b, c) = (
        ReaderBox(try environment.beginRead()), ReaderBox(try environment.beginRead()),
        ReaderBox(try environment.beginRead())
      )
      let error = failure { () throws(LMDBError) in try environment.beginRead() }
      #expect(error?.code == .readersFull)
      withExtendedLifetime((a, b, c)) {}
    }
    for _ in 0..<1000 { try environment.beginRead().end() }
    let (a, b, c) = (
      ReaderBox(try environment.beginRead()), ReaderBox(try environment.beginRead()),
      ReaderBox(try environment.beginRead())
    )
    withExtendedLifetime((a, b, c)) {}
  }

  @Test(arguments: [1, 63, 64, 65, 130])
  func `has as many slots as were asked for`(count: Int) throws {
    let environment = try directory.open { $0.maximumReaderCount = count }
    // What was given back can be had again.
    for _ in 0..<2 {
      var readers: [ReaderBox] = []
      for _ in 0..<count { readers.append(ReaderBox(try environment.beginRead())) }
      let error = failure { () throws(LMDBError) in try environment.beginRead() }
      #expect(error?.code == .readersFull)
      #expect(try environment.openReaders().count == count)
      readers.removeAll()
      #expect(try environment.openReaders().allSatisfy { $0.snapshotID == nil })
    }
  }

  /// Four threads read while one writes: each snapshot is whole, and no slot is used twice.
  @Test func `sees whole commits only, from many threads`() throws {
    let environment = try directory.open { $0.maximumReaderCount = 8 }
    let table = try environment.openTable("pair", keyedBy: UInt64.self)
    func write(_ number: Int) throws(LMDBError) {
      try environment.write { (transaction) throws(LMDBError) in
        let value = bytes(number)
        for key in 0..<10 as Range<UInt64> {
          try transaction.put(value.span.bytes, at: key, in: table)
        }
      }
    }
    try write(0)
    let (isDone, torn, reads) = (Flag(), Counter(), Counter())
    let readers = (0..<4).map { _ in
      JoinableThread {
        while !isDone.isSet {
          do throws(LMDBError) {
            try environment.read { (reader) throws(LMDBError) in
              let first = try reader.copy(at: 0, in: table)
              for key in 1..<10 as Range<UInt64> where try reader.copy(at: key, in: table) != first
              {
                torn.add()
              }
              reads.add()
            }
          } catch {
            torn.add()
          }
        }
      }
    }
    defer { isDone.set() }
    var number = 1
    try spinUntil {
      try write(number)
      number += 1
      return number >= 200 && reads.value >= 1000
    }
    isDone.set()
    for reader in readers { reader.join() }
    #expect(torn.value == 0)
  }
}

/// A read transaction where a copyable value is needed.
private final class ReaderBox {
  let reader: ReadTransaction
  init(_ reader: consuming ReadTransaction) { self.reader = reader }
}
