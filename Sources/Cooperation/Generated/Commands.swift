// Written by Tools/generate. Do not edit.
// swift-format-ignore-file

extension PBCommand.OneOf_Body {
  /// The command's name in JSON.
  var name: String {
    switch self {
    case .voidEvent: "voidEvent"
    case .passReview: "passReview"
    case .failReview: "failReview"
    case .registerOrganisation: "registerOrganisation"
    case .assignCreditCode: "assignCreditCode"
    case .changeCreditCode: "changeCreditCode"
    case .assignSchoolCode: "assignSchoolCode"
    case .recordVerification: "recordVerification"
    case .changeOrganisationName: "changeOrganisationName"
    case .changeRegion: "changeRegion"
    case .changeIndustry: "changeIndustry"
    case .reportStaffCount: "reportStaffCount"
    case .appointContact: "appointContact"
    case .recordLicence: "recordLicence"
    case .grantDesignation: "grantDesignation"
    case .endDesignation: "endDesignation"
    case .enterBlacklist: "enterBlacklist"
    case .liftBlacklist: "liftBlacklist"
    case .suspendOrganisation: "suspendOrganisation"
    case .resumeOrganisation: "resumeOrganisation"
    case .deregisterOrganisation: "deregisterOrganisation"
    case .grantServiceRole: "grantServiceRole"
    case .endServiceRole: "endServiceRole"
    case .registerPerson: "registerPerson"
    case .recordLegalBasis: "recordLegalBasis"
    case .giveConsent: "giveConsent"
    case .withdrawConsent: "withdrawConsent"
    case .verifyIdentity: "verifyIdentity"
    case .changeContact: "changeContact"
    case .linkGuardian: "linkGuardian"
    case .restrictProcessing: "restrictProcessing"
    case .erasePersonalData: "erasePersonalData"
    case .enrolStudent: "enrolStudent"
    case .advanceGradeYear: "advanceGradeYear"
    case .interruptStudy: "interruptStudy"
    case .resumeStudy: "resumeStudy"
    case .transferStudent: "transferStudent"
    case .graduateStudent: "graduateStudent"
    case .withdrawStudent: "withdrawStudent"
    case .confirmKeyGroup: "confirmKeyGroup"
    case .endKeyGroup: "endKeyGroup"
    case .publishClaim: "publishClaim"
    case .explainClaim: "explainClaim"
    case .retractClaim: "retractClaim"
    case .openFinding: "openFinding"
    case .withdrawFinding: "withdrawFinding"
    case .notifyFinding: "notifyFinding"
    case .answerFinding: "answerFinding"
    case .rectifyFinding: "rectifyFinding"
    case .upholdFinding: "upholdFinding"
    case .sanctionFinding: "sanctionFinding"
    case .dismissFinding: "dismissFinding"
    case .reopenFinding: "reopenFinding"
    case .proposeAlliance: "proposeAlliance"
    case .foundAlliance: "foundAlliance"
    case .adoptCharter: "adoptCharter"
    case .amendCharter: "amendCharter"
    case .electGoverningUnits: "electGoverningUnits"
    case .releaseWorkPlan: "releaseWorkPlan"
    case .appointOperator: "appointOperator"
    case .grantAward: "grantAward"
    case .unveilPlaque: "unveilPlaque"
    case .suspendAlliance: "suspendAlliance"
    case .resumeAlliance: "resumeAlliance"
    case .dissolveAlliance: "dissolveAlliance"
    case .planInternBatch: "planInternBatch"
    case .applyForMembership: "applyForMembership"
    case .admitMember: "admitMember"
    case .changeMemberRole: "changeMemberRole"
    case .withdrawMember: "withdrawMember"
    case .expelMember: "expelMember"
    case .draftAgreement: "draftAgreement"
    case .reportAgreementSigned: "reportAgreementSigned"
    case .submitAgreement: "submitAgreement"
    case .approveAgreement: "approveAgreement"
    case .rejectAgreement: "rejectAgreement"
    case .signAgreement: "signAgreement"
    case .proposeAgreementAmendment: "proposeAgreementAmendment"
    case .signAgreementAmendment: "signAgreementAmendment"
    case .rejectAgreementAmendment: "rejectAgreementAmendment"
    case .reportMilestone: "reportMilestone"
    case .terminateAgreement: "terminateAgreement"
    case .renewAgreement: "renewAgreement"
    case .annulAgreement: "annulAgreement"
    case .planOrderClass: "planOrderClass"
    case .prepareInternshipAgreement: "prepareInternshipAgreement"
    case .reportInternshipAgreementSigned: "reportInternshipAgreementSigned"
    case .giveInformedConsent: "giveInformedConsent"
    case .giveGuardianConsent: "giveGuardianConsent"
    case .signInternshipAgreement: "signInternshipAgreement"
    case .attachInsurance: "attachInsurance"
    case .fileInternshipAgreement: "fileInternshipAgreement"
    case .amendInternshipAgreement: "amendInternshipAgreement"
    case .annulInternshipAgreement: "annulInternshipAgreement"
    case .supersedeInternshipAgreement: "supersedeInternshipAgreement"
    case .arrangePlacement: "arrangePlacement"
    case .completeSafetyTraining: "completeSafetyTraining"
    case .startPlacement: "startPlacement"
    case .changeSupervisor: "changeSupervisor"
    case .recordPayment: "recordPayment"
    case .recordSchoolVisit: "recordSchoolVisit"
    case .movePlacement: "movePlacement"
    case .pausePlacement: "pausePlacement"
    case .resumePlacement: "resumePlacement"
    case .reportIncident: "reportIncident"
    case .completePlacement: "completePlacement"
    case .endPlacementEarly: "endPlacementEarly"
    case .recordNoShow: "recordNoShow"
    case .recordAssessment: "recordAssessment"
    case .convertToEmployment: "convertToEmployment"
    case .designSurvey: "designSurvey"
    case .openSurvey: "openSurvey"
    case .closeSurvey: "closeSurvey"
    case .publishSurvey: "publishSurvey"
    case .receiveSurveyFeedback: "receiveSurveyFeedback"
    case .decideSurveyImprovement: "decideSurveyImprovement"
    case .respondToSurvey: "respondToSurvey"
    case .requestTraining: "requestTraining"
    case .planTraining: "planTraining"
    case .enrolTrainee: "enrolTrainee"
    case .holdTrainingSession: "holdTrainingSession"
    case .issueTrainingCertificate: "issueTrainingCertificate"
    case .dropTrainee: "dropTrainee"
    case .completeTraining: "completeTraining"
    case .cancelTraining: "cancelTraining"
    case .openAssistanceCase: "openAssistanceCase"
    case .assignCaseOwner: "assignCaseOwner"
    case .recordDiagnosis: "recordDiagnosis"
    case .giveGuidance: "giveGuidance"
    case .recommendJob: "recommendJob"
    case .guideSubsidy: "guideSubsidy"
    case .linkCaseOutcome: "linkCaseOutcome"
    case .resolveAssistanceCase: "resolveAssistanceCase"
    case .closeAssistanceCase: "closeAssistanceCase"
    case .reopenAssistanceCase: "reopenAssistanceCase"
    case .inviteGraduate: "inviteGraduate"
    case .agreeToEmployment: "agreeToEmployment"
    case .approveEmployment: "approveEmployment"
    case .enterEmploymentIntoForce: "enterEmploymentIntoForce"
    case .terminateEmployment: "terminateEmployment"
    case .declareOutcome: "declareOutcome"
    case .attachOutcomeEvidence: "attachOutcomeEvidence"
    case .crossCheckEmployer: "crossCheckEmployer"
    case .confirmOutcome: "confirmOutcome"
    case .contestOutcome: "contestOutcome"
    case .reviseOutcome: "reviseOutcome"
    case .reviewOutcomeAsSchool: "reviewOutcomeAsSchool"
    case .reviewOutcomeAsBureau: "reviewOutcomeAsBureau"
    case .raiseDispute: "raiseDispute"
    case .holdDisputeHearing: "holdDisputeHearing"
    case .receiveDisputeEvidence: "receiveDisputeEvidence"
    case .decideDispute: "decideDispute"
    case .appealDispute: "appealDispute"
    case .publishReport: "publishReport"
    case .freezeStatistics: "freezeStatistics"
    case .addCodeListEntry: "addCodeListEntry"
    case .endCodeListEntry: "endCodeListEntry"
    case .publishCodeListVersion: "publishCodeListVersion"
    case .receivePrivacyRequest: "receivePrivacyRequest"
    case .proveRequesterIdentity: "proveRequesterIdentity"
    case .decidePrivacyRequest: "decidePrivacyRequest"
    case .executePrivacyRequest: "executePrivacyRequest"
    case .explainRefusal: "explainRefusal"
    case .recordDisclosure: "recordDisclosure"
    case .assessImpact: "assessImpact"
    case .reportBreach: "reportBreach"
    case .receiveImport: "receiveImport"
    case .recordImportRows: "recordImportRows"
    case .completeImport: "completeImport"
    case .reverseImport: "reverseImport"
    case .mergePerson: "mergePerson"
    case .unmergePerson: "unmergePerson"
    case .placeLegalHold: "placeLegalHold"
    case .liftLegalHold: "liftLegalHold"
    case .offerHostPost: "offerHostPost"
    case .reviseHostPost: "reviseHostPost"
    case .inspectHostPost: "inspectHostPost"
    case .approveHostPost: "approveHostPost"
    case .declineHostPost: "declineHostPost"
    case .withdrawHostPost: "withdrawHostPost"
    case .draftVacancy: "draftVacancy"
    case .submitVacancy: "submitVacancy"
    case .approveVacancy: "approveVacancy"
    case .rejectVacancy: "rejectVacancy"
    case .publishVacancy: "publishVacancy"
    case .reviseVacancy: "reviseVacancy"
    case .pauseVacancy: "pauseVacancy"
    case .resumeVacancy: "resumeVacancy"
    case .fillVacancy: "fillVacancy"
    case .closeVacancy: "closeVacancy"
    case .complainAboutVacancy: "complainAboutVacancy"
    case .submitApplication: "submitApplication"
    case .beginApplicationReview: "beginApplicationReview"
    case .offerJob: "offerJob"
    case .acceptJobOffer: "acceptJobOffer"
    case .declineJobOffer: "declineJobOffer"
    case .rejectApplication: "rejectApplication"
    case .withdrawApplication: "withdrawApplication"
    case .planActivity: "planActivity"
    case .approveActivity: "approveActivity"
    case .fileSecurityPlan: "fileSecurityPlan"
    case .announceActivity: "announceActivity"
    case .openActivity: "openActivity"
    case .postponeActivity: "postponeActivity"
    case .holdActivity: "holdActivity"
    case .countAtActivity: "countAtActivity"
    case .reportActivity: "reportActivity"
    case .cancelActivity: "cancelActivity"
    case .inviteExhibitor: "inviteExhibitor"
    case .registerExhibitor: "registerExhibitor"
    case .verifyExhibitor: "verifyExhibitor"
    case .recordExhibitorAttendance: "recordExhibitorAttendance"
    case .withdrawExhibitor: "withdrawExhibitor"
    case .scheduleSession: "scheduleSession"
    case .inviteParty: "inviteParty"
    case .recordPartyArrival: "recordPartyArrival"
    case .recordPairMet: "recordPairMet"
    case .recordNoMatch: "recordNoMatch"
    case .closeSession: "closeSession"
    case .launchCampaign: "launchCampaign"
    case .joinCampaign: "joinCampaign"
    case .leaveCampaign: "leaveCampaign"
    case .setCampaignTargets: "setCampaignTargets"
    case .extendCampaign: "extendCampaign"
    case .closeCampaign: "closeCampaign"
    case .planVisit: "planVisit"
    case .holdVisit: "holdVisit"
    case .noteVisitOutcome: "noteVisitOutcome"
    case .proposeFollowUp: "proposeFollowUp"
    case .agreeFollowUp: "agreeFollowUp"
    case .cancelVisit: "cancelVisit"
    case .publishNeed: "publishNeed"
    case .reviseNeed: "reviseNeed"
    case .answerNeed: "answerNeed"
    case .matchNeed: "matchNeed"
    case .recordFailedMatch: "recordFailedMatch"
    case .closeNeed: "closeNeed"
    case .recordNothingFound: "recordNothingFound"
    case .giveRecommendation: "giveRecommendation"
    case .acceptRecommendation: "acceptRecommendation"
    case .declineRecommendation: "declineRecommendation"
    case .switchRecommendationsOff: "switchRecommendationsOff"
    case .switchRecommendationsOn: "switchRecommendationsOn"
    case .summariseAttendance: "summariseAttendance"
    case .observeConditions: "observeConditions"
    case .reportStudentComplaint: "reportStudentComplaint"
    case .requestApproval: "requestApproval"
    case .giveApproval: "giveApproval"
    case .refuseApproval: "refuseApproval"
    case .mergeOrganisation: "mergeOrganisation"
    case .unmergeOrganisation: "unmergeOrganisation"
    case .splitOrganisation: "splitOrganisation"
    case .confirmSuccessor: "confirmSuccessor"
    case .conveneMeeting: "conveneMeeting"
    case .recordQuorum: "recordQuorum"
    case .putMotion: "putMotion"
    case .recordVote: "recordVote"
    case .closeMeeting: "closeMeeting"
    case .cancelMeeting: "cancelMeeting"
    case .openProgramme: "openProgramme"
    case .publishProgrammePlan: "publishProgrammePlan"
    case .suspendProgramme: "suspendProgramme"
    case .resumeProgramme: "resumeProgramme"
    case .closeProgramme: "closeProgramme"
    case .recordIntention: "recordIntention"
    case .beginIntentionNegotiation: "beginIntentionNegotiation"
    case .convertIntention: "convertIntention"
    case .lapseIntention: "lapseIntention"
    case .withdrawIntention: "withdrawIntention"
    case .openOrderClass: "openOrderClass"
    case .agreeCurriculum: "agreeCurriculum"
    case .enrolInClass: "enrolInClass"
    case .leaveClass: "leaveClass"
    case .assignClassMentor: "assignClassMentor"
    case .completeOrderClass: "completeOrderClass"
    case .cancelOrderClass: "cancelOrderClass"
    case .registerFacility: "registerFacility"
    case .shareFacility: "shareFacility"
    case .visitFacility: "visitFacility"
    case .retireFacility: "retireFacility"
    case .issuePolicy: "issuePolicy"
    case .amendPolicy: "amendPolicy"
    case .repealPolicy: "repealPolicy"
    case .publishRuleset: "publishRuleset"
    case .launchPlatform: "launchPlatform"
    case .setTarget: "setTarget"
    case .reviseTarget: "reviseTarget"
    case .assessTarget: "assessTarget"
    case .establishFund: "establishFund"
    case .setFundBudget: "setFundBudget"
    case .increaseFundBudget: "increaseFundBudget"
    case .closeFund: "closeFund"
    case .applyForGrant: "applyForGrant"
    case .confirmCoApplication: "confirmCoApplication"
    case .publishGrantApplication: "publishGrantApplication"
    case .receiveGrantObjection: "receiveGrantObjection"
    case .settleGrantObjection: "settleGrantObjection"
    case .reviewGrant: "reviewGrant"
    case .approveGrant: "approveGrant"
    case .rejectGrant: "rejectGrant"
    case .withdrawGrantApplication: "withdrawGrantApplication"
    case .payGrant: "payGrant"
    case .acceptGrantMilestone: "acceptGrantMilestone"
    case .reportGrantExpenditure: "reportGrantExpenditure"
    case .evaluateGrant: "evaluateGrant"
    case .orderClawback: "orderClawback"
    case .recordRepayment: "recordRepayment"
    case .barFromGrants: "barFromGrants"
    }
  }

