package import EventModel

/// Where reading may stop: between appends, never within one.
package enum AppendBorder {
  /// The highest border that is not above `end`.
  ///
  /// - Parameter last: the record before `end`. One that can't be walked, or that says its append
  ///   began before the log did, moves nothing: whoever reads it finds the damage.
  package static func atOrBelow(_ end: Position, last: RawSpan) -> Position {
    guard let fields = try? Envelope(walking: last), fields.appendIndex + 1 < fields.appendCount,
      UInt64(fields.appendIndex) < end.number
    else { return end }
    return Position(end.number - UInt64(fields.appendIndex) - 1)
  }
}

extension RecordDecoder {
  /// Decodes a record whose bytes are what their hash says.
  ///
  /// - Throws: ``EventLogError/corrupt(_:_:)`` when they are no record all the same.
  package mutating func decode(
    reading record: RawSpan, at position: Position
  ) throws(EventLogError) -> RecordedEvent {
    do throws(EventModelError) {
      return try decode(record, at: position)
    } catch {
      throw .corrupt(position, error.reason)
    }
  }
}

extension RecordedEvent {
  /// Decodes a record whose bytes are what their hash says.
  ///
  /// - Throws: ``EventLogError/corrupt(_:_:)`` when they are no record all the same.
  package init(reading record: RawSpan, at position: Position) throws(EventLogError) {
    do throws(EventModelError) {
      try self.init(decoding: record, at: position)
    } catch {
      throw .corrupt(position, error.reason)
    }
  }
}
