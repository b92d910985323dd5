internal import Deciding
internal import EventModel

// Facts that may be so several times: in one month or year they may have been so twice, and of one day
// the very same one is told again.

extension DecisionContext {
  /// Whether a fact that may be so several times is told again, whoever tells it: the very same one of
  /// the same day, but for a correction of it.
  func isToldAgain(_ event: DecidedEvent) -> Bool {
    corrects == nil && occurred.precision >= .day && isRecorded(event)
  }

  /// The parts that ``isToldAgainByItsSource(_:)`` compares with those of an event.
  ///
  /// - Precondition: the event's stream is loaded.
  func readsToCompare(_ event: DecidedEvent) -> Readings {
    Readings(tellings(of: event).flatMap(\.personal).map(Reading.personal))
  }

  /// Whether a fact that may be so several times is told again by the same source, also in what it says
  /// in personal parts. What can't be compared any more says something else.
  ///
  /// - Precondition: what ``readsToCompare(_:)`` names is loaded.
  func isToldAgainByItsSource(_ event: DecidedEvent) -> Bool {
    tellings(of: event).contains { told in
      told.personal.count == event.personal.count
        && event.personal.allSatisfy { part in
          told.personal.contains {
            $0.subject == part.subject && $0.part == part.part
              && personal[$0] == .known(part.plaintext)
          }
        }
    }
  }

  /// The facts of the same day and source that say the same but for their parts.
  private func tellings(of event: DecidedEvent) -> [EffectiveEvent] {
    guard corrects == nil, occurred.precision >= .day else { return [] }
    return history(of: event.stream).happened(at: occurred).filter {
      $0.type == event.type && $0.payload == event.payload && $0.source == source
    }
  }
}
