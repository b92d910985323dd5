import EventLog
import EventLogTesting
import EventModel
import FoundationEssentials
import GRDBSQLite
import Glibc
import TestSupport
import Testing

@testable import Projections

@Suite(.timeLimit(.minutes(10))) struct `Read models that are refused something` {
  let directory = TemporaryDirectory()
  let recorder = Recorder()
  private var views: String { directory.path + "/views" }

  private func phase(_ store: ReadModelStore) -> ProjectionStatus.Phase {
    store.status(now: RecordedTime(microseconds: 0)).phase
  }

  @Test func `go on once the log answers again`() async throws {
    let log = RefusingLog(recorder.log)
    try await recorder.record("account-a", .init(type: Account.added, text: "5"))
    let store = try ReadModelStore(opening: views, of: log, Toy.set)
    log.refuse(.readDeadlinePassed)
    let running = Task { try await store.run() }
    try await waitUntil {
      phase(store) == .stopped(EventLogError.readDeadlinePassed.description)
    }
    log.refuse(nil)
    _ = await store.wait(untilEnd: log.end, atMost: .seconds(60))
    #expect(try await store.page(ViewQuery("Balances")).rows.map(\.[2]) == [5])
    running.cancel()
    try await running.value
  }

  @Test func `are made anew after longer and longer pauses, and it is said when`() async throws {
    let log = RefusingLog(recorder.log)
    for amount in 1...3 {
      try await recorder.record("account-a", .init(type: Account.added, text: "\(amount)"))
    }
    var limits = ProjectionLimits()
    limits.catchUpEventCount = 1
    let (pauses, begun) = AsyncStream.makeStream(of: Duration.self)
    let (ends, ended) = AsyncStream.makeStream(of: Void.self)
    limits.pause = { pause in
      begun.yield(pause)
      for await _ in ends { break }
    }
    let store = try ReadModelStore(opening: views, of: log, Toy.set, limits: limits)
    log.refuse(.readDeadlinePassed)
    let running = Task { try await store.run() }
    var seconds = 1
    for await pause in pauses {
      #expect(pause == .seconds(seconds))
      let reason =
        "\(EventLogError.readDeadlinePassed); the read models are made anew again in \(seconds) s"
      #expect(phase(store) == .stopped(reason))
      if seconds == 4 { break }
      ended.yield()
      seconds *= 2
    }
    log.refuse(nil)
    ended.yield()
    _ = await store.wait(untilEnd: log.end, atMost: .seconds(60))
    #expect(try await store.page(ViewQuery("Balances")).rows.map(\.[2]) == [6])
    running.cancel()
    try await running.value
  }

  @Test func `are tried again after a minute at last`() {
    var patience = RebuildPatience(longestPause: 60)
    #expect((1...8).map { _ in patience.nextPause() } == [1, 2, 4, 8, 16, 32, 60, 60])
    patience.forget()
    #expect(patience.nextPause() == 1)
  }

  @Test func `say which file has no room where the disk is full`() throws {
    let path = directory.path + "/rows"
    let connection = try SQLiteConnection(path: path, isNew: true)
    try connection.execute("CREATE TABLE full (bytes BLOB); PRAGMA max_page_count = 3")
    do throws(ProjectionError) {
      try connection.execute("INSERT INTO full VALUES (randomblob(100000))")
      Issue.record("there was room")
    } catch {
      #expect(error.code == .database)
      #expect(error.reason.hasPrefix("no room is left for \(path), "), "\(error.reason)")
    }
  }

  @Test func `stop where the log is not what it should be`() async throws {
    let log = RefusingLog(recorder.log)
    try await recorder.record("account-a", .init(type: Account.added, text: "5"))
    let store = try ReadModelStore(opening: views, of: log, Toy.set)
    log.refuse(.corrupt(Position(1), "its bytes are not what its hash says"))
    await #expect(throws: ProjectionError.self) { try await store.run() }
  }

  @Test func `are kept where they can't be read at this moment`() async throws {
    try await recorder.record("account-a", .init(type: Account.added, text: "5"))
    do {
      let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
      try await store.catchUp()
    }
    // What the system refuses to open.
    let (file, kept) = (views + "/generation-1.sqlite", views + "/kept")
    try #require(rename(file, kept) == 0 && mkdir(file, 0o700) == 0)
    #expect(throws: ProjectionError.self) {
      _ = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
    }
    try #require(rmdir(file) == 0 && rename(kept, file) == 0)
    let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
    let status = store.status(now: RecordedTime(microseconds: 0))
    #expect(status.startedAnew == nil)
    #expect(status.generation == 1)
  }

  @Test func `are kept where what names them can't be read at this moment`() async throws {
    try await recorder.record("account-a", .init(type: Account.added, text: "5"))
    do {
      let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
      try await store.catchUp()
    }
    let (name, kept) = (views + "/current", views + "/kept")
    try #require(rename(name, kept) == 0 && symlink(UnreadableFile.path, name) == 0)
    for _ in 0..<2 {
      do throws(ProjectionError) {
        _ = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
        Issue.record("they were opened")
      } catch { #expect(error.code == .inputOutput) }
    }
    try #require(rename(kept, name) == 0)
    let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
    #expect(store.status(now: RecordedTime(microseconds: 0)).startedAnew == nil)
  }

  @Test func `are made in a file of their own, never in what has its name`() throws {
    let (path, other) = (directory.path + "/rows", directory.path + "/other")
    for target in [other, directory.path + "/nowhere"] {
      try Data().write(to: URL(filePath: other))
      try #require(symlink(target, path) == 0)
      do throws(ProjectionError) {
        _ = try SQLiteConnection(path: path, isNew: true)
        Issue.record("it was made")
      } catch { #expect(error.code == .inputOutput) }
      try #require(unlink(path) == 0)
    }
    #expect(try Data(contentsOf: URL(filePath: other)).isEmpty)
    #expect(access(directory.path + "/nowhere", F_OK) != 0)
    // Nor in the live one, where it can't be said which numbers are taken.
    #expect(throws: ProjectionError.self) {
      try ViewDirectory(path: UnreadableFile.path).nextGeneration()
    }
  }

  @Test(arguments: ["", "not a database, but a letter that is long enough to be looked at"])
  func `are made anew where their file is none of theirs`(content: String) async throws {
    try await recorder.record("account-a", .init(type: Account.added, text: "5"))
    do {
      let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
      try await store.catchUp()
    }
    let file = open(views + "/generation-1.sqlite", O_WRONLY | O_TRUNC)
    _ = Array(content.utf8).withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    close(file)
    let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
    #expect(store.status(now: RecordedTime(microseconds: 0)).startedAnew != nil)
    try await store.catchUp()
    #expect(try await store.page(ViewQuery("Balances")).rows[0][2] == 5)
  }

  /// Runs statements on the rows' file beside everybody.
  private func change(_ sql: String, generation: Int = 1) {
    var database: OpaquePointer?
    #expect(
      sqlite3_open_v2(
        views + "/generation-\(generation).sqlite", &database, SQLITE_OPEN_READWRITE, nil)
        == SQLITE_OK)
    #expect(sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK)
    sqlite3_close_v2(database)
  }

  /// Spoils the page that a table begins on, as a failing disk does.
  private func spoil(table: String) throws {
    let file = views + "/generation-1.sqlite"
    change("PRAGMA wal_checkpoint(TRUNCATE)")
    let connection = try SQLiteConnection(path: file)
    let page = try SQLiteStatement(
      connection, "SELECT rootpage FROM sqlite_schema WHERE name = '\(table)'"
    ).rows().values(of: 0)[0].number
    let descriptor = open(file, O_WRONLY)
    defer { close(descriptor) }
    let nonsense = [UInt8](repeating: 0xA5, count: 4_096)
    pwrite(descriptor, nonsense, nonsense.count, off_t((try #require(page) - 1) * 4_096))
  }

  @Test(arguments: [true, false])
  func `are made anew where a page turns out to be damaged`(isKept: Bool) async throws {
    try await recorder.record("account-a", .init(type: Account.added, text: "5"))
    do {
      let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
      try await store.catchUp()
    }
    try spoil(table: "balance")
    // Its checkpoint stands on another page.
    let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
    #expect(store.status(now: RecordedTime(microseconds: 0)).startedAnew == nil)
    let end = try await recorder.record("account-a", .init(type: Account.added, text: "6")).end
    if isKept {
      let running = Task { try await store.run() }
      #expect(await store.wait(untilEnd: end, atMost: .seconds(60)) == end)
      running.cancel()
      try await running.value
    } else {
      try await store.catchUp()
    }
    #expect(try await store.page(ViewQuery("Balances")).rows.map(\.[2]) == [11])
    let status = store.status(now: RecordedTime(microseconds: 0))
    #expect(status.generation == 2)
    #expect(status.startedAnew?.contains("malformed") == true)
  }

  @Test func `are made anew with the next look where reading meets damage`() async throws {
    try await recorder.record("account-a", .init(type: Account.added, text: "5"))
    do {
      let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
      try await store.catchUp()
    }
    try spoil(table: "trail")
    let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
    await #expect { _ = try await store.page(ViewQuery("Trail")) } throws: {
      ($0 as? ProjectionError)?.code == .damaged
    }
    guard case .stopped = phase(store) else {
      Issue.record("damaged rows are said to be \(phase(store))")
      return
    }
    try await store.catchUp()
    #expect(phase(store) == .live)
    #expect(try await store.page(ViewQuery("Trail")).rows.count == 2)
  }

  @Test func `are made anew at once where reading meets damage while they are kept`() async throws {
    try await recorder.record("account-a", .init(type: Account.added, text: "5"))
    do {
      let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
      try await store.catchUp()
    }
    try spoil(table: "trail")
    let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
    let running = Task { try await store.run() }
    try await waitUntil { phase(store) == .live }
    await #expect(throws: ProjectionError.self) { _ = try await store.page(ViewQuery("Trail")) }
    // No event comes.
    let deadline = ContinuousClock.now + .seconds(30)
    while phase(store) != .live, ContinuousClock.now < deadline { await Task.yield() }
    #expect(store.status(now: RecordedTime(microseconds: 0)).generation == 2)
    #expect(try await store.page(ViewQuery("Trail")).rows.count == 2)
    running.cancel()
    try await running.value
  }

  @Test func `are made anew once where somebody else does so already`() async throws {
    let log = RefusingLog(recorder.log)
    try await recorder.record("account-a", .init(type: Account.added, text: "5"))
    let store = try ReadModelStore(opening: views, of: log, Toy.set)
    try await store.catchUp()
    log.hold(true)
    let scans = log.scanCount
    let rebuilding = Task { try await store.rebuild() }
    try await waitUntil { log.scanCount > scans }
    #expect(store.beginsAnew(after: ProjectionError(.damaged, "a page is malformed")))
    let running = Task { try await store.run() }
    await #expect(throws: ProjectionError.self) { try await store.rebuild() }
    let deadline = ContinuousClock.now + .milliseconds(200)
    while ContinuousClock.now < deadline {
      guard case .rebuilding = phase(store) else { break }
      await Task.yield()
    }
    guard case .rebuilding = phase(store) else {
      Issue.record("a rebuild runs, and they are said to be \(phase(store))")
      log.hold(false)
      return
    }
    log.hold(false)
    _ = try await rebuilding.value
    let end = try await recorder.record("account-a", .init(type: Account.added, text: "6")).end
    #expect(await store.wait(untilEnd: end, atMost: .seconds(60)) == end)
    #expect(store.status(now: RecordedTime(microseconds: 0)).generation == 2)
    running.cancel()
    try await running.value
  }

  @Test func `are made anew once, however many wanted it before the first was done`()
    async throws
  {
    try await recorder.record("account-a", .init(type: Account.added, text: "5"))
    let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
    try await store.catchUp()
    #expect(store.beginsAnew(after: ProjectionError(.damaged, "a page is malformed")))
    #expect(try await store.rebuildIfWanted(nil))
    // Who saw that one was wanted, and comes when it is done.
    #expect(try await store.rebuildIfWanted(nil))
    #expect(store.status(now: RecordedTime(microseconds: 0)).generation == 2)
    // Who asks for one by name gets it.
    _ = try await store.rebuild()
    #expect(store.status(now: RecordedTime(microseconds: 0)).generation == 3)
  }

  @Test func `stop where making them anew doesn't help`() async throws {
    try await recorder.record("account-a", .init(type: Account.added, text: "5"))
    let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
    try await store.catchUp()
    try await recorder.record("account-a", .init(type: Account.added, text: "6"))
    let error = ProjectionError(.otherLayout, "no such column")
    #expect(store.beginsAnew(after: error))
    #expect(!store.beginsAnew(after: error))
    // The log grows meanwhile: what they are made anew with is not taken in since.
    try await recorder.record("account-a", .init(type: Account.added, text: "8"))
    try await store.catchUp()
    #expect(!store.beginsAnew(after: error), "nothing was taken in since")
    try await recorder.record("account-a", .init(type: Account.added, text: "7"))
    try await store.catchUp()
    #expect(store.beginsAnew(after: error))
    #expect(!store.beginsAnew(after: ProjectionError(.database, "busy")))
  }

  @Test(arguments: [
    "ALTER TABLE concord_checkpoint RENAME COLUMN fingerprint TO made_by",
    "ALTER TABLE \(Quarantine.table.name) RENAME COLUMN stream TO name",
  ])
  func `are made anew where their tables are of another layout`(change: String) async throws {
    try await recorder.record("account-a", .init(type: Account.added, text: "5"))
    do {
      let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
      try await store.catchUp()
    }
    self.change(change)
    let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
    #expect(store.status(now: RecordedTime(microseconds: 0)).startedAnew != nil)
    try await store.catchUp()
    #expect(try await store.page(ViewQuery("Balances")).rows.map(\.[2]) == [5])
  }

  @Test func `take in no more bytes at once than they may`() async throws {
    var limits = ProjectionLimits()
    limits.stepByteCount = 1
    try await recorder.record("account-a", .init(type: Account.added, text: "5"))
    try LiveGeneration.create(
      path: directory.path + "/rows", recorder.log, Toy.set, limits)
    let live = try LiveGeneration(
      1, path: directory.path + "/rows", recorder.log, Toy.set, limits)
    #expect(try !live.step())
    #expect(live.checkpoint.end == Position(1))
    #expect(try live.step())
    #expect(live.checkpoint.end == Position(2))
  }

  @Test func `prepare a statement again after it failed`() throws {
    let table = Toy.set.tables[0]
    let connection = try SQLiteConnection(path: directory.path + "/rows", isNew: true)
    let writer = TableWriter(table, connection)
    #expect(throws: ProjectionError.self) {
      try writer.replace(.text("account-a"), with: PackedRows())
    }
    try connection.execute(table.creation)
    #expect(try writer.replace(.text("account-a"), with: PackedRows()) == 0)
  }

  @Test func `believe no checkpoint before the beginning`() {
    func checkpoint(_ end: Int64) -> Checkpoint? {
      Checkpoint([
        .text(LogID(high: 1, low: 1).description), .integer(end), .text("00"), .text("f"), .null,
      ])
    }
    #expect(checkpoint(0)?.end == .zero)
    #expect(checkpoint(-1) == nil)
  }
}
