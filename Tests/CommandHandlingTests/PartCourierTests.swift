import Deciding
import Dispatch
import EventModel
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import CommandHandling

@Suite(.timeLimit(.minutes(10))) struct `The courier of personal parts` {
  /// A plan of one event for each of so many commands.
  private static func plans(_ count: Int, from first: UInt64) -> [CommandPlan] {
    (0..<UInt64(count)).map { number in
      let command = ToyCommand(
        id: CommandID(high: 9, low: first + number), target: account("a"), act: .add(1))
      let context = DecisionContext(
        now: RecordedTime(microseconds: 0), zone: .shanghai, occurred: command.occurred,
        actor: Bench.actor, standing: .decided, source: Source(channel: .api))
      let stream = account("a")
      return CommandPlan(
        Decision(events: [DecidedEvent(Account.added, to: stream, payload: [])]), of: command,
        id: CommandID(high: 9, low: first + number), context: context,
        conditions: [stream: StreamHistory(stream: stream, recorded: [], zone: .shanghai)],
        rulesetVersion: nil)
    }
  }

  @Test func `stores together what comes while it waits for the disk`() async throws {
    let stored = Mutex<[[CommandID]]>([])
    let gate = DispatchSemaphore(value: 0)
    let courier = PartCourier { plans in
      stored.withLock { $0.append(plans.map(\.commandID)) }
      gate.wait()
      return plans.map { _ in .success([]) }
    } giveUp: { _ in
    }
    let first = Task { await courier.prepare(Self.plans(1, from: 0)).count }
    try await waitUntil { stored.withLock { !$0.isEmpty } }
    // The disk holds up nobody else: these come to wait while it is busy.
    let count = CommandHandlingLimits.linesPerLaunch * 2 / 5
    let others = (1...3).map { number in
      Task { await courier.prepare(Self.plans(count, from: UInt64(number) * 10_000)).count }
    }
    try await waitUntil { await courier.waitingCount >= 3 }
    #expect(stored.withLock { $0.count } == 1)
    // Once for each transaction.
    for _ in 0..<3 { gate.signal() }
    #expect(await first.value == 1)
    for other in others { #expect(await other.value == count) }
    // Two of them fit into one transaction.
    #expect(stored.withLock { $0.map(\.count) } == [1, 2 * count, count])
  }

  @Test func `gives up between what was prepared before and after, and holds nobody up`()
    async throws
  {
    let done = Mutex<[String]>([])
    let gate = DispatchSemaphore(value: 0)
    let courier = PartCourier { plans in
      gate.wait()
      done.withLock { $0.append("store \(plans[0].commandID.low)") }
      return plans.map { _ in .success([]) }
    } giveUp: { commands in
      done.withLock { $0.append("give up \(commands[0].low)") }
    }
    let first = Task { await courier.prepare(Self.plans(1, from: 1)).count }
    try await waitUntil { await courier.transactionCount >= 1 }
    // The disk is busy: this returns all the same.
    courier.discard([CommandID(high: 9, low: 2)])
    let second = Task { await courier.prepare(Self.plans(1, from: 3)).count }
    try await waitUntil { await courier.waitingCount >= 1 }
    #expect(done.withLock { $0.isEmpty })
    for _ in 0..<2 { gate.signal() }
    #expect(await first.value + second.value == 2)
    #expect(done.withLock { $0 } == ["store 1", "give up 2", "store 3"])
  }

  @Test func `is settled once nothing is on its way to the disk`() async throws {
    let done = Mutex(0)
    let courier = PartCourier { plans in
      plans.map { _ in .success([]) }
    } giveUp: { _ in
      for _ in 0..<10_000 { sched_yield() }
      done.withLock { $0 += 1 }
    }
    for number in 0..<UInt64(3) { courier.discard([CommandID(high: 9, low: number)]) }
    courier.settle()
    #expect(done.withLock { $0 } == 3)
  }

  @Test func `tells each what became of its own`() async throws {
    let courier = PartCourier { plans in
      plans.map {
        $0.commandID.description.hasSuffix("2")
          ? .failure(.busy(retryAfterSeconds: 1)) : .success([])
      }
    } giveUp: { _ in
    }
    let outcomes = await courier.prepare(Self.plans(4, from: 0))
    #expect(outcomes.map { (try? $0.get()) != nil } == [true, true, false, true])
  }

  @Test func `fails all of a transaction that fails`() async throws {
    let courier = PartCourier { (_) throws(CommandError) in
      throw .busy(retryAfterSeconds: 1)
    } giveUp: { _ in
    }
    let outcomes = await courier.prepare(Self.plans(3, from: 0))
    #expect(outcomes.count == 3)
    #expect(outcomes.allSatisfy { (try? $0.get()) == nil })
  }
}
