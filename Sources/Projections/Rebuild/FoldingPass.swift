internal import Dispatch
internal import EventLog
internal import EventModel
internal import Synchronization

/// Folds gathered streams in order of their names and writes their rows in that order.
final class FoldingPass: Sendable {
  // SAFETY: filled before the threads begin, then only read.
  private nonisolated(unsafe) let streams: MergedStreams
  private let pieces: [Range<Int>]
  private let rebuild: Rebuild
  private let meter: Meter
  private let shared = Mutex(Shared())
  private let room: DispatchSemaphore

  private struct Shared {
    var nextPiece = 0
    var nextToWrite = 0
    var isWriting = false
    var ready: [Int: RowSink] = [:]
    var spare: [RowSink] = []
    var failure: ProjectionError?
  }

  init(_ rebuild: Rebuild, _ parts: [GatheredPart], _ meter: Meter) {
    self.rebuild = rebuild
    self.meter = meter
    streams = MergedStreams(parts)
    pieces = FoldingPass.pieces(streams, rebuild.limits)
    // From 0 upwards: a semaphore that ends below the value it was made with traps.
    room = DispatchSemaphore(value: 0)
    for _ in 0..<(rebuild.limits.waitingChunkCount + rebuild.limits.rebuildWorkerCount) {
      room.signal()
    }
  }

  var streamCount: Int { streams.count }

  private static func pieces(
    _ streams: MergedStreams, _ limits: ProjectionLimits
  ) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var (start, events) = (0, 0)
    for index in 0..<streams.count {
      events += streams.recordCount(of: index)
      if index + 1 - start >= limits.streamsPerChunk || events >= limits.eventsPerChunk {
        pieces.append(start..<(index + 1))
        (start, events) = (index + 1, 0)
      }
    }
    if start < streams.count { pieces.append(start..<streams.count) }
    return pieces
  }

  /// Folds and writes all pieces.
  func run(into writer: GenerationWriter) throws(ProjectionError) {
    // SAFETY: whoever writes has set `isWriting`; nobody else touches the writer then.
    nonisolated(unsafe) let writer = writer
    _ = try concurrently(rebuild.limits.rebuildWorkerCount) {
      [self] _ throws(ProjectionError) in
      var decoder = RecordDecoder()
      while let piece = nextPiece() {
        do throws(ProjectionError) {
          let rows = try fold(piece, &decoder)
          try deposit(rows, of: piece, writer)
        } catch {
          shared.withLock { $0.failure = $0.failure ?? error }
          // Wakes whoever waits for room; it sees the failure and ends.
          for _ in 0..<rebuild.limits.rebuildWorkerCount { room.signal() }
          throw error
        }
      }
    }
    if let failure = shared.withLock({ $0.failure }) { throw failure }
  }

  private func nextPiece() -> Int? {
    room.wait()
    let piece = shared.withLock { shared -> Int? in
      guard shared.failure == nil, shared.nextPiece < pieces.count else { return nil }
      defer { shared.nextPiece += 1 }
      return shared.nextPiece
    }
    if piece == nil { room.signal() }
    return piece
  }

  private func fold(
    _ piece: Int, _ decoder: inout RecordDecoder
  ) throws(ProjectionError) -> RowSink {
    if rebuild.cancellation.isCancelled { throw .cancelled }
    var rows = shared.withLock { $0.spare.popLast() } ?? RowSink(rebuild.set.tables)
    var history: [RecordedEvent] = []
    var eventCount = 0
    let zone = rebuild.log.identity.zone
    var category: StreamCategory?
    var reused: FoldedStream?
    for stream in pieces[piece] {
      let name = streams.name(of: stream)
      history.removeAll(keepingCapacity: true)
      try decode(stream, name, &decoder, into: &history)
      let folded: FoldedStream
      if let reused, name.category == category {
        folded = reused
        folded.begin(name)
      } else {
        folded = FoldedStream(
          name, of: rebuild.set, zone: zone, occurredUntil: rebuild.asOf.occurredUntil)
        category = name.category
        reused = folded
      }
      // Nearly every stream was recorded in order and never amended: then no history is made of it.
      if !folded.append(history, to: &rows) {
        rows.discardStream()
        folded.refold(history, to: &rows)
      }
      rows.endStream()
      eventCount += history.count
    }
    meter.add(eventCount)
    return rows
  }

  private func decode(
    _ stream: Int, _ name: StreamName, _ decoder: inout RecordDecoder,
    into history: inout [RecordedEvent]
  ) throws(ProjectionError) {
    do {
      try streams.forEachRecord(of: stream) { (position, record) throws(EventModelError) in
        history.append(try decoder.decode(record, at: position, in: name))
      }
    } catch {
      throw ProjectionError(.logDamaged, "\(name): \(error.reason)")
    }
  }

  /// Hands rows over; writes all that is next in order, unless another thread does.
  private func deposit(
    _ rows: RowSink, of piece: Int, _ writer: GenerationWriter
  ) throws(ProjectionError) {
    let isMine = shared.withLock { shared in
      shared.ready[piece] = rows
      defer { shared.isWriting = true }
      return !shared.isWriting
    }
    guard isMine else { return }
    while var rows = nextRows() {
      try writer.insert(rows)
      rows.removeAll()
      shared.withLock {
        $0.nextToWrite += 1
        $0.spare.append(rows)
      }
      room.signal()
    }
  }

  private func nextRows() -> RowSink? {
    shared.withLock { shared in
      let rows = shared.ready.removeValue(forKey: shared.nextToWrite)
      if rows == nil { shared.isWriting = false }
      return rows
    }
  }
}
