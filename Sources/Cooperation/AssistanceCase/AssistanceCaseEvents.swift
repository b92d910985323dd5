public import EventModel

extension AssistanceCase {
  /// The streams of cases.
  public static let category = StreamCategory("assistance")

  /// What happens in a case.
  public enum Event: Sendable {
    /// A graduate is to be helped.
    case opened(PBAssistanceOpened)
    /// One person is responsible from now on.
    case ownerAssigned(PBAssistanceOwnerAssigned)
    /// It is known what stands in the way.
    case diagnosisRecorded(PBAssistanceDiagnosisRecorded)
    /// Somebody advises the graduate.
    case guidanceGiven(PBAssistanceGuidanceGiven)
    /// The graduate is told of a job.
    case jobRecommended(PBAssistanceJobRecommended)
    /// The graduate is told of a subsidy.
    case subsidyGuided(PBAssistanceSubsidyGuided)
    /// It is known where the graduate went.
    case outcomeLinked(PBAssistanceOutcomeLinked)
    /// The graduate has what was sought.
    case resolved(PBAssistanceResolved)
    /// It ends without that.
    case closed(PBAssistanceClosed)
    /// It goes on.
    case reopened(PBAssistanceReopened)
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.opened),
    .of(Event.ownerAssigned),
    .of(Event.diagnosisRecorded),
    .of(Event.guidanceGiven),
    .of(Event.jobRecommended),
    .of(Event.subsidyGuided),
    .of(Event.outcomeLinked),
    .of(Event.resolved),
    .of(Event.closed),
    .of(Event.reopened),
  ])
}

extension PBAssistanceOpened: EventPayload {
  /// The stored name.
  public static let eventType = EventType("assistance.opened")
}

extension PBAssistanceOwnerAssigned: EventPayload {
  /// The stored name.
  public static let eventType = EventType("assistance.owner-assigned")
}

extension PBAssistanceDiagnosisRecorded: EventPayload {
  /// The stored name.
  public static let eventType = EventType("assistance.diagnosis-recorded")
}

extension PBAssistanceGuidanceGiven: EventPayload {
  /// The stored name.
  public static let eventType = EventType("assistance.guidance-given")
}

extension PBAssistanceJobRecommended: EventPayload {
  /// The stored name.
  public static let eventType = EventType("assistance.job-recommended")
}

extension PBAssistanceSubsidyGuided: EventPayload {
  /// The stored name.
  public static let eventType = EventType("assistance.subsidy-guided")
}

extension PBAssistanceOutcomeLinked: EventPayload {
  /// The stored name.
  public static let eventType = EventType("assistance.outcome-linked")
}

extension PBAssistanceResolved: EventPayload {
  /// The stored name.
  public static let eventType = EventType("assistance.resolved")
}

extension PBAssistanceClosed: EventPayload {
  /// The stored name.
  public static let eventType = EventType("assistance.closed")
}

extension PBAssistanceReopened: EventPayload {
  /// The stored name.
  public static let eventType = EventType("assistance.reopened")
}
