internal import Deciding
public import EventModel

extension Vacancy {
  /// The streams of vacancies.
  public static let category = StreamCategory("vacancy")

  /// What can happen to a vacancy.
  public enum Event: Sendable {
    /// Its text is written.
    case drafted(PBVacancyDrafted)
    /// It waits for approval.
    case submitted(PBVacancySubmitted)
    /// It may be published.
    case approved(PBVacancyApproved)
    /// It may not be published as it is.
    case rejected(PBVacancyRejected)
    /// People may apply.
    case published(PBVacancyPublished)
    /// Its text is another.
    case revised(PBVacancyRevised)
    /// Nobody may apply for a while.
    case paused(PBVacancyInterrupted)
    /// People may apply again.
    case resumed(PBVacancyInterrupted)
    /// Somebody was found.
    case filled(PBVacancyFilled)
    /// It has ended.
    case closed(PBVacancyClosed)
    /// Somebody says that something is wrong with it.
    case complainedAbout(PBVacancyComplainedAbout)
  }

  /// The stored names of the types that share a message.
  enum Types {
    static let paused = EventType("vacancy.paused")
    static let resumed = EventType("vacancy.resumed")
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.drafted),
    .of(Event.submitted),
    .of(Event.approved),
    .of(Event.rejected),
    .of(Event.published),
    .of(Event.revised),
    .of(Types.paused, Event.paused),
    .of(Types.resumed, Event.resumed),
    .of(Event.filled),
    .of(Event.closed),
    .of(Event.complainedAbout),
  ])
}

extension PBVacancyDrafted: EventPayload {
  /// The stored name.
  public static let eventType = EventType("vacancy.drafted")
}

extension PBVacancySubmitted: EventPayload {
  /// The stored name.
  public static let eventType = EventType("vacancy.submitted")
}

extension PBVacancyApproved: EventPayload {
  /// The stored name.
  public static let eventType = EventType("vacancy.approved")
}

extension PBVacancyRejected: EventPayload {
  /// The stored name.
  public static let eventType = EventType("vacancy.rejected")
}

extension PBVacancyPublished: EventPayload {
  /// The stored name.
  public static let eventType = EventType("vacancy.published")
}

extension PBVacancyRevised: EventPayload {
  /// The stored name.
  public static let eventType = EventType("vacancy.revised")
}

extension PBVacancyFilled: EventPayload {
  /// The stored name.
  public static let eventType = EventType("vacancy.filled")
}

extension PBVacancyClosed: EventPayload {
  /// The stored name.
  public static let eventType = EventType("vacancy.closed")
}

extension PBVacancyComplainedAbout: EventPayload {
  /// The stored name.
  public static let eventType = EventType("vacancy.complained-about")
}
