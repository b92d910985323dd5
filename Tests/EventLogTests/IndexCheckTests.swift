import EventLogTesting
import EventModel
import FoundationEssentials
import Glibc
import LMDB
import TestSupport
import Testing

@testable import EventLog

/// An index that isn't what the log says, as a failing disk leaves it.
enum DamagedIndex: String, CaseIterable, CustomTestStringConvertible {
  case streamHidden, commandHidden, typeHidden, chunkHidden
  case streamMissing, commandMissing, typeMissing, chunkMissing, tableMissing

  var testDescription: String { rawValue }

  private var table: String {
    switch self {
    case .streamHidden, .streamMissing: "streams"
    case .commandHidden, .commandMissing, .tableMissing: "commands"
    case .typeHidden, .typeMissing: "types"
    case .chunkHidden, .chunkMissing: "chunks"
    }
  }

  /// Damages the index of a closed log.
  func make(in path: String) throws {
    let environment = try Environment(directory: path + "/index")
    let table = try environment.openTable(table, keyedBy: [UInt8].self)
    try environment.write { (transaction) throws(LMDBError) in
      var entry: (key: [UInt8], value: [UInt8]) = ([], [])
      try transaction.forEach(in: table) { (key, value) throws(LMDBError) in
        entry = (key, value.withUnsafeBytes { Array($0) })
        return .stop
      }
      switch self {
      case .tableMissing: try transaction.deleteAll(in: table)
      case .streamMissing, .commandMissing, .typeMissing, .chunkMissing:
        _ = try transaction.delete(entry.key, in: table)
      case .streamHidden, .commandHidden, .typeHidden, .chunkHidden:
        _ = try transaction.delete(entry.key, in: table)
        entry.key[3] ^= 1
        try transaction.put(entry.value.span.bytes, at: entry.key, in: table)
      }
    }
  }
}

@Suite struct `An index that is not what the log says` {
  /// Options under which no log is short enough to be checked before it is opened.
  private static func long(_ notices: Notices, _ isChecked: Flag) -> EventLogOptions {
    var options = notices.options
    options.openingCheckEventCount = 0
    options.controls.onIndexChecked = { isChecked.set() }
    return options
  }

  /// Which file is said to be damaged; `nil` where the log is opened.
  private static func damageWhenOpenedToRead(_ path: String) -> String? {
    do throws(EventLogError) {
      try EventLog.openReadOnly(at: path).close()
      return nil
    } catch {
      guard case .damaged(let path, _) = error else { return error.description }
      return path
    }
  }

  /// Whether the log takes a first event for a stream that has some.
  private static func beginsAnew(_ stream: StreamName, in log: EventLog) async throws -> Bool {
    let append = try SampleAppends.append(1_000, [.init(stream, .noStream)])
    do throws(EventLogError) { _ = try await log.append(append) } catch {
      if case .conflict = error { return false }
      throw error
    }
    return true
  }

  @Test(arguments: DamagedIndex.allCases)
  func `is made anew when a short log is opened, before anything is answered`(
    damage: DamagedIndex
  ) async throws {
    let place = try Place()
    _ = try await place.fill(300)
    let expected = try `A flipped byte`.answers(place.path)
    try damage.make(in: place.path)
    #expect(Self.damageWhenOpenedToRead(place.path) == place.path + "/index")
    let notices = Notices()
    let log = try place.open(notices.options)
    defer { log.close() }
    #expect(notices.all.contains { $0.contains("made anew") }, "\(notices.all)")
    #expect(try `A flipped byte`.answers(log) == expected)
    let repeated = try await log.append(
      SampleAppends.append(7, [.init(SampleAppends.stream(3), .any, [.sample, .otherSample])]))
    #expect(repeated.isRepeat)
    for number in 0..<4 {
      #expect(try await Self.beginsAnew(SampleAppends.stream(number), in: log) == false)
    }
    #expect(try log.verify().isWhole)
  }

  @Test(arguments: DamagedIndex.allCases.filter { $0 != .tableMissing })
  func `stops a long log while it is open, and is made anew at the next opening`(
    damage: DamagedIndex
  ) async throws {
    let place = try Place()
    _ = try await place.fill(300)
    try damage.make(in: place.path)
    let (notices, isChecked) = (Notices(), Flag())
    let log = try place.open(Self.long(notices, isChecked))
    try isChecked.wait()
    let refusal = try #require(log.impairment)
    guard case .damaged(let path, let reason) = refusal else {
      Issue.record("\(refusal)")
      return
    }
    #expect(path == place.path + "/index")
    #expect(
      reason.hasSuffix(
        "nothing is appended any more, and nothing is lost: stop this process and start it again, "
          + "and the index is made anew from the log"), "\(reason)")
    #expect(notices.all == [refusal.description])

