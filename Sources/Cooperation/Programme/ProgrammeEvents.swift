internal import Deciding
public import EventModel

extension Programme {
  /// The streams of programmes.
  public static let category = StreamCategory("programme")

  /// What can happen to a programme.
  public enum Event: Sendable {
    /// A school offers it.
    case opened(PBProgrammeOpened)
    /// What those learn who enter in a year.
    case planPublished(PBProgrammePlanPublished)
    /// It takes nobody for a while.
    case suspended(PBProgrammeStatusChanged)
    /// It goes on.
    case resumed(PBProgrammeStatusChanged)
    /// It ends.
    case closed(PBProgrammeStatusChanged)
  }

  /// The stored names of the types that share a message.
  package enum Types {
    package static let suspended = EventType("programme.suspended")
    package static let resumed = EventType("programme.resumed")
    package static let closed = EventType("programme.closed")
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.opened),
    .of(Event.planPublished),
    .of(Types.suspended, Event.suspended),
    .of(Types.resumed, Event.resumed),
    .of(Types.closed, Event.closed),
  ])
}

extension PBProgrammeOpened: EventPayload {
  /// The stored name.
  public static let eventType = EventType("programme.opened")
}

extension PBProgrammePlanPublished: EventPayload {
  /// The stored name.
  public static let eventType = EventType("programme.plan-published")
}
