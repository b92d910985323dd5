package import Cooperation

// The words of what happens on the market: campaigns, activities, visits, vacancies and needs.

extension PBCampaignLaunched.Kind: Worded {
  var word: String? {
    switch self {
    case .schoolVisits: "SCHOOL_VISITS"
    case .hundredDaySprint: "HUNDRED_DAY_SPRINT"
    case .promotionWeek: "PROMOTION_WEEK"
    case .employmentService: "EMPLOYMENT_SERVICE"
    case .recruitmentSeries: "RECRUITMENT_SERIES"
    case .keyGroupAssistance: "KEY_GROUP_ASSISTANCE"
    case .training: "TRAINING"
    case .other: "OTHER"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBCampaignTarget.Metric: Worded {
  var word: String? {
    switch self {
    case .employersVisited: "EMPLOYERS_VISITED"
    case .employersNewlyDeveloped: "EMPLOYERS_NEWLY_DEVELOPED"
    case .activitiesHeld: "ACTIVITIES_HELD"
    case .activitiesOnline: "ACTIVITIES_ONLINE"
    case .participants: "PARTICIPANTS"
    case .vacanciesPublished: "VACANCIES_PUBLISHED"
    case .other: "OTHER"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBCampaignParticipantJoined.Role: Worded {
  var word: String? {
    switch self {
    case .recruitmentAgency: "RECRUITMENT_AGENCY"
    case .school: "SCHOOL"
    case .employer: "EMPLOYER"
    case .supporter: "SUPPORTER"
    case .other: "OTHER"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBActivityPlan.Purpose: Worded {
  var word: String? {
    switch self {
    case .recruitment: "RECRUITMENT"
    case .guidance: "GUIDANCE"
    case .skillsDisplay: "SKILLS_DISPLAY"
    case .ceremony: "CEREMONY"
    case .matchmaking: "MATCHMAKING"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBActivityPlan.Mode: Worded {
  var word: String? {
    switch self {
    case .onSite: "ON_SITE"
    case .online: "ONLINE"
    case .hybrid: "HYBRID"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBActivityPlan.TypeEnum: Worded {
  var word: String? {
    switch self {
    case .industry: "INDUSTRY"
    case .region: "REGION"
    case .alliance: "ALLIANCE"
    case .smallAndMediumEnterprises: "SMALL_AND_MEDIUM_ENTERPRISES"
    case .keyGroup: "KEY_GROUP"
    case .comprehensive: "COMPREHENSIVE"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBVisitParties.Direction: Worded {
  var word: String? {
    switch self {
    case .goingOut: "GOING_OUT"
    case .invitedIn: "INVITED_IN"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBVacancyClosed.Reason: Worded {
  var word: String? {
    switch self {
    case .automatic: "AUTOMATIC"
    case .byEmployer: "BY_EMPLOYER"
    case .withdrawn: "WITHDRAWN"
    case .byAuditor: "BY_AUDITOR"
    case .noSuitableApplicant: "NO_SUITABLE_APPLICANT"
    case .other: "OTHER"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBNeedTerms.Side: Worded {
  var word: String? {
    switch self {
    case .supply: "SUPPLY"
    case .demand: "DEMAND"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBNeedTerms.Kind: Worded {
  /// The word that the column `kind` of needs holds.
  package var word: String? {
    switch self {
    case .internship: "INTERNSHIP"
    case .talent: "TALENT"
    case .technicalService: "TECHNICAL_SERVICE"
    case .research: "RESEARCH"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}

extension PBNeedMatchFailed.Reason: Worded {
  var word: String? {
    switch self {
    case .noSuitable: "NO_SUITABLE"
    case .tooFar: "TOO_FAR"
    case .payGap: "PAY_GAP"
    case .badExperience: "BAD_EXPERIENCE"
    case .noCapacity: "NO_CAPACITY"
    case .dates: "DATES"
    case .notWanted: "NOT_WANTED"
    case .other: "OTHER"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}
