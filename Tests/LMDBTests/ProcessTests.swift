import Glibc
import LMDB
import Testing
import TestSupport

/// What a check in a child process found wrong; its exit code, so that the parent sees which.
private func exitUnless(_ condition: Bool, _ code: Int32) {
  if !condition { _exit(code) }
}

/// Traps unless `condition` holds; unlike `precondition`, of a value that was worked out before.
private func demand(_ condition: Bool, _ message: String = "") {
  precondition(condition, message)
}

@Suite struct `A forked child` {
  private let directory = TemporaryDirectory()

  @Test func `can't use its parent's environment, and does it no harm`() async throws {
    await #expect(processExitsWith: .success) { [path = directory.path as String] in
      try forkWithOpenTransactions(openSmall(path))
    }
    let environment = try directory.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    #expect(try environment.everything(in: table).map(\.0) == [0, 1])
  }

  @Test func `can't renew a snapshot, nor write through a cursor`() async {
    await #expect(processExitsWith: .success) { [path = directory.path as String] in
      try forkWithinCursor(openSmall(path))
    }
  }

  @Test func `may open the environment for itself`() async throws {
    do {
      let environment = try directory.open()
      let table = try environment.openTable("events", keyedBy: UInt64.self)
      try environment.fill(0..<3, of: table)
    }
    await #expect(processExitsWith: .success) { [path = directory.path as String] in
      let parent = try openSmall(path)
      let child = forkProcess()
      guard child != 0 else {
        do throws(LMDBError) {
          let environment = try openSmall(path)
          let table = try environment.openTable("events", keyedBy: UInt64.self)
          exitUnless(try environment.everything(in: table).count == 3, 10)
          try environment.fill(3..<4, of: table)
          _exit(0)
        } catch {
          _exit(11)
        }
      }
      demand(waitForExit(of: child) == 0)
      let table = try parent.openTable("events", keyedBy: UInt64.self)
      demand(try parent.everything(in: table).count == 4)
    }
  }
}

private func forkWithOpenTransactions(_ environment: Environment) throws(LMDBError) {
  let table = try environment.openTable("events", keyedBy: UInt64.self)
  try environment.fill(0..<1, of: table)
  let reader = try environment.beginRead()
  let snapshot = reader.snapshotID
  var writer = try environment.beginWrite()
  let value = bytes(1)
  try writer.append(value.span.bytes, at: 1, in: table)

  let child = forkProcess()
  if child == 0 {
    func isRefused<Result: ~Copyable>(_ body: () throws(LMDBError) -> Result) -> Bool {
      failure(of: body)?.code == .usedAfterFork
    }
    exitUnless(isRefused { () throws(LMDBError) in try environment.beginRead() }, 10)
    exitUnless(isRefused { () throws(LMDBError) in try environment.information() }, 11)
    exitUnless(isRefused { () throws(LMDBError) in try environment.clearDeadReaders() }, 12)
    exitUnless(isRefused { () throws(LMDBError) in try environment.beginWrite() }, 14)
    exitUnless(isRefused { () throws(LMDBError) in try reader.contains(0, in: table) }, 15)
    exitUnless(
      isRefused { () throws(LMDBError) in
        try environment.openTable("events", keyedBy: UInt64.self)
      }, 16)
    exitUnless(
      isRefused { () throws(LMDBError) in try environment.copy(to: "/tmp/never-made") }, 17)
    do throws(LMDBError) {
      try writer.append(value.span.bytes, at: 2, in: table)
      _exit(18)
    } catch {
      exitUnless(error.code == .usedAfterFork, 19)
    }
    // Ending the parent's transactions must leave its lock and its slot alone.
    reader.end()
    do throws(LMDBError) {
      try writer.commit()
      _exit(20)
    } catch {
      exitUnless(error.code == .usedAfterFork, 21)
    }
    _exit(0)
  }
  let exitCode = waitForExit(of: child)
  demand(exitCode == 0, "the child's check \(exitCode) failed")
  // The parent's lock and slot are as they were.
  demand(try environment.openReaders().contains { $0.snapshotID == snapshot })
  demand(try reader.entryCount(in: table) == 1)
  try writer.commit()
  reader.end()
  demand(
    try environment.read { (reader) throws(LMDBError) in try reader.entryCount(in: table) } == 2)
}

