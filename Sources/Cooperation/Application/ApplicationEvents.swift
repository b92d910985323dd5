internal import Deciding
public import EventModel

extension Application {
  /// The streams of applications.
  public static let category = StreamCategory("application")

  /// What can happen to an application.
  public enum Event: Sendable {
    /// A person applies.
    case submitted(PBApplicationSubmitted)
    /// The employer looks at it.
    case reviewBegun(PBApplicationReviewBegun)
    /// The employer offers the job.
    case jobOffered(PBApplicationJobOffered)
    /// The person takes it.
    case offerAccepted(PBApplicationOfferAnswered)
    /// The person doesn't take it.
    case offerDeclined(PBApplicationOfferAnswered)
    /// The employer says no.
    case rejected(PBApplicationRejected)
    /// The person no longer wants it.
    case withdrawn(PBApplicationWithdrawn)
  }

  /// The stored names of the types that share a message.
  enum Types {
    static let offerAccepted = EventType("application.offer-accepted")
    static let offerDeclined = EventType("application.offer-declined")
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.submitted),
    .of(Event.reviewBegun),
    .of(Event.jobOffered),
    .of(Types.offerAccepted, Event.offerAccepted),
    .of(Types.offerDeclined, Event.offerDeclined),
    .of(Event.rejected),
    .of(Event.withdrawn),
  ])
}

extension PBApplicationSubmitted: EventPayload {
  /// The stored name.
  public static let eventType = EventType("application.submitted")
}

extension PBApplicationReviewBegun: EventPayload {
  /// The stored name.
  public static let eventType = EventType("application.review-begun")
}

extension PBApplicationJobOffered: EventPayload {
  /// The stored name.
  public static let eventType = EventType("application.job-offered")
}

extension PBApplicationRejected: EventPayload {
  /// The stored name.
  public static let eventType = EventType("application.rejected")
}

extension PBApplicationWithdrawn: EventPayload {
  /// The stored name.
  public static let eventType = EventType("application.withdrawn")
}
