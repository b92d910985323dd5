internal import Deciding
internal import EventModel

// Two records of one person. A merge is an alias: the absorbed record stays writable, what is counted
// goes through the alias from the start, and its end restores what was.

extension PBMergePerson: PersonCommand {
  /// A steward's act.
  static let duty = Duty.stewardship
  /// A steward's act.
  static let standings = StandingPolicy.decidedOnly
  /// The record that stands for both.
  var references: [Reference] {
    [.required("survivor", "details.into", details.into, Person.category)]
  }

  /// One `person.merged`, and a restriction of the survivor where the absorbed record is restricted.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let person = try context.target(Person.self, stream)
    try Check.that(
      details.into != stream.text, "details.into", "a record is not merged into itself")
    if person.mergedInto?.text == details.into { return .alreadySo }
    if let other = person.mergedInto {
      throw .wrongState(stream, "\(stream) is merged into \(other): unmergePerson comes first")
    }
    // So that no chain of records leads round in a circle.
    let survivor = try Check.stream(details.into, "details.into", [Person.category])
    if let next = try context.target(Person.self, survivor).mergedInto {
      throw .wrongState(survivor, "\(survivor) is itself merged into \(next): name that one")
    }
    let merger = DecidedEvent(details, to: stream)
    guard context.corrects == nil, let restriction = person.restriction else {
      return Decision(events: [merger])
    }
    let others = try restriction.ofOthers([survivor], context)
    if !others.isEmpty,
      try context.state(Person.self, stream, asOf: context.occurred)?.isRestricted != true
    {
      throw .wrongState(
        survivor,
        "\(stream) was restricted after the day of the merger: restrict \(survivor) as well first, "
          + "or name a day from the restriction on")
    }
    return Decision(events: [merger] + others)
  }
}

extension PBUnmergePerson: PersonCommand {
  /// A steward's act.
  static let duty = Duty.stewardship
  /// A steward's act, which another approves.
  static let standings = StandingPolicy.decidedOnly

  /// One `person.unmerged`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let person = try context.target(Person.self, stream)
    try Check.text(details.reason, "details.reason")
    guard let other = person.mergedInto, let merge = person.mergeEvent else { return .alreadySo }
    try Approvals.demand(.unmerge, of: merge, in: context.history(of: stream))
    return Decision(
      events: [
        DecidedEvent(details, to: stream, about: [About(role: "survivor", stream: other)])
      ])
  }
}
