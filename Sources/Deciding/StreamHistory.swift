public import EventModel
internal import Synchronization

/// One stream's recorded events and, once asked for, their effective order and folded states.
///
/// Immutable but for the memo of what was asked for, so that one history serves many decisions.
public final class StreamHistory: Sendable {
  /// The stream.
  public let stream: StreamName
  /// What was recorded, by revision from 0.
  public let recorded: ChunkedList<RecordedEvent>
  /// The log's zone.
  public let zone: LogZone
  /// About how much memory the history takes, in bytes; caches are bounded by it.
  public let byteCount: Int

  /// What was worked out so far.
  struct Memo: Sendable {
    /// `nil` until somebody asks: many streams are written and never looked at again.
    var effective: ChunkedList<EffectiveEvent>?
    var states = FoldedStates()
    /// What the part that was asked for last adds up to, as when facts are judged as of one day.
    var parts = FoldedStates()
    /// Whether no review holds anything back.
    var isConfirmed: Bool?
    var confirmed: StreamHistory?
    /// Where each effective event stands.
    var places: [EventID: Int]?
    /// The part before the place that was asked for last.
    var lastPart: StreamHistory?
  }

  let memo: Mutex<Memo>

  /// A stream's history.
  ///
  /// - Parameter recorded: all its events, by revision from 0.
  /// - Complexity: O(n); O(n log n) once what counts is asked for
  public convenience init(stream: StreamName, recorded: [RecordedEvent], zone: LogZone) {
    self.init(
      stream, ChunkedList(recorded), zone,
      byteCount: recorded.reduce(0) { $0 + $1.estimatedByteCount }, Memo())
  }

  init(
    _ stream: StreamName, _ recorded: ChunkedList<RecordedEvent>, _ zone: LogZone, byteCount: Int,
    _ memo: consuming Memo
  ) {
    self.stream = stream
    self.recorded = recorded
    self.zone = zone
    self.byteCount = byteCount
    self.memo = Mutex(memo)
  }

  /// The same stream as if only these of its events counted.
  convenience init(_ whole: StreamHistory, effective: [EffectiveEvent]) {
    self.init(
      whole.stream, whole.recorded, whole.zone, byteCount: whole.byteCount,
      Memo(effective: ChunkedList(effective)))
  }

  /// The last revision; `nil` when the stream doesn't exist.
  public var head: Revision? { recorded.last?.revision }

  /// Whether nothing was ever recorded.
  public var isEmpty: Bool { recorded.isEmpty }

  /// What counts, in the order it happened.
  ///
  /// - Complexity: O(n log n) at the first call, O(1) afterwards
  public var effective: ChunkedList<EffectiveEvent> {
    memo.withLock { memo in
      if let known = memo.effective { return known }
      let made = ChunkedList(EffectiveHistory.effective(of: Array(recorded), zone: zone))
      memo.effective = made
      return made
    }
  }

  // MARK: - More and less of it

  /// The history after more of the stream's events; this one stays as it is.
  ///
  /// States that were folded are evolved on when the events sort after all others; an amendment, a
  /// review or an event that happened earlier makes the next question fold afresh.
  /// - Precondition: the events follow this history's head without a gap.
  /// - Complexity: O(events + n / 32), and O(n log n) for the next question where the events don't
  ///   sort after all others
  public func appending(_ events: [RecordedEvent]) -> StreamHistory {
    precondition(
      events.first.map { $0.revision.number == UInt64(recorded.count) } ?? true,
      "events that don't follow the head")
    let byteCount = events.reduce(byteCount) { $0 + $1.estimatedByteCount }
    var grown = Memo()
    let known = memo.withLock { $0 }
    if let effective = known.effective, let more = effectiveIfSortedLast(events, after: effective) {
      let effective = effective.appending(more)
      grown.effective = effective
      grown.states = known.states.grown(to: effective.count, of: effective)
      grown.parts = known.parts
      // Reviews alone hold something back, and there is none among these.
      grown.isConfirmed = known.isConfirmed
    }
    return StreamHistory(
      stream, recorded.appending(events), zone, byteCount: byteCount, grown)
  }

  /// The effective forms of new events, unless one of them changes or precedes an earlier one.
  private func effectiveIfSortedLast(
    _ events: [RecordedEvent], after known: ChunkedList<EffectiveEvent>
  ) -> [EffectiveEvent]? {
    guard var last = known.last?.sortKey else { return nil }
    var result: [EffectiveEvent] = []
    result.reserveCapacity(events.count)
    for recorded in events {
      let event = EffectiveEvent(
        original: recorded, correction: nil, personal: recorded.event.personal, isConfirmed: true,
        sortKey: SortKey(
          occurred: recorded.event.occurred, position: recorded.position, isFirstOfStream: false,
          zone: zone))
      guard !recorded.event.isAmendment, !event.type.isReview, last < event.sortKey else {
        return nil
      }
      last = event.sortKey
      result.append(event)
    }
    return result
  }

  /// The history as it stood before a position, an append border.
  ///
  /// - Complexity: O(1) when nothing lies beyond, else O(n)
  public func before(_ end: Position) -> StreamHistory {
    guard let last = recorded.last, last.position >= end else { return self }
    return StreamHistory(
      stream: stream, recorded: recorded.filter { $0.position < end }, zone: zone)
  }

  /// The same stream as if only its confirmed facts counted; a decided act may rest on nothing else.
  ///
  /// - Complexity: O(1), but for the first question
  public var confirmed: StreamHistory {
    let effective = effective
    return memo.withLock { memo in
      if let part = memo.confirmed { return part }
      let isConfirmed = memo.isConfirmed ?? effective.allSatisfy(\.isConfirmed)
      memo.isConfirmed = isConfirmed
      if isConfirmed { return self }
      let part = StreamHistory(self, effective: effective.filter(\.isConfirmed))
      memo.confirmed = part
      return part
    }
  }
}

extension RecordedEvent {
  /// About what the event takes in a history: itself, its effective form, its heap parts.
  package var estimatedByteCount: Int {
    MemoryLayout<ProposedEvent>.stride + MemoryLayout<EffectiveEvent>.stride
      + event.payload.count + 64 * (event.about.count + event.decidedOn.count)
      + 160 * event.personal.count + 384
  }
}
