internal import Deciding
internal import EventModel
internal import SwiftProtobuf

extension DecisionContext {
  /// Refuses our own act where the entity's life doesn't allow it; a report is kept and judged by
  /// `judgeOrder`.
  ///
  /// - Parameter act: what is done, as "signing"; for the sentence of a refusal.
  /// - Throws: ``Rejection`` with code `wrongState`.
  func step<A: LifeCycle>(
    _ step: Transition<A.Phase>, of aggregate: A.Type, _ event: DecidedEvent, _ act: String
  ) throws(Rejection) {
    let entity = try target(aggregate, event.stream)
    guard standing == .reported || step.from.contains(entity.phase) else {
      throw .wrongState(
        event.stream,
        "\(event.stream) is \(entity.phase.rawValue): \(act) is not possible then")
    }
  }

  /// The decision that records one event, or none where the very same fact is recorded already.
  func recording(_ event: DecidedEvent) -> Decision {
    isRecorded(event) ? .alreadySo : Decision(events: [event])
  }

  /// The decision that records one event: none of our own act where it is so already, and none of a
  /// report where the very same fact is recorded.
  ///
  /// What is so by now need not have been so when what is told next had happened: of a report that is
  /// no answer.
  func recording(_ event: DecidedEvent, unless isSo: Bool) -> Decision {
    // Parts are compared where they stand, not by the event.
    isKnown(event, where: isSo) && event.personal.isEmpty ? .alreadySo : Decision(events: [event])
  }

  /// Whether an event says nothing new: our own act where the state says so already, a report where
  /// the very same fact is recorded, whatever the state says by now.
  func isKnown(_ event: DecidedEvent, where isSo: Bool) -> Bool {
    standing == .decided ? isSo : isRecorded(event)
  }

  /// The decision that records one event whose fact another may take back: none where ``isKnown`` says
  /// that it tells nothing new.
  func recording<A: TabledAggregate>(
    _ event: DecidedEvent, to now: A, unless isSo: (A) -> Bool
  ) throws(Rejection) -> Decision {
    try isKnown(event, to: now, where: isSo) ? .alreadySo : Decision(events: [event])
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

  /// The decision that records one event whose fact another takes back: none of our own act where it is
  /// so already, and none of a report where the very same fact ``stands(_:unless:)``.
  func recording(
    _ event: DecidedEvent, unless isSo: Bool, takenBackBy takesBack: (EffectiveEvent) -> Bool
  ) -> Decision {
    let isKnown = standing == .decided ? isSo : stands(event, unless: takesBack)
    return isKnown ? .alreadySo : Decision(events: [event])
  }

  /// Whether the very same step is recorded already, and by the end of that moment the life is where it
  /// may not be taken once more.
  ///
  /// What paused, went on and paused again within one day, or one year, did so twice; a pause that is
  /// told again after the end is the one that is known, and so is one that another source tells.
  func isTaken<A: LifeCycle>(
    _ step: Transition<A.Phase>, _ aggregate: A.Type, _ event: DecidedEvent
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

  /// Whether the very same fact is effective already.
  func isRecorded(_ event: DecidedEvent) -> Bool {
    history(of: event.stream).happened(at: occurred).contains {
      $0.type == event.type && $0.payload == event.payload
    }
  }

  /// The decision that takes a step which does nothing but change the phase; none where our own act
  /// would leave the entity where it is.
  func changing<A: LifeCycle>(
    _ step: Transition<A.Phase>, _ aggregate: A.Type, _ event: DecidedEvent, _ act: String
  ) throws(Rejection) -> Decision {
    if try isTaken(step, aggregate, event) { return .alreadySo }
    if standing == .decided, let next = step.to,
      try target(aggregate, event.stream).phase == next
    {
      return .alreadySo
    }
    try self.step(step, of: aggregate, event, act)
    return Decision(events: [event])
  }
}

extension DecisionContext {
  /// The decision of a fact that may be the first that is known of its entity.
  ///
  /// - Parameter first: the command that comes before our own act; `nil` where none needs to.
  func continuing<A: LifeCycle>(
    _ step: Transition<A.Phase>, _ aggregate: A.Type, _ event: DecidedEvent, _ act: String,
    after first: String?
  ) throws(Rejection) -> Decision {
    guard try state(aggregate, event.stream) != nil else {
      if standing == .decided, let first {
        throw .wrongState(
          event.stream, "nothing is known of \(event.stream): \(first) comes before \(act)")
      }
      return Decision(events: [event])
    }
    return try changing(step, aggregate, event, act)
  }
}

extension EffectiveEvent {
  /// Whether the event is of a payload's own type and says something of it.
  func tells<Payload: EventPayload>(_ payload: Payload.Type, where says: (Payload) -> Bool) -> Bool
  {
    guard type == Payload.eventType, let told = try? Payload(serializedBytes: self.payload) else {
      return false
    }
    return says(told)
  }
}

extension Check {
  /// A SHA-256 value in lower-case hex, so that equal texts have equal digests.
  static func digest(_ text: String, _ field: String) throws(Rejection) {
    let isHex = text.utf8.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
    }
    try that(
      text.utf8.count == 64 && isHex, field,
      "\(field) takes a SHA-256 value, 64 hex digits in lower case")
  }

  /// A number that is not negative.
  static func count(_ number: Int32, _ field: String) throws(Rejection) {
    try that(number >= 0, field, "\(field) takes a number from 0, not \(number)")
  }

  /// Digits only, so many of them: a region's or a major's code.
  static func digits(_ text: String, _ count: Int, _ field: String) throws(Rejection) {
    let isNumber = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    try that(text.utf8.count == count && isNumber, field, "\(field) takes \(count) digits")
  }

  /// A short key: letters, digits, dots, hyphens.
  static func key(_ text: String, _ field: String) throws(Rejection) {
    let isKey = text.utf8.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
        || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
    }
    try that(
      (1...64).contains(text.utf8.count) && isKey, field,
      "\(field) takes a key of 1 to 64 letters, digits, dots and hyphens")
  }
}