  /// The command of an aggregate; `nil` for those on any stream.
  var domain: (any DomainCommand)? {
    switch self {
    case .voidEvent: nil
    case .passReview: nil
    case .failReview: nil
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
    case .recordNothingFound(let command): command
    case .giveRecommendation(let command): command
    case .acceptRecommendation(let command): command
    case .declineRecommendation(let command): command
    case .switchRecommendationsOff(let command): command
    case .switchRecommendationsOn(let command): command
    case .summariseAttendance(let command): command
    case .observeConditions(let command): command
    case .reportStudentComplaint(let command): command
    case .requestApproval: nil
    case .giveApproval: nil
    case .refuseApproval: nil
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
    }
  }
}

extension CooperationModel {
  /// Every command of an aggregate.
  static let commands: [any DomainCommand.Type] = [
    PBRegisterOrganisation.self,
    PBAssignCreditCode.self,
    PBChangeCreditCode.self,
    PBAssignSchoolCode.self,
    PBRecordVerification.self,
    PBChangeOrganisationName.self,
    PBChangeRegion.self,
    PBChangeIndustry.self,
    PBReportStaffCount.self,
    PBAppointContact.self,
    PBRecordLicence.self,
    PBGrantDesignation.self,
    PBEndDesignation.self,
    PBEnterBlacklist.self,
    PBLiftBlacklist.self,
    PBSuspendOrganisation.self,
    PBResumeOrganisation.self,
    PBDeregisterOrganisation.self,
    PBGrantServiceRole.self,
    PBEndServiceRole.self,
    PBRegisterPerson.self,
    PBRecordLegalBasis.self,
    PBGiveConsent.self,
    PBWithdrawConsent.self,
    PBVerifyIdentity.self,
    PBChangeContact.self,
    PBLinkGuardian.self,
    PBRestrictProcessing.self,
    PBErasePersonalData.self,
    PBEnrolStudent.self,
    PBAdvanceGradeYear.self,
    PBInterruptStudy.self,
    PBResumeStudy.self,
    PBTransferStudent.self,
    PBGraduateStudent.self,
    PBWithdrawStudent.self,
    PBConfirmKeyGroup.self,
    PBEndKeyGroup.self,
    PBPublishClaim.self,
    PBExplainClaim.self,
    PBRetractClaim.self,
    PBOpenFinding.self,
    PBWithdrawFinding.self,
    PBNotifyFinding.self,
    PBAnswerFinding.self,
    PBRectifyFinding.self,
    PBUpholdFinding.self,
    PBSanctionFinding.self,
    PBDismissFinding.self,
    PBReopenFinding.self,
    PBProposeAlliance.self,
    PBFoundAlliance.self,
    PBAdoptCharter.self,
    PBAmendCharter.self,
    PBElectGoverningUnits.self,
    PBReleaseWorkPlan.self,
    PBAppointOperator.self,
    PBGrantAward.self,
    PBUnveilPlaque.self,
    PBSuspendAlliance.self,
    PBResumeAlliance.self,
    PBDissolveAlliance.self,
    PBPlanInternBatch.self,
    PBApplyForMembership.self,
    PBAdmitMember.self,
    PBChangeMemberRole.self,
    PBWithdrawMember.self,
    PBExpelMember.self,
    PBDraftAgreement.self,
    PBReportAgreementSigned.self,
    PBSubmitAgreement.self,
    PBApproveAgreement.self,
    PBRejectAgreement.self,
    PBSignAgreement.self,
    PBProposeAgreementAmendment.self,
    PBSignAgreementAmendment.self,
    PBRejectAgreementAmendment.self,
    PBReportMilestone.self,
    PBTerminateAgreement.self,
    PBRenewAgreement.self,
    PBAnnulAgreement.self,
    PBPlanOrderClass.self,
    PBPrepareInternshipAgreement.self,
    PBReportInternshipAgreementSigned.self,
    PBGiveInformedConsent.self,
    PBGiveGuardianConsent.self,
    PBSignInternshipAgreement.self,
    PBAttachInsurance.self,
    PBFileInternshipAgreement.self,
    PBAmendInternshipAgreement.self,
    PBAnnulInternshipAgreement.self,
    PBSupersedeInternshipAgreement.self,
    PBArrangePlacement.self,
    PBCompleteSafetyTraining.self,
    PBStartPlacement.self,
    PBChangeSupervisor.self,
    PBRecordPayment.self,
    PBRecordSchoolVisit.self,
    PBMovePlacement.self,
    PBPausePlacement.self,
    PBResumePlacement.self,
    PBReportIncident.self,
    PBCompletePlacement.self,
    PBEndPlacementEarly.self,
    PBRecordNoShow.self,
    PBRecordAssessment.self,
    PBConvertToEmployment.self,
    PBDesignSurvey.self,
    PBOpenSurvey.self,
    PBCloseSurvey.self,
    PBPublishSurvey.self,
    PBReceiveSurveyFeedback.self,
    PBDecideSurveyImprovement.self,
    PBRespondToSurvey.self,
    PBRequestTraining.self,
    PBPlanTraining.self,
    PBEnrolTrainee.self,
    PBHoldTrainingSession.self,
    PBIssueTrainingCertificate.self,
    PBDropTrainee.self,
    PBCompleteTraining.self,
    PBCancelTraining.self,
    PBOpenAssistanceCase.self,
    PBAssignCaseOwner.self,
    PBRecordDiagnosis.self,
    PBGiveGuidance.self,
    PBRecommendJob.self,
    PBGuideSubsidy.self,
    PBLinkCaseOutcome.self,
    PBResolveAssistanceCase.self,
    PBCloseAssistanceCase.self,
    PBReopenAssistanceCase.self,
    PBInviteGraduate.self,
    PBAgreeToEmployment.self,
    PBApproveEmployment.self,
    PBEnterEmploymentIntoForce.self,
    PBTerminateEmployment.self,
    PBDeclareOutcome.self,
    PBAttachOutcomeEvidence.self,
    PBCrossCheckEmployer.self,
    PBConfirmOutcome.self,
    PBContestOutcome.self,
    PBReviseOutcome.self,
    PBReviewOutcomeAsSchool.self,
    PBReviewOutcomeAsBureau.self,
    PBRaiseDispute.self,
    PBHoldDisputeHearing.self,
    PBReceiveDisputeEvidence.self,
    PBDecideDispute.self,
    PBAppealDispute.self,
    PBPublishReport.self,
    PBFreezeStatistics.self,
    PBAddCodeListEntry.self,
    PBEndCodeListEntry.self,
    PBPublishCodeListVersion.self,
    PBReceivePrivacyRequest.self,
    PBProveRequesterIdentity.self,
    PBDecidePrivacyRequest.self,
    PBExecutePrivacyRequest.self,
    PBExplainRefusal.self,
    PBRecordDisclosure.self,
    PBAssessImpact.self,
    PBReportBreach.self,
    PBReceiveImport.self,
    PBRecordImportRows.self,
    PBCompleteImport.self,
    PBReverseImport.self,
    PBMergePerson.self,
    PBUnmergePerson.self,
    PBPlaceLegalHold.self,
    PBLiftLegalHold.self,
    PBOfferHostPost.self,
    PBReviseHostPost.self,
    PBInspectHostPost.self,
    PBApproveHostPost.self,
    PBDeclineHostPost.self,
    PBWithdrawHostPost.self,
    PBDraftVacancy.self,
    PBSubmitVacancy.self,
    PBApproveVacancy.self,
    PBRejectVacancy.self,
    PBPublishVacancy.self,
    PBReviseVacancy.self,
    PBPauseVacancy.self,
    PBResumeVacancy.self,
    PBFillVacancy.self,
    PBCloseVacancy.self,
    PBComplainAboutVacancy.self,
    PBSubmitApplication.self,
    PBBeginApplicationReview.self,
    PBOfferJob.self,
    PBAcceptJobOffer.self,
    PBDeclineJobOffer.self,
    PBRejectApplication.self,
    PBWithdrawApplication.self,
    PBPlanActivity.self,
    PBApproveActivity.self,
    PBFileSecurityPlan.self,
    PBAnnounceActivity.self,
    PBOpenActivity.self,
    PBPostponeActivity.self,
    PBHoldActivity.self,
    PBCountAtActivity.self,
    PBReportActivity.self,
    PBCancelActivity.self,
    PBInviteExhibitor.self,
    PBRegisterExhibitor.self,
    PBVerifyExhibitor.self,
    PBRecordExhibitorAttendance.self,
    PBWithdrawExhibitor.self,
    PBScheduleSession.self,
    PBInviteParty.self,
    PBRecordPartyArrival.self,
    PBRecordPairMet.self,
    PBRecordNoMatch.self,
    PBCloseSession.self,
    PBLaunchCampaign.self,
    PBJoinCampaign.self,
    PBLeaveCampaign.self,
    PBSetCampaignTargets.self,
    PBExtendCampaign.self,
    PBCloseCampaign.self,
    PBPlanVisit.self,
    PBHoldVisit.self,
    PBNoteVisitOutcome.self,
    PBProposeFollowUp.self,
    PBAgreeFollowUp.self,
    PBCancelVisit.self,
    PBPublishNeed.self,
    PBReviseNeed.self,
    PBAnswerNeed.self,
    PBMatchNeed.self,
    PBRecordFailedMatch.self,
    PBCloseNeed.self,
    PBRecordNothingFound.self,
    PBGiveRecommendation.self,
    PBAcceptRecommendation.self,
    PBDeclineRecommendation.self,
    PBSwitchRecommendationsOff.self,
    PBSwitchRecommendationsOn.self,
    PBSummariseAttendance.self,
    PBObserveConditions.self,
    PBReportStudentComplaint.self,
    PBMergeOrganisation.self,
    PBUnmergeOrganisation.self,
    PBSplitOrganisation.self,
    PBConfirmSuccessor.self,
    PBConveneMeeting.self,
    PBRecordQuorum.self,
    PBPutMotion.self,
    PBRecordVote.self,
    PBCloseMeeting.self,
    PBCancelMeeting.self,
    PBOpenProgramme.self,
    PBPublishProgrammePlan.self,
    PBSuspendProgramme.self,
    PBResumeProgramme.self,
    PBCloseProgramme.self,
    PBRecordIntention.self,
    PBBeginIntentionNegotiation.self,
    PBConvertIntention.self,
    PBLapseIntention.self,
    PBWithdrawIntention.self,
    PBOpenOrderClass.self,
    PBAgreeCurriculum.self,
    PBEnrolInClass.self,
    PBLeaveClass.self,
    PBAssignClassMentor.self,
    PBCompleteOrderClass.self,
    PBCancelOrderClass.self,
    PBRegisterFacility.self,
    PBShareFacility.self,
    PBVisitFacility.self,
    PBRetireFacility.self,
    PBIssuePolicy.self,
    PBAmendPolicy.self,
    PBRepealPolicy.self,
    PBPublishRuleset.self,
    PBLaunchPlatform.self,
    PBSetTarget.self,
    PBReviseTarget.self,
    PBAssessTarget.self,
    PBEstablishFund.self,
    PBSetFundBudget.self,
    PBIncreaseFundBudget.self,
    PBCloseFund.self,
    PBApplyForGrant.self,
    PBConfirmCoApplication.self,
    PBPublishGrantApplication.self,
    PBReceiveGrantObjection.self,
    PBSettleGrantObjection.self,
    PBReviewGrant.self,
    PBApproveGrant.self,
    PBRejectGrant.self,
    PBWithdrawGrantApplication.self,
    PBPayGrant.self,
    PBAcceptGrantMilestone.self,
    PBReportGrantExpenditure.self,
    PBEvaluateGrant.self,
    PBOrderClawback.self,
    PBRecordRepayment.self,
    PBBarFromGrants.self,
  ]

