internal import Deciding
public import EventModel

extension Target {
  /// The streams of targets.
  public static let category = StreamCategory("target")

  /// What can happen to a target.
  public enum Event: Sendable {
    /// Somebody is to reach a figure.
    case set(PBTargetSet)
    /// It is another figure.
    case revised(PBTargetRevised)
    /// A body says whether it was reached.
    case assessed(PBTargetAssessed)
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.set),
    .of(Event.revised),
    .of(Event.assessed),
  ])
}

extension PBTargetSet: EventPayload {
  /// The stored name.
  public static let eventType = EventType("target.set")
}

extension PBTargetRevised: EventPayload {
  /// The stored name.
  public static let eventType = EventType("target.revised")
}

extension PBTargetAssessed: EventPayload {
  /// The stored name.
  public static let eventType = EventType("target.assessed")
}
