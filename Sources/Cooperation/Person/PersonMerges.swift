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

  /// One `person.merged`, and what the absorbed record is restricted by, held by and switched off for, in
  /// the survivor's.
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
    if context.corrects != nil { return Decision(events: [merger]) }
    let then = try context.state(Person.self, stream, asOf: context.occurred)
    return Decision(
      events: [merger] + (try restriction(of: person, then, on: survivor, context))
        + (try holds(of: person, then, on: survivor, context))
        + (try switches(of: person, then, on: survivor, context)))
  }

  private func restriction(
    of person: Person, _ then: Person?, on survivor: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> [DecidedEvent] {
    guard let restriction = person.restriction else { return [] }
    let events = try restriction.ofOthers([survivor], context)
    if !events.isEmpty, then?.isRestricted != true {
      throw .wrongState(
        survivor,
        "\(self.person) was restricted after the day of the merger: restrict \(survivor) as well "
          + "first, or name a day from the restriction on")
    }
    return events
  }

  private func holds(
    of person: Person, _ then: Person?, on survivor: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> [DecidedEvent] {
    var events: [DecidedEvent] = []
    let day = context.occurred.lastDay(in: context.zone)
    for hold in person.holds.values.sorted(by: { $0.key < $1.key }) where hold.isInForce(on: day) {
      let event = try PBLegalHoldPlaced(hold).ofOthers([survivor], context)
      if !event.isEmpty, then?.holds[hold.key] == nil {
        throw .wrongState(
          survivor,
          "\(self.person) came under the legal hold \(hold.key) after the day of the merger: place it "
            + "on \(survivor) as well first, or name a day from the hold on")
      }
      events += event
    }
    return events
  }

  private func switches(
    of person: Person, _ then: Person?, on survivor: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> [DecidedEvent] {
    if !person.hasRecommendationsOff { return [] }
    let events = try PBRecommendationsSwitched().offForOthers([survivor], context)
    if !events.isEmpty, then?.hasRecommendationsOff != true {
      throw .wrongState(
        survivor,
        "\(self.person) switched recommendations off after the day of the merger: switch them off for "
          + "\(survivor) as well first, or name a day from then on")
    }
    return events
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
