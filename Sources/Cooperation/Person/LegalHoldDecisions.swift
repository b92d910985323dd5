internal import Deciding
internal import EventModel
internal import SwiftProtobuf

// Who is known by two records is held in both: what holds the absorbed one is written into the survivor's,
// as a restriction is. There it stays, also when the merger ends, until it is lifted there.

extension PBPlaceLegalHold: PersonCommand {
  /// The bureau's act.
  static let duty = Duty.bureau
  /// Our own act, on another's demand.
  static let standings = StandingPolicy.decidedOnly
  /// Who demands it.
  var references: [Reference] {
    [.optional("owner", "details.owner", details.owner, Organisation.category)]
  }

  /// The records that the person's was merged into.
  func reads(_ context: DecisionContext) throws(Rejection) -> Readings {
    Readings(try context.survivors(of: target()).map(Reading.stream))
  }

  /// One `person.legal-hold-placed`, and one for each record that stands for the same person by now.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, person) = try known(context)
    try Check.key(details.hold, "details.hold")
    try Check.present(details.hasReason, "details.reason", "a reason, as STATUTORY_RETENTION")
    if details.hasUntil {
      try Check.lastDay(details.until, "details.until", from: context.occurred, in: context.zone)
    }
    var own = [DecidedEvent(details, to: stream)]
    if let hold = person.holds[details.hold] {
      guard hold.reason == details.reason, hold.until == CivilDate(field: details.until) else {
        throw .wrongState(stream, "the hold \(details.hold) of \(stream) is in place: correct that")
      }
      own = []
    }
    if context.corrects != nil { return Decision(events: own) }
    return Decision(
      events: own + (try details.ofOthers(context.survivors(of: stream), context)))
  }
}

extension PBLegalHoldPlaced {
  /// The same hold of other records, where none of that key lasts as long.
  ///
  /// - Precondition: they are loaded.
  func ofOthers(
    _ records: [StreamName], _ context: DecisionContext
  ) throws(Rejection) -> [DecidedEvent] {
    try context.records(records) { $0.holds[hold]?.lasts(until: CivilDate(field: until)) != true }
      .map { DecidedEvent(self, to: $0) }
  }

  /// What was told of a hold that is in place.
  init(_ hold: Person.LegalHold) {
    self = .with {
      $0.hold = hold.key
      $0.reason = hold.reason
      if let until = hold.until { $0.until = until.description }
      if let owner = hold.owner { $0.owner = owner.text }
    }
  }
}

extension PBLiftLegalHold: PersonCommand {
  /// The bureau's act.
  static let duty = Duty.bureau
  /// Our own act, on another's demand.
  static let standings = StandingPolicy.decidedOnly

  /// One `person.legal-hold-lifted`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, person) = try known(context)
    try Check.key(details.hold, "details.hold")
    if person.holds[details.hold] == nil { return .alreadySo }
    return Decision(events: [DecidedEvent(details, to: stream)])
  }
}
