internal import Deciding
internal import EventModel

// A person decides whether to be recommended anything, at any time and without a reason.

extension PBSwitchRecommendationsOff: PersonCommand {
  /// The person's own word.
  static let standings = StandingPolicy.either(default: .reported)

  /// One `person.recommendations-switched-off`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, person) = try known(context)
    return try context.record(
      DecidedEvent(Person.recommendationsSwitchedOff, details, to: stream), to: person
    ) { $0.hasRecommendationsOff }
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
