public import EventModel

/// Which facts are judged again when something new is learnt in a stream that they were decided on.
///
/// A correction and a void need no entry here: after one, every event whose `decided_on` names its
/// stream is judged again. This table is for plain events that come late, as the signature of an
/// internship agreement that is recorded after the start of the placement which rests on it.
///
/// `CooperationDecider.judgeAgain` says what that takes, and what the rules say then. It is pure: every
/// stream is folded up to the trigger's position, the fact's own up to its place, and a repeat gives
/// the same.
public struct CrossStreamRule: Hashable, Sendable {
  /// The types of event that may change a judgement elsewhere.
  public let triggers: Set<EventType>
  /// The types of event that are judged again, where their `decided_on` names the trigger's stream.
  public let judgedAgain: Set<EventType>
  /// Whether those facts are judged by the trigger's stream as it was at their own moment alone, so
  /// that a trigger that happened later changes nothing of an entity that had begun by then.
  public let judgesByMoment: Bool

  init(_ triggers: [EventType], judgeAgain: [EventType], byMoment: Bool = false) {
    self.triggers = Set(triggers)
    self.judgedAgain = Set(judgeAgain)
    judgesByMoment = byMoment
  }

  /// All of them.
  public static let all: [CrossStreamRule] =
    [
      // R01 and its kin: a placement is judged by its agreement as it was at the start.
      CrossStreamRule(
        [
          InternshipAgreement.Types.reportedSigned, PBInternshipAgreementSigned.eventType,
          PBInsuranceAttached.eventType, PBInternshipAgreementAmended.eventType,
          PBInternshipAgreementAnnulled.eventType, PBInternshipAgreementSuperseded.eventType,
        ],
        judgeAgain: [PBPlacementStarted.eventType]),
      // R17 and fitting agreements: what rests on a cooperation agreement.
      CrossStreamRule(
        [
          CooperationAgreement.Types.reportedSigned, PBAgreementPartySigned.eventType,
          PBAgreementAmendmentSigned.eventType, PBAgreementTerminated.eventType,
          PBAgreementRenewed.eventType, CooperationAgreement.Types.annulled,
        ],
        judgeAgain: [
          PBOrderClassPlanned.eventType, InternshipAgreement.Types.prepared,
          InternshipAgreement.Types.reportedSigned,
        ]),
      // Founding members and the alliance that admits them.
      CrossStreamRule(
        [
          Alliance.Types.founded, Alliance.Types.suspended, Alliance.Types.resumed,
          Alliance.Types.dissolved,
        ],
        judgeAgain: [PBMembershipAdmitted.eventType]),
      // Governing units are members.
      CrossStreamRule(
        [
          PBMembershipAdmitted.eventType, Membership.Types.withdrawn, Membership.Types.expelled,
        ],
        judgeAgain: [PBGoverningUnitsElected.eventType]),
      // Who signs is there.
      CrossStreamRule(
        [PBOrganisationDeregistered.eventType],
        judgeAgain: [
          CooperationAgreement.Types.drafted, CooperationAgreement.Types.reportedSigned,
          PBAgreementPartySigned.eventType,
        ]),
      // Where a student is enrolled.
      CrossStreamRule(
        [PBStudentTransferred.eventType],
        judgeAgain: [
          PBPlacementArranged.eventType, PBPlacementStarted.eventType,
          InternshipAgreement.Types.prepared, InternshipAgreement.Types.reportedSigned,
        ]),
      // 400-499: posts, vacancies, activities, campaigns, needs.
    ] + markets

