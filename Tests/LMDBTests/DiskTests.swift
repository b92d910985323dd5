import Glibc
import Testing
import TestSupport

@testable import LMDB

@Suite(.enabled(if: MountedFileSystem.isPossible, "\(MountedFileSystem.whyNot)"), .serialized)
struct `A full disk` {
  enum Disk: String, CaseIterable { case memory, ext4 }

  private func mount(_ disk: Disk) throws -> MountedFileSystem {
    switch disk {
    case .memory: try MountedFileSystem(.memory(byteCount: 4 << 20))
    case .ext4: try MountedFileSystem(.ext4(byteCount: 16 << 20))
    }
  }

  /// With one record a commit the first page fails; with many, LMDB reports a short write as EIO.
  @Test(arguments: Disk.allCases, [1, 40, 1000])
  func `is told apart from a failing device, reading goes on, writing resumes`(
    disk: Disk, recordsACommit: Int
  ) throws {
    let fileSystem = try mount(disk)
    let environment = try openSmall("\(fileSystem.path)/log")
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    let ballast = "\(fileSystem.path)/ballast"
    let room = 1 << 20
    writeFile(ballast, [UInt8](repeating: 1, count: fileSystem.freeByteCount - room))
    var count = 0
    var error: LMDBError?
    while error == nil, count < 100_000 {
      error = failure { () throws(LMDBError) in
        try environment.fill(count..<count + recordsACommit, of: table, valueByteCount: 1000)
      }
      if error == nil { count += recordsACommit }
    }
    #expect(error?.isDiskFull == true, "\(String(describing: error))")
    #expect(error?.operation == .commit)
    #expect([ENOSPC, EIO].contains(error?.cCode))

    // Nothing of the failed commit is there, and it fails again in the same way.
    #expect(try environment.everything(in: table).count == count)
    let again = failure { () throws(LMDBError) in
      try environment.fill(count..<count + 1000, of: table, valueByteCount: 1000)
    }
    #expect(again?.isDiskFull == true)
    // Cut first: a child that is being started may have the file open for a moment. A journalling
    // file system gives freed blocks out again once their deletion is on the disk.
    truncate(ballast, 0)
    unlink(ballast)
    sync()
    try environment.fill(count..<count + 100, of: table, valueByteCount: 1000)
    let all = try environment.everything(in: table)
    #expect(all.map(\.0) == (0..<UInt64(count + 100)).map { $0 })
    #expect(all.allSatisfy { $0.1 == bytes(Int($0.0), count: 1000) })
  }
}

extension `A full disk` {
  /// LMDB would be killed where its lock file has no bytes.
  @Test(arguments: [0, 4, 8, 12, 16, 24, 32, 48])
  func `is told where an environment is made or opened`(freeKibibytes: Int) throws {
    let fileSystem = try mount(.memory)
    let path = "\(fileSystem.path)/log"
    let ballast = "\(fileSystem.path)/ballast"
    writeFile(
      ballast, [UInt8](repeating: 1, count: fileSystem.freeByteCount - freeKibibytes << 10))
    let error = failure { () throws(LMDBError) in
      let environment = try openSmall(path)
      try environment.fill(0..<1, of: environment.openTable("events", keyedBy: UInt64.self))
    }
    #expect(error == nil || error?.isDiskFull == true, "\(String(describing: error))")
    #expect(error != nil || freeKibibytes > 8)
    // Cut first, as above.
    truncate(ballast, 0)
    unlink(ballast)
    _ = try openSmall(path)
  }
}

extension `A full disk` {
  @Test(arguments: [false, true])
  func `leaves nothing of a copy that it stopped`(isCompacting: Bool) throws {
    let fileSystem = try mount(.memory)
    let directory = TemporaryDirectory()
    let environment = try directory.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    try environment.fill(0..<3_000, of: table, valueByteCount: 2_000)
    let copy = "\(fileSystem.path)/copy"
    let error = failure { () throws(LMDBError) in
      try environment.copy(to: copy, compacting: isCompacting)
    }
    #expect(error?.isDiskFull == true, "\(String(describing: error))")
    #expect(names(in: copy).isEmpty)
  }
}

@Suite(.enabled(if: MountedFileSystem.isPossible, "\(MountedFileSystem.whyNot)"), .serialized)
struct `A failing device` {
  @Test(arguments: [1, 1000])
  func `is told apart from a full disk`(recordsACommit: Int) throws {
    let fileSystem = try MountedFileSystem(.ext4(byteCount: 16 << 20))
    let environment = try openSmall("\(fileSystem.path)/log")
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    try environment.fill(0..<10, of: table)
    try fileSystem.cutPower()
    let error = failure { () throws(LMDBError) in
      try environment.fill(10..<10 + recordsACommit, of: table)
    }
    #expect(error?.isInputOutputError == true, "\(String(describing: error))")
    #expect(error?.isDiskFull == false)
    #expect(error?.cCode == EIO)
  }

