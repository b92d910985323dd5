@testable import CommandHandling
import Deciding
import EventLog
import EventLogTesting
import EventModel
import Synchronization
import Testing
import TestSupport

extension Bench {
  func session(lineBound: Int = CommandHandlingLimits.sessionLines) -> CommandSession<ToyDecider> {
    CommandSession(
      handler: handler, actor: Self.actor, channel: .import, lineBound: lineBound)
  }
}

/// All answers that a finished session still gives.
func allAnswers(of session: CommandSession<ToyDecider>) async -> [SessionAnswer] {
  var answers: [SessionAnswer] = []
  while let more = await session.next() { answers += more }
  return answers
}

extension SessionAnswer {
  /// What came of the line, in a word.
  var outcome: String {
    switch result {
    case .success(let receipt): receipt.status.rawValue
    case .failure(.rejected): "rejected"
    case .failure(.malformed): "malformed"
    case .failure(.tooContended): "tooContended"
    case .failure(.tooLarge): "tooLarge"
    case .failure(.busy): "busy"
    case .failure(.log): "log"
    case .failure: "failed"
    }
  }
}

/// A number that tasks count up.
final class Counter: Sendable {
  let count = Atomic<Int>(0)
}

func line(_ act: ToyCommand.Act, _ id: String, command: CommandID? = nil)
  -> Result<ToyCommand, CommandError>
{
  .success(ToyCommand(id: command, target: account(id), act: act))
}

