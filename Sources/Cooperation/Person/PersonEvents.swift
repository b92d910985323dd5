public import EventModel

extension Person {
  /// What happens to a person's record.
  public enum Event: Sendable {
    /// There is someone.
    case registered(PBPersonRegistered)
    /// Why we may know them.
    case legalBasisRecorded(PBLegalBasisRecorded)
    /// They agree.
    case consentGiven(PBConsent)
    /// They no longer do.
    case consentWithdrawn(PBConsent)
    /// It is they.
    case identityVerified(PBIdentityVerified)
    /// They are reached otherwise.
    case contactChanged(PBPersonContactChanged)
    /// Someone answers for them.
    case guardianLinked(PBGuardianLinked)
    /// Storage only.
    case processingRestricted(PBProcessingRestricted)
    /// Nobody will know who it was.
    case personalDataErased(PBPersonalDataErased)
    /// It is the same person as another record's.
    case merged(PBPersonMerged)
    /// It is not.
    case unmerged(PBPersonUnmerged)
    /// Nothing of it may be erased.
    case legalHoldPlaced(PBLegalHoldPlaced)
    /// It may be again.
    case legalHoldLifted(PBLegalHoldLifted)
    /// They want no recommendations.
    case recommendationsSwitchedOff(PBRecommendationsSwitched)
    /// They want recommendations again.
    case recommendationsSwitchedOn(PBRecommendationsSwitched)
  }

  static let consentWithdrawn = EventType("person.consent-withdrawn")
  static let recommendationsSwitchedOff = EventType("person.recommendations-switched-off")
  static let recommendationsSwitchedOn = EventType("person.recommendations-switched-on")

  /// How its payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.registered), .of(Event.legalBasisRecorded), .of(Event.consentGiven),
    .of(consentWithdrawn, Event.consentWithdrawn), .of(Event.identityVerified),
    .of(Event.contactChanged), .of(Event.guardianLinked), .of(Event.processingRestricted),
    .of(Event.personalDataErased), .of(Event.merged), .of(Event.unmerged),
    .of(Event.legalHoldPlaced), .of(Event.legalHoldLifted),
    .of(recommendationsSwitchedOff, Event.recommendationsSwitchedOff),
    .of(recommendationsSwitchedOn, Event.recommendationsSwitchedOn),
  ])
}

extension PBPersonRegistered: EventPayload {
  /// Named `person.registered`.
  public static let eventType = EventType("person.registered")
}
extension PBLegalBasisRecorded: EventPayload {
  /// Named `person.legal-basis-recorded`.
  public static let eventType = EventType("person.legal-basis-recorded")
}
extension PBConsent: EventPayload {
  /// Named `person.consent-given`.
  public static let eventType = EventType("person.consent-given")
}
extension PBIdentityVerified: EventPayload {
  /// Named `person.identity-verified`.
  public static let eventType = EventType("person.identity-verified")
}
extension PBPersonContactChanged: EventPayload {
  /// Named `person.contact-changed`.
  public static let eventType = EventType("person.contact-changed")
}
extension PBGuardianLinked: EventPayload {
  /// Named `person.guardian-linked`.
  public static let eventType = EventType("person.guardian-linked")
}
extension PBProcessingRestricted: EventPayload {
  /// Named `person.processing-restricted`.
  public static let eventType = EventType("person.processing-restricted")
}
extension PBPersonalDataErased: EventPayload {
  /// Named `person.personal-data-erased`.
  public static let eventType = EventType("person.personal-data-erased")
}
extension PBPersonMerged: EventPayload {
  /// Named `person.merged`.
  public static let eventType = EventType("person.merged")
}
extension PBPersonUnmerged: EventPayload {
  /// Named `person.unmerged`.
  public static let eventType = EventType("person.unmerged")
}
extension PBLegalHoldPlaced: EventPayload {
  /// Named `person.legal-hold-placed`.
  public static let eventType = EventType("person.legal-hold-placed")
}
extension PBLegalHoldLifted: EventPayload {
  /// Named `person.legal-hold-lifted`.
  public static let eventType = EventType("person.legal-hold-lifted")
}
