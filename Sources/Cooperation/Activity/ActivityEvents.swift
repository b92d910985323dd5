internal import Deciding
public import EventModel

extension Activity {
  /// The streams of activities.
  public static let category = StreamCategory("activity")

  /// What can happen to an activity.
  public enum Event: Sendable {
    /// It is to be.
    case planned(PBActivityPlanned)
    /// A body that must has agreed.
    case approved(PBActivityApproved)
    /// There is a plan for emergencies and security.
    case securityPlanFiled(PBActivitySecurityPlanFiled)
    /// The public knows.
    case announced(PBActivityAnnounced)
    /// It has begun.
    case opened(PBActivityOpened)
    /// It will be later.
    case postponed(PBActivityPostponed)
    /// It took place.
    case held(PBActivityHeld)
    /// Somebody counted on the spot.
    case counted(PBActivityCounted)
    /// Its report is written.
    case reported(PBActivityReported)
    /// It won't be.
    case cancelled(PBActivityCancelled)
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.planned),
    .of(Event.approved),
    .of(Event.securityPlanFiled),
    .of(Event.announced),
    .of(Event.opened),
    .of(Event.postponed),
    .of(Event.held),
    .of(Event.counted),
    .of(Event.reported),
    .of(Event.cancelled),
  ])
}

extension PBActivityPlanned: EventPayload {
  /// The stored name.
  public static let eventType = EventType("activity.planned")
}

extension PBActivityApproved: EventPayload {
  /// The stored name.
  public static let eventType = EventType("activity.approved")
}

extension PBActivitySecurityPlanFiled: EventPayload {
  /// The stored name.
  public static let eventType = EventType("activity.security-plan-filed")
}

extension PBActivityAnnounced: EventPayload {
  /// The stored name.
  public static let eventType = EventType("activity.announced")
}

extension PBActivityOpened: EventPayload {
  /// The stored name.
  public static let eventType = EventType("activity.opened")
}

extension PBActivityPostponed: EventPayload {
  /// The stored name.
  public static let eventType = EventType("activity.postponed")
}

extension PBActivityHeld: EventPayload {
  /// The stored name.
  public static let eventType = EventType("activity.held")
}

extension PBActivityCounted: EventPayload {
  /// The stored name.
  public static let eventType = EventType("activity.counted")
}

extension PBActivityReported: EventPayload {
  /// The stored name.
  public static let eventType = EventType("activity.reported")
}

extension PBActivityCancelled: EventPayload {
  /// The stored name.
  public static let eventType = EventType("activity.cancelled")
}
