public import EventModel
internal import Synchronization

/// One stream's recorded events, their effective order and, once asked for, their folded state.
///
/// Immutable but for the memo of folded states, so that one history serves many decisions.
public final class StreamHistory: Sendable {
  /// The stream.
  public let stream: StreamName
  /// What was recorded, by revision from 0.
  public let recorded: [RecordedEvent]
  /// What counts, in the order it happened.
  public let effective: [EffectiveEvent]
  /// The log's zone.
  public let zone: LogZone

  // Keyed by the aggregate's type: a stream has one, a projection may fold it otherwise.
  private let states = Mutex<[ObjectIdentifier: any Sendable]>([:])

  /// A stream's history.
  ///
  /// - Parameter recorded: all its events, by revision from 0.
  public init(stream: StreamName, recorded: [RecordedEvent], zone: LogZone) {
    self.stream = stream
    self.recorded = recorded
    self.zone = zone
    self.effective = EffectiveHistory.effective(of: recorded, zone: zone)
  }

  private init(_ whole: StreamHistory, effective: [EffectiveEvent]) {
    self.stream = whole.stream
    self.recorded = whole.recorded
    self.zone = whole.zone
    self.effective = effective
  }

  /// The same stream as if only its confirmed facts counted; a decided act may rest on nothing else.
  public var confirmed: StreamHistory {
    if effective.allSatisfy(\.isConfirmed) { return self }
    return StreamHistory(self, effective: effective.filter(\.isConfirmed))
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

  /// The last revision; `nil` when the stream doesn't exist.
  public var head: Revision? { recorded.last?.revision }

  /// Whether nothing was ever recorded.
  public var isEmpty: Bool { recorded.isEmpty }

  /// The whole effective state.
  ///
  /// - Throws: ``Rejection`` with code `newerConcord` when an event can't be understood.
  /// - Complexity: O(events) at the first call for an aggregate, O(1) afterwards.
  public func state<A: Aggregate>(_ aggregate: A.Type) throws(Rejection) -> A.State {
    let key = ObjectIdentifier(aggregate)
    if let state = states.withLock({ $0[key] }) as? A.State { return state }
    let state = try fold(aggregate, effective)
    states.withLock { $0[key] = state }
    return state
  }

  /// The state as of the end of a moment.
  ///
  /// - Throws: ``Rejection`` with code `newerConcord` when an event can't be understood.
  /// - Complexity: O(events)
  public func state<A: Aggregate>(
    _ aggregate: A.Type, asOf moment: Moment
  ) throws(Rejection) -> A.State {
    let last = moment.latest(in: zone)
    if effective.allSatisfy({ $0.occurred.latest(in: zone) <= last }) {
      return try state(aggregate)
    }
    return try fold(aggregate, effective.filter { $0.occurred.latest(in: zone) <= last })
  }

  /// The state before an event's place, as if it had not been recorded; a correction is judged on
  /// it.
  ///
  /// - Throws: ``Rejection`` with code `newerConcord` when an event can't be understood.
  public func state<A: Aggregate>(
    _ aggregate: A.Type, before event: EventID
  ) throws(Rejection) -> A.State {
    try before(event).state(aggregate)
  }

  private func fold<A: Aggregate>(
    _ aggregate: A.Type, _ events: [EffectiveEvent]
  ) throws(Rejection) -> A.State {
    do {
      return try aggregate.fold(events)
    } catch {
      throw Rejection(.newerConcord, "\(stream): \(error)", stream: stream)
    }
  }
}
