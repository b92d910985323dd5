/// One of the two meta pages with which an LMDB data file begins, as LMDB 0.9 lays it down.
///
/// LMDB trusts these numbers when it maps the file: a page number beyond the end of the file kills
/// the process with SIGBUS. So they are read and checked before LMDB sees the file.
///
/// Source: `struct MDB_page` and `struct MDB_meta` of LMDB 0.9, 64-bit, little-endian hosts.
struct MetaPage: Equatable {
  /// Bytes of a meta page that mean something: the page header and `MDB_meta`.
  static let byteCount = 152
  static let magic: UInt32 = 0xBEEF_C0DE
  static let formatVersion: UInt32 = 1
  /// The root of an empty tree.
  static let noPage = UInt64.max

  /// No process has more address space on the machines that this runs on.
  private static let mappableByteCount = UInt64(1) << 47

  /// Bytes a page of the file.
  var pageByteCount: Int
  /// The tree of free pages.
  var free: TreeRecord
  /// The tree of tables.
  var main: TreeRecord
  /// The highest page number in use.
  var lastPage: UInt64
  /// The transaction that wrote this meta page.
  var transactionID: UInt64

  /// What keeps bytes from being a meta page.
  enum Flaw: Error, Equatable {
    case foreign
    case version(UInt32)
    case damaged
  }

  /// Reads the first ``byteCount`` bytes of meta page `number`.
  init(parsing bytes: [UInt8], number: UInt64) throws(Flaw) {
    precondition(bytes.count >= Self.byteCount)
    guard bytes.hostUInt32(at: 16) == Self.magic else { throw .foreign }
    let version = bytes.hostUInt32(at: 20)
    guard version == Self.formatVersion else { throw .version(version) }
    guard bytes.hostUInt64(at: 0) == number, bytes.hostUInt16(at: 10) == PageFlags.meta else {
      throw .damaged
    }
    free = TreeRecord(parsing: bytes, at: 40)
    main = TreeRecord(parsing: bytes, at: 88)
    // The free tree's record keeps the page size and the environment's own flags besides.
    pageByteCount = Int(free.padding)
    lastPage = bytes.hostUInt64(at: 136)
    transactionID = bytes.hostUInt64(at: 144)

    let isPowerOfTwo = pageByteCount & (pageByteCount - 1) == 0
    guard isPowerOfTwo, pageByteCount >= 512, pageByteCount <= 65536 else { throw .damaged }
    // Two meta pages are always in use; the largest file LMDB can map bounds the rest.
    guard lastPage >= 1, lastPage < Self.mappableByteCount / UInt64(pageByteCount) else {
      throw .damaged
    }
    // Anything else would make LMDB map the file at an address of the file's choice.
    let ownFlags = TreeRecord.integerKey | TreeRecord.noSubdirectory
    guard free.flags & TreeRecord.integerKey != 0, free.flags & ~ownFlags == 0, main.flags == 0
    else { throw .damaged }
    for tree in [free, main] where !tree.isWithin(lastPage) { throw .damaged }
    // Transactions write the two meta pages in turn, the first one the page of number 1.
    guard transactionID & 1 == number || transactionID == 0 else { throw .damaged }
  }

  /// The length of a file all of whose pages are there.
  var fullFileByteCount: Int { (Int(lastPage) + 1) * pageByteCount }
}

/// What a meta page or a table's entry says about a tree.
///
/// Source: `struct MDB_db` of LMDB 0.9.
struct TreeRecord: Equatable {
  static let byteCount = 48
  static let integerKey: UInt16 = 0x08
  static let noSubdirectory: UInt16 = 0x4000

  var padding: UInt32
  var flags: UInt16
  var depth: UInt16
  var branchPageCount: UInt64
  var leafPageCount: UInt64
  var overflowPageCount: UInt64
  var entryCount: UInt64
  /// The root, or ``MetaPage/noPage``.
  var root: UInt64

  /// Reads ``byteCount`` bytes at `offset`.
  init(parsing bytes: [UInt8], at offset: Int) {
    padding = bytes.hostUInt32(at: offset)
    flags = bytes.hostUInt16(at: offset + 4)
    depth = bytes.hostUInt16(at: offset + 6)
    branchPageCount = bytes.hostUInt64(at: offset + 8)
    leafPageCount = bytes.hostUInt64(at: offset + 16)
    overflowPageCount = bytes.hostUInt64(at: offset + 24)
    entryCount = bytes.hostUInt64(at: offset + 32)
    root = bytes.hostUInt64(at: offset + 40)
  }

  /// Whether the tree can stand in a file whose last page is `lastPage`.
  func isWithin(_ lastPage: UInt64) -> Bool {
    root == MetaPage.noPage
      ? depth == 0 && entryCount == 0 : root >= 2 && root <= lastPage && depth >= 1 && depth < 32
  }
}

/// The flags of a page's header that are read here.
enum PageFlags {
  static let branch: UInt16 = 0x01
  static let leaf: UInt16 = 0x02
  static let overflow: UInt16 = 0x04
  static let meta: UInt16 = 0x08
}

extension [UInt8] {
  func hostUInt16(at offset: Int) -> UInt16 {
    // SAFETY: the span's load checks its bounds, and every bit pattern is a number.
    unsafe span.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self)
  }

  func hostUInt32(at offset: Int) -> UInt32 {
    // SAFETY: as above.
    unsafe span.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
  }

  func hostUInt64(at offset: Int) -> UInt64 {
    // SAFETY: as above.
    unsafe span.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }
}
