public import EventModel

/// The events of one stream that count, in the order they happened.
///
/// The one pure function from what was recorded to what deciders and projections fold:
/// - A correction or a void always names the original event; of all that name one original the
///   last position wins, so a correction after a void reinstates it.
/// - An event whose content is named by an open or failed review is not confirmed: a correction
///   brings content of its own, so the reviews of what it replaces no longer hold it.
/// - The order is that of ``SortKey``.
public enum EffectiveHistory {
  /// The effective events of a stream's recorded history.
  ///
  /// - Parameter history: the stream's events in order of revision, from its first.
  /// - Complexity: O(n log n)
  public static func effective(of history: [RecordedEvent], zone: LogZone) -> [EffectiveEvent] {
    let amendments = Amendments(history)
    let unconfirmed = Reviews(history, amendments).unconfirmed
    var events: [EffectiveEvent] = []
    events.reserveCapacity(history.count)
    for recorded in history where !recorded.event.isAmendment {
      if let amendment = amendments.last[recorded.event.id], amendment.event.voids != nil {
        continue
      }
      let correction = amendments.last[recorded.event.id]
      let occurred = (correction ?? recorded).event.occurred
      events.append(
        EffectiveEvent(
          original: recorded, correction: correction,
          personal: amendments.personalParts(of: recorded),
          isConfirmed: !unconfirmed.contains((correction ?? recorded).event.id),
          sortKey: SortKey(
            occurred: occurred, position: recorded.position,
            isFirstOfStream: recorded.revision == .zero, zone: zone)))
    }
    if !events.isSortedByKey { events.sort { $0.sortKey < $1.sortKey } }
    return events
  }

  /// The effective events as they stood: known by `recordedUntil`, happened by `occurredUntil`.
  ///
  /// - Parameters:
  ///   - end: the first position that was not yet recorded, an append border; `nil` for all.
  ///   - occurredUntil: events whose latest possible moment is after the end of this one are left
  ///     out; `nil` for all.
  public static func effective(
    of history: [RecordedEvent], zone: LogZone, before end: Position?, occurredUntil: Moment?
  ) -> [EffectiveEvent] {
    let known = end.map { end in history.filter { $0.position < end } } ?? history
    let events = effective(of: known, zone: zone)
    guard let occurredUntil else { return events }
    let last = occurredUntil.latest(in: zone)
    return events.filter { $0.occurred.latest(in: zone) <= last }
  }
}

extension ProposedEvent {
  /// Whether the event amends another one and so has no effect of its own.
  public var isAmendment: Bool { corrects != nil || voids != nil }
}

extension [EffectiveEvent] {
  fileprivate var isSortedByKey: Bool {
    // By index: an iterator would copy both events, with some forty references, to compare keys.
    indices.dropFirst().allSatisfy { self[$0 - 1].sortKey < self[$0].sortKey }
  }
}

/// The corrections and voids of one stream, by the original they name.
private struct Amendments {
  /// The last amendment of each original.
  private(set) var last: [EventID: RecordedEvent] = [:]
  private var corrections: [EventID: [RecordedEvent]] = [:]

  init(_ history: [RecordedEvent]) {
    for recorded in history {
      guard let original = recorded.event.corrects ?? recorded.event.voids else { continue }
      last[original] = recorded
      if recorded.event.corrects != nil { corrections[original, default: []].append(recorded) }
    }
  }

  func personalParts(of recorded: RecordedEvent) -> [PersonalPartReference] {
    guard let corrections = corrections[recorded.event.id] else { return recorded.event.personal }
    var parts = recorded.event.personal
    for correction in corrections {
      for part in correction.event.personal {
        parts.removeAll { $0.subject == part.subject && $0.part == part.part }
        parts.append(part)
      }
    }
    return parts
  }
}

/// The reviews of one stream.
private struct Reviews {
  /// The events that an open or a failed review names.
  let unconfirmed: Set<EventID>

  init(_ history: [RecordedEvent], _ amendments: Amendments) {
    var held: [EventID: [EventID]] = [:]
    for recorded in history {
      if let last = amendments.last[recorded.event.id], last.event.voids != nil { continue }
      switch ReviewEvent(recorded.event) {
      case .opened(_, _, let events)?: held[recorded.event.id] = events
      case .passed(let review, _)?: held[review] = nil
      case .failed?, nil: break
      }
    }
    unconfirmed = Set(held.values.joined())
  }
}

/// The types of the events that prepare a two-person act, in any stream.
public enum ApprovalEvents {
  /// One user asks for it.
  public static let requested = EventType("approval.requested")
  /// Another one approves.
  public static let given = EventType("approval.given")
  /// The request is closed.
  public static let refused = EventType("approval.refused")
}

extension EventType {
  /// Whether events of this type open or end a review.
  public var isReview: Bool {
    // Asked of every event that is folded: most differ in their first letter.
    text.utf8.first == UInt8(ascii: "r")
      && (self == ReviewEvents.opened || self == ReviewEvents.passed || self == ReviewEvents.failed)
  }

  /// Whether it is about events rather than entities, a review or an approval: no aggregate has it.
  public var isProcedural: Bool {
    isReview
      || text.utf8.first == UInt8(ascii: "a")
        && (self == ApprovalEvents.requested || self == ApprovalEvents.given
          || self == ApprovalEvents.refused)
  }
}
