internal import Cooperation
internal import EventModel
public import Projections

/// All read models of Concord: add one here, in the list that fits.
public enum CooperationReadModels {
  /// What is folded and asked.
  public static let all = ReadModelSet(
    folds: folds,
    eventProjections: [CooperationHistory(), ReviewQueue()],
    otherCategories: [StreamCategory("log")],
    views: views,
    measures: counting.map(\.declaration) + GroupedMeasures.all)

  // Also those that no read model shows: a stream that this code doesn't understand must be noticed.
  private static let folds: [AggregateFold] = [
    AggregateFold(Organisation.self, [OrganisationRegister()]),
    AggregateFold(Person.self),
    AggregateFold(Enrolment.self, [Enrolments()]),
    AggregateFold(Alliance.self, [Alliances()]),
    AggregateFold(Membership.self, [Memberships()]),
    AggregateFold(CooperationAgreement.self, [AgreementBoard()]),
    AggregateFold(OrderClass.self, [OrderClasses()]),
    AggregateFold(InternshipAgreement.self, [InternshipAgreements()]),
    AggregateFold(Placement.self, [Placements()]),
    AggregateFold(Claim.self, [Claims()]),
    AggregateFold(Finding.self, [Findings()]),
    AggregateFold(CodeHolders.self, category: CodeKey.creditCodeCategory),
    AggregateFold(CodeHolders.self, category: CodeKey.schoolCodeCategory),
    AggregateFold(CodeHolders.self, category: CodeKey.enrolmentCategory),

    AggregateFold(Survey.self),
    AggregateFold(SurveyResponse.self),
    AggregateFold(StaffTraining.self),
    AggregateFold(AssistanceCase.self),
    AggregateFold(EmploymentAgreement.self),
    AggregateFold(EmploymentOutcome.self),
    AggregateFold(Dispute.self),
    AggregateFold(Report.self),
    AggregateFold(CodeList.self),
    AggregateFold(PrivacyRequest.self),
    AggregateFold(PrivacyRecord.self),
    AggregateFold(Import.self),
    AggregateFold(CodeHolders.self, category: CodeKey.assistanceCategory),
    AggregateFold(CodeHolders.self, category: CodeKey.employmentCategory),
    AggregateFold(CodeHolders.self, category: CodeKey.outcomeCategory),
    // Cooperation's own entities.
    AggregateFold(Meeting.self),
    AggregateFold(Programme.self),
    AggregateFold(CooperationIntention.self),
    AggregateFold(Facility.self),
    AggregateFold(Policy.self),
    AggregateFold(Target.self),
    AggregateFold(Fund.self),
    AggregateFold(Grant.self),
    AggregateFold(CodeHolders.self, category: CodeKey.intentionCategory),
    AggregateFold(CodeHolders.self, category: CodeKey.classCategory),
    AggregateFold(CodeHolders.self, category: CodeKey.policyCategory),
    AggregateFold(CodeHolders.self, category: CodeKey.grantCategory),
  ]

  static let counting = CountingMeasure.ofAlliances + CountingMeasure.ofOrganisationsAndPeople

  private static let views: [ViewDeclaration] = [
    OrganisationRegister.view,
    Alliances.view,
    Memberships.roster,
    PlannedBatches.view,
    AgreementBoard.view,
    OrderClasses.view,
    InternshipAgreements.board,
    Placements.view,
    Enrolments.view,
    Findings.view,
    ClaimsLedger.view(counting),
    CooperationHistory.view,
    ReviewQueue.view,
  ]
}
