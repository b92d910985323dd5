extension CooperationModel {
  /// Every command of an aggregate; documents, import templates and tests go through it.
  public static let commands: [any DomainCommand.Type] = [
    PBRegisterOrganisation.self, PBAssignCreditCode.self, PBChangeCreditCode.self,
    PBAssignSchoolCode.self, PBRecordVerification.self, PBChangeOrganisationName.self,
    PBChangeRegion.self, PBChangeIndustry.self, PBReportStaffCount.self, PBAppointContact.self,
    PBRecordLicence.self, PBGrantDesignation.self, PBEndDesignation.self, PBEnterBlacklist.self,
    PBLiftBlacklist.self, PBSuspendOrganisation.self, PBResumeOrganisation.self,
    PBDeregisterOrganisation.self, PBGrantServiceRole.self, PBEndServiceRole.self,

    PBRegisterPerson.self, PBRecordLegalBasis.self, PBGiveConsent.self, PBWithdrawConsent.self,
    PBVerifyIdentity.self, PBChangeContact.self, PBLinkGuardian.self, PBRestrictProcessing.self,
    PBErasePersonalData.self,

    PBEnrolStudent.self, PBAdvanceGradeYear.self, PBInterruptStudy.self, PBResumeStudy.self,
    PBTransferStudent.self, PBGraduateStudent.self, PBWithdrawStudent.self,
    PBConfirmKeyGroup.self, PBEndKeyGroup.self,

    PBPublishClaim.self, PBExplainClaim.self, PBRetractClaim.self,

    PBOpenFinding.self, PBWithdrawFinding.self, PBNotifyFinding.self, PBAnswerFinding.self,
    PBRectifyFinding.self, PBUpholdFinding.self, PBSanctionFinding.self, PBDismissFinding.self,
    PBReopenFinding.self,

    PBProposeAlliance.self, PBFoundAlliance.self, PBAdoptCharter.self, PBAmendCharter.self,
    PBElectGoverningUnits.self, PBReleaseWorkPlan.self, PBAppointOperator.self, PBGrantAward.self,
    PBUnveilPlaque.self, PBSuspendAlliance.self, PBResumeAlliance.self, PBDissolveAlliance.self,

    PBPlanInternBatch.self,

    PBApplyForMembership.self, PBAdmitMember.self, PBChangeMemberRole.self, PBWithdrawMember.self,
    PBExpelMember.self,

    PBDraftAgreement.self, PBReportAgreementSigned.self, PBSubmitAgreement.self,
    PBApproveAgreement.self, PBRejectAgreement.self, PBSignAgreement.self,
    PBProposeAgreementAmendment.self, PBSignAgreementAmendment.self,
    PBRejectAgreementAmendment.self, PBReportMilestone.self, PBTerminateAgreement.self,
    PBRenewAgreement.self, PBAnnulAgreement.self,

    PBPlanOrderClass.self,

    PBPrepareInternshipAgreement.self, PBReportInternshipAgreementSigned.self,
    PBGiveInformedConsent.self, PBGiveGuardianConsent.self, PBSignInternshipAgreement.self,
    PBAttachInsurance.self, PBFileInternshipAgreement.self, PBAmendInternshipAgreement.self,
    PBAnnulInternshipAgreement.self, PBSupersedeInternshipAgreement.self,

    PBArrangePlacement.self, PBCompleteSafetyTraining.self, PBStartPlacement.self,
    PBChangeSupervisor.self, PBRecordPayment.self, PBRecordSchoolVisit.self, PBMovePlacement.self,
    PBPausePlacement.self, PBResumePlacement.self, PBReportIncident.self,
    PBCompletePlacement.self, PBEndPlacementEarly.self, PBRecordNoShow.self,
    PBRecordAssessment.self, PBConvertToEmployment.self,

    // 500-599
    PBDesignSurvey.self, PBOpenSurvey.self, PBCloseSurvey.self, PBPublishSurvey.self,
    PBReceiveSurveyFeedback.self, PBDecideSurveyImprovement.self, PBRespondToSurvey.self,

    PBRequestTraining.self, PBPlanTraining.self, PBEnrolTrainee.self, PBHoldTrainingSession.self,
    PBIssueTrainingCertificate.self, PBDropTrainee.self, PBCompleteTraining.self,
    PBCancelTraining.self,

    PBOpenAssistanceCase.self, PBAssignCaseOwner.self, PBRecordDiagnosis.self, PBGiveGuidance.self,
    PBRecommendJob.self, PBGuideSubsidy.self, PBLinkCaseOutcome.self, PBResolveAssistanceCase.self,
    PBCloseAssistanceCase.self, PBReopenAssistanceCase.self,

    PBInviteGraduate.self, PBAgreeToEmployment.self, PBApproveEmployment.self,
    PBEnterEmploymentIntoForce.self, PBTerminateEmployment.self,

    PBDeclareOutcome.self, PBAttachOutcomeEvidence.self, PBCrossCheckEmployer.self,
    PBConfirmOutcome.self, PBContestOutcome.self, PBReviseOutcome.self,
    PBReviewOutcomeAsSchool.self, PBReviewOutcomeAsBureau.self,

    PBRaiseDispute.self, PBHoldDisputeHearing.self, PBReceiveDisputeEvidence.self,
    PBDecideDispute.self, PBAppealDispute.self,

    PBPublishReport.self, PBFreezeStatistics.self,

    PBAddCodeListEntry.self, PBEndCodeListEntry.self, PBPublishCodeListVersion.self,

    PBReceivePrivacyRequest.self, PBProveRequesterIdentity.self, PBDecidePrivacyRequest.self,
    PBExecutePrivacyRequest.self, PBExplainRefusal.self, PBRecordDisclosure.self,
    PBAssessImpact.self, PBReportBreach.self,

    PBReceiveImport.self, PBRecordImportRows.self, PBCompleteImport.self, PBReverseImport.self,

    PBMergePerson.self, PBUnmergePerson.self, PBPlaceLegalHold.self, PBLiftLegalHold.self,
    // 400-499: posts, vacancies, activities, campaigns, needs.
    PBOfferHostPost.self, PBReviseHostPost.self, PBInspectHostPost.self, PBApproveHostPost.self,
    PBDeclineHostPost.self, PBWithdrawHostPost.self,
    PBDraftVacancy.self, PBSubmitVacancy.self, PBApproveVacancy.self, PBRejectVacancy.self,
    PBPublishVacancy.self, PBReviseVacancy.self, PBPauseVacancy.self, PBResumeVacancy.self,
    PBFillVacancy.self, PBCloseVacancy.self, PBComplainAboutVacancy.self,
    PBSubmitApplication.self, PBBeginApplicationReview.self, PBOfferJob.self, PBAcceptJobOffer.self,
    PBDeclineJobOffer.self, PBRejectApplication.self, PBWithdrawApplication.self,
    PBPlanActivity.self, PBApproveActivity.self, PBFileSecurityPlan.self, PBAnnounceActivity.self,
    PBOpenActivity.self, PBPostponeActivity.self, PBHoldActivity.self, PBCountAtActivity.self,
    PBReportActivity.self, PBCancelActivity.self,
    PBInviteExhibitor.self, PBRegisterExhibitor.self, PBVerifyExhibitor.self,
    PBRecordExhibitorAttendance.self, PBWithdrawExhibitor.self,
    PBScheduleSession.self, PBInviteParty.self, PBRecordPartyArrival.self, PBRecordPairMet.self,
    PBRecordNoMatch.self, PBCloseSession.self,
    PBLaunchCampaign.self, PBJoinCampaign.self, PBLeaveCampaign.self, PBSetCampaignTargets.self,
    PBExtendCampaign.self, PBCloseCampaign.self,
    PBPlanVisit.self, PBHoldVisit.self, PBNoteVisitOutcome.self, PBProposeFollowUp.self,
    PBAgreeFollowUp.self, PBCancelVisit.self,
    PBPublishNeed.self, PBReviseNeed.self, PBAnswerNeed.self, PBMatchNeed.self,
    PBRecordFailedMatch.self, PBCloseNeed.self,
    PBGiveRecommendation.self, PBAcceptRecommendation.self, PBDeclineRecommendation.self,
    PBSwitchRecommendationsOff.self, PBSwitchRecommendationsOn.self,
    PBSummariseAttendance.self, PBObserveConditions.self,

    // 300-399.
    PBMergeOrganisation.self, PBUnmergeOrganisation.self, PBSplitOrganisation.self,
    PBConfirmSuccessor.self,

    PBConveneMeeting.self, PBRecordQuorum.self, PBPutMotion.self, PBRecordVote.self,
    PBCloseMeeting.self, PBCancelMeeting.self,

    PBOpenProgramme.self, PBPublishProgrammePlan.self, PBSuspendProgramme.self,
    PBResumeProgramme.self, PBCloseProgramme.self,

    PBRecordIntention.self, PBBeginIntentionNegotiation.self, PBConvertIntention.self,
    PBLapseIntention.self, PBWithdrawIntention.self,

    PBOpenOrderClass.self, PBAgreeCurriculum.self, PBEnrolInClass.self, PBLeaveClass.self,
    PBAssignClassMentor.self, PBCompleteOrderClass.self, PBCancelOrderClass.self,

    PBRegisterFacility.self, PBShareFacility.self, PBVisitFacility.self, PBRetireFacility.self,

    PBIssuePolicy.self, PBAmendPolicy.self, PBRepealPolicy.self, PBPublishRuleset.self,
    PBLaunchPlatform.self,

    PBSetTarget.self, PBReviseTarget.self, PBAssessTarget.self,

    PBEstablishFund.self, PBSetFundBudget.self, PBIncreaseFundBudget.self, PBCloseFund.self,

    PBApplyForGrant.self, PBConfirmCoApplication.self, PBPublishGrantApplication.self,
    PBReceiveGrantObjection.self, PBSettleGrantObjection.self, PBReviewGrant.self,
    PBApproveGrant.self, PBRejectGrant.self, PBWithdrawGrantApplication.self, PBPayGrant.self,
    PBAcceptGrantMilestone.self, PBReportGrantExpenditure.self, PBEvaluateGrant.self,
    PBOrderClawback.self, PBRecordRepayment.self, PBBarFromGrants.self,

    // 489: recommendation, continued.
    PBRecordNothingFound.self,

    // 497: placement, continued.
    PBReportStudentComplaint.self,
  ]

  /// The commands that are done to events of any stream.
  public static let streamCommands: [String] = [
    "voidEvent", "passReview", "failReview", "requestApproval", "giveApproval", "refuseApproval",
  ]

  /// The names of all commands.
  public static var commandNames: Set<String> { Set(commands.map { $0.name } + streamCommands) }
}
