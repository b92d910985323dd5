import CLMDB
import Glibc
import Testing
import TestSupport

@testable import LMDB

@Suite struct `An environment` {
  private let directory = TemporaryDirectory()

  @Test func `is refused a second time in one process`() throws {
    let environment = try directory.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    symlink(directory.path, "\(directory.path)/link")
    link(directory.dataFile, "\(directory.path)/other")
    mkdir("\(directory.path)/hard", 0o700)
    link(directory.dataFile, "\(directory.path)/hard/data.mdb")
    for path in ["", "/.", "/link", "/hard"] {
      for access in [Environment.Access.readWrite, .readOnly] {
        let error = failure { () throws(LMDBError) in
          try directory.open(path) { $0.access = access }
        }
        #expect(error?.code == .alreadyOpenInProcess, "\(path)")
        #expect(error?.place.directory == directory.path + path)
      }
    }
    // The refusals did no harm.
    try environment.fill(0..<1, of: table)
  }

  @Test func `may be opened again when it was let go`() throws {
    for round in 0..<20 {
      let environment = try directory.open()
      let table = try environment.openTable("events", keyedBy: UInt64.self)
      try environment.fill(round..<round + 1, of: table)
      #expect(try environment.everything(in: table).count == round + 1)
    }
    // Also after a refusal.
    writeFile(directory.dataFile, [])
    for _ in 0..<2 {
      let error = failure { () throws(LMDBError) in try directory.open() }
      #expect(error?.isDamage == true)
    }
  }