private func forkWithinCursor(_ environment: Environment) throws(LMDBError) {
  let table = try environment.openTable("events", keyedBy: UInt64.self)
  var reader = try environment.beginRead()
  try environment.write { (transaction) throws(LMDBError) in
    try transaction.withCursor(in: table) { (cursor) throws(LMDBError) in
      let value = bytes(1)
      let child = forkProcess()
      if child == 0 {
        do throws(LMDBError) {
          try reader.renew()
          _exit(10)
        } catch { exitUnless(error.code == .usedAfterFork, 11) }
        do throws(LMDBError) {
          try cursor.put(value.span.bytes, at: 1)
          _exit(12)
        } catch { exitUnless(error.code == .usedAfterFork, 13) }
        _exit(0)
      }
      demand(waitForExit(of: child) == 0)
      try cursor.put(value.span.bytes, at: 2)
    }
  }
  try reader.renew()
  demand(try reader.contains(2, in: table))
}

@Suite struct `Two processes` {
  private let directory = TemporaryDirectory()

  @Test func `see each other's commits, one reading only`() async throws {
    let environment = try directory.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    try environment.fill(0..<10, of: table)
    await #expect(processExitsWith: .success) { [path = directory.path as String] in
      let environment = try openSmall(path) { $0.access = .readOnly }
      let table = try environment.openTable("events", keyedBy: UInt64.self, create: false)
      demand(try environment.everything(in: table).count == 10)
      demand(
        failure { () throws(LMDBError) in try environment.beginRead().end() } == nil)
      demand(
        failure { () throws(LMDBError) in _ = try environment.beginWrite() }?.code == .readOnly)
    }
    await #expect(processExitsWith: .success) { [path = directory.path as String] in
      let environment = try openSmall(path)
      let table = try environment.openTable("events", keyedBy: UInt64.self)
      try environment.fill(10..<20, of: table)
    }
    #expect(try environment.everything(in: table).count == 20)
  }

  @Test func `are no damage to each other, however fast one commits`() async throws {
    try makeTable()
    let writer = Task {
      await #expect(processExitsWith: .success) { [path = directory.path as String] in
        let environment = try openSmall(path) { $0.durability = .lostOnPowerCut }
        let table = try environment.openTable("events", keyedBy: UInt64.self)
        for number in 1..<4_000 { try environment.fill(number..<(number + 1), of: table) }
      }
    }
    // Between the two meta pages' reads it commits more than once, now and then.
    var seen: UInt64 = 0
    var openings = 0
    while seen < 3_000, openings < 1_000_000 {
      seen = try openSmall(directory.path) { $0.access = .readOnly }.information()
        .lastTransactionID
      openings += 1
      // The child is started from a thread that this one may be.
      await Task.yield()
    }
    _ = await writer.value
    #expect(seen >= 3_000)
  }

  private func makeTable() throws {
    let environment = try directory.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    try environment.fill(0..<1, of: table)
  }

  @Test func `share reader slots, and those of a dead one are freed`() async throws {
    let environment = try directory.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    try environment.fill(0..<1, of: table)
    func dieReading() async {
      await #expect(processExitsWith: .signal(SIGKILL)) { [path = directory.path as String] in
        let environment = try openSmall(path)
        let reader = try environment.beginRead()
        demand(try environment.openReaders().count == 1)
        kill(getpid(), SIGKILL)
        reader.end()
      }
    }
    await dieReading()
    let dead = try environment.openReaders()
    #expect(dead.count == 1)
    #expect(dead.first?.processID != getpid())
    #expect(dead.first?.snapshotID != nil)
    #expect(try environment.clearDeadReaders() == 1)
    #expect(try environment.openReaders().isEmpty)

    // The next to open clears them by itself: it sees none but its own.
    await dieReading()
    #expect(try environment.openReaders().count == 1)
    await #expect(processExitsWith: .success) { [path = directory.path as String] in
      let environment = try openSmall(path)
      demand(try environment.openReaders().isEmpty)
    }
    #expect(try environment.openReaders().isEmpty)
  }

  @Test func `notice when one has outgrown the other's address space`() async throws {
    let environment = try directory.open {
      $0.reservedByteCount = 1 << 20
      $0.maximumReaderCount = 3
    }
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    try environment.fill(0..<1, of: table)
    var reader = try environment.beginRead()
    await #expect(processExitsWith: .success) { [path = directory.path as String] in
      let environment = try openSmall(path) { $0.maximumReaderCount = 3 }
      let table = try environment.openTable("events", keyedBy: UInt64.self)
      try environment.fill(1..<20_000, of: table)
    }
    // Each time anew: what was tried takes no slot.
    for _ in 0..<4 {
      let error = failure { () throws(LMDBError) in try environment.beginRead() }
      #expect(error?.code == .mapResized)
    }
    #expect(try reader.copy(at: 0, in: table) == bytes(0))
    let error = failure { () throws(LMDBError) in try reader.renew() }
    #expect(error?.code == .mapResized)
    let use = failure { () throws(LMDBError) in try reader.entryCount(in: table) }
    #expect(use.map(isPastDeadline) == true)
  }

  @Test func `write one after the other`() async throws {
    let environment = try directory.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    try environment.fill(0..<1, of: table)
    async let child = #expect(processExitsWith: .success) {
      [path = directory.path as String] in
      try count(in: openSmall(path), to: 200)
    }
    try count(in: environment, to: 200)
    _ = await child
    let total = try environment.read { (reader) throws(LMDBError) in
      try reader.value(at: 0, in: table)?.unsafeLoadUnaligned(as: UInt64.self)
    }
    #expect(total == UInt64(littleEndian: 0) + firstValue + 400)
  }

  @Test func `lose nothing that was committed when one is killed`() async throws {
    do {
      let environment = try directory.open()
      _ = try environment.openTable("events", keyedBy: UInt64.self)
    }
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = directory.path as String] in
      let environment = try openSmall(path)
      let table = try environment.openTable("events", keyedBy: UInt64.self)
      try environment.fill(0..<500, of: table)
      try killWhileWriting(environment, table)
    }
    let environment = try directory.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    #expect(try environment.everything(in: table).map(\.1) == (0..<500).map { bytes($0) })
    try environment.fill(500..<501, of: table)
  }
}

private var firstValue: UInt64 {
  bytes(0).span.bytes.unsafeLoadUnaligned(as: UInt64.self)
}

/// Adds one to the number at key 0, `times` times, a commit each.
private func count(in environment: Environment, to times: Int) throws(LMDBError) {
  let table = try environment.openTable("events", keyedBy: UInt64.self)
  for _ in 0..<times {
    try environment.write { (transaction) throws(LMDBError) in
      let old = try transaction.value(at: 0, in: table)?.unsafeLoadUnaligned(as: UInt64.self)
      let new = (old ?? 0) &+ 1
      try withUnsafeBytes(of: new) { (bytes) throws(LMDBError) in
        try transaction.put(RawSpan(_unsafeBytes: bytes), at: 0, in: table)
      }
    }
  }
}

private func killWhileWriting(
  _ environment: Environment, _ table: Table<UInt64>
) throws(LMDBError) {
  var transaction = try environment.beginWrite()
  let value = bytes(1)
  try transaction.append(value.span.bytes, at: 500, in: table)
  kill(getpid(), SIGKILL)
  try transaction.commit()
}
