import EventLog
import EventLogTesting
import EventModel
import Testing

@Suite(.timeLimit(.minutes(10))) struct `Whole appends that are read in one go` {
  @Test func `hold no more bytes than they may, but for the rest of the last`() async throws {
    let log = InMemoryLog()
    let payloadByteCount = 60_000
    let mostByteCount = 4 << 20
    let count = mostByteCount / payloadByteCount * 2
    for command in 0..<count {
      _ = try await log.append(
        SampleAppends.append(
          UInt64(command), [.init(SampleAppends.stream(1))], payloadByteCount: payloadByteCount))
    }
    var decoder = RecordDecoder()
    var position = Position.zero
    var seen = 0
    while position < log.end {
      let (events, next) = try log.appends(
        from: position, before: log.end, eventCount: 1_000, byteCount: mostByteCount, &decoder)
      try #require(!events.isEmpty)
      let byteCount = events.reduce(0) { $0 + $1.event.payload.count }
      #expect(byteCount < mostByteCount + payloadByteCount)
      position = next
      seen += events.count
    }
    #expect(seen == count + 1)
  }
}
