internal import Deciding
public import EventModel

extension Facility {
  /// The streams of facilities.
  public static let category = StreamCategory("facility")

  /// What can happen to a facility.
  public enum Event: Sendable {
    /// It is there.
    case registered(PBFacilityRegistered)
    /// Another organisation may use it.
    case shared(PBFacilityShared)
    /// Somebody came to see it.
    case visited(PBFacilityVisited)
    /// It is no longer used.
    case retired(PBFacilityRetired)
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.registered),
    .of(Event.shared),
    .of(Event.visited),
    .of(Event.retired),
  ])
}

extension PBFacilityRegistered: EventPayload {
  /// The stored name.
  public static let eventType = EventType("facility.registered")
}

extension PBFacilityShared: EventPayload {
  /// The stored name.
  public static let eventType = EventType("facility.shared")
}

extension PBFacilityVisited: EventPayload {
  /// The stored name.
  public static let eventType = EventType("facility.visited")
}

extension PBFacilityRetired: EventPayload {
  /// The stored name.
  public static let eventType = EventType("facility.retired")
}
