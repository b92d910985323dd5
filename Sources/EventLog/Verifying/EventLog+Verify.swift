internal import EventModel
internal import LMDB
public import MerkleTree

extension EventLog {
  /// Recomputes and compares everything, while appending and reading go on.
  ///
  /// It hashes and decodes every record, recomputes the root, and checks tiles, index, revisions, command
  /// ids, recorded times and append borders. It repairs nothing, and holds no snapshot for long.
  /// - Parameter progress: told how many records are done, and of how many.
  /// - Complexity: O(records) for each 4,000,000 streams; memory about 50 bytes a stream, bounded, and
  ///   as much a command where no index tells commands apart
  public func verify(
    progress: @escaping (_ done: UInt64, _ total: UInt64) -> Void = { _, _ in }
  ) throws(EventLogError) -> VerifyReport {
    let core = try core()
    return try LogVerification(
      records: core.records, index: core.index, tiles: core.tiles, logID: core.identity.id,
      progress: progress
    ).run()
  }

  /// Verifies a data directory, also beside the process that writes it, whatever its state.
  ///
  /// Where no process writes it, the pages of both files are looked at first: following a page
  /// number that is wrong would kill this process. Where one of the log's is damaged, nothing more
  /// is checked.
  /// - Parameters:
  ///   - path: the data directory.
  ///   - heads: heads of at least one record that it had earlier, as they were kept elsewhere.
  ///   - progress: told how many records are done, and of how many.
  ///   - isWanted: asked every few thousand records.
  /// - Throws: ``EventLogError`` when the records can't be read at all, or what the operating system
  ///   refused: that something can't be read says nothing about what is in it;
  ///   ``EventLogError/interrupted``.
  public static func verify(
    at path: String, heads: [TreeHead] = [],
    progress: @escaping (_ done: UInt64, _ total: UInt64) -> Void = { _, _ in },
    isWanted: @escaping () -> Bool = { true }
  ) throws(EventLogError) -> VerifyReport {
    let directory = DataDirectory(path: path)
    try directory.requireLog()
    let pages = try PageCheck(directory)
    if pages.isLogDamaged { return pages.report }
    var found = pages.report
    var (index, tiles): (IndexStore?, TileStore?) = (nil, nil)
    do throws(EventLogError) {
      if !pages.isIndexDamaged, DataDirectory.exists(directory.index + "/data.mdb") {
        let opened = try IndexStore(directory.index, isReadOnly: true)
        index = opened
        if let checkpoint = try opened.checkpoint(in: try opened.snapshot()) {
          tiles = try TileStore(
            directory.tiles, durableSize: checkpoint.head.size, isReadOnly: true)
        }
      } else if !pages.isIndexDamaged {
        found.notChecked.append("the index: it is not there; opening the log makes it anew")
      }
    } catch {
      guard error.isOfContents else { throw error }
      found.note(
        index == nil ? .index(table: "all") : .tile(level: 0, index: 0), error.description)
    }
    let records = try RecordStore(directory.log, for: .reading)
    return try LogVerification(
      records: records, index: index, tiles: tiles, heads: heads, found: found,
      progress: progress, isWanted: isWanted
    ).run()
  }
}
