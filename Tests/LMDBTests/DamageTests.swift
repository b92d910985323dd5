import Testing
import TestSupport

@testable import LMDB

/// One kind of damage each, made with a scalpel: each is named by its page.
@Suite struct `A damaged page` {
  private let directory = TemporaryDirectory()
  private let file: [UInt8]
  private let meta: MetaPage

  init() throws {
    do {
      let environment = try directory.open()
      let events = try environment.openTable("events", keyedBy: UInt64.self)
      for round in 0..<5 { try environment.fill(round * 50..<(round + 1) * 50, of: events) }
      try environment.write { (transaction) throws(LMDBError) in
        let large = bytes(1, count: 9000)
        try transaction.put(large.span.bytes, at: 1000, in: events)
      }
    }
    let file = readFile(directory.dataFile)
    let metas = try [0, 1].map { number in
      try MetaPage(parsing: Array(file[(number * 4096)...].prefix(152)), number: UInt64(number))
    }
    meta = metas[0].transactionID > metas[1].transactionID ? metas[0] : metas[1]
    self.file = file
  }

  private func page(_ number: UInt64) throws -> TreePage {
    let start = Int(number) * 4096
    return try TreePage(parsing: Array(file[start..<start + 4096]), number: number)
  }

  /// The record of the one table, and where it stands in the file.
  private func table() throws -> (record: TreeRecord, offset: Int) {
    let main = try page(meta.main.root)
    let start = try #require(main.nodes.first).data.lowerBound
    return (TreeRecord(parsing: main.bytes, at: start), Int(meta.main.root) * 4096 + start)
  }

  /// What verifying says about the file with `bytes` at `offset`.
  private func code(of bytes: [UInt8], at offset: Int) -> LMDBError.Code? {
    var damaged = file
    damaged.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    writeFile(directory.dataFile, damaged)
    return failure { () throws(LMDBError) in
      try Environment.verifyPages(in: directory.path)
    }?.code
  }

