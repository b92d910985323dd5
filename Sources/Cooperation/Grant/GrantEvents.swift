internal import Deciding
public import EventModel

extension Grant {
  /// The streams of grants.
  public static let category = StreamCategory("grant")

  /// What can happen to a grant.
  public enum Event: Sendable {
    /// One party of an agreement applies.
    case applied(PBGrantApplied)
    /// Another party applies with it.
    case coApplicationConfirmed(PBGrantCoApplicationConfirmed)
    /// It is open to objections.
    case applicationPublished(PBGrantApplicationPublished)
    /// Somebody objects.
    case objectionReceived(PBGrantObjectionReceived)
    /// An objection is dealt with.
    case objectionSettled(PBGrantObjectionSettled)
    /// Somebody says what it is worth.
    case reviewed(PBGrantReviewed)
    /// The fund promises an amount.
    case approved(PBGrantApproved)
    /// The fund turns it down.
    case rejected(PBGrantStopped)
    /// The applicants take it back.
    case withdrawn(PBGrantStopped)
    /// A tranche is paid.
    case paid(PBGrantPaid)
    /// Something it aims at is reached.
    case milestoneAccepted(PBGrantMilestoneAccepted)
    /// So much of it was spent.
    case expenditureReported(PBGrantExpenditureReported)
    /// Somebody says what came of it.
    case evaluated(PBGrantEvaluated)
    /// So much is to be paid back.
    case clawbackOrdered(PBGrantClawbackOrdered)
    /// So much is paid back.
    case repaid(PBGrantRepaid)
  }

  /// The stored names of the types that share a message.
  enum Types {
    static let rejected = EventType("grant.rejected")
    static let withdrawn = EventType("grant.withdrawn")
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.applied),
    .of(Event.coApplicationConfirmed),
    .of(Event.applicationPublished),
    .of(Event.objectionReceived),
    .of(Event.objectionSettled),
    .of(Event.reviewed),
    .of(Event.approved),
    .of(Types.rejected, Event.rejected),
    .of(Types.withdrawn, Event.withdrawn),
    .of(Event.paid),
    .of(Event.milestoneAccepted),
    .of(Event.expenditureReported),
    .of(Event.evaluated),
    .of(Event.clawbackOrdered),
    .of(Event.repaid),
  ])
}

extension PBGrantApplied: EventPayload {
  /// The stored name.
  public static let eventType = EventType("grant.applied")
}

extension PBGrantCoApplicationConfirmed: EventPayload {
  /// The stored name.
  public static let eventType = EventType("grant.co-application-confirmed")
}

extension PBGrantApplicationPublished: EventPayload {
  /// The stored name.
  public static let eventType = EventType("grant.application-published")
}

extension PBGrantObjectionReceived: EventPayload {
  /// The stored name.
  public static let eventType = EventType("grant.objection-received")
}

extension PBGrantObjectionSettled: EventPayload {
  /// The stored name.
  public static let eventType = EventType("grant.objection-settled")
}

extension PBGrantReviewed: EventPayload {
  /// The stored name.
  public static let eventType = EventType("grant.reviewed")
}

extension PBGrantApproved: EventPayload {
  /// The stored name.
  public static let eventType = EventType("grant.approved")
}

extension PBGrantPaid: EventPayload {
  /// The stored name.
  public static let eventType = EventType("grant.paid")
}

extension PBGrantMilestoneAccepted: EventPayload {
  /// The stored name.
  public static let eventType = EventType("grant.milestone-accepted")
}

extension PBGrantExpenditureReported: EventPayload {
  /// The stored name.
  public static let eventType = EventType("grant.expenditure-reported")
}

extension PBGrantEvaluated: EventPayload {
  /// The stored name.
  public static let eventType = EventType("grant.evaluated")
}

extension PBGrantClawbackOrdered: EventPayload {
  /// The stored name.
  public static let eventType = EventType("grant.clawback-ordered")
}

extension PBGrantRepaid: EventPayload {
  /// The stored name.
  public static let eventType = EventType("grant.repaid")
}
