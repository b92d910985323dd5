internal import Deciding
public import EventModel

extension Membership {
  /// The streams of memberships.
  public static let category = StreamCategory("membership")

  /// What can happen to a membership.
  public enum Event: Sendable {
    /// The organisation wants to join.
    case applied(PBMembershipApplied)
    /// It is a member from now on.
    case admitted(PBMembershipAdmitted)
    /// It gets another role.
    case roleChanged(PBMemberRoleChanged)
    /// It leaves.
    case withdrawn(PBMemberLeft)
    /// It is expelled.
    case expelled(PBMemberLeft)
  }

  /// The stored names of the types that share a message.
  enum Types {
    static let withdrawn = EventType("membership.withdrawn")
    static let expelled = EventType("membership.expelled")
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.applied),
    .of(Event.admitted),
    .of(Event.roleChanged),
    .of(Types.withdrawn, Event.withdrawn),
    .of(Types.expelled, Event.expelled),
  ])

  /// The stream of one organisation's membership in one alliance.
  ///
  /// - Throws: ``EventModelError`` when the name gets too long.
  public static func stream(
    alliance: StreamName, organisation: StreamName
  ) throws(EventModelError) -> StreamName {
    try category.stream(alliance.id + "." + organisation.id)
  }
}

extension PBMembershipApplied: EventPayload {
  /// The stored name.
  public static let eventType = EventType("membership.applied")
}

extension PBMembershipAdmitted: EventPayload {
  /// The stored name.
  public static let eventType = EventType("membership.admitted")
}

extension PBMemberRoleChanged: EventPayload {
  /// The stored name.
  public static let eventType = EventType("membership.role-changed")
}
