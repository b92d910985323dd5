internal import Deciding
internal import EventModel

extension DecisionContext {
  /// Judges a step of an entity's life.
  ///
  /// Our own act is judged on the whole effective state. A report, which may come late, is judged
  /// where it falls in the order of what happened.
  /// - Parameters:
  ///   - step: the step as our own act takes it; a report may ask for less.
  ///   - act: what is done, as "signing"; for the sentence of a refusal.
  /// - Returns: a finding where a reported step brings the order of steps out of joint.
  /// - Throws: ``Rejection`` with code `wrongState` where a decided step isn't possible.
  func step<A: LifeCycle>(
    _ step: Transition<A.Phase>, of aggregate: A.Type, _ event: DecidedEvent, _ act: String
  ) throws(Rejection) -> [FindingProposal] {
    let stream = event.stream
    let entity = try target(aggregate, stream)
    switch standing {
    case .decided:
      guard step.from.contains(entity.phase) else {
        throw .wrongState(
          stream, "\(stream) is \(entity.phase.rawValue): \(act) is not possible then")
      }
      return []
    case .reported:
      let after = try history(of: stream).adding([event], self).state(aggregate)
      guard let after, after.outOfOrder.count > entity.outOfOrder.count else { return [] }
      return [
        FindingProposal(
          rule: Rule.stepOrder.number, subjects: [stream], severity: .breach,
          reason: "\(act) on \(occurred) does not fit what is known of \(stream)")
      ]
    }
  }

  /// The decision that records one event, or none where the very same fact is recorded already.
  func recording(_ event: DecidedEvent, _ findings: [FindingProposal] = []) -> Decision {
    isRecorded(event) ? .alreadySo : Decision(events: [event], findings: findings)
  }

  /// Whether the very same fact is effective already.
  func isRecorded(_ event: DecidedEvent) -> Bool {
    history(of: event.stream).effective.contains {
      $0.type == event.type && $0.payload == event.payload && $0.occurred == occurred
    }
  }

  /// The decision that takes a step which does nothing but change the phase; none where our own act
  /// would leave the entity where it is.
  func changing<A: LifeCycle>(
    _ step: Transition<A.Phase>, _ aggregate: A.Type, _ event: DecidedEvent, _ act: String
  ) throws(Rejection) -> Decision {
    if isRecorded(event) { return .alreadySo }
    if standing == .decided, let next = step.to,
      try target(aggregate, event.stream).phase == next
    {
      return .alreadySo
    }
    let findings = try self.step(step, of: aggregate, event, act)
    return Decision(events: [event], findings: findings)
  }
}

extension LifeCycle {
  /// Whether all steps that were recorded came in order.
  static func judgeOrder(
    _ stream: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> Judgement {
    let count = try context.state(Self.self, stream)?.outOfOrder.count ?? 0
    return Judgement(
      .stepOrder, in: stream,
      breach: count == 0 ? nil : "\(count) steps came out of order")
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
