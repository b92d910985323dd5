internal import Deciding
public import EventModel

extension HostPost {
  /// The streams of posts at which hosts take interns.
  public static let category = StreamCategory("host.post")

  /// What can happen to a post for interns.
  public enum Event: Sendable {
    /// The host takes interns there.
    case offered(PBHostPostOffered)
    /// Its terms are others.
    case revised(PBHostPostRevised)
    /// A school looked at the host.
    case inspected(PBHostPostInspected)
    /// A school may send its students there.
    case approved(PBHostPostApproved)
    /// A school sends nobody there.
    case declined(PBHostPostDeclined)
    /// The host takes no interns there any more.
    case withdrawn(PBHostPostWithdrawn)
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.offered),
    .of(Event.revised),
    .of(Event.inspected),
    .of(Event.approved),
    .of(Event.declined),
    .of(Event.withdrawn),
  ])
}

extension PBHostPostOffered: EventPayload {
  /// The stored name.
  public static let eventType = EventType("host-post.offered")
}

extension PBHostPostRevised: EventPayload {
  /// The stored name.
  public static let eventType = EventType("host-post.revised")
}

extension PBHostPostInspected: EventPayload {
  /// The stored name.
  public static let eventType = EventType("host-post.inspected")
}

extension PBHostPostApproved: EventPayload {
  /// The stored name.
  public static let eventType = EventType("host-post.approved")
}

extension PBHostPostDeclined: EventPayload {
  /// The stored name.
  public static let eventType = EventType("host-post.declined")
}

extension PBHostPostWithdrawn: EventPayload {
  /// The stored name.
  public static let eventType = EventType("host-post.withdrawn")
}
