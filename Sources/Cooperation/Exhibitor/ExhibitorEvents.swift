internal import Deciding
public import EventModel

extension Exhibitor {
  /// The streams of exhibitors.
  public static let category = StreamCategory("exhibitor")

  /// What can happen to an exhibitor.
  public enum Event: Sendable {
    /// It is asked to come.
    case invited(PBExhibitorInvited)
    /// It will come.
    case registered(PBExhibitorRegistered)
    /// The organiser saw who it is and what it offers.
    case verified(PBExhibitorVerified)
    /// It was there.
    case attended(PBExhibitorAttended)
    /// It won't come.
    case withdrawn(PBExhibitorWithdrawn)
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.invited),
    .of(Event.registered),
    .of(Event.verified),
    .of(Event.attended),
    .of(Event.withdrawn),
  ])
}

extension PBExhibitorInvited: EventPayload {
  /// The stored name.
  public static let eventType = EventType("exhibitor.invited")
}

extension PBExhibitorRegistered: EventPayload {
  /// The stored name.
  public static let eventType = EventType("exhibitor.registered")
}

extension PBExhibitorVerified: EventPayload {
  /// The stored name.
  public static let eventType = EventType("exhibitor.verified")
}

extension PBExhibitorAttended: EventPayload {
  /// The stored name.
  public static let eventType = EventType("exhibitor.attended")
}

extension PBExhibitorWithdrawn: EventPayload {
  /// The stored name.
  public static let eventType = EventType("exhibitor.withdrawn")
}
