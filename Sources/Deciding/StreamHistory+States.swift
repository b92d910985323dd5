public import EventModel
internal import Synchronization

extension StreamHistory {
  /// The whole effective state.
  ///
  /// - Throws: ``Rejection`` with code `newerConcord` when an event can't be understood.
  /// - Complexity: O(events) at the first call for an aggregate, O(1) afterwards.
  public func state<A: Aggregate>(_ aggregate: A.Type) throws(Rejection) -> A.State {
    let key = ObjectIdentifier(aggregate)
    // Unwrapped before the cast: a missing entry would cast to the `nil` of an optional state.
    if let folded = memo.withLock({ $0.states[key] }), let state = folded.state as? A.State {
      return state
    }
    let state = try fold(aggregate, effective)
    memo.withLock { $0.states[key] = FoldedState(aggregate: aggregate, state: state) }
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
    let effective = effective
    if isWhole(effective, at: end) { return try state(aggregate) }
    return try fold(aggregate, effective.filter { $0.occurred.latest(in: zone) <= end })
  }

  /// Whether no event may have happened after `end`.
  private func isWhole(_ effective: ChunkedList<EffectiveEvent>, at end: Int64) -> Bool {
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
struct FoldedState: Sendable {
  let aggregate: any Aggregate.Type
  let state: any Sendable

  /// The state after more events; `nil` when one can't be understood, which the next fold reports.
  func evolved(by events: some Sequence<EffectiveEvent>) -> FoldedState? {
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
