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
  ]

  /// The commands that are done to events of any stream.
  public static let streamCommands: [String] = [
    "voidEvent", "passReview", "failReview", "requestApproval", "giveApproval", "refuseApproval",
  ]

  /// The names of all commands.
  public static var commandNames: Set<String> { Set(commands.map { $0.name } + streamCommands) }
}