@Suite(.timeLimit(.minutes(10))) struct `A session` {
  @Test func `decides each line on the proposed events of the lines before it`() async throws {
    let memory = InMemoryLog()
    let gate = GatedLog(memory)
    let bench = Bench(on: memory, log: gate)
    let session = bench.session()
    await session.add([
      line(.add(5), "a"), line(.add(-3), "a"), line(.add(-3), "a"),
      line(.transfer(2, to: account("b")), "a"), line(.add(-2), "b"), line(.add(0), "a"),
      .failure(.malformed("no JSON", field: nil)), line(.add(1), "a"),
    ])
    await session.finish()
    // Nothing is committed, but all that can be appended was submitted.
    #expect(gate.submittedCount == 5)
    #expect(await session.takeAnswers().isEmpty)
    #expect(memory.end == Position(1))
    gate.open()
    let answers = await allAnswers(of: session)
    #expect(answers.map(\.line) == Array(1...8))
    #expect(
      answers.map(\.outcome) == [
        "recorded", "recorded", "rejected", "recorded", "recorded", "alreadySo", "malformed",
        "recorded",
      ])
    #expect(try bench.balance("a") == 1)
    #expect(try bench.balance("b") == 0)
    let revisions = answers.compactMap { try? $0.result.get() }.flatMap(\.events)
      .filter { $0.stream == account("a") }.map(\.revision.number)
    #expect(revisions == [0, 1, 2, 3])
  }

  @Test func `takes back what stood on a line whose append failed`() async throws {
    let memory = InMemoryLog()
    let gate = GatedLog(memory)
    let bench = Bench(on: memory, log: gate)
    let session = bench.session()
    // The second spends what the first adds; the third is refused on both, the fourth is free.
    await session.add([
      line(.add(5), "a"), line(.add(-3), "a"), line(.add(-3), "a"), line(.add(7), "c"),
    ])
    await session.finish()
    #expect(gate.submittedCount == 3)
    // Another writer takes the very revision that the second line expects to be the first line's.
    try await Bench(on: memory, log: memory).add(1, to: "a")
    gate.open()
    let answers = await allAnswers(of: session)
    #expect(answers.map(\.outcome) == ["recorded", "recorded", "recorded", "recorded"])
    let amounts = try memory.read(
      stream: account("a"), from: nil, direction: .forwards, before: nil, limit: 10
    ).map { Account.number($0.event.payload) }
    #expect(amounts == [1, 5, -3, -3])
    let positions = try answers.map { try $0.result.get().events[0].position }
    #expect(positions == positions.sorted())
  }

  @Test func `asks who may on what the lines before it propose, and before it tells of a repeat`()
    async throws
  {
    let memory = InMemoryLog()
    let gate = GatedLog(memory)
    try await Bench(on: memory, log: memory).handle(
      ToyCommand(id: command(1), target: account("b"), act: .add(5)))
    let bench = Bench(on: memory, log: gate)
    let session = bench.session()
    var forbidden = ToyCommand(id: command(2), target: account("a"), act: .add(1))
    forbidden.isForNewAccountsOnly = true
    var again = ToyCommand(id: command(1), target: account("b"), act: .add(5))
    again.isForNewAccountsOnly = true
    await session.add([
      line(.add(5), "a"), .success(forbidden), .success(again), line(.add(1), "c"),
    ])
    await session.finish()
    #expect(gate.submittedCount == 2)
    gate.open()
    let answers = await allAnswers(of: session)
    #expect(answers.map(\.outcome) == ["recorded", "rejected", "rejected", "recorded"])
    for answer in answers[1...2] {
      guard case .failure(.rejected(let rejection)) = answer.result else { continue }
      #expect(rejection.code == .notPermitted)
    }
    #expect(try bench.balance("a") == 5)
  }

  @Test func `answers a refusal only once what it stood on is committed`() async throws {
    let memory = InMemoryLog()
    let gate = GatedLog(memory)
    let bench = Bench(on: memory, log: gate)
    let session = bench.session()
    await session.add([line(.add(5), "a"), line(.add(-6), "a"), line(.add(0), "b")])
    await session.finish()
    #expect(await session.takeAnswers().isEmpty)
    gate.open()
    let answers = await allAnswers(of: session)
    #expect(answers.map(\.outcome) == ["recorded", "rejected", "alreadySo"])
  }

  @Test func `decides a refusal again when what it stood on did not come about`() async throws {
    let memory = InMemoryLog()
    let gate = GatedLog(memory)
    let bench = Bench(on: memory, log: gate)
    let session = bench.session()
    await session.add([line(.add(5), "a"), line(.add(-6), "a")])
    await session.finish()
    try await Bench(on: memory, log: memory).add(1, to: "a")
    gate.open()
    #expect(await allAnswers(of: session).map(\.outcome) == ["recorded", "recorded"])
    #expect(try bench.balance("a") == 0)
  }

  @Test func `goes on after a line that the log refuses`() async throws {
    let memory = InMemoryLog()
    let gate = GatedLog(memory, isOpen: true)
    gate.fail(1, with: .diskFull)
    let bench = Bench(on: memory, log: gate)
    let session = bench.session()
    await session.add([
      line(.add(5), "a"), line(.add(5), "a"), line(.add(-7), "a"), line(.large(70_000), "a"),
      line(.add(-5), "a"),
    ])
    await session.finish()
    let answers = await allAnswers(of: session)
    #expect(answers.map(\.outcome) == ["recorded", "log", "rejected", "tooLarge", "recorded"])
    #expect(try bench.balance("a") == 0)
  }

  @Test func `waits while the queue is full`() async throws {
    let memory = InMemoryLog()
    let gate = GatedLog(memory, isOpen: true)
    gate.fail(0, with: .queueFull(waiting: 9))
    gate.fail(1, with: .queueFull(waiting: 9))
    let bench = Bench(on: memory, log: gate)
    let session = bench.session()
    await session.add([line(.add(5), "a"), line(.add(-5), "a")])
    await session.finish()
    #expect(await allAnswers(of: session).map(\.outcome) == ["recorded", "recorded"])
  }

  @Test func `gives a line up that other writers keep getting ahead of`() async throws {
    let memory = InMemoryLog()
    let gate = GatedLog(memory, isOpen: true)
    // The second line goes with the first try only; after that the session goes line by line.
    for number in 0...CommandHandlingLimits.tries {
      gate.fail(
        number, with: .conflict(stream: account("a"), expected: .noStream, actual: Revision(0)))
    }
    let bench = Bench(on: memory, log: gate)
    let session = bench.session()
    await session.add([line(.add(5), "a"), line(.add(6), "a")])
    await session.finish()
    #expect(await allAnswers(of: session).map(\.outcome) == ["tooContended", "recorded"])
    #expect(try bench.balance("a") == 6)
  }

  @Test func `answers a command that comes twice with its first receipt`() async throws {
    let memory = InMemoryLog()
    let gate = GatedLog(memory)
    let bench = Bench(on: memory, log: gate)
    let session = bench.session()
    await session.add([
      line(.add(5), "a", command: command(1)), line(.add(5), "a", command: command(1)),
      line(.add(6), "a", command: command(1)), line(.add(2), "a"),
    ])
    await session.finish()
    gate.open()
    let answers = await allAnswers(of: session)
    #expect(answers.map(\.outcome) == ["recorded", "repeated", "failed", "recorded"])
    #expect(try bench.balance("a") == 7)
  }

  @Test func `answers from the first receipt what another session recorded meanwhile`()
    async throws
  {
    let memory = InMemoryLog()
    let gate = GatedLog(memory)
    let bench = Bench(on: memory, log: gate)
    let session = bench.session()
    await session.add([
      line(.add(5), "a", command: command(1)), line(.add(2), "a", command: command(2)),
      line(.add(3), "b"),
    ])
    await session.finish()
    #expect(gate.submittedCount == 3)
    // The client sent its lines again on another connection, and that one was faster.
    let other = Bench(on: memory, log: memory)
    let first = try await other.handle(
      ToyCommand(id: command(1), target: account("a"), act: .add(5)))
    gate.open()
    let answers = await allAnswers(of: session)
    #expect(answers.map(\.outcome) == ["repeated", "recorded", "recorded"])
    #expect(try answers[0].result.get().events == first.events)
    #expect(try bench.balance("a") == 7)
    #expect(try bench.balance("b") == 3)
    #expect(memory.end == Position(4))
  }

  @Test func `decides again what stood on a command that came to something else elsewhere`()
    async throws
  {
    let memory = InMemoryLog()
    let gate = GatedLog(memory)
    let other = Bench(on: memory, log: memory)
    try await other.add(3, to: "a")
    let bench = Bench(on: memory, log: gate)
    let session = bench.session()
    let empty = ToyCommand(id: command(1), target: account("a"), act: .empty(into: account("b")))
    await session.add([.success(empty), line(.add(-3), "b")])
    await session.finish()
    #expect(gate.submittedCount == 2)
    // Elsewhere less was left for the same command; what it added has the very revision that the
    // second line expects.
    try await other.add(-2, to: "a")
    try await other.handle(empty)
    gate.open()
    #expect(await allAnswers(of: session).map(\.outcome) == ["repeated", "rejected"])
    #expect(try bench.balance("b") == 1)
  }

  @Test func `holds up who hands in more than it may hold`() async throws {
    let memory = InMemoryLog()
    let gate = GatedLog(memory)
    let bench = Bench(on: memory, log: gate)
    let session = bench.session(lineBound: 4)
    let added = Counter()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for _ in 0..<20 {
          await session.add([line(.add(1), "a")])
          added.count.add(1, ordering: .relaxed)
        }
        await session.finish()
      }
      // Also where it comes to nothing: the group waits for who hands in.
      defer { gate.open() }
      // The fifth line can't have been added before the gate opens.
      try await waitUntil { gate.submittedCount >= 4 }
      #expect(added.count.load(ordering: .relaxed) < 5)
      #expect(gate.submittedCount == 4)
      gate.open()
      #expect(await allAnswers(of: session).count == 20)
    }
    #expect(try bench.balance("a") == 20)
  }

  @Test func `holds up who hands in more bytes than it may hold`() async throws {
    let memory = InMemoryLog()
    let gate = GatedLog(memory)
    let bench = Bench(on: memory, log: gate)
    let session = bench.session()
    let added = Counter()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for _ in 0..<5 {
          await session.add(
            [line(.add(1), "a")], byteCount: CommandHandlingLimits.sessionBytes / 2)
          added.count.add(1, ordering: .relaxed)
        }
        await session.finish()
      }
      defer { gate.open() }
      try await waitUntil { gate.submittedCount >= 2 }
      #expect(added.count.load(ordering: .relaxed) < 2)
      #expect(gate.submittedCount == 2)
      gate.open()
      #expect(await allAnswers(of: session).count == 5)
    }
    #expect(try bench.balance("a") == 5)
  }

  @Test func `ends for a reader that is cancelled, and lets the writer go`() async throws {
    let memory = InMemoryLog()
    let gate = GatedLog(memory)
    let bench = Bench(on: memory, log: gate)
    let session = bench.session(lineBound: 2)
    let writer = Task { await session.add([line(.add(1), "a"), line(.add(1), "a")]) }
    let reader = Task { await allAnswers(of: session).count }
    try await waitUntil { gate.submittedCount >= 2 }
    reader.cancel()
    #expect(await reader.value == 0)
    await writer.value
    gate.open()
    try await waitUntil { memory.end >= Position(3) }
    #expect(try bench.balance("a") == 2)
  }

  @Test(arguments: [21, 22, 23, 24, 25, 26])
  func `leaves beside others what deciding one by one would leave`(seed: UInt64) async throws {
    let memory = InMemoryLog()
    let names = ["a", "b", "c"]
    for name in names { try await Bench(on: memory, log: memory).add(10, to: name) }
    let first = memory.end
    let answered = await withTaskGroup(of: [SessionAnswer].self) { group in
      for writer in 0..<3 {
        group.addTask {
          var generator = SeededGenerator(seed: seed &* 1_000 &+ UInt64(writer))
          // Every second writer meets a log that holds appends up now and then.
          let gate = GatedLog(memory, isOpen: true)
          for number in 0..<40 where generator.next() % 8 == 0 {
            gate.fail(
              number, with: .conflict(stream: account("a"), expected: .any, actual: nil))
          }
          let session = Bench(on: memory, log: gate).session(lineBound: 32)
          let lines = (0..<120).map { _ in
            let from = names[Int(generator.next() % 3)]
            let to = names[Int(generator.next() % 3)]
            let amount = Int(generator.next() % 12)
            return from == to
              ? line(.add(amount - 6), from) : line(.transfer(amount, to: account(to)), from)
          }
          let feeder = Task {
            for start in stride(from: 0, to: lines.count, by: 10) {
              await session.add(Array(lines[start..<start + 10]))
            }
            await session.finish()
          }
          let answers = await allAnswers(of: session)
          await feeder.value
          return answers
        }
      }
      var all: [[SessionAnswer]] = []
      for await answers in group { all.append(answers) }
      return all
    }
    // Replayed one by one in the log's order, no balance ever falls below zero.
    let events = try memory.read(
      from: first, direction: .forwards, type: nil, before: nil, limit: 100_000)
    var balances: [StreamName: Int] = [:]
    for name in names { balances[account(name)] = 10 }
    for event in events {
      balances[event.stream, default: 0] += Account.number(event.event.payload)
      #expect(balances[event.stream, default: 0] >= 0, "seed \(seed)")
    }
    var recorded = 0
    for answers in answered {
      #expect(answers.map(\.line) == Array(1...120), "seed \(seed)")
      #expect(
        answers.allSatisfy {
          ["recorded", "rejected", "alreadySo", "tooContended"].contains($0.outcome)
        }, "seed \(seed)")
      let receipts = answers.compactMap { try? $0.result.get() }.filter { $0.status == .recorded }
      let positions = receipts.flatMap(\.events).map(\.position)
      #expect(positions == positions.sorted(), "seed \(seed)")
      recorded += positions.count
    }
    #expect(recorded == events.count, "seed \(seed)")
  }
}
