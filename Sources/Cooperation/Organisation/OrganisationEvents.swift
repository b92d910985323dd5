public import EventModel

extension Organisation {
  /// What happens to an organisation.
  public enum Event: Sendable {
    /// It is known from now on.
    case registered(PBOrganisationRegistered)
    /// It has a credit code now.
    case creditCodeAssigned(PBCreditCodeAssigned)
    /// It has another credit code.
    case creditCodeChanged(PBCreditCodeChanged)
    /// It has a school code, or another one.
    case schoolCodeAssigned(PBSchoolCodeAssigned)
    /// A register confirms it.
    case verificationPassed(PBVerificationRecorded)
    /// A register doesn't.
    case verificationFailed(PBVerificationRecorded)
    /// It has another name.
    case nameChanged(PBOrganisationNameChanged)
    /// It sits elsewhere.
    case regionChanged(PBRegionChanged)
    /// It works in another industry.
    case industryChanged(PBIndustryChanged)
    /// It has that many on post.
    case staffCountReported(PBStaffCountReported)
    /// A person is its contact.
    case contactAppointed(PBContactAppointed)
    /// It holds a licence.
    case licenceRecorded(PBLicenceRecorded)
    /// It is designated.
    case designationGranted(PBDesignationGranted)
    /// It no longer is.
    case designationEnded(PBDesignationEnded)
    /// It is on a blacklist.
    case blacklistEntered(PBBlacklistEntered)
    /// It no longer is.
    case blacklistLifted(PBBlacklistLifted)
    /// Its business is at rest.
    case suspended(PBOrganisationSuspended)
    /// It goes on.
    case resumed(PBOrganisationResumed)
    /// It has ended.
    case deregistered(PBOrganisationDeregistered)
    /// It has a part in the service.
    case serviceRoleGranted(PBServiceRole)
    /// It no longer has.
    case serviceRoleEnded(PBServiceRole)
    /// It is one with another.
    case merged(PBOrganisationMerged)
    /// It never was.
    case unmerged(PBOrganisationUnmerged)
    /// It became several.
    case split(PBOrganisationSplit)
    /// It gets no grants for a time.
    case barredFromGrants(PBBarredFromGrants)
  }

  static let verificationFailed = EventType("organisation.verification-failed")
  static let serviceRoleEnded = EventType("organisation.service-role-ended")

  /// How its payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.registered), .of(Event.creditCodeAssigned), .of(Event.creditCodeChanged),
    .of(Event.schoolCodeAssigned), .of(Event.verificationPassed),
    .of(verificationFailed, Event.verificationFailed), .of(Event.nameChanged),
    .of(Event.regionChanged), .of(Event.industryChanged), .of(Event.staffCountReported),
    .of(Event.contactAppointed), .of(Event.licenceRecorded), .of(Event.designationGranted),
    .of(Event.designationEnded), .of(Event.blacklistEntered), .of(Event.blacklistLifted),
    .of(Event.suspended), .of(Event.resumed), .of(Event.deregistered),
    .of(Event.serviceRoleGranted), .of(serviceRoleEnded, Event.serviceRoleEnded),
    .of(Event.merged), .of(Event.unmerged), .of(Event.split), .of(Event.barredFromGrants),
  ])
}

extension PBOrganisationRegistered: EventPayload {
  /// Named `organisation.registered`.
  public static let eventType = EventType("organisation.registered")
}
extension PBCreditCodeAssigned: EventPayload {
  /// Named `organisation.credit-code-assigned`.
  public static let eventType = EventType("organisation.credit-code-assigned")
}
extension PBCreditCodeChanged: EventPayload {
  /// Named `organisation.credit-code-changed`.
  public static let eventType = EventType("organisation.credit-code-changed")
}
extension PBSchoolCodeAssigned: EventPayload {
  /// Named `organisation.school-code-assigned`.
  public static let eventType = EventType("organisation.school-code-assigned")
}
extension PBVerificationRecorded: EventPayload {
  /// Named `organisation.verification-passed`.
  public static let eventType = EventType("organisation.verification-passed")
}
extension PBOrganisationNameChanged: EventPayload {
  /// Named `organisation.name-changed`.
  public static let eventType = EventType("organisation.name-changed")
}
extension PBRegionChanged: EventPayload {
  /// Named `organisation.region-changed`.
  public static let eventType = EventType("organisation.region-changed")
}
extension PBIndustryChanged: EventPayload {
  /// Named `organisation.industry-changed`.
  public static let eventType = EventType("organisation.industry-changed")
}
extension PBStaffCountReported: EventPayload {
  /// Named `organisation.staff-count-reported`.
  public static let eventType = EventType("organisation.staff-count-reported")
}
extension PBContactAppointed: EventPayload {
  /// Named `organisation.contact-appointed`.
  public static let eventType = EventType("organisation.contact-appointed")
}
extension PBLicenceRecorded: EventPayload {
  /// Named `organisation.licence-recorded`.
  public static let eventType = EventType("organisation.licence-recorded")
}
extension PBDesignationGranted: EventPayload {
  /// Named `organisation.designation-granted`.
  public static let eventType = EventType("organisation.designation-granted")
}
extension PBDesignationEnded: EventPayload {
  /// Named `organisation.designation-ended`.
  public static let eventType = EventType("organisation.designation-ended")
}
extension PBBlacklistEntered: EventPayload {
  /// Named `organisation.blacklist-entered`.
  public static let eventType = EventType("organisation.blacklist-entered")
}
extension PBBlacklistLifted: EventPayload {
  /// Named `organisation.blacklist-lifted`.
  public static let eventType = EventType("organisation.blacklist-lifted")
}
extension PBOrganisationSuspended: EventPayload {
  /// Named `organisation.suspended`.
  public static let eventType = EventType("organisation.suspended")
}
extension PBOrganisationResumed: EventPayload {
  /// Named `organisation.resumed`.
  public static let eventType = EventType("organisation.resumed")
}
extension PBOrganisationDeregistered: EventPayload {
  /// Named `organisation.deregistered`.
  public static let eventType = EventType("organisation.deregistered")
}
extension PBServiceRole: EventPayload {
  /// Named `organisation.service-role-granted`.
  public static let eventType = EventType("organisation.service-role-granted")
}
