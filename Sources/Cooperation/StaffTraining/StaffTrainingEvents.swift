public import EventModel

extension StaffTraining {
  /// The streams of courses.
  public static let category = StreamCategory("training")

  /// What happens to a course.
  public enum Event: Sendable {
    /// An enterprise wants its staff trained.
    case requested(PBTrainingRequested)
    /// Somebody will train them.
    case planned(PBTrainingPlanned)
    /// Somebody takes part.
    case traineeEnrolled(PBTraineeEnrolled)
    /// They were taught.
    case sessionHeld(PBTrainingSessionHeld)
    /// Somebody has the certificate.
    case certificateIssued(PBTrainingCertificateIssued)
    /// Somebody takes part no longer.
    case traineeDropped(PBTraineeDropped)
    /// It ends as planned.
    case completed(PBTrainingCompleted)
    /// It does not take place, or no further.
    case cancelled(PBTrainingCancelled)
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.requested),
    .of(Event.planned),
    .of(Event.traineeEnrolled),
    .of(Event.sessionHeld),
    .of(Event.certificateIssued),
    .of(Event.traineeDropped),
    .of(Event.completed),
    .of(Event.cancelled),
  ])
}

extension PBTrainingRequested: EventPayload {
  /// The stored name.
  public static let eventType = EventType("training.requested")
}

extension PBTrainingPlanned: EventPayload {
  /// The stored name.
  public static let eventType = EventType("training.planned")
}

extension PBTraineeEnrolled: EventPayload {
  /// The stored name.
  public static let eventType = EventType("training.trainee-enrolled")
}

extension PBTrainingSessionHeld: EventPayload {
  /// The stored name.
  public static let eventType = EventType("training.session-held")
}

extension PBTrainingCertificateIssued: EventPayload {
  /// The stored name.
  public static let eventType = EventType("training.certificate-issued")
}

extension PBTraineeDropped: EventPayload {
  /// The stored name.
  public static let eventType = EventType("training.trainee-dropped")
}

extension PBTrainingCompleted: EventPayload {
  /// The stored name.
  public static let eventType = EventType("training.completed")
}

extension PBTrainingCancelled: EventPayload {
  /// The stored name.
  public static let eventType = EventType("training.cancelled")
}
