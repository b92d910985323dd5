import EventLog
import EventLogTesting
import EventModel
import LMDB
import TestSupport
import Testing

@Suite struct `A damaged index` {
  /// Notices, and an index that nothing looks at until it is used.
  private static func unchecked(_ notices: Notices) -> EventLogOptions {
    var options = notices.options
    options.checksIndex = false
    return options
  }

  /// Changes how many events the index says a stream has.
  private static func setCount(_ path: String, _ change: (inout [UInt8]) -> Void) throws {
    let environment = try Environment(directory: path + "/index")
    let streams = try environment.openTable("streams", keyedBy: [UInt8].self)
    let key = Array(SampleAppends.stream(0).text.utf8)
    try environment.write { (transaction) throws(LMDBError) in
      var value: [UInt8] = []
      if let bytes = try transaction.value(at: key, in: streams) {
        value = bytes.withUnsafeBytes { Array($0) }
      }
      change(&value)
      try transaction.put(value.span.bytes, at: key, in: streams)
    }
  }

  // A wrong length of the list, and one that only the record can deny.
  @Test(arguments: [1, 64])
  func `gives no event a revision, and is made anew at the next opening`(excess: UInt8) async throws
  {
    let place = try Place()
    _ = try await place.fill(20)
    try Self.setCount(place.path) { $0[0] += excess }
    let notices = Notices()
    let log = try place.open(Self.unchecked(notices))
    for expected in [ExpectedRevision.any, .streamExists] {
      do {
        let receipt = try await log.append(
          SampleAppends.append(100, [.init(SampleAppends.stream(0), expected)]))
        Issue.record("\(receipt)")
      } catch EventLogError.damaged(let path, let reason) {
        #expect(path == place.path + "/index")
        #expect(reason.contains("stop this process and start it again"), "\(reason)")
      }
    }
    // No other stream goes on either, until then.
    let refusal = try #require(log.impairment)
    await #expect(throws: refusal) {
      try await log.append(SampleAppends.append(101, [.init(SampleAppends.stream("new"))]))
    }
    #expect(log.hindrance == refusal)
    #expect(throws: refusal) { try log.receipt(of: SampleAppends.commandID(3)) }
    #expect(notices.all == [refusal.description])
    #expect(try everything(in: log).count == 41)
    log.close()
    let again = try place.open(notices.options)
    defer { again.close() }
    #expect(
      notices.all.contains { $0.contains("found so when it was last open") }, "\(notices.all)")
    let receipt = try await again.append(
      SampleAppends.append(100, [.init(SampleAppends.stream(0))]))
    #expect(receipt.streams.map(\.first) == [Revision(10)])
    try again.flushIndex()
    #expect(try again.verify().isWhole)
  }
}

extension `A damaged index` {
  /// Lets the blocks of all types say that they reach far beyond the log.
  private static func lengthenBlocks(_ path: String) throws {
    let environment = try Environment(directory: path + "/index")
    let types = try environment.openTable("types", keyedBy: [UInt8].self)
    try environment.write { (transaction) throws(LMDBError) in
      var blocks: [(key: [UInt8], value: [UInt8])] = []
      try transaction.forEach(in: types) { (key, bytes) throws(LMDBError) in
        blocks.append((key, bytes.withUnsafeBytes { Array($0) }))
        return .next
      }
      for block in blocks {
        try transaction.put(
          (block.value + [0xFF, 0xFF, 0x7F]).span.bytes, at: block.key, in: types)
      }
    }
  }

  @Test func `is told by who reads a stream, too, and nothing is appended on its word`()
    async throws
  {
    let place = try Place()
    _ = try await place.fill(20)
    try Self.setCount(place.path) { $0[0] += 64 }
    let notices = Notices()
    let log = try place.open(Self.unchecked(notices))
    defer { log.close() }
    #expect(throws: EventLogError.self) {
      try log.read(
        stream: SampleAppends.stream(0), from: nil, direction: .forwards, before: nil, limit: 1)
    }
    let refusal = try #require(log.impairment)
    await #expect(throws: refusal) {
      try await log.append(SampleAppends.append(100, [.init(SampleAppends.stream("new"))]))
    }
    // Who reads beside the writer keeps to what it met.
    log.close()
    let reader = try EventLog.openReadOnly(at: place.path, options: Self.unchecked(Notices()))
    defer { reader.close() }
    #expect(throws: EventLogError.self) {
      try reader.read(
        stream: SampleAppends.stream(0), from: nil, direction: .forwards, before: nil, limit: 1)
    }
    #expect(reader.impairment == nil)
    #expect(try reader.head(of: SampleAppends.stream(1)) == Revision(9))
  }

  @Test func `whose blocks reach beyond the log is found by a flush, and made anew`() async throws {
    let place = try Place()
    _ = try await place.fill(20)
    try Self.lengthenBlocks(place.path)
    let notices = Notices()
    let log = try place.open(Self.unchecked(notices))
    _ = try await log.append(SampleAppends.append(100, [.init(SampleAppends.stream(0))]))
    #expect(throws: EventLogError.self) { try log.flushIndex() }
    log.close()
    let again = try place.open(notices.options)
    defer { again.close() }
    #expect(
      notices.all.contains { $0.contains("found so when it was last open") }, "\(notices.all)")
    try again.flushIndex()
    #expect(try again.verify().isWhole)
  }
}