    let a = SampleAppends.stream("a")
    await #expect(throws: refusal) { try await log.append(SampleAppends.append(900, [.init(a)])) }
    #expect(throws: refusal) {
      try log.read(stream: a, from: nil, direction: .forwards, before: nil, limit: 1)
    }
    #expect(throws: refusal) { try log.head(of: a) }
    #expect(throws: refusal) { try log.receipt(of: SampleAppends.commandID(900)) }
    #expect(throws: refusal) {
      try log.read(from: nil, direction: .forwards, type: .sample, before: nil, limit: 1)
    }
    // What needs no index goes on.
    #expect(try everything(in: log).count == 601)
    log.close()

    let again = try place.open(notices.options)
    defer { again.close() }
    #expect(notices.all.contains { $0.contains("found so when it was last open") })
    #expect(again.impairment == nil)
    #expect(try again.verify().isWhole)
    _ = try await again.append(SampleAppends.append(900, [.init(a)]))
  }

  @Test func `stops who reads a long log beside its writer, too`() async throws {
    let place = try Place()
    _ = try await place.fill(300)
    try DamagedIndex.commandHidden.make(in: place.path)
    let (notices, isChecked) = (Notices(), Flag())
    let log = try EventLog.openReadOnly(
      at: place.path, options: Self.long(notices, isChecked))
    defer { log.close() }
    try isChecked.wait()
    #expect(log.impairment?.description.contains("open the log for writing once") == true)
    #expect(throws: EventLogError.self) { try log.receipt(of: SampleAppends.commandID(900)) }
    // It follows the log all the same.
    #expect(try log.refresh() == Position(601))
    #expect(try everything(in: log).count == 601)
  }

  @Test func `is of a log whose names are hidden by a key on the way to them`() async throws {
    let place = try Place()
    let log = try place.create()
    for number in 0..<1_500 {
      log.submit(
        try SampleAppends.append(UInt64(number), [.init(SampleAppends.stream(number), .noStream)])
      ) { _ in }
    }
    log.close()
    #expect(try BranchKeys.raise(of: "sample-", in: place.path + "/index/data.mdb"))
    // Neither a scan nor a count misses anything: only look-ups do.
    var options = EventLogOptions()
    options.checksIndex = false
    let unchecked = try place.open(options)
    #expect(
      try unchecked.verify().problems.contains { $0.reason.contains("look-up misses") })
    unchecked.close()

    let (notices, isChecked) = (Notices(), Flag())
    let long = try place.open(Self.long(notices, isChecked))
    try isChecked.wait()
    #expect(long.impairment?.description.contains("page") == true, "\(notices.all)")
    long.close()

    let again = try place.open()
    defer { again.close() }
    for number in 0..<1_500 {
      #expect(try again.head(of: SampleAppends.stream(number)) == .zero)
    }
    #expect(try again.verify().isWhole)
  }
}

@Suite struct `An index that is what the log says` {
  @Test func `is found so while the log grows and the index with it`() async throws {
    let place = try Place()
    _ = try await place.fill(300)
    let isChecked = Flag()
    var options = EventLogOptions()
    options.openingCheckEventCount = 0
    options.overlayEventCount = 8
    options.controls.onIndexChecked = { isChecked.set() }
    let log = try place.open(options)
    for command in UInt64(1_000)..<1_400 {
      _ = try await log.append(
        SampleAppends.append(command, [.init(SampleAppends.stream(Int(command % 7)))]))
    }
    try isChecked.wait()
    #expect(log.impairment == nil)
    log.close()
    let notices = Notices()
    let again = try place.open(notices.options)
    defer { again.close() }
    #expect(notices.all.isEmpty, "\(notices.all)")
    #expect(try again.verify().isWhole)
  }

