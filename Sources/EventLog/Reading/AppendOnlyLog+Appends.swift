package import EventModel

extension AppendOnlyLog {
  /// Reads whole appends and decodes them: the one way in which whatever follows a log goes on.
  ///
  /// - Parameters:
  ///   - start: where to begin; an append border.
  ///   - end: the position after the last; an append border.
  ///   - eventCount: it stops at the first border with so many events behind it.
  ///   - byteCount: or with so many bytes of records.
  ///   - decoder: keeps what it has met from one call to the next.
  /// - Returns: the events, none where `start` is at `end`, and the position after the last.
  /// - Throws: ``EventLogError/corrupt(_:_:)`` when a record isn't what its hash says, or is none.
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
