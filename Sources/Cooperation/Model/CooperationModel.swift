internal import Deciding
public import EventModel

/// Everything the domain is made of.
public enum CooperationModel {
  /// The aggregates, by category.
  public static let aggregates =
    entities
    + CodeKey.kinds.map { AggregateDescriptor(CodeHolders.self, category: $0.category) }

  private static let entities: [AggregateDescriptor] = [
    AggregateDescriptor(Organisation.self),
    AggregateDescriptor(Person.self),
    AggregateDescriptor(Enrolment.self),
    AggregateDescriptor(Claim.self),
    AggregateDescriptor(Finding.self),
    AggregateDescriptor(Alliance.self),
    AggregateDescriptor(Membership.self),
    AggregateDescriptor(CooperationAgreement.self),
    AggregateDescriptor(OrderClass.self),
    AggregateDescriptor(InternshipAgreement.self),
    AggregateDescriptor(Placement.self),
    // Posts, vacancies, activities, campaigns, needs.
    AggregateDescriptor(HostPost.self),
    AggregateDescriptor(Vacancy.self),
    AggregateDescriptor(Application.self),
    AggregateDescriptor(Activity.self),
    AggregateDescriptor(Exhibitor.self),
    AggregateDescriptor(MatchmakingSession.self),
    AggregateDescriptor(Campaign.self),
    AggregateDescriptor(EmployerVisit.self),
    AggregateDescriptor(Need.self),
    AggregateDescriptor(Recommendation.self),

    // Surveys, training, assistance, employment, disputes, reports, privacy, imports.
    AggregateDescriptor(Survey.self),
    AggregateDescriptor(SurveyResponse.self),
    AggregateDescriptor(StaffTraining.self),
    AggregateDescriptor(AssistanceCase.self),
    AggregateDescriptor(EmploymentAgreement.self),
    AggregateDescriptor(EmploymentOutcome.self),
    AggregateDescriptor(Dispute.self),
    AggregateDescriptor(Report.self),
    AggregateDescriptor(CodeList.self),
    AggregateDescriptor(PrivacyRequest.self),
    AggregateDescriptor(PrivacyRecord.self),
    AggregateDescriptor(Import.self),
    // Cooperation's own entities.
    AggregateDescriptor(Meeting.self),
    AggregateDescriptor(Programme.self),
    AggregateDescriptor(CooperationIntention.self),
    AggregateDescriptor(Facility.self),
    AggregateDescriptor(Policy.self),
    AggregateDescriptor(Target.self),
    AggregateDescriptor(Fund.self),
    AggregateDescriptor(Grant.self),
  ]

  private static let byCategory = Dictionary(
    uniqueKeysWithValues: aggregates.map { ($0.category, $0) })

  /// The aggregate whose streams have that category.
  public static func aggregate(_ category: StreamCategory) -> AggregateDescriptor? {
    byCategory[category]
  }

  /// The events that stand in streams of any category: steps of a two-person act, and those whose
  /// payload decides nothing here; what a review's says is ``ReviewEvent``.
  static let anyStream = PayloadTable<ApprovalStep?>([
    .of { (_: PBEventVoided) in nil },
    .of(ReviewEvents.opened) { (_: PBReviewOpened) in nil },
    .of(ReviewEvents.passed) { (_: PBReviewPassed) in nil },
    .of(ReviewEvents.failed) { (_: PBReviewFailed) in nil },
    .of(ApprovalEvents.requested) { (step: PBApprovalRequested) in .requested(step) },
    .of(ApprovalEvents.given) { (step: PBApprovalGiven) in .given(step) },
    .of(ApprovalEvents.refused) { (step: PBApprovalRefused) in .refused(step) },
  ])

  /// A recorded event's payload as JSON, under the schema's own field names.
  ///
  /// - Returns: `nil` when this Concord doesn't know the type or the version.
  public static func payloadJSON(of recorded: RecordedEvent) -> String? {
    payloadJSON(
      recorded.stream, recorded.event.type, schemaVersion: recorded.event.schemaVersion,
      payload: recorded.event.payload)
  }

  /// A payload as JSON, under the schema's own field names.
  ///
  /// - Returns: `nil` when this Concord doesn't know the type or the version.
  public static func payloadJSON(
    _ stream: StreamName, _ type: EventType, schemaVersion: Int, payload: [UInt8]
  ) -> String? {
    if let text = try? anyStream.json(type, schemaVersion, payload) { return text }
    return try? aggregate(stream.category)?.json(
      type, schemaVersion: schemaVersion, payload: payload)
  }
}
