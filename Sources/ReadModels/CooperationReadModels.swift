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
    singlePersons: SinglePersons.categories + SinglePersons.codes,
    views: views,
    measures: counting.map(\.declaration) + GroupedMeasures.all)

  static let counting =
    CountingMeasure.ofAlliances + CountingMeasure.ofOrganisationsAndPeople
    + CountingMeasure.ofCampaigns + CountingMeasure.ofSessions + CountingMeasure.ofMarkets
    + CountingMeasure.ofPolicies

  // Also those that no read model shows: a stream that this code doesn't understand must be noticed.
  private static let folds = ofCooperation + ofMarkets + ofPeople + ofCodes

  private static let ofCooperation: [AggregateFold] = [
    AggregateFold(Organisation.self, [OrganisationRegister()]),
    AggregateFold(Alliance.self, [Alliances()]),
    AggregateFold(Membership.self, [Memberships()]),
    AggregateFold(Meeting.self, [Meetings()]),
    AggregateFold(CooperationIntention.self, [Intentions()]),
    AggregateFold(CooperationAgreement.self, [AgreementBoard()]),
    AggregateFold(Programme.self, [Programmes()]),
    AggregateFold(OrderClass.self, [OrderClasses()]),
    AggregateFold(InternshipAgreement.self, [InternshipAgreements()]),
    AggregateFold(Placement.self, [Placements()]),
    AggregateFold(Facility.self, [Facilities()]),
    AggregateFold(Policy.self, [Policies()]),
    AggregateFold(Target.self, [Targets()]),
    AggregateFold(Fund.self, [Funds()]),
    AggregateFold(Grant.self, [Grants()]),
    AggregateFold(Claim.self, [Claims()]),
    AggregateFold(Finding.self, [Findings()]),
  ]

  private static let ofMarkets: [AggregateFold] = [
    AggregateFold(HostPost.self, [HostPosts()]),
    AggregateFold(Vacancy.self, [Vacancies()]),
    AggregateFold(Application.self, [Applications()]),
    AggregateFold(Activity.self, [Activities()]),
    AggregateFold(Exhibitor.self, [Exhibitors()]),
    AggregateFold(MatchmakingSession.self, [Sessions()]),
    AggregateFold(Campaign.self, [Campaigns()]),
    AggregateFold(EmployerVisit.self, [Visits()]),
    AggregateFold(Need.self, [Needs()]),
    AggregateFold(Recommendation.self, [Recommendations()]),
  ]

  private static let ofPeople: [AggregateFold] = [
    AggregateFold(Person.self, [Persons()]),
    AggregateFold(Enrolment.self, [Enrolments()]),
    AggregateFold(Survey.self, [Surveys()]),
    AggregateFold(SurveyResponse.self, [SurveyResponses()]),
    AggregateFold(Cooperation.StaffTraining.self, [StaffTrainings()]),
    AggregateFold(AssistanceCase.self, [AssistanceCases()]),
    AggregateFold(EmploymentAgreement.self, [Employments()]),
    AggregateFold(EmploymentOutcome.self, [Outcomes()]),
    AggregateFold(Dispute.self, [Disputes()]),
    AggregateFold(Report.self, [Reports()]),
    AggregateFold(CodeList.self, [CodeLists()]),
    AggregateFold(PrivacyRequest.self, [PrivacyRequests()]),
    AggregateFold(PrivacyRecord.self, [PrivacyRecords()]),
    AggregateFold(Import.self, [Imports()]),
  ]

  private static let ofCodes = CodeKey.kinds.map {
    AggregateFold(CodeHolders.self, category: $0.category)
  }

  private static let views = ofStreams + acrossStreams

  private static let ofStreams: [ViewDeclaration] = [
    OrganisationRegister.view,
    Alliances.view,
    Meetings.view,
    Meetings.motions,
    PlannedBatches.view,
    AgreementBoard.view,
    Facilities.view,
    Placements.view,
    Enrolments.view,
    Policies.view,
    Grants.view,
    CampaignBoard.participants,
    Exhibitors.view,
    Visits.view,
    MatchmakingBoard.parties,
    MatchmakingBoard.failures,
    HostPosts.view,
    Vacancies.view,
    Applications.view,
    Needs.view,
    Outcomes.view,
    Employments.view,
    Disputes.view,
    Reports.view,
    StaffTrainings.view,
    Surveys.view,
    Surveys.improvements,
    Imports.view,
    PrivacyRequests.view,
    Findings.view,
    ReviewQueue.view,
    Programmes.view,
    Programmes.plans,
    Recommendations.view,
    CodeLists.view,
  ]

  private static let acrossStreams: [ViewDeclaration] = [
    Memberships.roster,
    OrderClassBoard.view,
    InternshipAgreements.board,
    ClaimsLedger.view(counting),
    CooperationHistory.view,
    CampaignBoard.view,
    Activities.board,
    MatchmakingBoard.view,
    IntentionFunnel.view,
    OutcomeStatistics.view,
    Reports.frozen,
    AssistanceBoard.view,
    AssistanceBoard.statistics,
    VacancyMarket.view,
    SupplyDemandGap.view,
    HostCapacity.view,
    Policies.timeline,
    Targets.view(counting),
    FundBoard.view,
    SurveyResponses.results,
    LateAndCorrected.view,
    Imports.quality,
    PrivacyRequests.erasures,
    RuleBreaches.view,
    Aliases.view,
    DuplicateCandidates.view,
    CodeLists.codes,
    OrganisationRegister.resting,
    PrivacyRecords.view,
    Openings.view,
  ]
}
