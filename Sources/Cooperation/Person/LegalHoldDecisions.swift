internal import Deciding
internal import EventModel

extension PBPlaceLegalHold: PersonCommand {
  /// The bureau's act.
  static let duty = Duty.bureau
  /// Our own act, on another's demand.
  static let standings = StandingPolicy.decidedOnly
  /// Who demands it.
  var references: [Reference] {
    [.optional("owner", "details.owner", details.owner, Organisation.category)]
  }

  /// One `person.legal-hold-placed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, person) = try known(context)
    try Check.key(details.hold, "details.hold")
    try Check.present(details.hasReason, "details.reason", "a reason, as STATUTORY_RETENTION")
    if details.hasUntil {
      try Check.lastDay(details.until, "details.until", from: context.occurred, in: context.zone)
    }
    let event = DecidedEvent(details, to: stream)
    if let hold = person.holds[details.hold] {
      if hold.reason == details.reason, hold.until == CivilDate(field: details.until) {
        return .alreadySo
      }
      throw .wrongState(stream, "the hold \(details.hold) of \(stream) is in place: correct that")
    }
    return Decision(events: [event])
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
