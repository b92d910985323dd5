internal import EventLog
internal import EventModel
internal import MerkleTree

/// The live generation as its one writer sees it: the database, the folded streams it remembers,
/// and the step that takes in the next events.
///
/// History and new events take the same path: a step reads what lies beyond the checkpoint, folds
/// it, and writes rows and checkpoint in one transaction. Not thread safe.
final class LiveGeneration {
  let number: Int
  private(set) var checkpoint: Checkpoint
  private(set) var quarantined: Set<StreamName>

  private let log: any AppendOnlyLog
  private let set: ReadModelSet
  private let limits: ProjectionLimits
  private let writer: GenerationWriter
  private var cache: FoldCache
  private var rows: RowSink
  private var decoder = RecordDecoder()

  /// Opens a generation that has a checkpoint.
  ///
  /// - Throws: ``ProjectionError`` with code `notFound` when it has none.
  init(
    _ number: Int, path: String, _ log: any AppendOnlyLog, _ set: ReadModelSet,
    _ limits: ProjectionLimits
  ) throws(ProjectionError) {
    writer = try GenerationWriter(path: path, set, .live, limits)
    guard let checkpoint = try writer.readCheckpoint() else {
      throw ProjectionError(.notFound, "\(path) has no checkpoint")
    }
    self.number = number
    self.checkpoint = checkpoint
    self.log = log
    self.set = set
    self.limits = limits
    quarantined = checkpoint.fingerprint == set.fingerprint ? try writer.quarantinedStreams() : []
    cache = FoldCache(limits)
    rows = RowSink(set.tables)
  }

  /// Makes an empty generation.
  static func create(
    path: String, _ log: any AppendOnlyLog, _ set: ReadModelSet, _ limits: ProjectionLimits
  ) throws(ProjectionError) {
    let writer = try GenerationWriter(path: path, set, .rebuild, limits)
    try writer.transaction { () throws(ProjectionError) in
      try writer.createTables()
      try writer.createIndexes(set)
      try writer.write(
        Checkpoint(
          logID: log.identity.id, end: .zero, root: TreeHash.emptyRoot.hexadecimal,
          fingerprint: set.fingerprint))
    }
  }

  /// Takes in the next whole appends, if there are any.
  ///
  /// - Returns: whether the log had nothing more when they were read.
  /// - Throws: ``ProjectionError``; rows and checkpoint are then as they were before.
  func step() throws(ProjectionError) -> Bool {
    let logEnd = log.end
    guard checkpoint.end < logEnd else { return true }
    let events = try read(from: checkpoint.end, before: logEnd)
    guard let last = events.last else { return true }
    do {
      try take(events, end: last.appendEnd)
    } catch {
      // What was folded in memory is ahead of the rows now.
      cache.removeAll()
      quarantined = try writer.quarantinedStreams()
      throw error
    }
    return last.appendEnd >= logEnd
  }

  private func read(
    from start: Position, before end: Position
  ) throws(ProjectionError) -> [RecordedEvent] {
    do throws(EventLogError) {
      return try log.appends(
        from: start, before: end, eventCount: limits.stepEventCount,
        byteCount: limits.stepByteCount, &decoder
      ).events
    } catch {
      throw ProjectionError(error)
    }
  }

  private func take(_ events: [RecordedEvent], end: Position) throws(ProjectionError) {
    var order: [StreamName] = []
    var byStream: [StreamName: [RecordedEvent]] = [:]
    for event in events {
      if byStream[event.stream] == nil { order.append(event.stream) }
      byStream[event.stream, default: []].append(event)
    }
    var next = checkpoint
    next.end = end
    do throws(EventLogError) {
      next.root = try log.treeHead(at: end.number).root.hexadecimal
    } catch {
      throw ProjectionError(error)
    }
    if let betweenCommits = limits.betweenCommits {
      try writer.write(next)
      betweenCommits()
    }
    try writer.transaction { () throws(ProjectionError) in
      for stream in order where !quarantined.contains(stream) {
        guard let events = byStream[stream] else { continue }
        let folded = try fold(events, of: stream, before: end)
        if folded.quarantine == nil { cache.put(folded) } else { quarantined.insert(stream) }
      }
      try writer.write(next)
    }
    checkpoint = next
  }

  /// Folds one stream's new events and writes its rows.
  private func fold(
    _ events: [RecordedEvent], of stream: StreamName, before end: Position
  ) throws(ProjectionError) -> FoldedStream {
    let isNew = events[0].revision == .zero
    let stateTables = isNew ? [] : set.stateTables(of: stream.category)
    let cached = isNew ? FoldedStream(stream, of: set, zone: log.identity.zone) : cache.take(stream)
    rows.removeAll()
    if let cached, isNew || cached.head?.next == events[0].revision,
      cached.append(events, to: &rows)
    {
      rows.endStream()
      try writer.write(rows, of: stream, whole: stateTables)
      return cached
    }
    rows.removeAll()
    let folded = FoldedStream(stream, of: set, zone: log.identity.zone)
    folded.refold(try history(of: stream, before: end), to: &rows)
    rows.endStream()
    try writer.write(
      rows, of: stream,
      whole: isNew ? [] : stateTables + Array(set.eventTables) + [set.quarantineTable])
    return folded
  }

  private func history(
    of stream: StreamName, before end: Position
  ) throws(ProjectionError) -> [RecordedEvent] {
    var history: [RecordedEvent] = []
    do throws(EventLogError) {
      while true {
        let page = try log.read(
          stream: stream, from: Revision(UInt64(history.count)), direction: .forwards,
          before: end, limit: Limits.eventsPerAppend)
        history += page
        if page.count < Limits.eventsPerAppend { return history }
      }
    } catch {
      throw ProjectionError(error)
    }
  }
}
