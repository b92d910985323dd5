public import EventModel
internal import Synchronization

extension StreamHistory {
  /// The effective event of an id; `nil` where there is none, or it was voided.
  ///
  /// - Complexity: O(1), but for the first question of a long stream
  public func effective(_ event: EventID) -> EffectiveEvent? {
    let effective = effective
    return place(of: event, in: effective).map { effective[$0] }
  }

  private func place(of event: EventID, in effective: ChunkedList<EffectiveEvent>) -> Int? {
    // A short stream is looked through faster than a table is made.
    if effective.count <= 16 { return effective.index(of: event) }
    return memo.withLock { memo in
      if let places = memo.places { return places[event] }
      var made: [EventID: Int] = [:]
      made.reserveCapacity(effective.count)
      for index in effective.indices { made[effective[index].id] = index }
      memo.places = made
      return made[event]
    }
  }

  /// The same stream as it stood before an event's place, as if that had not been recorded; a
  /// correction is judged on it.
  ///
  /// - Complexity: O(n)
  public func before(_ event: EventID) -> StreamHistory {
    guard let place = recorded.first(where: { $0.event.id == event }) else { return self }
    let key = SortKey(
      occurred: place.event.occurred, position: place.position,
      isFirstOfStream: place.revision == .zero, zone: zone)
    return StreamHistory(
      self, effective: effective.filter { $0.sortKey < key && $0.id != event })
  }

  /// The same stream before the place of an event's content, without the event: where a correction
  /// moved it, if one did.
  ///
  /// Where places are asked for in their order, as when all facts of a stream are judged again, each
  /// part grows out of the one before, and so do its states.
  /// - Complexity: O(events since the place that was asked for last + n / 32); in another order, or
  ///   for the first time, O(events before the place)
  public func beforePlace(of event: EventID) -> StreamHistory {
    let effective = effective
    guard let place = place(of: event, in: effective) else { return before(event) }
    // The memo of a part is its own: nothing is taken twice here.
    return memo.withLock { memo in
      let part: StreamHistory
      if let last = memo.lastPart, last.effective.count <= place {
        part = last.effective.count == place ? last : last.grown(to: place, of: effective)
      } else {
        part = StreamHistory(self, effective: Array(effective.prefix(place)))
      }
      memo.lastPart = part
      return part
    }
  }

  /// A longer part of a whole: what the shorter one folded is evolved on.
  private func grown(to place: Int, of whole: ChunkedList<EffectiveEvent>) -> StreamHistory {
    let (known, states) = memo.withLock { ($0.effective ?? ChunkedList([]), $0.states) }
    let effective = known.appending(whole[known.count..<place])
    return StreamHistory(
      stream, recorded, zone, byteCount: byteCount,
      Memo(effective: effective, states: states.grown(to: place, of: effective)))
  }

  /// The effective events that happened at a moment, given exactly so, in their order.
  ///
  /// - Complexity: O(log n + events of that moment)
  public func happened(at moment: Moment) -> [EffectiveEvent] {
    let effective = effective
    guard let first = effective.first else { return [] }
    // The first sorts first whenever it happened; the others by the moment, which has one key.
    var found = first.occurred == moment ? [first] : []
    let key = SortKey(occurred: moment, position: .zero, isFirstOfStream: false, zone: zone)
    for index in max(1, count(before: key))..<effective.count {
      let event = effective[index]
      guard event.sortKey.latest == key.latest, event.sortKey.precision == key.precision else {
        break
      }
      if event.occurred == moment { found.append(event) }
    }
    return found
  }
}
