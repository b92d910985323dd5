internal import Deciding
public import EventModel

extension CooperationIntention {
  /// The streams of cooperation intentions.
  public static let category = StreamCategory("intention")

  /// What can happen to a cooperation intention.
  public enum Event: Sendable {
    /// Organisations mean to do something together.
    case recorded(PBIntentionRecorded)
    /// They talk about an agreement.
    case negotiationBegun(PBIntentionNegotiationBegun)
    /// An agreement came of it.
    case converted(PBIntentionConverted)
    /// Nothing came of it.
    case lapsed(PBIntentionLapsed)
    /// One party takes it back.
    case withdrawn(PBIntentionWithdrawn)
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.recorded),
    .of(Event.negotiationBegun),
    .of(Event.converted),
    .of(Event.lapsed),
    .of(Event.withdrawn),
  ])
}

extension PBIntentionRecorded: EventPayload {
  /// The stored name.
  public static let eventType = EventType("intention.recorded")
}

extension PBIntentionNegotiationBegun: EventPayload {
  /// The stored name.
  public static let eventType = EventType("intention.negotiation-begun")
}

extension PBIntentionConverted: EventPayload {
  /// The stored name.
  public static let eventType = EventType("intention.converted")
}

extension PBIntentionLapsed: EventPayload {
  /// The stored name.
  public static let eventType = EventType("intention.lapsed")
}

extension PBIntentionWithdrawn: EventPayload {
  /// The stored name.
  public static let eventType = EventType("intention.withdrawn")
}
