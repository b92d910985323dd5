import Deciding
import EventModel
import SwiftProtobuf
import Synchronization
import Testing
import TestSupport

/// Sums payload bytes in order, so that a wrong order shows; counts how often it decodes.
private enum Ordered: Aggregate {
  static let decoded = Atomic<Int>(0)
  static let category = StreamCategory("toy")
  static let eventTypes = [EventType("toy.moved"): 1]
  static let initialState: [UInt8] = []
  static func decode(
    type: EventType, schemaVersion: Int, payload: [UInt8]
  ) throws(PayloadError) -> [UInt8] {
    guard type == EventType("toy.moved") else { throw .unknownType(type) }
    decoded.add(1, ordering: .relaxed)
    return payload
  }
  static func evolve(_ state: inout [UInt8], _ payload: [UInt8], _ event: EffectiveEvent) {
    state += payload
  }
}

@Suite(.serialized) struct `A history that grows` {
  @Test(arguments: [1, 2, 3, 4, 5])
  func `is the history of all its events`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var history = try HistoryBuilder()
    var ids: [EventID] = []
    var grown = StreamHistory(stream: history.stream, recorded: [], zone: .shanghai)
    for step in 0..<150 {
      let before = history.events.count
      for _ in 0...Int(generator.next() % 3) {
        let day = "2022-06-\(10 + step / 10)"
        let payload = UInt8(truncatingIfNeeded: history.events.count)
        switch generator.next() % 12 {
        case 0 where !ids.isEmpty:
          try history.record(
            day, payload: payload, corrects: ids[Int(generator.next() % UInt64(ids.count))])
        case 1 where !ids.isEmpty:
          try history.record(day, voids: ids[Int(generator.next() % UInt64(ids.count))])
        case 2: ids.append(try history.record("2022-05", payload: payload))
        case 3 where !ids.isEmpty:
          let held = ids[Int(generator.next() % UInt64(ids.count))]
          // review.opened {events: [id]}
          try history.record(
            day, type: ReviewEvents.opened, bytes: [0x1A, 16] + held.bytes)
        default: ids.append(try history.record(day, payload: payload))
        }
      }
      if generator.next() % 2 == 0 { _ = try grown.state(Ordered.self) }
      grown = grown.appending(Array(history.events[before...]))
      let whole = StreamHistory(
        stream: history.stream, recorded: history.events, zone: .shanghai)
      #expect(Array(grown.recorded) == history.events, "seed \(seed), step \(step)")
      #expect(grown.effective.map(\.id) == whole.effective.map(\.id), "seed \(seed), step \(step)")
      for moment in Set(grown.effective.map(\.occurred)) {
        #expect(
          grown.happened(at: moment).map(\.id)
            == grown.effective.filter { $0.occurred == moment }.map(\.id),
          "seed \(seed), step \(step), \(moment)")
      }
      // In their order, as when all are judged again, and in any other.
      let ordered = Array(grown.effective)
      let isInOrder = generator.next() % 2 == 0
      for event in isInOrder ? ordered : ordered.shuffled(using: &generator) {
        let part = grown.beforePlace(of: event.id)
        let expected = grown.effective.prefix { $0.id != event.id }
        #expect(part.effective.map(\.id) == expected.map(\.id), "seed \(seed), step \(step)")
        #expect(part.effective.map(\.isConfirmed) == expected.map(\.isConfirmed))
        #expect(
          try part.state(Ordered.self) == expected.filter { !$0.type.isReview }.flatMap(\.payload))
        #expect(grown.effective(event.id)?.position == event.position)
      }
      #expect(
        grown.effective.map(\.isConfirmed) == whole.effective.map(\.isConfirmed),
        "seed \(seed), step \(step)")
      #expect(try grown.state(Ordered.self) == whole.state(Ordered.self))
      #expect(
        try grown.confirmed.state(Ordered.self) == whole.confirmed.state(Ordered.self))
      // In any order, and of a history that was asked before it grew: as folded from nothing.
      for moment in ["2022-04", "2022-05", "2022-06-12", "2022-06-25", "2023"].shuffled(
        using: &generator)
      {
        let moment = try Moment(validating: moment)
        let known = whole.effective.filter {
          $0.occurred.latest(in: .shanghai) <= moment.latest(in: .shanghai)
        }
        #expect(
          try grown.state(Ordered.self, asOf: moment) == Ordered.fold(known),
          "seed \(seed), step \(step), \(moment)")
      }
      for _ in 0..<4 {
        let count = Int(generator.next() % UInt64(grown.effective.count + 1))
        #expect(
          try grown.state(Ordered.self, ofFirst: count)
            == Ordered.fold(whole.effective.prefix(count)),
          "seed \(seed), step \(step), the first \(count)")
        guard count < whole.effective.count else { continue }
        #expect(grown.count(before: whole.effective[count].sortKey) == count)
      }
      #expect(grown.byteCount == whole.byteCount)
    }
  }

  @Test func `evolves what was folded instead of folding it again`() throws {
    var history = try HistoryBuilder()
    try history.record("2022-06-30", payload: 0)
    var grown = StreamHistory(stream: history.stream, recorded: history.events, zone: .shanghai)
    _ = try grown.state(Ordered.self)
    Ordered.decoded.store(0, ordering: .relaxed)
    for number in 1..<500 {
      try history.record("2022-06-30", payload: UInt8(truncatingIfNeeded: number))
      grown = grown.appending([history.events[number]])
      #expect(try grown.state(Ordered.self).count == number + 1)
    }
    #expect(Ordered.decoded.load(ordering: .relaxed) == 499)
  }

  @Test func `folds what is known as of a day once, and only on from there for a later day`()
    throws
  {
    var history = try HistoryBuilder()
    for day in 10..<30 { try history.record("2022-06-\(day)", payload: UInt8(day)) }
    var grown = StreamHistory(stream: history.stream, recorded: history.events, zone: .shanghai)
    func decodes(asOf day: Int) throws -> Int {
      Ordered.decoded.store(0, ordering: .relaxed)
      let state = try grown.state(Ordered.self, asOf: Moment(validating: "2022-06-\(day)"))
      #expect(state == (10...UInt8(day)).map(\.self))
      return Ordered.decoded.load(ordering: .relaxed)
    }
    #expect(try decodes(asOf: 14) == 5)
    #expect(try decodes(asOf: 14) == 0)
    #expect(try decodes(asOf: 20) == 6)
    try history.record("2022-06-30", payload: 30)
    grown = grown.appending([history.events[20]])
    #expect(try decodes(asOf: 20) == 0)
    #expect(try decodes(asOf: 12) == 3)
  }
}
