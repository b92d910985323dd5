internal import Deciding
public import EventModel

extension Need {
  /// The streams of needs.
  public static let category = StreamCategory("need")

  /// What can happen to a need.
  public enum Event: Sendable {
    /// An organisation offers or looks for something.
    case published(PBNeedPublished)
    /// It is another.
    case revised(PBNeedRevised)
    /// Somebody responds.
    case answered(PBNeedAnswered)
    /// Two will do it.
    case matched(PBNeedMatched)
    /// Nothing came of a match.
    case matchFailed(PBNeedMatchFailed)
    /// It is over.
    case closed(PBNeedClosed)
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.published),
    .of(Event.revised),
    .of(Event.answered),
    .of(Event.matched),
    .of(Event.matchFailed),
    .of(Event.closed),
  ])
}

extension PBNeedPublished: EventPayload {
  /// The stored name.
  public static let eventType = EventType("need.published")
}

extension PBNeedRevised: EventPayload {
  /// The stored name.
  public static let eventType = EventType("need.revised")
}

extension PBNeedAnswered: EventPayload {
  /// The stored name.
  public static let eventType = EventType("need.answered")
}

extension PBNeedMatched: EventPayload {
  /// The stored name.
  public static let eventType = EventType("need.matched")
}

extension PBNeedMatchFailed: EventPayload {
  /// The stored name.
  public static let eventType = EventType("need.match-failed")
}

extension PBNeedClosed: EventPayload {
  /// The stored name.
  public static let eventType = EventType("need.closed")
}
