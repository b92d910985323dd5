import EventLog
import EventLogTesting
import EventModel
import FoundationEssentials
import Testing

/// Pins the bytes on disk to `Schemas/log-format.md`.
@Suite struct `A record's bytes` {
  private static func hex(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789ABCDEF")
    return bytes.map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined(separator: " ")
  }

  private static func encoded() throws -> EncodedEvent {
    try SampleAppends.append(1, [.init(SampleAppends.stream("golden"))], payloadByteCount: 4)
      .entries[0].events[0]
  }

  @Test func `end in the 32 bytes that the format's example shows`() throws {
    var bytes = try Self.encoded().bytes
    #expect(Array(bytes.suffix(32)) == RecordTail.unpatched)
    bytes.withUnsafeMutableBytes {
      RecordTail.patch(
        $0, appendIndex: 2, appendCount: 3, revision: Revision(7),
        recordedAt: RecordedTime(microseconds: 1_656_547_200_000_001))
    }
    let format = try String(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Schemas/log-format.md"), encoding: .utf8)
    let example = format.replacing("  ", with: " ")
    #expect(example.contains(Self.hex(bytes.suffix(32))))
  }

  @Test func `decode to what the writer patched in, as the encoder would have written it`() throws {
    var bytes = try Self.encoded().bytes
    bytes.withUnsafeMutableBytes {
      RecordTail.patch(
        $0, appendIndex: 2, appendCount: 3, revision: Revision(7),
        recordedAt: RecordedTime(microseconds: -5))
    }
    let event = try RecordedEvent(decoding: bytes.span.bytes, at: Position(9))
    #expect(event.appendIndex == 2)
    #expect(event.appendCount == 3)
    #expect(event.revision == Revision(7))
    #expect(event.recordedAt.microseconds == -5)
    let fields = try Envelope(walking: bytes.span.bytes)
    #expect(fields.revision == Revision(7))
    #expect(fields.recordedAt == event.recordedAt)
  }

  @Test func `are these, for ever`() throws {
    // A change here breaks every log that exists.
    #expect(Self.hex(try Self.encoded().bytes).replacing(" ", with: "") == Self.golden)
  }

  // Encoded by hand from the schema, not by our encoder.
  private static let golden =
    "0A0C73616D706C652E6E6F74656410011A0D73616D706C652D676F6C64656E221000000000000000"
    + "0100000000000000012A10B4793BF45977ACB4EE0269521749B51B3220D1988CD3019824F075F616"
    + "77E1A6F54B16035868488E4051757DDE53ADEEF80F5802621112067465737465721A05636C65726B"
    + "28026A04080510037205080110E60FAA0104C1675E0BE57F00000000ED7F00000000F17F00000000"
    + "00000000F97F0000000000000000"

  @Test func `stand in the log as they were encoded, but for the writer's`() async throws {
    let place = try Place()
    let log = try place.create()
    defer { log.close() }
    let append = try SampleAppends.append(1, [.init(SampleAppends.stream("golden"))])
    let receipt = try await log.append(append)
    var stored: [UInt8] = []
    try log.scan(from: Position(1), before: log.end) { _, record in
      stored = record.withUnsafeBytes { Array($0) }
      return .proceed
    }
    var expected = append.entries[0].events[0].bytes
    expected.withUnsafeMutableBytes {
      RecordTail.patch(
        $0, appendIndex: 0, appendCount: 1, revision: .zero, recordedAt: receipt.recordedAt)
    }
    #expect(stored == expected)
  }
}
