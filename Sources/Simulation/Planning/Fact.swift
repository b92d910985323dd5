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
  case agreementClaimed
  case placementArranged
  case placementClaimed
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

  // Employment agreements, assistance, erasure.
  case graduateInvited
  case graduateAgreed
  case graduateBound
  case employmentApproved
  case employmentInForce
  case employmentTerminated
  case graduateFreed
  case keyGroupConfirmed
  case assistanceOpened
  case assistanceClaimed
  case diagnosisRecorded
  case guidanceGiven
  case jobRecommended
  case subsidyGuided
  case outcomeLinked
  case assistanceResolved
  case assistanceClosed
  case assistanceReleased
  case personErased

  // Campaigns, visits, matchmaking, intentions.
  case campaignLaunched
  case campaignClosed
  case visitPlanned
  case visitHeld
  case visitCancelled
  case visitOutcomeNoted
  case followUpProposed
  case followUpAgreed
  case sessionScheduled
  case partyInvited
  case partyArrived
  case pairMet
  case matchFailed
  case sessionClosed
  case intentionRecorded
  case intentionClaimed
  case negotiationBegun
  case intentionConverted
  case intentionLapsed
  case intentionWithdrawn

  // Cooperation agreements, order classes.
  case cooperationDrafted
  case cooperationSubmitted
  case cooperationApproved
  case cooperationSigned
  case cooperationReported
  case milestoneReported
  case amendmentProposed
  case amendmentSigned
  case cooperationTerminated
  case classPlanned
  case classOpened
  case curriculumAgreed
  case mentorAssigned
  case classEntered
  case classPlaceClaimed
  case classLeft
  case classPlaceReleased
  case classCompleted

  // Alliances.
  case allianceProposed
  case allianceFounded
  case charterAdopted
  case unitsElected
  case operatorAppointed
  case plaqueUnveiled
  case workPlanReleased
  case awardGranted
  case memberApplied
  case memberAdmitted
  case memberRoleChanged
  case memberWithdrawn
  case meetingConvened
  case quorumRecorded
  case motionPut
  case motionVoted
  case meetingClosed

  // Surveys, staff training.
  case surveyDesigned
  case surveyOpened
  case responseReceived
  case feedbackReceived
  case surveyClosed
  case surveyPublished
  case improvementDecided
  case trainingRequested
  case trainingPlanned
  case traineeEnrolled
  case lessonHeld
  case traineeDropped
  case certificateIssued
  case trainingCompleted

  // Money, findings, disputes.
  case policyIssued
  case policyClaimed
  case fundEstablished
  case budgetSet
  case fundCommitted
  case grantApplied
  case grantClaimed
  case coApplicationConfirmed
  case grantPublished
  case grantReviewed
  case grantApproved
  case grantRejected
  case grantReleased
  case grantPaid
  case aimReached
  case expenditureReported
  case grantEvaluated
  case findingOpened
  case findingNotified
  case findingAnswered
  case findingRectified
  case findingUpheld
  case findingSanctioned
  case findingDismissed
  case disputeRaised
  case evidenceReceived
  case disputeDecided
}

extension Fact {
  // Worked out once: every event asks.
  private static let descriptions: [FactDescription] = allCases.map { fact in
    guard let described = FactDescription.all.first(where: { $0.fact == fact }) else {
      preconditionFailure("\(fact) is not described")
    }
    return described
  }

  /// The stored name.
  var type: EventType { Fact.descriptions[Int(rawValue)].type }
  /// Where it stands.
  var kind: StreamKind { Fact.descriptions[Int(rawValue)].kind }
  /// Whose act it is.
  var standing: Standing { Fact.descriptions[Int(rawValue)].standing }

  /// Whether some of these facts are corrected later.
  var isCorrectable: Bool {
    switch self {
    case .staffCounted, .paid, .visited, .assessed, .applicationRejected, .exhibitorAttended,
      .visitOutcomeNoted, .lessonHeld:
      true
    default: false
    }
  }
}
