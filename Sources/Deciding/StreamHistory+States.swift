public import EventModel
internal import Synchronization

extension StreamHistory {
  /// The whole effective state.
  ///
  /// - Throws: ``Rejection`` with code `newerConcord` when an event can't be understood.
  /// - Complexity: O(events) at the first call for an aggregate, O(1) afterwards.
  public func state<A: Aggregate>(_ aggregate: A.Type) throws(Rejection) -> A.State {
    if let known = memo.withLock({ $0.states.state(of: aggregate) }) {
      return known.of(aggregate).state
    }
    let effective = effective
    let folded = try evolved(FoldedState(nothing: aggregate), to: effective.count, effective)
    memo.withLock { $0.states.keep(folded) }
    return folded.state
  }

  /// The state as of the end of a moment.
  ///
  /// - Throws: ``Rejection`` with code `newerConcord` when an event can't be understood.
  /// - Complexity: O(1) when no event is later than the moment, else as
  ///   ``state(_:ofFirst:)``
  public func state<A: Aggregate>(
    _ aggregate: A.Type, asOf moment: Moment
  ) throws(Rejection) -> A.State {
    let end = moment.latest(in: zone)
    let effective = effective
    guard let first = effective.first, let last = effective.last else {
      return try state(aggregate)
    }
    guard first.occurred.latest(in: zone) <= end else {
      // A stream's first event sorts first whenever it happened: what counts is not what sorts first.
      return try understood { () throws(PayloadError) in
        try aggregate.fold(effective.filter { $0.occurred.latest(in: zone) <= end })
      }
    }
    // The others are sorted by this.
    if last.occurred.latest(in: zone) <= end { return try state(aggregate) }
    return try state(aggregate, ofFirst: effective.firstIndex { $0.latest > end })
  }

  /// The state that the first events of the effective order add up to.
  ///
  /// - Precondition: there are so many.
  /// - Throws: ``Rejection`` with code `newerConcord` when an event can't be understood.
  /// - Complexity: O(1) where as many were asked for last, O(events more) where fewer were, else
  ///   O(count)
  public func state<A: Aggregate>(
    _ aggregate: A.Type, ofFirst count: Int
  ) throws(Rejection) -> A.State {
    let effective = effective
    if count == effective.count { return try state(aggregate) }
    var known =
      memo.withLock { $0.parts.state(of: aggregate) }?.of(aggregate)
      ?? FoldedState(nothing: aggregate)
    if known.count == count { return known.state }
    if known.count > count { known = FoldedState(nothing: aggregate) }
    let folded = try evolved(known, to: count, effective)
    memo.withLock { $0.parts.keep(folded) }
    return folded.state
  }

  /// How many effective events sort before a key.
  ///
  /// - Complexity: O(log events)
  public func count(before key: SortKey) -> Int { effective.firstIndex { !($0 < key) } }

  private func evolved<A: Aggregate>(
    _ folded: FoldedState<A>, to count: Int, _ effective: ChunkedList<EffectiveEvent>
  ) throws(Rejection) -> FoldedState<A> {
    try understood { () throws(PayloadError) in try folded.evolved(to: count, of: effective) }
  }

  private func understood<Result>(
    _ body: () throws(PayloadError) -> Result
  ) throws(Rejection) -> Result {
    do throws(PayloadError) {
      return try body()
    } catch {
      throw Rejection(.newerConcord, "\(stream): \(error)", stream: stream)
    }
  }
}

extension ChunkedList<EffectiveEvent> {
  /// The first index whose sort key passes a test that all behind it pass, too; the count where none
  /// does.
  ///
  /// - Complexity: O(log count)
  fileprivate func firstIndex(where passes: (SortKey) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if passes(self[middle].sortKey) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
