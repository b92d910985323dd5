public import EventLog
public import EventModel

/// The moment that read models are made as of: what was recorded by then, what had happened by then.
public struct AsOf: Hashable, Sendable {
  /// The position after the last event that is taken in; an append border.
  public let end: Position
  /// Events that may have happened after the end of this moment are left out.
  public let occurredUntil: Moment?

  /// All that a log holds.
  public init(allOf log: any AppendOnlyLog) {
    end = log.end
    occurredUntil = nil
  }

  /// What had been recorded and what had happened.
  ///
  /// - Parameters:
  ///   - recordedUntil: events recorded later are left out; cut on an append border.
  ///   - end: events at and above this position are left out, with the rest of their append.
  ///   - occurredUntil: events that may have happened later are left out.
  /// - Complexity: O(log events) reads.
  public init(
    _ log: any AppendOnlyLog, recordedUntil: RecordedTime? = nil, before end: Position? = nil,
    occurredUntil: Moment? = nil
  ) throws(ProjectionError) {
    var cut = min(end ?? log.end, log.end)
    do throws(EventLogError) {
      if let recordedUntil { cut = min(cut, try log.end(recordedUntil: recordedUntil)) }
      // A position inside an append means: not this append.
      if cut < log.end { cut = try log.record(at: cut).appendStart }
    } catch {
      throw ProjectionError(error)
    }
    self.end = cut
    self.occurredUntil = occurredUntil
  }
}

/// Where a record stands in its append, and when it was recorded.
struct RecordPlace {
  let appendStart: Position
  let recordedAt: RecordedTime
}

extension AppendOnlyLog {
  /// Where the record at a position stands.
  ///
  /// - Precondition: `position` is below the log's end.
  func record(at position: Position) throws(EventLogError) -> RecordPlace {
    var place: RecordPlace?
    // Reading stops only between appends; the append that holds the position may go on after it.
    try scan(from: position, before: end) { (position, record) throws(EventLogError) in
      let envelope: Envelope
      do throws(EventModelError) {
        envelope = try Envelope(walking: record)
      } catch {
        throw EventLogError.corrupt(position, error.reason)
      }
      place = RecordPlace(
        appendStart: Position(position.number - UInt64(envelope.appendIndex)),
        recordedAt: envelope.recordedAt)
      return .stop
    }
    guard let place else { throw .corrupt(position, "there is no record") }
    return place
  }

  /// The position after the last event recorded by then: recorded times never go back.
  fileprivate func end(recordedUntil: RecordedTime) throws(EventLogError) -> Position {
    var (low, high) = (UInt64(0), end.number)
    while low < high {
      let middle = low + (high - low) / 2
      if try record(at: Position(middle)).recordedAt <= recordedUntil {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return Position(low)
  }
}
