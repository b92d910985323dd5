public import EventModel

/// A confirmed status of belonging to a group that is to be helped.
///
/// Somebody may have several at a time. Which group each is about is sensitive and stands in no
/// state: a status is told from others by the event that confirmed it.
public struct KeyGroupStatus: Hashable, Sendable {
  /// The event that confirmed it.
  public let confirmation: EventID
  /// From when until when it holds.
  public internal(set) var period: HoldingPeriod
  /// Whether somebody told that it ended, which is not that it ran out.
  var wasEnded = false

  /// A status as its confirmation tells it.
  ///
  /// - Parameter lastDay: the last day on which it holds, if that is known.
  init(confirmation: EventID, from: Moment, lastDay: CivilDate?, to end: Moment?) {
    self.confirmation = confirmation
    // A holding period ends with the first moment at which it no longer holds.
    let dayAfter = lastDay.map { Moment(.day(CivilDate(dayNumber: $0.dayNumber + 1))) }
    period = HoldingPeriod(from: from, to: dayAfter ?? end)
  }

  /// Ends it, unless it had run out by then.
  mutating func end(on moment: Moment) {
    let zone = LogZone(name: "", utcOffsetMinutes: 0)
    if period.to.map({ $0.latest(in: zone) > moment.latest(in: zone) }) ?? true {
      period.to = moment
    }
    wasEnded = true
  }
}

extension Enrolment {
  /// Whether the student belongs to any group that is to be helped.
  func isInKeyGroup(at moment: Moment, in zone: LogZone) -> Bool {
    keyGroups.contains { $0.period.holds(at: moment, in: zone) }
  }

  /// The statuses that an end is about: the one of a confirmation, or all.
  func keyGroups(of confirmation: EventID?) -> [KeyGroupStatus] {
    keyGroups.filter { confirmation == nil || $0.confirmation == confirmation }
  }
}

extension PBKeyGroupEnded {
  /// The confirmation whose status ended; `nil` for all of them.
  var confirmed: EventID? { hasConfirmation ? try? EventID(validating: confirmation) : nil }
}
