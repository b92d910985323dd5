internal import EventModel

/// A fact's event type, the kind of stream it stands in, and whose act it is.
struct FactDescription {
  let fact: Fact
  let type: EventType
  let kind: StreamKind
  let standing: Standing

  init(_ fact: Fact, _ type: EventType, _ kind: StreamKind, _ standing: Standing) {
    self.fact = fact
    self.type = type
    self.kind = kind
    self.standing = standing
  }

  /// Every fact once.
  static let all =
    peopleAndWork + morePeople + markets + cooperation + learning + oversight

  /// Organisations, persons, internships, vacancies, activities, outcomes.
  private static let peopleAndWork: [FactDescription] = [
    .init(.organisationRegistered, "organisation.registered", .organisation, .reported),
    .init(.creditCodeClaimed, "code.claimed", .creditCode, .reported),
    .init(.organisationVerified, "organisation.verification-passed", .organisation, .decided),
    .init(.staffCounted, "organisation.staff-count-reported", .organisation, .reported),
    .init(.organisationMerged, "organisation.merged", .organisation, .decided),
    .init(.personRegistered, "person.registered", .person, .reported),
    .init(.personMerged, "person.merged", .person, .decided),
    .init(.enrolled, "enrolment.enrolled", .enrolment, .reported),
    .init(.enrolmentClaimed, "code.claimed", .enrolmentCode, .reported),
    .init(.gradeYearAdvanced, "enrolment.grade-year-advanced", .enrolment, .reported),
    .init(.graduated, "enrolment.graduated", .enrolment, .reported),
    .init(.enrolmentReleased, "code.released", .enrolmentCode, .reported),
    .init(.agreementPrepared, "internship-agreement.prepared", .internshipAgreement, .decided),
    .init(.consentGiven, "internship-agreement.consent-given", .internshipAgreement, .reported),
    .init(
      .guardianConsented, "internship-agreement.guardian-consented", .internshipAgreement, .reported
    ),
    .init(.agreementSigned, "internship-agreement.signed", .internshipAgreement, .reported),
    .init(
      .insuranceAttached, "internship-agreement.insurance-attached", .internshipAgreement, .reported
    ),
    .init(.agreementFiled, "internship-agreement.filed", .internshipAgreement, .reported),
    .init(.agreementAmended, "internship-agreement.amended", .internshipAgreement, .reported),
    .init(.agreementClaimed, "code.claimed", .internshipCode, .decided),
    .init(.placementArranged, "placement.arranged", .placement, .reported),
    .init(.placementClaimed, "code.claimed", .internshipCode, .reported),
    .init(.safetyTrained, "placement.safety-training-completed", .placement, .reported),
    .init(.placementStarted, "placement.started", .placement, .reported),
    .init(.paid, "placement.payment-recorded", .placement, .reported),
    .init(.visited, "placement.school-visit-made", .placement, .reported),
    .init(.incidentReported, "placement.incident-reported", .placement, .reported),
    .init(.assessed, "placement.assessment-recorded", .placement, .reported),
    .init(.placementCompleted, "placement.completed", .placement, .reported),
    .init(.placementEndedEarly, "placement.ended-early", .placement, .reported),
    .init(.converted, "placement.converted-to-employment", .placement, .reported),
    .init(.vacancyDrafted, "vacancy.drafted", .vacancy, .reported),
    .init(.vacancySubmitted, "vacancy.submitted", .vacancy, .reported),
    .init(.vacancyApproved, "vacancy.approved", .vacancy, .reported),
    .init(.vacancyPublished, "vacancy.published", .vacancy, .reported),
    .init(.vacancyFilled, "vacancy.filled", .vacancy, .reported),
    .init(.vacancyClosed, "vacancy.closed", .vacancy, .reported),
    .init(.applied, "application.submitted", .application, .reported),
    .init(.reviewBegun, "application.review-begun", .application, .reported),
    .init(.applicationRejected, "application.rejected", .application, .reported),
    .init(.applicationWithdrawn, "application.withdrawn", .application, .reported),
    .init(.jobOffered, "application.job-offered", .application, .reported),
    .init(.offerAccepted, "application.offer-accepted", .application, .reported),
    .init(.offerDeclined, "application.offer-declined", .application, .reported),
    .init(.activityPlanned, "activity.planned", .activity, .reported),
    .init(.activityAnnounced, "activity.announced", .activity, .reported),
    .init(.activityOpened, "activity.opened", .activity, .reported),
    .init(.activityHeld, "activity.held", .activity, .reported),
    .init(.activityCounted, "activity.counted", .activity, .reported),
    .init(.activityReported, "activity.reported", .activity, .reported),
    .init(.exhibitorRegistered, "exhibitor.registered", .exhibitor, .reported),
    .init(.exhibitorAttended, "exhibitor.attended", .exhibitor, .reported),
    .init(.exhibitorWithdrawn, "exhibitor.withdrawn", .exhibitor, .reported),
    .init(.outcomeDeclared, "outcome.declared", .outcome, .reported),
    .init(.outcomeClaimed, "code.claimed", .outcomeCode, .reported),
    .init(.outcomeProved, "outcome.evidence-attached", .outcome, .reported),
    .init(.employerChecked, "outcome.employer-cross-checked", .outcome, .reported),
    .init(.outcomeContested, "outcome.graduate-contested", .outcome, .reported),
    .init(.outcomeRevised, "outcome.revised", .outcome, .reported),
    .init(.outcomeConfirmed, "outcome.graduate-confirmed", .outcome, .reported),
    .init(.outcomeSchoolReviewed, "outcome.school-reviewed", .outcome, .reported),
    .init(.outcomeBureauReviewed, "outcome.bureau-reviewed", .outcome, .reported),
  ]
}
