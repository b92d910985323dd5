public import EventModel

extension Import {
  /// The streams of imports.
  public static let category = StreamCategory("import")

  /// What happens in an import.
  public enum Event: Sendable {
    /// There is a file.
    case received(PBImportReceived)
    /// What became of a run of its rows.
    case rowsProcessed(PBImportRowsProcessed)
    /// All rows are done.
    case completed(PBImportCompleted)
    /// What it recorded was taken back.
    case reversed(PBImportReversed)
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.received),
    .of(Event.rowsProcessed),
    .of(Event.completed),
    .of(Event.reversed),
  ])
}

extension PBImportReceived: EventPayload {
  /// The stored name.
  public static let eventType = EventType("import.received")
}

extension PBImportRowsProcessed: EventPayload {
  /// The stored name.
  public static let eventType = EventType("import.rows-processed")
}

extension PBImportCompleted: EventPayload {
  /// The stored name.
  public static let eventType = EventType("import.completed")
}

extension PBImportReversed: EventPayload {
  /// The stored name.
  public static let eventType = EventType("import.reversed")
}
