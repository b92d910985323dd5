internal import EventModel
internal import Files
internal import LMDB
internal import MerkleTree
internal import Synchronization

/// The parts of an open log, which its threads and its readers share.
final class LogCore: Sendable {
  let directory: DataDirectory
  let identity: LogIdentity
  let options: EventLogOptions
  let records: RecordStore
  let index: IndexStore
  let tiles: TileStore
  let overlay: Monitor<Overlay>
  /// The overlay's ``Overlay/flushedSize``, for who needn't lock the overlay.
  let flushedSize: Atomic<UInt64>
  let signal: EndSignal
  let queue: AppendQueue
  let isReadOnly: Bool
  /// Whether the log is being closed, so that a check of the index ends.
  let isEnding = Atomic<Bool>(false)
  /// Whether a device failed, also where nothing was taken any more for another reason.
  private let hasDeviceFailed = Atomic<Bool>(false)
  /// The first record that was met and is not what was appended.
  let corruption = Mutex<EventLogError?>(nil)

  init(
    _ directory: DataDirectory, _ identity: LogIdentity, _ options: EventLogOptions,
    _ records: RecordStore, _ derived: DerivedStores, isReadOnly: Bool
  ) {
    self.isReadOnly = isReadOnly
    self.directory = directory
    self.identity = identity
    self.options = options
    self.records = records
    index = derived.index
    tiles = derived.tiles
    overlay = Monitor(derived.overlay)
    flushedSize = Atomic(derived.overlay.flushedSize)
    signal = EndSignal(end: Position(derived.overlay.head.size))
    queue = AppendQueue(
      eventLimit: options.queuedEventCount, byteLimit: options.queuedByteCount)
  }

  /// The log's end as readers see it.
  var end: Position { signal.end }

  /// The tree at the end of the last commit.
  var head: TreeHead { overlay.withLock { $0.head } }

  /// Takes no append any more: a device failed, and nobody may ask it again whether all is well.
  func stopForGood(_ outcome: EventLogError) {
    queue.refuse(outcome)
    guard !hasDeviceFailed.exchange(true, ordering: .acquiringAndReleasing) else { return }
    // First: a device that failed may keep waiting whoever writes to it.
    options.onDeviceFailure(outcome)
    // Where even this can't be written, the next opening looks at what lies above the checkpoint.
    try? File.mark(directory.deviceFailed)
    try? Directory.flush(directory.path)
  }

  /// Sees to it that the next opening makes the index anew.
  func noteDamagedIndex() {
    guard !isReadOnly else { return }
    // Where even this can't be written, the damage is met again.
    try? File.mark(directory.indexFoundDamaged)
  }

  /// Takes no append and looks nothing up in the index any more, and sees to it that the next opening
  /// makes it anew: where one thing in it is wrong, nothing that it says may lead to a record.
  ///
  /// - Returns: what every append and every look-up is told from now on: what was found first, and what
  ///   to do.
  @discardableResult
  func refuseIndex(_ reason: String) -> EventLogError {
    let mend =
      isReadOnly
      ? "nothing is looked up in it any more: open the log for writing once"
      : "nothing is appended any more, and nothing is lost: stop this process and start it again"
    let (damage, isFirst) = index.refuse(
      .damaged(
        path: index.environment.directory,
        "\(reason); \(mend), and the index is made anew from the log"))
    guard isFirst else { return damage }
    noteDamagedIndex()
    queue.refuse(damage)
    overlay.update { overlay in
      overlay.failure = damage
      overlay.isAbandoned = true
    }
    options.onNotice(damage.description)
    return damage
  }

  /// A snapshot of the index for some look-ups, taken after the overlay was read.
  ///
  /// Who reads beside the writer holds it against what the overlay leaves to it: an index that is being
  /// made anew would say of much that it isn't there.
  /// - Throws: ``EventLogError/indexInTheMaking(path:)``; why nothing is looked up in it any more.
  func indexSnapshot() throws(EventLogError) -> ReadTransaction {
    // Before the snapshot, which then has at least as much.
    let size = flushedSize.load(ordering: .acquiring)
    let snapshot = try index.snapshot()
    if isReadOnly { _ = try index.checkpoint(reaching: size, in: snapshot) }
    return snapshot
  }

  /// Runs what looks something up for who writes or reads this log, and refuses the index where that
  /// meets damage of it.
  func lookingUp<Result>(
    _ body: () throws(EventLogError) -> Result
  ) throws(EventLogError) -> Result {
    do throws(EventLogError) {
      return try body()
    } catch {
      // Who reads beside the writer may have met what it was just making anew.
      guard let damage = error.damage, damage.path == index.environment.directory, !isReadOnly
      else { throw error }
      throw refuseIndex(damage.reason)
    }
  }

  /// Frees the slots of readers whose process died: until then no page freed since is used again.
  func clearDeadReaders() throws(EventLogError) {
    try inStore { () throws(LMDBError) in
      for environment in [records.environment, index.environment] {
        _ = try environment.clearDeadReaders()
      }
    }
  }

  /// Flushes what is frozen, or all that the overlay has.
  ///
  /// - Returns: whether there was anything.
  func flushOnce() throws(EventLogError) -> Bool {
    guard let segment = overlay.withLock({ $0.freeze() }) else { return false }
    if let failure = options.controls.flushFailure() ?? index.foundDamage { throw failure }
    // A flush frees pages: they are used again once no dead reader holds them.
    try? clearDeadReaders()
    // The tiles first: a checkpoint promises that they are there.
    try tiles.flush(upTo: segment.head.size)
    try index.flush(segment, logID: identity.id)
    tiles.forget(below: segment.head.size)
    overlay.update { overlay in
      overlay.thaw()
      flushedSize.store(overlay.flushedSize, ordering: .releasing)
    }
    return true
  }
}
