internal import Deciding
public import EventModel

extension InternshipAgreement {
  /// The streams of internship agreements.
  public static let category = StreamCategory("internship.agreement")

  /// What can happen to an internship agreement.
  public enum Event: Sendable {
    /// Its text is written.
    case prepared(PBInternshipAgreementDrawnUp)
    /// It was signed elsewhere.
    case reportedSigned(PBInternshipAgreementDrawnUp)
    /// The student was told what it is about and agrees.
    case consentGiven(PBInformedConsentGiven)
    /// A guardian agrees.
    case guardianConsented(PBGuardianConsented)
    /// One of the three signs.
    case signed(PBInternshipAgreementSigned)
    /// An insurance covers it.
    case insuranceAttached(PBInsuranceAttached)
    /// A bureau has it on file.
    case filed(PBInternshipAgreementFiled)
    /// Terms change.
    case amended(PBInternshipAgreementAmended)
    /// It never held.
    case annulled(PBInternshipAgreementAnnulled)
    /// Another one takes its place.
    case superseded(PBInternshipAgreementSuperseded)
  }

  /// The stored names of the types that share a message.
  package enum Types {
    package static let prepared = EventType("internship-agreement.prepared")
    package static let reportedSigned = EventType("internship-agreement.reported-signed")
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Types.prepared, Event.prepared),
    .of(Types.reportedSigned, Event.reportedSigned),
    .of(Event.consentGiven),
    .of(Event.guardianConsented),
    .of(Event.signed),
    .of(Event.insuranceAttached),
    .of(Event.filed),
    .of(Event.amended),
    .of(Event.annulled),
    .of(Event.superseded),
  ])
}

extension PBInformedConsentGiven: EventPayload {
  /// The stored name.
  public static let eventType = EventType("internship-agreement.consent-given")
}

extension PBGuardianConsented: EventPayload {
  /// The stored name.
  public static let eventType = EventType("internship-agreement.guardian-consented")
}

extension PBInternshipAgreementSigned: EventPayload {
  /// The stored name.
  public static let eventType = EventType("internship-agreement.signed")
}

extension PBInsuranceAttached: EventPayload {
  /// The stored name.
  public static let eventType = EventType("internship-agreement.insurance-attached")
}

extension PBInternshipAgreementFiled: EventPayload {
  /// The stored name.
  public static let eventType = EventType("internship-agreement.filed")
}

extension PBInternshipAgreementAmended: EventPayload {
  /// The stored name.
  public static let eventType = EventType("internship-agreement.amended")
}

extension PBInternshipAgreementAnnulled: EventPayload {
  /// The stored name.
  public static let eventType = EventType("internship-agreement.annulled")
}

extension PBInternshipAgreementSuperseded: EventPayload {
  /// The stored name.
  public static let eventType = EventType("internship-agreement.superseded")
}
