/// Reads every page of every tree of a data file, and checks that LMDB could walk it safely.
///
/// LMDB has no checksums and trusts what it finds, so that a flipped bit in a page's structure can
/// end the process or hide entries. After this check only the contents of keys and values can be
/// wrong, which whoever stored them must check.
struct PageVerifier: ~Copyable {
  private enum KeyOrder {
    case bytes
    case hostNumbers
  }

  /// What was counted while a tree was walked, to be compared with its record.
  private struct Tally {
    var branchPages: UInt64 = 0
    var leafPages: UInt64 = 0
    var overflowPages: UInt64 = 0
    var entries: UInt64 = 0
  }

  /// A part of a tree: a page, and between which keys all of its keys must be.
  private struct Subtree {
    let root: UInt64
    let depth: UInt16
    let tree: TreeRecord
    let order: KeyOrder
    /// All keys are at or after this one; `nil` where nothing comes before.
    let first: ArraySlice<UInt8>?
    /// All keys are before this one; `nil` where nothing comes behind.
    let next: ArraySlice<UInt8>?

    /// What a branch page's node leads to.
    func child(
      _ root: UInt64, from first: ArraySlice<UInt8>?, to next: ArraySlice<UInt8>?
    ) -> Subtree {
      Subtree(
        root: root, depth: depth + 1, tree: tree, order: order, first: first, next: next)
    }
  }

  /// A table's name and its tree.
  private struct NamedTree {
    let name: [UInt8]
    let tree: TreeRecord
  }

  /// What ends a stretch.
  private struct Bound {
    var remainingPageCount: Int
    let deadline: MonotonicTime
  }

  /// Up to where the pages of a live file were read: the tables before this one, and all of its keys
  /// before this one.
  struct Mark {
    let table: [UInt8]
    let key: ArraySlice<UInt8>
  }

  private let meta: MetaPage
  private let place: LMDBError.Place
  private var isUsed: [Bool]
  private var isFree: [Bool]
  private var tables: [NamedTree] = []
  private let isWanted: () -> Bool
  /// Where a walk that is made in stretches begins; everything before was walked.
  private var startKey: ArraySlice<UInt8>?
  /// What ends a stretch; `nil` where a tree is walked at once.
  private var bound: Bound?
  /// Where the next stretch begins, once this one is over.
  private var resumeKey: ArraySlice<UInt8>?
  /// How many pages of tables were read in this stretch.
  private var walkedPageCount = 0

  private init(
    _ meta: MetaPage, at place: LMDBError.Place, while isWanted: @escaping () -> Bool
  ) {
    self.meta = meta
    self.place = place
    self.isWanted = isWanted
    isUsed = Array(repeating: false, count: Int(meta.lastPage) + 1)
    isFree = isUsed
    isUsed[0] = true
    isUsed[1] = true
  }

  /// Reads the pages that a meta page leads to, all of which must stay as they are meanwhile.
  ///
  /// - Parameter isWanted: asked before each page of a tree.
  /// - Throws: `.damagedPage`; what the operating system refused; `.interrupted` once it isn't wanted any more.
  static func verify(
    _ file: borrowing ReadOnlyFile, _ meta: MetaPage, at place: LMDBError.Place,
    while isWanted: @escaping () -> Bool = { true }
  ) throws(LMDBError) -> Environment.PageCounts {
    var verifier = PageVerifier(meta, at: place, while: isWanted)
    try verifier.walk(meta.free, .hostNumbers, in: file)
    try verifier.walk(meta.main, .bytes, in: file)
    let tables = verifier.tables
    for table in tables { try verifier.walk(table.tree, .bytes, in: file) }
    let (used, free) = (
      verifier.isUsed.count(where: \.self), verifier.isFree.count(where: \.self)
    )
    return Environment.PageCounts(
      used: used, free: free, lost: verifier.isUsed.count - used - free)
  }

