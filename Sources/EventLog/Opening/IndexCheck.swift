internal import EventModel
internal import Glibc
internal import LMDB
internal import MerkleTree
internal import Synchronization

/// Holds the index against the log, and ends at the first thing that is wrong.
///
/// What is not the index's fault is let pass: a record that is not what its hash says is found by
/// whoever reads it.
struct IndexCheck {
  let index: IndexStore
  let records: RecordStore
  let tiles: TileStore
  var isWanted: () -> Bool = { true }
  /// How long a snapshot is held: so long no page that was freed after it is used again.
  var stretch = LMDB.Environment.Stretch()

  /// Looks at the order of its keys and at how its pages hang together, while it may be written.
  ///
  /// - Returns: whether all were looked at: where commits come too fast for it, they are not.
  /// - Throws: ``EventLogError/damaged(path:_:)``; ``EventLogError/interrupted``.
  /// - Complexity: O(file size)
  @discardableResult
  func checkPages() throws(EventLogError) -> Bool {
    try inStore { () throws(LMDBError) in
      try index.environment.verifyPages(in: stretch, while: isWanted) != nil
    }
  }

  /// Holds each entry against its record, and counts.
  ///
  /// - Throws: ``EventLogError/damaged(path:_:)``; ``EventLogError/interrupted``;
  ///   ``EventLogError/indexInTheMaking(path:)``.
  /// - Complexity: three look-ups in the log for each event
  func checkEntries() throws(EventLogError) {
    let snapshot = try index.snapshot()
    let path = index.environment.directory
    let checkpoint = try index.checkpoint(reaching: 0, in: snapshot)
    var verifier = try IndexVerifier(
      index, records, snapshot, checkpoint, tiles: tiles, stretch: stretch.limit, while: isWanted)
    _ = try verifier.check { (table, reason) throws(EventLogError) in
      throw .damaged(path: path, "table \(table): \(reason)")
    }
  }
}

/// The thread that holds a long log's index against it once, after opening.
struct IndexChecker: Sendable {
  let core: LogCore

  /// Less than what anybody waits for: the weight of a thread is a tenth of the usual one.
  private static let niceness: Int32 = 10

  /// Runs until everything was looked at, something was found, or the log is closed.
  func run() {
    defer { core.options.controls.onIndexChecked() }
    // Of this thread alone on Linux, though POSIX says of the process; where it is refused it is only
    // less polite.
    _ = nice(Self.niceness)
    let check = IndexCheck(
      index: core.index, records: core.records, tiles: core.tiles,
      isWanted: { [core] in !core.isEnding.load(ordering: .relaxed) })
    do throws(EventLogError) {
      // Who only reads frees no pages and takes none: whether a page in use is listed as free is the
      // writer's concern, and what leads a look-up astray is met with the entries.
      if !core.isReadOnly, try !check.checkPages() {
        core.options.onNotice(
          "not all pages of the index could be looked at: it was written too fast; its entries are")
      }
      try check.checkEntries()
    } catch {
      // Of the tiles it isn't the index's: whoever needs them meets it.
      if let damage = error.damage, damage.path == core.index.environment.directory {
        core.refuseIndex(damage.reason)
        return
      }
      switch error {
      // What is made from the records needs no look at them.
      case .interrupted, .indexInTheMaking: return
      default: core.options.onNotice("the index could not be held against the log: \(error)")
      }
    }
  }
}

extension EventLogOptions {
  /// Whether an index is held against a log of this size before it is opened.
  func checksIndexAtOpening(of head: TreeHead) -> Bool {
    head.size <= openingCheckEventCount && checksIndex
  }
}
