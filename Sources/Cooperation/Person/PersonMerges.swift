public import Deciding
internal import EventModel

// Two records of one person. A merge is an alias: the absorbed record stays writable, what is counted
// goes through the alias from the start, and its end restores what was.

extension PBMergePerson: PersonCommand {
  /// Named `mergePerson`.
  public static let name = "mergePerson"
  /// A steward's act.
  public static let standings = StandingPolicy.decidedOnly
  /// The record that stands for both.
  public var references: [Reference] {
    [.required("survivor", "details.into", details.into, Person.category)]
  }

  /// One `person.merged`.
  public func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let person = try context.target(Person.self, stream)
    try Check.that(
      details.into != stream.text, "details.into", "a record is not merged into itself")
    if person.mergedInto?.text == details.into { return .alreadySo }
    if let other = person.mergedInto {
      throw .wrongState(stream, "\(stream) is merged into \(other): unmergePerson comes first")
    }
    return Decision(events: [DecidedEvent(details, to: stream)])
  }
}

extension PBUnmergePerson: PersonCommand {
  /// Named `unmergePerson`.
  public static let name = "unmergePerson"
  /// A steward's act.
  public static let standings = StandingPolicy.decidedOnly

  /// One `person.unmerged`.
  public func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let person = try context.target(Person.self, stream)
    try Check.text(details.reason, "details.reason")
    guard let other = person.mergedInto else { return .alreadySo }
    return Decision(
      events: [
        DecidedEvent(details, to: stream, about: [About(role: "survivor", stream: other)])
      ])
  }
}

extension Person {
  /// The record that a merged one is merged into, and so on, as far as they are loaded.
  public static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Set<Reading> {
    guard case .merged(let merge) = event.payload, let into = StreamName(field: merge.into) else {
      return []
    }
    return Set(try chain(from: into, context).map(Reading.stream))
  }

  /// That merges do not go round in a circle, and that nothing under a legal hold is erased.
  public static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    switch event.payload {
    case .merged(let merge):
      guard let into = StreamName(field: merge.into) else { return [] }
      let isCircle = try chain(from: into, context).contains(event.stream)
      return [
        Judgement(
          .personAlias, in: event.stream,
          breach: isCircle
            ? "\(event.stream) is merged into a record that is merged into it" : nil)
      ]
    case .personalDataErased:
      let person = try context.state(Person.self, event.stream)
      return [
        Judgement(
          .legalHold, in: event.stream,
          breach: person?.hold(on: event.occurred.lastDay(in: context.zone), event.stream))
      ]
    default: return []
    }
  }

  /// The most aliases that are followed: as many as a decision may ask for.
  private static let aliasLimit = 3

  private static func chain(
    from first: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> [StreamName] {
    var chain = [first]
    while let last = chain.last, chain.count <= aliasLimit, context.isLoaded(last),
      let next = try context.state(Person.self, last)?.mergedInto, !chain.contains(next)
    {
      chain.append(next)
    }
    return chain
  }
}
