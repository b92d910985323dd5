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
    case .internshipCode: internshipHolder(event)
    case .vacancy: vacancyNaming(event)
    case .application: applicationNaming(event)
    case .activity: activityNaming(event)
    case .exhibitor: exhibitorNaming(event)
    case .outcome, .outcomeCode: outcomeNaming(event)
    case .employment, .employmentCode: employmentNaming(event)
    case .assistance, .assistanceCode: assistanceNaming(event)
    case .campaign, .visit: visitNaming(event)
    case .session: sessionNaming(event)
    case .intention, .intentionCode: intentionNaming(event)
    case .cooperation: cooperationNaming(event)
    case .orderClass, .classCode: orderClassNaming(event)
    case .alliance, .membership: allianceNaming(event)
    case .meeting: meetingNaming(event)
    case .survey, .surveyResponse: surveyNaming(event)
    case .training: trainingNaming(event)
    case .policy, .policyCode, .fund: fundNaming(event)
    case .grant, .grantCode: grantNaming(event)
    case .finding: findingNaming(event)
    case .dispute: disputeNaming(event)
    }
  }

  /// A planned event's message, encoded.
  func payload(_ event: PlannedEvent) -> [UInt8] {
    switch event.fact.kind {
    case .organisation, .creditCode: organisationPayload(event)
    case .person, .enrolment, .enrolmentCode: personPayload(event)
    case .internshipAgreement: agreementPayload(event)
    case .placement: placementPayload(event)
    case .internshipCode: internshipClaim(event)
    case .vacancy: vacancyPayload(event)
    case .application: applicationPayload(event)
    case .activity: activityPayload(event)
    case .exhibitor: exhibitorPayload(event)
    case .outcome, .outcomeCode: outcomePayload(event)
    case .employment, .employmentCode: employmentPayload(event)
    case .assistance, .assistanceCode: assistancePayload(event)
    case .campaign, .visit: visitPayload(event)
    case .session: sessionPayload(event)
    case .intention, .intentionCode: intentionPayload(event)
    case .cooperation: cooperationPayload(event)
    case .orderClass, .classCode: orderClassPayload(event)
    case .alliance, .membership: alliancePayload(event)
    case .meeting: meetingPayload(event)
    case .survey, .surveyResponse: surveyPayload(event)
    case .training: trainingPayload(event)
    case .policy, .policyCode, .fund: fundPayload(event)
    case .grant, .grantCode: grantPayload(event)
    case .finding: findingPayload(event)
    case .dispute: disputePayload(event)
    }
  }
}
