import EventLog
import EventLogTesting
import EventModel
import Glibc
import Projections
import Testing
import TestSupport

@Suite struct `Making read models anew` {
  @Test(arguments: Seeds.and(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))
  func `gives the rows that were kept live`(seed: UInt64) async throws {
    let recorder = Recorder()
    var history = RandomHistory(recorder, seed: seed)
    let directory = TemporaryDirectory()
    var limits = ProjectionLimits()
    // Small enough that streams are let go and folded again.
    limits.cachedStreamCount = 5
    let live = try ReadModelStore(
      opening: directory.path + "/live", of: recorder.log, Toy.set, limits: limits)
    for step in 1...150 {
      try await history.append()
      if history.random.chance(60) {
        try await live.catchUp()
        if step % 30 == 0 {
          try await self.compare(live, recorder, directory, seed, step, &history)
        }
      }
    }
    try await live.catchUp()
    try await compare(live, recorder, directory, seed, 151, &history)
  }

  private func compare(
    _ live: ReadModelStore, _ recorder: Recorder, _ directory: TemporaryDirectory, _ seed: UInt64,
    _ step: Int, _ history: inout RandomHistory
  ) async throws {
    var limits = ProjectionLimits()
    limits.rebuildWorkerCount = history.random.chance(50) ? 1 : 2
    limits.streamsPerChunk = 1 + history.random.below(4)
    limits.gatheredByteCount = history.random.chance(50) ? 20_000 : 1 << 20
    let path = directory.path + "/anew-\(step)"
    let report = try await ReadModelStore.replay(
      into: path, of: recorder.log, Toy.set, asOf: AsOf(allOf: recorder.log), limits: limits)
    let anew = try ReadModelStore(reading: path, of: recorder.log, Toy.set)
    let (one, other) = (try await live.digest(), try await anew.digest())
    #expect(
      one == other,
      "seed \(seed), step \(step), \(report.passCount) passes, \(limits.rebuildWorkerCount) workers"
    )
    #expect(other.end == recorder.log.end)
  }

  @Test func `another row gives another digest`() async throws {
    let recorder = Recorder()
    let directory = TemporaryDirectory()
    try await recorder.record("account-a", .init(type: Account.added, text: "5"))
    let store = try ReadModelStore(opening: directory.path + "/v", of: recorder.log, Toy.set)
    try await store.catchUp()
    let before = try await store.digest()
    try await recorder.record("account-a", .init(type: Account.added, text: "0"))
    try await store.catchUp()
    let after = try await store.digest()
    #expect(before.digest != after.digest)
    // A sum of 0 changes no balance: only the trail has another row.
    let changed = zip(before.tables, after.tables).filter { $0.digest != $1.digest }.map(\.0.name)
    #expect(changed == ["trail"])
  }

  @Test func `goes over to the new rows while the log grows, and keeps them up to date`()
    async throws
  {
    let recorder = Recorder()
    let directory = TemporaryDirectory()
    var history = RandomHistory(recorder, seed: 99)
    for _ in 0..<50 { try await history.append() }
    let store = try ReadModelStore(opening: directory.path + "/v", of: recorder.log, Toy.set)
    try await store.catchUp()
    let before = store.status(now: RecordedTime(microseconds: 0)).generation
    let report = try await store.rebuild()
    #expect(report.eventCount == Int(recorder.log.end.number))
    #expect(store.status(now: RecordedTime(microseconds: 0)).generation == before + 1)
    for _ in 0..<50 { try await history.append() }
    try await store.catchUp()
    let live = try await store.digest()
    _ = try await store.rebuild()
    #expect(try await store.digest() == live)
  }

  @Test func `leaves the live rows alone when it is cancelled`() async throws {
    let recorder = Recorder()
    let directory = TemporaryDirectory()
    var history = RandomHistory(recorder, seed: 5)
    for _ in 0..<50 { try await history.append() }
    let store = try ReadModelStore(opening: directory.path + "/v", of: recorder.log, Toy.set)
    try await store.catchUp()
    let live = try await store.digest()
    let rebuild = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await store.rebuild()
    }
    await #expect(throws: ProjectionError.self) { try await rebuild.value }
    #expect(try await store.digest() == live)
    try await history.append()
    try await store.catchUp()
    #expect(store.status(now: RecordedTime(microseconds: 0)).phase == .live)
  }

  @Test func `what an interrupted rebuild left is deleted at the next opening`() async throws {
    let recorder = Recorder()
    let directory = TemporaryDirectory()
    do {
      let store = try ReadModelStore(opening: directory.path + "/v", of: recorder.log, Toy.set)
      try await store.catchUp()
    }
    let left = directory.path + "/v/generation-77.sqlite"
    let file = fopen(left, "w")
    fclose(file)
    let store = try ReadModelStore(opening: directory.path + "/v", of: recorder.log, Toy.set)
    #expect(store.status(now: RecordedTime(microseconds: 0)).startedAnew == nil)
    #expect(access(left, F_OK) != 0)
  }
}

@Suite struct `Read models as of a moment` {
  let recorder = Recorder()
  let directory = TemporaryDirectory()

  private func balance(_ name: String, _ asOf: AsOf) async throws -> SQLValue? {
    let path = directory.path + "/" + name
    _ = try await ReadModelStore.replay(into: path, of: recorder.log, Toy.set, asOf: asOf)
    let store = try ReadModelStore(reading: path, of: recorder.log, Toy.set)
    return try await store.page(ViewQuery("Balances")).rows.first?[2]
  }

  @Test func `hold what had happened, and what was known`() async throws {
    try await recorder.record(
      "account-a", .init(type: Account.opened, text: "Anna", occurred: "2022-06-30"),
      .init(type: Account.added, text: "1", occurred: "2022-07-01"))
    let early = RecordedTime(microseconds: recorder.clock.clock.wall())
    try await recorder.record(
      "account-a", .init(type: Account.added, text: "10", occurred: "2022-07-02"),
      .init(type: Account.added, text: "100", occurred: "2022-06-30"))
    let log = recorder.log
    #expect(try await balance("all", AsOf(allOf: log)) == 111)
    #expect(
      try await balance("happened", AsOf(log, occurredUntil: Moment(validating: "2022-07-01")))
        == 101)
    #expect(
      try await balance("happened-in-june", AsOf(log, occurredUntil: Moment(validating: "2022-06")))
        == 100)
    #expect(try await balance("known", AsOf(log, recordedUntil: early)) == 1)
    #expect(
      try await balance(
        "both",
        AsOf(log, recordedUntil: early, occurredUntil: Moment(validating: "2022-06-30"))) == 0)
    // Also of single events.
    let path = directory.path + "/happened"
    let store = try ReadModelStore(reading: path, of: log, Toy.set)
    let trail = try await store.page(ViewQuery("Trail")).rows.filter { $0[0] == "account-a" }
    #expect(trail.map { $0[1] } == [1, 2, 4])
    // A position within an append means: without that append.
    #expect(try AsOf(log, before: Position(4)).end.number == 3)
    #expect(try AsOf(log, before: Position(3)).end.number == 3)
    #expect(try AsOf(log, recordedUntil: RecordedTime(microseconds: 0)).end == .zero)
  }
}
