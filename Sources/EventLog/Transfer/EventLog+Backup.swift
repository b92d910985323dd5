internal import LMDB
public import MerkleTree

extension EventLog {
  /// Copies the records as of now into another directory, while appending and reading go on.
  ///
  /// Only what is primary is copied: index and tiles are made anew when the copy is first opened.
  /// - Parameter path: a data directory that holds no log; made where it is missing.
  /// - Returns: the size and the root of the copy.
  /// - Throws: ``EventLogError/alreadyExists(path:)``, ``EventLogError/diskFull``,
  ///   ``EventLogError/heldByAnotherProcess(path:processID:)`` while another backup is made there.
  /// - Complexity: O(file size). Pages freed meanwhile are kept until it is done.
  @discardableResult
  public func backup(to path: String) throws(EventLogError) -> TreeHead {
    let core = try core()
    let directory = DataDirectory(path: path)
    guard !DataDirectory.exists(directory.log) else { throw .alreadyExists(path: path) }
    try DataDirectory.make(path)
    let lock = try WriterLock(directory)
    // Another may have been made while this one waited for nothing but the processor.
    guard !DataDirectory.exists(directory.log) else { throw .alreadyExists(path: path) }
    let unfinished = directory.unfinishedLog
    try DataDirectory.remove(unfinished)
    try inStore { () throws(LMDBError) in try core.records.environment.copy(to: unfinished) }
    let head = try Self.head(at: unfinished)
    try directory.placeLog()
    _ = consume lock
    return head
  }

  private static func head(at path: String) throws(EventLogError) -> TreeHead {
    let records = try RecordStore(path, .never, isReadOnly: true, EventLogOptions())
    return try records.tree(in: try records.snapshot()).head
  }

  /// Copies a backup's records into a data directory, after hashing every one of them.
  ///
  /// - Parameters:
  ///   - backup: a directory that ``backup(to:)`` made.
  ///   - path: a data directory that holds no log; made where it is missing.
  ///   - expected: a size and root kept elsewhere, if there is one.
  ///   - onChecked: told now and then how many of the copied records are hashed, and of how many.
  /// - Returns: the size and the root.
  /// - Throws: ``EventLogError/damaged(path:_:)`` when a record is not what its root says, or the
  ///   root is not the expected one; nothing is left behind then.
  @discardableResult
  public static func restore(
    from backup: String, to path: String, expecting expected: TreeHead? = nil,
    onChecked: @escaping (_ done: UInt64, _ total: UInt64) -> Void = { _, _ in }
  ) throws(EventLogError) -> TreeHead {
    let (source, directory) = (DataDirectory(path: backup), DataDirectory(path: path))
    guard DataDirectory.exists(source.log) else { throw .notFound(path: backup) }
    guard !DataDirectory.exists(directory.log) else { throw .alreadyExists(path: path) }
    try DataDirectory.make(path)
    let lock = try WriterLock(directory)
    guard !DataDirectory.exists(directory.log) else { throw .alreadyExists(path: path) }
    let unfinished = directory.unfinishedLog
    try DataDirectory.remove(unfinished)
    do throws(EventLogError) {
      try copy(source.log, to: unfinished)
      let head = try check(unfinished, backup, expected, onChecked)
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
    let records = try RecordStore(source, .never, isReadOnly: true, EventLogOptions())
    try inStore { () throws(LMDBError) in try records.environment.copy(to: destination) }
  }

  private static func check(
    _ path: String, _ backup: String, _ expected: TreeHead?,
    _ onChecked: @escaping (UInt64, UInt64) -> Void
  ) throws(EventLogError) -> TreeHead {
    let records = try RecordStore(path, .never, isReadOnly: true, EventLogOptions())
    var verifier = LogVerifier(records, nil, progress: onChecked)
    let size = try verifier.readStatedHead()
    try verifier.checkRecords(below: size, streamEstimate: 0)
    if let problem = verifier.report.problems.first {
      throw .damaged(path: backup, problem.description)
    }
    let head = verifier.report.computed
    if let expected, expected != head {
      throw .damaged(
        path: backup,
        "it has size \(head.size) and root \(head.root), not \(expected.size) and "
          + "\(expected.root)")
    }
    return head
  }
}
