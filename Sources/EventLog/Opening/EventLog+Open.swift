public import EventModel
internal import Glibc
internal import LMDB
internal import MerkleTree
internal import Synchronization

extension EventLog {
  /// Makes a new log in a directory, which is made where it is missing, and opens it.
  ///
  /// - Parameters:
  ///   - path: the data directory.
  ///   - origin: the log's name in the world: a scheme-less URL prefix.
  ///   - zone: the zone that civil times are read in, for ever.
  ///   - id: the log's id; random unless a test says.
  /// - Throws: ``EventLogError/alreadyExists(path:)``,
  ///   ``EventLogError/heldByAnotherProcess(path:processID:)``, ``EventLogError/diskFull``; no log is
  ///   left behind then.
  public static func create(
    at path: String, origin: String, zone: LogZone = .shanghai,
    id: LogID? = nil, options: EventLogOptions = EventLogOptions(), clock: LogClock = .system
  ) throws(EventLogError) -> EventLog {
    let directory = DataDirectory(path: path)
    guard !DataDirectory.exists(directory.log) else { throw .alreadyExists(path: path) }
    try DataDirectory.make(path)
    let lock = try WriterLock(directory)
    var randomness = SystemRandomNumberGenerator()
    let identity = LogIdentity(
      id: id ?? LogID.random(using: &randomness), origin: origin, zone: zone)
    let creator = LogCreator(directory: directory)
    try creator.create { (records) throws(EventLogError) in
      try LogCreator.putCreation(identity, clock, in: records)
    }
    do throws(EventLogError) {
      return try open(directory, lock, options, clock)
    } catch {
      creator.takeBack()
      throw error
    }
  }

  /// Deletes a log that was made and closed again and is to be as if it had never been made, and the
  /// directory where nothing else is in it.
  ///
  /// Nothing where another process has it by now, or has written to it.
  public static func takeBack(at path: String) {
    let directory = DataDirectory(path: path)
    LogCreator(directory: directory).takeBack()
    if !DataDirectory.exists(directory.log) { directory.takeBack() }
  }

  /// Opens a log to append and to read.
  ///
  /// What is derived is brought up to the log's end, or made anew where it is missing, damaged or
  /// of another log; ``EventLogOptions/onNotice`` is told.
  /// - Throws: ``EventLogError`` that says what is wrong with the directory; nothing is written
  ///   then.
  /// - Complexity: O(events that the index lacks)
  public static func open(
    at path: String, options: EventLogOptions = EventLogOptions(), clock: LogClock = .system
  ) throws(EventLogError) -> EventLog {
    let directory = DataDirectory(path: path)
    try directory.requireLog()
    return try open(directory, try WriterLock(directory), options, clock)
  }

  private static func open(
    _ directory: DataDirectory, _ lock: consuming WriterLock, _ options: EventLogOptions,
    _ clock: LogClock
  ) throws(EventLogError) -> EventLog {
    let records = try RecordStore(directory.log, for: .writing, options)
    let (tree, head) = try records.tree(in: try records.snapshot())
    let (identity, last) = try records.ends(head)
    if DataDirectory.exists(directory.deviceFailed) {
      options.onNotice("a device failed when the log was last open: every record is looked at")
      try RecordsCheck(directory: directory, records: records).run(upTo: head)
    }
    let opener = DerivedOpener(
      directory: directory, records: records, logID: identity.id, options: options)
    let derived = try opener.openOrRebuild(head)
    let core = LogCore(directory, identity, options, records, derived, isReadOnly: false)
    // Read above before there was anything to hold them against.
    try core.check(at: [.zero, Position(head.size - 1)])
    let clockGuard = ClockGuard(clock: clock, lastRecorded: last)
    let open = try OpenLog(core, tree, clockGuard, lock)
    // Last: an opening that ends before this looks again.
    unlink(directory.deviceFailed)
    if !derived.isIndexChecked { open.checkIndex() }
    return EventLog(open)
  }

  /// Opens a log to read it beside the process that writes it, or when no one does.
  ///
  /// It sees what was committed when it was opened, and more at each ``refresh()``.
  /// - Throws: ``EventLogError/unopenable(path:_:)`` also when the index is missing, and
  ///   ``EventLogError/damaged(path:_:)`` when tiles are, or what is there doesn't belong to the log:
  ///   opening it for writing once makes them anew.
  public static func openReadOnly(
    at path: String, options: EventLogOptions = EventLogOptions()
  ) throws(EventLogError) -> EventLog {
    let directory = DataDirectory(path: path)
    try directory.requireLog()
    // The index first: then the log has all that the index knows.
    let (index, checkpoint) = try openIndex(directory)
    let records = try RecordStore(directory.log, for: .reading, options)
    let (tree, head) = try records.tree(in: try records.snapshot())
    let (identity, _) = try records.ends(head)
    guard let checkpoint, checkpoint.logID == identity.id, checkpoint.head.size <= head.size else {
      throw .damaged(path: directory.index, "it is not this log's; open the log for writing once")
    }
    let (tiles, frontier) = try DerivedOpener.tiles(directory, checkpoint.head, isReadOnly: true)
    let isChecked = options.checksIndexAtOpening(of: head)
    if isChecked {
      let check = IndexCheck(index: index, records: records, tiles: tiles)
      try check.checkPages()
      try check.checkEntries()
    }
    var builder = DerivedBuilder(
      records, tiles, nil, identity.id, from: frontier, flushLength: .max)
    try builder.read(upTo: head)
    let derived = DerivedOpener.stores(index, tiles, builder, isIndexChecked: isChecked)
    let core = LogCore(directory, identity, options, records, derived, isReadOnly: true)
    try core.check(at: [.zero])
    let open = OpenLog(readOnly: core, tree)
    if !isChecked { open.checkIndex() }
    return EventLog(open)
  }

