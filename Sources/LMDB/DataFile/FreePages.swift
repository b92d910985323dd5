/// The pages of a data file that no tree uses, read from the file itself.
///
/// LMDB may count pages as used that it never wrote: pages taken and given back in one transaction,
/// at the end of the file. Such a file is whole, though shorter than its last page number says; a
/// truncated one looks the same. What tells them apart is whether every missing page is free.
///
/// Source: LMDB 0.9: the free tree's keys are transaction ids, its values lists of page numbers
/// that begin with their count.
struct FreePages: ~Copyable {
  private let pageByteCount: Int
  /// Pages from here on are missing from the file.
  private let firstMissingPage: UInt64
  private let lastPage: UInt64
  private var missingAndFree: Set<UInt64> = []
  private var visited: Set<UInt64> = []

  private init(_ meta: MetaPage, firstMissingPage: UInt64) {
    pageByteCount = meta.pageByteCount
    lastPage = meta.lastPage
    self.firstMissingPage = firstMissingPage
  }

  /// Whether all pages that `meta` counts and the file doesn't have are free.
  ///
  /// - Throws: what the operating system refused to read.
  /// - Complexity: O(free pages).
  static func coverAllMissing(
    _ meta: MetaPage, firstMissingPage: UInt64, in file: borrowing ReadOnlyFile
  ) throws(LMDBError) -> Bool {
    guard firstMissingPage <= meta.lastPage else { return true }
    guard meta.free.root != MetaPage.noPage else { return false }
    if meta.main.root != MetaPage.noPage, meta.main.root >= firstMissingPage { return false }
    var pages = FreePages(meta, firstMissingPage: firstMissingPage)
    do throws(TreePage.Unreadable) {
      try pages.walk(meta.free.root, in: file, depth: 0)
    } catch {
      if let cause = error.cause { throw cause }
      return false
    }
    return UInt64(pages.missingAndFree.count) == meta.lastPage - firstMissingPage + 1
  }

  private mutating func walk(
    _ number: UInt64, in file: borrowing ReadOnlyFile, depth: Int
  ) throws(TreePage.Unreadable) {
    guard depth < 32, visited.insert(number).inserted else { throw TreePage.Unreadable() }
    let page = try TreePage(parsing: existing(number, count: 1, in: file), number: number)
    for node in page.nodes {
      if page.isBranch {
        try walk(node.child, in: file, depth: depth + 1)
      } else {
        let list = try Self.list(in: node, of: page) {
          (first, count) throws(TreePage.Unreadable) in
          try existing(first, count: count, in: file)
        }
        missingAndFree.formUnion(list.filter { $0 >= firstMissingPage && $0 <= lastPage })
      }
    }
  }

  /// The page numbers that one entry of the free tree lists.
  static func list(
    in node: TreePage.Node, of page: TreePage,
    reading: (_ first: UInt64, _ count: Int) throws(TreePage.Unreadable) -> [UInt8]
  ) throws(TreePage.Unreadable) -> [UInt64] {
    var bytes = page.bytes
    var start = node.data.lowerBound
    if node.isElsewhere {
      let count = OverflowPages.count(of: node.dataByteCount, pageByteCount: page.bytes.count)
      bytes = try reading(bytes.hostUInt64(at: start), count)
      start = TreePage.headerByteCount
    }
    guard node.dataByteCount >= 8 else { throw TreePage.Unreadable() }
    let count = bytes.hostUInt64(at: start)
    guard count <= UInt64(node.dataByteCount / 8 - 1) else { throw TreePage.Unreadable() }
    return (0..<Int(count)).map { bytes.hostUInt64(at: start + 8 + 8 * $0) }
  }

  private func existing(
    _ first: UInt64, count: Int, in file: borrowing ReadOnlyFile
  ) throws(TreePage.Unreadable) -> [UInt8] {
    guard first >= 2, first < firstMissingPage, UInt64(count) <= firstMissingPage - first else {
      throw TreePage.Unreadable()
    }
    return try file.page(count * pageByteCount, at: Int(first) * pageByteCount)
  }
}

/// Pages that hold one value too large for a leaf: a header, and then bytes only.
enum OverflowPages {
  static func count(of byteCount: Int, pageByteCount: Int) -> Int {
    (TreePage.headerByteCount + byteCount - 1) / pageByteCount + 1
  }
}
