import Deciding
import EventLogTesting
import EventModel
import SwiftProtobuf
import TestSupport

/// Records what may come: facts in and out of order, corrections, voids, corrections after voids,
/// reviews and their ends, events that this code can't understand.
struct RandomHistory {
  let recorder: Recorder
  var random: SeededGenerator
  let streamCount: Int
  /// Per thousand facts, how many nobody understands.
  let strangePerMille: Int

  private var originals: [StreamName: [(id: EventID, type: EventType)]] = [:]
  private var reviews: [StreamName: [EventID]] = [:]

  init(_ recorder: Recorder, seed: UInt64, streamCount: Int = 12, strangePerMille: Int = 2) {
    self.recorder = recorder
    random = SeededGenerator(seed: seed)
    self.streamCount = streamCount
    self.strangePerMille = strangePerMille
  }

  private static let moments = [
    "2022-06-30", "2022-07-01", "2022-07-02", "2022-07", "2022", "<=2022-07-01",
    "2022-07-01T10:00+08:00", "2021-12-31",
  ]

  mutating func append() async throws {
    var streams: Set<StreamName> = []
    for _ in 0...random.below(3) {
      streams.insert(try StreamName(validating: "account-\(random.below(streamCount))"))
    }
    if random.chance(2) { streams.insert(try StreamName(validating: "stranger-1")) }
    var entries: [(StreamName, [Recorder.Fact])] = []
    for stream in streams.sorted() {
      entries.append((stream, try (0...random.below(3)).map { _ in try fact(in: stream) }))
    }
    var before: [StreamName: Int] = [:]
    for (stream, _) in entries { before[stream] = recorder.ids[stream]?.count ?? 0 }
    try await recorder.record(entries)
    for (stream, facts) in entries {
      let ids = (recorder.ids[stream] ?? []).dropFirst(before[stream] ?? 0)
      for (id, fact) in zip(ids, facts) where fact.corrects == nil && fact.voids == nil {
        originals[stream, default: []].append((id, fact.type))
        if fact.type == ReviewEvents.opened { reviews[stream, default: []].append(id) }
      }
    }
  }

  private mutating func fact(in stream: StreamName) throws -> Recorder.Fact {
    let occurred = Self.moments[random.below(Self.moments.count)]
    let known = originals[stream] ?? []
    if random.below(1000) < strangePerMille {
      return Recorder.Fact(
        type: Account.added, text: "1", occurred: occurred, version: random.chance(50) ? 9 : 1,
        payload: Array("no number".utf8))
    }
    if !known.isEmpty, random.chance(12) {
      let original = known[random.below(known.count)]
      guard !original.type.text.hasPrefix("review") else { return plain(occurred) }
      var fact = plain(occurred, type: original.type)
      fact.corrects = original.id
      return fact
    }
    if !known.isEmpty, random.chance(8) {
      return Recorder.Fact(
        type: EventType("event.voided"), text: "", occurred: occurred,
        voids: known[random.below(known.count)].id)
    }
    if !known.isEmpty, random.chance(6) {
      let held = known[random.below(known.count)].id
      let opened = PBReviewOpened.with {
        $0.rule = "R1"
        $0.events = [.init(held.bytes)]
      }
      return Recorder.Fact(
        type: ReviewEvents.opened, text: "", occurred: occurred,
        payload: try opened.serializedBytes())
    }
    if let open = reviews[stream], random.chance(30) {
      let review = open[random.below(open.count)]
      let passed = PBReviewPassed.with { $0.review = .init(review.bytes) }
      return Recorder.Fact(
        type: random.chance(70) ? ReviewEvents.passed : ReviewEvents.failed, text: "",
        occurred: occurred, payload: try passed.serializedBytes())
    }
    return plain(occurred)
  }

  private mutating func plain(_ occurred: String, type: EventType? = nil) -> Recorder.Fact {
    let type =
      type ?? [Account.opened, Account.added, Account.added, Account.doubled][random.below(4)]
    let text = type == Account.added ? String(random.below(9)) : "Name\(random.below(5))"
    return Recorder.Fact(
      type: type, text: text, occurred: occurred,
      evidence: [.documented, .inferred, .synthetic][random.below(3)])
  }
}
