import EventLogTesting
import EventModel
import FoundationEssentials
import Glibc
import LMDB
import MerkleTree
import TestSupport
import Testing

@testable import EventLog

@Suite struct `Backing up and restoring` {
  @Test func `gives the log as it was when it was backed up, while it is being written`()
    async throws
  {
    let place = try Place()
    _ = try await place.fill(100)
    let log = try place.open()
    let backup = place.directory.path + "/backup"
    let writer = Task {
      for command in 1_000..<1_100 {
        _ = try await log.append(
          SampleAppends.append(UInt64(command), [.init(SampleAppends.stream("later"))]))
      }
    }
    let head = try log.backup(to: backup)
    try await writer.value
    log.close()
    let restored = place.directory.path + "/restored"
    #expect(try EventLog.restore(from: backup, to: restored, expecting: head) == head)
    let again = try EventLog.open(at: restored, clock: place.clock.clock)
    defer { again.close() }
    #expect(try again.treeHead() == head)
    try again.flushIndex()
    #expect(try again.verify().isWhole)
  }

  @Test func `ends while it hashes once nobody wants it any more, and leaves no log`() async throws
  {
    let place = try Place()
    _ = try await place.fill(30)
    let log = try place.open()
    defer { log.close() }
    let backup = place.directory.path + "/backup"
    let again = place.directory.path + "/again"
    #expect(try log.backup(to: backup) == log.treeHead())
    // Before the pages are looked at, and before the records are.
    for limit in 0..<2 {
      for isBackup in [true, false] {
        let asked = Counter()
        let isWanted = {
          asked.add()
          return asked.value <= limit
        }
        #expect(throws: EventLogError.interrupted) {
          if isBackup {
            try log.backup(to: again, isWanted: isWanted)
          } else {
            try EventLog.restore(from: backup, to: again, isWanted: isWanted)
          }
        }
        #expect(!DataDirectory.exists(again + "/log") && !DataDirectory.exists(again + "/log.new"))
      }
    }
    #expect(throws: EventLogError.interrupted) {
      try EventLog.verify(at: backup, isWanted: { false })
    }
    #expect(try EventLog.restore(from: backup, to: again) == log.treeHead())
  }

  @Test func `leaves alone what another backup is making`() async throws {
    let place = try Place()
    _ = try await place.fill(3)
    let log = try place.open()
    defer { log.close() }
    let backup = place.directory.path + "/backup"
    let unfinished = backup + "/log.new/data.mdb"
    try FileManager.default.createDirectory(
      atPath: backup + "/log.new", withIntermediateDirectories: true)
    try Data([1, 2, 3]).write(to: URL(filePath: unfinished))
    let lock = try WriterLock(DataDirectory(path: backup))
    #expect(throws: EventLogError.heldByAnotherProcess(path: backup, processID: getpid())) {
      try log.backup(to: backup)
    }
    #expect(try Data(contentsOf: URL(filePath: unfinished)) == Data([1, 2, 3]))
    _ = consume lock
    // Nobody makes it any more.
    #expect(try log.backup(to: backup) == log.treeHead())
  }

  @Test func `makes no backup of a damaged log`() async throws {
    let place = try Place()
    _ = try await place.fill(30)
    let log = try place.open()
    defer { log.close() }
    let backup = place.directory.path + "/backup"
    // The control: as long as it is whole there is one.
    #expect(try log.backup(to: place.directory.path + "/whole") == log.treeHead())
    #expect(
      try changeAll(Array(SampleAppends.commandID(7).bytes), in: place.path + "/log/data.mdb") > 0)
    let failure = #expect(throws: EventLogError.self) { try log.backup(to: backup) }
    guard case .damaged(let path, _)? = failure else {
      Issue.record("it was not refused as damaged: \(String(describing: failure))")
      return
    }
    #expect(path == place.path + "/log")
    #expect(!FileManager.default.fileExists(atPath: backup + "/log"))
    #expect(!FileManager.default.fileExists(atPath: backup + "/log.new"))
  }

  @Test func `refuses a damaged backup and one with another root`() async throws {
    let place = try Place()
    _ = try await place.fill(30)
    let backup = place.directory.path + "/backup"
    let log = try place.open()
    let head = try log.backup(to: backup)
    log.close()
    let restored = place.directory.path + "/restored"
    let other = TreeHead(size: head.size, root: .emptyRoot)
    #expect(throws: EventLogError.self) {
      try EventLog.restore(from: backup, to: restored, expecting: other)
    }
    let needle = SampleAppends.commandID(7).bytes
    let file = backup + "/log/data.mdb"
    #expect(try changeAll(needle, in: file) > 0)
    #expect(throws: EventLogError.self) { try EventLog.restore(from: backup, to: restored) }
    #expect(!FileManager.default.fileExists(atPath: restored + "/log"))
  }
}
