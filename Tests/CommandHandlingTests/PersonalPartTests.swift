import Deciding
import EventLog
import EventLogTesting
import EventModel
import PersonalData
import Synchronization
import Testing
import TestSupport

@testable import CommandHandling

@Suite struct `Personal parts of a command` {
  let directory: TemporaryDirectory
  let store: PersonalStore

  init() throws {
    directory = TemporaryDirectory()
    store = try directory.personalStore()
  }

  private func name(
    _ name: String, _ id: String, lookUp: String? = nil, command: CommandID? = nil
  ) -> ToyCommand {
    ToyCommand(id: command, target: account(id), act: .name(name, lookUp: lookUp))
  }

  private func open(_ bench: Bench, _ position: UInt64) throws -> OpenedPart {
    let event = try bench.log.read(
      from: Position(position), direction: .forwards, type: nil, before: nil, limit: 1)[0]
    return try store.open(event.event.personal[0], for: .decision)
  }

  @Test func `are kept outside the log, and looked up once it has the command`() async throws {
    let bench = Bench(personal: store)
    try await bench.handle(name("Li", "a", lookUp: "X1"))
    #expect(try open(bench, 1) == .known(Array("Li".utf8)))
    #expect(try store.subject(lookedUpBy: "X1") == account("a"))
    #expect(try bench.pendingCommands(in: store).isEmpty)
  }

  @Test func `of commands that come at the same time are all kept`() async throws {
    let bench = Bench(personal: store)
    let statuses = await withTaskGroup(of: String.self) { group in
      for number in 0..<40 {
        group.addTask {
          // Every fourth takes a look-up that another takes too.
          let lookUp = number % 4 == 0 ? "X\(number / 8)" : nil
          do {
            return try await bench.handle(name("N\(number)", "n\(number)", lookUp: lookUp)).status
              .rawValue
          } catch CommandError.rejected { return "taken" } catch CommandError.busy {
            return "taken"
          } catch { return "\(error)" }
        }
      }
      return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
    #expect(statuses == ["recorded": 35, "taken": 5])
    #expect(bench.log.end == Position(36))
    for number in 0..<5 { #expect(try store.subject(lookedUpBy: "X\(number)") != nil) }
    #expect(try bench.pendingCommands(in: store).isEmpty)
  }

  @Test func `whose look-up another command has reserved are refused once that is recorded`()
    async throws
  {
    let other = PersonalPart(
      event: EventID(high: 1, low: 1), subject: account("a"), part: "owner.personal",
      plaintext: Array("Li".utf8), lookUp: "X1")
    _ = try store.prepare(command(1), [other])
    let decisions = Counter()
    let bench = Bench(personal: store) { [store] in
      if decisions.count.add(1, ordering: .relaxed).newValue == 2 { store.confirm(command(1)) }
    }
    await #expect {
      try await bench.handle(name("Wang", "b", lookUp: "X1"))
    } throws: { error in
      guard case .rejected(let rejection) = error as? CommandError else { return false }
      return rejection.code == .codeTaken && rejection.stream == account("a")
    }
    #expect(decisions.count.load(ordering: .relaxed) == 2)
  }

  @Test func `are compared when the command is repeated`() async throws {
    let bench = Bench(personal: store)
    try await bench.handle(name("Li", "a", command: command(1)))
    try await bench.add(1, to: "a")
    #expect(try await bench.handle(name("Li", "a", command: command(1))).status == .repeated)
    await #expect {
      try await bench.handle(name("Wang", "a", command: command(1)))
    } throws: { error in
      guard case .commandReused(command(1), _) = error as? CommandError else { return false }
      return true
    }
    // After an erasure nothing can be compared any more: the digest decides.
    try store.erase(account("a"))
    #expect(try await bench.handle(name("Wang", "a", command: command(1))).status == .repeated)
  }