  /// The names of all commands.
  static let commandNames: [String] = [
    "voidEvent",
    "passReview",
    "failReview",
    "registerOrganisation",
    "assignCreditCode",
    "changeCreditCode",
    "assignSchoolCode",
    "recordVerification",
    "changeOrganisationName",
    "changeRegion",
    "changeIndustry",
    "reportStaffCount",
    "appointContact",
    "recordLicence",
    "grantDesignation",
    "endDesignation",
    "enterBlacklist",
    "liftBlacklist",
    "suspendOrganisation",
    "resumeOrganisation",
    "deregisterOrganisation",
    "grantServiceRole",
    "endServiceRole",
    "registerPerson",
    "recordLegalBasis",
    "giveConsent",
    "withdrawConsent",
    "verifyIdentity",
    "changeContact",
    "linkGuardian",
    "restrictProcessing",
    "erasePersonalData",
    "enrolStudent",
    "advanceGradeYear",
    "interruptStudy",
    "resumeStudy",
    "transferStudent",
    "graduateStudent",
    "withdrawStudent",
    "confirmKeyGroup",
    "endKeyGroup",
    "publishClaim",
    "explainClaim",
    "retractClaim",
    "openFinding",
    "withdrawFinding",
    "notifyFinding",
    "answerFinding",
    "rectifyFinding",
    "upholdFinding",
    "sanctionFinding",
    "dismissFinding",
    "reopenFinding",
    "proposeAlliance",
    "foundAlliance",
    "adoptCharter",
    "amendCharter",
    "electGoverningUnits",
    "releaseWorkPlan",
    "appointOperator",
    "grantAward",
    "unveilPlaque",
    "suspendAlliance",
    "resumeAlliance",
    "dissolveAlliance",
    "planInternBatch",
    "applyForMembership",
    "admitMember",
    "changeMemberRole",
    "withdrawMember",
    "expelMember",
    "draftAgreement",
    "reportAgreementSigned",
    "submitAgreement",
    "approveAgreement",
    "rejectAgreement",
    "signAgreement",
    "proposeAgreementAmendment",
    "signAgreementAmendment",
    "rejectAgreementAmendment",
    "reportMilestone",
    "terminateAgreement",
    "renewAgreement",
    "annulAgreement",
    "planOrderClass",
    "prepareInternshipAgreement",
    "reportInternshipAgreementSigned",
    "giveInformedConsent",
    "giveGuardianConsent",
    "signInternshipAgreement",
    "attachInsurance",
    "fileInternshipAgreement",
    "amendInternshipAgreement",
    "annulInternshipAgreement",
    "supersedeInternshipAgreement",
    "arrangePlacement",
    "completeSafetyTraining",
    "startPlacement",
    "changeSupervisor",
    "recordPayment",
    "recordSchoolVisit",
    "movePlacement",
    "pausePlacement",
    "resumePlacement",
    "reportIncident",
    "completePlacement",
    "endPlacementEarly",
    "recordNoShow",
    "recordAssessment",
    "convertToEmployment",
    "designSurvey",
    "openSurvey",
    "closeSurvey",
    "publishSurvey",
    "receiveSurveyFeedback",
    "decideSurveyImprovement",
    "respondToSurvey",
    "requestTraining",
    "planTraining",
    "enrolTrainee",
    "holdTrainingSession",
    "issueTrainingCertificate",
    "dropTrainee",
    "completeTraining",
    "cancelTraining",
    "openAssistanceCase",
    "assignCaseOwner",
    "recordDiagnosis",
    "giveGuidance",
    "recommendJob",
    "guideSubsidy",
    "linkCaseOutcome",
    "resolveAssistanceCase",
    "closeAssistanceCase",
    "reopenAssistanceCase",
    "inviteGraduate",
    "agreeToEmployment",
    "approveEmployment",
    "enterEmploymentIntoForce",
    "terminateEmployment",
    "declareOutcome",
    "attachOutcomeEvidence",
    "crossCheckEmployer",
    "confirmOutcome",
    "contestOutcome",
    "reviseOutcome",
    "reviewOutcomeAsSchool",
    "reviewOutcomeAsBureau",
    "raiseDispute",
    "holdDisputeHearing",
    "receiveDisputeEvidence",
    "decideDispute",
    "appealDispute",
    "publishReport",
    "freezeStatistics",
    "addCodeListEntry",
    "endCodeListEntry",
    "publishCodeListVersion",
    "receivePrivacyRequest",
    "proveRequesterIdentity",
    "decidePrivacyRequest",
    "executePrivacyRequest",
    "explainRefusal",
    "recordDisclosure",
    "assessImpact",
    "reportBreach",
    "receiveImport",
    "recordImportRows",
    "completeImport",
    "reverseImport",
    "mergePerson",
    "unmergePerson",
    "placeLegalHold",
    "liftLegalHold",
    "offerHostPost",
    "reviseHostPost",
    "inspectHostPost",
    "approveHostPost",
    "declineHostPost",
    "withdrawHostPost",
    "draftVacancy",
    "submitVacancy",
    "approveVacancy",
    "rejectVacancy",
    "publishVacancy",
    "reviseVacancy",
    "pauseVacancy",
    "resumeVacancy",
    "fillVacancy",
    "closeVacancy",
    "complainAboutVacancy",
    "submitApplication",
    "beginApplicationReview",
    "offerJob",
    "acceptJobOffer",
    "declineJobOffer",
    "rejectApplication",
    "withdrawApplication",
    "planActivity",
    "approveActivity",
    "fileSecurityPlan",
    "announceActivity",
    "openActivity",
    "postponeActivity",
    "holdActivity",
    "countAtActivity",
    "reportActivity",
    "cancelActivity",
    "inviteExhibitor",
    "registerExhibitor",
    "verifyExhibitor",
    "recordExhibitorAttendance",
    "withdrawExhibitor",
    "scheduleSession",
    "inviteParty",
    "recordPartyArrival",
    "recordPairMet",
    "recordNoMatch",
    "closeSession",
    "launchCampaign",
    "joinCampaign",
    "leaveCampaign",
    "setCampaignTargets",
    "extendCampaign",
    "closeCampaign",
    "planVisit",
    "holdVisit",
    "noteVisitOutcome",
    "proposeFollowUp",
    "agreeFollowUp",
    "cancelVisit",
    "publishNeed",
    "reviseNeed",
    "answerNeed",
    "matchNeed",
    "recordFailedMatch",
    "closeNeed",
    "recordNothingFound",
    "giveRecommendation",
    "acceptRecommendation",
    "declineRecommendation",
    "switchRecommendationsOff",
    "switchRecommendationsOn",
    "summariseAttendance",
    "observeConditions",
    "reportStudentComplaint",
    "requestApproval",
    "giveApproval",
    "refuseApproval",
    "mergeOrganisation",
    "unmergeOrganisation",
    "splitOrganisation",
    "confirmSuccessor",
    "conveneMeeting",
    "recordQuorum",
    "putMotion",
    "recordVote",
    "closeMeeting",
    "cancelMeeting",
    "openProgramme",
    "publishProgrammePlan",
    "suspendProgramme",
    "resumeProgramme",
    "closeProgramme",
    "recordIntention",
    "beginIntentionNegotiation",
    "convertIntention",
    "lapseIntention",
    "withdrawIntention",
    "openOrderClass",
    "agreeCurriculum",
    "enrolInClass",
    "leaveClass",
    "assignClassMentor",
    "completeOrderClass",
    "cancelOrderClass",
    "registerFacility",
    "shareFacility",
    "visitFacility",
    "retireFacility",
    "issuePolicy",
    "amendPolicy",
    "repealPolicy",
    "publishRuleset",
    "launchPlatform",
    "setTarget",
    "reviseTarget",
    "assessTarget",
    "establishFund",
    "setFundBudget",
    "increaseFundBudget",
    "closeFund",
    "applyForGrant",
    "confirmCoApplication",
    "publishGrantApplication",
    "receiveGrantObjection",
    "settleGrantObjection",
    "reviewGrant",
    "approveGrant",
    "rejectGrant",
    "withdrawGrantApplication",
    "payGrant",
    "acceptGrantMilestone",
    "reportGrantExpenditure",
    "evaluateGrant",
    "orderClawback",
    "recordRepayment",
    "barFromGrants",
  ]
}

