import Dispatch
import EventLog
import EventLogTesting
import EventModel
import TestSupport
import Testing

/// The index is asked when an append is handed in; here it is flushed before the append is decided.
@Suite struct `An answer of the index that a flush has overtaken` {
  @Test func `is not relied on`() async throws {
    let place = try Place()
    let gate = Gate()
    var options = EventLogOptions()
    options.idleFlushMilliseconds = 3_600_000
    options.controls.commitFailure = {
      gate.pass()
      return nil
    }
    let log = try place.create(options)
    defer { log.close() }
    let stream = SampleAppends.stream("a")
    let first = try SampleAppends.append(1, [.init(stream)])
    let receipt = try await log.append(first)

    gate.close()
    let blocked = Self.handIn(
      try SampleAppends.append(2, [.init(SampleAppends.stream("b"))]), to: log)
    try gate.waitForArrival()
    // These are handed in while the index knows neither the stream nor the command …
    let repeated = Self.handIn(first, to: log)
    let onNothing = Self.handIn(try SampleAppends.append(3, [.init(stream, .noStream)]), to: log)
    let onAnything = Self.handIn(try SampleAppends.append(4, [.init(stream)]), to: log)
    // … and the overlay, which knew them, forgets them before they are decided.
    try log.flushIndex()
    gate.open()

    _ = try await blocked.value.get()
    let again = try await repeated.value.get()
    #expect(again.first == receipt.first && again.isRepeat)
    #expect(try await onAnything.value.get().streams.map(\.first) == [Revision(1)])
    #expect(
      await onNothing.value
        == .failure(.conflict(stream: stream, expected: .noStream, actual: Revision(0))))
    #expect(try log.verify().isWhole)
  }

  /// Hands an append in before it returns.
  private static func handIn(
    _ append: Append, to log: EventLog
  ) -> Task<Result<AppendReceipt, EventLogError>, Never> {
    let (answers, continuation) = AsyncStream.makeStream(
      of: Result<AppendReceipt, EventLogError>.self)
    log.submit(append) { result in
      continuation.yield(result)
      continuation.finish()
    }
    return Task {
      for await answer in answers { return answer }
      return .failure(.closed)
    }
  }
}

/// Where the writer's thread can be held.
private final class Gate: Sendable {
  private let isClosed = Locked(false)
  private let arrival = DispatchSemaphore(value: 0)
  private let opening = DispatchSemaphore(value: 0)

  func close() { isClosed.change { $0 = true } }

  /// Waits while the gate is closed.
  func pass() {
    guard isClosed.value else { return }
    arrival.signal()
    _ = opening.wait(timeout: .now() + .seconds(120))
  }

  func waitForArrival() throws {
    guard arrival.wait(timeout: .now() + .seconds(120)) == .success else { throw TooLate() }
  }

  func open() {
    isClosed.change { $0 = false }
    opening.signal()
  }
}
