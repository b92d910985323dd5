import Deciding
import EventLog
import EventLogTesting
import EventModel
import TestSupport
import Testing

@testable import CommandHandling

@Suite struct `Facts that something must follow` {
  private static let microseconds: Int64 = 5_000_000
  private let clock = ManualClock()
  private let log: InMemoryLog
  private let types: Set<EventType> = [Account.added, Account.limited]

  init() { log = InMemoryLog(clock: clock.clock) }

  /// Appends of one to three events each, some of them amendments or of a type that nobody waits for.
  private func fill(_ count: Int, seed: UInt64) async throws -> [RecordedEvent] {
    var generator = SeededGenerator(seed: seed)
    let digest = try EventModel.Digest([UInt8](repeating: 2, count: 32))
    var original: EventID?
    for number in 0..<count {
      // Also a microsecond short of a second.
      clock.advance(
        bySeconds: Int64(generator.next() % 3),
        microseconds: Int64(generator.next() % 2) * 999_999)
      let command = CommandID(high: 5, low: UInt64(number))
      var events: [EncodedEvent] = []
      for ordinal in 0...Int(generator.next() % 3) {
        let type = [Account.added, Account.limited, Account.erased][Int(generator.next() % 3)]
        var event = ProposedEvent(
          type: type, id: EventID(of: command, ordinal: ordinal), standing: .reported,
          actor: Bench.actor, source: Source(channel: .api), occurred: Moment(.year(2022)),
          payload: Account.payload(1))
        if generator.next() % 4 == 0 { event.corrects = original } else { original = event.id }
        events.append(
          try EncodedEvent(
            event, stream: account("a"), commandID: command, commandDigest: digest))
      }
      _ = try await log.append(
        Append(
          [.init(stream: account("a"), expected: .any, events: events)], commandID: command,
          commandDigest: digest))
    }
    return try log.read(from: .zero, direction: .forwards, type: nil, before: nil, limit: 10_000)
  }

  @Test(arguments: Seeds.and(1, 2, 3), [1, 2, 256])
  func `come in order, each once, wherever one begins`(seed: UInt64, bound: Int) async throws {
    let events = try await fill(80, seed: seed)
    for start in events where start.appendIndex == 0 {
      var dues = try DueFacts(
        (types, Self.microseconds), of: log, at: start.position, bound: bound)
      let before = events[..<Int(start.position.number)].last?.recordedAt.microseconds
      var waiting = events.filter { event in
        types.contains(event.event.type) && !event.event.isAmendment
          && (event.position >= start.position
            || event.recordedAt.microseconds + Self.microseconds > before ?? .min)
      }
      for event in events[Int(start.position.number)...] {
        let now = event.recordedAt.microseconds
        while let fact = try dues.next(by: now) {
          #expect(fact.position == waiting.first?.position)
          #expect(fact.id == waiting.first?.event.id)
          waiting.removeFirst()
        }
        if let first = waiting.first, first.position < event.position {
          #expect(first.recordedAt.microseconds + Self.microseconds > now)
        }
        dues.take(event)
        #expect(dues.heldCount <= types.count * bound)
      }
    }
  }
}
