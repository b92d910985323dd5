public import EventModel
internal import Synchronization

/// One stream's recorded events, their effective order and, once asked for, their folded state.
///
/// Immutable but for the memo of folded states, so that one history serves many decisions.
public final class StreamHistory: Sendable {
  /// The stream.
  public let stream: StreamName
  /// What was recorded, by revision from 0.
  public let recorded: ChunkedList<RecordedEvent>
  /// What counts, in the order it happened.
  public let effective: ChunkedList<EffectiveEvent>
  /// The log's zone.
  public let zone: LogZone
  /// About how much memory the history takes, in bytes; caches are bounded by it.
  public let byteCount: Int

  // Keyed by the aggregate's type: a stream has one, a projection may fold it otherwise.
  private let states: Mutex<[ObjectIdentifier: FoldedState]>
  private let isConfirmed: Bool
  private let confirmedPart = Mutex<StreamHistory?>(nil)

  /// A stream's history.
  ///
  /// - Parameter recorded: all its events, by revision from 0.
  /// - Complexity: O(n log n)
  public init(stream: StreamName, recorded: [RecordedEvent], zone: LogZone) {
    self.stream = stream
    self.recorded = ChunkedList(recorded)
    self.zone = zone
    let effective = EffectiveHistory.effective(of: recorded, zone: zone)
    self.effective = ChunkedList(effective)
    self.isConfirmed = effective.allSatisfy(\.isConfirmed)
    self.byteCount = recorded.reduce(0) { $0 + $1.estimatedByteCount }
    self.states = Mutex([:])
  }

  private init(
    extending base: StreamHistory, with events: [RecordedEvent], effective: [EffectiveEvent],
    states: [ObjectIdentifier: FoldedState]
  ) {
    stream = base.stream
    recorded = base.recorded.appending(events)
    self.effective = base.effective.appending(effective)
    zone = base.zone
    isConfirmed = base.isConfirmed
    byteCount = events.reduce(base.byteCount) { $0 + $1.estimatedByteCount }
    self.states = Mutex(states)
  }

  private init(_ whole: StreamHistory, effective: [EffectiveEvent]) {
    stream = whole.stream
    recorded = whole.recorded
    zone = whole.zone
    self.effective = ChunkedList(effective)
    isConfirmed = effective.allSatisfy(\.isConfirmed)
    byteCount = whole.byteCount
    states = Mutex([:])
  }

  /// The same stream as if only its confirmed facts counted; a decided act may rest on nothing else.
  ///
  /// - Complexity: O(1), but for the first question of a stream with unconfirmed facts
  public var confirmed: StreamHistory {
    if isConfirmed { return self }
    if let part = confirmedPart.withLock({ $0 }) { return part }
    let part = StreamHistory(self, effective: effective.filter(\.isConfirmed))
    confirmedPart.withLock { $0 = part }
    return part
  }

  /// The same stream as it stood before an event's place, as if that had not been recorded; a
  /// correction is judged on it.
  public func before(_ event: EventID) -> StreamHistory {
    guard let place = recorded.first(where: { $0.event.id == event }) else { return self }
    let key = SortKey(
      occurred: place.event.occurred, position: place.position,
      isFirstOfStream: place.revision == .zero, zone: zone)
    return StreamHistory(
      self, effective: effective.filter { $0.sortKey < key && $0.id != event })
  }

  /// The history after more of the stream's events; this one stays as it is.
  ///
  /// States that were folded are evolved on when the events sort after all others; an amendment, a
  /// review or an event that happened earlier makes the next question fold afresh.
  /// - Precondition: the events follow this history's head without a gap.
  /// - Complexity: O(events + n / 32) in the first case, O(n log n) in the others.
  public func appending(_ events: [RecordedEvent]) -> StreamHistory {
    precondition(
      events.first.map { $0.revision.number == UInt64(recorded.count) } ?? true,
      "events that don't follow the head")
    if isEmpty { return StreamHistory(stream: stream, recorded: events, zone: zone) }
    guard let effective = effectiveIfSortedLast(events) else {
      return StreamHistory(stream: stream, recorded: Array(recorded) + events, zone: zone)
    }
    return StreamHistory(
      extending: self, with: events, effective: effective,
      states: states.withLock { $0.compactMapValues { $0.evolved(by: effective) } })
  }

  /// The effective forms of new events, unless one of them changes or precedes an earlier one.
  private func effectiveIfSortedLast(_ events: [RecordedEvent]) -> [EffectiveEvent]? {
    guard var last = effective.last?.sortKey else { return nil }
    var result: [EffectiveEvent] = []
    result.reserveCapacity(events.count)
    for recorded in events {
      let event = EffectiveEvent(
        original: recorded, correction: nil, personal: recorded.event.personal, isConfirmed: true,
        sortKey: SortKey(
          occurred: recorded.event.occurred, position: recorded.position, isFirstOfStream: false,
          zone: zone))
      guard !recorded.event.isAmendment, !event.isReview, last < event.sortKey else { return nil }
      last = event.sortKey
      result.append(event)
    }
    return result
  }

