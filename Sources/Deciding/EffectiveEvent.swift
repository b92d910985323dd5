public import EventModel

/// An event as deciders and projections fold it: the original's identity, the correction's content.
///
/// Id, type and position are the original's; occurred, effective times, standing, about, source and
/// payload are those of the correction that counts. Where a correction brings no new personal part
/// for a subject, the earlier one stays.
public struct EffectiveEvent: Sendable {
  /// The event that was recorded first.
  public let original: RecordedEvent
  /// The correction that counts, if there is one.
  public let correction: RecordedEvent?
  /// The personal parts that count.
  public let personal: [PersonalPartReference]
  /// Whether no review holds it back.
  public let isConfirmed: Bool
  /// Where it stands in its history.
  public let sortKey: SortKey

  // Each value by itself: to make one of the two events first would copy all that it refers to, and
  // folds ask for several values of millions of events.

  /// The original's id.
  public var id: EventID { original.event.id }
  /// The original's type.
  public var type: EventType { original.event.type }
  /// The stream.
  public var stream: StreamName { original.stream }
  /// The original's position.
  public var position: Position { original.position }
  /// The position of the event that brought the content.
  public var contentPosition: Position { (correction ?? original).position }
  /// The version of the payload's schema.
  public var schemaVersion: Int { correction?.event.schemaVersion ?? original.event.schemaVersion }
  /// The payload that counts.
  public var payload: [UInt8] { correction?.event.payload ?? original.event.payload }
  /// When it happened.
  public var occurred: Moment { correction?.event.occurred ?? original.event.occurred }
  /// From when it holds, if not from when it happened.
  public var effectiveFrom: Moment? {
    correction == nil ? original.event.effectiveFrom : correction?.event.effectiveFrom
  }
  /// Until when it holds.
  public var effectiveTo: Moment? {
    correction == nil ? original.event.effectiveTo : correction?.event.effectiveTo
  }
  /// Our own act, or a report.
  public var standing: Standing { correction?.event.standing ?? original.event.standing }
  /// What it rests on.
  public var source: Source { correction?.event.source ?? original.event.source }
  /// What it is about.
  public var about: [About] { correction?.event.about ?? original.event.about }

  /// An effective event; histories make these, and a projection for an event that sorts last.
  package init(
    original: RecordedEvent, correction: RecordedEvent?, personal: [PersonalPartReference],
    isConfirmed: Bool, sortKey: SortKey
  ) {
    self.original = original
    self.correction = correction
    self.personal = personal
    self.isConfirmed = isConfirmed
    self.sortKey = sortKey
  }
}

/// The place of an event in its effective history.
///
/// By latest possible moment, then finer precision first, then the original's position; a stream's
/// first event sorts no later than any other.
public struct SortKey: Hashable, Sendable, Comparable {
  /// The last microsecond at which it may have happened; `Int64.min` for a stream's first event.
  public let latest: Int64
  /// How finely that is known.
  public let precision: Moment.Precision
  /// The original's position.
  public let position: Position

  /// The key of an event that happened then.
  public init(
    occurred: Moment, position: Position, isFirstOfStream: Bool, zone: LogZone
  ) {
    self.latest = isFirstOfStream ? Int64.min : occurred.latest(in: zone)
    self.precision = occurred.precision
    self.position = position
  }

  /// Orders by latest moment, finer precision, position.
  public static func < (left: Self, right: Self) -> Bool {
    if left.latest != right.latest { return left.latest < right.latest }
    if left.precision != right.precision { return left.precision > right.precision }
    return left.position < right.position
  }
}
