import EventLog
import EventLogTesting
import EventModel
import Foundation
import Glibc
import Projections
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct `Read models that are being made` {
  let directory = TemporaryDirectory()
  let recorder = Recorder()
  private var views: String { directory.path + "/views" }

  /// Bounds under which a log of a few events is folded anew, not caught up, and nobody waits.
  private var strict: ProjectionLimits {
    var limits = ProjectionLimits()
    limits.catchUpEventCount = 1
    limits.firstAnswerTime = .zero
    return limits
  }

  private func record(_ count: Int, in recorder: Recorder) async throws {
    for number in 0..<count {
      try await recorder.record("account-\(number)", .init(type: Account.added, text: "5"))
    }
  }

  private func status(_ store: ReadModelStore) -> ProjectionStatus {
    store.status(now: RecordedTime(microseconds: 0))
  }

  private func files() throws -> Set<String> {
    Set(
      try FileManager.default.contentsOfDirectory(atPath: views).filter { $0.hasSuffix("sqlite") })
  }

  private func code(of body: () async throws -> Void) async -> ProjectionError.Code? {
    do {
      try await body()
      return nil
    } catch {
      return (error as? ProjectionError)?.code
    }
  }

  @Test func `answer nobody before they hold what had been recorded when they were opened`()
    async throws
  {
    try await record(3, in: recorder)
    let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set, limits: strict)
    let hold = Flag()
    let filling = Task { try await store.catchUp { _ in try? hold.wait() } }
    try await waitUntil { if case .rebuilding = status(store).phase { true } else { false } }
    #expect(!status(store).isAnswering && status(store).isToBeMadeAnew)
    #expect(await code { _ = try await store.page(ViewQuery("Balances")) } == .notYet)
    #expect(await code { _ = try await store.measure("balance.total") } == .notYet)
    #expect(await code { _ = try await store.row(of: "Balances", key: ["account-1"]) } == .notYet)
    #expect(await code { _ = try await store.basis() } == .notYet)
    #expect(
      await code { _ = try ReadModelStore(reading: views, of: recorder.log, Toy.set) } == .notFound)
    hold.set()
    try await filling.value
    #expect(status(store).isAnswering && !status(store).isToBeMadeAnew)
    #expect(try await store.page(ViewQuery("Balances")).rows.count == 3)
    let reader = try ReadModelStore(reading: views, of: recorder.log, Toy.set)
    #expect(try await reader.page(ViewQuery("Balances")).rows.count == 3)
  }

  @Test func `let a question wait while they take in the little that is missing`() async throws {
    try await record(3, in: recorder)
    let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
    let asking = Task { try await store.page(ViewQuery("Balances")).rows.count }
    let running = Task { try await store.run() }
    #expect(try await asking.value == 3)
    running.cancel()
    try await running.value
  }

  @Test func `answer nobody as of long ago, where much was recorded since`() async throws {
    do {
      let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
      try await store.catchUp()
    }
    try await record(3, in: recorder)
    let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set, limits: strict)
    #expect(status(store).startedAnew == nil)
    #expect(await code { _ = try await store.page(ViewQuery("Balances")) } == .notYet)
    try await store.catchUp()
    #expect(try await store.page(ViewQuery("Balances")).rows.count == 3)
  }

  @Test func `answer nobody until the last of the steps that they take in what is missing`()
    async throws
  {
    do {
      let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
      try await store.catchUp()
    }
    try await record(3, in: recorder)
    var limits = ProjectionLimits()
    limits.firstAnswerTime = .zero
    limits.stepEventCount = 1
    let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set, limits: limits)
    let wereAnswering = Locked<[Bool]>([])
    try await store.catchUp { _ in
      let isAnswering = store.status(now: RecordedTime(microseconds: 0)).isAnswering
      wereAnswering.change { $0.append(isAnswering) }
    }
    #expect(wereAnswering.value == [false, false])
    #expect(try await store.page(ViewQuery("Balances")).rows.count == 3)
  }

  @Test func `send nobody back before what was seen when they go over to others`() async throws {
    try await record(3, in: recorder)
    let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
    try await store.catchUp()
    let hold = Flag()
    let rebuilding = Task { try await store.rebuild { _ in try? hold.wait() } }
    // How far the others will go is settled by now.
    try await waitUntil {
      if case .rebuilding(.some) = status(store).phase { true } else { false }
    }
    let end = try await recorder.record("account-9", .init(type: Account.added, text: "6")).end
    try await store.catchUp()
    #expect(try await store.page(ViewQuery("Balances")).end == end)
    hold.set()
    _ = try await rebuilding.value
    let page = try await store.page(ViewQuery("Balances"))
    #expect(page.end == end && page.rows.map { $0[2] } == [5, 5, 5, 6])
    #expect(status(store).generation == 2)
  }

  @Test func `answer while nothing is wrong with them and others are made beside`() async throws {
    try await record(3, in: recorder)
    let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set, limits: strict)
    try await store.catchUp()
    let hold = Flag()
    let rebuilding = Task { try await store.rebuild { _ in try? hold.wait() } }
    try await waitUntil { if case .rebuilding = status(store).phase { true } else { false } }
    #expect(status(store).isAnswering && !status(store).isToBeMadeAnew)
    #expect(try await store.page(ViewQuery("Balances")).rows.count == 3)
    hold.set()
    _ = try await rebuilding.value
  }

  @Test(arguments: [true, false])
  func `leave those of another program in place until they are made`(isLarge: Bool) async throws {
    try await record(3, in: recorder)
    do {
      let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
      try await store.catchUp()
    }
    let newer = Toy.makeSet(categories: [StreamCategory("log"), StreamCategory("other")])
    let limits = isLarge ? strict : ProjectionLimits()
    do {
      // Given up at once, as where it can't be done.
      let store = try ReadModelStore(opening: views, of: recorder.log, newer, limits: limits)
      #expect(status(store).startedAnew?.contains("another version") == true)
    }
    #expect(try files().contains("generation-1.sqlite"))
    do {
      let older = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
      #expect(status(older).startedAnew == nil)
      #expect(try await older.page(ViewQuery("Balances")).rows.count == 3)
    }
    let store = try ReadModelStore(opening: views, of: recorder.log, newer, limits: limits)
    #expect(
      await code { _ = try ReadModelStore(reading: views, of: recorder.log, newer) } == .notFound)
    try await store.catchUp()
    #expect(try await store.page(ViewQuery("Balances")).rows.count == 3)
    #expect(try !files().contains("generation-1.sqlite"))
    let reader = try ReadModelStore(reading: views, of: recorder.log, newer)
    #expect(try await reader.page(ViewQuery("Balances")).rows.count == 3)
  }

  @Test func `are made anew where the log ends before them, as one from an older backup`()
    async throws
  {
    try await record(4, in: recorder)
    do {
      let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
      try await store.catchUp()
    }
    let restored = Recorder()
    try await record(2, in: restored)
    #expect(
      await code { _ = try ReadModelStore(reading: views, of: Recorder(id: 2).log, Toy.set) }
        == .otherLog)
    var limits = strict
    limits.catchUpEventCount = 100
    let store = try ReadModelStore(opening: views, of: restored.log, Toy.set, limits: limits)
    #expect(status(store).startedAnew?.contains("the log only to") == true)
    #expect(await code { _ = try await store.page(ViewQuery("Balances")) } == .notYet)
    try await store.catchUp()
    let page = try await store.page(ViewQuery("Balances"))
    #expect(page.rows.map(\.[0]) == ["account-0", "account-1"])
    #expect(page.end == restored.log.end)
    // What is recorded from here on is another history, which the older rows are not of.
    let other = Recorder()
    try await other.record("account-z", .init(type: Account.added, text: "9"))
    try await record(3, in: other)
    #expect(
      await code { _ = try ReadModelStore(reading: views, of: other.log, Toy.set) } == .otherLog)
  }

  @Test func `answer who reads them for a log that they are ahead of`() async throws {
    try await record(4, in: recorder)
    do {
      let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
      try await store.catchUp()
    }
    // The same log, as it was when the reader opened it.
    let earlier = Recorder()
    try await record(2, in: earlier)
    let reader = try ReadModelStore(reading: views, of: earlier.log, Toy.set)
    #expect(try await reader.page(ViewQuery("Balances")).rows.count == 4)
  }

  @Test func `notice that another log's are in their place`() async throws {
    try await record(3, in: recorder)
    let other = Recorder(id: 2)
    try await other.record("account-b", .init(type: Account.added, text: "1"))
    do {
      let path = directory.path + "/other"
      let store = try ReadModelStore(opening: path, of: other.log, Toy.set)
      try await store.catchUp()
    }
    let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
    try await store.catchUp()
    let file = views + "/generation-1.sqlite"
    for suffix in ["-wal", "-shm"] { unlink(file + suffix) }
    try #require(rename(directory.path + "/other/generation-1.sqlite", file) == 0)
    #expect(await code { _ = try await store.page(ViewQuery("Balances")) } == .damaged)
    try await store.catchUp()
    #expect(
      try await store.page(ViewQuery("Balances")).rows.map(\.[0])
        == ["account-0", "account-1", "account-2"])
    #expect(status(store).generation == 2)
  }

  @Test func `are right again where their file is cut short under them`() async throws {
    try await record(3, in: recorder)
    let store = try ReadModelStore(opening: views, of: recorder.log, Toy.set)
    let running = Task { try await store.run() }
    try await waitUntil { status(store).phase == .live }
    try #require(truncate(views + "/generation-1.sqlite", 0) == 0)
    try await recorder.record("account-9", .init(type: Account.added, text: "6"))
    try await waitUntil {
      (try? await store.page(ViewQuery("Balances")).rows.map { $0[2] }) == [5, 5, 5, 6]
    }
    running.cancel()
    try await running.value
  }
}