  private static let markets: [CrossStreamRule] = [
    // R04, R06, R08, R11 and R14: a post as it was offered, revised and inspected.
    CrossStreamRule(
      [
        PBHostPostOffered.eventType, PBHostPostRevised.eventType, PBHostPostInspected.eventType,
      ],
      judgeAgain: [
        PBPlacementArranged.eventType, PBPlacementStarted.eventType,
        InternshipAgreement.Types.prepared, InternshipAgreement.Types.reportedSigned,
        PBInternshipAgreementAmended.eventType,
      ]),

    // An outcome rests on an employment agreement that stands.
    CrossStreamRule(
      [PBEmploymentTerminated.eventType],
      judgeAgain: [PBOutcomeDeclared.eventType, PBOutcomeRevised.eventType]),
    // A case is opened for a confirmed key group.
    CrossStreamRule(
      [PBKeyGroupConfirmed.eventType, PBKeyGroupEnded.eventType],
      judgeAgain: [PBAssistanceOpened.eventType]),
    // A recommended job can be had.
    CrossStreamRule(
      [PBVacancyPublished.eventType, PBVacancyClosed.eventType],
      judgeAgain: [PBAssistanceJobRecommended.eventType]),
    // R09: the staff of a host.
    CrossStreamRule(
      [PBStaffCountReported.eventType],
      judgeAgain: [PBHostPostOffered.eventType, PBHostPostRevised.eventType]),
    // R16: who looks after a student, by the agreement.
    CrossStreamRule(
      [PBInternshipAgreementAmended.eventType],
      judgeAgain: [PBPlacementCompleted.eventType, PBPlacementEndedEarly.eventType]),
    // R24: a licence that was told late.
    CrossStreamRule(
      [PBLicenceRecorded.eventType],
      judgeAgain: [
        PBVacancyPublished.eventType, PBActivityPlanned.eventType, PBActivityOpened.eventType,
        PBActivityHeld.eventType,
      ]),
    // R05: a licence of the organiser that was told late.
    CrossStreamRule(
      [PBLicenceRecorded.eventType],
      judgeAgain: [PBPlacementArranged.eventType, PBPlacementStarted.eventType]),
    // Applications and the vacancy they went to.
    CrossStreamRule(
      [
        PBVacancyPublished.eventType, PBVacancyRevised.eventType, Vacancy.Types.paused,
        Vacancy.Types.resumed, PBVacancyFilled.eventType, PBVacancyClosed.eventType,
      ],
      judgeAgain: [PBApplicationSubmitted.eventType], byMoment: true),
    // Who wants no recommendations.
    CrossStreamRule(
      [Person.recommendationsSwitchedOff, Person.recommendationsSwitchedOn],
      judgeAgain: [PBRecommendationGiven.eventType]),
    // Whose data are only stored, in whichever record of theirs.
    CrossStreamRule(
      [
        PBProcessingRestricted.eventType, PBPersonMerged.eventType, PBPersonUnmerged.eventType,
      ],
      judgeAgain: RestrictedProcessing.uses, byMoment: true),
    // Cooperation's own entities: what rests on an agreement …
    CrossStreamRule(
      [
        CooperationAgreement.Types.reportedSigned, PBAgreementPartySigned.eventType,
        PBAgreementAmendmentSigned.eventType, PBAgreementTerminated.eventType,
        PBAgreementRenewed.eventType, CooperationAgreement.Types.annulled,
        PBSuccessorConfirmed.eventType,
      ],
      judgeAgain: [
        PBOrderClassOpened.eventType, PBFacilityShared.eventType, PBGrantApplied.eventType,
        PBGrantCoApplicationConfirmed.eventType, PBGrantApplicationPublished.eventType,
        PBGrantApproved.eventType, PBIntentionConverted.eventType,
      ]),
    // … what a meeting decided …
    CrossStreamRule(
      [
        PBMeetingConvened.eventType, PBQuorumRecorded.eventType, PBMotionPut.eventType,
        PBMotionVoted.eventType,
      ],
      judgeAgain: [
        Alliance.Types.charterAdopted, Alliance.Types.charterAmended,
        PBGoverningUnitsElected.eventType,
      ]),
    // … who voted …
    CrossStreamRule(
      [
        PBMembershipAdmitted.eventType, Membership.Types.withdrawn, Membership.Types.expelled,
      ],
      judgeAgain: [PBMotionVoted.eventType]),
    // … what a fund had and said of itself …
    CrossStreamRule(
      [PBFundBudgetSet.eventType, PBFundBudgetIncreased.eventType],
      judgeAgain: [PBGrantApproved.eventType]),
    // … who was barred, and who is one with whom, and so follows whom.
    CrossStreamRule(
      [PBBarredFromGrants.eventType],
      judgeAgain: [PBGrantApplied.eventType, PBGrantCoApplicationConfirmed.eventType]),
    CrossStreamRule(
      [PBOrganisationMerged.eventType, PBOrganisationUnmerged.eventType],
      judgeAgain: [
        PBOrganisationMerged.eventType, PBSuccessorConfirmed.eventType,
        EmploymentOutcome.Types.schoolReviewed, PBOrganisationDeregistered.eventType,
      ]),
    CrossStreamRule(
      [PBOrganisationDeregistered.eventType], judgeAgain: [PBSuccessorConfirmed.eventType]),
    CrossStreamRule(
      [PBStudentTransferred.eventType], judgeAgain: [PBClassStudentEnrolled.eventType]),
    // Who came to a session.
    CrossStreamRule(
      [PBSessionPartyArrived.eventType], judgeAgain: [PBIntentionRecorded.eventType]),
    // R09: the host's other posts.
    CrossStreamRule(
      [
        PBHostPostOffered.eventType, PBHostPostRevised.eventType, PBHostPostWithdrawn.eventType,
      ],
      judgeAgain: [PBHostPostOffered.eventType, PBHostPostRevised.eventType], byMoment: true),
    // R31: branches end first.
    CrossStreamRule(
      [PBOrganisationDeregistered.eventType], judgeAgain: [PBOrganisationDeregistered.eventType]),
    // R03: the year in which a student was on the day of a start.
    CrossStreamRule(
      [PBGradeYearAdvanced.eventType, PBStudyResumed.eventType],
      judgeAgain: [PBPlacementStarted.eventType], byMoment: true),
    // Ningbo's rules hold where the host is: R01, R07, R15 and R16.
    CrossStreamRule(
      [PBRegionChanged.eventType],
      judgeAgain: [
        PBPlacementArranged.eventType, PBPlacementStarted.eventType,
        PBAttendanceSummarised.eventType, PBPlacementConditionsObserved.eventType,
        PBPlacementCompleted.eventType, PBPlacementEndedEarly.eventType,
        InternshipAgreement.Types.prepared, InternshipAgreement.Types.reportedSigned,
        PBInternshipAgreementAmended.eventType, PBInsuranceAttached.eventType,
        PBInternshipAgreementFiled.eventType,
        PBHostPostOffered.eventType, PBHostPostRevised.eventType,
      ], byMoment: true),
    // LIVING: who entered a school that had ended.
    CrossStreamRule(
      [PBOrganisationDeregistered.eventType],
      judgeAgain: [PBStudentEnrolled.eventType, PBStudentTransferred.eventType], byMoment: true),
  ]