  @Test func `isn't blamed for a record that is wrong`() async throws {
    let place = try Place()
    _ = try await place.fill(30)
    #expect(
      try changeAll(Array(SampleAppends.commandID(7).bytes), in: place.path + "/log/data.mdb") > 0)
    for eventCount in [0, 10_000] {
      let (notices, isChecked) = (Notices(), Flag())
      var options = notices.options
      options.openingCheckEventCount = eventCount
      options.controls.onIndexChecked = { isChecked.set() }
      let log = try place.open(options)
      defer { log.close() }
      if eventCount == 0 { try isChecked.wait() }
      #expect(notices.all.isEmpty, "\(notices.all)")
      #expect(log.impairment == nil)
      #expect(throws: EventLogError.self) { try everything(in: log) }
    }
  }

  private static func check(
    _ path: String, isReadOnly: Bool, size: UInt64 = 61
  ) throws -> IndexCheck {
    IndexCheck(
      index: try IndexStore(path + "/index", isReadOnly: isReadOnly),
      records: try RecordStore(path + "/log", for: .reading),
      tiles: try TileStore(path + "/tiles", durableSize: size, isReadOnly: true))
  }

  @Test func `is not looked at to the end once nobody wants it`() async throws {
    let place = try Place()
    _ = try await place.fill(30)
    var check = try Self.check(place.path, isReadOnly: true)
    check.isWanted = { false }
    #expect(throws: EventLogError.interrupted) { try check.checkPages() }
    #expect(throws: EventLogError.interrupted) { try check.checkEntries() }
  }

  /// How many commits came since the oldest snapshot that a check holds, at each of its steps.
  ///
  /// There is a commit whenever it asks whether to go on, which is before each page and each stretch.
  private static func lags(
    _ path: String, _ stretch: LMDB.Environment.Stretch, size: UInt64 = 61,
    _ body: (IndexCheck) throws(EventLogError) -> Void
  ) throws -> [UInt64] {
    var check = try check(path, isReadOnly: false, size: size)
    let (index, path) = (check.index, path + "/index")
    let (lags, failures) = (Locked<[UInt64]>([]), Locked<[any Error]>([]))
    check.stretch = stretch
    check.isWanted = {
      do {
        let held = try ReaderTable.oldestSnapshot(of: getpid(), in: path)
        let newest = try index.environment.information().lastTransactionID
        lags.change { $0.append(newest - (held ?? newest)) }
        try index.environment.write { (transaction) throws(LMDBError) in
          let bytes: [UInt8] = [2]
          try transaction.put(bytes.span.bytes, at: bytes.span.bytes, in: index.meta)
        }
      } catch {
        failures.change { $0.append(error) }
      }
      return true
    }
    try body(check)
    #expect(failures.value.isEmpty, "\(failures.value)")
    return lags.value
  }

  @Test func `is looked at under many snapshots, none held longer than a stretch`() async throws {
    let place = try Place()
    _ = try await place.fill(30)
    let lags = try Self.lags(place.path, .init(pageCount: 1, limit: .zero)) {
      (check) throws(EventLogError) in try check.checkEntries()
    }
    // One for each position: 61 in streams, 61 in types, 31 commands.
    #expect(lags.count >= 61 + 61 + 31, "\(lags.count)")
    #expect(lags.max() ?? 99 <= 1, "\(lags)")
  }

  @Test func `has its pages looked at under many snapshots, too`() async throws {
    let place = try Place()
    var options = EventLogOptions()
    options.idleFlushMilliseconds = 3_600_000
    let log = try place.create(options)
    for number in 0..<1_500 {
      log.submit(
        try SampleAppends.append(UInt64(number), [.init(SampleAppends.stream(number), .noStream)])
      ) { _ in }
    }
    log.close()
    func lags(_ stretch: LMDB.Environment.Stretch) throws -> [UInt64] {
      try Self.lags(place.path, stretch, size: 1_501) { (check) throws(EventLogError) in
        // Not all where the commits came too fast, and they come at each page.
        guard try check.checkPages() else { throw .interrupted }
      }
    }
    // The free pages, the list of tables, and what leads to a leaf.
    let inStretches = try lags(.init(pageCount: 1, limit: .zero))
    #expect(inStretches.count > 40 && inStretches.max() ?? 99 < 12, "\(inStretches)")
    // The control: all pages of the tables under one snapshot.
    let atOnce = try lags(.init(pageCount: .max, limit: .seconds(600)))
    #expect(atOnce.max() ?? 0 > 24, "\(atOnce)")
  }

  /// How many leaves a tree says it has is asked by nobody but who looks at pages.
  @Test func `is not looked at page by page by who only reads a long log`() async throws {
    let place = try Place()
    _ = try await place.fill(300)
    try patch(place.path + "/index/data.mdb") { bytes in
      let name = Array("streams".utf8)
      for start in bytes.indices.dropLast(name.count + 48)
      where bytes[start] == name[0] && bytes[start..<(start + name.count)].elementsEqual(name) {
        bytes[start + name.count + 16] ^= 4
      }
    }
    for isReadOnly in [true, false] {
      let (notices, isChecked) = (Notices(), Flag())
      var options = notices.options
      options.openingCheckEventCount = 0
      options.controls.onIndexChecked = { isChecked.set() }
      let log =
        isReadOnly
        ? try EventLog.openReadOnly(at: place.path, options: options) : try place.open(options)
      defer { log.close() }
      try isChecked.wait()
      #expect((log.impairment == nil) == isReadOnly, "\(notices.all)")
    }
    // Of a short log the file is small, and one that would kill the process is told instead.
    #expect(throws: EventLogError.self) { try EventLog.openReadOnly(at: place.path) }
  }
}

/// The keys on the branch pages of an LMDB file.
private enum BranchKeys {
  /// Raises the last byte of each key that begins so by one bit, so that the key itself is looked for
  /// before it stands.
  ///
  /// - Returns: whether there was one.
  static func raise(of prefix: String, in path: String) throws -> Bool {
    var isDone = false
    try patch(path) { bytes in
      func number(_ offset: Int) -> Int { Int(bytes[offset]) | Int(bytes[offset + 1]) << 8 }
      for page in stride(from: 8_192, to: bytes.count, by: 4_096) where bytes[page + 10] == 1 {
        for index in 1..<max(1, (number(page + 12) - 16) / 2) {
          let node = page + number(page + 16 + 2 * index)
          let key = (node + 8)..<(node + 8 + number(node + 6))
          guard bytes[key].starts(with: prefix.utf8), bytes[key.upperBound - 1] & 1 == 0 else {
            continue
          }
          bytes[key.upperBound - 1] |= 1
          isDone = true
        }
      }
    }
    return isDone
  }
}
