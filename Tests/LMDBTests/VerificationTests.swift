import Glibc
import TestSupport
import Testing

@testable import LMDB

@Suite struct `Verifying all pages` {
  private let directory = TemporaryDirectory()

  @Test func `accepts an environment that was just made`() throws {
    do { _ = try directory.open() }
    #expect(try Environment.verifyPages(in: directory.path) == .init(used: 2, free: 0, lost: 0))
  }

  @Test func `says that there is none`() {
    let error = failure { () throws(LMDBError) in
      try Environment.verifyPages(in: directory.path)
    }
    #expect(error?.code == .notFound)
  }

  /// Whatever LMDB writes is accepted, and no page is lost.
  // The last puts a long value and then a shorter one under one key in one transaction.
  @Test(arguments: Seeds.and(21, 22, 23, 24, 363_872_901_613_587_465))
  func `accepts every file of random writing`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for round in 0..<15 {
      do {
        let environment = try directory.open { $0.durability = .lostOnPowerCut }
        let names = try environment.openTable("names", keyedBy: [UInt8].self)
        let events = try environment.openTable("events", keyedBy: UInt64.self)
        try environment.fill(round * 200..<(round + 1) * 200, of: events, valueByteCount: 300)
        try environment.write { (transaction) throws(LMDBError) in
          for _ in 0..<Int.random(in: 0...300, using: &generator) {
            let length = Int.random(
              in: 1...(Bool.random(using: &generator) ? 20 : 511), using: &generator)
            let key = [UInt8](
              repeating: UInt8.random(in: 0...255, using: &generator), count: length)
            if Int.random(in: 0..<3, using: &generator) > 0 {
              let isLarge = Int.random(in: 0..<10, using: &generator) == 0
              let count = Int.random(in: 0..<(isLarge ? 50_000 : 2000), using: &generator)
              try transaction.put(bytes(round, count: count).span.bytes, at: key, in: names)
            } else {
              _ = try transaction.delete(key, in: names)
            }
          }
        }
        if round == 10 {
          try environment.write { (transaction) throws(LMDBError) in
            try transaction.deleteAll(in: events)
          }
          _ = try environment.openTable("empty", keyedBy: UInt64.self)
        }
      }
      let counts = try Environment.verifyPages(in: directory.path)
      let used = try directory.open().information().usedPageCount
      #expect(counts.lost == 0, "seed \(seed), round \(round)")
      #expect(counts.used + counts.free == used, "seed \(seed), round \(round)")
    }
  }

  /// Bits of a small file flipped: found, or else no more than the contents of one entry changed.
  @Test func `finds every flipped bit that is not contents`() throws {
    do {
      let environment = try directory.open()
      let events = try environment.openTable("events", keyedBy: UInt64.self)
      let names = try environment.openTable("names", keyedBy: [UInt8].self)
      for round in 0..<3 { try environment.fill(round * 10..<(round + 1) * 10, of: events) }
      let large = bytes(1, count: 5000)
      try environment.write { (transaction) throws(LMDBError) in
        try transaction.put(large.span.bytes, at: Array("large".utf8), in: names)
        for number in 0..<40 {
          let key = Array("key-\(number)".utf8) + [UInt8](repeating: 7, count: 100)
          try transaction.put(bytes(number, count: 3).span.bytes, at: key, in: names)
        }
      }
    }
    let whole = readFile(directory.dataFile)
    let expected = try contents(of: directory.path)
    let descriptor = open(directory.dataFile, O_RDWR)
    defer { close(descriptor) }
    var generator = SeededGenerator(seed: 5)
    var (found, harmless, changed) = (0, 0, 0)
    for offset in whole.indices {
      // All that describes pages, and some of the rest.
      guard offset % 4096 < (offset < 8192 ? 152 : 40) || offset % 31 == 0 else { continue }
      var byte = whole[offset] ^ (UInt8(1) << UInt8.random(in: 0..<8, using: &generator))
      pwrite(descriptor, &byte, 1, offset)
      defer {
        var original = whole[offset]
        pwrite(descriptor, &original, 1, offset)
      }
      do throws(LMDBError) {
        _ = try Environment.verifyPages(in: directory.path)
      } catch {
        #expect(error.isDamage)
        found += 1
        continue
      }
      do throws(LMDBError) {
        let entries = try contents(of: directory.path)
        if entries == expected { harmless += 1 } else { changed += 1 }
        #expect(differences(entries, expected) <= 1, "offset \(offset)")
      } catch {
        // A changed table name, or a changed integer key's order was found by the scan.
        #expect(error.code == .notFound || error.isDamage, "offset \(offset): \(error)")
        found += 1
      }
    }
    #expect(min(found, changed, harmless) > 100, "\(found) \(changed) \(harmless)")
  }

  /// Each page that is read is followed by a commit, which may use what earlier ones freed.
  @Test(arguments: [
    Environment.Stretch(pageCount: 5, limit: .seconds(600)),
    Environment.Stretch(pageCount: .max, limit: .zero),
  ])
  func `of a file in use goes on while it is written, and holds no snapshot longer than a stretch`(
    stretch: Environment.Stretch
  ) throws {
    let environment = try directory.open { $0.durability = .lostOnPowerCut }
    let names = try environment.openTable("names", keyedBy: UInt64.self)
    try environment.fill(0..<2_000, of: names, valueByteCount: 300)
    let round = Locked(0)
    func write() throws(LMDBError) {
      round.change { $0 += 1 }
      let value = bytes(round.value, count: 300)
      let first = round.value
      try environment.write { (transaction) throws(LMDBError) in
        for step in 0..<20 {
          try transaction.put(
            value.span.bytes, at: UInt64((first &* 37 &+ step &* 101) % 2_000), in: names)
        }
      }
    }
    for _ in 0..<5 { try write() }
    let problems = Locked<[LMDBError]>([])
    let longest = Locked<UInt64>(0)
    let before = try environment.information()
    let pageCount = try environment.verifyPages(in: stretch) {
      do throws(LMDBError) {
        try write()
        let newest = try environment.information().lastTransactionID
        for reader in try environment.openReaders() {
          if let held = reader.snapshotID { longest.change { $0 = max($0, newest - held) } }
        }
      } catch {
        problems.change { $0.append(error) }
      }
      return true
    }
    #expect(problems.value.isEmpty)
    // Some 170 pages of values, and a commit for each that is read.
    #expect(try #require(pageCount) > 150)
    #expect(round.value > 150)
    // Those of a stretch, the way to them, the free pages and the list of tables.
    #expect(longest.value > 1 && longest.value < 40, "\(longest.value)")
    // 20 pages and more a commit, which would all be new ones if none were used again.
    let after = try environment.information()
    #expect(after.usedPageCount - before.usedPageCount < 1_500)
  }

  @Test func `of a file in use finds what is wrong with any page, in whichever stretch`() throws {
    let environment = try directory.open { $0.durability = .lostOnPowerCut }
    let names = try environment.openTable("names", keyedBy: UInt64.self)
    let others = try environment.openTable("others", keyedBy: UInt64.self)
    for table in [names, others] {
      try environment.fill(0..<400, of: table, valueByteCount: 300)
    }
    let stretch = Environment.Stretch(pageCount: 1)
    let whole = readFile(directory.dataFile)
    // Each leaf once a stretch, and the root of both tables besides.
    let leaves = whole.indices.filter { $0 % 4_096 == 0 && $0 >= 8_192 }.filter {
      whole.hostUInt16(at: $0 + 10) == PageFlags.leaf
    }
    #expect(try #require(try environment.verifyPages(in: stretch) { true }) > leaves.count)
    let descriptor = open(directory.dataFile, O_RDWR)
    defer { close(descriptor) }
    var found = 0
    for page in leaves {
      var flipped = whole[page] ^ 1
      pwrite(descriptor, &flipped, 1, page)
      let error = failure { () throws(LMDBError) in
        try environment.verifyPages(in: stretch) { true }
      }
      if error?.isDamage == true { found += 1 }
      var original = whole[page]
      pwrite(descriptor, &original, 1, page)
    }
    // Two or three are free, or no longer of the tree.
    #expect(leaves.count > 60 && found > leaves.count - 8, "\(found) of \(leaves.count)")
  }

  @Test func `of a file in use finds a damaged page, and ends once nobody wants it`() throws {
    let environment = try directory.open()
    let events = try environment.openTable("events", keyedBy: UInt64.self)
    try environment.fill(0..<200, of: events)
    var remaining = 3
    let error = failure { () throws(LMDBError) in
      _ = try environment.verifyPages {
        remaining -= 1
        return remaining > 0
      }
    }
    #expect(error?.code == .interrupted)
    #expect(remaining == 0)
    let whole = readFile(directory.dataFile)
    let leaf = try #require(
      (2..<whole.count / 4096).last { whole.hostUInt16(at: $0 * 4096 + 10) == PageFlags.leaf })
    let descriptor = open(directory.dataFile, O_RDWR)
    defer { close(descriptor) }
    var flipped = whole[leaf * 4096] ^ 1
    pwrite(descriptor, &flipped, 1, leaf * 4096)
    let found = failure { () throws(LMDBError) in try environment.verifyPages { true } }
    #expect(found?.isDamage == true)
  }

  /// That a page can't be read says nothing about what is in it.
  @Test func `tells what can't be read from what is damaged`() throws {
    let environment = try directory.open()
    let names = try environment.openTable("names", keyedBy: [UInt8].self)
    let large = bytes(1, count: 5000)
    for round in 0..<3 {
      try environment.write { (transaction) throws(LMDBError) in
        for number in 0..<100 {
          let value = number % 50 == 0 ? large : bytes(number, count: 200)
          try transaction.put(value.span.bytes, at: Array("\(round)-\(number)".utf8), in: names)
        }
      }
    }
    let place = LMDBError.Place(directory: directory.path)
    var pageCount = 0
    // Every page once: of trees, of the free list, and those that are one value.
    for failing in 1..<100 {
      let file = try directory.openDataFile()
      let meta = try DataFile.check(file, at: place)
      let descriptor = file.descriptor
      var count = 0
      let error = failure { () throws(LMDBError) in
        try PageVerifier.verify(file, meta, at: place) {
          count += 1
          if count == failing { UnreadableFile.make(descriptor) }
          return true
        }
      }
      guard count >= failing else { break }
      pageCount = count
      #expect(error?.code == .inputOutput && error?.cCode == EIO, "page \(failing)")
    }
    #expect(pageCount > 10)
    let file = try directory.openDataFile()
    // A file of which the last page is missing: is it free?
    var meta = try DataFile.check(file, at: place)
    meta.lastPage += 1
    UnreadableFile.make(file.descriptor)
    let error = failure { () throws(LMDBError) in
      try FreePages.coverAllMissing(meta, firstMissingPage: meta.lastPage, in: file)
    }
    #expect(error?.code == .inputOutput)
  }

  private func contents(of path: String) throws(LMDBError) -> [[UInt8]] {
    let environment = try openSmall(path)
    let events = try environment.openTable("events", keyedBy: [UInt8].self, create: false)
    let names = try environment.openTable("names", keyedBy: [UInt8].self, create: false)
    return try environment.everything(in: events).flatMap { [$0.0, $0.1] }
      + environment.everything(in: names).flatMap { [$0.0, $0.1] }
  }

  /// In how many entries the two differ.
  private func differences(_ one: [[UInt8]], _ other: [[UInt8]]) -> Int {
    guard one.count == other.count else { return .max }
    return stride(from: 0, to: one.count, by: 2).count { one[$0..<$0 + 2] != other[$0..<$0 + 2] }
  }

  private func putLarge() throws(LMDBError) {
    let environment = try directory.open()
    let names = try environment.openTable("names", keyedBy: [UInt8].self)
    try environment.write { (transaction) throws(LMDBError) in
      try transaction.put(bytes(1, count: 5000).span.bytes, at: Array("large".utf8), in: names)
    }
  }

  /// An overflow run that says of itself it goes on to the end of a large file.
  @Test func `reads no more of a value than it has, whatever its pages' count says`() async throws {
    try putLarge()
    let whole = readFile(directory.dataFile)
    let page = try #require(
      (2..<whole.count / 4096).first { whole.hostUInt16(at: $0 * 4096 + 10) == PageFlags.overflow })
    let pageCount = UInt64(1) << 20
    let file = open(directory.dataFile, O_RDWR)
    defer { close(file) }
    func write(_ number: UInt64, _ byteCount: Int, at offset: Int) {
      _ = withUnsafeBytes(of: number.littleEndian) {
        pwrite(file, $0.baseAddress, byteCount, off_t(offset))
      }
    }
    // Four gigabytes of pages that were never written.
    ftruncate(file, off_t(pageCount * 4096))
    for meta in 0...1 { write(pageCount - 1, 8, at: meta * 4096 + 136) }
    write(pageCount - UInt64(page), 4, at: page * 4096 + 12)
    await #expect(processExitsWith: .success) { [path = directory.path as String] in
      // Room for one gigabyte more than there is.
      var used = 0
      let statistics = open("/proc/self/statm", O_RDONLY)
      var text = [UInt8](repeating: 0, count: 32)
      read(statistics, &text, text.count)
      for digit in text.prefix(while: { $0 != UInt8(ascii: " ") }) {
        used = used * 10 + Int(digit - UInt8(ascii: "0"))
      }
      let bound = rlim_t(used * 4096 + 1 << 30)
      var limit = rlimit(rlim_cur: bound, rlim_max: bound)
      setrlimit(__rlimit_resource_t(9), &limit)
      let error = failure { () throws(LMDBError) in try Environment.verifyPages(in: path) }
      exit(error?.isDamage == true ? EXIT_SUCCESS : EXIT_FAILURE)
    }
  }
}
