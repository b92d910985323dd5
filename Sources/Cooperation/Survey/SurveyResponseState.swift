public import Deciding
public import EventModel

/// One response to a survey, under a token that names nobody.
public struct SurveyResponse: TabledAggregate {
  /// What was answered.
  public internal(set) var details: PBSurveyResponseReceived
  /// When.
  public internal(set) var received: Moment

  /// The survey.
  public var survey: StreamName? { StreamName(field: details.survey) }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout Self?, _ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .received(let details): state = Self(details: details, received: event.occurred)
    }
  }
}
