import Cooperation
import EventModel
import SwiftProtobuf
import Testing

/// The command that leads to a simulated fact.
enum ReplayedCommands {
  /// A fact's command as JSON; `nil` for what follows from other facts by itself.
  static func json(_ recorded: RecordedEvent) throws -> String? {
    let type = recorded.event.type.text
    guard let entry = entries[type] else { return nil }
    var fields: [String] = []
    for field in entry.fields {
      let stream = entry.fields.count == 1 ? recorded.stream : try named(field, in: recorded)
      fields.append("\"\(field)\": \"\(stream.text)\"")
    }
    fields.append("\"details\": \(try details(recorded))")
    if let extra = extras[type] { fields.append(extra) }
    return "{\"\(entry.command)\": {\(fields.joined(separator: ", "))}}"
  }

  private static func named(_ category: String, in recorded: RecordedEvent) throws -> StreamName {
    try #require(
      recorded.event.about.first { $0.stream.category.text == category }?.stream,
      "\(recorded.event.type) is about no \(category)")
  }

  private static func details(_ recorded: RecordedEvent) throws -> String {
    switch recorded.event.type {
    case PBPersonRegistered.eventType:
      var details = try PBPersonRegistered(serializedBytes: recorded.event.payload)
      details.clearHasIDNumber_p()
      return try details.jsonString()
    case PBPlacementStarted.eventType:
      var details = try PBPlacementStarted(serializedBytes: recorded.event.payload)
      // These are worked out.
      details.clearGradeYear()
      details.clearSchoolLevel()
      return try details.jsonString()
    default: return try #require(CooperationModel.payloadJSON(of: recorded))
    }
  }

  /// What a command has besides the details, of which the log shows nothing.
  private static let extras = [
    "organisation.verification-passed": "\"passed\": true",
    "enrolment.key-group-confirmed": "\"sensitive\": {\"group\": \"POVERTY\"}",
  ]

  /// Event type, command, and the command's fields that name streams.
  private static let entries: [String: (command: String, fields: [String])] = {
    var entries: [String: (command: String, fields: [String])] = [:]
    for line in table.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      let fields = words[2] == "-" ? [] : words[2].split(separator: "+").map(String.init)
      entries[words[0]] = (words[1], fields)
    }
    return entries
  }()

  private static let table = """
    organisation.registered registerOrganisation organisation
    organisation.verification-passed recordVerification organisation
    organisation.staff-count-reported reportStaffCount organisation
    organisation.merged mergeOrganisation organisation
    person.registered registerPerson person
    person.merged mergePerson person
    person.personal-data-erased erasePersonalData person
    enrolment.enrolled enrolStudent enrolment
    enrolment.grade-year-advanced advanceGradeYear enrolment
    enrolment.graduated graduateStudent enrolment
    enrolment.key-group-confirmed confirmKeyGroup enrolment
    internship-agreement.prepared prepareInternshipAgreement internshipAgreement
    internship-agreement.consent-given giveInformedConsent internshipAgreement
    internship-agreement.guardian-consented giveGuardianConsent internshipAgreement
    internship-agreement.signed signInternshipAgreement internshipAgreement
    internship-agreement.insurance-attached attachInsurance internshipAgreement
    internship-agreement.filed fileInternshipAgreement internshipAgreement
    internship-agreement.amended amendInternshipAgreement internshipAgreement
    placement.arranged arrangePlacement placement
    placement.safety-training-completed completeSafetyTraining placement
    placement.started startPlacement placement
    placement.payment-recorded recordPayment placement
    placement.school-visit-made recordSchoolVisit placement
    placement.incident-reported reportIncident placement
    placement.assessment-recorded recordAssessment placement
    placement.completed completePlacement placement
    placement.ended-early endPlacementEarly placement
    placement.converted-to-employment convertToEmployment placement
    vacancy.drafted draftVacancy vacancy
    vacancy.submitted submitVacancy vacancy
    vacancy.approved approveVacancy vacancy
    vacancy.published publishVacancy vacancy
    vacancy.filled fillVacancy vacancy
    vacancy.closed closeVacancy vacancy
    application.submitted submitApplication vacancy+person
    application.review-begun beginApplicationReview vacancy+person
    application.rejected rejectApplication vacancy+person
    application.withdrawn withdrawApplication vacancy+person
    application.job-offered offerJob vacancy+person
    application.offer-accepted acceptJobOffer vacancy+person
    application.offer-declined declineJobOffer vacancy+person
    activity.planned planActivity activity
    activity.announced announceActivity activity
    activity.opened openActivity activity
    activity.held holdActivity activity
    activity.counted countAtActivity activity
    activity.reported reportActivity activity
    exhibitor.registered registerExhibitor activity+organisation
    exhibitor.attended recordExhibitorAttendance activity+organisation
    exhibitor.withdrawn withdrawExhibitor activity+organisation
    outcome.declared declareOutcome outcome
    outcome.evidence-attached attachOutcomeEvidence outcome
    outcome.employer-cross-checked crossCheckEmployer outcome
    outcome.graduate-contested contestOutcome outcome
    outcome.revised reviseOutcome outcome
    outcome.graduate-confirmed confirmOutcome outcome
    outcome.school-reviewed reviewOutcomeAsSchool outcome
    outcome.bureau-reviewed reviewOutcomeAsBureau outcome
    employment.invited inviteGraduate employment
    employment.graduate-agreed agreeToEmployment employment
    employment.school-approved approveEmployment employment
    employment.entered-into-force enterEmploymentIntoForce employment
    employment.terminated terminateEmployment employment
    assistance.opened openAssistanceCase assistanceCase
    assistance.diagnosis-recorded recordDiagnosis assistanceCase
    assistance.guidance-given giveGuidance assistanceCase
    assistance.job-recommended recommendJob assistanceCase
    assistance.subsidy-guided guideSubsidy assistanceCase
    assistance.outcome-linked linkCaseOutcome assistanceCase
    assistance.resolved resolveAssistanceCase assistanceCase
    assistance.closed closeAssistanceCase assistanceCase
    campaign.launched launchCampaign campaign
    campaign.closed closeCampaign campaign
    visit.planned planVisit visit
    visit.held holdVisit visit
    visit.cancelled cancelVisit visit
    visit.outcome-noted noteVisitOutcome visit
    visit.follow-up-proposed proposeFollowUp visit
    visit.follow-up-agreed agreeFollowUp visit
    session.scheduled scheduleSession session
    session.party-invited inviteParty session
    session.party-arrived recordPartyArrival session
    session.pair-met recordPairMet session
    session.no-match-recorded recordNoMatch session
    session.closed closeSession session
    intention.recorded recordIntention intention
    intention.negotiation-begun beginIntentionNegotiation intention
    intention.converted convertIntention intention
    intention.lapsed lapseIntention intention
    intention.withdrawn withdrawIntention intention
    agreement.drafted draftAgreement agreement
    agreement.submitted submitAgreement agreement
    agreement.approved approveAgreement agreement
    agreement.party-signed signAgreement agreement
    agreement.reported-signed reportAgreementSigned agreement
    agreement.milestone-reported reportMilestone agreement
    agreement.amendment-proposed proposeAgreementAmendment agreement
    agreement.amendment-signed signAgreementAmendment agreement
    agreement.terminated terminateAgreement agreement
    order-class.planned planOrderClass orderClass
    order-class.opened openOrderClass orderClass
    order-class.curriculum-agreed agreeCurriculum orderClass
    order-class.mentor-assigned assignClassMentor orderClass
    order-class.student-enrolled enrolInClass orderClass
    order-class.student-left leaveClass orderClass
    order-class.completed completeOrderClass orderClass
    alliance.proposed proposeAlliance alliance
    alliance.founded foundAlliance alliance
    alliance.charter-adopted adoptCharter alliance
    alliance.governing-units-elected electGoverningUnits alliance
    alliance.operator-appointed appointOperator alliance
    alliance.plaque-unveiled unveilPlaque alliance
    alliance.work-plan-released releaseWorkPlan alliance
    alliance.award-granted grantAward alliance
    membership.applied applyForMembership alliance+organisation
    membership.admitted admitMember alliance+organisation
    membership.role-changed changeMemberRole alliance+organisation
    membership.withdrawn withdrawMember alliance+organisation
    meeting.convened conveneMeeting meeting
    meeting.quorum-recorded recordQuorum meeting
    meeting.motion-put putMotion meeting
    meeting.motion-voted recordVote meeting
    meeting.closed closeMeeting meeting
    survey.designed designSurvey survey
    survey.opened openSurvey survey
    survey.closed closeSurvey survey
    survey.published publishSurvey survey
    survey.feedback-received receiveSurveyFeedback survey
    survey.improvement-decided decideSurveyImprovement survey
    survey-response.received respondToSurvey response
    training.requested requestTraining training
    training.planned planTraining training
    training.trainee-enrolled enrolTrainee training
    training.session-held holdTrainingSession training
    training.trainee-dropped dropTrainee training
    training.certificate-issued issueTrainingCertificate training
    training.completed completeTraining training
    policy.issued issuePolicy policy
    fund.established establishFund fund
    fund.budget-set setFundBudget fund
    grant.applied applyForGrant grant
    grant.co-application-confirmed confirmCoApplication grant
    grant.application-published publishGrantApplication grant
    grant.reviewed reviewGrant grant
    grant.approved approveGrant grant
    grant.rejected rejectGrant grant
    grant.paid payGrant grant
    grant.milestone-accepted acceptGrantMilestone grant
    grant.expenditure-reported reportGrantExpenditure grant
    grant.evaluated evaluateGrant grant
    finding.opened openFinding -
    finding.notified notifyFinding finding
    finding.answered answerFinding finding
    finding.rectified rectifyFinding finding
    finding.upheld upholdFinding finding
    finding.sanctioned sanctionFinding finding
    finding.dismissed dismissFinding finding
    dispute.raised raiseDispute dispute
    dispute.evidence-received receiveDisputeEvidence dispute
    dispute.decided decideDispute dispute
    """
}
