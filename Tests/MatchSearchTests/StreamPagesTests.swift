import Deciding
import EventLog
import EventLogTesting
import EventModel
import MatchSearch
import Testing

@Suite struct `A stream that is searched` {
  @Test(arguments: [0, 999, 1_000, 1_001, 2_000])
  func `is read to its end, however many pages it has`(count: Int) async throws {
    let log = InMemoryLog()
    let stream = SampleAppends.stream("long")
    for first in stride(from: 0, to: count, by: 500) {
      let types = [EventType](repeating: .sample, count: min(500, count - first))
      _ = try await log.append(
        SampleAppends.append(UInt64(first + 1), [.init(stream, .any, types)]))
    }
    #expect(try log.history(of: stream).recorded.count == count)
  }
}
