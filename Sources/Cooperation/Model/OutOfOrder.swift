public import EventModel

/// The events of a stream that came where its state didn't allow them.
///
/// Most of them count all the same: what ended did end, also where nobody told that it began. An event
/// that was passed over says nothing that counts, neither to the state nor to any read model: another end
/// after the end, or what happens once told again of a later day.
public struct OutOfOrder: Hashable, Sendable, ExpressibleByArrayLiteral {
  /// All of them, in effective order.
  public private(set) var events: [EventID]
  /// The last one that was passed over.
  private(set) var passedOver: EventID?
  /// The phase to which it would have led after an end, by its name.
  private(set) var refusedPhase: String?

  /// These events, none of them passed over.
  public init(arrayLiteral events: EventID...) { self.events = events }

  /// Marks the event that came last, once.
  mutating func mark(_ event: EventID) {
    if events.last != event { events.append(event) }
  }

  /// Marks the event that came last, and that it doesn't count.
  mutating func passOver(_ event: EventID, refusing phase: String? = nil) {
    mark(event)
    passedOver = event
    refusedPhase = phase
  }
}
