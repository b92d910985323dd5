import Deciding
import EventModel
import FoundationEssentials
import SwiftProtobuf
import Testing

/// A history written line by line.
struct HistoryBuilder {
  private(set) var events: [RecordedEvent] = []
  let stream: StreamName

  init() throws {
    stream = try StreamName(validating: "toy-a")
  }

  @discardableResult
  mutating func record(
    _ occurred: String, payload: UInt8 = 0, type: EventType = EventType("toy.moved"),
    bytes: [UInt8]? = nil, corrects: EventID? = nil, voids: EventID? = nil,
    personal: [PersonalPartReference] = [], from: String? = nil, to: String? = nil
  ) throws -> EventID {
    let index = UInt64(events.count)
    let id = EventID(high: 0, low: index + 100)
    var event = ProposedEvent(
      type: type, id: id, standing: .reported, actor: Actor(user: "u", role: "r", assurance: .none),
      source: Source(channel: .api), occurred: try Moment(validating: occurred),
      payload: bytes ?? [payload])
    event.corrects = corrects
    event.voids = voids
    event.personal = personal
    event.effectiveFrom = try from.map { try Moment(validating: $0) }
    event.effectiveTo = try to.map { try Moment(validating: $0) }
    events.append(
      RecordedEvent(
        event: event, stream: stream, revision: Revision(index), position: Position(index * 3 + 1),
        recordedAt: RecordedTime(microseconds: Int64(index)), commandID: CommandID(high: 1, low: 1),
        commandDigest: try Digest([UInt8](repeating: 0, count: 32)), appendIndex: 0,
        appendCount: 1))
    return id
  }

  var payloads: [UInt8] {
    EffectiveHistory.effective(of: events, zone: .shanghai).map { $0.payload[0] }
  }
}

@Suite struct `The effective history` {
  @Test func `is in the order things happened, finer first, then by position`() throws {
    var history = try HistoryBuilder()
    try history.record("2022-06-30", payload: 0)
    try history.record("2022", payload: 1)
    try history.record("2022-12-31", payload: 2)
    try history.record("2022-12", payload: 3)
    try history.record("2022-07-01", payload: 4)
    try history.record("2022-07-01", payload: 5)
    try history.record("2022-07-01T00:00+08:00", payload: 6)
    #expect(history.payloads == [0, 6, 4, 5, 2, 3, 1])
  }

  @Test func `begins with the stream's first event, whenever it happened`() throws {
    var history = try HistoryBuilder()
    try history.record("2023", payload: 0)
    try history.record("2022", payload: 1)
    #expect(history.payloads == [0, 1])
  }

  @Test func `takes a correction's content in the original's name`() throws {
    var history = try HistoryBuilder()
    try history.record("2022-06-29", payload: 9)
    let original = try history.record("2022-06-30", payload: 0)
    try history.record("2022-07-01", payload: 1)
    try history.record("2022-07-02", payload: 2, corrects: original)
    let effective = EffectiveHistory.effective(of: history.events, zone: .shanghai)
    #expect(effective.map { $0.payload[0] } == [9, 1, 2])
    #expect(effective[2].id == original)
    #expect(effective[2].position == history.events[1].position)
  }

  @Test func `takes from a correction also what it no longer says`() throws {
    var history = try HistoryBuilder()
    func event() throws -> EffectiveEvent {
      try #require(EffectiveHistory.effective(of: history.events, zone: .shanghai).first)
    }
    let original = try history.record("2022-06-30", from: "2022-07-01", to: "2022-12-31")
    #expect(try event().effectiveFrom == Moment(validating: "2022-07-01"))
    #expect(try event().effectiveTo == Moment(validating: "2022-12-31"))
    #expect(try event().contentPosition == history.events[0].position)
    try history.record("2022-06-30", corrects: original)
    #expect(try event().effectiveFrom == nil && event().effectiveTo == nil)
    #expect(try event().position == history.events[0].position)
    #expect(try event().contentPosition == history.events[1].position)
  }

  @Test func `leaves a voided event out, and a later correction brings it back`() throws {
    var history = try HistoryBuilder()
    try history.record("2022-06-29", payload: 9)
    let original = try history.record("2022-06-30", payload: 0)
    try history.record("2022-07-01", voids: original)
    #expect(history.payloads == [9])
    try history.record("2022-06-30", payload: 5, corrects: original)
    #expect(history.payloads == [9, 5])
    try history.record("2022-07-01", voids: original)
    #expect(history.payloads == [9])
  }

  @Test func `keeps the parts that a correction does not replace`() throws {
    var history = try HistoryBuilder()
    let digest = try Digest([UInt8](repeating: 1, count: 32))
    let newer = try Digest([UInt8](repeating: 2, count: 32))
    let person = try StreamName(validating: "person-a")
    let first = PersonalPartReference(subject: person, part: "student.personal", commitment: digest)
    let other = PersonalPartReference(subject: person, part: "other.personal", commitment: digest)
    let replaced = PersonalPartReference(
      subject: person, part: "student.personal", commitment: newer)
    // Another person's of the same name is another part.
    let another = PersonalPartReference(
      subject: try StreamName(validating: "person-b"), part: "student.personal", commitment: digest)
    let original = try history.record("2022", personal: [first, other, another])
    try history.record("2022", corrects: original, personal: [replaced])
    try history.record("2022", corrects: original)
    let effective = EffectiveHistory.effective(of: history.events, zone: .shanghai)
    #expect(Set(effective[0].personal) == [other, another, replaced])
  }

