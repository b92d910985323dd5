import CLMDB
import Glibc
import Testing
import TestSupport

@testable import LMDB

@Suite struct `A data file` {
  private let directory = TemporaryDirectory()

  /// Makes a file of a few dozen pages and gives back its bytes.
  private func makeFile() throws -> [UInt8] {
    do {
      let environment = try directory.open()
      let table = try environment.openTable("events", keyedBy: UInt64.self)
      for round in 0..<5 { try environment.fill(round * 200..<(round + 1) * 200, of: table) }
    }
    return readFile(directory.dataFile)
  }

  private func openAfterwards(_ bytes: [UInt8]) -> LMDBError? {
    writeFile(directory.dataFile, bytes)
    return failure { () throws(LMDBError) in try directory.open { $0.creation = .never } }
  }

  @Test func `is refused at every length that cuts used pages off`() throws {
    let whole = try makeFile()
    #expect(openAfterwards(whole) == nil)
    var lengths: Set<Int> = [0, 1, 15, 16, 19, 20, 24, 100, 151, 152, 153, 4095, 4096, 4097]
    lengths.formUnion([4096 + 151, 4096 + 152, 8191, 8192, 8193, whole.count - 1])
    for page in 2..<whole.count / 4096 {
      lengths.formUnion([page * 4096 - 1, page * 4096, page * 4096 + 1, page * 4096 + 2048])
    }
    for length in lengths.sorted() where length < whole.count {
      let error = openAfterwards(Array(whole[..<length]))
      // What is too short for a header can't say how long it should be: two pages at least.
      let expected = length < 152 ? 8192 : whole.count
      #expect(
        error?.code == .truncated(fileByteCount: length, expectedByteCount: expected),
        "length \(length)")
      #expect(error?.isDamage == true)
      #expect(fileByteCount(directory.dataFile) == length, "the file was changed")
    }
    #expect(openAfterwards(whole) == nil)
  }

  /// The control: what LMDB itself does with such a file.
  @Test func `kills the process when LMDB maps it truncated`() async throws {
    let whole = try makeFile()
    writeFile(directory.dataFile, Array(whole[..<(3 * 4096)]))
    await #expect(processExitsWith: .signal(SIGBUS)) { [path = directory.path as String] in
      var environment: OpaquePointer?
      mdb_env_create(&environment)
      mdb_env_set_maxdbs(environment, 4)
      precondition(mdb_env_open(environment, path, UInt32(MDB_NOTLS), 0o600) == 0)
      var transaction: OpaquePointer?
      mdb_txn_begin(environment, nil, UInt32(MDB_RDONLY), &transaction)
      var table: UInt32 = 0
      mdb_dbi_open(transaction, "events", 0, &table)
    }
  }

  @Test func `is refused when it is not LMDB's`() throws {
    _ = try makeFile()
    let text = Array("This is a letter, not a database. ".utf8)
    for count in [1, 10, 300] {
      let letter = (0..<count).flatMap { _ in text }
      #expect(openAfterwards(letter)?.code == .notLMDB)
    }
    #expect(openAfterwards([UInt8](repeating: 0, count: 8192))?.code == .notLMDB)
  }

  @Test func `is refused when it would be larger than any address space`() throws {
    let whole = try makeFile()
    func head(_ pageByteCount: UInt64, _ lastPage: UInt64) -> [UInt8] {
      var head = Array(whole.prefix(152))
      for byte in 0..<4 { head[40 + byte] = UInt8(truncatingIfNeeded: pageByteCount >> (8 * byte)) }
      for byte in 0..<8 { head[136 + byte] = UInt8(truncatingIfNeeded: lastPage >> (8 * byte)) }
      return head
    }
    for pageByteCount in [4_096, 65_536] as [UInt64] {
      let pageCount = (1 << 47) / pageByteCount
      let largest = try MetaPage(parsing: head(pageByteCount, pageCount - 1), number: 0)
      #expect(largest.fullFileByteCount == 1 << 47)
      for tooMuch in [pageCount, UInt64(1 << 48) - 1] {
        #expect(throws: MetaPage.Flaw.damaged) {
          try MetaPage(parsing: head(pageByteCount, tooMuch), number: 0)
        }
      }
    }
  }

  @Test func `is refused when its format is another`() throws {
    var file = try makeFile()
    file[20] = 2
    #expect(openAfterwards(file)?.code == .foreignVersion(found: 2, expected: 1))
    file[20] = 1
    file[4096 + 20] = 7
    #expect(openAfterwards(file)?.code == .foreignVersion(found: 7, expected: 1))
  }

  @Test(arguments: [0, 1])
  func `is refused when a meta page contradicts itself`(page: Int) throws {
    let file = try makeFile()
    func damaged(_ offset: Int, _ bytes: [UInt8]) -> LMDBError.Code? {
      var changed = file
      changed.replaceSubrange(
        (page * 4096 + offset)..<(page * 4096 + offset + bytes.count), with: bytes)
      return openAfterwards(changed)?.code
    }
    let isDamaged = LMDBError.Code.damagedMetaPage(page)
    // Page flags, page size, roots, last page.
    #expect(damaged(10, [0, 0]) == isDamaged)
    #expect(damaged(40, [1, 16, 0, 0]) == isDamaged)
    // Of no bytes, and of 256.
    for second in [0, 1] as [UInt8] { #expect(damaged(40, [0, second, 0, 0]) == isDamaged) }
    #expect(damaged(40, [0, 0, 0, 1]) == isDamaged)
    #expect(damaged(80, [1, 0, 0, 0, 0, 0, 0, 0]) == isDamaged)
    #expect(damaged(128, [255, 255, 0, 0, 0, 0, 0, 0]) == isDamaged)
    #expect(damaged(136, [0, 0, 0, 0, 0, 0, 0, 0]) == isDamaged)
    #expect(damaged(136, [0, 0, 0, 0, 0, 0, 255, 0]) == isDamaged)
    // Magic: of the first page it says what the file is.
    #expect(damaged(16, [0, 0, 0, 0]) == (page == 0 ? .notLMDB : isDamaged))
  }

  @Test func `is refused when it says that it has no room for its meta pages`() throws {
    do { _ = try directory.open() }
    var file = readFile(directory.dataFile)
    for page in [0, 1] {
      file.replaceSubrange(page * 4096 + 136..<page * 4096 + 144, with: repeatElement(0, count: 8))
    }
    #expect(openAfterwards(file)?.code == .damagedMetaPage(0))
  }

  @Test func `is refused when its meta pages have different page sizes`() throws {
    var file = try makeFile()
    file[4096 + 41] = 32  // 8192
    #expect(openAfterwards(file)?.code == .damagedMetaPage(1))
  }

  @Test func `that says it is longer than it is, is truncated`() throws {
    var file = try makeFile()
    for page in [0, 1] { file[page * 4096 + 138] = 1 }
    guard case .truncated(let found, let expected)? = openAfterwards(file)?.code else {
      Issue.record("the file was accepted")
      return
    }
    #expect(found == file.count)
    #expect(expected > 65536 * 4096)
  }

  @Test func `is made whole or not at all`() throws {
    _ = try directory.open()
    #expect(names(in: directory.path) == ["data.mdb", "lock.mdb"])
    #expect(fileByteCount(directory.dataFile) == 8192)
    // What a crash while making leaves behind changes nothing.
    let other = TemporaryDirectory()
    writeFile("\(other.path)/data.mdb.creating-1", [])
    _ = try other.open()
  }

  @Test func `is made by the one who is first`() throws {
    let place = LMDBError.Place(directory: directory.path)
    try DataFile.create(in: directory.path, fileMode: 0o600, at: place)
    let made = readFile(directory.dataFile)
    let error = failure { () throws(LMDBError) in
      try DataFile.create(in: directory.path, fileMode: 0o600, at: place)
    }
    #expect(error?.code == .alreadyExists)
    #expect(names(in: directory.path) == ["data.mdb"])
    #expect(readFile(directory.dataFile) == made)
  }

  @Test func `is made afresh, whatever a crash left under the same name`() throws {
    writeFile("\(directory.dataFile).creating-\(getpid())", bytes(1, count: 9_000))
    _ = try directory.open()
    #expect(names(in: directory.path) == ["data.mdb", "lock.mdb"])
  }

  @Test func `of zero bytes is not taken for a new one`() throws {
    writeFile(directory.dataFile, [])
    let error = failure { () throws(LMDBError) in try directory.open() }
    #expect(error?.code == .truncated(fileByteCount: 0, expectedByteCount: 8192))
  }
}

