import EventLogTesting
import EventModel
import FoundationEssentials
import TestSupport
import Testing

@testable import EventLog

@Suite struct `The index's file` {
  @Test func `doesn't grow with flushes of appends that come one by one`() async throws {
    let place = try Place()
    var options = EventLogOptions()
    options.idleFlushMilliseconds = 3_600_000
    let log = try place.create(options)
    defer { log.close() }
    func byteCount(after range: Range<UInt64>) async throws -> Int {
      for command in range {
        _ = try await log.append(
          SampleAppends.append(command, [.init(SampleAppends.stream(command % 8))]))
        try log.flushIndex()
      }
      return try Data(contentsOf: URL(filePath: place.path + "/index/data.mdb")).count
    }
    let early = try await byteCount(after: 0..<100)
    let late = try await byteCount(after: 100..<400)
    // What each flush frees the next but one takes; the rest are 300 commands.
    #expect(late < early + 150_000)
  }

  @Test func `holds so many positions of a type together, and no more`() async throws {
    let place = try Place()
    do {
      let log = try place.create()
      defer { log.close() }
      // A few with each flush, as a server's index takes them.
      for command: UInt64 in 0..<14 {
        let types = Array(repeating: EventType.sample, count: 100)
        _ = try await log.append(
          SampleAppends.append(command, [.init(SampleAppends.stream("a"), .any, types)]))
        try log.flushIndex()
      }
    }
    let index = try IndexStore(place.path + "/index", isReadOnly: true)
    let snapshot = try index.snapshot()
    var blocks: [[UInt64]] = []
    try index.forEachBlock(of: .sample, from: 0, .forwards, in: snapshot) { block in
      blocks.append(block)
      return .proceed
    }
    #expect(blocks.map(\.count) == [512, 512, 376])
    #expect(blocks.flatMap(\.self) == Array(1...1_400))
  }

  @Test func `takes names that begin alike in one order`() async throws {
    let place = try Place()
    let log = try place.create()
    defer { log.close() }
    let stem = String(repeating: "a", count: 40)
    let names = ["", "b", "ba", "bb", stem, stem + "a", stem + "b", stem + "aa", "c"]
    for (command, name) in names.enumerated() {
      _ = try await log.append(
        SampleAppends.append(UInt64(command), [.init(SampleAppends.stream("x" + name))]))
    }
    try log.flushIndex()
    for name in names {
      #expect(try log.head(of: SampleAppends.stream("x" + name)) == .zero)
    }
    #expect(try log.verify().isWhole)
  }
}