  @Test(arguments: [1, 1000])
  func `whose file system takes to reading only is one that failed`(recordsACommit: Int) throws {
    let fileSystem = try MountedFileSystem(.ext4(byteCount: 16 << 20))
    let environment = try openSmall("\(fileSystem.path)/log")
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    try environment.fill(0..<10, of: table)
    try fileSystem.takeToReadingOnly()
    let error = failure { () throws(LMDBError) in
      try environment.fill(10..<10 + recordsACommit, of: table)
    }
    #expect(error?.isInputOutputError == true, "\(String(describing: error))")
    #expect(error?.cCode == EROFS)
  }

  /// Also when the disk is nearly full, where the free space alone would mislead.
  @Test func `is told apart from a full disk on a full disk`() throws {
    let fileSystem = try MountedFileSystem(.ext4(byteCount: 16 << 20))
    let environment = try openSmall("\(fileSystem.path)/log")
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    try environment.fill(0..<10, of: table)
    system("dd if=/dev/zero of=\(fileSystem.path)/ballast bs=64k status=none 2>/dev/null; sync")
    try fileSystem.cutPower()
    let error = failure { () throws(LMDBError) in try environment.fill(10..<11, of: table) }
    #expect(error?.isInputOutputError == true, "\(String(describing: error))")
  }
}

@Suite struct `A meta page that could not be written` {
  /// What was committed may be on the disk, or not: a full disk is no excuse here.
  @Test func `leaves the outcome of its commit open, whatever the reason`() throws {
    let directory = TemporaryDirectory()
    let environment = try directory.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    try environment.fill(0..<10, of: table)
    let full = Glibc.open("/dev/full", O_WRONLY)
    defer { close(full) }
    let meta = try #require(Self.flushingDescriptor(of: directory.dataFile))
    #expect(dup2(full, meta) == meta)
    for _ in 0..<2 {
      let error = failure { () throws(LMDBError) in try environment.fill(10..<11, of: table) }
      #expect(error?.isInputOutputError == true, "\(String(describing: error))")
    }
  }

  /// The descriptor of a file whose writes are flushed: LMDB writes meta pages through it.
  private static func flushingDescriptor(of path: String) -> Int32? {
    (0..<1_024).first { descriptor in
      let flags = fcntl(descriptor, F_GETFL)
      guard flags >= 0, flags & O_DSYNC != 0 else { return false }
      var name = [CChar](repeating: 0, count: 4_096)
      let count = readlink("/proc/self/fd/\(descriptor)", &name, name.count)
      return name.prefix(max(count, 0)).elementsEqual(path.utf8CString.dropLast())
    }
  }
}

@Suite(.enabled(if: MountedFileSystem.isPossible, "\(MountedFileSystem.whyNot)"), .serialized)
struct `A power cut` {
  /// Writes `count` commits, cuts the power, and gives back the keys that are there afterwards.
  private func keysAfterPowerCut(
    _ durability: Environment.Durability, commits count: Int
  ) throws -> [UInt64] {
    let fileSystem = try MountedFileSystem(.ext4(byteCount: 32 << 20))
    let path = "\(fileSystem.path)/log"
    do {
      let environment = try openSmall(path)
      _ = try environment.openTable("events", keyedBy: UInt64.self)
    }
    do {
      let environment = try openSmall(path) { $0.durability = durability }
      let table = try environment.openTable("events", keyedBy: UInt64.self)
      for number in 0..<count { try environment.fill(number..<number + 1, of: table) }
      try fileSystem.cutPower()
    }
    try fileSystem.restorePower()
    let environment = try openSmall(path) { $0.creation = .never }
    let table = try environment.openTable("events", keyedBy: UInt64.self, create: false)
    return try environment.everything(in: table).map(\.0)
  }

  @Test(arguments: [1, 2, 17])
  func `takes nothing that was committed`(commits: Int) throws {
    let keys = try keysAfterPowerCut(.everyCommit, commits: commits)
    #expect(keys == (0..<UInt64(commits)).map { $0 })
  }

  /// The control: it must lose something, or the test above shows nothing.
  @Test func `takes commits that were not flushed`() throws {
    #expect(try keysAfterPowerCut(.lostOnPowerCut, commits: 17).count < 17)
  }

  @Test func `takes no environment that was just made`() throws {
    let fileSystem = try MountedFileSystem(.ext4(byteCount: 16 << 20))
    do {
      _ = try openSmall("\(fileSystem.path)/log")
      try fileSystem.cutPower()
    }
    try fileSystem.restorePower()
    _ = try openSmall("\(fileSystem.path)/log") { $0.creation = .never }
  }

  @Test(arguments: [false, true])
  func `takes no copy that was finished`(isCompacting: Bool) throws {
    let fileSystem = try MountedFileSystem(.ext4(byteCount: 32 << 20))
    let original = TemporaryDirectory()
    let environment = try original.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    try environment.fill(0..<1000, of: table)
    try environment.copy(to: "\(fileSystem.path)/copy", compacting: isCompacting)
    try fileSystem.cutPower()
    try fileSystem.restorePower()
    let copy = try openSmall("\(fileSystem.path)/copy") { $0.creation = .never }
    let copied = try copy.openTable("events", keyedBy: UInt64.self, create: false)
    #expect(try copy.everything(in: copied).count == 1000)
  }
}