/// LMDB counts pages that it never wrote, so a whole file may be shorter than its last page says.
@Suite struct `A data file with free pages at its end` {
  @Test func `is accepted, and refused when a used page is missing`() throws {
    var shortFiles = 0
    for seed in 1...20 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      // Grown files have room within; it shows in young ones.
      let directory = TemporaryDirectory()
      var rounds = 40
      while let (entries, missing) = try writeUntilShort(directory, &rounds, &generator) {
        shortFiles += 1
        try expectNoMissingRoot(directory)
        let whole = readFile(directory.dataFile)
        let environment = try directory.open()
        let names = try environment.openTable("names", keyedBy: [UInt8].self)
        let found = try environment.everything(in: names)
        #expect(found.map(\.0) == entries.map(\.0), "seed \(seed)")
        #expect(found.map(\.1) == entries.map(\.1), "seed \(seed)")
        try expectCutsAreHarmlessOrRefused(whole, entries, missing)
      }
    }
    #expect(shortFiles > 10, "too few to show anything")
  }

  /// What is free can't be in use besides, least of all where the tables begin.
  private func expectNoMissingRoot(_ directory: TemporaryDirectory) throws {
    let place = LMDBError.Place(directory: directory.path)
    let file = try directory.openDataFile()
    var meta = try DataFile.check(file, at: place)
    let first = UInt64(try file.byteCount() / 4096)
    #expect(try FreePages.coverAllMissing(meta, firstMissingPage: first, in: file))
    meta.main.root = meta.lastPage
    #expect(try !FreePages.coverAllMissing(meta, firstMissingPage: first, in: file))
  }

  /// Writes at random until the file is shorter than its last page says, or no rounds are left.
  private func writeUntilShort(
    _ directory: TemporaryDirectory, _ rounds: inout Int, _ generator: inout SeededGenerator
  ) throws -> (entries: [([UInt8], [UInt8])], missingByteCount: Int)? {
    let environment = try directory.open { $0.durability = .lostOnPowerCut }
    let names = try environment.openTable("names", keyedBy: [UInt8].self)
    while rounds > 0 {
      rounds -= 1
      try environment.write { (transaction) throws(LMDBError) in
        for _ in 0..<Int.random(in: 0...30, using: &generator) {
          let key = Array("k\(Int.random(in: 0..<50, using: &generator))".utf8)
          if Bool.random(using: &generator) {
            let isLarge = Int.random(in: 0..<3, using: &generator) == 0
            let count = Int.random(in: 0..<(isLarge ? 100_000 : 3000), using: &generator)
            let value = [UInt8](repeating: 7, count: count)
            try transaction.put(value.span.bytes, at: key, in: names)
          } else {
            _ = try transaction.delete(key, in: names)
          }
        }
      }
      let missing = try environment.information().usedByteCount - fileByteCount(directory.dataFile)
      if missing > 0 { return (try environment.everything(in: names), missing) }
    }
    return nil
  }

  /// Cuts pages off one by one: what is still accepted must still hold all entries.
  private func expectCutsAreHarmlessOrRefused(
    _ whole: [UInt8], _ entries: [([UInt8], [UInt8])], _ missing: Int
  ) throws {
    let other = TemporaryDirectory()
    var accepted = 0
    for length in stride(from: whole.count - 4096, through: 8192, by: -4096) {
      writeFile(other.dataFile, Array(whole[..<length]))
      do throws(LMDBError) {
        let environment = try other.open()
        let table = try environment.openTable("names", keyedBy: [UInt8].self, create: false)
        let found = try environment.everything(in: table)
        #expect(found.map(\.0) == entries.map(\.0))
        #expect(found.map(\.1) == entries.map(\.1))
        accepted += 1
      } catch {
        #expect(
          error.code
            == .truncated(fileByteCount: length, expectedByteCount: whole.count + missing))
        return
      }
    }
    Issue.record("all \(accepted) pages were cut off, and none was missed")
  }
}
