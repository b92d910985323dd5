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
  ]

  /// The commands that are done to events of any stream.
  public static let streamCommands: [String] = ["voidEvent", "passReview", "failReview"]

  /// The names of all commands.
  public static var commandNames: Set<String> { Set(commands.map { $0.name } + streamCommands) }
}
