internal import Deciding
internal import EventModel
internal import SwiftProtobuf

// Whether a fact is told again; `Recording.swift` says which of these questions is whose.

extension DecisionContext {
  /// Whether the very same fact is effective already.
  func isRecorded(_ event: DecidedEvent) -> Bool {
    history(of: event.stream).happened(at: occurred).contains {
      $0.type == event.type && $0.payload == event.payload
    }
  }

  /// Whether an event says nothing new: our own act where the state says so already, a report where
  /// the very same fact is recorded, whatever the state says by now.
  func isKnown(_ event: DecidedEvent, where isSo: Bool) -> Bool {
    standing == .decided ? isSo : isRecorded(event)
  }

  /// Whether an event whose fact another may take back says nothing new: our own act where it is so
  /// already, a report where the very same fact is recorded and nothing told of that same moment
  /// since has changed it.
  ///
  /// A moment may be a whole year: one role, another and the first again are three facts of it.
  /// - Parameters:
  ///   - now: what our own act is judged on.
  ///   - isSo: whether a state says what the event does.
  func isKnown<A: TabledAggregate>(
    _ event: DecidedEvent, to now: A, where isSo: (A) -> Bool
  ) throws(Rejection) -> Bool {
    if standing == .decided { return isSo(now) }
    guard isRecorded(event) else { return false }
    let history = history(of: event.stream)
    let place = SortKey(
      occurred: occurred, position: Position(.max), isFirstOfStream: false, zone: zone)
    guard let then = try history.state(A.self, ofFirst: history.count(before: place)) else {
      return true
    }
    return isSo(then)
  }

  /// Whether the very same fact is effective already, and nothing told of that same moment since takes
  /// it back.
  ///
  /// A report is taken back only by its own source: another that tells the first half of a pair has not
  /// heard of the second.
  /// - Parameter takesBack: whether another fact of the stream is the contrary of this one.
  func stands(
    _ event: DecidedEvent, unless takesBack: (EffectiveEvent) -> Bool
  ) -> Bool {
    for told in history(of: event.stream).happened(at: occurred).reversed() {
      if told.type == event.type, told.payload == event.payload { return true }
      if takesBack(told), standing == .decided || told.source == source { return false }
    }
    return false
  }

  /// Whether the very same step is recorded already, and by the end of that moment the life is where it
  /// may not be taken once more.
  ///
  /// What paused, went on and paused again within one day, or one year, did so twice; a pause that is
  /// told again after the end is the one that is known, and so is one that another source tells.
  func isTaken<A: LifeCycle>(
    _ step: Transition<A>, _ event: DecidedEvent
  ) throws(Rejection) -> Bool {
    guard isRecorded(event) else { return false }
    guard let next = step.to else { return true }
    let history = history(of: event.stream)
    if standing == .reported, history.happened(at: occurred).last?.source != source { return true }
    let place = SortKey(
      occurred: occurred, position: Position(.max), isFirstOfStream: false, zone: zone)
    guard let then = try history.state(A.self, ofFirst: history.count(before: place)) else {
      return true
    }
    return then.phase == next || !step.from.contains(then.phase)
  }
}

extension EffectiveEvent {
  /// Whether the event is of a type and says something; one that can't be read says nothing.
  func tells<A: TabledAggregate>(
    _ type: EventType, of aggregate: A.Type, _ says: (A.Event) -> Bool
  ) -> Bool {
    // The type first: there may be many events of others.
    self.type == type && ((try? A.payloads.decode(self)).map(says) ?? false)
  }
}

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
