import EventLogTesting
import EventModel
import TestSupport
import Testing

@testable import Projections

/// What is left of a step whose last write fails: that of the checkpoint.
@Suite struct `A step that failed` {
  let directory = TemporaryDirectory()
  let recorder = Recorder()
  private var path: String { directory.path + "/rows" }

  /// Rows that hold five in one account.
  private func live() async throws -> LiveGeneration {
    try await recorder.record("account-a", .init(type: Account.added, text: "5"))
    try LiveGeneration.create(path: path, recorder.log, Toy.set, ProjectionLimits())
    let live = try LiveGeneration(1, path: path, recorder.log, Toy.set, ProjectionLimits())
    #expect(try live.step())
    return live
  }

  /// Takes the next step, whose checkpoint the database refuses.
  private func fail(_ live: LiveGeneration) throws {
    let connection = try SQLiteConnection(path: path)
    try connection.execute(
      """
      CREATE TRIGGER refusal BEFORE INSERT ON concord_checkpoint
      BEGIN SELECT RAISE(ABORT, 'refused'); END
      """)
    #expect(throws: ProjectionError.self) { try live.step() }
    try connection.execute("DROP TRIGGER refusal")
  }

  private func column(_ sql: String) throws -> [SQLValue] {
    let rows = try SQLiteStatement(SQLiteConnection(path: path), sql).rows()
    return (0..<rows.count).map { rows.values(of: $0)[0] }
  }

  @Test func `leaves the rows as they were, and the checkpoint`() async throws {
    let live = try await live()
    let before = live.checkpoint
    try await recorder.record("account-a", .init(type: Account.added, text: "6"))
    try await recorder.record("account-b", .init(type: Account.added, text: "7"))
    try fail(live)
    #expect(try column("SELECT balance FROM balance") == [5])
    #expect(try column("SELECT count(*) FROM trail") == [2])
    #expect(live.checkpoint == before)
    #expect(try Checkpoint.read(from: SQLiteConnection(path: path)) == before)
  }

  @Test func `counts once what it had folded`() async throws {
    let live = try await live()
    try await recorder.record("account-a", .init(type: Account.added, text: "6"))
    try await recorder.record("account-b", .init(type: Account.added, text: "7"))
    try fail(live)
    try await recorder.record("account-a", .init(type: Account.doubled, text: ""))
    #expect(try live.step())
    #expect(try column("SELECT balance FROM balance ORDER BY stream") == [22, 7])
    #expect(live.checkpoint.end == recorder.log.end)
  }

  @Test func `finds again what can't be folded`() async throws {
    let live = try await live()
    try await recorder.record("account-a", .init(type: Account.added, text: "6", version: 2))
    try fail(live)
    #expect(live.quarantined.isEmpty)
    #expect(try live.step())
    #expect(live.quarantined.map(\.text) == ["account-a"])
    #expect(try column("SELECT stream FROM \(Quarantine.table.name)") == ["account-a"])
  }
}

@Suite struct `A step that is taken` {
  let directory = TemporaryDirectory()
  let recorder = Recorder()

  @Test func `leaves rows alone that don't differ`() async throws {
    let path = directory.path + "/rows"
    func add(_ amount: String) async throws {
      try await recorder.record("account-a", .init(type: Account.added, text: amount))
    }
    for amount in ["5", "5"] { try await add(amount) }
    try LiveGeneration.create(path: path, recorder.log, Toy.set, ProjectionLimits())
    let live = try LiveGeneration(1, path: path, recorder.log, Toy.set, ProjectionLimits())
    #expect(try live.step())
    // From here on the database refuses to write the row that there is.
    let connection = try SQLiteConnection(path: path)
    for (act, row) in [("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")] {
      try connection.execute(
        """
        CREATE TRIGGER no_\(act) BEFORE \(act) ON addition WHEN \(row).amount = 5
        BEGIN SELECT RAISE(ABORT, 'written'); END
        """)
    }
    for amount in ["6", "6"] { try await add(amount) }
    #expect(try live.step())
    let rows = try SQLiteStatement(
      connection, "SELECT amount, times FROM addition ORDER BY amount"
    ).rows()
    #expect((0..<rows.count).map { rows.values(of: $0) } == [[5, 2], [6, 2]])
    // One that differs is written.
    try await add("5")
    #expect(throws: ProjectionError.self) { try live.step() }
  }
}