  @Test func `are not left behind by a command that fails`() async throws {
    let memory = InMemoryLog()
    let gate = GatedLog(memory, isOpen: true)
    gate.fail(0, with: .diskFull)
    let bench = Bench(on: memory, log: gate, personal: store)
    await #expect(throws: CommandError.self) {
      try await bench.handle(name("Li", "a", lookUp: "X1"))
    }
    #expect(try bench.pendingCommands(in: store).isEmpty)
    // The reservation is gone too: another may have the look-up.
    try await bench.handle(name("Wang", "b", lookUp: "X1"))
    #expect(try store.subject(lookedUpBy: "X1") == account("b"))
  }

  @Test func `survive a conflict and are sealed anew`() async throws {
    let memory = InMemoryLog()
    let gate = GatedLog(memory, isOpen: true)
    gate.fail(0, with: .conflict(stream: account("a"), expected: .any, actual: nil))
    let bench = Bench(on: memory, log: gate, personal: store)
    try await bench.handle(name("Li", "a", lookUp: "X1"))
    #expect(try open(bench, 1) == .known(Array("Li".utf8)))
    #expect(try store.subject(lookedUpBy: "X1") == account("a"))
  }

  @Test func `leave neither part nor reservation when the process dies before the append`()
    async throws
  {
    let log = InMemoryLog()
    // What a handler does before it appends, and no more.
    let reference = try store.prepare(
      command(1),
      [
        PersonalPart(
          event: EventID(of: command(1), ordinal: 0), subject: account("a"),
          part: "owner.personal", plaintext: Array("Li".utf8), lookUp: "X1")
      ])
    // The second's append was durable before the process died.
    let bench = Bench(on: log, log: log, personal: store)
    try await bench.handle(name("Wang", "b", lookUp: "X2", command: command(2)))
    let other = TemporaryDirectory()
    other.make("data")
    try store.backUp(to: "\(other.path)/data/personal")
    let reopened = try PersonalStore(
      dataDirectory: "\(other.path)/data", key: .file("\(directory.path)/key"))
    let recovery = try Recovery(reopened, from: log)
    #expect(recovery.deleted == 1)
    #expect(try reopened.open(reference[0], for: .decision) == .unavailable(.unknown))
    #expect(try reopened.subject(lookedUpBy: "X1") == nil)
    #expect(try reopened.subject(lookedUpBy: "X2") == account("b"))
  }

  @Test func `are destroyed with the tombstone, and at the next open if that failed`()
    async throws
  {
    let bench = Bench(personal: store)
    try await bench.handle(name("Li", "a", lookUp: "X1"))
    try await bench.handle(ToyCommand(target: account("a"), act: .erase))
    #expect(try open(bench, 1) == .unavailable(.erased))
    #expect(try store.subject(lookedUpBy: "X1") == nil)

    let forgetful = Bench(on: bench.log, log: bench.log, personal: store)
    try await forgetful.handle(name("Wang", "b", lookUp: "X2"))
    // A tombstone that was appended, and then the process died.
    let blind = Bench(on: bench.log, log: bench.log)
    try await blind.handle(ToyCommand(target: account("b"), act: .erase))
    #expect(try store.subject(lookedUpBy: "X2") == account("b"))
    #expect(try Recovery(store, from: bench.log, tombstone: Account.erased).erased == 1)
    #expect(try store.subject(lookedUpBy: "X2") == nil)
    #expect(try Recovery(store, from: bench.log, tombstone: Account.erased).erased == 0)
  }

  @Test func `about another stream's subject are not recorded once that one is erased`()
    async throws
  {
    let memory = InMemoryLog()
    let gate = GatedLog(memory)
    let decisions = Counter()
    let bench = Bench(
      on: memory, log: gate, personal: store,
      beforeDeciding: { decisions.count.add(1, ordering: .relaxed) })
    let mention = ToyCommand(target: account("a"), act: .mention("Li", of: account("b")))
    let handling = Task { try await bench.handle(mention) }
    try await waitUntil { gate.submittedCount > 0 }
    // The tombstone comes between the decision and its append.
    let other = Bench(on: memory, log: memory, personal: store)
    try await other.handle(ToyCommand(target: account("b"), act: .erase))
    gate.open()
    await #expect(throws: CommandError.self) { try await handling.value }
    #expect(decisions.count.load(ordering: .relaxed) == 2)
    #expect(memory.end == Position(2))
    #expect(memory.head(of: account("a")) == nil)
    #expect(try bench.pendingCommands(in: store).isEmpty)
  }

  @Test func `of a session's lines are seen by later lines before they are committed`()
    async throws
  {
    let memory = InMemoryLog()
    let gate = GatedLog(memory)
    let bench = Bench(on: memory, log: gate, personal: store)
    let session = bench.session()
    await session.add([
      line(.name("Li", lookUp: "X1"), "a"), line(.ifNamed("L", account("a")), "b"),
      line(.ifNamed("W", account("a")), "c"), line(.name("Wang", lookUp: "X1"), "d"),
      line(.add(1), "e"),
    ])
    await session.finish()
    gate.open()
    let answers = await allAnswers(of: session)
    #expect(answers.map(\.outcome) == ["recorded", "recorded", "rejected", "rejected", "recorded"])
    #expect(try open(bench, 1) == .known(Array("Li".utf8)))
    #expect(try bench.pendingCommands(in: store).isEmpty)
    #expect(try store.subject(lookedUpBy: "X1") == account("a"))
  }

  @Test func `of the lines before one that is refused go to the log with their batch`()
    async throws
  {
    let memory = InMemoryLog()
    try await Bench(on: memory, log: memory, personal: store).handle(name("Li", "z", lookUp: "X1"))
    let gate = GatedLog(memory)
    let bench = Bench(on: memory, log: gate, personal: store)
    let session = bench.session()
    await session.add((1...9).map { line(.name("N", lookUp: $0 == 6 ? "X1" : nil), "n\($0)") })
    await session.finish()
    // Their parts are stored elsewhere than where the lines are decided.
    let deadline = ContinuousClock.now + .seconds(20)
    while gate.submittedCount < 5, ContinuousClock.now < deadline { await Task.yield() }
    #expect(gate.submittedCount == 5)
    gate.open()
    let outcomes = await allAnswers(of: session).map(\.outcome)
    #expect(outcomes == (1...9).map { $0 == 6 ? "rejected" : "recorded" })
    #expect(gate.submittedCount == 8)
    #expect(try bench.pendingCommands(in: store).isEmpty)
  }

  @Test func `of a session's line that failed are given up`() async throws {
    let memory = InMemoryLog()
    let gate = GatedLog(memory, isOpen: true)
    gate.fail(0, with: .diskFull)
    let bench = Bench(on: memory, log: gate, personal: store)
    let session = bench.session()
    await session.add([
      line(.name("Li", lookUp: "X1"), "a"), line(.name("Wang", lookUp: "X1"), "b"),
    ])
    await session.finish()
    #expect(await allAnswers(of: session).map(\.outcome) == ["log", "recorded"])
    #expect(try store.subject(lookedUpBy: "X1") == account("b"))
  }

  @Test func `of many lines share few commits, however few become free at a time`() async throws {
    let bench = Bench(personal: store)
    let session = bench.session(lineBound: 64)
    let feeder = Task {
      for number in 0..<600 {
        await session.add([line(.name("N\(number)", lookUp: nil), "n\(number)")])
      }
      await session.finish()
    }
    let answers = await allAnswers(of: session)
    await feeder.value
    #expect(answers.map(\.outcome) == Array(repeating: "recorded", count: 600))
    #expect(await bench.handler.courier.transactionCount < 150)
  }
}