  /// The types of event that are judged again after an event of that type.
  ///
  /// - Returns: empty when such an event changes no judgement elsewhere.
  public static func judgedAgain(after trigger: EventType) -> Set<EventType> {
    byTrigger[trigger] ?? []
  }

  /// Those of them that a trigger doesn't touch which happened later than they, where its entity had
  /// begun by their moment.
  public static func judgedByMoment(after trigger: EventType) -> Set<EventType> {
    let rules = all.filter { $0.triggers.contains(trigger) }
    return rules.filter(\.judgesByMoment).reduce(into: Set<EventType>()) {
      $0.formUnion($1.judgedAgain)
    }
    .subtracting(rules.filter { !$0.judgesByMoment }.flatMap(\.judgedAgain))
  }

  private static let byTrigger: [EventType: Set<EventType>] = {
    var result: [EventType: Set<EventType>] = [:]
    for rule in all {
      for trigger in rule.triggers { result[trigger, default: []].formUnion(rule.judgedAgain) }
    }
    return result
  }()

  /// The facts that an event of that type calls into question where they stand in its own stream, or
  /// in one that it was decided on; `nil` of most types.
  ///
  /// That is the other way round than ``judgedAgain(after:)``: what a fact demands of later ones.
  public static func judgedWhereNamed(by trigger: EventType) -> NamedFacts? { named[trigger] }

