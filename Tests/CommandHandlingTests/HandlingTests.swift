@testable import CommandHandling
import Deciding
import EventLog
import EventLogTesting
import EventModel
import Synchronization
import Testing
import TestSupport

@Suite struct `Handling a command` {
  @Test func `records what it decides, with its envelope`() async throws {
    let bench = Bench()
    try await bench.add(10, to: "a")
    let receipt = try await bench.handle(
      ToyCommand(id: command(1), target: account("a"), act: .transfer(4, to: account("b"))))
    #expect(receipt.status == .recorded)
    #expect(receipt.commandID == command(1))
    #expect(receipt.events.map(\.stream) == [account("a"), account("b")])
    #expect(receipt.events.map(\.revision) == [Revision(1), Revision(0)])
    #expect(receipt.positions == Position(2)..<Position(4))
    #expect(receipt.events.map(\.id) == (0...1).map { EventID(of: command(1), ordinal: $0) })
    let events = try bench.log.read(
      from: Position(2), direction: .forwards, type: nil, before: nil, limit: 10)
    #expect(
      events.map(\.event.decidedOn) == [
        [DecidedOn(stream: account("b"), revision: nil)],
        [DecidedOn(stream: account("a"), revision: Revision(0))],
      ])
    for event in events {
      #expect(event.event.actor == Bench.actor)
      #expect(event.event.source == Source(channel: .api))
      #expect(event.event.rulesetVersion == 7)
      #expect(event.event.standing == .decided)
      #expect(event.event.occurred == Moment(.year(2022)))
      #expect(event.event.about == [About(role: "account", stream: event.stream)])
    }
  }

  @Test func `records nothing when it refuses or when it is already so`() async throws {
    let bench = Bench()
    let receipt = try await bench.handle(ToyCommand(target: account("a"), act: .add(0)))
    #expect(receipt.status == .alreadySo)
    #expect(receipt.positions == nil)
    await #expect {
      try await bench.add(-1, to: "a")
    } throws: { error in
      guard case .rejected(let rejection) = error as? CommandError else { return false }
      return rejection.code == .wrongState
    }
    #expect(bench.log.end == Position(1))
  }

  @Test func `gives the first receipt again, whatever came after`() async throws {
    let bench = Bench()
    let first = try await bench.handle(
      ToyCommand(id: command(1), target: account("a"), act: .add(5)))
    try await bench.add(-5, to: "a")
    var again = try await bench.handle(
      ToyCommand(id: command(1), target: account("a"), act: .add(5)))
    #expect(again.status == .repeated)
    again.status = .recorded
    #expect(again == first)
    #expect(bench.log.end == Position(3))
  }

  @Test func `gives no receipt to who may not give the command`() async throws {
    let bench = Bench()
    var add = ToyCommand(id: command(1), target: account("a"), act: .add(5))
    try await bench.handle(add)
    add.isForNewAccountsOnly = true
    await #expect {
      try await bench.handle(add)
    } throws: { error in
      guard case .rejected(let rejection) = error as? CommandError else { return false }
      return rejection.code == .notPermitted
    }
  }

  @Test func `refuses another command under an id that was recorded`() async throws {
    let bench = Bench()
    try await bench.handle(ToyCommand(id: command(1), target: account("a"), act: .add(5)))
    await #expect {
      try await bench.handle(ToyCommand(id: command(1), target: account("a"), act: .add(6)))
    } throws: { error in
      guard case .commandReused(command(1), first: Position(1)?) = error as? CommandError else {
        return false
      }
      return true
    }
  }

  @Test func `decides a command again that was refused or already so before`() async throws {
    let bench = Bench()
    let spend = ToyCommand(id: command(1), target: account("a"), act: .add(-3))
    await #expect(throws: CommandError.self) { try await bench.handle(spend) }
    try await bench.add(3, to: "a")
    #expect(try await bench.handle(spend).status == .recorded)
  }

  @Test func `holds doubtful facts and tells which, the same again in a repeat`() async throws {
    let bench = Bench()
    let doubtful = ToyCommand(id: command(1), target: account("a"), act: .doubtful(3))
    let receipt = try await bench.handle(doubtful)
    #expect(receipt.isHeldForReview)
    #expect(receipt.reviews.map(\.rule) == ["T1"])
    #expect(receipt.reviews.map(\.events) == [[receipt.events[0].id]])
    #expect(receipt.reviews.map(\.stream) == [account("a")])
    #expect(receipt.events.map(\.type) == [Account.added, ReviewEvents.opened])
    var again = try await bench.handle(doubtful)
    again.status = .recorded
    #expect(again == receipt)
    let history = StreamHistory(
      stream: account("a"),
      recorded: try bench.log.read(
        stream: account("a"), from: nil, direction: .forwards, before: nil, limit: 10),
      zone: .shanghai)
    #expect(history.effective.map(\.isConfirmed) == [false, true])
  }

  @Test func `tells the findings that were opened, the same again in a repeat`() async throws {
    let bench = Bench()
    let unlawful = ToyCommand(id: command(1), target: account("a"), act: .unlawful(3))
    let receipt = try await bench.handle(unlawful)
    #expect(receipt.findings.map(\.rule) == ["T2"])
    #expect(receipt.findings.map(\.stream) == [account("breach-a", category: "finding")])
    var again = try await bench.handle(unlawful)
    again.status = .recorded
    #expect(again == receipt)
  }

  @Test func `refuses when a stream is not where the client expected it`() async throws {
    let bench = Bench()
    try await bench.add(1, to: "a")
    var add = ToyCommand(id: command(1), target: account("a"), act: .add(1))
    add.expectedHeads = [(account("a"), nil)]
    await #expect {
      try await bench.handle(add)
    } throws: { error in
      guard
        case .unexpectedRevision(account("a"), expected: nil, actual: Revision(0)?) =
          error as? CommandError
      else { return false }
      return true
    }
    add.expectedHeads = [(account("a"), Revision(0)), (account("b"), nil)]
    #expect(try await bench.handle(add).status == .recorded)
  }

  @Test func `decides once, on the last of its reads, and asks the log for no receipt`()
    async throws
  {
    let memory = InMemoryLog()
    let gate = GatedLog(memory, isOpen: true)
    let decisions = Counter()
    let bench = Bench(
      on: memory, log: gate,
      beforeDeciding: { decisions.count.add(1, ordering: .relaxed) })
    try await bench.handle(ToyCommand(id: command(1), target: account("a"), act: .add(5)))
    try await bench.add(5, to: "a")
    #expect(decisions.count.load(ordering: .relaxed) == 2)
    #expect(gate.receiptCount == 0)
    // A repeat is known by the log's writer, and one that is refused by its receipt.
    let spend = ToyCommand(id: command(2), target: account("a"), act: .add(-10))
    #expect(try await bench.handle(spend).status == .recorded)
    #expect(try await bench.handle(spend).status == .repeated)
    #expect(gate.receiptCount == 1)
    let add = ToyCommand(id: command(1), target: account("a"), act: .add(5))
    #expect(try await bench.handle(add).status == .repeated)
    #expect(gate.receiptCount == 2)
    var late = add
    late.expectedHeads = [(account("a"), nil)]
    #expect(try await bench.handle(late).status == .repeated)
    // What the server chose the id of can't have been recorded.
    await #expect(throws: CommandError.self) { try await bench.add(-10, to: "a") }
    #expect(gate.receiptCount == 3)
  }

  @Test func `refuses a record that is too large`() async throws {
    let bench = Bench()
    await #expect {
      try await bench.handle(ToyCommand(target: account("a"), act: .large(70_000)))
    } throws: { error in
      guard case .tooLarge = error as? CommandError else { return false }
      return true
    }
    #expect(bench.log.end == Position(1))
  }
}

