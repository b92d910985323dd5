/// A branch or leaf page of a tree, as LMDB 0.9 lays it down, with every offset in it checked.
///
/// A page begins with a header of 16 bytes and the offsets of its nodes in key order; the nodes
/// themselves fill the page's end without gaps.
///
/// Source: `struct MDB_page` and `struct MDB_node` of LMDB 0.9, little-endian hosts.
struct TreePage {
  /// Ends the reading of what is no page of a tree.
  struct Unreadable: Error {
    /// What the operating system refused, where that is why: then nothing is known of the page.
    var cause: LMDBError?
  }

  /// One node: on a branch page a key and a child, on a leaf page a key and data.
  struct Node {
    var key: Range<Int>
    /// The page that a branch node leads to.
    var child: UInt64
    /// Where a leaf node's data stands; of data kept elsewhere, where its page number stands.
    var data: Range<Int>
    /// Bytes of a leaf node's data, wherever it is kept.
    var dataByteCount: Int
    /// Whether the data is kept on overflow pages.
    var isElsewhere: Bool
    /// Whether the data describes a table.
    var isTable: Bool
  }

  static let headerByteCount = 16

  let bytes: [UInt8]
  let isBranch: Bool
  let nodes: [Node]

  init(parsing bytes: [UInt8], number: UInt64) throws(Unreadable) {
    guard bytes.count >= 512, bytes.hostUInt64(at: 0) == number else { throw Unreadable() }
    switch bytes.hostUInt16(at: 10) {
    case PageFlags.branch: isBranch = true
    case PageFlags.leaf: isBranch = false
    default: throw Unreadable()
    }
    let (lower, upper) = (Int(bytes.hostUInt16(at: 12)), Int(bytes.hostUInt16(at: 14)))
    guard lower > Self.headerByteCount, lower % 2 == 0, lower <= upper, upper <= bytes.count
    else { throw Unreadable() }

    var nodes: [Node] = []
    var nodeByteCount = 0
    for index in 0..<(lower - Self.headerByteCount) / 2 {
      let offset = Int(bytes.hostUInt16(at: Self.headerByteCount + 2 * index))
      guard offset >= upper, offset % 2 == 0 else { throw Unreadable() }
      let node = try Node(parsing: bytes, at: offset, isBranch: isBranch)
      // Nodes are laid down at even offsets.
      nodeByteCount += (node.data.upperBound - offset + 1) & ~1
      nodes.append(node)
    }
    guard nodeByteCount == bytes.count - upper else { throw Unreadable() }
    self.bytes = bytes
    self.nodes = nodes
  }

  func key(_ node: Node) -> ArraySlice<UInt8> { bytes[node.key] }
}

extension TreePage.Node {
  private static let headerByteCount = 8
  private static let elsewhere: UInt16 = 1
  private static let table: UInt16 = 2

  fileprivate init(
    parsing bytes: [UInt8], at offset: Int, isBranch: Bool
  ) throws(TreePage.Unreadable) {
    guard offset + Self.headerByteCount <= bytes.count else { throw TreePage.Unreadable() }
    let low = UInt64(bytes.hostUInt16(at: offset))
    let middle = UInt64(bytes.hostUInt16(at: offset + 2))
    let flags = bytes.hostUInt16(at: offset + 4)
    let keyStart = offset + Self.headerByteCount
    let keyEnd = keyStart + Int(bytes.hostUInt16(at: offset + 6))
    child = low | middle << 16 | UInt64(flags) << 32
    isElsewhere = !isBranch && flags == Self.elsewhere
    isTable = !isBranch && flags == Self.table
    guard isBranch || flags == 0 || isElsewhere || isTable else { throw TreePage.Unreadable() }
    dataByteCount = isBranch ? 0 : Int(low | middle << 16)
    let dataEnd = keyEnd + (isElsewhere ? 8 : dataByteCount)
    guard dataEnd <= bytes.count else { throw TreePage.Unreadable() }
    key = keyStart..<keyEnd
    data = keyEnd..<dataEnd
  }
}