extension PBRegisterOrganisation {
  /// Its name in JSON.
  static var name: String { "registerOrganisation" }
}

extension PBAssignCreditCode {
  /// Its name in JSON.
  static var name: String { "assignCreditCode" }
}

extension PBChangeCreditCode {
  /// Its name in JSON.
  static var name: String { "changeCreditCode" }
}

extension PBAssignSchoolCode {
  /// Its name in JSON.
  static var name: String { "assignSchoolCode" }
}

extension PBRecordVerification {
  /// Its name in JSON.
  static var name: String { "recordVerification" }
}

extension PBChangeOrganisationName {
  /// Its name in JSON.
  static var name: String { "changeOrganisationName" }
}

extension PBChangeRegion {
  /// Its name in JSON.
  static var name: String { "changeRegion" }
}

extension PBChangeIndustry {
  /// Its name in JSON.
  static var name: String { "changeIndustry" }
}

extension PBReportStaffCount {
  /// Its name in JSON.
  static var name: String { "reportStaffCount" }
}

extension PBAppointContact {
  /// Its name in JSON.
  static var name: String { "appointContact" }
}

extension PBRecordLicence {
  /// Its name in JSON.
  static var name: String { "recordLicence" }
}

extension PBGrantDesignation {
  /// Its name in JSON.
  static var name: String { "grantDesignation" }
}

