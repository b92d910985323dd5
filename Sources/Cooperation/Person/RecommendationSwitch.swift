internal import Deciding
internal import EventModel

// A person decides whether to be recommended anything, at any time and without a reason. Who is known by two
// records says so of both: the absorbed one is asked by the survivor's too, and what switches recommendations
// off under the absorbed one is written into the survivor's. There the person switches them on again.

extension PBSwitchRecommendationsOff: PersonCommand {
  /// The person's own word.
  static let standings = StandingPolicy.either(default: .reported)

  /// The records that the person's was merged into.
  func reads(_ context: DecisionContext) throws(Rejection) -> Readings {
    Readings(try context.survivors(of: target()).map(Reading.stream))
  }

  /// One `person.recommendations-switched-off`, and one for each record that stands for the same person by
  /// now.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, person) = try known(context)
    let own = try context.record(
      DecidedEvent(Person.recommendationsSwitchedOff, details, to: stream), to: person
    ) { $0.hasRecommendationsOff }
    if context.corrects != nil { return own }
    return Decision(
      events: own.events + (try details.offForOthers(context.survivors(of: stream), context)))
  }
}

extension PBRecommendationsSwitched {
  /// The same switch of other records, where recommendations are on.
  ///
  /// - Precondition: they are loaded.
  func offForOthers(
    _ records: [StreamName], _ context: DecisionContext
  ) throws(Rejection) -> [DecidedEvent] {
    try context.records(records) { !$0.hasRecommendationsOff }
      .map { DecidedEvent(Person.recommendationsSwitchedOff, self, to: $0) }
  }
}

extension PBSwitchRecommendationsOn: PersonCommand {
  /// The person's own word.
  static let standings = StandingPolicy.either(default: .reported)

  /// One `person.recommendations-switched-on`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, person) = try known(context)
    return try context.record(
      DecidedEvent(Person.recommendationsSwitchedOn, details, to: stream), to: person
    ) { !$0.hasRecommendationsOff }
  }
}
