import EventLogTesting
import EventModel
import FoundationEssentials
import Glibc
import LMDB
import TestSupport
import Testing

@testable import EventLog

/// A log that is read while the process that writes it empties the index and makes it anew.
@Suite struct `An index that is made anew beside who reads it` {
  private static func options() -> EventLogOptions {
    var options = EventLogOptions()
    options.checksIndex = false
    // So that the reader goes over to what was flushed.
    options.overlayEventCount = 8
    return options
  }

  private static func check(_ log: EventLog) throws -> IndexCheck {
    let core = try log.core()
    return IndexCheck(index: core.index, records: core.records, tiles: core.tiles)
  }

  @Test func `answers nothing before it is whole, and then what it did`() async throws {
    let place = try Place()
    _ = try await place.fill(300)
    let reader = try EventLog.openReadOnly(at: place.path, options: Self.options())
    defer { reader.close() }
    let expected = try `A flipped byte`.answers(reader)
    try Self.check(reader).checkEntries()

    // The writer got no further.
    await #expect(processExitsWith: .success) { [path = place.path as String] in
      try IndexStore(path + "/index", isReadOnly: false).removeAll()
    }
    let refusal = EventLogError.indexInTheMaking(path: place.path + "/index")
    let a = SampleAppends.stream(0)
    #expect(throws: refusal) { try reader.head(of: a) }
    #expect(throws: refusal) { try reader.receipt(of: SampleAppends.commandID(3)) }
    #expect(throws: refusal) {
      try reader.read(stream: a, from: nil, direction: .forwards, before: nil, limit: 1)
    }
    #expect(throws: refusal) {
      try reader.read(from: nil, direction: .forwards, type: .sample, before: nil, limit: 1)
    }
    #expect(throws: refusal) { try Self.check(reader).checkEntries() }
    // It is nobody's fault, and what needs no index goes on.
    #expect(reader.impairment == nil)
    #expect(try everything(in: reader).count == 601)
    #expect(try reader.refresh() == Position(601))

    await #expect(processExitsWith: .success) { [path = place.path as String] in
      try await appendMore(1_000..<1_020, path)
    }
    #expect(try `A flipped byte`.answers(reader) == expected)
    try Self.check(reader).checkEntries()
    // Also the hashes, whose files are others by now.
    #expect(try reader.refresh() == Position(621))
    #expect(try everything(in: reader).count == 621)
    #expect(try reader.head(of: a) == Revision(154))
    #expect(try reader.verify().isWhole)
  }

  @Test func `is not blamed for what it lacks when that happens under the check`() async throws {
    let place = try Place()
    _ = try await place.fill(30)
    let steps = Counter()
    let index = try IndexStore(place.path + "/index", isReadOnly: false)
    var check = IndexCheck(
      index: index,
      records: try RecordStore(place.path + "/log", for: .reading),
      tiles: try TileStore(place.path + "/tiles", durableSize: 61, isReadOnly: true))
    check.stretch = .init(pageCount: 1, limit: .zero)
    check.isWanted = {
      steps.add()
      if steps.value == 20 { try? index.removeAll() }
      return true
    }
    #expect(throws: EventLogError.indexInTheMaking(path: place.path + "/index")) {
      try check.checkEntries()
    }
  }

  @Test func `is told to who opens it just then, and not called damaged`() async throws {
    let place = try Place()
    _ = try await place.fill(30)
    do { try IndexStore(place.path + "/index", isReadOnly: false).removeAll() }
    let refusal = EventLogError.indexInTheMaking(path: place.path + "/index")
    do {
      // As the process has it that makes the index anew.
      let lock = try WriterLock(DataDirectory(path: place.path))
      defer { withExtendedLifetime(lock) {} }
      #expect(throws: refusal) { try EventLog.openReadOnly(at: place.path) }
      // It may not be there yet.
      try FileManager.default.removeItem(atPath: place.path + "/index")
      #expect(throws: refusal) { try EventLog.openReadOnly(at: place.path) }
    }
    // The control: nobody makes it.
    let missing = EventLogError.unopenable(path: place.path + "/index", "its data file is missing")
    #expect(throws: missing) { try EventLog.openReadOnly(at: place.path) }
  }

  @Test func `leaves who reads with the tiles that it has while others are half made`() async throws
  {
    let place = try Place()
    _ = try await place.fill(300)
    let reader = try EventLog.openReadOnly(at: place.path, options: Self.options())
    defer { reader.close() }
    await #expect(processExitsWith: .success) { [path = place.path as String] in
      try await appendMore(1_000..<1_010, path)
    }
    let tile = place.path + "/tiles/0"
    try #require(rename(tile, tile + ".kept") == 0)
    #expect(FileManager.default.createFile(atPath: tile, contents: Data([1, 2, 3])))
    #expect(try reader.refresh() == Position(611))
    #expect(try everything(in: reader).count == 611)
    try #require(rename(tile + ".kept", tile) == 0)
    await #expect(processExitsWith: .success) { [path = place.path as String] in
      try await appendMore(2_000..<2_001, path)
    }
    #expect(try reader.refresh() == Position(612))
    #expect(try everything(in: reader).count == 612)
    #expect(try reader.verify().isWhole)
    // But not for ever: what stays short is damaged.
    await #expect(processExitsWith: .success) { [path = place.path as String] in
      try await appendMore(3_000..<3_040, path)
    }
    try #require(rename(tile, tile + ".kept") == 0)
    #expect(FileManager.default.createFile(atPath: tile, contents: Data([1, 2, 3])))
    #expect(throws: EventLogError.self) { try reader.refresh() }
  }

  /// A checkpoint that is no longer one was not taken away by who makes the index anew.
  @Test func `is another thing than one whose checkpoint is damaged`() async throws {
    let place = try Place()
    _ = try await place.fill(30)
    let reader = try EventLog.openReadOnly(at: place.path, options: Self.options())
    defer { reader.close() }
    await #expect(processExitsWith: .success) { [path = place.path as String] in
      try spoilCheckpoint(path)
    }
    #expect(
      throws: EventLogError.damaged(path: place.path + "/index", "its checkpoint is malformed")
    ) { try reader.head(of: SampleAppends.stream(0)) }
  }
}

/// Appends an event a command, in a process that then ends.
private func appendMore(_ commands: Range<UInt64>, _ path: String) async throws {
  let log = try EventLog.open(at: path, clock: ManualClock().clock)
  for command in commands {
    _ = try await log.append(
      SampleAppends.append(command, [.init(SampleAppends.stream(Int(command % 4)))]))
  }
  log.close()
}

/// Puts something else where the index says how far it has got.
private func spoilCheckpoint(_ path: String) throws {
  let index = try IndexStore(path + "/index", isReadOnly: false)
  try index.environment.write { (transaction) throws(LMDBError) in
    let (key, value) = (Array("checkpoint".utf8), [UInt8](repeating: 9, count: 64))
    try transaction.put(value.span.bytes, at: key.span.bytes, in: index.meta)
  }
}
