import EventModel
import Testing
import TestSupport

@Suite struct `Decoding many records` {
  private func event(_ random: inout SeededGenerator) throws -> ProposedEvent {
    func chance() -> Bool { random.chance(50) }
    let moments = [
      "2022", "2022-06", "2022-06-30", "2022-06-30T10:30+08:00", "<=2022-06-30",
      "1969-12-31T23:59:59.5Z",
    ]
    var event = ProposedEvent(
      type: random.chance(50) ? EventType("account.opened") : EventType("placement.started"),
      schemaVersion: 1 + random.below(3), id: .random(using: &random),
      standing: chance() ? .decided : .reported,
      actor: Actor(
        organisation: chance() ? try StreamName(validating: "organisation-x") : nil,
        user: "u\(random.below(2))", role: "clerk", onBehalfOf: chance() ? "someone" : nil,
        assurance: chance() ? .key : .none),
      source: Source(
        channel: .import, evidence: chance() ? .synthetic : nil, document: chance() ? "d" : nil,
        sha256: chance() ? try Digest([UInt8](repeating: 7, count: 32)) : nil,
        publishedOn: chance() ? try CivilDate(validating: "2024-05-04") : nil),
      occurred: try Moment(validating: moments[random.below(moments.count)]),
      payload: (0..<random.below(40)).map { UInt8($0) })
    if chance() { event.causation = .random(using: &random) }
    if chance() { event.correlation = .random(using: &random) }
    if chance() { event.corrects = .random(using: &random) }
    if chance() { event.voids = .random(using: &random) }
    if chance() { event.effectiveFrom = try Moment(validating: moments[random.below(6)]) }
    if chance() { event.effectiveTo = try Moment(validating: moments[random.below(6)]) }
    if chance() { event.rulesetVersion = random.below(1000) }
    let stream = try StreamName(validating: "person-\(random.below(9))")
    for _ in 0..<random.below(4) { event.about.append(About(role: "student", stream: stream)) }
    for _ in 0..<random.below(3) {
      event.decidedOn.append(
        DecidedOn(stream: stream, revision: chance() ? Revision(random.next() >> 8) : nil))
    }
    for _ in 0..<random.below(3) {
      event.personal.append(
        PersonalPartReference(
          subject: stream, part: "student.personal",
          commitment: try Digest([UInt8](repeating: UInt8(random.below(256)), count: 32))))
    }
    return event
  }

  @Test(arguments: Seeds.and(1, 2, 3))
  func `gives what decoding one record gives`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var decoder = RecordDecoder()
    for _ in 0..<300 {
      let bytes = try record(&random)
      let expected = try RecordedEvent(decoding: bytes.span.bytes, at: Position(9))
      #expect(try decoder.decode(bytes.span.bytes, at: Position(9)) == expected, "seed \(seed)")
      let cut = Array(bytes.prefix(random.below(bytes.count)))
      #expect(throws: EventModelError.self) { try decoder.decode(cut.span.bytes, at: Position(9)) }
    }
  }

  @Test(arguments: Seeds.and(1, 2, 3))
  func `checks as decoding one record does, whatever became of its bytes`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var decoder = RecordDecoder()
    var refused = 0
    for turn in 0..<2_000 {
      let whole = try record(&random)
      try decoder.check(whole.span.bytes, at: Position(9))
      let damaged = Self.damaged(whole, &random)
      let expected = Result { () throws(EventModelError) in
        _ = try RecordedEvent(decoding: damaged.span.bytes, at: Position(9))
      }
      let found = Result { () throws(EventModelError) in
        try decoder.check(damaged.span.bytes, at: Position(9))
      }
      switch (expected, found) {
      case (.success, .success): break
      case (.failure(let one), .failure(let other)):
        #expect(one == other, "seed \(seed), turn \(turn)")
        refused += 1
      default: Issue.record("seed \(seed), turn \(turn): \(expected), but \(found)")
      }
    }
    // Neither always nor never: a byte of a payload may be any.
    #expect((200..<1_900).contains(refused), "seed \(seed)")
  }

  /// A record with a byte changed, left out or put in.
  private static func damaged(_ record: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = record
    let place = random.below(bytes.count)
    let byte = UInt8(random.below(256))
    switch random.below(3) {
    case 0: bytes[place] = byte
    case 1: bytes.remove(at: place)
    default: bytes.insert(byte, at: place)
    }
    return bytes
  }

  private func record(_ random: inout SeededGenerator) throws -> [UInt8] {
    let encoded = try EncodedEvent(
      try event(&random), stream: StreamName(validating: "organisation-a"),
      commandID: .random(using: &random),
      commandDigest: try Digest([UInt8](repeating: 1, count: 32)))
    var bytes = encoded.bytes
    bytes.withUnsafeMutableBytes {
      RecordTail.patch(
        $0, appendIndex: 1, appendCount: 3, revision: Revision(77),
        recordedAt: RecordedTime(microseconds: -5))
    }
    return bytes
  }
}