  /// Reads the free pages, the list of tables, and a stretch of the tables' pages.
  ///
  /// No page is missed between two stretches, whatever was written meanwhile: a key is noted before
  /// which all were read. A page that two places lead to is found all the same, since its keys can't
  /// lie within the bounds of both; only the counts that a tree says of itself are left out.
  ///
  /// - Parameter start: where the stretch before this one ended.
  /// - Returns: where the next begins, `nil` after the last; how many pages of tables were read.
  /// - Throws: as ``verify(_:_:at:while:)``.
  /// - Complexity: O(free pages + pages of the stretch)
  static func verifyStretch(
    _ file: borrowing ReadOnlyFile, _ meta: MetaPage, at place: LMDBError.Place,
    from start: Mark?, _ stretch: Environment.Stretch, while isWanted: @escaping () -> Bool
  ) throws(LMDBError) -> (next: Mark?, pageCount: Int) {
    var verifier = PageVerifier(meta, at: place, while: isWanted)
    try verifier.walk(meta.free, .hostNumbers, in: file)
    try verifier.walk(meta.main, .bytes, in: file)
    let tables = verifier.tables
    // Only now, so that each stretch gets on however many free pages there are.
    verifier.bound = Bound(
      remainingPageCount: stretch.pageCount, deadline: .now.advanced(by: stretch.limit))
    for table in tables where !table.name.lexicographicallyPrecedes(start?.table ?? []) {
      verifier.startKey = table.name == start?.table ? start?.key : nil
      try verifier.walk(table.tree, .bytes, in: file)
      if let key = verifier.resumeKey {
        return (Mark(table: table.name, key: key), verifier.walkedPageCount)
      }
    }
    return (nil, verifier.walkedPageCount)
  }

  private var isStretchOver: Bool {
    guard let bound else { return false }
    return bound.remainingPageCount <= 0
      || MonotonicTime.now.nanoseconds >= bound.deadline.nanoseconds
  }

  private func damaged(_ page: UInt64) -> LMDBError {
    LMDBError(.damagedPage(page), .verifyPages, at: place)
  }

  private mutating func walk(
    _ tree: TreeRecord, _ order: KeyOrder, in file: borrowing ReadOnlyFile
  ) throws(LMDBError) {
    guard tree.root != MetaPage.noPage else { return }
    var tally = Tally()
    let whole = Subtree(
      root: tree.root, depth: 1, tree: tree, order: order, first: nil, next: nil)
    try walk(whole, &tally, in: file)
    guard startKey == nil, resumeKey == nil else { return }
    let isAsRecorded =
      tally.branchPages == tree.branchPageCount && tally.leafPages == tree.leafPageCount
      && tally.overflowPages == tree.overflowPageCount && tally.entries == tree.entryCount
    guard isAsRecorded else { throw damaged(tree.root) }
  }

  private mutating func walk(
    _ subtree: Subtree, _ tally: inout Tally, in file: borrowing ReadOnlyFile
  ) throws(LMDBError) {
    guard isWanted() else { throw LMDBError(.interrupted, .verifyPages, at: place) }
    let number = subtree.root
    let page: TreePage
    do throws(TreePage.Unreadable) {
      page = try TreePage(parsing: take(number, count: 1, reading: 1, in: file), number: number)
    } catch {
      throw error.cause ?? damaged(number)
    }
    guard page.isBranch == (subtree.depth < subtree.tree.depth) else { throw damaged(number) }
    // The first key of a branch page stands for everything before the second.
    var keys = page.nodes.map(page.key)
    if page.isBranch { keys[0] = subtree.first ?? [] }
    try checkOrder(of: keys, on: page, subtree)

    guard page.isBranch else {
      tally.leafPages += 1
      tally.entries += UInt64(page.nodes.count)
      for node in page.nodes {
        try take(node, of: page, subtree, &tally, in: file)
      }
      if let next = subtree.next, isStretchOver { resumeKey = next }
      return
    }
    tally.branchPages += 1
    guard page.nodes.count >= 2 else { throw damaged(number) }
    for (index, node) in page.nodes.enumerated() where resumeKey == nil {
      let end = index + 1 < keys.count ? keys[index + 1] : subtree.next
      // What ends where this stretch begins, or before, was read in an earlier one.
      if let startKey, let end, !precedes(startKey, end, subtree.order) { continue }
      let start = index == 0 ? subtree.first : keys[index]
      try walk(subtree.child(node.child, from: start, to: end), &tally, in: file)
    }
  }

  private func checkOrder(
    of keys: [ArraySlice<UInt8>], on page: TreePage, _ subtree: Subtree
  ) throws(LMDBError) {
    let (number, order) = (subtree.root, subtree.order)
    let separators = page.isBranch ? keys.dropFirst() : keys[...]
    guard separators.allSatisfy({ isPossible($0, order) }) else { throw damaged(number) }
    for (one, other) in zip(separators, separators.dropFirst()) {
      guard precedes(one, other, order) else { throw damaged(number) }
    }
    if let first = subtree.first, let least = separators.first, precedes(least, first, order) {
      throw damaged(number)
    }
    if let next = subtree.next, let greatest = separators.last, !precedes(greatest, next, order) {
      throw damaged(number)
    }
  }

