internal import Cooperation

// The words of cooperation's own entities: intentions, meetings, policies, targets and grants.

extension PBIntentionRecorded.Venue: Worded {
  var word: String? {
    switch self {
    case .meeting: "MEETING"
    case .matchmaking: "MATCHMAKING"
    case .visit: "VISIT"
    case .online: "ONLINE"
    case .other: "OTHER"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBReportBasis.Origin: Worded {
  var word: String? {
    switch self {
    case .computed: "COMPUTED"
    case .typed: "TYPED"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBOrganisationMerged.Reason: Worded {
  var word: String? {
    switch self {
    case .duplicate: "DUPLICATE"
    case .legalMerger: "LEGAL_MERGER"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBClassStudentLeft.Reason: Worded {
  var word: String? {
    switch self {
    case .otherClass: "OTHER_CLASS"
    case .otherEmployer: "OTHER_EMPLOYER"
    case .studyEnded: "STUDY_ENDED"
    case .notPassed: "NOT_PASSED"
    case .other: "OTHER"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBFacilityRegistered.Kind: Worded {
  var word: String? {
    switch self {
    case .trainingBase: "TRAINING_BASE"
    case .laboratory: "LABORATORY"
    case .workshop: "WORKSHOP"
    case .centre: "CENTRE"
    case .other: "OTHER"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBPolicyIssued.Kind: Worded {
  var word: String? {
    switch self {
    case .law: "LAW"
    case .regulation: "REGULATION"
    case .measures: "MEASURES"
    case .notice: "NOTICE"
    case .plan: "PLAN"
    case .other: "OTHER"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBTargetSet.Kind: Worded {
  var word: String? {
    switch self {
    case .placementRate: "PLACEMENT_RATE"
    case .trained: "TRAINED"
    case .interns: "INTERNS"
    case .employers: "EMPLOYERS"
    case .agreements: "AGREEMENTS"
    case .participants: "PARTICIPANTS"
    case .other: "OTHER"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBTargetAssessed.Result: Worded {
  var word: String? {
    switch self {
    case .reached: "REACHED"
    case .partly: "PARTLY"
    case .missed: "MISSED"
    case .notAssessable: "NOT_ASSESSABLE"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBGrantApplied.Purpose: Worded {
  var word: String? {
    switch self {
    case .majorsAndCourses: "MAJORS_AND_COURSES"
    case .facilities: "FACILITIES"
    case .insurance: "INSURANCE"
    case .hostCosts: "HOST_COSTS"
    case .research: "RESEARCH"
    case .trainingServices: "TRAINING_SERVICES"
    case .other: "OTHER"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBGrantEvaluated.Result: Worded {
  var word: String? {
    switch self {
    case .good: "GOOD"
    case .sufficient: "SUFFICIENT"
    case .insufficient: "INSUFFICIENT"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBMeetingConvened.Kind: Worded {
  var word: String? {
    switch self {
    case .founding: "FOUNDING"
    case .general: "GENERAL"
    case .council: "COUNCIL"
    case .jointConference: "JOINT_CONFERENCE"
    case .other: "OTHER"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBMotionPut.Subject: Worded {
  var word: String? {
    switch self {
    case .foundingOfAlliance: "FOUNDING_OF_ALLIANCE"
    case .charter: "CHARTER"
    case .governingUnits: "GOVERNING_UNITS"
    case .workPlan: "WORK_PLAN"
    case .membership: "MEMBERSHIP"
    case .other: "OTHER"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}
