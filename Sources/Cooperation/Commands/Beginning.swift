internal import Deciding
internal import EventModel
internal import SwiftProtobuf

extension Check {
  /// Majors, by their six digits, each once.
  static func majors(_ majors: [String], _ field: String) throws(Rejection) {
    for (index, major) in majors.enumerated() { try digits(major, 6, "\(field)[\(index)]") }
    try that(Set(majors).count == majors.count, field, "each major once")
  }

  /// Keys of a code list, each once.
  static func keys(_ keys: [String], _ field: String) throws(Rejection) {
    for (index, key) in keys.enumerated() { try self.key(key, "\(field)[\(index)]") }
    try that(Set(keys).count == keys.count, field, "each code once")
  }

  /// Two optional ISO dates of a message, the first not after the second.
  static func period(
    _ from: String, _ hasFrom: Bool, _ to: String, _ hasTo: Bool, _ path: String
  ) throws(Rejection) {
    try period(
      from: hasFrom ? from : nil, to: hasTo ? to : nil, path + ".from", path + ".to")
  }
}

extension Reference {
  /// A list of names, each of which must be one.
  static func each(
    _ role: String, _ field: String, _ texts: [String], _ categories: StreamCategory...
  ) -> [Reference] {
    texts.enumerated().map { index, text in
      Reference(
        role: role, field: "\(field)[\(index)]", text: text.isEmpty ? nil : text,
        categories: categories, isOptional: false)
    }
  }
}

extension DecisionContext {
  /// The decision of a step that may be an entity's first: observed things are known by whatever was
  /// told of them first.
  ///
  /// - Parameter opener: the command that our own act needs before this one; `nil` when this may
  ///   come first.
  func beginning<A: LifeCycle>(
    _ step: Transition<A.Phase>, _ aggregate: A.Type, _ event: DecidedEvent, _ act: String,
    after opener: String? = nil
  ) throws(Rejection) -> Decision {
    if try state(aggregate, event.stream) != nil {
      return try taking(step, aggregate, event, act)
    }
    if standing == .decided, let opener {
      throw .wrongState(event.stream, "there is no \(event.stream): \(opener) comes first")
    }
    return Decision(events: [event])
  }

  /// The decision of a step that may be taken as often as it happens; none where the very same fact
  /// is recorded already.
  func taking<A: LifeCycle>(
    _ step: Transition<A.Phase>, _ aggregate: A.Type, _ event: DecidedEvent, _ act: String
  ) throws(Rejection) -> Decision {
    if try isTaken(step, aggregate, event) { return .alreadySo }
    try self.step(step, of: aggregate, event, act)
    return Decision(events: [event])
  }

  /// A named entity as it was at a moment; `nil` where none is named, it is unconfirmed for our own
  /// act, or was voided. Of one that began later than known, what is known of it holds.
  ///
  /// - Precondition: its stream is loaded.
  func known<A: TabledAggregate>(
    _ aggregate: A.Type, _ field: String, at moment: Moment
  ) throws(Rejection) -> A? {
    guard let stream = StreamName(field: field) else { return nil }
    let history = ground(stream)
    if let entity = try history.state(aggregate, asOf: moment) { return entity }
    return try history.state(aggregate)
  }
}

extension Message {
  /// The message with what another says: a missing field stays as it was, a list grows.
  func merged(with change: Self) -> Self {
    var result = self
    do {
      try result.merge(serializedBytes: encoded(change))
    } catch {
      // What protobuf encodes it decodes.
      preconditionFailure("a message that was just encoded did not decode: \(error)")
    }
    return result
  }
}

/// The streams that are named by these fields.
func readings(of fields: [String]) -> Readings {
  Readings(fields.compactMap { StreamName(field: $0).map(Reading.stream) })
}