  /// The descriptors of files in the test's directory, with their flags.
  private func openFiles() -> [Int32] {
    names(in: "/proc/self/fd").compactMap(Int32.init).filter { descriptor in
      var target = [CChar](repeating: 0, count: 4096)
      let length = max(0, readlink("/proc/self/fd/\(descriptor)", &target, 4096))
      let path = String(decoding: target[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
      return path.hasPrefix(directory.path)
    }
  }

  @Test func `leaves no descriptor behind, nor to programs that are started`() throws {
    do {
      let environment = try directory.open()
      try environment.beginRead().end()
      let descriptors = openFiles()
      #expect(descriptors.count >= 3)
      for descriptor in descriptors { #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0) }
    }
    #expect(openFiles().isEmpty)
  }

  @Test func `is made, or not, as was asked`() throws {
    let missing = failure { () throws(LMDBError) in try directory.open { $0.creation = .never } }
    #expect(missing?.code == .notFound)
    let readOnly = failure { () throws(LMDBError) in
      try directory.open { $0.access = .readOnly }
    }
    #expect(readOnly?.code == .notFound)
    #expect(names(in: directory.path).isEmpty)
    do { _ = try directory.open { $0.creation = .always } }
    let existing = failure { () throws(LMDBError) in
      try directory.open { $0.creation = .always }
    }
    #expect(existing?.code == .alreadyExists)
    _ = try directory.open("/new/")
    #expect(fileExists("\(directory.path)/new/data.mdb"))
    let parentless = failure { () throws(LMDBError) in try directory.open("/no/such") }
    #expect(parentless?.code == .notFound)
  }

  @Test func `keeps what it holds from other users`() throws {
    _ = try directory.open("/new")
    for name in ["new", "new/data.mdb", "new/lock.mdb"] {
      var status = stat()
      stat("\(directory.path)/\(name)", &status)
      #expect(status.st_mode & 0o077 == 0, "\(name)")
    }
  }

  @Test(.enabled(if: getuid() == 0, "nobody else may give files away"))
  func `is no way by which another user's link leads root to a file`() throws {
    do { _ = try directory.open("/new") }
    let (place, elsewhere) = (directory.path + "/new", directory.path + "/elsewhere")
    close(open(elsewhere, O_WRONLY | O_CREAT, 0o600))
    try #require(rename(place + "/lock.mdb", place + "/lock.kept") == 0)
    try #require(symlink(elsewhere, place + "/lock.mdb") == 0)
    try #require(chown(place, 65_534, 65_533) == 0)
    for access in [Environment.Access.readWrite, .readOnly] {
      let refused = failure { () throws(LMDBError) in
        try directory.open("/new") { $0.access = access }
      }
      #expect(refused?.cCode == ELOOP, "\(refused.map { "\($0)" } ?? "it is open")")
    }
    var status = stat()
    #expect(stat(elsewhere, &status) == 0 && status.st_size == 0)
  }

  @Test func `is open to whom its mode says`() throws {
    _ = try directory.open("/new") { $0.fileMode = 0o400 | 0o200 | 0o040 }
    // As far as this process's mask allows it.
    let probe = "\(directory.path)/probe"
    close(open(probe, O_WRONLY | O_CREAT, 0o640))
    let allowed = try #require(fileMode(probe)) & 0o777
    for name in ["new/data.mdb", "new/lock.mdb"] {
      #expect(fileMode("\(directory.path)/\(name)").map { $0 & 0o777 } == allowed, "\(name)")
    }
    let isSearched = allowed & 0o040 != 0
    #expect(fileMode("\(directory.path)/new").map { $0 & 0o777 } == (isSearched ? 0o750 : 0o700))
  }

  /// The rule of the log: no WRITEMAP, NOSYNC, NOMETASYNC, NOMEMINIT, NOLOCK; NOTLS always.
  @Test func `can be opened in no unsafe way`() throws {
    let unsafe = [
      MDB_WRITEMAP, MDB_NOSYNC, MDB_NOMETASYNC, MDB_MAPASYNC, MDB_NOMEMINIT, MDB_NOLOCK,
    ]
    .reduce(UInt32(0)) { $0 | UInt32($1) }
    do { _ = try directory.open() }
    for access in [Environment.Access.readWrite, .readOnly] {
      for readsAhead in [true, false] {
        let environment = try directory.open {
          $0.access = access
          $0.readsAhead = readsAhead
        }
        var flags: UInt32 = 0
        mdb_env_get_flags(environment.handle, &flags)
        #expect(flags & unsafe == 0)
        #expect(flags & UInt32(MDB_NOTLS) != 0)
        #expect((flags & UInt32(MDB_RDONLY) != 0) == (access == .readOnly))
        #expect((flags & UInt32(MDB_NORDAHEAD) != 0) == !readsAhead)
      }
    }
    do {
      // Locks that can be had are taken, whatever it might do without.
      let environment = try directory.open {
        $0.access = .readOnly
        $0.mayGoWithoutLocks = true
      }
      var flags: UInt32 = 0
      mdb_env_get_flags(environment.handle, &flags)
      #expect(flags & UInt32(MDB_NOLOCK) == 0)
    }
    let control = try directory.open { $0.durability = .lostOnPowerCut }
    var flags: UInt32 = 0
    mdb_env_get_flags(control.handle, &flags)
    #expect(flags & unsafe == UInt32(MDB_NOSYNC))
  }

  @Test func `reserves 256 gibibytes of address space, and uses none of it`() throws {
    let environment = try Environment(directory: directory.path)
    let information = try environment.information()
    #expect(information.reservedByteCount == 1 << 38)
    #expect(information.freeAddressSpaceByteCount == 1 << 38 - information.usedByteCount)
    var status = stat()
    stat(directory.dataFile, &status)
    #expect(status.st_blocks * 512 < 65536)
  }

  @Test func `says how much address space is left, and refuses before it is none`() throws {
    let environment = try directory.open { $0.reservedByteCount = 1 << 20 }
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    let before = try environment.information()
    try environment.requireFreeAddressSpace(byteCount: 1 << 19)
    try environment.fill(0..<5000, of: table)
    let after = try environment.information()
    #expect(after.usedByteCount > before.usedByteCount + 500_000)
    #expect(after.usedByteCount + after.freeAddressSpaceByteCount == 1 << 20)
    #expect(after.usedByteCount == fileByteCount(directory.dataFile))
    let error = failure { () throws(LMDBError) in
      try environment.requireFreeAddressSpace(byteCount: 1 << 19)
    }
    #expect(
      error?.code
        == .addressSpaceNearlyFull(
          freeByteCount: after.freeAddressSpaceByteCount, requiredByteCount: 1 << 19))
    // Exactly as much as is left is enough.
    try environment.requireFreeAddressSpace(byteCount: after.freeAddressSpaceByteCount)
    // There is room indeed.
    try environment.fill(5000..<5010, of: table)
  }

  @Test func `says in one sentence what failed, where and why`() throws {
    let error = LMDBError(
      cCode: ENOSPC, .commit, at: .init(directory: "/data/log", table: "events"))
    #expect(
      error.description
        == "/data/log table events: the disk is full; nothing was committed "
        + "(mdb_txn_commit returned 28: No space left on device)")
    #expect(error.isDiskFull && !error.isInputOutputError && error.cCode == 28)
    let other = LMDBError(cCode: EIO, .commit, at: .init(directory: "/data/log"))
    #expect(other.isInputOutputError && !other.isDiskFull && other.cCode == 5)
    let quota = LMDBError(cCode: EDQUOT, .commit, at: .init(directory: "/data/log"))
    #expect(quota.isDiskFull && !quota.isInputOutputError)
    let corrupted = LMDBError(cCode: MDB_CORRUPTED, .get, at: .init(directory: "/data/log"))
    #expect(corrupted.isDamage && !corrupted.isUnopenable)
    let panic = LMDBError(cCode: MDB_PANIC, .begin, at: .init(directory: "/data/log"))
    #expect(panic.isInputOutputError && panic.code == .fatal)
  }
}

@Suite struct `A copy of an environment` {
  private let directory = TemporaryDirectory()

