internal import Deciding
internal import EventModel

// How a command records its event: what was told already must not become a second fact, and what
// happened twice must not become one.
//
// | the fact | is recorded by |
// |---|---|
// | leads to another phase | `recordOnce(step, event)` |
// | may happen as often as the phase allows | `recordEachTime(step, event)` |
// | … and may be the first that is known of its entity | the same, `mayBegin: true` |
// | is so or not whatever the phase | `record(event)` |
// | makes something so for good, as a signature | `record(event, unless: isSo)` |
// | says what is so until another says otherwise, as a role | `record(event, to: now, unless: isSo)` |
// | is taken back by its contrary, as joining by leaving | `record(event, unless: isSo, takenBackBy: …)` |
//
// A command with a question of its own between the two asks whether the fact is new, then has its step
// allowed by `step(_:_:)`:
//
// | the fact is not new where | asks |
// |---|---|
// | the very same one is recorded | `isRecorded(event)` |
// | it makes something so for good that is so | `isKnown(event, where: isSo)` |
// | it says what is so until another says otherwise | `isKnown(event, to: now, where: isSo)` |
// | it was not taken back since | `stands(event, unless: takesBack)` |
// | it may be so twice in a year, but not on one day | `isToldAgain(event)` |
// | … and two sources on one day tell of two | `isToldAgainByItsSource(event)` |

extension DecisionContext {
  /// The decision that takes a step which does nothing but change the phase; none where the very same
  /// step is recorded already, or our own act would leave the entity where it is.
  ///
  /// - Parameter mayBegin: whether the fact may be the first that is known of its entity.
  /// - Throws: ``Rejection`` with code `wrongState`, as ``step(_:_:)``.
  func recordOnce<A: LifeCycle>(
    _ step: Transition<A>, _ event: DecidedEvent, mayBegin: Bool = false
  ) throws(Rejection) -> Decision {
    if mayBegin, try state(A.self, event.stream) == nil { return Decision(events: [event]) }
    if try isTaken(step, event) { return .alreadySo }
    if standing == .decided, let next = step.to, try target(A.self, event.stream).phase == next {
      return .alreadySo
    }
    try self.step(step, event)
    return Decision(events: [event])
  }

  /// The decision of a step that may be taken as often as it happens; none where the very same fact
  /// is recorded already.
  ///
  /// - Parameter mayBegin: whether the fact may be the first that is known of its entity: observed
  ///   things are known by whatever was told of them first.
  /// - Throws: ``Rejection`` with code `wrongState`, as ``step(_:_:)``.
  func recordEachTime<A: LifeCycle>(
    _ step: Transition<A>, _ event: DecidedEvent, mayBegin: Bool = false
  ) throws(Rejection) -> Decision {
    if mayBegin, try state(A.self, event.stream) == nil { return Decision(events: [event]) }
    if try isTaken(step, event) { return .alreadySo }
    try self.step(step, event)
    return Decision(events: [event])
  }

  /// Refuses our own act where the entity's life doesn't allow it; a report is kept and judged by
  /// `judgeOrder`.
  ///
  /// - Throws: ``Rejection`` with code `wrongState`.
  func step<A: LifeCycle>(_ step: Transition<A>, _ event: DecidedEvent) throws(Rejection) {
    let entity = try target(A.self, event.stream)
    guard standing == .reported || step.from.contains(entity.phase) else {
      throw .wrongState(
        event.stream,
        "\(event.stream) is \(entity.phase.rawValue): \(step.act) is not possible then, only while "
          + "it is \(step.from.map(\.rawValue).sorted().joined(separator: " or "))")
    }
  }

  /// The decision that records one event, or none where the very same fact is recorded already.
  func record(_ event: DecidedEvent) -> Decision {
    isRecorded(event) ? .alreadySo : Decision(events: [event])
  }

  /// The decision that records one event: none of our own act where it is so already, and none of a
  /// report where the very same fact is recorded.
  ///
  /// What is so by now need not have been so when what is told next had happened: of a report that is
  /// no answer.
  func record(_ event: DecidedEvent, unless isSo: Bool) -> Decision {
    // Parts are compared where they stand, not by the event.
    isKnown(event, where: isSo) && event.personal.isEmpty ? .alreadySo : Decision(events: [event])
  }

  /// The decision that records one event whose fact another may take back: none where
  /// ``isKnown(_:to:where:)`` says that it tells nothing new.
  ///
  /// - Throws: ``Rejection`` with code `newerConcord` where the stream can't be understood.
  func record<A: TabledAggregate>(
    _ event: DecidedEvent, to now: A, unless isSo: (A) -> Bool
  ) throws(Rejection) -> Decision {
    try isKnown(event, to: now, where: isSo) ? .alreadySo : Decision(events: [event])
  }

  /// The decision that records one event whose fact another takes back: none of our own act where it is
  /// so already, and none of a report where the very same fact ``stands(_:unless:)``.
  func record(
    _ event: DecidedEvent, unless isSo: Bool, takenBackBy takesBack: (EffectiveEvent) -> Bool
  ) -> Decision {
    let isKnown = standing == .decided ? isSo : stands(event, unless: takesBack)
    return isKnown ? .alreadySo : Decision(events: [event])
  }
}