extension PBEndDesignation {
  /// Its name in JSON.
  static var name: String { "endDesignation" }
}

extension PBEnterBlacklist {
  /// Its name in JSON.
  static var name: String { "enterBlacklist" }
}

extension PBLiftBlacklist {
  /// Its name in JSON.
  static var name: String { "liftBlacklist" }
}

extension PBSuspendOrganisation {
  /// Its name in JSON.
  static var name: String { "suspendOrganisation" }
}

extension PBResumeOrganisation {
  /// Its name in JSON.
  static var name: String { "resumeOrganisation" }
}

extension PBDeregisterOrganisation {
  /// Its name in JSON.
  static var name: String { "deregisterOrganisation" }
}

extension PBGrantServiceRole {
  /// Its name in JSON.
  static var name: String { "grantServiceRole" }
}

extension PBEndServiceRole {
  /// Its name in JSON.
  static var name: String { "endServiceRole" }
}

extension PBRegisterPerson {
  /// Its name in JSON.
  static var name: String { "registerPerson" }
}

extension PBRecordLegalBasis {
  /// Its name in JSON.
  static var name: String { "recordLegalBasis" }
}

extension PBGiveConsent {
  /// Its name in JSON.
  static var name: String { "giveConsent" }
}

extension PBWithdrawConsent {
  /// Its name in JSON.
  static var name: String { "withdrawConsent" }
}

extension PBVerifyIdentity {
  /// Its name in JSON.
  static var name: String { "verifyIdentity" }
}

extension PBChangeContact {
  /// Its name in JSON.
  static var name: String { "changeContact" }
}

extension PBLinkGuardian {
  /// Its name in JSON.
  static var name: String { "linkGuardian" }
}

extension PBRestrictProcessing {
  /// Its name in JSON.
  static var name: String { "restrictProcessing" }
}

extension PBErasePersonalData {
  /// Its name in JSON.
  static var name: String { "erasePersonalData" }
}

extension PBEnrolStudent {
  /// Its name in JSON.
  static var name: String { "enrolStudent" }
}

extension PBAdvanceGradeYear {
  /// Its name in JSON.
  static var name: String { "advanceGradeYear" }
}

extension PBInterruptStudy {
  /// Its name in JSON.
  static var name: String { "interruptStudy" }
}

extension PBResumeStudy {
  /// Its name in JSON.
  static var name: String { "resumeStudy" }
}

extension PBTransferStudent {
  /// Its name in JSON.
  static var name: String { "transferStudent" }
}

extension PBGraduateStudent {
  /// Its name in JSON.
  static var name: String { "graduateStudent" }
}

extension PBWithdrawStudent {
  /// Its name in JSON.
  static var name: String { "withdrawStudent" }
}

extension PBConfirmKeyGroup {
  /// Its name in JSON.
  static var name: String { "confirmKeyGroup" }
}

extension PBEndKeyGroup {
  /// Its name in JSON.
  static var name: String { "endKeyGroup" }
}

extension PBPublishClaim {
  /// Its name in JSON.
  static var name: String { "publishClaim" }
}

extension PBExplainClaim {
  /// Its name in JSON.
  static var name: String { "explainClaim" }
}

extension PBRetractClaim {
  /// Its name in JSON.
  static var name: String { "retractClaim" }
}

extension PBOpenFinding {
  /// Its name in JSON.
  static var name: String { "openFinding" }
}

extension PBWithdrawFinding {
  /// Its name in JSON.
  static var name: String { "withdrawFinding" }
}

extension PBNotifyFinding {
  /// Its name in JSON.
  static var name: String { "notifyFinding" }
}

extension PBAnswerFinding {
  /// Its name in JSON.
  static var name: String { "answerFinding" }
}

extension PBRectifyFinding {
  /// Its name in JSON.
  static var name: String { "rectifyFinding" }
}

extension PBUpholdFinding {
  /// Its name in JSON.
  static var name: String { "upholdFinding" }
}

extension PBSanctionFinding {
  /// Its name in JSON.
  static var name: String { "sanctionFinding" }
}

extension PBDismissFinding {
  /// Its name in JSON.
  static var name: String { "dismissFinding" }
}

extension PBReopenFinding {
  /// Its name in JSON.
  static var name: String { "reopenFinding" }
}

extension PBProposeAlliance {
  /// Its name in JSON.
  static var name: String { "proposeAlliance" }
}

extension PBFoundAlliance {
  /// Its name in JSON.
  static var name: String { "foundAlliance" }
}

extension PBAdoptCharter {
  /// Its name in JSON.
  static var name: String { "adoptCharter" }
}

extension PBAmendCharter {
  /// Its name in JSON.
  static var name: String { "amendCharter" }
}

extension PBElectGoverningUnits {
  /// Its name in JSON.
  static var name: String { "electGoverningUnits" }
}

extension PBReleaseWorkPlan {
  /// Its name in JSON.
  static var name: String { "releaseWorkPlan" }
}

extension PBAppointOperator {
  /// Its name in JSON.
  static var name: String { "appointOperator" }
}

extension PBGrantAward {
  /// Its name in JSON.
  static var name: String { "grantAward" }
}

extension PBUnveilPlaque {
  /// Its name in JSON.
  static var name: String { "unveilPlaque" }
}

extension PBSuspendAlliance {
  /// Its name in JSON.
  static var name: String { "suspendAlliance" }
}

extension PBResumeAlliance {
  /// Its name in JSON.
  static var name: String { "resumeAlliance" }
}

extension PBDissolveAlliance {
  /// Its name in JSON.
  static var name: String { "dissolveAlliance" }
}

extension PBPlanInternBatch {
  /// Its name in JSON.
  static var name: String { "planInternBatch" }
}

extension PBApplyForMembership {
  /// Its name in JSON.
  static var name: String { "applyForMembership" }
}

extension PBAdmitMember {
  /// Its name in JSON.
  static var name: String { "admitMember" }
}

extension PBChangeMemberRole {
  /// Its name in JSON.
  static var name: String { "changeMemberRole" }
}

extension PBWithdrawMember {
  /// Its name in JSON.
  static var name: String { "withdrawMember" }
}

extension PBExpelMember {
  /// Its name in JSON.
  static var name: String { "expelMember" }
}

extension PBDraftAgreement {
  /// Its name in JSON.
  static var name: String { "draftAgreement" }
}

extension PBReportAgreementSigned {
  /// Its name in JSON.
  static var name: String { "reportAgreementSigned" }
}

