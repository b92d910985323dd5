import EventLog
import EventLogTesting
import EventModel
import FoundationEssentials
import Glibc
import LMDB
import TestSupport
import Testing

@Suite struct `Opening a data directory` {
  @Test func `says where there is no log, and where there is one already`() async throws {
    let place = try Place()
    #expect(throws: EventLogError.notFound(path: place.path)) { try place.open() }
    #expect(throws: EventLogError.notFound(path: place.path)) {
      try EventLog.openReadOnly(at: place.path)
    }
    _ = try await place.fill(1)
    #expect(throws: EventLogError.alreadyExists(path: place.path)) { try place.create() }
  }

  @Test func `is refused to a second writer, which is told who the first is`() async throws {
    let place = try Place()
    let log = try place.create()
    defer { log.close() }
    let expected = EventLogError.heldByAnotherProcess(path: place.path, processID: getpid())
    // What to do instead is for whoever knows what was wanted.
    #expect(!"\(EventLogError.heldByAnotherProcess(path: "x", processID: 1))".contains("--"))
    #expect(throws: expected) { try place.open() }
    await #expect(processExitsWith: .success) { [path = place.path as String] in
      do {
        _ = try EventLog.open(at: path)
        exit(1)
      } catch EventLogError.heldByAnotherProcess(_, let processID) {
        exit(processID == getppid() ? EXIT_SUCCESS : 2)
      }
    }
  }

  @Test func `for reading works beside the writer and sees what it commits`() async throws {
    let place = try Place()
    let log = try place.create()
    defer { log.close() }
    _ = try await log.append(SampleAppends.append(1, [.init(SampleAppends.stream("a"))]))
    try log.flushIndex()
    _ = try await log.append(SampleAppends.append(2, [.init(SampleAppends.stream("a"))]))
    // Flushed or in memory: another process sees both.
    await #expect(processExitsWith: .success) { [path = place.path as String] in
      let reader = try EventLog.openReadOnly(at: path)
      let events = try reader.read(
        stream: SampleAppends.stream("a"), from: nil, direction: .forwards, before: nil,
        limit: 10)
      guard events.count == 2, reader.end == Position(3), try reader.verify().isWhole else {
        exit(1)
      }
      do {
        _ = try await reader.append(
          SampleAppends.append(3, [.init(SampleAppends.stream("a"))]))
        exit(2)
      } catch EventLogError.readOnly {}
    }
  }

  @Test func `gives a log back as it was closed`() async throws {
    let place = try Place()
    let head = try await place.fill(50)
    let log = try place.open()
    defer { log.close() }
    #expect(try log.treeHead() == head)
    #expect(log.identity.id == LogID(high: 1, low: 1))
    #expect(log.identity.zone == .shanghai)
    #expect(try everything(in: log).count == 101)
  }

  @Test func `finds a file that was cut short anywhere, and writes nothing`() async throws {
    let place = try Place()
    let head = try await place.fill(40)
    var damaged = 0
    let path = place.path + "/log/data.mdb"
    let whole = try Data(contentsOf: URL(filePath: path))
    for length in stride(from: 0, to: whole.count - 4_096, by: 1_024) {
      try patch(path) { $0 = Array(whole.prefix(length)) }
      do {
        // Missing pages that hold nothing are no loss: then all must be there.
        let log = try EventLog.openReadOnly(at: place.path)
        defer { log.close() }
        #expect(try log.treeHead() == head, "\(length) of \(whole.count) bytes")
        #expect(try log.verify().isWhole)
      } catch EventLogError.unopenable {
        damaged += 1
        #expect(throws: EventLogError.self) { try place.open() }
      }
      #expect(try Data(contentsOf: URL(filePath: path)) == whole.prefix(length))
    }
    #expect(damaged > 10)
    try patch(path) { $0 = Array(whole) }
    try place.open().close()
  }

  @Test func `refuses a format that it doesn't know`() async throws {
    let place = try Place()
    _ = try await place.fill(1)
    try Self.setFormat(place.path, 7)
    #expect(throws: EventLogError.unknownFormat(path: place.path + "/log", format: 7)) {
      try place.open()
    }
  }

  private static func setFormat(_ path: String, _ format: UInt8) throws {
    let environment = try Environment(directory: path + "/log")
    let meta = try environment.openTable("meta", keyedBy: [UInt8].self)
    try environment.write { (transaction) throws(LMDBError) in
      let value: [UInt8] = [0, 0, 0, 0, 0, 0, 0, format]
      try transaction.put(value.span.bytes, at: Array("format".utf8), in: meta)
    }
  }

  @Test(arguments: ["cut", "deleted", "overwritten"])
  func `makes a damaged index or damaged tiles anew and says so`(damage: String) async throws {
    for name in ["index/data.mdb", "tiles/0"] {
      let place = try Place()
      let head = try await place.fill(30)
      let path = place.path + "/" + name
      switch damage {
      case "cut": try patch(path) { $0.removeLast($0.count / 2) }
      case "deleted": unlink(path)
      default: try patch(path) { bytes in for index in bytes.indices { bytes[index] = 0xAA } }
      }
      let notices = Notices()
      let log = try place.open(notices.options)
      defer { log.close() }
      #expect(!notices.all.isEmpty, "\(name) \(damage)")
      #expect(try log.treeHead() == head)
      try log.flushIndex()
      let report = try log.verify()
      #expect(report.isWhole, "\(name) \(damage): \(report.problems)")
    }
  }

  @Test func `makes the index anew where it is of another log or ahead of this one`() async throws {
    let (place, other, older) = (try Place(), try Place(), try Place())
    _ = try await place.fill(20)
    let log = try EventLog.create(
      at: other.path, origin: "concord.test/other", clock: other.clock.clock)
    for command in 0..<5 {
      _ = try await log.append(
        SampleAppends.append(UInt64(command), [.init(SampleAppends.stream("other"))]))
    }
    log.close()
    _ = try await older.fill(3)
    for (source, text) in [(older, "has 7"), (other, "of log")] {
      // The other's records under this one's index and tiles.
      try FileManager.default.removeItem(atPath: place.path + "/log")
      try FileManager.default.copyItem(atPath: source.path + "/log", toPath: place.path + "/log")
      let notices = Notices()
      let reopened = try place.open(notices.options)
      defer { reopened.close() }
      #expect(notices.all.contains { $0.contains(text) }, "\(notices.all)")
      #expect(try reopened.head(of: SampleAppends.stream(3)) == nil)
      try reopened.flushIndex()
      #expect(try reopened.verify().isWhole)
    }
  }
}
