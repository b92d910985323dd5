import EventLog
import EventLogTesting
import EventModel
import TestSupport
import Testing

/// What a flush could not bring to the index stays in memory, and what is appended comes after it.
@Suite struct `What the index could not take yet` {
  private let a = SampleAppends.stream("a")
  private let b = SampleAppends.stream("b")

  @Test func `is known as it will be once it is taken`() async throws {
    let place = try Place()
    let failure = Locked<EventLogError?>(nil)
    var options = EventLogOptions()
    options.idleFlushMilliseconds = 3_600_000
    options.controls.flushFailure = { failure.value }
    let log = try place.create(options)
    defer { log.close() }
    let first = try SampleAppends.append(1, [.init(a, .noStream)])
    let receipt = try await log.append(first)
    failure.change { $0 = .diskFull }
    #expect(throws: EventLogError.diskFull) { try log.flushIndex() }
    _ = try await log.append(
      SampleAppends.append(2, [.init(a, .exactly(.zero)), .init(b, .noStream)]))
    for isTaken in [false, true] {
      if isTaken {
        failure.change { $0 = nil }
        try log.flushIndex()
      }
      let again = try await log.append(first)
      #expect(again.isRepeat && again.first == receipt.first, "is taken: \(isTaken)")
      #expect(try log.receipt(of: first.commandID)?.receipt.first == receipt.first)
      let other = try SampleAppends.append(3, [.init(a, .noStream)])
      await #expect(
        throws: EventLogError.conflict(stream: a, expected: .noStream, actual: Revision(1))
      ) { _ = try await log.append(other) }
      #expect(try log.head(of: a) == Revision(1))
      let events = try log.read(
        stream: a, from: nil, direction: .forwards, before: nil, limit: 10)
      #expect(events.map(\.position.number) == [1, 2], "is taken: \(isTaken)")
      let samples = try log.read(
        from: nil, direction: .forwards, type: .sample, before: nil, limit: 10)
      #expect(samples.map(\.position.number) == [1, 2, 3], "is taken: \(isTaken)")
    }
    #expect(try log.verify().isWhole)
  }
}
