import Deciding
import EventLog
import EventLogTesting
import EventModel
import GRDBSQLite
import Glibc
import Projections
import Testing
import TestSupport

@Suite struct `Keeping read models` {
  let directory = TemporaryDirectory()
  let recorder = Recorder()

  func store() throws -> ReadModelStore {
    try ReadModelStore(opening: directory.path + "/views", of: recorder.log, Toy.set)
  }

  @Test func `shows what events add up to`() async throws {
    try await recorder.record(
      "account-a", .init(type: Account.opened, text: "Anna"),
      .init(type: Account.added, text: "5"), .init(type: Account.doubled, text: ""))
    let store = try store()
    try await store.catchUp()
    let page = try await store.page(ViewQuery("Balances"))
    #expect(page.rows == [["account-a", "Anna", 10, "documented", "2022-06-30"]])
    #expect(page.end == recorder.log.end)
    let trail = try await store.page(ViewQuery("Trail", columns: ["type", "number"]))
    #expect(
      trail.rows.map(\.[0]) == [
        "account.opened", "account.added", "account.doubled", "log.created",
      ])
  }

  @Test func `goes on where it stopped`() async throws {
    try await recorder.record("account-a", .init(type: Account.added, text: "5"))
    do {
      let store = try store()
      try await store.catchUp()
      #expect(store.status(now: RecordedTime(microseconds: 0)).startedAnew != nil)
    }
    try await recorder.record("account-a", .init(type: Account.added, text: "6"))
    let store = try store()
    #expect(store.status(now: RecordedTime(microseconds: 0)).startedAnew == nil)
    #expect(store.end.number == 2)
    try await store.catchUp()
    #expect(try await store.page(ViewQuery("Balances")).rows[0][2] == 11)
  }

  @Test func `lags by the age of the first event that is not in them`() async throws {
    try await recorder.record("account-a", .init(type: Account.added, text: "5"))
    let store = try store()
    try await store.catchUp()
    let end = recorder.log.end
    for _ in 0..<2 {
      recorder.clock.advance(bySeconds: 60)
      try await recorder.record("account-a", .init(type: Account.added, text: "6"))
    }
    let missing = try recorder.log.read(
      from: end, direction: .forwards, type: nil, before: nil, limit: 1)
    let first = try #require(missing.first).recordedAt.microseconds
    func lag(after microseconds: Int64) -> Int64 {
      store.status(now: RecordedTime(microseconds: first + microseconds)).lagMicroseconds
    }
    #expect(lag(after: 100_000_000) == 100_000_000)
    // Whose clock is behind that of the log.
    #expect(lag(after: -1) == 0)
    #expect(store.status(now: RecordedTime(microseconds: first)).lagEvents == 2)
    try await store.catchUp()
    #expect(lag(after: 100_000_000) == 0)
  }

  @Test func `folds a stream anew for a fact that happened earlier`() async throws {
    try await recorder.record(
      "account-a", .init(type: Account.opened, text: "Anna"),
      .init(type: Account.doubled, text: "", occurred: "2022-07-02"))
    let store = try store()
    try await store.catchUp()
    try await recorder.record(
      "account-a", .init(type: Account.added, text: "5", occurred: "2022-07-01"))
    try await store.catchUp()
    #expect(try await store.page(ViewQuery("Balances")).rows[0][2] == 10)
  }

  @Test func `applies corrections and voids`() async throws {
    try await recorder.record(
      "account-a", .init(type: Account.opened, text: "Anna"),
      .init(type: Account.added, text: "5"), .init(type: Account.added, text: "7"))
    let store = try store()
    try await store.catchUp()
    let ids = recorder.ids[try StreamName(validating: "account-a")] ?? []
    try await recorder.record(
      "account-a", .init(type: Account.added, text: "50", corrects: ids[1]),
      .init(type: EventType("event.voided"), text: "", voids: ids[2]))
    try await store.catchUp()
    #expect(try await store.page(ViewQuery("Balances")).rows[0][2] == 50)
    let trail = try await store.page(
      ViewQuery("Trail", filters: [.init("stream", .prefix("account-"))], columns: ["status"]))
    #expect(
      trail.rows.map(\.[0]) == ["effective", "corrected", "voided", "correction", "void"])
  }

  @Test func `stands still while the database refuses, and goes on when it takes rows again`()
    async throws
  {
    try await recorder.record("account-a", .init(type: Account.added, text: "5"))
    let store = try store()
    let running = Task { try await store.run() }
    func wait(for body: (ProjectionStatus.Phase) -> Bool) async throws {
      try await waitUntil { body(store.status(now: RecordedTime(microseconds: 0)).phase) }
    }
    try await wait { if case .live = $0 { true } else { false } }
    // Somebody else holds the write lock, longer than one waits for it.
    var other: OpaquePointer?
    let path = directory.path + "/views/generation-1.sqlite"
    #expect(sqlite3_open_v2(path, &other, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK)
    defer { sqlite3_close_v2(other) }
    #expect(sqlite3_exec(other, "BEGIN IMMEDIATE", nil, nil, nil) == SQLITE_OK)
    try await recorder.record("account-a", .init(type: Account.added, text: "6"))
    try await wait { if case .stopped = $0 { true } else { false } }
    // Meanwhile it answers as it did.
    #expect(try await store.page(ViewQuery("Balances")).rows[0][2] == 5)
    #expect(store.status(now: RecordedTime(microseconds: 0)).isAnswering)
    #expect(sqlite3_exec(other, "ROLLBACK", nil, nil, nil) == SQLITE_OK)
    try await wait { if case .live = $0 { true } else { false } }
    #expect(try await store.page(ViewQuery("Balances")).rows[0][2] == 11)
    running.cancel()
    try await running.value
  }

  @Test func `starts anew when the log is another one, and says so`() async throws {
    try await recorder.record("account-a", .init(type: Account.added, text: "5"))
    do {
      let store = try store()
      try await store.catchUp()
    }
    let other = Recorder(id: 2)
    try await other.record("account-b", .init(type: Account.added, text: "1"))
    let store = try ReadModelStore(
      opening: directory.path + "/views", of: other.log, Toy.set)
    #expect(
      store.status(now: RecordedTime(microseconds: 0)).startedAnew?.contains("made from log")
        == true)
    try await store.catchUp()
    #expect(try await store.page(ViewQuery("Balances")).rows.map(\.[0]) == ["account-b"])
  }

  @Test func `starts anew when the log below is another one`() async throws {
    try await recorder.record("account-a", .init(type: Account.added, text: "5"))
    do {
      let store = try store()
      try await store.catchUp()
    }
    let other = Recorder()
    try await other.record("account-a", .init(type: Account.added, text: "6"))
    let store = try ReadModelStore(opening: directory.path + "/views", of: other.log, Toy.set)
    #expect(
      store.status(now: RecordedTime(microseconds: 0)).startedAnew?.contains("not the one") == true)
    try await store.catchUp()
    #expect(try await store.page(ViewQuery("Balances")).rows[0][2] == 6)
  }

  @Test func `starts anew for other code`() async throws {
    do {
      let store = try store()
      try await store.catchUp()
    }
    let set = Toy.makeSet(categories: [StreamCategory("log"), StreamCategory("other")])
    let store = try ReadModelStore(opening: directory.path + "/views", of: recorder.log, set)
    #expect(
      store.status(now: RecordedTime(microseconds: 0)).startedAnew?.contains("another version")
        == true)
  }

  @Test func `is kept by one process at a time`() async throws {
    let store = try store()
    try await store.catchUp()
    #expect(throws: ProjectionError.self) {
      _ = try ReadModelStore(opening: directory.path + "/views", of: recorder.log, Toy.set)
    }
    let reader = try ReadModelStore(
      reading: directory.path + "/views", of: recorder.log, Toy.set)
    #expect(try await reader.page(ViewQuery("Balances")).end == store.end)
    await #expect(throws: ProjectionError.self) { try await reader.catchUp() }
  }

  @Test func `are kept by no other process meanwhile, and read by any`() async throws {
    let place = TemporaryDirectory()
    let log = try EventLog.create(at: place.path + "/data", origin: "example.org/concord/test")
    let held = try ReadModelStore(opening: place.path + "/views", of: log, Toy.set)
    try await held.catchUp()
    await #expect(processExitsWith: .success) { [path = place.path as String] in
      let log = try EventLog.openReadOnly(at: path + "/data")
      do throws(ProjectionError) {
        _ = try ReadModelStore(opening: path + "/views", of: log, Toy.set)
        exit(1)
      } catch {
        guard error.code == .heldByAnotherProcess else { exit(2) }
      }
      let reader = try ReadModelStore(reading: path + "/views", of: log, Toy.set)
      exit(reader.end == Position(1) ? EXIT_SUCCESS : 3)
    }
    log.close()
  }

  @Test func `follows the log and lets readers wait for a position`() async throws {
    let store = try store()
    let keeping = Task { try await store.run() }
    let receipt = try await recorder.record("account-a", .init(type: Account.added, text: "5"))
    let end = await store.wait(untilEnd: receipt.end, atMost: .seconds(20))
    #expect(end >= receipt.end)
    #expect(try await store.page(ViewQuery("Balances")).rows.count == 1)
    let status = store.status(now: RecordedTime(microseconds: 0))
    #expect(status.lagEvents == 0)
    let late = await store.wait(untilEnd: Position(1_000), atMost: .milliseconds(5))
    #expect(late == receipt.end)
    keeping.cancel()
    try await keeping.value
  }

  @Test func `a stream that can't be folded stands still, the others go on`() async throws {
    try await recorder.record(
      "account-a", .init(type: Account.opened, text: "Anna"), .init(type: Account.added, text: "5"))
    let store = try store()
    try await store.catchUp()
    try await recorder.record("account-a", .init(type: Account.added, text: "1"))
    try await recorder.record(
      "account-a", .init(type: Account.added, text: "2"),
      .init(type: Account.added, text: "3", version: 2))
    try await recorder.record("account-b", .init(type: Account.added, text: "4"))
    try await recorder.record("account-a", .init(type: Account.added, text: "6"))
    try await recorder.record("stranger-a", .init(type: Account.added, text: "6"))
    try await store.catchUp()
    let rows = try await store.page(ViewQuery("Balances")).rows
    #expect(rows.map(\.[2]) == [6, 4])
    let quarantine = try await store.page(ViewQuery("Quarantine")).rows
    #expect(quarantine.map(\.[0]) == ["account-a", "stranger-a"])
    #expect(quarantine[0][1] == 5)
    #expect(quarantine[0][2].text?.contains("newer Concord") == true)
    #expect(store.status(now: RecordedTime(microseconds: 0)).quarantinedStreamCount == 2)
    // Of a category that nobody knows it isn't known whether it is of persons.
    let seen = try await store.page(ViewQuery("Quarantine").hidingSmallCells()).rows
    #expect(seen.map(\.[0]) == ["account-a", "stranger at 8"])
    #expect(seen.map(\.[2]) == quarantine.map(\.[2]))
    let byName = ViewQuery.Filter("stream", .oneOf(["stranger-a"]))
    let found = try await store.page(
      ViewQuery("Quarantine", filters: [byName]).hidingSmallCells())
    #expect(found.rows.isEmpty)
    let row = try await store.row(
      of: "Quarantine", key: ["stranger at 8"], hidingSmallCells: true)
    #expect(row?.row[1] == 8)
    let live = try await store.digest()
    _ = try await store.rebuild()
    #expect(try await store.digest() == live)
  }
}