@Suite struct `Two writers` {
  /// Adds to an account whenever a decision is about to be made, a number of times.
  private final class Intruder: Sendable {
    let log = InMemoryLog()
    let rest: Atomic<Int>
    let bench: Bench
    init(times: Int) {
      rest = Atomic(times)
      bench = Bench(on: log, log: log)
    }
    func intrude() {
      guard rest.load(ordering: .relaxed) > 0 else { return }
      rest.subtract(1, ordering: .relaxed)
      let number = rest.load(ordering: .relaxed)
      let event = ProposedEvent(
        type: Account.added, id: EventID(high: 9, low: UInt64(number)), standing: .decided,
        actor: Bench.actor, source: Source(channel: .api), occurred: Moment(.year(2022)),
        payload: Account.payload(100))
      let id = CommandID(high: 99, low: UInt64(number))
      guard let digest = try? EventModel.Digest([UInt8](repeating: 1, count: 32)),
        let encoded = try? EncodedEvent(
          event, stream: account("a"), commandID: id, commandDigest: digest),
        let append = try? Append(
          [.init(stream: account("a"), expected: .any, events: [encoded])], commandID: id,
          commandDigest: digest)
      else { return }
      log.submit(append) { _ in }
    }
  }

  @Test func `make the slower one decide again on what the faster one did`() async throws {
    let intruder = Intruder(times: 3)
    let bench = Bench(on: intruder.log, log: intruder.log) { intruder.intrude() }
    // Refused at first: nothing is there. The refusal stands, since nothing was to be appended.
    await #expect(throws: CommandError.self) { try await bench.add(-100, to: "a") }
    let receipt = try await bench.add(-100, to: "a")
    #expect(receipt.events.map(\.revision) == [Revision(3)])
    #expect(try bench.balance("a") == 200)
  }

