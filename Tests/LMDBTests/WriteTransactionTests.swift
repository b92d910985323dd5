import Glibc
import LMDB
import Testing
import TestSupport

@Suite struct `A write transaction` {
  private let directory = TemporaryDirectory()

  @Test func `aborts at the end of its scope unless it was committed`() throws {
    let environment = try directory.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    do {
      var transaction = try environment.beginWrite()
      let value = bytes(1)
      try transaction.put(value.span.bytes, at: 1, in: table)
      #expect(try transaction.entryCount(in: table) == 1)
    }
    #expect(try environment.everything(in: table).isEmpty)
    // The lock was given back.
    try environment.fill(0..<1, of: table)
    #expect(try environment.everything(in: table).count == 1)
  }

  @Test func `aborts when asked, and when its body throws`() throws {
    let environment = try directory.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    var transaction = try environment.beginWrite()
    try transaction.put([1 as UInt8].span.bytes, at: 1, in: table)
    transaction.abort()
    let error = failure { () throws(LMDBError) in
      try environment.write { (transaction) throws(LMDBError) in
        try transaction.put([1 as UInt8].span.bytes, at: 1, in: table)
        try transaction.append([1 as UInt8].span.bytes, at: 0, in: table)
      }
    }
    #expect(error?.code == .keyOutOfOrder)
    #expect(try environment.everything(in: table).isEmpty)
  }

  @Test func `is refused a second time on one thread`() throws {
    let environment = try directory.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    var transaction = try environment.beginWrite()
    let nested = failure { () throws(LMDBError) in try environment.beginWrite() }
    #expect(nested?.code == .writeAlreadyOpenOnThread)
    let opening = failure { () throws(LMDBError) in
      try environment.openTable("another", keyedBy: UInt64.self)
    }
    #expect(opening?.code == .writeAlreadyOpenOnThread)
    try transaction.put([1 as UInt8].span.bytes, at: 1, in: table)
    try transaction.commit()
    try environment.beginWrite().abort()
    #expect(try environment.everything(in: table).count == 1)
  }

  @Test func `traps when it ends on another thread`() async {
    await #expect(processExitsWith: .signal(SIGILL)) { [path = directory.path as String] in
      try commitElsewhere(openSmall(path))
    }
  }

  @Test func `numbers its commits one after the other`() throws {
    let environment = try directory.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    let before = try environment.information().lastTransactionID
    var transaction = try environment.beginWrite()
    #expect(transaction.id == before + 1)
    try transaction.put([1 as UInt8].span.bytes, at: 1, in: table)
    try transaction.commit()
    #expect(try environment.information().lastTransactionID == before + 1)
    #expect(try environment.beginRead().snapshotID == before + 1)
  }

  @Test func `is refused in an environment opened for reading only`() throws {
    do { _ = try directory.open().openTable("events", keyedBy: UInt64.self) }
    let environment = try directory.open { $0.access = .readOnly }
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    let error = failure { () throws(LMDBError) in try environment.beginWrite() }
    #expect(error?.code == .readOnly)
    #expect(try environment.everything(in: table).isEmpty)
  }

  @Test func `that filled the map leaves the environment as it was`() throws {
    let environment = try directory.open { $0.reservedByteCount = 1 << 20 }
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    try environment.fill(0..<10, of: table)
    let error = failure { () throws(LMDBError) in
      try environment.fill(10..<100_000, of: table)
    }
    #expect(error?.code == .mapFull)
    #expect(error?.cCode == -30792)
    #expect(try environment.everything(in: table).count == 10)
    try environment.fill(10..<20, of: table)
    #expect(try environment.everything(in: table).count == 20)
  }

  @Test func `accepts only an abort after a failed operation`() throws {
    let environment = try directory.open { $0.reservedByteCount = 1 << 20 }
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    var transaction = try environment.beginWrite()
    let value = bytes(1, count: 2 << 20)
    do throws(LMDBError) {
      try transaction.put(value.span.bytes, at: 1, in: table)
      Issue.record("a value larger than the map was put")
    } catch {
      #expect(error.code == .mapFull)
    }
    do throws(LMDBError) {
      try transaction.commit()
      Issue.record("a failed transaction was committed")
    } catch {
      #expect(error.code == .transactionFailed)
    }
    try environment.fill(0..<1, of: table)
  }
}

private func commitElsewhere(_ environment: Environment) throws(LMDBError) {
  final class Box: @unchecked Sendable {
    // `@unchecked`: the thread that made it waits for the other.
    var transaction: WriteTransaction?
    init(_ transaction: consuming WriteTransaction) { self.transaction = consume transaction }
  }
  let box = Box(try environment.beginWrite())
  inThread { box.transaction = nil }
}
