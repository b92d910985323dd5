import EventLogTesting
import EventModel
import Glibc
import Testing
import TestSupport

@testable import EventLog

@Suite struct `A failing disk` {
  private static func options(_ failure: Locked<EventLogError?>) -> EventLogOptions {
    var options = EventLogOptions()
    options.controls.commitFailure = { failure.value }
    return options
  }

  @Test func `stops writing for good where a flush fails, and reading goes on`() async throws {
    let place = try Place()
    let failure = Locked<EventLogError?>(nil)
    let log = try place.create(Self.options(failure))
    defer { log.close() }
    let append = try SampleAppends.append(1, [.init(SampleAppends.stream("a"))])
    _ = try await log.append(append)
    failure.change { $0 = .inputOutput(operation: "mdb_txn_commit", path: "log", code: EIO) }
    for command in 2..<4 {
      await Self.expectUnknown {
        try await log.append(
          SampleAppends.append(UInt64(command), [.init(SampleAppends.stream("a"))]))
      }
    }
    // Not even when the device seems to be well again.
    failure.change { $0 = nil }
    await Self.expectUnknown { try await log.append(append) }
    #expect(try everything(in: log).count == 2)
  }

  private static func expectUnknown(_ body: () async throws -> AppendReceipt) async {
    do {
      _ = try await body()
      Issue.record("an append was acknowledged")
    } catch EventLogError.outcomeUnknown {
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test(.enabled(if: MountedFileSystem.isPossible, "\(MountedFileSystem.whyNot)"))
  func `stops writing for good where its file system takes to reading only`() async throws {
    let disk = try MountedFileSystem(.ext4(byteCount: 64 << 20))
    let path = disk.path + "/data"
    let failures = Locked(0)
    var options = EventLogOptions()
    options.onDeviceFailure = { _ in failures.change { $0 += 1 } }
    let a = SampleAppends.stream("a")
    do {
      let log = try EventLog.create(at: path, origin: "concord.test/log", options: options)
      defer { log.close() }
      _ = try await log.append(SampleAppends.append(1, [.init(a)]))
      try disk.takeToReadingOnly()
      for command in UInt64(2)..<4 {
        await Self.expectUnknown { try await log.append(SampleAppends.append(command, [.init(a)])) }
      }
      #expect(failures.value == 1)
      guard case .outcomeUnknown = log.impairment else {
        Issue.record("\(String(describing: log.impairment))")
        return
      }
    }
    try disk.restorePower()
    let log = try EventLog.open(at: path)
    defer { log.close() }
    #expect(try log.receipt(of: SampleAppends.commandID(1)) != nil)
    for command in UInt64(1)..<4 {
      _ = try await log.append(SampleAppends.append(command, [.init(a)]))
    }
    #expect(try log.head(of: a) == Revision(2))
    #expect(try log.verify().isWhole)
  }

  @Test func `has every record looked at when the log is opened again`() async throws {
    let place = try Place()
    _ = try await place.fill(3)
    let failure = Locked<EventLogError?>(
      .inputOutput(operation: "mdb_txn_commit", path: "log", code: EIO))
    func fail() async throws {
      let log = try place.open(Self.options(failure))
      defer { log.close() }
      await Self.expectUnknown {
        try await log.append(SampleAppends.append(9, [.init(SampleAppends.stream("a"))]))
      }
    }
    try await fail()
    let mark = place.path + "/device.failed"
    let notices = Notices()
    try place.open(notices.options).close()
    #expect(
      notices.all == ["a device failed when the log was last open: every record is looked at"])
    #expect(access(mark, F_OK) != 0)

    // What lies below the index's checkpoint is otherwise looked at by who reads it.
    try await fail()
    let record = Array(SampleAppends.commandID(1).bytes)
    #expect(try changeAll(record, in: place.path + "/log/data.mdb") > 0)
    for _ in 0..<2 {
      #expect(throws: EventLogError.corrupt(Position(3), "its bytes are not what its hash says")) {
        try place.open().close()
      }
    }
    unlink(mark)
    try place.open().close()
  }

