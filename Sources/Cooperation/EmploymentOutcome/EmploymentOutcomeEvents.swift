public import EventModel

extension EmploymentOutcome {
  /// The streams of outcomes.
  public static let category = StreamCategory("outcome")

  /// What is said of where a graduate went.
  public enum Event: Sendable {
    /// Where the graduate went.
    case declared(PBOutcomeDeclared)
    /// Something proves it.
    case evidenceAttached(PBOutcomeEvidenceAttached)
    /// Other data were asked about it.
    case employerCrossChecked(PBOutcomeEmployerCrossChecked)
    /// The graduate says that it is so.
    case graduateConfirmed(PBOutcomeGraduateConfirmed)
    /// The graduate says that it is not.
    case graduateContested(PBOutcomeGraduateContested)
    /// It is said otherwise now.
    case revised(PBOutcomeRevised)
    /// The school looked at it.
    case schoolReviewed(PBOutcomeReviewed)
    /// The bureau looked at it.
    case bureauReviewed(PBOutcomeReviewed)
  }

  /// The stored names of the types that share a message.
  enum Types {
    static let schoolReviewed = EventType("outcome.school-reviewed")
    static let bureauReviewed = EventType("outcome.bureau-reviewed")
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.declared),
    .of(Event.evidenceAttached),
    .of(Event.employerCrossChecked),
    .of(Event.graduateConfirmed),
    .of(Event.graduateContested),
    .of(Event.revised),
    .of(Types.schoolReviewed, Event.schoolReviewed),
    .of(Types.bureauReviewed, Event.bureauReviewed),
  ])
}

extension PBOutcomeDeclared: EventPayload {
  /// The stored name.
  public static let eventType = EventType("outcome.declared")
}

extension PBOutcomeEvidenceAttached: EventPayload {
  /// The stored name.
  public static let eventType = EventType("outcome.evidence-attached")
}

extension PBOutcomeEmployerCrossChecked: EventPayload {
  /// The stored name.
  public static let eventType = EventType("outcome.employer-cross-checked")
}

extension PBOutcomeGraduateConfirmed: EventPayload {
  /// The stored name.
  public static let eventType = EventType("outcome.graduate-confirmed")
}

extension PBOutcomeGraduateContested: EventPayload {
  /// The stored name.
  public static let eventType = EventType("outcome.graduate-contested")
}

extension PBOutcomeRevised: EventPayload {
  /// The stored name.
  public static let eventType = EventType("outcome.revised")
}
