/// The pages of a data file that no tree uses, read from the file itself.
///
/// LMDB may count pages as used that it never wrote: pages taken and given back in one transaction,
/// at the end of the file. Such a file is whole, though shorter than its last page number says; a
/// truncated one looks the same. What tells them apart is whether every missing page is free.
///
/// Source: LMDB 0.9: the free tree's keys are transaction ids, its values lists of page numbers
/// that begin with their count.
struct FreePages: ~Copyable {
  /// Ends the walk where the file can't be read as a tree.
  struct Unreadable: Error {}

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
  /// - Complexity: O(free pages).
  static func coverAllMissing(
    _ meta: MetaPage, firstMissingPage: UInt64, in file: borrowing ReadOnlyFile
  ) -> Bool {
    guard firstMissingPage <= meta.lastPage else { return true }
    guard meta.freeTreeRoot != MetaPage.noPage else { return false }
    if meta.mainTreeRoot != MetaPage.noPage, meta.mainTreeRoot >= firstMissingPage { return false }
    var pages = FreePages(meta, firstMissingPage: firstMissingPage)
    do {
      try pages.walk(meta.freeTreeRoot, in: file, depth: 0)
    } catch {
      return false
    }
    return UInt64(pages.missingAndFree.count) == meta.lastPage - firstMissingPage + 1
  }

  private mutating func walk(
    _ number: UInt64, in file: borrowing ReadOnlyFile, depth: Int
  ) throws(Unreadable) {
    guard depth < 32, visited.insert(number).inserted else { throw Unreadable() }
    let page = try existing(number, count: 1, in: file)
    guard page.hostUInt64(at: 0) == number else { throw Unreadable() }
    let flags = page.hostUInt16(at: 10)
    let lower = Int(page.hostUInt16(at: 12))
    guard lower >= 16, lower <= pageByteCount else { throw Unreadable() }
    for index in 0..<(lower - 16) / 2 {
      let node = Int(page.hostUInt16(at: 16 + 2 * index))
      guard node >= lower, node + 8 <= pageByteCount else { throw Unreadable() }
      let low = UInt64(page.hostUInt16(at: node))
      let high = UInt64(page.hostUInt16(at: node + 2))
      let nodeFlags = page.hostUInt16(at: node + 4)
      if flags & PageFlags.branch != 0 {
        try walk(low | high << 16 | UInt64(nodeFlags) << 32, in: file, depth: depth + 1)
      } else if flags & PageFlags.leaf != 0 {
        let data = node + 8 + Int(page.hostUInt16(at: node + 6))
        let byteCount = Int(low | high << 16)
        if nodeFlags & 1 == 0 {
          try take(list: page, at: data, byteCount: byteCount)
        } else {
          try take(listFrom: page, at: data, byteCount: byteCount, in: file)
        }
      } else {
        throw Unreadable()
      }
    }
  }

  /// Takes in a list that is too long for its page: at `offset` stands where it begins.
  private mutating func take(
    listFrom page: [UInt8], at offset: Int, byteCount: Int, in file: borrowing ReadOnlyFile
  ) throws(Unreadable) {
    guard offset + 8 <= page.count else { throw Unreadable() }
    let first = page.hostUInt64(at: offset)
    let list = try existing(first, count: (16 + byteCount - 1) / pageByteCount + 1, in: file)
    guard list.hostUInt16(at: 10) & PageFlags.overflow != 0 else { throw Unreadable() }
    try take(list: list, at: 16, byteCount: byteCount)
  }

  /// Takes in a list of free pages: their count, then their numbers.
  private mutating func take(
    list bytes: [UInt8], at offset: Int, byteCount: Int
  ) throws(Unreadable) {
    guard byteCount >= 8, offset + byteCount <= bytes.count else { throw Unreadable() }
    let count = bytes.hostUInt64(at: offset)
    guard count <= UInt64(byteCount / 8 - 1) else { throw Unreadable() }
    for index in 0..<Int(count) {
      let free = bytes.hostUInt64(at: offset + 8 + 8 * index)
      if free >= firstMissingPage, free <= lastPage { missingAndFree.insert(free) }
    }
  }

  private func existing(
    _ first: UInt64, count: Int, in file: borrowing ReadOnlyFile
  ) throws(Unreadable) -> [UInt8] {
    guard first >= 2, first < firstMissingPage, UInt64(count) <= firstMissingPage - first else {
      throw Unreadable()
    }
    let wanted = count * pageByteCount
    guard let bytes = try? file.read(wanted, at: Int(first) * pageByteCount),
      bytes.count == wanted
    else { throw Unreadable() }
    return bytes
  }
}