  @Test func `under the index ends all writing, once, and says so`() async throws {
    let place = try Place()
    let attempts = Locked(0)
    let failures = Locked(0)
    let notices = Notices()
    var options = notices.options
    options.idleFlushMilliseconds = 3_600_000
    let log = try place.create(options)
    log.close()
    options.controls.flushFailure = {
      attempts.change { $0 += 1 }
      return .inputOutput(operation: "fdatasync", path: "tiles/0", code: EIO)
    }
    options.onDeviceFailure = { _ in failures.change { $0 += 1 } }
    let again = try place.open(options)
    defer { again.close() }
    _ = try await again.append(SampleAppends.append(1, [.init(SampleAppends.stream("a"))]))
    for _ in 0..<3 { #expect(throws: EventLogError.self) { try again.flushIndex() } }
    await Self.expectUnknown {
      try await again.append(SampleAppends.append(2, [.init(SampleAppends.stream("a"))]))
    }
    again.close()
    #expect(attempts.value == 1)
    #expect(failures.value == 1)
    #expect(notices.all.filter { $0.contains("can't be flushed") }.count == 1)
  }

  @Test func `that damaged the index is told once, and the index is made anew`() async throws {
    let place = try Place()
    _ = try await place.fill(3)
    let notices = Notices()
    var options = notices.options
    let attempts = Locked(0)
    options.controls.flushFailure = {
      attempts.change { $0 += 1 }
      return .damaged(path: place.path + "/index", "a block is malformed")
    }
    let log = try place.open(options)
    _ = try await log.append(SampleAppends.append(9, [.init(SampleAppends.stream("a"))]))
    for _ in 0..<3 { #expect(throws: EventLogError.self) { try log.flushIndex() } }
    // One thing in it is wrong: what else it says leads to no record any more.
    let refusal = try #require(log.impairment)
    await #expect(throws: refusal) {
      try await log.append(SampleAppends.append(10, [.init(SampleAppends.stream("b"))]))
    }
    #expect(refusal.description.contains("stop this process and start it again"))
    log.close()
    #expect(attempts.value == 1)
    #expect(notices.all.filter { $0.contains("can't be flushed") } == [refusal.description])
    let again = try place.open(notices.options)
    defer { again.close() }
    #expect(notices.all.contains { $0.contains("found so when it was last open") })
    #expect(try again.head(of: SampleAppends.stream("a")) == .zero)
  }

  @Test func `is told also once the index was found damaged, before it is marked`() async throws {
    let place = try Place()
    _ = try await place.fill(3)
    let mark = place.path + "/device.failed"
    let told = Locked<[Bool]>([])
    var options = EventLogOptions()
    options.onDeviceFailure = { _ in told.change { $0.append(access(mark, F_OK) == 0) } }
    let log = try place.open(options)
    defer { log.close() }
    try log.core().refuseIndex("a block is malformed")
    for _ in 0..<2 { log.stopForGood(.outcomeUnknown("the device failed under the index")) }
    #expect(told.value == [false])
    #expect(access(mark, F_OK) == 0)
  }

  @Test func `that is full writes nothing, and works again once there is room`() async throws {
    let place = try Place()
    let failure = Locked<EventLogError?>(.diskFull)
    let log = try place.create(Self.options(failure))
    defer { log.close() }
    let append = try SampleAppends.append(1, [.init(SampleAppends.stream("a"), .noStream)])
    await #expect(throws: EventLogError.diskFull) { try await log.append(append) }
    #expect(log.end == Position(1))
    failure.change { $0 = nil }
    #expect(try await log.append(append).first == Position(1))
  }

  @Test(.enabled(if: MountedFileSystem.isPossible, "\(MountedFileSystem.whyNot)"))
  func `of a few megabytes fills up, keeps answering reads, and goes on with room`() async throws {
    let disk = try MountedFileSystem(.ext4(byteCount: 12 << 20))
    let path = disk.path + "/data"
    let filler = disk.path + "/filler"
    try disk.fill(filler, byteCount: 6 << 20)
    let log = try EventLog.create(at: path, origin: "concord.test/log")
    defer { log.close() }
    var command: UInt64 = 0
    var failure: EventLogError?
    while failure == nil {
      command += 1
      do {
        _ = try await log.append(
          SampleAppends.append(
            command, [.init(SampleAppends.stream("a"))], payloadByteCount: 30_000))
      } catch let error as EventLogError { failure = error }
    }
    #expect(failure == .diskFull)
    #expect(log.end.number == command)
    #expect(try everything(in: log).count == Int(command))
    unlink(filler)
    _ = try await log.append(
      SampleAppends.append(command, [.init(SampleAppends.stream("a"))], payloadByteCount: 30_000))
    #expect(try log.verify().isWhole)
  }

  @Test func `that lets a log be made but not opened leaves none, and takes it the next time`()
    throws
  {
    let place = try Place()
    var options = EventLogOptions()
    // More than there is of address space: the log is made without this, and opened with it.
    options.reservedByteCount = 1 << 60
    #expect(throws: EventLogError.self) { try place.create(options).close() }
    for name in ["log", "log.new", "index", "tiles"] {
      #expect(access("\(place.path)/\(name)", F_OK) != 0, "\(name)")
    }
    let log = try place.create()
    #expect(log.end == Position(1))
    log.close()
  }

  @Test func `is not waited for: what doesn't fit the queue is refused`() async throws {
    let place = try Place()
    var options = EventLogOptions()
    options.queuedEventCount = 3
    let gate = Flag()
    // The writer stands still in its first commit until the gate is opened.
    options.controls.commitFailure = {
      try? gate.wait()
      return nil
    }
    let log = try place.create(options)
    defer { log.close() }
    let answers = Locked<[Result<AppendReceipt, EventLogError>]>([])
    var refused = 0
    for command in 0..<40 {
      let append = try SampleAppends.append(
        UInt64(command), [.init(SampleAppends.stream("a"))])
      log.submit(append) { answer in answers.change { $0.append(answer) } }
    }
    refused = answers.value.count
    // At most one commit's worth was drained twice, and three wait.
    #expect(refused >= 40 - 9)
    for answer in answers.value {
      guard case .failure(.queueFull(let waiting)) = answer else {
        Issue.record("\(answer)")
        continue
      }
      #expect(waiting > 0)
    }
    gate.set()
    log.close()
    #expect(answers.value.count == 40)
  }
}