  @Test func `holds reviewed events unconfirmed until the review is passed`() throws {
    var history = try HistoryBuilder()
    let fact = try history.record("2022-06-30")
    let opened: [UInt8] = try PBReviewOpened.with { $0.events = [.init(fact.bytes)] }
      .serializedBytes()
    let review = try history.record("2022-06-30", type: ReviewEvents.opened, bytes: opened)
    func isConfirmed() -> Bool? {
      EffectiveHistory.effective(of: history.events, zone: .shanghai).first?.isConfirmed
    }
    #expect(isConfirmed() == false)
    let failed: [UInt8] = try PBReviewFailed.with { $0.review = .init(review.bytes) }
      .serializedBytes()
    try history.record("2022-07-01", type: ReviewEvents.failed, bytes: failed)
    #expect(isConfirmed() == false)
    let passed: [UInt8] = try PBReviewPassed.with { $0.review = .init(review.bytes) }
      .serializedBytes()
    try history.record("2022-07-01", type: ReviewEvents.passed, bytes: passed)
    #expect(isConfirmed() == true)
  }

  @Test func `frees by a passed review what that one held, and nothing else`() throws {
    var history = try HistoryBuilder()
    var reviews: [EventID] = []
    for day in ["2022-06-29", "2022-06-30"] {
      let fact = try history.record(day)
      let opened: [UInt8] = try PBReviewOpened.with { $0.events = [.init(fact.bytes)] }
        .serializedBytes()
      reviews.append(try history.record(day, type: ReviewEvents.opened, bytes: opened))
    }
    let passed: [UInt8] = try PBReviewPassed.with { $0.review = .init(reviews[1].bytes) }
      .serializedBytes()
    try history.record("2022-07-01", type: ReviewEvents.passed, bytes: passed)
    let facts = EffectiveHistory.effective(of: history.events, zone: .shanghai).filter {
      !$0.type.isReview
    }
    #expect(facts.map(\.isConfirmed) == [false, true])
  }

  /// As a damaged or foreign writer makes it.
  @Test func `has no review whose ids are none`() throws {
    var history = try HistoryBuilder()
    let fact = try history.record("2022-06-30")
    let opened: [UInt8] = try PBReviewOpened.with {
      $0.events = [.init([1, 2, 3]), .init(fact.bytes), .init(fact.bytes + [0])]
    }.serializedBytes()
    try history.record("2022-06-30", type: ReviewEvents.opened, bytes: opened)
    let short: [UInt8] = try PBReviewPassed.with { $0.review = .init([1, 2, 3]) }.serializedBytes()
    try history.record("2022-06-30", type: ReviewEvents.passed, bytes: short)
    try history.record("2022-06-30", type: ReviewEvents.failed, bytes: short)
    #expect(
      history.events.map { ReviewEvent($0.event) } == [
        nil, .opened(rule: "", reason: "", events: [fact]), nil, nil,
      ])
  }

  @Test func `holds by a review what it names, not what was corrected since`() throws {
    var history = try HistoryBuilder()
    func review(_ event: EventID) throws {
      let opened: [UInt8] = try PBReviewOpened.with { $0.events = [.init(event.bytes)] }
        .serializedBytes()
      try history.record("2022-06-30", type: ReviewEvents.opened, bytes: opened)
    }
    func isConfirmed() -> Bool? {
      EffectiveHistory.effective(of: history.events, zone: .shanghai).first?.isConfirmed
    }
    let fact = try history.record("2022-06-30")
    try review(fact)
    let correction = try history.record("2022-06-29", payload: 1, corrects: fact)
    #expect(isConfirmed() == true)
    try review(correction)
    #expect(isConfirmed() == false)
    // A review that was opened by mistake is voided like any other event.
    let last = try #require(history.events.last).event.id
    try history.record("2022-07-01", voids: last)
    #expect(isConfirmed() == true)
  }

  @Test func `as of a moment knows only what was recorded and had happened by then`() throws {
    var history = try HistoryBuilder()
    let original = try history.record("2022-06-30", payload: 0)
    try history.record("2022-07-01", payload: 1)
    try history.record("2023", payload: 2)
    try history.record("2022-06-30", payload: 3, corrects: original)
    func payloads(before end: UInt64?, until moment: String?) throws -> [UInt8] {
      EffectiveHistory.effective(
        of: history.events, zone: .shanghai, before: end.map(Position.init),
        occurredUntil: try moment.map { try Moment(validating: $0) }
      ).map { $0.payload[0] }
    }
    #expect(try payloads(before: nil, until: "2022-06-30") == [3])
    #expect(try payloads(before: 10, until: "2022-06-30") == [0])
    #expect(try payloads(before: nil, until: "2022-12-31") == [3, 1])
    #expect(try payloads(before: 5, until: nil) == [0, 1])
    // Of which only the year is known: it may have happened later.
    try history.record("2022", payload: 4)
    #expect(try payloads(before: nil, until: "2022-12-30") == [3, 1])
    #expect(try payloads(before: nil, until: "2022-12-31") == [3, 1, 4])
  }
}
