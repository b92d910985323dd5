import EventModel
import Synchronization
import TestSupport
import Testing

@testable import Projections

@Suite(.timeLimit(.minutes(10))) struct `Who waits for a position` {
  private func waiters(at reached: UInt64 = 3, atMost count: Int = 100) -> PositionWaiters {
    PositionWaiters(reached: Position(reached), maximumCount: count)
  }

  @Test func `goes on at once where it was reached`() async {
    let waiters = waiters()
    #expect(await waiters.wait(for: Position(3), atMost: .seconds(600)) == Position(3))
  }

  @Test func `is woken by what reaches it, and by nothing less`() async {
    let waiters = waiters()
    let isWoken = Mutex(false)
    async let reached = {
      let reached = await waiters.wait(for: Position(7), atMost: .seconds(600))
      isWoken.withLock { $0 = true }
      return reached
    }()
    // Returns once the waiter is there.
    await waiters.waitForSomebody(atMost: .seconds(600))
    waiters.publish(Position(6))
    for _ in 0..<100 { await Task.yield() }
    #expect(!isWoken.withLock { $0 })
    waiters.publish(Position(9))
    #expect(await reached == Position(9))
  }

  @Test func `goes on when the time is over, also when there is none`() async {
    let waiters = waiters()
    // Often, as the alarm and the waiter are two tasks.
    await withTaskGroup(of: Position.self) { group in
      for _ in 0..<2_000 {
        group.addTask { await waiters.wait(for: Position(4), atMost: .zero) }
      }
      for await reached in group { #expect(reached == Position(3)) }
    }
    #expect(await waiters.wait(for: Position(4), atMost: .milliseconds(5)) == Position(3))
  }

  @Test func `goes on when it is cancelled, before and while it waits`() async {
    let waiters = waiters()
    let waiting = Task { await waiters.wait(for: Position(4), atMost: .seconds(600)) }
    await waiters.waitForSomebody(atMost: .seconds(600))
    waiting.cancel()
    #expect(await waiting.value == Position(3))
    let cancelled = Task {
      try? await waitUntil { Task.isCancelled }
      return await waiters.wait(for: Position(4), atMost: .seconds(600))
    }
    cancelled.cancel()
    #expect(await cancelled.value == Position(3))
  }

  @Test func `does not wait where too many do`() async {
    let waiters = waiters(atMost: 1)
    let first = Task { await waiters.wait(for: Position(4), atMost: .seconds(600)) }
    await waiters.waitForSomebody(atMost: .seconds(600))
    #expect(await waiters.wait(for: Position(4), atMost: .seconds(600)) == Position(3))
    waiters.publish(Position(4))
    #expect(await first.value == Position(4))
    // There is room again.
    #expect(await waiters.wait(for: Position(5), atMost: .milliseconds(5)) == Position(4))
  }

  @Test func `is waited for no longer than may be`() async {
    let waiters = waiters()
    let begin = ContinuousClock.now
    for _ in 0..<200 { await waiters.waitForSomebody(atMost: .zero) }
    let waiting = Task { await waiters.waitForSomebody(atMost: .seconds(6_000)) }
    waiting.cancel()
    await waiting.value
    #expect(ContinuousClock.now - begin < .seconds(600))
  }

  @Test func `is waited for though the alarm of an earlier wait comes late`() async {
    let waiters = waiters()
    // Often: an alarm is a task of its own, which is told to end when the wait does.
    for _ in 0..<300 {
      let first = Task { await waiters.wait(for: Position(4), atMost: .seconds(600)) }
      await waiters.waitForSomebody(atMost: .seconds(600))
      first.cancel()
      #expect(await first.value == Position(3))
      let isBack = Mutex(false)
      async let second: Void = {
        await waiters.waitForSomebody(atMost: .seconds(600))
        isBack.withLock { $0 = true }
      }()
      for _ in 0..<20 { await Task.yield() }
      #expect(!isBack.withLock { $0 })
      let somebody = Task { await waiters.wait(for: Position(4), atMost: .seconds(600)) }
      await second
      somebody.cancel()
      _ = await somebody.value
    }
  }

  @Test func `never goes back`() {
    let waiters = waiters(at: 0)
    for end in [UInt64(5), 3] { waiters.publish(Position(end)) }
    #expect(waiters.reached == Position(5))
  }
}
