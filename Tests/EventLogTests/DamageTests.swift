import EventLog
import EventLogTesting
import EventModel
import FoundationEssentials
import Glibc
import TestSupport
import Testing

@Suite struct `A damaged log` {
  /// What is derived, byte for byte.
  private static func derived(_ path: String) throws -> [Data] {
    try ["/index/data.mdb", "/tiles/0"].map { try Data(contentsOf: URL(filePath: path + $0)) }
  }

  @Test func `is not made worse by opening it without its index`() async throws {
    let place = try Place()
    _ = try await place.fill(30)
    #expect(
      try changeAll(Array(SampleAppends.commandID(7).bytes), in: place.path + "/log/data.mdb") > 0)
    try FileManager.default.removeItem(atPath: place.path + "/index")
    let tiles = try Data(contentsOf: URL(filePath: place.path + "/tiles/0"))
    for _ in 0..<2 {
      // The old hashes are all that can name the record: each opening finds them again.
      do {
        try place.open().close()
        Issue.record("it was opened")
      } catch EventLogError.corrupt(let position, _) {
        #expect(position == Position(15))
      }
      #expect(try Data(contentsOf: URL(filePath: place.path + "/tiles/0")) == tiles)
    }
  }

  @Test func `above the checkpoint keeps its index and its tiles`() async throws {
    let place = try Place()
    var options = EventLogOptions()
    options.idleFlushMilliseconds = 3_600_000
    let log = try place.create(options)
    for command in 0..<20 {
      if command == 10 { try log.flushIndex() }
      _ = try await log.append(
        SampleAppends.append(UInt64(command), [.init(SampleAppends.stream("a"))]))
    }
    // As a killed process leaves it.
    let killed = try Place()
    try FileManager.default.copyItem(atPath: place.path, toPath: killed.path)
    log.close()
    let before = try Self.derived(killed.path)
    #expect(
      try changeAll(Array(SampleAppends.commandID(15).bytes), in: killed.path + "/log/data.mdb") > 0
    )
    #expect(throws: EventLogError.self) { try EventLog.openReadOnly(at: killed.path) }
    #expect(throws: EventLogError.self) { try killed.open() }
    #expect(try Self.derived(killed.path) == before)
  }

  @Test func `in the record that says what it is, is not believed`() async throws {
    let place = try Place()
    _ = try await place.fill(1)
    let log = try place.open()
    let payload = try everything(in: log)[0].event.payload
    log.close()
    // 480 minutes east, as a varint.
    let zone = try #require(
      payload.indices.dropLast().first { payload[$0...].starts(with: [0xE0, 0x03]) })
    let needle = Array(payload[(zone - 1)..<min(zone + 6, payload.count)])
    #expect(try changeAll(needle, in: place.path + "/log/data.mdb") > 0)
    #expect(throws: EventLogError.corrupt(.zero, "its bytes are not what its hash says")) {
      try EventLog.openReadOnly(at: place.path)
    }
    #expect(throws: EventLogError.corrupt(.zero, "its bytes are not what its hash says")) {
      try place.open()
    }
  }

  @Test func `in the last record of a stream stops that stream alone, and no index is blamed`()
    async throws
  {
    let place = try Place()
    let log = try place.create()
    let damaged = StreamName(recorded: "sample-damaged")
    let receipt = try await log.append(SampleAppends.append(1, [.init(damaged)]))
    _ = try await log.append(SampleAppends.append(2, [.init(SampleAppends.stream("a"))]))
    log.close()
    #expect(try changeAll(Array(damaged.text.utf8), in: place.path + "/log/data.mdb") > 0)
    for command in UInt64(3)..<5 {
      let log = try place.open()
      defer { log.close() }
      let error = EventLogError.corrupt(
        receipt.first, "its bytes are not what its hash says")
      await #expect(throws: error) {
        try await log.append(SampleAppends.append(command, [.init(damaged, .any)]))
      }
      #expect(log.impairment == error)
      _ = try await log.append(
        SampleAppends.append(command, [.init(SampleAppends.stream("a"), .any)]))
    }
    #expect(access(place.path + "/index/found-damaged", F_OK) != 0)
  }

  @Test func `with a wrong page is told by verifying before it is followed`() async throws {
    let place = try Place()
    _ = try await place.fill(300)
    #expect(try EventLog.verify(at: place.path).isWhole)
    try patch(place.path + "/log/data.mdb") { bytes in
      for page in stride(from: 8_192, to: bytes.count, by: 4_096) where bytes[page + 10] & 1 != 0 {
        // The page number in a branch's first node.
        let node = page + Int(bytes[page + 16]) + Int(bytes[page + 17]) << 8
        bytes[node] ^= 0x40
      }
    }
    let report = try EventLog.verify(at: place.path)
    #expect(report.problems.contains { $0.place == .log && $0.reason.contains("page") })
    #expect(report.notChecked.contains { $0.contains("can't be followed") })
  }

  @Test func `is not held against a deleted index, which is listed`() async throws {
    let place = try Place()
    _ = try await place.fill(30)
    try FileManager.default.removeItem(atPath: place.path + "/index")
    let report = try EventLog.verify(at: place.path)
    #expect(report.isWhole, "\(report.problems)")
    #expect(report.notChecked.contains { $0.hasPrefix("the index: it is not there") })
    #expect(report.notChecked.contains { $0.hasPrefix("the tiles") })
    #expect(
      throws: EventLogError.unopenable(path: place.path + "/index", "its data file is missing")
    ) { try EventLog.openReadOnly(at: place.path) }
  }

  @Test func `beside its writer is verified without its pages, and that is listed`() async throws {
    let place = try Place()
    let log = try place.create()
    defer { log.close() }
    await #expect(processExitsWith: .success) { [path = place.path as String] in
      let report = try EventLog.verify(at: path)
      exit(report.notChecked.contains { $0.hasPrefix("the pages") } ? EXIT_SUCCESS : 1)
    }
  }

  @Test func `is told without its tiles, and why`() async throws {
    let place = try Place()
    _ = try await place.fill(30)
    func openOfTiles() throws -> [String] {
      try EventLog.verify(at: place.path).notChecked.filter { $0.hasPrefix("the tiles: ") }
    }
    #expect(try openOfTiles() == [])
    try #require(unlink(place.path + "/tiles/0") == 0)
    #expect(try openOfTiles() == ["the tiles: they couldn't be read"])
    try FileManager.default.removeItem(atPath: place.path + "/index")
    #expect(try openOfTiles() == ["the tiles: the index doesn't say how far they reach"])
  }

  @Test func `is not said to be mended where nothing may be written`() async throws {
    let place = try Place()
    _ = try await place.fill(300)
    try patch(place.path + "/tiles/0") { $0[32 * 20 + 3] ^= 1 }
    let notices = Notices()
    let log = try EventLog.openReadOnly(at: place.path, options: notices.options)
    defer { log.close() }
    #expect(try everything(in: log).count == 601)
    #expect(notices.all.isEmpty, "\(notices.all)")
  }
}