extension PBSubmitAgreement {
  /// Its name in JSON.
  static var name: String { "submitAgreement" }
}

extension PBApproveAgreement {
  /// Its name in JSON.
  static var name: String { "approveAgreement" }
}

extension PBRejectAgreement {
  /// Its name in JSON.
  static var name: String { "rejectAgreement" }
}

extension PBSignAgreement {
  /// Its name in JSON.
  static var name: String { "signAgreement" }
}

extension PBProposeAgreementAmendment {
  /// Its name in JSON.
  static var name: String { "proposeAgreementAmendment" }
}

extension PBSignAgreementAmendment {
  /// Its name in JSON.
  static var name: String { "signAgreementAmendment" }
}

extension PBRejectAgreementAmendment {
  /// Its name in JSON.
  static var name: String { "rejectAgreementAmendment" }
}

extension PBReportMilestone {
  /// Its name in JSON.
  static var name: String { "reportMilestone" }
}

extension PBTerminateAgreement {
  /// Its name in JSON.
  static var name: String { "terminateAgreement" }
}

extension PBRenewAgreement {
  /// Its name in JSON.
  static var name: String { "renewAgreement" }
}

extension PBAnnulAgreement {
  /// Its name in JSON.
  static var name: String { "annulAgreement" }
}

extension PBPlanOrderClass {
  /// Its name in JSON.
  static var name: String { "planOrderClass" }
}

extension PBPrepareInternshipAgreement {
  /// Its name in JSON.
  static var name: String { "prepareInternshipAgreement" }
}

extension PBReportInternshipAgreementSigned {
  /// Its name in JSON.
  static var name: String { "reportInternshipAgreementSigned" }
}

extension PBGiveInformedConsent {
  /// Its name in JSON.
  static var name: String { "giveInformedConsent" }
}

extension PBGiveGuardianConsent {
  /// Its name in JSON.
  static var name: String { "giveGuardianConsent" }
}

extension PBSignInternshipAgreement {
  /// Its name in JSON.
  static var name: String { "signInternshipAgreement" }
}

extension PBAttachInsurance {
  /// Its name in JSON.
  static var name: String { "attachInsurance" }
}

extension PBFileInternshipAgreement {
  /// Its name in JSON.
  static var name: String { "fileInternshipAgreement" }
}

extension PBAmendInternshipAgreement {
  /// Its name in JSON.
  static var name: String { "amendInternshipAgreement" }
}

extension PBAnnulInternshipAgreement {
  /// Its name in JSON.
  static var name: String { "annulInternshipAgreement" }
}

extension PBSupersedeInternshipAgreement {
  /// Its name in JSON.
  static var name: String { "supersedeInternshipAgreement" }
}

extension PBArrangePlacement {
  /// Its name in JSON.
  static var name: String { "arrangePlacement" }
}

extension PBCompleteSafetyTraining {
  /// Its name in JSON.
  static var name: String { "completeSafetyTraining" }
}

extension PBStartPlacement {
  /// Its name in JSON.
  static var name: String { "startPlacement" }
}

extension PBChangeSupervisor {
  /// Its name in JSON.
  static var name: String { "changeSupervisor" }
}

extension PBRecordPayment {
  /// Its name in JSON.
  static var name: String { "recordPayment" }
}

extension PBRecordSchoolVisit {
  /// Its name in JSON.
  static var name: String { "recordSchoolVisit" }
}

extension PBMovePlacement {
  /// Its name in JSON.
  static var name: String { "movePlacement" }
}

extension PBPausePlacement {
  /// Its name in JSON.
  static var name: String { "pausePlacement" }
}

extension PBResumePlacement {
  /// Its name in JSON.
  static var name: String { "resumePlacement" }
}

extension PBReportIncident {
  /// Its name in JSON.
  static var name: String { "reportIncident" }
}

extension PBCompletePlacement {
  /// Its name in JSON.
  static var name: String { "completePlacement" }
}

extension PBEndPlacementEarly {
  /// Its name in JSON.
  static var name: String { "endPlacementEarly" }
}

extension PBRecordNoShow {
  /// Its name in JSON.
  static var name: String { "recordNoShow" }
}

extension PBRecordAssessment {
  /// Its name in JSON.
  static var name: String { "recordAssessment" }
}

extension PBConvertToEmployment {
  /// Its name in JSON.
  static var name: String { "convertToEmployment" }
}

extension PBDesignSurvey {
  /// Its name in JSON.
  static var name: String { "designSurvey" }
}

extension PBOpenSurvey {
  /// Its name in JSON.
  static var name: String { "openSurvey" }
}

extension PBCloseSurvey {
  /// Its name in JSON.
  static var name: String { "closeSurvey" }
}

extension PBPublishSurvey {
  /// Its name in JSON.
  static var name: String { "publishSurvey" }
}

extension PBReceiveSurveyFeedback {
  /// Its name in JSON.
  static var name: String { "receiveSurveyFeedback" }
}

extension PBDecideSurveyImprovement {
  /// Its name in JSON.
  static var name: String { "decideSurveyImprovement" }
}

extension PBRespondToSurvey {
  /// Its name in JSON.
  static var name: String { "respondToSurvey" }
}

extension PBRequestTraining {
  /// Its name in JSON.
  static var name: String { "requestTraining" }
}

extension PBPlanTraining {
  /// Its name in JSON.
  static var name: String { "planTraining" }
}

extension PBEnrolTrainee {
  /// Its name in JSON.
  static var name: String { "enrolTrainee" }
}

extension PBHoldTrainingSession {
  /// Its name in JSON.
  static var name: String { "holdTrainingSession" }
}

extension PBIssueTrainingCertificate {
  /// Its name in JSON.
  static var name: String { "issueTrainingCertificate" }
}

extension PBDropTrainee {
  /// Its name in JSON.
  static var name: String { "dropTrainee" }
}

extension PBCompleteTraining {
  /// Its name in JSON.
  static var name: String { "completeTraining" }
}

extension PBCancelTraining {
  /// Its name in JSON.
  static var name: String { "cancelTraining" }
}

extension PBOpenAssistanceCase {
  /// Its name in JSON.
  static var name: String { "openAssistanceCase" }
}

extension PBAssignCaseOwner {
  /// Its name in JSON.
  static var name: String { "assignCaseOwner" }
}

extension PBRecordDiagnosis {
  /// Its name in JSON.
  static var name: String { "recordDiagnosis" }
}

extension PBGiveGuidance {
  /// Its name in JSON.
  static var name: String { "giveGuidance" }
}

extension PBRecommendJob {
  /// Its name in JSON.
  static var name: String { "recommendJob" }
}

extension PBGuideSubsidy {
  /// Its name in JSON.
  static var name: String { "guideSubsidy" }
}

extension PBLinkCaseOutcome {
  /// Its name in JSON.
  static var name: String { "linkCaseOutcome" }
}

extension PBResolveAssistanceCase {
  /// Its name in JSON.
  static var name: String { "resolveAssistanceCase" }
}

extension PBCloseAssistanceCase {
  /// Its name in JSON.
  static var name: String { "closeAssistanceCase" }
}

extension PBReopenAssistanceCase {
  /// Its name in JSON.
  static var name: String { "reopenAssistanceCase" }
}

extension PBInviteGraduate {
  /// Its name in JSON.
  static var name: String { "inviteGraduate" }
}

extension PBAgreeToEmployment {
  /// Its name in JSON.
  static var name: String { "agreeToEmployment" }
}

extension PBApproveEmployment {
  /// Its name in JSON.
  static var name: String { "approveEmployment" }
}

extension PBEnterEmploymentIntoForce {
  /// Its name in JSON.
  static var name: String { "enterEmploymentIntoForce" }
}

extension PBTerminateEmployment {
  /// Its name in JSON.
  static var name: String { "terminateEmployment" }
}

extension PBDeclareOutcome {
  /// Its name in JSON.
  static var name: String { "declareOutcome" }
}

extension PBAttachOutcomeEvidence {
  /// Its name in JSON.
  static var name: String { "attachOutcomeEvidence" }
}

extension PBCrossCheckEmployer {
  /// Its name in JSON.
  static var name: String { "crossCheckEmployer" }
}

extension PBConfirmOutcome {
  /// Its name in JSON.
  static var name: String { "confirmOutcome" }
}

extension PBContestOutcome {
  /// Its name in JSON.
  static var name: String { "contestOutcome" }
}

extension PBReviseOutcome {
  /// Its name in JSON.
  static var name: String { "reviseOutcome" }
}

extension PBReviewOutcomeAsSchool {
  /// Its name in JSON.
  static var name: String { "reviewOutcomeAsSchool" }
}

extension PBReviewOutcomeAsBureau {
  /// Its name in JSON.
  static var name: String { "reviewOutcomeAsBureau" }
}

