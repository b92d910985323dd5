internal import Deciding
internal import EventModel

// Data that are only stored. Who is known by two records is restricted in both: a use of the absorbed
// one is judged by the survivor's too, and what restricts the absorbed one is written into the
// survivor's, whose stream doesn't name the absorbed one. There it stays when the merger ends, until
// a steward takes it back.

extension PBRestrictProcessing: PersonCommand {
  /// The bureau's act.
  static let duty = Duty.bureau
  /// Our own act.
  static let standings = StandingPolicy.decidedOnly

  /// The records that the person's was merged into.
  func reads(_ context: DecisionContext) throws(Rejection) -> Readings {
    Readings(try context.survivors(of: target()).map(Reading.stream))
  }

  /// One `person.processing-restricted`, and one for each record that stands for the same person by
  /// now: what comes to that one is theirs too.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, person) = try known(context)
    try Check.present(details.hasReason, "details.reason", "a reason, as SUBJECT_REQUEST")
    let own = person.isRestricted ? [] : [DecidedEvent(details, to: stream)]
    if context.corrects != nil { return Decision(events: own) }
    return Decision(
      events: own + (try details.ofOthers(context.survivors(of: stream), context)))
  }
}

extension PBProcessingRestricted {
  /// The same restriction of other records, where they may still have one.
  ///
  /// - Precondition: they are loaded.
  func ofOthers(
    _ records: [StreamName], _ context: DecisionContext
  ) throws(Rejection) -> [DecidedEvent] {
    try context.records(records) { !$0.isRestricted }.map { DecidedEvent(self, to: $0) }
  }
}