@Suite struct `A log's readers` {
  /// Another process appends a stream's events, so many an append, and lets go of the log.
  private static func write(_ path: String, appends: Int, of eventCount: Int) async {
    await #expect(processExitsWith: .success) {
      [path = path as String, appends = appends as Int, eventCount = eventCount as Int] in
      let log = try EventLog.open(at: path)
      for command in 0..<appends {
        _ = try await log.append(
          SampleAppends.append(
            UInt64(command),
            [.init(SampleAppends.stream("a"), .any, Array(repeating: .sample, count: eventCount))]))
      }
      log.close()
    }
  }

  @Test func `go on where they stopped before damage, once it is mended`() async throws {
    let place = try Place()
    try place.create().close()
    let reader = try EventLog.openReadOnly(at: place.path)
    defer { reader.close() }
    await Self.write(place.path, appends: 3, of: 1_000)
    let file = place.path + "/log/data.mdb"
    var id = Array(SampleAppends.commandID(2).bytes)
    #expect(try changeAll(id, in: file) > 0)
    #expect(throws: EventLogError.self) { try reader.refresh() }
    #expect(reader.end == Position(1))
    id[1] ^= 1
    #expect(try changeAll(id, in: file) > 0)
    try reader.refresh()
    #expect(reader.end == Position(3_001))
    #expect(try reader.treeHead() == reader.treeHead(at: 3_001))
    #expect(try reader.verify().isWhole)
  }

  @Test func `find once what memory and index both have`() async throws {
    let place = try Place()
    try place.create().close()
    let reader = try EventLog.openReadOnly(at: place.path)
    defer { reader.close() }
    // Who lets go of the log flushes its index; to the reader it is new.
    await Self.write(place.path, appends: 2, of: 3)
    try reader.refresh()
    let stream = SampleAppends.stream("a")
    for (direction, all) in [
      (ReadDirection.forwards, Array(1...6)), (.backwards, (1...6).reversed()),
    ] {
      let ofType = try reader.read(
        from: nil, direction: direction, type: .sample, before: nil, limit: 100)
      #expect(ofType.map { Int($0.position.number) } == all)
      let ofStream = try reader.read(
        stream: stream, from: nil, direction: direction, before: nil, limit: 100)
      #expect(ofStream.map { Int($0.position.number) } == all)
    }
    #expect(try reader.head(of: stream) == Revision(5))
  }

  @Test func `open the tile files of levels that were reached meanwhile`() async throws {
    let place = try Place()
    try place.create().close()
    var options = EventLogOptions()
    options.overlayEventCount = 100
    let reader = try EventLog.openReadOnly(at: place.path, options: options)
    defer { reader.close() }
    await Self.write(place.path, appends: 1, of: 600)
    try reader.refresh()
    let report = try reader.verify()
    #expect(report.isWhole, "\(report.problems)")
    #expect(report.counts.tileHashes == 601 + 2)
  }

  @Test func `find a checkpoint beside the writer from the beginning`() async throws {
    let place = try Place()
    var options = EventLogOptions()
    options.idleFlushMilliseconds = 3_600_000
    let log = try place.create(options)
    defer { log.close() }
    _ = try await log.append(SampleAppends.append(1, [.init(SampleAppends.stream("a"))]))
    await #expect(processExitsWith: .success) { [path = place.path as String] in
      let reader = try EventLog.openReadOnly(at: path)
      exit(try everything(in: reader).count == 2 ? EXIT_SUCCESS : 1)
    }
  }

  @Test func `follow the writer over many events and see each once`() async throws {
    let place = try Place()
    var options = EventLogOptions()
    options.idleFlushMilliseconds = 3_600_000
    let log = try place.create(options)
    defer { log.close() }
    // More than a reader keeps in its growing segment, in steps; the reader refreshes after each.
    let note = place.directory.path + "/step"
    let seen = place.directory.path + "/seen"
    let isOver = Locked(false)
    // On a thread of its own: the wait for a child takes one of Swift's, of which there may be two,
    // and another test's child can hold the second until this one has ended.
    let writer = JoinableThread {
      for command in 0..<30 {
        let end = Locked<Position?>(nil)
        guard
          let append = try? SampleAppends.append(
            UInt64(command),
            [.init(SampleAppends.stream("a"), .any, Array(repeating: .sample, count: 400))])
        else { return }
        log.submit(append) { result in end.change { $0 = try? result.get().end } }
        // Until the child has seen this much; it may have to start first.
        try? spinUntil {
          let count = (try? String(contentsOf: URL(filePath: seen), encoding: .utf8)).flatMap(
            UInt64.init)
          guard !isOver.value, let end = end.value, let count else { return isOver.value }
          return count >= end.number
        }
      }
      try? Data().write(to: URL(filePath: note))
    }
    await #expect(processExitsWith: .success) {
      [path = place.path as String, note = note as String, seen = seen as String] in
      let reader = try EventLog.openReadOnly(at: path)
      try spinUntil {
        try reader.refresh()
        try Data("\(reader.end.number)".utf8).write(to: URL(filePath: seen))
        return FileManager.default.fileExists(atPath: note)
      }
      try reader.refresh()
      let events = try reader.read(
        stream: SampleAppends.stream("a"), from: nil, direction: .forwards, before: nil,
        limit: 100_000)
      guard events.map(\.revision.number) == Array(0..<12_000) else { exit(1) }
      let ofType = try reader.read(
        from: nil, direction: .backwards, type: .sample, before: nil, limit: 100_000)
      exit(ofType.count == 12_000 ? EXIT_SUCCESS : 2)
    }
    isOver.change { $0 = true }
    writer.join()
  }

  @Test func `that died hold no pages once something is flushed`() async throws {
    let place = try Place()
    var options = EventLogOptions()
    options.idleFlushMilliseconds = 3_600_000
    let log = try place.create(options)
    defer { log.close() }
    _ = try await log.append(SampleAppends.append(1, [.init(SampleAppends.stream("a"))]))
    let note = place.directory.path + "/pid"
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = place.path as String, note = note as String] in
      let reader = try EventLog.openReadOnly(at: path)
      try Data("\(getpid())".utf8).write(to: URL(filePath: note))
      try reader.scan(from: .zero, before: reader.end) { _, _ in
        kill(getpid(), SIGKILL)
        return .stop
      }
    }
    let process = try #require(Int32(String(contentsOf: URL(filePath: note), encoding: .utf8)))
    #expect(try ReaderTable.slots(of: process, in: place.path + "/log").reading > 0)
    _ = try await log.append(SampleAppends.append(2, [.init(SampleAppends.stream("a"))]))
    try log.flushIndex()
    #expect(try ReaderTable.slots(of: process, in: place.path + "/log").all == 0)
    #expect(try ReaderTable.slots(of: process, in: place.path + "/index").all == 0)
  }

  @Test func `of an export may take their time without holding pages`() async throws {
    let place = try Place()
    let log = try place.create()
    defer { log.close() }
    for command in 0..<80 {
      _ = try await log.append(
        SampleAppends.append(
          UInt64(command), [.init(SampleAppends.stream("a"))], payloadByteCount: 30_000))
    }
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let (source, sink) = (ends[0], ends[1])
    let exported = Task.detached {
      defer { close(sink) }
      return try log.export(toDescriptor: sink)
    }
    // A full pipe: whoever exports waits in `write` now.
    // Not on a thread that the export may need: there are as few as cores.
    try await waitUntil {
      var waiting: Int32 = 0
      _ = ioctl(source, UInt(FIONREAD), &waiting)
      return waiting >= 65_536
    }
    #expect(try ReaderTable.slots(of: getpid(), in: place.path + "/log").reading == 0)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var count = 0
    while true {
      let found = read(source, &buffer, buffer.count)
      if found <= 0 { break }
      count += found
    }
    close(source)
    #expect(try await exported.value == log.treeHead())
    #expect(count > 80 * 30_000)
  }

  @Test func `in the writer's own process are told so`() throws {
    let place = try Place()
    let log = try place.create()
    defer { log.close() }
    let expected = EventLogError.heldByAnotherProcess(
      path: place.path + "/log", processID: getpid())
    #expect(expected.description.hasSuffix("is open in this process already"))
    #expect(
      throws: EventLogError.heldByAnotherProcess(
        path: place.path + "/index", processID: getpid())
    ) { try EventLog.openReadOnly(at: place.path) }
  }
}
