import EventLog
import EventLogTesting
import EventModel
import Testing

@Suite(.timeLimit(.minutes(10))) struct `A subscription` {
  @Test func `holds no more bytes at once than it may`() async throws {
    let log = InMemoryLog()
    let payloadByteCount = 60_000
    let count = LogSubscription.batchByteCount / payloadByteCount * 2
    for command in 0..<count {
      _ = try await log.append(
        SampleAppends.append(
          UInt64(command), [.init(SampleAppends.stream(1))], payloadByteCount: payloadByteCount))
    }
    var iterator = log.subscribe(from: .zero).makeAsyncIterator()
    var seen = 0
    while seen < count + 1 {
      let batch = try #require(try await iterator.next())
      let byteCount = batch.events.reduce(0) { $0 + $1.event.payload.count }
      #expect(byteCount < LogSubscription.batchByteCount + payloadByteCount)
      #expect(!batch.isLive || batch.end == log.end)
      seen += batch.events.count
    }
    #expect(seen == count + 1)
  }
}
