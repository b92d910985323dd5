public import EventModel

extension Report {
  /// The streams of reports.
  public static let category = StreamCategory("report")

  /// What happens to a report.
  public enum Event: Sendable {
    /// Figures are shown.
    case published(PBReportPublished)
    /// Figures are fixed for ever.
    case statisticsFrozen(PBStatisticsFrozen)
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.published),
    .of(Event.statisticsFrozen),
  ])
}

extension PBReportPublished: EventPayload {
  /// The stored name.
  public static let eventType = EventType("report.published")
}

extension PBStatisticsFrozen: EventPayload {
  /// The stored name.
  public static let eventType = EventType("report.statistics-frozen")
}
