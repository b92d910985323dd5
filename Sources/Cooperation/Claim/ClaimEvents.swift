public import EventModel

extension Claim {
  /// What happens to a published figure.
  public enum Event: Sendable {
    /// It was said.
    case published(PBClaimPublished)
    /// Someone explains why it differs from the count.
    case explained(PBClaimExplained)
    /// It was taken back.
    case retracted(PBClaimRetracted)
  }

  /// How its payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.published), .of(Event.explained), .of(Event.retracted),
  ])
}

extension PBClaimPublished: EventPayload {
  /// Named `claim.published`.
  public static let eventType = EventType("claim.published")
}
extension PBClaimExplained: EventPayload {
  /// Named `claim.explained`.
  public static let eventType = EventType("claim.explained")
}
extension PBClaimRetracted: EventPayload {
  /// Named `claim.retracted`.
  public static let eventType = EventType("claim.retracted")
}
