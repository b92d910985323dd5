internal import Cooperation
internal import EventModel

// What each fact names and holds, by the kind of its stream.

extension City {
  /// The version of the rules that the events carry.
  var rulesetVersion: Int { RuleBook.version }

  /// What a planned event names.
  func naming(_ event: PlannedEvent) -> Naming {
    switch event.fact.kind {
    case .organisation, .creditCode: organisationNaming(event)
    case .person, .enrolment, .enrolmentCode: personNaming(event)
    case .internshipAgreement: agreementNaming(event)
    case .placement: placementNaming(event)
    case .vacancy: vacancyNaming(event)
    case .application: applicationNaming(event)
    case .activity: activityNaming(event)
    case .exhibitor: exhibitorNaming(event)
    case .outcome, .outcomeCode: outcomeNaming(event)
    }
  }

  /// A planned event's message, encoded.
  func payload(_ event: PlannedEvent) -> [UInt8] {
    switch event.fact.kind {
    case .organisation, .creditCode: organisationPayload(event)
    case .person, .enrolment, .enrolmentCode: personPayload(event)
    case .internshipAgreement: agreementPayload(event)
    case .placement: placementPayload(event)
    case .vacancy: vacancyPayload(event)
    case .application: applicationPayload(event)
    case .activity: activityPayload(event)
    case .exhibitor: exhibitorPayload(event)
    case .outcome, .outcomeCode: outcomePayload(event)
    }
  }
}