extension PBRaiseDispute {
  /// Its name in JSON.
  static var name: String { "raiseDispute" }
}

extension PBHoldDisputeHearing {
  /// Its name in JSON.
  static var name: String { "holdDisputeHearing" }
}

extension PBReceiveDisputeEvidence {
  /// Its name in JSON.
  static var name: String { "receiveDisputeEvidence" }
}

extension PBDecideDispute {
  /// Its name in JSON.
  static var name: String { "decideDispute" }
}

extension PBAppealDispute {
  /// Its name in JSON.
  static var name: String { "appealDispute" }
}

extension PBPublishReport {
  /// Its name in JSON.
  static var name: String { "publishReport" }
}

extension PBFreezeStatistics {
  /// Its name in JSON.
  static var name: String { "freezeStatistics" }
}

extension PBAddCodeListEntry {
  /// Its name in JSON.
  static var name: String { "addCodeListEntry" }
}

extension PBEndCodeListEntry {
  /// Its name in JSON.
  static var name: String { "endCodeListEntry" }
}

extension PBPublishCodeListVersion {
  /// Its name in JSON.
  static var name: String { "publishCodeListVersion" }
}

extension PBReceivePrivacyRequest {
  /// Its name in JSON.
  static var name: String { "receivePrivacyRequest" }
}

extension PBProveRequesterIdentity {
  /// Its name in JSON.
  static var name: String { "proveRequesterIdentity" }
}

extension PBDecidePrivacyRequest {
  /// Its name in JSON.
  static var name: String { "decidePrivacyRequest" }
}

extension PBExecutePrivacyRequest {
  /// Its name in JSON.
  static var name: String { "executePrivacyRequest" }
}

extension PBExplainRefusal {
  /// Its name in JSON.
  static var name: String { "explainRefusal" }
}

extension PBRecordDisclosure {
  /// Its name in JSON.
  static var name: String { "recordDisclosure" }
}

extension PBAssessImpact {
  /// Its name in JSON.
  static var name: String { "assessImpact" }
}

extension PBReportBreach {
  /// Its name in JSON.
  static var name: String { "reportBreach" }
}

extension PBReceiveImport {
  /// Its name in JSON.
  static var name: String { "receiveImport" }
}

extension PBRecordImportRows {
  /// Its name in JSON.
  static var name: String { "recordImportRows" }
}

extension PBCompleteImport {
  /// Its name in JSON.
  static var name: String { "completeImport" }
}

extension PBReverseImport {
  /// Its name in JSON.
  static var name: String { "reverseImport" }
}

extension PBMergePerson {
  /// Its name in JSON.
  static var name: String { "mergePerson" }
}

extension PBUnmergePerson {
  /// Its name in JSON.
  static var name: String { "unmergePerson" }
}

extension PBPlaceLegalHold {
  /// Its name in JSON.
  static var name: String { "placeLegalHold" }
}

extension PBLiftLegalHold {
  /// Its name in JSON.
  static var name: String { "liftLegalHold" }
}

extension PBOfferHostPost {
  /// Its name in JSON.
  static var name: String { "offerHostPost" }
}

extension PBReviseHostPost {
  /// Its name in JSON.
  static var name: String { "reviseHostPost" }
}

extension PBInspectHostPost {
  /// Its name in JSON.
  static var name: String { "inspectHostPost" }
}

extension PBApproveHostPost {
  /// Its name in JSON.
  static var name: String { "approveHostPost" }
}

extension PBDeclineHostPost {
  /// Its name in JSON.
  static var name: String { "declineHostPost" }
}

extension PBWithdrawHostPost {
  /// Its name in JSON.
  static var name: String { "withdrawHostPost" }
}

extension PBDraftVacancy {
  /// Its name in JSON.
  static var name: String { "draftVacancy" }
}

extension PBSubmitVacancy {
  /// Its name in JSON.
  static var name: String { "submitVacancy" }
}

extension PBApproveVacancy {
  /// Its name in JSON.
  static var name: String { "approveVacancy" }
}

extension PBRejectVacancy {
  /// Its name in JSON.
  static var name: String { "rejectVacancy" }
}

extension PBPublishVacancy {
  /// Its name in JSON.
  static var name: String { "publishVacancy" }
}

extension PBReviseVacancy {
  /// Its name in JSON.
  static var name: String { "reviseVacancy" }
}

extension PBPauseVacancy {
  /// Its name in JSON.
  static var name: String { "pauseVacancy" }
}

extension PBResumeVacancy {
  /// Its name in JSON.
  static var name: String { "resumeVacancy" }
}

extension PBFillVacancy {
  /// Its name in JSON.
  static var name: String { "fillVacancy" }
}

extension PBCloseVacancy {
  /// Its name in JSON.
  static var name: String { "closeVacancy" }
}

extension PBComplainAboutVacancy {
  /// Its name in JSON.
  static var name: String { "complainAboutVacancy" }
}

extension PBSubmitApplication {
  /// Its name in JSON.
  static var name: String { "submitApplication" }
}

extension PBBeginApplicationReview {
  /// Its name in JSON.
  static var name: String { "beginApplicationReview" }
}

extension PBOfferJob {
  /// Its name in JSON.
  static var name: String { "offerJob" }
}

extension PBAcceptJobOffer {
  /// Its name in JSON.
  static var name: String { "acceptJobOffer" }
}

extension PBDeclineJobOffer {
  /// Its name in JSON.
  static var name: String { "declineJobOffer" }
}

extension PBRejectApplication {
  /// Its name in JSON.
  static var name: String { "rejectApplication" }
}

extension PBWithdrawApplication {
  /// Its name in JSON.
  static var name: String { "withdrawApplication" }
}

extension PBPlanActivity {
  /// Its name in JSON.
  static var name: String { "planActivity" }
}

extension PBApproveActivity {
  /// Its name in JSON.
  static var name: String { "approveActivity" }
}

extension PBFileSecurityPlan {
  /// Its name in JSON.
  static var name: String { "fileSecurityPlan" }
}

extension PBAnnounceActivity {
  /// Its name in JSON.
  static var name: String { "announceActivity" }
}

extension PBOpenActivity {
  /// Its name in JSON.
  static var name: String { "openActivity" }
}

extension PBPostponeActivity {
  /// Its name in JSON.
  static var name: String { "postponeActivity" }
}

extension PBHoldActivity {
  /// Its name in JSON.
  static var name: String { "holdActivity" }
}

extension PBCountAtActivity {
  /// Its name in JSON.
  static var name: String { "countAtActivity" }
}

extension PBReportActivity {
  /// Its name in JSON.
  static var name: String { "reportActivity" }
}

extension PBCancelActivity {
  /// Its name in JSON.
  static var name: String { "cancelActivity" }
}

extension PBInviteExhibitor {
  /// Its name in JSON.
  static var name: String { "inviteExhibitor" }
}

extension PBRegisterExhibitor {
  /// Its name in JSON.
  static var name: String { "registerExhibitor" }
}

extension PBVerifyExhibitor {
  /// Its name in JSON.
  static var name: String { "verifyExhibitor" }
}

extension PBRecordExhibitorAttendance {
  /// Its name in JSON.
  static var name: String { "recordExhibitorAttendance" }
}

extension PBWithdrawExhibitor {
  /// Its name in JSON.
  static var name: String { "withdrawExhibitor" }
}

extension PBScheduleSession {
  /// Its name in JSON.
  static var name: String { "scheduleSession" }
}

extension PBInviteParty {
  /// Its name in JSON.
  static var name: String { "inviteParty" }
}

extension PBRecordPartyArrival {
  /// Its name in JSON.
  static var name: String { "recordPartyArrival" }
}

extension PBRecordPairMet {
  /// Its name in JSON.
  static var name: String { "recordPairMet" }
}

extension PBRecordNoMatch {
  /// Its name in JSON.
  static var name: String { "recordNoMatch" }
}

extension PBCloseSession {
  /// Its name in JSON.
  static var name: String { "closeSession" }
}

extension PBLaunchCampaign {
  /// Its name in JSON.
  static var name: String { "launchCampaign" }
}

extension PBJoinCampaign {
  /// Its name in JSON.
  static var name: String { "joinCampaign" }
}

extension PBLeaveCampaign {
  /// Its name in JSON.
  static var name: String { "leaveCampaign" }
}

extension PBSetCampaignTargets {
  /// Its name in JSON.
  static var name: String { "setCampaignTargets" }
}

extension PBExtendCampaign {
  /// Its name in JSON.
  static var name: String { "extendCampaign" }
}

extension PBCloseCampaign {
  /// Its name in JSON.
  static var name: String { "closeCampaign" }
}

extension PBPlanVisit {
  /// Its name in JSON.
  static var name: String { "planVisit" }
}

extension PBHoldVisit {
  /// Its name in JSON.
  static var name: String { "holdVisit" }
}

