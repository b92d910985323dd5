import EventLogTesting
import EventModel
import SwiftProtobuf
import Testing
import TestSupport

@Suite struct `A record` {
  let stream: StreamName
  let command: CommandID
  let digest: Digest

  init() throws {
    stream = try StreamName(validating: "placement-p1")
    command = CommandID(high: 1, low: 2)
    digest = try Digest([UInt8](repeating: 7, count: 32))
  }

  /// An event with every field set.
  private func wholeEvent() throws -> ProposedEvent {
    let person = try StreamName(validating: "person-a")
    var event = ProposedEvent(
      type: EventType("placement.started"), schemaVersion: 2, id: EventID(high: 3, low: 4),
      standing: .reported,
      actor: Actor(
        organisation: try StreamName(validating: "organisation-s"), user: "u1", role: "clerk",
        onBehalfOf: "organisation-t", assurance: .key),
      source: Source(
        channel: .scenario, evidence: .synthetic, document: "doc", sha256: digest,
        publishedOn: try CivilDate(validating: "2024-05-04")),
      occurred: try Moment(validating: "<=2022-06-30"), payload: [1, 2, 3])
    event.causation = EventID(high: 5, low: 5)
    event.correlation = EventID(high: 6, low: 6)
    event.corrects = EventID(high: 7, low: 7)
    event.effectiveFrom = try Moment(validating: "2022")
    event.effectiveTo = try Moment(validating: "2022-07-01T08:00+08:00")
    event.rulesetVersion = 3
    event.about = [About(role: "student", stream: person)]
    event.decidedOn = [
      DecidedOn(stream: person, revision: Revision(4)), DecidedOn(stream: stream, revision: nil),
    ]
    event.personal = [
      PersonalPartReference(subject: person, part: "student.personal", commitment: digest)
    ]
    return event
  }

  private func patched(_ event: ProposedEvent) throws -> [UInt8] {
    var bytes = try EncodedEvent(
      event, stream: stream, commandID: command, commandDigest: digest
    ).bytes
    bytes.withUnsafeMutableBytes {
      RecordTail.patch(
        $0, appendIndex: 1, appendCount: 2, revision: Revision(9),
        recordedAt: RecordedTime(microseconds: 1_656_547_200_000_000))
    }
    return bytes
  }

  @Test func `ends in the writer's fields, of fixed width`() throws {
    let encoded = try EncodedEvent(
      try wholeEvent(), stream: stream, commandID: command, commandDigest: digest)
    #expect(Array(encoded.bytes.suffix(RecordTail.byteCount)) == RecordTail.unpatched)
  }

  @Test func `patched is what the writer's fields encode to`() throws {
    let bytes = try patched(try wholeEvent())
    let message = try PBRecordedEvent(serializedBytes: bytes)
    #expect(message.appendIndex == 1)
    #expect(message.appendCount == 2)
    #expect(message.revision == 9)
    #expect(message.recordedAt == 1_656_547_200_000_000)
    let again: [UInt8] = try message.serializedBytes()
    #expect(again == bytes)
  }

  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func `is encoded as swift-protobuf would`(seed: UInt64) throws {
    let event = try anyEvent(seed: seed)
    let bytes = try patched(event)
    let again: [UInt8] = try PBRecordedEvent(serializedBytes: bytes).serializedBytes()
    #expect(again == bytes)
    let decoded = try RecordedEvent(decoding: bytes.span.bytes, at: .zero)
    #expect(decoded.event == event)
    var decoder = RecordDecoder()
    #expect(try decoder.decode(bytes.span.bytes, at: .zero) == decoded)
  }

  /// An event with any of its fields set, and texts of any length.
  private func anyEvent(seed: UInt64) throws -> ProposedEvent {
    var random = SeededGenerator(seed: seed)
    func name() throws -> StreamName {
      let length = Int.random(in: 1...180, using: &random)
      return try StreamName(validating: "person-" + String(repeating: "x", count: length))
    }
    func text() -> String {
      String(repeating: "字", count: Int.random(in: 0...90, using: &random))
    }
    var event = try wholeEvent()
    event.id = .random(using: &random)
    event.schemaVersion = Int.random(in: 1...300, using: &random)
    event.standing = Bool.random(using: &random) ? .decided : .reported
    event.actor = Actor(user: text(), role: text(), assurance: .local)
    event.source = Source(channel: .api, evidence: nil, document: text())
    event.occurred = try Moment(
      validating: ["1969-12-31T23:59:59.5-05:00", "2022", "2022-12", "<=1999-01-01"]
        .randomElement(using: &random) ?? "2022")
    event.about = try (0..<Int.random(in: 0...4, using: &random)).map { _ in
      About(role: text(), stream: try name())
    }
    if Bool.random(using: &random) { event.corrects = nil }
    if Bool.random(using: &random) { event.voids = .random(using: &random) }
    if Bool.random(using: &random) { event.rulesetVersion = nil }
    event.payload = (0..<Int.random(in: 0...400, using: &random)).map { _ in
      .random(in: 0...255, using: &random)
    }
    return event
  }

  @Test func `decodes to the event it was made from`() throws {
    let event = try wholeEvent()
    let bytes = try patched(event)
    let recorded = try RecordedEvent(decoding: bytes.span.bytes, at: Position(11))
    #expect(recorded.event == event)
    #expect(recorded.stream == stream)
    #expect(recorded.commandID == command)
    #expect(recorded.commandDigest == digest)
    #expect(recorded.position == Position(11))
    #expect(recorded.revision == Revision(9))
    #expect(recorded.appendEnd == Position(12))
  }

  @Test func `walked has its fields where decoding finds them`() throws {
    let bytes = try patched(try wholeEvent())
    let envelope = try Envelope(walking: bytes.span.bytes)
    #expect(Array(bytes[envelope.type]) == Array("placement.started".utf8))
    #expect(Array(bytes[envelope.stream]) == Array("placement-p1".utf8))
    #expect(Array(bytes[envelope.payload]) == [1, 2, 3])
    #expect(CommandID(prefixOf: bytes[envelope.commandID]) == command)
    #expect(EventID(prefixOf: bytes[envelope.corrects]) == EventID(high: 7, low: 7))
    #expect(envelope.schemaVersion == 2)
    #expect(envelope.revision == Revision(9))
    #expect(envelope.appendIndex == 1)
    let isStarted = Envelope.hasType(EventType("placement.started"), bytes.span.bytes)
    let isStopped = Envelope.hasType(EventType("placement.stopped"), bytes.span.bytes)
    #expect(isStarted && !isStopped)
  }

  @Test func `cut short anywhere is refused or lacks a field, never a trap`() throws {
    let bytes = try patched(try wholeEvent())
    for count in 0..<bytes.count {
      let cut = Array(bytes.prefix(count))
      #expect(throws: EventModelError.self, "cut to \(count) bytes") {
        try RecordedEvent(decoding: cut.span.bytes, at: .zero)
      }
      #expect(throws: EventModelError.self, "cut to \(count) bytes") {
        try Envelope(walking: cut.span.bytes)
      }
    }
  }

  @Test func `over 65,535 bytes is refused`() throws {
    var event = try wholeEvent()
    event.payload = [UInt8](repeating: 0, count: 65_535)
    #expect(throws: EventModelError.self) {
      try EncodedEvent(event, stream: stream, commandID: command, commandDigest: digest)
    }
  }
}
