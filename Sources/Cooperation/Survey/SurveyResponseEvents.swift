public import EventModel

extension SurveyResponse {
  /// The streams of responses, one a token.
  public static let category = StreamCategory("survey.response")

  /// What happens to a response.
  public enum Event: Sendable {
    /// Somebody answers.
    case received(PBSurveyResponseReceived)
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.received)
  ])
}

extension PBSurveyResponseReceived: EventPayload {
  /// The stored name.
  public static let eventType = EventType("survey-response.received")
}