  @Test func `never get past the revision that the client expects`() async throws {
    let intruder = Intruder(times: 1)
    // The other writer is faster between the look at what is expected and the decision's reads.
    let bench = Bench(on: intruder.log, log: intruder.log, beforeReading: { intruder.intrude() })
    var add = ToyCommand(id: command(1), target: account("a"), act: .add(1))
    add.expectedHeads = [(account("a"), nil)]
    await #expect {
      try await bench.handle(add)
    } throws: { error in
      guard
        case .unexpectedRevision(account("a"), expected: nil, actual: Revision(0)?) =
          error as? CommandError
      else { return false }
      return true
    }
    #expect(try bench.balance("a") == 100)
  }

  @Test func `are told no on what the decision read, not on what was there before`() async throws {
    let intruder = Intruder(times: 1)
    let bench = Bench(on: intruder.log, log: intruder.log, beforeReading: { intruder.intrude() })
    var add = ToyCommand(id: command(1), target: account("a"), act: .add(1))
    add.isForNewAccountsOnly = true
    await #expect {
      try await bench.handle(add)
    } throws: { error in
      guard case .rejected(let rejection) = error as? CommandError else { return false }
      return rejection.code == .notPermitted
    }
    #expect(try bench.balance("a") == 100)
  }

  @Test func `are given up on after a bounded number of tries`() async throws {
    let intruder = Intruder(times: 1_000)
    let bench = Bench(on: intruder.log, log: intruder.log) { intruder.intrude() }
    await #expect {
      try await bench.add(1, to: "a")
    } throws: { error in
      guard case .tooContended(tries: CommandHandlingLimits.tries) = error as? CommandError else {
        return false
      }
      return true
    }
    #expect(intruder.rest.load(ordering: .relaxed) == 1_000 - CommandHandlingLimits.tries)
  }

  @Test func `meet on streams that were only read`() async throws {
    let intruder = Intruder(times: 1)
    let bench = Bench(on: intruder.log, log: intruder.log) { intruder.intrude() }
    // Between load and append the account that was empty no longer is.
    await #expect {
      try await bench.handle(ToyCommand(target: account("b"), act: .ifEmpty(account("a"))))
    } throws: { error in
      guard case .rejected(let rejection) = error as? CommandError else { return false }
      return rejection.stream == account("a")
    }
    #expect(try bench.balance("b") == 0)
  }

  @Test(arguments: [11, 12, 13, 14])
  func `never spend what is not there`(seed: UInt64) async throws {
    let memory = InMemoryLog()
    let benches = (0..<3).map { _ in Bench(on: memory, log: memory) }
    let names = ["a", "b", "c", "d"]
    for name in names { try await benches[0].add(20, to: name) }
    let moved = await withTaskGroup(of: [String: Int].self) { group in
      for writer in 0..<6 {
        group.addTask {
          var generator = SeededGenerator(seed: seed &* 100 &+ UInt64(writer))
          var moved: [String: Int] = [:]
          for _ in 0..<60 {
            let from = names[Int(generator.next() % 4)]
            let to = names[Int(generator.next() % 4)]
            if from == to { continue }
            let amount = Int(generator.next() % 9) + 1
            let command = ToyCommand(
              target: account(from), act: .transfer(amount, to: account(to)))
            if (try? await benches[writer % 3].handle(command)) != nil {
              moved[from, default: 0] -= amount
              moved[to, default: 0] += amount
            }
          }
          return moved
        }
      }
      var total: [String: Int] = [:]
      for await moved in group { total.merge(moved, uniquingKeysWith: +) }
      return total
    }
    for name in names {
      let events = try memory.read(
        stream: account(name), from: nil, direction: .forwards, before: nil, limit: 10_000)
      var balance = 0
      for event in events {
        balance += Account.number(event.event.payload)
        #expect(balance >= 0, "seed \(seed)")
      }
      #expect(balance == 20 + (moved[name] ?? 0), "seed \(seed)")
    }
  }
}
