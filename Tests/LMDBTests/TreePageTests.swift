import TestSupport
import Testing

@testable import LMDB

/// Pages made by hand, as no writer makes them.
@Suite struct `A page of a tree` {
  /// A branch page of nodes without keys, all of which lead to page 2.
  private func branch(
    nodesAt offsets: [Int], upper: Int, keyByteCount: UInt8 = 0, number: UInt64 = 2
  ) -> [UInt8] {
    var page = [UInt8](repeating: 0, count: 4096)
    func put(_ number: Int, at offset: Int) {
      page[offset] = UInt8(number & 0xFF)
      page[offset + 1] = UInt8(number >> 8)
    }
    page[0] = UInt8(number)
    put(Int(PageFlags.branch), at: 10)
    put(16 + 2 * offsets.count, at: 12)
    put(upper, at: 14)
    for (index, offset) in offsets.enumerated() {
      put(offset, at: 16 + 2 * index)
      put(2, at: offset)
      page[offset + 6] = keyByteCount
    }
    return page
  }

  @Test func `has its nodes behind all that describes them, without gaps`() throws {
    let whole = try TreePage(parsing: branch(nodesAt: [4080, 4088], upper: 4080), number: 2)
    #expect(whole.isBranch && whole.nodes.map(\.child) == [2, 2])
    for page in [
      // Before the others, at an odd place, over the end, and not filling it.
      branch(nodesAt: [4080, 4064], upper: 4080), branch(nodesAt: [4080, 4087], upper: 4080),
      branch(nodesAt: [4088], upper: 4080, keyByteCount: 8), branch(nodesAt: [4088], upper: 4080),
      branch(nodesAt: [4080, 4088], upper: 4080, number: 3),
    ] {
      #expect(throws: TreePage.Unreadable.self) { try TreePage(parsing: page, number: 2) }
    }
  }

  @Test func `that leads to itself lists no free pages`() throws {
    let directory = TemporaryDirectory()
    do { _ = try directory.open() }
    let metas = Array(readFile(directory.dataFile).prefix(8192))
    writeFile(directory.dataFile, metas + branch(nodesAt: [4080, 4088], upper: 4080))
    var meta = try MetaPage(parsing: Array(metas.prefix(152)), number: 0)
    meta.free.root = 2
    meta.lastPage = 3
    let file = try directory.openDataFile()
    #expect(try !FreePages.coverAllMissing(meta, firstMissingPage: 3, in: file))
  }
}
