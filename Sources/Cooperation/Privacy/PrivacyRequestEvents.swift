public import EventModel

extension PrivacyRequest {
  /// The streams of requests.
  public static let category = StreamCategory("privacy.request")

  /// What happens to a request.
  public enum Event: Sendable {
    /// A person asks.
    case received(PBPrivacyRequestReceived)
    /// It is that person.
    case identityProved(PBRequesterIdentityProved)
    /// What will be done.
    case decided(PBPrivacyRequestDecided)
    /// It is done.
    case executed(PBPrivacyRequestExecuted)
    /// The person knows why not.
    case refusalExplained(PBRefusalExplained)
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.received),
    .of(Event.identityProved),
    .of(Event.decided),
    .of(Event.executed),
    .of(Event.refusalExplained),
  ])
}

extension PBPrivacyRequestReceived: EventPayload {
  /// The stored name.
  public static let eventType = EventType("privacy-request.received")
}

extension PBRequesterIdentityProved: EventPayload {
  /// The stored name.
  public static let eventType = EventType("privacy-request.identity-proved")
}

extension PBPrivacyRequestDecided: EventPayload {
  /// The stored name.
  public static let eventType = EventType("privacy-request.decided")
}

extension PBPrivacyRequestExecuted: EventPayload {
  /// The stored name.
  public static let eventType = EventType("privacy-request.executed")
}

extension PBRefusalExplained: EventPayload {
  /// The stored name.
  public static let eventType = EventType("privacy-request.refusal-explained")
}