  @Test(arguments: [false, true])
  func `holds what the environment held`(isCompacting: Bool) throws {
    let environment = try directory.open("/original")
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    try environment.fill(0..<2000, of: table)
    try environment.copy(to: "\(directory.path)/copy", compacting: isCompacting)
    try environment.fill(2000..<2001, of: table)
    #expect(fileMode("\(directory.path)/copy").map { $0 & 0o077 } == 0)
    #expect(fileMode("\(directory.path)/copy/data.mdb").map { $0 & 0o077 } == 0)
    let copy = try directory.open("/copy") { $0.creation = .never }
    let copied = try copy.openTable("events", keyedBy: UInt64.self, create: false)
    #expect(try copy.everything(in: copied).map(\.1) == (0..<2000).map { bytes($0) })
  }

  @Test func `has no deleted bytes when it is compacted`() throws {
    let environment = try directory.open("/original")
    let table = try environment.openTable("names", keyedBy: [UInt8].self)
    let secret = Array("a name that must go".utf8)
    try environment.write { (transaction) throws(LMDBError) in
      for number in 0..<500 {
        let value = secret + bytes(number, count: 200)
        try transaction.put(value.span.bytes, at: Array("\(number)".utf8), in: table)
      }
    }
    try environment.write { (transaction) throws(LMDBError) in
      try transaction.deleteAll(in: table)
    }
    try environment.copy(to: "\(directory.path)/plain")
    try environment.copy(to: "\(directory.path)/compact", compacting: true)
    func holdsSecret(_ name: String) -> Bool {
      let file = readFile("\(directory.path)/\(name)/data.mdb")
      return file.indices.contains { file[$0...].starts(with: secret) }
    }
    #expect(holdsSecret("plain"))
    #expect(!holdsSecret("compact"))
    #expect(
      fileByteCount("\(directory.path)/compact/data.mdb")
        < fileByteCount("\(directory.path)/plain/data.mdb"))
  }

  @Test func `is refused where there is a data file`() throws {
    let environment = try directory.open("/original")
    for target in ["/original", "/copy"] {
      if target == "/copy" { try environment.copy(to: directory.path + target) }
      let before = readFile("\(directory.path)\(target)/data.mdb")
      let error = failure { () throws(LMDBError) in
        try environment.copy(to: directory.path + target)
      }
      #expect(error?.code == .alreadyExists)
      #expect(readFile("\(directory.path)\(target)/data.mdb") == before)
    }
    let error = failure { () throws(LMDBError) in
      try environment.copy(to: "\(directory.path)/no/such")
    }
    #expect(error?.code == .notFound)
  }

  @Test func `leaves alone what somebody else put there at the last moment`() throws {
    let environment = try directory.open("/original")
    let target = "\(directory.path)/copy"
    mkdir(target, 0o700)
    // Not there for who looks first, but for who makes it.
    symlink("nowhere", target + "/data.mdb")
    let error = failure { () throws(LMDBError) in try environment.copy(to: target) }
    #expect(error?.code == .alreadyExists)
    var status = stat()
    #expect(lstat(target + "/data.mdb", &status) == 0)
  }
}
