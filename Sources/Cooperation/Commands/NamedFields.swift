internal import Deciding
internal import EventModel

// Streams that fields name.

/// The streams that are named by these fields.
func readings(of fields: [String]) -> Readings {
  Readings(fields.compactMap { StreamName(field: $0).map(Reading.stream) })
}

extension DecisionContext {
  /// A named entity as it was at a moment; `nil` where none is named, it is unconfirmed for our own
  /// act, or was voided. Of one that began later than known, what is known of it holds.
  ///
  /// - Precondition: its stream is loaded.
  func known<A: TabledAggregate>(
    _ aggregate: A.Type, _ field: String, at moment: Moment
  ) throws(Rejection) -> A? {
    guard let stream = StreamName(field: field) else { return nil }
    let history = ground(stream)
    if let entity = try history.state(aggregate, asOf: moment) { return entity }
    return try history.state(aggregate)
  }
}