  private func littleEndian(_ number: UInt64, count: Int = 8) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
  }

  @Test func `is not found in a whole file`() { #expect(code(of: [], at: 0) == nil) }

  @Test func `is one whose keys are out of order`() throws {
    let root = try page(table().record.root)
    let leaf = root.nodes[1].child
    let offsets = Int(leaf) * 4096 + 16
    let swapped = Array(file[offsets + 2..<offsets + 4] + file[offsets..<offsets + 2])
    #expect(code(of: swapped, at: offsets) == .damagedPage(leaf))
  }

  @Test func `is one with a key that belongs on its neighbour`() throws {
    let root = try page(table().record.root)
    let (first, second) = (root.nodes[0].child, root.nodes[1].child)
    let last = try #require(try page(first).nodes.last).key.lowerBound
    // Greater than all before it, and than the neighbour's first.
    #expect(
      code(of: [0, 0, 0, 0, 0, 0, 200, 0], at: Int(first) * 4096 + last) == .damagedPage(first))
    let least = try page(second).nodes[0].key.lowerBound
    #expect(
      code(of: [0, 0, 0, 0, 0, 0, 0, 0], at: Int(second) * 4096 + least) == .damagedPage(second))
  }

  @Test func `is the root of a tree whose record counts wrongly`() throws {
    let (record, offset) = try table()
    for field in [8, 16, 24, 32] {
      #expect(code(of: [file[offset + field] ^ 1], at: offset + field) == .damagedPage(record.root))
    }
    // Of another depth, or another kind, or beyond the file.
    #expect(code(of: [3], at: offset + 6) != nil)
    #expect(code(of: [4], at: offset + 4) == .damagedPage(meta.main.root))
    #expect(code(of: [255, 255], at: offset + 40) == .damagedPage(meta.main.root))
  }

  @Test(arguments: [2, 4, 8, 0x10, 0x20, 0x40] as [UInt8])
  func `is one that says that a table's keys stand in another order`(flag: UInt8) throws {
    let offset = try table().offset + 4
    #expect(code(of: [flag], at: offset) == .damagedPage(meta.main.root))
    // Also where nobody verified before it is used.
    let refused = failure { () throws(LMDBError) in
      let environment = try directory.open { $0.access = .readOnly }
      _ = try environment.openTable("events", keyedBy: UInt64.self, create: false)
    }
    #expect(refused?.code == .corrupted)
  }

  @Test func `is one that two pages lead to`() throws {
    let number = try table().record.root
    let root = try page(number)
    let child = Int(number) * 4096 + root.nodes[2].key.lowerBound - 8
    #expect(code(of: littleEndian(root.nodes[1].child, count: 2), at: child) != nil)
  }

  @Test func `is one that is free as well`() throws {
    let free = try page(meta.free.root)
    let list = try #require(free.nodes.first { $0.dataByteCount > 8 }).data.lowerBound
    let used = try table().record.root
    #expect(
      code(of: littleEndian(used), at: Int(meta.free.root) * 4096 + list + 8) == .damagedPage(used)
        || code(of: littleEndian(used), at: Int(meta.free.root) * 4096 + list + 8)
          == .damagedPage(meta.free.root)
    )
  }

  @Test func `is one on which a table and a value are taken for each other`() throws {
    let leaf = try page(table().record.root).nodes[0].child
    let node = try page(leaf).nodes[3].key.lowerBound - 8
    #expect(code(of: [2, 0], at: Int(leaf) * 4096 + node + 4) == .damagedPage(leaf))
    let main = try #require(page(meta.main.root).nodes.first).key.lowerBound - 8
    #expect(
      code(of: [0, 0], at: Int(meta.main.root) * 4096 + main + 4) == .damagedPage(meta.main.root))
  }

  @Test func `is one with a key of no bytes`() throws {
    let leaf = try page(table().record.root).nodes[0].child
    let node = try page(leaf).nodes[0].key.lowerBound - 8
    // The key's eight bytes belong to the value now.
    #expect(
      code(of: [108, 0, 0, 0, 0, 0, 0, 0], at: Int(leaf) * 4096 + node) == .damagedPage(leaf))
  }

  @Test func `is one of free pages that nobody freed, or twice`() throws {
    let free = try page(meta.free.root)
    let start = Int(meta.free.root) * 4096
    let (first, last) = (try #require(free.nodes.first), try #require(free.nodes.last))
    #expect(
      code(of: littleEndian(0), at: start + first.key.lowerBound) == .damagedPage(meta.free.root))
    #expect(
      code(of: littleEndian(meta.transactionID + 1), at: start + last.key.lowerBound)
        == .damagedPage(meta.free.root))
    let list = try #require(free.nodes.first { $0.dataByteCount >= 24 }).data.lowerBound
    let twice = Array(file[start + list + 8..<start + list + 16])
    #expect(code(of: twice, at: start + list + 16) == .damagedPage(meta.free.root))
  }

  @Test func `is one whose value has the pages of another`() throws {
    do {
      let environment = try directory.open()
      let events = try environment.openTable("events", keyedBy: UInt64.self)
      let large = bytes(2, count: 9000)
      try environment.write { (transaction) throws(LMDBError) in
        try transaction.put(large.span.bytes, at: 1001, in: events)
      }
    }
    let file = readFile(directory.dataFile)
    let metas = try [0, 1].map { number in
      try MetaPage(parsing: Array(file[(number * 4096)...].prefix(152)), number: UInt64(number))
    }
    let newest = try #require(metas.max { $0.transactionID < $1.transactionID })
    func page(_ number: UInt64) throws -> TreePage {
      let start = Int(number) * 4096
      return try TreePage(parsing: Array(file[start..<start + 4096]), number: number)
    }
    let main = try page(newest.main.root)
    let table = try #require(main.nodes.first).data.lowerBound
    let root = try page(TreeRecord(parsing: main.bytes, at: table).root)
    let leaf = try #require(root.nodes.last).child
    let large = try page(leaf).nodes.filter(\.isElsewhere).map(\.data.lowerBound)
    try #require(large.count == 2)
    var damaged = file
    for byte in 0..<8 {
      damaged[Int(leaf) * 4096 + large[1] + byte] = file[Int(leaf) * 4096 + large[0] + byte]
    }
    writeFile(directory.dataFile, damaged)
    let error = failure { () throws(LMDBError) in
      try Environment.verifyPages(in: directory.path)
    }
    #expect(error?.code == .damagedPage(leaf))
  }

  @Test func `is one whose nodes do not fill it`() throws {
    let root = try page(table().record.root)
    let leaf = root.nodes[0].child
    let node = try page(leaf).nodes[3].key.lowerBound - 8
    #expect(code(of: [98, 0], at: Int(leaf) * 4096 + node) == .damagedPage(leaf))
  }

  @Test func `is one that stands for another`() throws {
    let leaf = try page(table().record.root).nodes[0].child
    #expect(code(of: [file[Int(leaf) * 4096] ^ 1], at: Int(leaf) * 4096) == .damagedPage(leaf))
  }

  @Test func `is one that leads to a large value of another length`() throws {
    let leaf = try #require(try page(table().record.root).nodes.last).child
    let node = try #require(try page(leaf).nodes.last)
    #expect(node.isElsewhere && node.dataByteCount == 9000)
    let overflow = Int(try page(leaf).bytes.hostUInt64(at: node.data.lowerBound)) * 4096
    for (offset, byte) in [(0, 1), (10, 2), (12, 4)] as [(Int, UInt8)] {
      #expect(
        code(of: [file[overflow + offset] ^ byte], at: overflow + offset) == .damagedPage(leaf))
    }
    let header = Int(leaf) * 4096 + node.key.lowerBound - 8
    #expect(code(of: littleEndian(90_000, count: 4), at: header) == .damagedPage(leaf))
  }

  @Test(arguments: [0, 1])
  func `is a meta page that would be mapped elsewhere, or of another time`(number: Int) {
    let start = number * 4096
    #expect(code(of: [file[start + 44] | 1], at: start + 44) == .damagedMetaPage(number))
    #expect(code(of: [4], at: start + 92) == .damagedMetaPage(number))
    #expect(code(of: [file[start + 144] ^ 1], at: start + 144) == .damagedMetaPage(number))
    // Ahead by more than one commit: which of the two is wrong can't be told.
    let ahead = code(of: [1], at: start + 146)
    #expect(ahead == .damagedMetaPage(0) || ahead == .damagedMetaPage(1))
  }
}
