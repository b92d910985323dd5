internal import Deciding
public import EventModel

extension CooperationAgreement {
  /// The streams of cooperation agreements.
  public static let category = StreamCategory("agreement")

  /// What can happen to a cooperation agreement.
  public enum Event: Sendable {
    /// Its text is written.
    case drafted(PBAgreementTerms)
    /// It was signed elsewhere.
    case reportedSigned(PBAgreementTerms)
    /// It is in review.
    case submitted(PBAgreementAdvanced)
    /// It awaits signatures.
    case approved(PBAgreementAdvanced)
    /// The review turns it down.
    case rejected(PBAgreementStopped)
    /// One party signs.
    case partySigned(PBAgreementPartySigned)
    /// New terms are put forward.
    case amendmentProposed(PBAgreementTerms)
    /// One party signs the new terms.
    case amendmentSigned(PBAgreementAmendmentSigned)
    /// One party turns the new terms down.
    case amendmentRejected(PBAgreementAmendmentRejected)
    /// Something it aims at is reached.
    case milestoneReported(PBAgreementMilestoneReported)
    /// It plans a batch of interns.
    case internBatchPlanned(PBInternBatchPlanned)
    /// It ends before its time.
    case terminated(PBAgreementTerminated)
    /// Another one follows it.
    case renewed(PBAgreementRenewed)
    /// It never held.
    case annulled(PBAgreementStopped)
    /// Another organisation takes a party's place.
    case successorConfirmed(PBSuccessorConfirmed)
  }

  /// The stored names of the types that share a message.
  package enum Types {
    package static let drafted = EventType("agreement.drafted")
    package static let reportedSigned = EventType("agreement.reported-signed")
    package static let submitted = EventType("agreement.submitted")
    package static let approved = EventType("agreement.approved")
    package static let rejected = EventType("agreement.rejected")
    package static let amendmentProposed = EventType("agreement.amendment-proposed")
    package static let internBatchPlanned = EventType("agreement.intern-batch-planned")
    package static let annulled = EventType("agreement.annulled")
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Types.drafted, Event.drafted),
    .of(Types.reportedSigned, Event.reportedSigned),
    .of(Types.submitted, Event.submitted),
    .of(Types.approved, Event.approved),
    .of(Types.rejected, Event.rejected),
    .of(Event.partySigned),
    .of(Types.amendmentProposed, Event.amendmentProposed),
    .of(Event.amendmentSigned),
    .of(Event.amendmentRejected),
    .of(Event.milestoneReported),
    .of(Types.internBatchPlanned, Event.internBatchPlanned),
    .of(Event.terminated),
    .of(Event.renewed),
    .of(Types.annulled, Event.annulled),
    .of(Event.successorConfirmed),
  ])
}

extension PBAgreementPartySigned: EventPayload {
  /// The stored name.
  public static let eventType = EventType("agreement.party-signed")
}

extension PBAgreementAmendmentSigned: EventPayload {
  /// The stored name.
  public static let eventType = EventType("agreement.amendment-signed")
}

extension PBAgreementAmendmentRejected: EventPayload {
  /// The stored name.
  public static let eventType = EventType("agreement.amendment-rejected")
}

extension PBAgreementMilestoneReported: EventPayload {
  /// The stored name.
  public static let eventType = EventType("agreement.milestone-reported")
}

extension PBAgreementTerminated: EventPayload {
  /// The stored name.
  public static let eventType = EventType("agreement.terminated")
}

extension PBAgreementRenewed: EventPayload {
  /// The stored name.
  public static let eventType = EventType("agreement.renewed")
}