  private func isPossible(_ key: ArraySlice<UInt8>, _ order: KeyOrder) -> Bool {
    switch order {
    case .bytes: !key.isEmpty && key.count <= 511
    case .hostNumbers: key.count == 8
    }
  }

  private func precedes(
    _ one: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>, _ order: KeyOrder
  ) -> Bool {
    switch order {
    case .bytes: one.lexicographicallyPrecedes(other)
    case .hostNumbers: one.reversed().lexicographicallyPrecedes(other.reversed())
    }
  }

  /// Takes in what a leaf's node leads to: overflow pages, a list of free pages, a table.
  private mutating func take(
    _ node: TreePage.Node, of page: TreePage, _ subtree: Subtree, _ tally: inout Tally,
    in file: borrowing ReadOnlyFile
  ) throws(LMDBError) {
    let (number, order) = (subtree.root, subtree.order)
    let isMain = subtree.tree == meta.main
    guard node.isTable == isMain else { throw damaged(number) }
    if isMain {
      guard node.dataByteCount == TreeRecord.byteCount else { throw damaged(number) }
      let table = TreeRecord(parsing: page.bytes, at: node.data.lowerBound)
      guard table.flags == 0, table.isWithin(meta.lastPage) else { throw damaged(number) }
      tables.append(NamedTree(name: Array(page.key(node)), tree: table))
    }
    do throws(TreePage.Unreadable) {
      var overflow: [UInt8] = []
      if node.isElsewhere {
        let start = page.bytes.hostUInt64(at: node.data.lowerBound)
        let count = try overflowPageCount(at: start, holding: node.dataByteCount, in: file)
        // Only what the value needs is read: a damaged count may say anything.
        overflow = try take(
          start, count: count,
          reading: OverflowPages.count(
            of: node.dataByteCount, pageByteCount: meta.pageByteCount), in: file)
        guard overflow.hostUInt16(at: 10) == PageFlags.overflow, overflow.hostUInt64(at: 0) == start
        else { throw TreePage.Unreadable() }
        tally.overflowPages += UInt64(count)
      }
      guard order == .hostNumbers else { return }
      let writer = page.bytes.hostUInt64(at: node.key.lowerBound)
      guard writer >= 1, writer <= meta.transactionID else { throw TreePage.Unreadable() }
      var previous = meta.lastPage + 1
      for free in try FreePages.list(in: node, of: page, reading: { _, _ in overflow }) {
        // Lists are laid down from the greatest page to the least.
        guard free >= 2, free < previous, !isFree[Int(free)] else { throw TreePage.Unreadable() }
        previous = free
        isFree[Int(free)] = true
      }
    } catch {
      throw error.cause ?? damaged(number)
    }
  }

  /// How many pages a value has of its own, as the first of them says.
  ///
  /// A value that was put twice in one transaction keeps the pages of the longer one.
  private func overflowPageCount(
    at start: UInt64, holding byteCount: Int, in file: borrowing ReadOnlyFile
  ) throws(TreePage.Unreadable) -> Int {
    guard start >= 2, start <= meta.lastPage else { throw TreePage.Unreadable() }
    let header = try file.page(TreePage.headerByteCount, at: Int(start) * meta.pageByteCount)
    let count = Int(header.hostUInt32(at: 12))
    guard count >= OverflowPages.count(of: byteCount, pageByteCount: meta.pageByteCount) else {
      throw TreePage.Unreadable()
    }
    return count
  }

  /// Notes that pages are used, once, and reads the first of them.
  private mutating func take(
    _ first: UInt64, count: Int, reading readCount: Int, in file: borrowing ReadOnlyFile
  ) throws(TreePage.Unreadable) -> [UInt8] {
    bound?.remainingPageCount -= count
    walkedPageCount += bound == nil ? 0 : count
    guard first >= 2, first <= meta.lastPage, UInt64(count) <= meta.lastPage - first + 1 else {
      throw TreePage.Unreadable()
    }
    for page in Int(first)..<Int(first) + count {
      guard !isUsed[page], !isFree[page] else { throw TreePage.Unreadable() }
      isUsed[page] = true
    }
    return try file.page(readCount * meta.pageByteCount, at: Int(first) * meta.pageByteCount)
  }
}