extension PBNoteVisitOutcome {
  /// Its name in JSON.
  static var name: String { "noteVisitOutcome" }
}

extension PBProposeFollowUp {
  /// Its name in JSON.
  static var name: String { "proposeFollowUp" }
}

extension PBAgreeFollowUp {
  /// Its name in JSON.
  static var name: String { "agreeFollowUp" }
}

extension PBCancelVisit {
  /// Its name in JSON.
  static var name: String { "cancelVisit" }
}

extension PBPublishNeed {
  /// Its name in JSON.
  static var name: String { "publishNeed" }
}

extension PBReviseNeed {
  /// Its name in JSON.
  static var name: String { "reviseNeed" }
}

extension PBAnswerNeed {
  /// Its name in JSON.
  static var name: String { "answerNeed" }
}

extension PBMatchNeed {
  /// Its name in JSON.
  static var name: String { "matchNeed" }
}

extension PBRecordFailedMatch {
  /// Its name in JSON.
  static var name: String { "recordFailedMatch" }
}

extension PBCloseNeed {
  /// Its name in JSON.
  static var name: String { "closeNeed" }
}

extension PBRecordNothingFound {
  /// Its name in JSON.
  static var name: String { "recordNothingFound" }
}

extension PBGiveRecommendation {
  /// Its name in JSON.
  static var name: String { "giveRecommendation" }
}

extension PBAcceptRecommendation {
  /// Its name in JSON.
  static var name: String { "acceptRecommendation" }
}

extension PBDeclineRecommendation {
  /// Its name in JSON.
  static var name: String { "declineRecommendation" }
}

extension PBSwitchRecommendationsOff {
  /// Its name in JSON.
  static var name: String { "switchRecommendationsOff" }
}

extension PBSwitchRecommendationsOn {
  /// Its name in JSON.
  static var name: String { "switchRecommendationsOn" }
}

extension PBSummariseAttendance {
  /// Its name in JSON.
  static var name: String { "summariseAttendance" }
}

extension PBObserveConditions {
  /// Its name in JSON.
  static var name: String { "observeConditions" }
}

extension PBReportStudentComplaint {
  /// Its name in JSON.
  static var name: String { "reportStudentComplaint" }
}

extension PBMergeOrganisation {
  /// Its name in JSON.
  static var name: String { "mergeOrganisation" }
}

extension PBUnmergeOrganisation {
  /// Its name in JSON.
  static var name: String { "unmergeOrganisation" }
}

extension PBSplitOrganisation {
  /// Its name in JSON.
  static var name: String { "splitOrganisation" }
}

extension PBConfirmSuccessor {
  /// Its name in JSON.
  static var name: String { "confirmSuccessor" }
}

extension PBConveneMeeting {
  /// Its name in JSON.
  static var name: String { "conveneMeeting" }
}

extension PBRecordQuorum {
  /// Its name in JSON.
  static var name: String { "recordQuorum" }
}

extension PBPutMotion {
  /// Its name in JSON.
  static var name: String { "putMotion" }
}

extension PBRecordVote {
  /// Its name in JSON.
  static var name: String { "recordVote" }
}

extension PBCloseMeeting {
  /// Its name in JSON.
  static var name: String { "closeMeeting" }
}

extension PBCancelMeeting {
  /// Its name in JSON.
  static var name: String { "cancelMeeting" }
}

extension PBOpenProgramme {
  /// Its name in JSON.
  static var name: String { "openProgramme" }
}

extension PBPublishProgrammePlan {
  /// Its name in JSON.
  static var name: String { "publishProgrammePlan" }
}

extension PBSuspendProgramme {
  /// Its name in JSON.
  static var name: String { "suspendProgramme" }
}

extension PBResumeProgramme {
  /// Its name in JSON.
  static var name: String { "resumeProgramme" }
}

extension PBCloseProgramme {
  /// Its name in JSON.
  static var name: String { "closeProgramme" }
}

extension PBRecordIntention {
  /// Its name in JSON.
  static var name: String { "recordIntention" }
}

extension PBBeginIntentionNegotiation {
  /// Its name in JSON.
  static var name: String { "beginIntentionNegotiation" }
}

extension PBConvertIntention {
  /// Its name in JSON.
  static var name: String { "convertIntention" }
}

extension PBLapseIntention {
  /// Its name in JSON.
  static var name: String { "lapseIntention" }
}

extension PBWithdrawIntention {
  /// Its name in JSON.
  static var name: String { "withdrawIntention" }
}

extension PBOpenOrderClass {
  /// Its name in JSON.
  static var name: String { "openOrderClass" }
}

extension PBAgreeCurriculum {
  /// Its name in JSON.
  static var name: String { "agreeCurriculum" }
}

extension PBEnrolInClass {
  /// Its name in JSON.
  static var name: String { "enrolInClass" }
}

extension PBLeaveClass {
  /// Its name in JSON.
  static var name: String { "leaveClass" }
}

extension PBAssignClassMentor {
  /// Its name in JSON.
  static var name: String { "assignClassMentor" }
}

extension PBCompleteOrderClass {
  /// Its name in JSON.
  static var name: String { "completeOrderClass" }
}

extension PBCancelOrderClass {
  /// Its name in JSON.
  static var name: String { "cancelOrderClass" }
}

extension PBRegisterFacility {
  /// Its name in JSON.
  static var name: String { "registerFacility" }
}

extension PBShareFacility {
  /// Its name in JSON.
  static var name: String { "shareFacility" }
}

extension PBVisitFacility {
  /// Its name in JSON.
  static var name: String { "visitFacility" }
}

extension PBRetireFacility {
  /// Its name in JSON.
  static var name: String { "retireFacility" }
}

extension PBIssuePolicy {
  /// Its name in JSON.
  static var name: String { "issuePolicy" }
}

extension PBAmendPolicy {
  /// Its name in JSON.
  static var name: String { "amendPolicy" }
}

extension PBRepealPolicy {
  /// Its name in JSON.
  static var name: String { "repealPolicy" }
}

extension PBPublishRuleset {
  /// Its name in JSON.
  static var name: String { "publishRuleset" }
}

extension PBLaunchPlatform {
  /// Its name in JSON.
  static var name: String { "launchPlatform" }
}

extension PBSetTarget {
  /// Its name in JSON.
  static var name: String { "setTarget" }
}

extension PBReviseTarget {
  /// Its name in JSON.
  static var name: String { "reviseTarget" }
}

extension PBAssessTarget {
  /// Its name in JSON.
  static var name: String { "assessTarget" }
}

extension PBEstablishFund {
  /// Its name in JSON.
  static var name: String { "establishFund" }
}

extension PBSetFundBudget {
  /// Its name in JSON.
  static var name: String { "setFundBudget" }
}

extension PBIncreaseFundBudget {
  /// Its name in JSON.
  static var name: String { "increaseFundBudget" }
}

extension PBCloseFund {
  /// Its name in JSON.
  static var name: String { "closeFund" }
}

extension PBApplyForGrant {
  /// Its name in JSON.
  static var name: String { "applyForGrant" }
}

extension PBConfirmCoApplication {
  /// Its name in JSON.
  static var name: String { "confirmCoApplication" }
}

extension PBPublishGrantApplication {
  /// Its name in JSON.
  static var name: String { "publishGrantApplication" }
}

extension PBReceiveGrantObjection {
  /// Its name in JSON.
  static var name: String { "receiveGrantObjection" }
}

extension PBSettleGrantObjection {
  /// Its name in JSON.
  static var name: String { "settleGrantObjection" }
}

extension PBReviewGrant {
  /// Its name in JSON.
  static var name: String { "reviewGrant" }
}

extension PBApproveGrant {
  /// Its name in JSON.
  static var name: String { "approveGrant" }
}

extension PBRejectGrant {
  /// Its name in JSON.
  static var name: String { "rejectGrant" }
}

extension PBWithdrawGrantApplication {
  /// Its name in JSON.
  static var name: String { "withdrawGrantApplication" }
}

extension PBPayGrant {
  /// Its name in JSON.
  static var name: String { "payGrant" }
}

extension PBAcceptGrantMilestone {
  /// Its name in JSON.
  static var name: String { "acceptGrantMilestone" }
}

extension PBReportGrantExpenditure {
  /// Its name in JSON.
  static var name: String { "reportGrantExpenditure" }
}

extension PBEvaluateGrant {
  /// Its name in JSON.
  static var name: String { "evaluateGrant" }
}

extension PBOrderClawback {
  /// Its name in JSON.
  static var name: String { "orderClawback" }
}

extension PBRecordRepayment {
  /// Its name in JSON.
  static var name: String { "recordRepayment" }
}

extension PBBarFromGrants {
  /// Its name in JSON.
  static var name: String { "barFromGrants" }
}
