internal import Deciding
public import EventModel

extension OrderClass {
  /// The streams of order classes.
  public static let category = StreamCategory("order.class")

  /// What can happen to an order class.
  public enum Event: Sendable {
    /// It is to be set up.
    case planned(PBOrderClassPlanned)
  }

  /// How the payloads are decoded.
  public static let payloads = PayloadTable<Event>([.of(Event.planned)])
}

extension PBOrderClassPlanned: EventPayload {
  /// The stored name.
  public static let eventType = EventType("order-class.planned")
}
