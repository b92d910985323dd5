internal import Deciding
public import EventModel

extension EmployerVisit {
  /// The streams of visits between schools and employers.
  public static let category = StreamCategory("visit")

  /// What can happen to a visit.
  public enum Event: Sendable {
    /// It is to be.
    case planned(PBVisitPlanned)
    /// It took place.
    case held(PBVisitHeld)
    /// The employer holds something out.
    case outcomeNoted(PBVisitOutcomeNoted)
    /// One side wants to go on.
    case followUpProposed(PBVisitFollowUp)
    /// Both will go on.
    case followUpAgreed(PBVisitFollowUp)
    /// It won't be.
    case cancelled(PBVisitCancelled)
  }

  /// The stored names of the types that share a message.
  enum Types {
    static let followUpProposed = EventType("visit.follow-up-proposed")
    static let followUpAgreed = EventType("visit.follow-up-agreed")
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.planned),
    .of(Event.held),
    .of(Event.outcomeNoted),
    .of(Types.followUpProposed, Event.followUpProposed),
    .of(Types.followUpAgreed, Event.followUpAgreed),
    .of(Event.cancelled),
  ])
}

extension PBVisitPlanned: EventPayload {
  /// The stored name.
  public static let eventType = EventType("visit.planned")
}

extension PBVisitHeld: EventPayload {
  /// The stored name.
  public static let eventType = EventType("visit.held")
}

extension PBVisitOutcomeNoted: EventPayload {
  /// The stored name.
  public static let eventType = EventType("visit.outcome-noted")
}

extension PBVisitCancelled: EventPayload {
  /// The stored name.
  public static let eventType = EventType("visit.cancelled")
}
