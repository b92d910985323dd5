internal import Deciding
public import EventModel

extension MatchmakingSession {
  /// The streams of matchmaking sessions.
  public static let category = StreamCategory("session")

  /// What can happen to a matchmaking session.
  public enum Event: Sendable {
    /// It is to be.
    case scheduled(PBSessionScheduled)
    /// An organisation is asked to come.
    case partyInvited(PBSessionPartyInvited)
    /// An organisation is there.
    case partyArrived(PBSessionPartyArrived)
    /// Two talked with each other.
    case pairMet(PBSessionPairMet)
    /// Nothing came of it.
    case noMatchRecorded(PBSessionNoMatchRecorded)
    /// It is over.
    case closed(PBSessionClosed)
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.scheduled),
    .of(Event.partyInvited),
    .of(Event.partyArrived),
    .of(Event.pairMet),
    .of(Event.noMatchRecorded),
    .of(Event.closed),
  ])
}

extension PBSessionScheduled: EventPayload {
  /// The stored name.
  public static let eventType = EventType("session.scheduled")
}

extension PBSessionPartyInvited: EventPayload {
  /// The stored name.
  public static let eventType = EventType("session.party-invited")
}

extension PBSessionPartyArrived: EventPayload {
  /// The stored name.
  public static let eventType = EventType("session.party-arrived")
}

extension PBSessionPairMet: EventPayload {
  /// The stored name.
  public static let eventType = EventType("session.pair-met")
}

extension PBSessionNoMatchRecorded: EventPayload {
  /// The stored name.
  public static let eventType = EventType("session.no-match-recorded")
}

extension PBSessionClosed: EventPayload {
  /// The stored name.
  public static let eventType = EventType("session.closed")
}