  /// Facts in streams that a trigger names.
  public struct NamedFacts: Hashable, Sendable {
    /// The category of those streams.
    public let category: StreamCategory
    /// The facts' types.
    public let types: Set<EventType>
  }

  private static let named: [EventType: NamedFacts] = {
    // Days that an end moves: INTERNSHIP-OVERLAP.
    let starts = NamedFacts(
      category: Placement.category,
      types: [PBPlacementArranged.eventType, PBPlacementStarted.eventType])
    let texts = NamedFacts(
      category: InternshipAgreement.category,
      types: [
        InternshipAgreement.Types.prepared, InternshipAgreement.Types.reportedSigned,
        PBInternshipAgreementAmended.eventType,
      ])
    // Days that a policy, an amendment or a signed text covers or leaves open, beside the policies
    // before: R15.
    let policies: Set<EventType> = [
      PBInsuranceAttached.eventType, PBInternshipAgreementAmended.eventType,
    ]
    let insured = NamedFacts(category: InternshipAgreement.category, types: policies)
    let insuredTexts = NamedFacts(
      category: InternshipAgreement.category, types: texts.types.union(policies))
    // An office that ended before its branch did, as was told: R31.
    let offices = NamedFacts(
      category: Organisation.category, types: [PBOrganisationDeregistered.eventType])
    // A case that was called for, and a status that calls for none: ONE-TO-ONE.
    let graduates = NamedFacts(category: Enrolment.category, types: OneToOne.calls)
    return [
      PBPlacementCompleted.eventType: starts, PBPlacementEndedEarly.eventType: starts,
      PBPlacementNoShow.eventType: starts,
      PBInternshipAgreementAmended.eventType: insuredTexts,
      PBInsuranceAttached.eventType: insured,
      InternshipAgreement.Types.reportedSigned: insured,
      PBInternshipAgreementAnnulled.eventType: texts,
      PBInternshipAgreementSuperseded.eventType: texts,
      PBAssistanceOpened.eventType: graduates, PBKeyGroupEnded.eventType: graduates,
      PBOrganisationDeregistered.eventType: offices,
    ]
  }()

  /// Whether an event of that type, when it comes late and so sorts before others of its stream,
  /// calls itself and those others into question: it may put right, or spoil, the order of steps.
  public static func judgesItsStreamWhenLate(_ type: EventType) -> Bool {
    lifeCycleTypes.contains(type)
  }

  private static let lifeCycleTypes: Set<EventType> = Set(
    [
      Alliance.payloads.eventTypes, Membership.payloads.eventTypes,
      CooperationAgreement.payloads.eventTypes, InternshipAgreement.payloads.eventTypes,
      Placement.payloads.eventTypes,

      Survey.payloads.eventTypes, StaffTraining.payloads.eventTypes,
      AssistanceCase.payloads.eventTypes, EmploymentAgreement.payloads.eventTypes,
      EmploymentOutcome.payloads.eventTypes, Dispute.payloads.eventTypes,
      PrivacyRequest.payloads.eventTypes, Import.payloads.eventTypes,
      HostPost.payloads.eventTypes, Vacancy.payloads.eventTypes, Application.payloads.eventTypes,
      Activity.payloads.eventTypes, Exhibitor.payloads.eventTypes,
      MatchmakingSession.payloads.eventTypes, Campaign.payloads.eventTypes,
      EmployerVisit.payloads.eventTypes, Need.payloads.eventTypes,
      Recommendation.payloads.eventTypes,
      // Cooperation's own entities.
      Meeting.payloads.eventTypes, Programme.payloads.eventTypes,
      CooperationIntention.payloads.eventTypes, OrderClass.payloads.eventTypes,
      Facility.payloads.eventTypes, Policy.payloads.eventTypes, Target.payloads.eventTypes,
      Fund.payloads.eventTypes, Grant.payloads.eventTypes,
      // Whose reports are kept in whatever order they come.
      Organisation.payloads.eventTypes, Enrolment.payloads.eventTypes, Finding.payloads.eventTypes,
    ].flatMap(\.keys))
}
