public import EventModel

extension Survey {
  /// The streams of surveys.
  public static let category = StreamCategory("survey")

  /// What happens to a survey.
  public enum Event: Sendable {
    /// Its questions are written.
    case designed(PBSurveyDesigned)
    /// It takes responses.
    case opened(PBSurveyStep)
    /// It takes none any more.
    case closed(PBSurveyStep)
    /// Its results are shown.
    case published(PBSurveyPublished)
    /// Somebody says more than was asked.
    case feedbackReceived(PBSurveyFeedbackReceived)
    /// Something is to be done better.
    case improvementDecided(PBSurveyImprovementDecided)
  }

  /// The stored names of the types that share a message.
  enum Types {
    static let opened = EventType("survey.opened")
    static let closed = EventType("survey.closed")
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.designed),
    .of(Types.opened, Event.opened),
    .of(Types.closed, Event.closed),
    .of(Event.published),
    .of(Event.feedbackReceived),
    .of(Event.improvementDecided),
  ])
}

extension PBSurveyDesigned: EventPayload {
  /// The stored name.
  public static let eventType = EventType("survey.designed")
}

extension PBSurveyPublished: EventPayload {
  /// The stored name.
  public static let eventType = EventType("survey.published")
}

extension PBSurveyFeedbackReceived: EventPayload {
  /// The stored name.
  public static let eventType = EventType("survey.feedback-received")
}

extension PBSurveyImprovementDecided: EventPayload {
  /// The stored name.
  public static let eventType = EventType("survey.improvement-decided")
}