  /// Opens the index to read.
  ///
  /// - Throws: ``EventLogError/indexInTheMaking(path:)`` where it isn't there yet, or empty, while
  ///   another process has the right to write: one that begins makes it anew before all else.
  private static func openIndex(
    _ directory: DataDirectory
  ) throws(EventLogError) -> (IndexStore, IndexCheckpoint?) {
    do throws(EventLogError) {
      let index = try IndexStore(directory.index, isReadOnly: true)
      let checkpoint = try index.checkpoint(in: try index.snapshot())
      if checkpoint != nil || !WriterLock.isHeld(directory) { return (index, checkpoint) }
    } catch {
      let isThere = DataDirectory.exists(directory.index + "/data.mdb")
      guard error.damage != nil, !isThere, WriterLock.isHeld(directory) else { throw error }
    }
    throw .indexInTheMaking(path: directory.index)
  }

  /// Takes in what the writing process has committed since; does nothing where this one writes.
  ///
  /// - Returns: the log's end.
  /// - Complexity: O(new events); now and then O(events that the index lacks)
  @discardableResult
  public func refresh() throws(EventLogError) -> Position {
    let open = try open()
    guard open.core.isReadOnly else { return end }
    let result = open.edge.withLock { edge in
      Result { () throws(EventLogError) in try Self.refresh(open.core, &edge) }
    }
    try result.get()
    return end
  }

  private static func refresh(
    _ core: LogCore, _ edge: inout TreeFrontier
  ) throws(EventLogError) {
    // Of an index that was found damaged nothing is taken over any more.
    let checkpoint =
      try core.index.foundDamage == nil
      ? core.index.checkpoint(in: core.index.snapshot()) : nil
    let (tree, head) = try core.records.tree(in: try core.records.snapshot())
    guard head.size > edge.size else { return }
    var overlay = core.overlay.withLock { $0 }
    overlay.settle()
    var builder = DerivedBuilder(
      core.records, core.tiles, nil, core.identity.id, from: edge, continuing: overlay.active,
      flushLength: .max)
    try builder.read(upTo: head)
    overlay.replace(active: builder.segment)
    core.take(overlay)
    // With the tiles, which have the new hashes already: what fails from here on is tried again.
    edge = tree
    core.signal.publish(Position(head.size))
    // The overlay may begin below what the index has by now, but not for ever.
    if let checkpoint, overlay.eventCount > core.options.overlayEventCount,
      checkpoint.head.size > overlay.flushedSize, checkpoint.head.size <= head.size
    {
      do throws(EventLogError) {
        try core.tiles.takeFlushed(upTo: checkpoint.head.size)
      } catch {
        // A process that begins to write may be making the files anew: then no more is appended for so
        // long, and what is in memory here is right as it is.
        let isLong = overlay.eventCount > 2 * core.options.overlayEventCount
        guard error.damage != nil, !isLong else { throw error }
        return
      }
      core.take(
        Overlay(
          flushedSize: checkpoint.head.size,
          try core.segment(from: checkpoint.head, to: head)))
    }
  }

  /// How often a log that is only read looks for what was appended.
  private static let pollInterval = Duration.milliseconds(50)

  func pollForEnd(beyond position: Position) async throws(EventLogError) -> Position {
    while true {
      let end = try refresh()
      if end > position || Task.isCancelled { return end }
      try? await Task.sleep(for: Self.pollInterval)
    }
  }
}

extension LogCore {
  /// Goes over to another overlay; for reading only.
  fileprivate func take(_ overlay: Overlay) {
    self.overlay.update { current in
      current = overlay
      flushedSize.store(overlay.flushedSize, ordering: .releasing)
    }
  }
}

extension RecordStore {
  /// What the log is, and when its last record was recorded.
  func ends(_ head: TreeHead) throws(EventLogError) -> (LogIdentity, RecordedTime) {
    let snapshot = try snapshot()
    guard head.size > 0 else {
      throw .damaged(path: environment.directory, "it holds no records")
    }
    let (identity, format) = try withRecord(at: .zero, in: snapshot) {
      (record) throws(EventLogError) in try LogCreation.decode(record)
    }
    guard format == LogCreation.format else {
      throw .unknownFormat(path: environment.directory, format: format)
    }
    let last = Position(head.size - 1)
    let time = try withRecord(at: last, in: snapshot) { (record) throws(EventLogError) in
      do throws(EventModelError) {
        return try Envelope(walking: record).recordedAt
      } catch {
        throw .corrupt(last, error.reason)
      }
    }
    // The writer counts on from it.
    guard time.isWithinBounds else { throw .corrupt(last, "its recorded time lies in no year") }
    return (identity, time)
  }
}
