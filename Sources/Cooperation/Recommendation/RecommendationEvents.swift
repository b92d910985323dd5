internal import Deciding
public import EventModel

extension Recommendation {
  /// The streams of recommendations.
  public static let category = StreamCategory("recommendation")

  /// What can happen to a recommendation.
  public enum Event: Sendable {
    /// Something was recommended.
    case given(PBRecommendationGiven)
    /// It was followed.
    case accepted(PBRecommendationAccepted)
    /// It was not wanted.
    case declined(PBRecommendationDeclined)
    /// It was looked for something to recommend, and nothing fitted.
    case nothingFound(PBRecommendationNothingFound)
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.given),
    .of(Event.accepted),
    .of(Event.declined),
    .of(Event.nothingFound),
  ])
}

extension PBRecommendationGiven: EventPayload {
  /// The stored name.
  public static let eventType = EventType("recommendation.given")
}

extension PBRecommendationAccepted: EventPayload {
  /// The stored name.
  public static let eventType = EventType("recommendation.accepted")
}

extension PBRecommendationDeclined: EventPayload {
  /// The stored name.
  public static let eventType = EventType("recommendation.declined")
}

extension PBRecommendationNothingFound: EventPayload {
  /// The stored name.
  public static let eventType = EventType("recommendation.nothing-found")
}
