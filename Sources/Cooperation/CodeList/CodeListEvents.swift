public import EventModel

extension CodeList {
  /// The streams of code lists.
  public static let category = StreamCategory("code.list")

  /// What happens to a code list.
  public enum Event: Sendable {
    /// There is a code.
    case entryAdded(PBCodeListEntryAdded)
    /// There will be no such code.
    case entryEnded(PBCodeListEntryEnded)
    /// The list stands as it is now.
    case versionPublished(PBCodeListVersionPublished)
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.entryAdded),
    .of(Event.entryEnded),
    .of(Event.versionPublished),
  ])
}

extension PBCodeListEntryAdded: EventPayload {
  /// The stored name.
  public static let eventType = EventType("code-list.entry-added")
}

extension PBCodeListEntryEnded: EventPayload {
  /// The stored name.
  public static let eventType = EventType("code-list.entry-ended")
}

extension PBCodeListVersionPublished: EventPayload {
  /// The stored name.
  public static let eventType = EventType("code-list.version-published")
}
