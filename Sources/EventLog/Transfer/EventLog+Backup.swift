internal import LMDB
public import MerkleTree

extension EventLog {
  /// Copies the records as of now into another directory, while appending and reading go on.
  ///
  /// Only what is primary is copied: index and tiles are made anew when the copy is first opened.
  /// Every copied record is hashed before the copy takes its place: a copy is whole, or isn't there.
  /// - Parameters:
  ///   - path: a data directory that holds no log; made where it is missing.
  ///   - onChecked: told now and then how many of the copied records are hashed, and of how many.
  ///   - isWanted: asked once it is copied and before a few thousand records are hashed.
  /// - Returns: the size and the root that the copied records lead to.
  /// - Throws: ``EventLogError/alreadyExists(path:)``, ``EventLogError/diskFull``,
  ///   ``EventLogError/interrupted``,
  ///   ``EventLogError/heldByAnotherProcess(path:processID:)`` while another backup is made there,
  ///   ``EventLogError/damaged(path:_:)`` when a copied record is not what the root says; no log is
  ///   left behind then.
  /// - Complexity: O(file size), and one pass over the copy for its pages and records. Pages freed
  ///   while it is copied are kept until then.
  @discardableResult
  public func backup(
    to path: String,
    onChecked: @escaping (_ done: UInt64, _ total: UInt64) -> Void = { _, _ in },
    isWanted: @escaping () -> Bool = { true }
  ) throws(EventLogError) -> TreeHead {
    let records = try core().records.environment
    return try Self.makeLog(at: path) { unfinished throws(EventLogError) in
      try inStore { () throws(LMDBError) in try records.copy(to: unfinished) }
      return try Self.check(unfinished, records.directory, nil, onChecked, while: isWanted)
    }
  }

  /// Copies a backup's records into a data directory, after hashing every one of them.
  ///
  /// Where nothing can be written beside them they are read without locks: as long as nobody writes
  /// to them, which nobody does to a backup.
  /// - Parameters:
  ///   - backup: a directory that ``backup(to:)`` made.
  ///   - path: a data directory that holds no log; made where it is missing.
  ///   - expected: a size and root kept elsewhere, if there is one.
  ///   - onChecked: told now and then how many of the copied records are hashed, and of how many.
  ///   - isWanted: asked once they are copied and before a few thousand of them are hashed.
  /// - Returns: the size and the root.
  /// - Throws: ``EventLogError/damaged(path:_:)`` when a record is not what its root says, or the
  ///   root is not the expected one, ``EventLogError/interrupted``; nothing is left behind then.
  @discardableResult
  public static func restore(
    from backup: String, to path: String, expecting expected: TreeHead? = nil,
    onChecked: @escaping (_ done: UInt64, _ total: UInt64) -> Void = { _, _ in },
    isWanted: @escaping () -> Bool = { true }
  ) throws(EventLogError) -> TreeHead {
    let source = DataDirectory(path: backup)
    guard DataDirectory.exists(source.log) else { throw .notFound(path: backup) }
    return try makeLog(at: path) { unfinished throws(EventLogError) in
      try copy(source.log, to: unfinished)
      return try check(unfinished, backup, expected, onChecked, while: isWanted)
    }
  }

  /// Makes a data directory's log aside, and gives it its place once it is whole.
  ///
  /// - Parameter make: fills the directory that it is told, and says what it holds.
  private static func makeLog(
    at path: String, _ make: (_ unfinished: String) throws(EventLogError) -> TreeHead
  ) throws(EventLogError) -> TreeHead {
    let directory = DataDirectory(path: path)
    guard !DataDirectory.exists(directory.log) else { throw .alreadyExists(path: path) }
    try DataDirectory.make(path)
    let lock = try WriterLock(directory)
    // Another may have been made while this one waited for nothing but the processor.
    guard !DataDirectory.exists(directory.log) else { throw .alreadyExists(path: path) }
    let unfinished = directory.unfinishedLog
    try DataDirectory.remove(unfinished)
    do throws(EventLogError) {
      let head = try make(unfinished)
      try directory.placeLog()
      _ = consume lock
      return head
    } catch {
      try? DataDirectory.remove(unfinished)
      throw error
    }
  }

  private static func copy(
    _ source: String, to destination: String
  ) throws(EventLogError) {
    // Through the store, which copies a consistent snapshot and flushes it.
    // A backup nobody writes to: it may lie where nothing can be written.
    let records = try RecordStore(source, for: .readingBackup)
    try inStore { () throws(LMDBError) in try records.environment.copy(to: destination) }
  }

  /// Following a page number that is wrong would kill this process.
  private static func checkPages(_ path: String, _ source: String) throws(EventLogError) {
    do throws(LMDBError) {
      _ = try Environment.verifyPages(in: path)
    } catch {
      let failure = EventLogError(error)
      guard failure.isOfContents else { throw failure }
      throw .damaged(path: source, error.description)
    }
  }

  /// Looks at a copy's pages, then hashes its records.
  ///
  /// - Parameter source: what is said to be damaged where the copy is.
  private static func check(
    _ path: String, _ source: String, _ expected: TreeHead?,
    _ onChecked: @escaping (UInt64, UInt64) -> Void, while isWanted: @escaping () -> Bool
  ) throws(EventLogError) -> TreeHead {
    guard isWanted() else { throw .interrupted }
    try checkPages(path, source)
    let records = try RecordStore(path, for: .reading)
    // A command that was recorded twice is no damage of the copy: it is copied as it is, and told by who
    // verifies.
    var verifier = LogVerifier(
      records, nil, commandsFrom: nil, isWanted: isWanted, progress: onChecked)
    let size = try verifier.readStatedHead()
    try verifier.checkRecords(below: size, followedEstimate: 0)
    if let problem = verifier.report.problems.first {
      throw .damaged(path: source, problem.description)
    }
    let head = verifier.report.computed
    if let expected, expected != head {
      throw .damaged(
        path: source,
        "it has size \(head.size) and root \(head.root), not \(expected.size) and "
          + "\(expected.root)")
    }
    return head
  }
}
