public import EventModel

extension Dispute {
  /// The streams of disputes.
  public static let category = StreamCategory("dispute")

  /// What happens in a dispute.
  public enum Event: Sendable {
    /// Somebody says that facts are wrong.
    case raised(PBDisputeRaised)
    /// The sides were heard.
    case hearingHeld(PBDisputeHearingHeld)
    /// Somebody brings something that speaks for or against it.
    case evidenceReceived(PBDisputeEvidenceReceived)
    /// What is right.
    case decided(PBDisputeDecided)
    /// Somebody doesn't accept that.
    case appealed(PBDisputeAppealed)
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.raised),
    .of(Event.hearingHeld),
    .of(Event.evidenceReceived),
    .of(Event.decided),
    .of(Event.appealed),
  ])
}

extension PBDisputeRaised: EventPayload {
  /// The stored name.
  public static let eventType = EventType("dispute.raised")
}

extension PBDisputeHearingHeld: EventPayload {
  /// The stored name.
  public static let eventType = EventType("dispute.hearing-held")
}

extension PBDisputeEvidenceReceived: EventPayload {
  /// The stored name.
  public static let eventType = EventType("dispute.evidence-received")
}

extension PBDisputeDecided: EventPayload {
  /// The stored name.
  public static let eventType = EventType("dispute.decided")
}

extension PBDisputeAppealed: EventPayload {
  /// The stored name.
  public static let eventType = EventType("dispute.appealed")
}
