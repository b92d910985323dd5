import EventLog
import EventModel

/// Appends of one size, with records of 300 bytes, to streams in an order of their own.
///
/// Each stream is come to once in as many turns as there are streams, then again in another order.
struct PlainAppends {
  private var random: SplitMix64
  private let digest: Digest
  private let streamCount: Int
  private var turn = 0
  private let payloadByteCount: Int

  /// - Parameter streamCount: no multiple of ``step``.
  init(seed: UInt64, streamCount: Int) throws {
    random = SplitMix64(seed: seed)
    turn = Int(random.next() % UInt64(streamCount))
    digest = try Digest([UInt8](repeating: 7, count: 32))
    self.streamCount = streamCount
    payloadByteCount = try PlainAppends.payloadByteCountOf300ByteRecord(digest)
  }

  // A prime: its multiples come to every stream once before they come to one again.
  private static let step = 7_368_787

  private mutating func nextStream() throws -> StreamName {
    defer { turn += 1 }
    let number = (turn * Self.step + turn / streamCount) % streamCount
    return try StreamName(validating: "placement-p" + String(1_000_000 + number))
  }

  mutating func append(events: Int, streams: Int) throws -> Append {
    let command = CommandID.random(using: &random)
    var entries: [Append.Entry] = []
    for _ in 0..<streams {
      let stream = try nextStream()
      let encoded = try (0..<events / streams).map { _ in
        try EncodedEvent(
          PlainAppends.event(EventID.random(using: &random), payloadByteCount), stream: stream,
          commandID: command, commandDigest: digest)
      }
      entries.append(Append.Entry(stream: stream, expected: .any, events: encoded))
    }
    return try Append(entries, commandID: command, commandDigest: digest)
  }

  private static func event(_ id: EventID, _ payloadByteCount: Int) throws -> ProposedEvent {
    ProposedEvent(
      type: EventType("placement.completed"), id: id, standing: .reported,
      actor: Actor(
        organisation: try StreamName(validating: "organisation-bureau"), user: "u17", role: "clerk",
        assurance: .key),
      source: Source(channel: .api, evidence: .documented, document: "register 2026/17"),
      occurred: Moment(.day(CivilDate(dayNumber: 20_000))),
      payload: [UInt8](repeating: 0x5A, count: payloadByteCount))
  }

  private static func payloadByteCountOf300ByteRecord(_ digest: Digest) throws -> Int {
    let empty = try EncodedEvent(
      event(EventID(high: 1, low: 1), 10), stream: try StreamName(validating: "placement-p1000000"),
      commandID: CommandID(high: 1, low: 1), commandDigest: digest)
    return 300 - empty.bytes.count + 10
  }
}
