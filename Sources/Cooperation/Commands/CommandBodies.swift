internal import Deciding
internal import EventModel

extension PBCommand.OneOf_Body {
  /// The command of an aggregate; `nil` for those on any stream.
  ///
  /// One line a command: the switch is exhaustive, so a command that is left out does not compile.
  var domain: (any DomainCommand)? {
    switch self {
    case .voidEvent, .passReview, .failReview: nil
    case .requestApproval, .giveApproval, .refuseApproval: nil

    case .registerOrganisation(let command): command
    case .assignCreditCode(let command): command
    case .changeCreditCode(let command): command
    case .assignSchoolCode(let command): command
    case .recordVerification(let command): command
    case .changeOrganisationName(let command): command
    case .changeRegion(let command): command
    case .changeIndustry(let command): command
    case .reportStaffCount(let command): command
    case .appointContact(let command): command
    case .recordLicence(let command): command
    case .grantDesignation(let command): command
    case .endDesignation(let command): command
    case .enterBlacklist(let command): command
    case .liftBlacklist(let command): command
    case .suspendOrganisation(let command): command
    case .resumeOrganisation(let command): command
    case .deregisterOrganisation(let command): command
    case .grantServiceRole(let command): command
    case .endServiceRole(let command): command

    case .registerPerson(let command): command
    case .recordLegalBasis(let command): command
    case .giveConsent(let command): command
    case .withdrawConsent(let command): command
    case .verifyIdentity(let command): command
    case .changeContact(let command): command
    case .linkGuardian(let command): command
    case .restrictProcessing(let command): command
    case .erasePersonalData(let command): command

    case .enrolStudent(let command): command
    case .advanceGradeYear(let command): command
    case .interruptStudy(let command): command
    case .resumeStudy(let command): command
    case .transferStudent(let command): command
    case .graduateStudent(let command): command
    case .withdrawStudent(let command): command
    case .confirmKeyGroup(let command): command
    case .endKeyGroup(let command): command

    case .publishClaim(let command): command
    case .explainClaim(let command): command
    case .retractClaim(let command): command

    case .openFinding(let command): command
    case .withdrawFinding(let command): command
    case .notifyFinding(let command): command
    case .answerFinding(let command): command
    case .rectifyFinding(let command): command
    case .upholdFinding(let command): command
    case .sanctionFinding(let command): command
    case .dismissFinding(let command): command
    case .reopenFinding(let command): command

    case .proposeAlliance(let command): command
    case .foundAlliance(let command): command
    case .adoptCharter(let command): command
    case .amendCharter(let command): command
    case .electGoverningUnits(let command): command
    case .releaseWorkPlan(let command): command
    case .appointOperator(let command): command
    case .grantAward(let command): command
    case .unveilPlaque(let command): command
    case .suspendAlliance(let command): command
    case .resumeAlliance(let command): command
    case .dissolveAlliance(let command): command

    case .planInternBatch(let command): command

    case .applyForMembership(let command): command
    case .admitMember(let command): command
    case .changeMemberRole(let command): command
    case .withdrawMember(let command): command
    case .expelMember(let command): command

    case .draftAgreement(let command): command
    case .reportAgreementSigned(let command): command
    case .submitAgreement(let command): command
    case .approveAgreement(let command): command
    case .rejectAgreement(let command): command
    case .signAgreement(let command): command
    case .proposeAgreementAmendment(let command): command
    case .signAgreementAmendment(let command): command
    case .rejectAgreementAmendment(let command): command
    case .reportMilestone(let command): command
    case .terminateAgreement(let command): command
    case .renewAgreement(let command): command
    case .annulAgreement(let command): command

    case .planOrderClass(let command): command

    case .prepareInternshipAgreement(let command): command
    case .reportInternshipAgreementSigned(let command): command
    case .giveInformedConsent(let command): command
    case .giveGuardianConsent(let command): command
    case .signInternshipAgreement(let command): command
    case .attachInsurance(let command): command
    case .fileInternshipAgreement(let command): command
    case .amendInternshipAgreement(let command): command
    case .annulInternshipAgreement(let command): command
    case .supersedeInternshipAgreement(let command): command

    case .arrangePlacement(let command): command
    case .completeSafetyTraining(let command): command
    case .startPlacement(let command): command
    case .changeSupervisor(let command): command
    case .recordPayment(let command): command
    case .recordSchoolVisit(let command): command
    case .movePlacement(let command): command
    case .pausePlacement(let command): command
    case .resumePlacement(let command): command
    case .reportIncident(let command): command
    case .completePlacement(let command): command
    case .endPlacementEarly(let command): command
    case .recordNoShow(let command): command
    case .recordAssessment(let command): command
    case .convertToEmployment(let command): command

    // 500-599
    case .designSurvey(let command): command
    case .openSurvey(let command): command
    case .closeSurvey(let command): command
    case .publishSurvey(let command): command
    case .receiveSurveyFeedback(let command): command
    case .decideSurveyImprovement(let command): command
    case .respondToSurvey(let command): command
    case .requestTraining(let command): command
    case .planTraining(let command): command
    case .enrolTrainee(let command): command
    case .holdTrainingSession(let command): command
    case .issueTrainingCertificate(let command): command
    case .dropTrainee(let command): command
    case .completeTraining(let command): command
    case .cancelTraining(let command): command
    case .openAssistanceCase(let command): command
    case .assignCaseOwner(let command): command
    case .recordDiagnosis(let command): command
    case .giveGuidance(let command): command
    case .recommendJob(let command): command
    case .guideSubsidy(let command): command
    case .linkCaseOutcome(let command): command
    case .resolveAssistanceCase(let command): command
    case .closeAssistanceCase(let command): command
    case .reopenAssistanceCase(let command): command
    case .inviteGraduate(let command): command
    case .agreeToEmployment(let command): command
    case .approveEmployment(let command): command
    case .enterEmploymentIntoForce(let command): command
    case .terminateEmployment(let command): command
    case .declareOutcome(let command): command
    case .attachOutcomeEvidence(let command): command
    case .crossCheckEmployer(let command): command
    case .confirmOutcome(let command): command
    case .contestOutcome(let command): command
    case .reviseOutcome(let command): command
    case .reviewOutcomeAsSchool(let command): command
    case .reviewOutcomeAsBureau(let command): command
    case .raiseDispute(let command): command
    case .holdDisputeHearing(let command): command
    case .receiveDisputeEvidence(let command): command
    case .decideDispute(let command): command
    case .appealDispute(let command): command
    case .publishReport(let command): command
    case .freezeStatistics(let command): command
    case .addCodeListEntry(let command): command
    case .endCodeListEntry(let command): command
    case .publishCodeListVersion(let command): command
    case .receivePrivacyRequest(let command): command
    case .proveRequesterIdentity(let command): command
    case .decidePrivacyRequest(let command): command
    case .executePrivacyRequest(let command): command
    case .explainRefusal(let command): command
    case .recordDisclosure(let command): command
    case .assessImpact(let command): command
    case .reportBreach(let command): command
    case .receiveImport(let command): command
    case .recordImportRows(let command): command
    case .completeImport(let command): command
    case .reverseImport(let command): command
    case .mergePerson(let command): command
    case .unmergePerson(let command): command
    case .placeLegalHold(let command): command
    case .liftLegalHold(let command): command
    // 400-499: posts, vacancies, activities, campaigns, needs.
    case .offerHostPost(let command): command
    case .reviseHostPost(let command): command
    case .inspectHostPost(let command): command
    case .approveHostPost(let command): command
    case .declineHostPost(let command): command
    case .withdrawHostPost(let command): command

    case .draftVacancy(let command): command
    case .submitVacancy(let command): command
    case .approveVacancy(let command): command
    case .rejectVacancy(let command): command
    case .publishVacancy(let command): command
    case .reviseVacancy(let command): command
    case .pauseVacancy(let command): command
    case .resumeVacancy(let command): command
    case .fillVacancy(let command): command
    case .closeVacancy(let command): command
    case .complainAboutVacancy(let command): command

    case .submitApplication(let command): command
    case .beginApplicationReview(let command): command
    case .offerJob(let command): command
    case .acceptJobOffer(let command): command
    case .declineJobOffer(let command): command
    case .rejectApplication(let command): command
    case .withdrawApplication(let command): command

    case .planActivity(let command): command
    case .approveActivity(let command): command
    case .fileSecurityPlan(let command): command
    case .announceActivity(let command): command
    case .openActivity(let command): command
    case .postponeActivity(let command): command
    case .holdActivity(let command): command
    case .countAtActivity(let command): command
    case .reportActivity(let command): command
    case .cancelActivity(let command): command

    case .inviteExhibitor(let command): command
    case .registerExhibitor(let command): command
    case .verifyExhibitor(let command): command
    case .recordExhibitorAttendance(let command): command
    case .withdrawExhibitor(let command): command

    case .scheduleSession(let command): command
    case .inviteParty(let command): command
    case .recordPartyArrival(let command): command
    case .recordPairMet(let command): command
    case .recordNoMatch(let command): command
    case .closeSession(let command): command

    case .launchCampaign(let command): command
    case .joinCampaign(let command): command
    case .leaveCampaign(let command): command
    case .setCampaignTargets(let command): command
    case .extendCampaign(let command): command
    case .closeCampaign(let command): command

    case .planVisit(let command): command
    case .holdVisit(let command): command
    case .noteVisitOutcome(let command): command
    case .proposeFollowUp(let command): command
    case .agreeFollowUp(let command): command
    case .cancelVisit(let command): command

    case .publishNeed(let command): command
    case .reviseNeed(let command): command
    case .answerNeed(let command): command
    case .matchNeed(let command): command
    case .recordFailedMatch(let command): command
    case .closeNeed(let command): command

    case .giveRecommendation(let command): command
    case .acceptRecommendation(let command): command
    case .declineRecommendation(let command): command

    case .switchRecommendationsOff(let command): command
    case .switchRecommendationsOn(let command): command

    case .summariseAttendance(let command): command
    case .observeConditions(let command): command

    // 300-399.
    case .mergeOrganisation(let command): command
    case .unmergeOrganisation(let command): command
    case .splitOrganisation(let command): command
    case .confirmSuccessor(let command): command

    case .conveneMeeting(let command): command
    case .recordQuorum(let command): command
    case .putMotion(let command): command
    case .recordVote(let command): command
    case .closeMeeting(let command): command
    case .cancelMeeting(let command): command

    case .openProgramme(let command): command
    case .publishProgrammePlan(let command): command
    case .suspendProgramme(let command): command
    case .resumeProgramme(let command): command
    case .closeProgramme(let command): command

    case .recordIntention(let command): command
    case .beginIntentionNegotiation(let command): command
    case .convertIntention(let command): command
    case .lapseIntention(let command): command
    case .withdrawIntention(let command): command

    case .openOrderClass(let command): command
    case .agreeCurriculum(let command): command
    case .enrolInClass(let command): command
    case .leaveClass(let command): command
    case .assignClassMentor(let command): command
    case .completeOrderClass(let command): command
    case .cancelOrderClass(let command): command

    case .registerFacility(let command): command
    case .shareFacility(let command): command
    case .visitFacility(let command): command
    case .retireFacility(let command): command

    case .issuePolicy(let command): command
    case .amendPolicy(let command): command
    case .repealPolicy(let command): command
    case .publishRuleset(let command): command
    case .launchPlatform(let command): command

    case .setTarget(let command): command
    case .reviseTarget(let command): command
    case .assessTarget(let command): command

    case .establishFund(let command): command
    case .setFundBudget(let command): command
    case .increaseFundBudget(let command): command
    case .closeFund(let command): command

    case .applyForGrant(let command): command
    case .confirmCoApplication(let command): command
    case .publishGrantApplication(let command): command
    case .receiveGrantObjection(let command): command
    case .settleGrantObjection(let command): command
    case .reviewGrant(let command): command
    case .approveGrant(let command): command
    case .rejectGrant(let command): command
    case .withdrawGrantApplication(let command): command
    case .payGrant(let command): command
    case .acceptGrantMilestone(let command): command
    case .reportGrantExpenditure(let command): command
    case .evaluateGrant(let command): command
    case .orderClawback(let command): command
    case .recordRepayment(let command): command
    case .barFromGrants(let command): command

    // 489: recommendation, continued.
    case .recordNothingFound(let command): command

    // 497: placement, continued.
    case .reportStudentComplaint(let command): command
    }
  }
}
