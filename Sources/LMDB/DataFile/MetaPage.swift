/// One of the two meta pages with which an LMDB data file begins, as LMDB 0.9 lays it down.
///
/// LMDB trusts these numbers when it maps the file: a page number beyond the end of the file kills
/// the process with SIGBUS. So they are read and checked before LMDB sees the file.
///
/// Source: `struct MDB_page`, `struct MDB_meta` and `struct MDB_db` of LMDB 0.9, 64-bit, host byte
/// order.
struct MetaPage: Equatable {
  /// Bytes of a meta page that mean something: the page header and `MDB_meta`.
  static let byteCount = 152
  static let magic: UInt32 = 0xBEEF_C0DE
  static let formatVersion: UInt32 = 1
  /// The root of an empty tree.
  static let noPage = UInt64.max

  /// Bytes a page of the file.
  var pageByteCount: Int
  /// The root of the tree of free pages, or ``noPage``.
  var freeTreeRoot: UInt64
  /// The root of the tree of tables, or ``noPage``.
  var mainTreeRoot: UInt64
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

  /// Reads the first ``byteCount`` bytes of a meta page.
  init(parsing bytes: [UInt8]) throws(Flaw) {
    precondition(bytes.count >= Self.byteCount)
    let flags = bytes.hostUInt16(at: 10)
    guard bytes.hostUInt32(at: 16) == Self.magic else { throw .foreign }
    let version = bytes.hostUInt32(at: 20)
    guard version == Self.formatVersion else { throw .version(version) }
    guard flags & PageFlags.meta != 0 else { throw .damaged }

    pageByteCount = Int(bytes.hostUInt32(at: 40))
    freeTreeRoot = bytes.hostUInt64(at: 80)
    mainTreeRoot = bytes.hostUInt64(at: 128)
    lastPage = bytes.hostUInt64(at: 136)
    transactionID = bytes.hostUInt64(at: 144)

    let isPowerOfTwo = pageByteCount & (pageByteCount - 1) == 0
    guard isPowerOfTwo, pageByteCount >= 512, pageByteCount <= 65536 else { throw .damaged }
    // Two meta pages are always in use; the largest file LMDB can map bounds the rest.
    guard lastPage >= 1, lastPage < UInt64(1) << 48 else { throw .damaged }
    for root in [freeTreeRoot, mainTreeRoot] where root != Self.noPage {
      guard root >= 2, root <= lastPage else { throw .damaged }
    }
  }

  /// The length of a file all of whose pages are there.
  var fullFileByteCount: Int { (Int(lastPage) + 1) * pageByteCount }
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
    unsafe span.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self)
  }

  func hostUInt32(at offset: Int) -> UInt32 {
    unsafe span.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
  }

  func hostUInt64(at offset: Int) -> UInt64 {
    unsafe span.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }
}
