internal import EventModel

/// What can happen in a city: one event type each, in one kind of stream.
enum Fact: UInt8, CaseIterable {
  case organisationRegistered
  case creditCodeClaimed
  case organisationVerified
  case staffCounted
  case organisationMerged
  case personRegistered
  case personMerged
  case enrolled
  case enrolmentClaimed
  case gradeYearAdvanced
  case graduated
  case enrolmentReleased
  case agreementPrepared
  case consentGiven
  case guardianConsented
  case agreementSigned
  case insuranceAttached
  case agreementFiled
  case agreementAmended
  case placementArranged
  case safetyTrained
  case placementStarted
  case paid
  case visited
  case incidentReported
  case assessed
  case placementCompleted
  case placementEndedEarly
  case converted
  case vacancyDrafted
  case vacancySubmitted
  case vacancyApproved
  case vacancyPublished
  case vacancyFilled
  case vacancyClosed
  case applied
  case reviewBegun
  case applicationRejected
  case applicationWithdrawn
  case jobOffered
  case offerAccepted
  case offerDeclined
  case activityPlanned
  case activityAnnounced
  case activityOpened
  case activityHeld
  case activityCounted
  case activityReported
  case exhibitorRegistered
  case exhibitorAttended
  case exhibitorWithdrawn
  case outcomeDeclared
  case outcomeClaimed
  case outcomeProved
  case employerChecked
  case outcomeContested
  case outcomeRevised
  case outcomeConfirmed
  case outcomeSchoolReviewed
  case outcomeBureauReviewed
}

extension Fact {
  /// The event type, the kind of stream it stands in, and whose act it is.
  private var description: (type: EventType, kind: StreamKind, standing: Standing) {
    switch self {
    case .organisationRegistered: ("organisation.registered", .organisation, .reported)
    case .creditCodeClaimed: ("code.claimed", .creditCode, .reported)
    case .organisationVerified: ("organisation.verification-passed", .organisation, .decided)
    case .staffCounted: ("organisation.staff-count-reported", .organisation, .reported)
    case .organisationMerged: ("organisation.merged", .organisation, .decided)
    case .personRegistered: ("person.registered", .person, .reported)
    case .personMerged: ("person.merged", .person, .decided)
    case .enrolled: ("enrolment.enrolled", .enrolment, .reported)
    case .enrolmentClaimed: ("code.claimed", .enrolmentCode, .reported)
    case .gradeYearAdvanced: ("enrolment.grade-year-advanced", .enrolment, .reported)
    case .graduated: ("enrolment.graduated", .enrolment, .reported)
    case .enrolmentReleased: ("code.released", .enrolmentCode, .reported)
    case .agreementPrepared:
      ("internship-agreement.prepared", .internshipAgreement, .decided)
    case .consentGiven: ("internship-agreement.consent-given", .internshipAgreement, .reported)
    case .guardianConsented:
      ("internship-agreement.guardian-consented", .internshipAgreement, .reported)
    case .agreementSigned: ("internship-agreement.signed", .internshipAgreement, .reported)
    case .insuranceAttached:
      ("internship-agreement.insurance-attached", .internshipAgreement, .reported)
    case .agreementFiled: ("internship-agreement.filed", .internshipAgreement, .reported)
    case .agreementAmended: ("internship-agreement.amended", .internshipAgreement, .reported)
    case .placementArranged: ("placement.arranged", .placement, .reported)
    case .safetyTrained: ("placement.safety-training-completed", .placement, .reported)
    case .placementStarted: ("placement.started", .placement, .reported)
    case .paid: ("placement.payment-recorded", .placement, .reported)
    case .visited: ("placement.school-visit-made", .placement, .reported)
    case .incidentReported: ("placement.incident-reported", .placement, .reported)
    case .assessed: ("placement.assessment-recorded", .placement, .reported)
    case .placementCompleted: ("placement.completed", .placement, .reported)
    case .placementEndedEarly: ("placement.ended-early", .placement, .reported)
    case .converted: ("placement.converted-to-employment", .placement, .reported)
    case .vacancyDrafted: ("vacancy.drafted", .vacancy, .reported)
    case .vacancySubmitted: ("vacancy.submitted", .vacancy, .reported)
    case .vacancyApproved: ("vacancy.approved", .vacancy, .reported)
    case .vacancyPublished: ("vacancy.published", .vacancy, .reported)
    case .vacancyFilled: ("vacancy.filled", .vacancy, .reported)
    case .vacancyClosed: ("vacancy.closed", .vacancy, .reported)
    case .applied: ("application.submitted", .application, .reported)
    case .reviewBegun: ("application.review-begun", .application, .reported)
    case .applicationRejected: ("application.rejected", .application, .reported)
    case .applicationWithdrawn: ("application.withdrawn", .application, .reported)
    case .jobOffered: ("application.job-offered", .application, .reported)
    case .offerAccepted: ("application.offer-accepted", .application, .reported)
    case .offerDeclined: ("application.offer-declined", .application, .reported)
    case .activityPlanned: ("activity.planned", .activity, .reported)
    case .activityAnnounced: ("activity.announced", .activity, .reported)
    case .activityOpened: ("activity.opened", .activity, .reported)
    case .activityHeld: ("activity.held", .activity, .reported)
    case .activityCounted: ("activity.counted", .activity, .reported)
    case .activityReported: ("activity.reported", .activity, .reported)
    case .exhibitorRegistered: ("exhibitor.registered", .exhibitor, .reported)
    case .exhibitorAttended: ("exhibitor.attended", .exhibitor, .reported)
    case .exhibitorWithdrawn: ("exhibitor.withdrawn", .exhibitor, .reported)
    case .outcomeDeclared: ("outcome.declared", .outcome, .reported)
    case .outcomeClaimed: ("code.claimed", .outcomeCode, .reported)
    case .outcomeProved: ("outcome.evidence-attached", .outcome, .reported)
    case .employerChecked: ("outcome.employer-cross-checked", .outcome, .reported)
    case .outcomeContested: ("outcome.graduate-contested", .outcome, .reported)
    case .outcomeRevised: ("outcome.revised", .outcome, .reported)
    case .outcomeConfirmed: ("outcome.graduate-confirmed", .outcome, .reported)
    case .outcomeSchoolReviewed: ("outcome.school-reviewed", .outcome, .reported)
    case .outcomeBureauReviewed: ("outcome.bureau-reviewed", .outcome, .reported)
    }
  }

  // Worked out once: every event asks.
  private static let descriptions = allCases.map(\.description)

  /// The stored name.
  var type: EventType { Fact.descriptions[Int(rawValue)].type }
  /// Where it stands.
  var kind: StreamKind { Fact.descriptions[Int(rawValue)].kind }
  /// Whose act it is.
  var standing: Standing { Fact.descriptions[Int(rawValue)].standing }

  /// Whether some of these facts are corrected later.
  var isCorrectable: Bool {
    switch self {
    case .staffCounted, .paid, .visited, .assessed, .applicationRejected, .exhibitorAttended: true
    default: false
    }
  }
}
