public import EventModel

extension PrivacyRecord {
  /// The streams of what the law wants on record.
  public static let category = StreamCategory("privacy.record")

  /// What is on record.
  public enum Event: Sendable {
    /// Data went to somebody else.
    case disclosed(PBDataDisclosed)
    /// What processing may do to people was thought through.
    case assessed(PBImpactAssessed)
    /// Data were lost, altered or seen by others.
    case breachReported(PBBreachReported)
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.disclosed),
    .of(Event.assessed),
    .of(Event.breachReported),
  ])
}

extension PBDataDisclosed: EventPayload {
  /// The stored name.
  public static let eventType = EventType("privacy-record.data-disclosed")
}

extension PBImpactAssessed: EventPayload {
  /// The stored name.
  public static let eventType = EventType("privacy-record.impact-assessed")
}

extension PBBreachReported: EventPayload {
  /// The stored name.
  public static let eventType = EventType("privacy-record.breach-reported")
}
