package import EventModel

extension AppendOnlyLog {
  /// Reads whole appends and decodes them. All that follows a log reads it in this way.
  ///
  /// - Parameters:
  ///   - start: where to begin; an append border.
  ///   - end: the position after the last; an append border.
  ///   - eventCount: reading stops at the first border after so many events.
  ///   - byteCount: or after so many bytes of records.
  ///   - decoder: keeps what it has met from one call to the next.
  /// - Returns: the events, and the position after the last; no events where `start` is at `end`.
  /// - Throws: ``EventLogError/corrupt(_:_:)`` when bytes don't match their hash, or are not a record.
  package func appends(
    from start: Position, before end: Position, eventCount: Int, byteCount: Int,
    _ decoder: inout RecordDecoder
  ) throws(EventLogError) -> (events: [RecordedEvent], next: Position) {
    var events: [RecordedEvent] = []
    var bytes = 0
    let next = try scan(from: start, before: end) { (position, record) throws(EventLogError) in
      let event = try decoder.decode(reading: record, at: position)
      events.append(event)
      bytes += record.byteCount
      guard event.appendIndex + 1 == event.appendCount else {
        // Or an append that never ends would fill the memory.
        guard event.appendIndex < Limits.eventsPerAppend else {
          throw .corrupt(position, "its append has more events than one may have")
        }
        return .proceed
      }
      return events.count >= eventCount || bytes >= byteCount ? .stop : .proceed
    }
    return (events, next)
  }
}
