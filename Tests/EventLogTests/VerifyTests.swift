import EventLogTesting
import EventModel
import FoundationEssentials
import Glibc
import LMDB
import MerkleTree
import TestSupport
import Testing

@testable import EventLog

@Suite struct `Verifying` {
  @Test func `finds a whole log whole, and says what it did not look at`() async throws {
    let place = try Place()
    let head = try await place.fill(300)
    var done: UInt64 = 0
    let report = try EventLog.verify(at: place.path) { now, _ in done = now }
    #expect(report.isWhole, "\(report.problems)")
    #expect(report.stated == head)
    #expect(report.computed == head)
    #expect(report.counts.records == 601)
    #expect(report.counts.appends == 301)
    #expect(report.counts.streams == 5)
    #expect(report.counts.tileHashes == 601 + 2)
    #expect(report.counts.indexedPositions == 601 + 601 + 301)
    let replaced = "whether someone replaced the whole log"
    #expect(report.notChecked.map { $0.hasPrefix(replaced) } == [true], "\(report.notChecked)")
    #expect(done == 601)
  }

  @Test func `finds a changed record, and reading never serves it`() async throws {
    let place = try Place()
    _ = try await place.fill(30)
    let path = place.path + "/log/data.mdb"
    let needle = Array(SampleAppends.commandID(7).bytes)
    #expect(try changeAll(needle, in: path) > 0)
    let report = try EventLog.verify(at: place.path)
    #expect(!report.isWhole)
    // The records themselves break no rule: hash, root and index each tell.
    #expect(report.problems.contains { $0.place == .tile(level: 0, index: 15) })
    #expect(report.problems.contains { $0.place == .log })
    #expect(report.problems.contains { $0.place == .index(table: "commands") })
    #expect(report.computed != report.stated)
    let log = try place.open()
    defer { log.close() }
    do {
      _ = try everything(in: log)
      Issue.record("a changed record was served")
    } catch EventLogError.corrupt(let position, _) {
      #expect(position == Position(15))
    }
    // The others are still there; the command's second record names it too.
    #expect(
      try log.read(
        from: Position(17), direction: .forwards, type: nil, before: nil, limit: 100
      ).count == 44)
  }

  @Test func `finds a changed hash, and a read that meets it mends it`() async throws {
    let place = try Place()
    _ = try await place.fill(300)
    // Below the right edge, which opening looks at.
    try patch(place.path + "/tiles/0") { $0[32 * 20 + 3] ^= 1 }
    let report = try EventLog.verify(at: place.path)
    #expect(report.problems.map(\.place) == [.tile(level: 0, index: 20)])
    let notices = Notices()
    let log = try place.open(notices.options)
    #expect(try everything(in: log).count == 601)
    #expect(notices.all.count == 1)
    log.close()
    #expect(try EventLog.verify(at: place.path).isWhole)
  }

  @Test func `finds a changed hash of the right edge, and opening makes the tiles anew alone`()
    async throws
  {
    let place = try Place()
    let head = try await place.fill(300)
    // 601 = 512 + 64 + 16 + 8 + 1.
    try patch(place.path + "/tiles/0") { $0[32 * 600 + 3] ^= 1 }
    let notices = Notices()
    let log = try place.open(notices.options)
    // The index is as it was.
    #expect(
      notices.all.map { $0.hasPrefix("the tiles are made anew: ") } == [true], "\(notices.all)")
    #expect(try log.treeHead() == head)
    log.close()
    #expect(try EventLog.verify(at: place.path).isWhole)
  }

  @Test func `mends a whole run of hashes from the records`() async throws {
    let place = try Place()
    _ = try await place.fill(300)
    try patch(place.path + "/tiles/0") { bytes in
      for index in 0..<(32 * 256) { bytes[index] = 0 }
    }
    let notices = Notices()
    let log = try place.open(notices.options)
    defer { log.close() }
    #expect(try everything(in: log).count == 601)
    #expect(notices.all.count == 1, "\(notices.all)")
    #expect(try log.verify().isWhole)
  }

  @Test func `finds a changed hash of an upper level`() async throws {
    let place = try Place()
    _ = try await place.fill(300)
    try patch(place.path + "/tiles/1") { $0[3] ^= 1 }
    let places = try EventLog.verify(at: place.path).problems.map(\.place)
    #expect(places == [.tile(level: 1, index: 0)])
  }

  @Test(arguments: ["streams", "types", "commands"])
  func `finds a missing and a wrong entry of the index`(table: String) async throws {
    for change in ["delete", "replace"] {
      let place = try Place()
      _ = try await place.fill(30)
      try Self.change(place.path + "/index", table, change)
      let report = try EventLog.verify(at: place.path)
      #expect(
        report.problems.contains { $0.place == .index(table: table) },
        "\(change): \(report.problems)")
    }
  }

  @Test func `tells of the index's streams before its other tables, which are looked at meanwhile`()
    async throws
  {
    let place = try Place()
    _ = try await place.fill(30)
    for table in ["commands", "types", "streams"] {
      try Self.change(place.path + "/index", table, "delete")
    }
    let tables = try EventLog.verify(at: place.path).problems.map(\.place)
    #expect(tables == ["streams", "types", "commands"].map { .index(table: $0) }, "\(tables)")
  }

  @Test func `stops where it isn't wanted any more, in the index too`() async throws {
    let place = try Place()
    _ = try await place.fill(30)
    // Twice of the records, and before each piece of the table of streams, the last of which is empty.
    for last in 1...4 {
      var count = 0
      #expect(throws: EventLogError.interrupted, "\(last)") {
        _ = try EventLog.verify(
          at: place.path,
          isWanted: {
            count += 1
            return count < last
          })
      }
    }
  }

  private static func change(_ path: String, _ table: String, _ change: String) throws {
    let environment = try Environment(directory: path)
    let opened = try environment.openTable(table, keyedBy: [UInt8].self)
    try environment.write { (transaction) throws(LMDBError) in
      var (key, value): ([UInt8], [UInt8]) = ([], [])
      try transaction.forEach(in: opened) { (found, bytes) throws(LMDBError) in
        key = found
        value = bytes.withUnsafeBytes { Array($0) }
        return .next
      }
      if change == "delete" {
        _ = try transaction.delete(key, in: opened)
      } else {
        value[value.count - 1] ^= 1
        try transaction.put(value.span.bytes, at: key, in: opened)
      }
    }
  }

  @Test func `finds revisions, appends and times that break the rules`() async throws {
    // Lawful bytes in an unlawful order: the tree is right, the rules are not.
    let problems = try Self.problems { records in records.swapAt(3, 5) }
    #expect(problems.contains { $0.contains("revision") }, "\(problems)")
    #expect(try Self.problems { $0.remove(at: 4) }.contains { $0.contains("append") })
    #expect(try Self.problems { _ in }.isEmpty)
  }

  @Test func `finds an append of more events than one may have`() throws {
    for (count, isFound) in [(Limits.eventsPerAppend, false), (Limits.eventsPerAppend + 1, true)] {
      let problems = try Self.problems { records in
        records[0].withUnsafeMutableBytes {
          RecordTail.patch(
            $0, appendIndex: 0, appendCount: count, revision: .zero,
            recordedAt: RecordedTime(microseconds: 0))
        }
        records.removeSubrange(1...)
      }
      #expect(problems.contains { $0.contains("at most 4096") } == isFound, "\(problems)")
    }
  }

  @Test func `finds a recorded time in no year that there is`() throws {
    for (time, isFound) in [(Int64.max, true), (253_402_300_799_999_999, false), (0, false)] {
      let problems = try Self.problems { records in
        for index in records.indices {
          records[index].withUnsafeMutableBytes {
            RecordTail.patch(
              $0, appendIndex: 0, appendCount: 1, revision: Revision(UInt64(index)),
              recordedAt: RecordedTime(microseconds: time))
          }
        }
        records.removeSubrange(1...)
      }
      #expect(problems.contains { $0.contains("recorded time") } == isFound, "\(time) \(problems)")
    }
  }

  @Test func `finds a checkpoint of a size that no log can have`() async throws {
    for size in [UInt64(1) << 60, .max] {
      let place = try Place()
      _ = try await place.fill(3)
      try Self.setCheckpoint(
        place.path + "/index",
        IndexCheckpoint(
          logID: LogID(high: 1, low: 1), head: TreeHead(size: size, root: .emptyRoot)))
      let report = try EventLog.verify(at: place.path)
      #expect(!report.isWhole || report.notChecked.contains { $0.contains("the index") })
    }
  }

  private static func setCheckpoint(_ path: String, _ checkpoint: IndexCheckpoint) throws {
    let environment = try Environment(directory: path)
    let meta = try environment.openTable("meta", keyedBy: [UInt8].self)
    try environment.write { (transaction) throws(LMDBError) in
      try transaction.put(checkpoint.encoded.span.bytes, at: Array("checkpoint".utf8), in: meta)
    }
  }

  @Test func `of a border believes no append index below the log's beginning`() throws {
    var record = try #require(try Self.records().last)
    record.withUnsafeMutableBytes {
      RecordTail.patch(
        $0, appendIndex: 5, appendCount: 9, revision: .zero,
        recordedAt: RecordedTime(microseconds: 0))
    }
    #expect(AppendBorder.atOrBelow(Position(9), last: record.span.bytes) == Position(3))
    #expect(AppendBorder.atOrBelow(Position(5), last: record.span.bytes) == Position(5))
    // The index once more, as a varint: -1.
    record += [0xE0, 0x7F] + Array(repeating: 0xFF, count: 9) + [0x01]
    #expect(AppendBorder.atOrBelow(Position(9), last: record.span.bytes) == Position(9))
    #expect(throws: EventModelError.self) { try Envelope(walking: record.span.bytes) }
  }

  /// What the rules say about records that `body` has changed.
  private static func problems(_ body: (inout [[UInt8]]) -> Void) throws -> [String] {
    var records = try records()
    body(&records)
    var rules = RecordRules()
    return records.enumerated().compactMap { index, record in
      guard let facts = try? RecordFacts(record.span.bytes) else { return "no record" }
      return rules.take(facts, at: Position(UInt64(index))).first
    }
  }

  private static func records() throws -> [[UInt8]] {
    let log = InMemoryLog()
    for command in 0..<5 {
      log.submit(
        try SampleAppends.append(
          UInt64(command), [.init(SampleAppends.stream("a"), .any, [.sample, .sample])])
      ) { _ in }
    }
    var records: [[UInt8]] = []
    try log.scan(from: .zero, before: log.end) { _, record in
      records.append(record.withUnsafeBytes { Array($0) })
      return .proceed
    }
    return records
  }
}