  /// The same stream before the place of an event's content, without the event: where a correction
  /// moved it, if one did.
  public func beforePlace(of event: EventID) -> StreamHistory {
    guard effective.contains(where: { $0.id == event }) else { return before(event) }
    return StreamHistory(self, effective: Array(effective.prefix { $0.id != event }))
  }

  /// The effective events that happened at a moment, given exactly so, in their order.
  ///
  /// - Complexity: O(log n + events of that moment)
  public func happened(at moment: Moment) -> [EffectiveEvent] {
    guard let first = effective.first else { return [] }
    // The first sorts first whenever it happened; the others by the moment, which has one key.
    var found = first.occurred == moment ? [first] : []
    let key = SortKey(occurred: moment, position: .zero, isFirstOfStream: false, zone: zone)
    var low = 1
    var high = effective.count
    while low < high {
      let middle = (low + high) / 2
      if effective[middle].sortKey < key { low = middle + 1 } else { high = middle }
    }
    while low < effective.count {
      let event = effective[low]
      guard event.sortKey.latest == key.latest, event.sortKey.precision == key.precision else {
        break
      }
      if event.occurred == moment { found.append(event) }
      low += 1
    }
    return found
  }

  /// The last revision; `nil` when the stream doesn't exist.
  public var head: Revision? { recorded.last?.revision }

  /// Whether nothing was ever recorded.
  public var isEmpty: Bool { recorded.isEmpty }

  /// The history as it stood before a position, an append border.
  ///
  /// - Complexity: O(1) when nothing lies beyond, else O(n log n)
  public func before(_ end: Position) -> StreamHistory {
    guard let last = recorded.last, last.position >= end else { return self }
    return StreamHistory(
      stream: stream, recorded: recorded.filter { $0.position < end }, zone: zone)
  }

  /// The whole effective state.
  ///
  /// - Throws: ``Rejection`` with code `newerConcord` when an event can't be understood.
  /// - Complexity: O(events) at the first call for an aggregate, O(1) afterwards.
  public func state<A: Aggregate>(_ aggregate: A.Type) throws(Rejection) -> A.State {
    let key = ObjectIdentifier(aggregate)
    // Unwrapped before the cast: a missing entry would cast to the `nil` of an optional state.
    if let folded = states.withLock({ $0[key] }), let state = folded.state as? A.State {
      return state
    }
    let state = try fold(aggregate, effective)
    states.withLock { $0[key] = FoldedState(aggregate: aggregate, state: state) }
    return state
  }

  /// The state as of the end of a moment.
  ///
  /// - Throws: ``Rejection`` with code `newerConcord` when an event can't be understood.
  /// - Complexity: O(1) when no event is later than the moment, else O(events)
  public func state<A: Aggregate>(
    _ aggregate: A.Type, asOf moment: Moment
  ) throws(Rejection) -> A.State {
    let end = moment.latest(in: zone)
    if isWhole(at: end) { return try state(aggregate) }
    return try fold(aggregate, effective.filter { $0.occurred.latest(in: zone) <= end })
  }

  /// Whether no event may have happened after `end`.
  private func isWhole(at end: Int64) -> Bool {
    guard let first = effective.first, let last = effective.last else { return true }
    // A stream's first event sorts first whenever it happened; the others are sorted by this.
    return first.occurred.latest(in: zone) <= end && last.occurred.latest(in: zone) <= end
  }

  private func fold<A: Aggregate>(
    _ aggregate: A.Type, _ events: some Sequence<EffectiveEvent>
  ) throws(Rejection) -> A.State {
    do {
      return try aggregate.fold(events)
    } catch {
      throw Rejection(.newerConcord, "\(stream): \(error)", stream: stream)
    }
  }
}

/// A state and the aggregate that can evolve it.
private struct FoldedState: Sendable {
  let aggregate: any Aggregate.Type
  let state: any Sendable

  /// The state after more events; `nil` when one can't be understood, which the next fold reports.
  func evolved(by events: [EffectiveEvent]) -> FoldedState? {
    func evolve<A: Aggregate>(_ aggregate: A.Type) -> FoldedState? {
      guard var state = state as? A.State else { return nil }
      do throws(PayloadError) {
        for event in events { try aggregate.apply(event, to: &state) }
      } catch {
        return nil
      }
      return FoldedState(aggregate: aggregate, state: state)
    }
    return evolve(aggregate)
  }
}

extension RecordedEvent {
  /// About what the event takes in a history: itself, its effective form, its heap parts.
  var estimatedByteCount: Int {
    MemoryLayout<RecordedEvent>.stride + MemoryLayout<EffectiveEvent>.stride
      + event.payload.count + 64 * (event.about.count + event.decidedOn.count)
      + 160 * event.personal.count + 192
  }
}
