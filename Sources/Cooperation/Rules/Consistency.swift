internal import Deciding
internal import EventModel

/// What Concord itself asks of facts, so that they add up; not the law.
///
/// A decided act that breaks one is refused, a reported fact is kept and opens a finding.
extension Rule {
  private static func consistency(_ number: String, _ sentence: String) -> Rule {
    Rule(
      number: number, sentence: sentence, source: "Concord's model of cooperation",
      isVerified: true, whenDecided: .reject, whenReported: .finding(.breach))
  }

  /// ORDER: the steps of a life come in order.
  static let stepOrder = consistency(
    "ORDER", "An entity's steps come in the order of its life, as signing before ending.")
  /// FOUNDING-DAY: founding members are admitted on the founding day.
  static let foundingDay = consistency(
    "FOUNDING-DAY", "A founding member is admitted on the day on which its alliance is founded.")
  /// ADMITTING: only a founded alliance admits.
  static let admittingAlliance = consistency(
    "ADMITTING",
    "Members are admitted to an alliance that is founded and neither suspended nor dissolved.")
  /// GOVERNING-MEMBER: governing units are members.
  static let governingMember = consistency(
    "GOVERNING-MEMBER", "A governing unit is a member of the alliance on the day of its election.")
  /// VOTE: what a vote carried is carried.
  static let carriedVote = consistency(
    "VOTE",
    "A charter and governing units need the carried vote of a quorate meeting whose numbers "
      + "add up: more than half present, votes not above those present.")
  /// PARTIES: the parties fit the kind of cooperation.
  static let fittingParties = consistency(
    "PARTIES",
    "The parties of an agreement fit its kind: a school and an enterprise, two schools, a "
      + "school and an association.")
  /// LIVING-PARTIES: who signs exists.
  static let livingParties = consistency(
    "LIVING-PARTIES", "A party that signs is neither deregistered nor voided on that day.")
  /// ONE-TEXT: all sign one text.
  static let oneText = consistency(
    "ONE-TEXT", "All parties of an agreement sign the same text: one digest.")
  /// SIGNERS: the parties sign and end what they agreed, and nobody else.
  static let partiesSign = consistency(
    "SIGNERS",
    "An agreement and its amendments are signed, turned down and ended by the parties they "
      + "concern, and by nobody else.")
  /// SAME-HOST: a new host is a new agreement.
  static let sameHost = consistency(
    "SAME-HOST", "A change of host is a new internship agreement, not an amendment.")
  /// FITTING-AGREEMENT: an internship fits the agreement that it rests on.
  static let fittingAgreement = consistency(
    "FITTING-AGREEMENT",
    "An internship's school, host and student are those of the agreement it rests on, which "
      + "holds on that day.")
  /// FITTING-ENROLMENT: a student is enrolled where it is said.
  static let fittingEnrolment = consistency(
    "FITTING-ENROLMENT",
    "A student's enrolment is the student's own, at the school that is named; an outcome is that of its "
      + "class year.")
  /// VOTERS: members vote.
  static let votersAreMembers = consistency(
    "VOTERS", "Who votes at an alliance's meeting is a member of the alliance on that day.")
  /// APPLICANTS: who applies is a party.
  static let applicantsAreParties = consistency(
    "APPLICANTS",
    "Those who apply for a grant are parties of the agreement that they name, which is in force.")
  /// PAYEE: who is paid has applied.
  ///
  /// No text says that nobody else may be, as an insurer; so it refuses nothing.
  static let paidApplicant = Rule(
    number: "PAYEE",
    sentence: "A grant is paid to who applied for it, or to who took an applicant's place.",
    source: "Concord's model of cooperation", isVerified: true,
    whenDecided: .finding(.breach), whenReported: .finding(.breach))
  /// GRANT-SUMS: money adds up.
  static let grantSums = consistency(
    "GRANT-SUMS",
    "No more is paid of a grant than was approved, claimed back than was paid, or repaid than was "
      + "claimed back.")
  /// BUDGET: a fund promises what it has.
  static let withinBudget = consistency(
    "BUDGET", "What a fund has approved in grants is no more than its budget.")
  /// CLASS-STUDENT: who leaves a class is in it.
  static let classStudent = consistency(
    "CLASS-STUDENT", "Who leaves an order class is in it, and nobody enters it twice.")
  /// SUCCESSOR: a successor follows a party.
  static let successorOfParty = consistency(
    "SUCCESSOR",
    "A successor takes the place of a party, and is no party already; one by a merger follows while "
      + "the merger stands.")
  /// MERGE-CYCLE: mergers have an end.
  static let noMergerCycle = consistency(
    "MERGE-CYCLE", "No organisation is merged into itself, also not by way of others.")
  /// SCHOOLS-TEACH: programmes are schools'.
  static let schoolsTeach = consistency(
    "SCHOOLS-TEACH", "A programme is offered by a school or a training institution.")
  /// INTENTION-PARTIES: what becomes of an intention is its parties' own.
  static let intentionOfParties = consistency(
    "INTENTION-PARTIES",
    "The agreement that comes of an intention is its parties' own, and only they take it back.")
  /// SHARED-BY-AGREEMENT: a facility is shared by who owns it.
  static let sharedByAgreement = consistency(
    "SHARED-BY-AGREEMENT",
    "The owner of a facility and who may use it are parties of the agreement that says so, which "
      + "is in force.")
  /// RULESET-TEXT: rules are read out of a text.
  static let rulesHaveText = consistency(
    "RULESET-TEXT", "Rules are published with the digest of the text that they are read out of.")

  /// MONTH: work is summed up when it was done.
  static let monthAtWork = consistency(
    "MONTH",
    "A month at work is summed up when it has begun, and is none before the placement began.")

  // What somebody was told to keep to, whatever law says so.
  /// BARRED: whoever bars, bars.
  static let heldBar = consistency(
    "BARRED", "Who is barred from grants applies for none until the bar has ended.")
  /// HELD: what is to be kept is kept.
  static let heldData = consistency(
    "HELD", "What is under a legal hold is not erased, nor is its erasure promised.")

  /// All of them, by number.
  static let consistencyRules: [Rule] = [
    .stepOrder, .foundingDay, .admittingAlliance, .governingMember, .carriedVote, .fittingParties,
    .livingParties, .oneText, .partiesSign, .sameHost, .fittingAgreement, .fittingEnrolment,
    // Cooperation's own entities.
    .votersAreMembers, .applicantsAreParties, .grantSums, .withinBudget, .classStudent,
    .successorOfParty, .noMergerCycle, .schoolsTeach, .intentionOfParties, .sharedByAgreement,
    .rulesHaveText,
    // What is summed up of work.
    .monthAtWork,
    // Reports of what has ended, and of what is punished.
    .livingOrganisation, .competentBody, .fittingRole,
    // What somebody was told to keep to.
    .heldBar, .heldData,
    // Who gets money.
    .paidApplicant,
  ]
}

extension Judgement {
  /// A judgement that is broken where there is a reason, else kept.
  init(
    _ rule: Rule, in subjects: StreamName..., blaming culprit: Culprit? = nil, breach: String?
  ) {
    self.init(
      rule, subjects: subjects, blaming: culprit, breach.map(Verdict.broken) ?? .kept)
  }

  /// A judgement that is broken where something does not fit, else kept.
  init(_ rule: Rule, in subject: StreamName, misfit: Fitting.Misfit?) {
    self.init(rule, in: subject, blaming: misfit?.culprit, breach: misfit?.reason)
  }
}

extension Rejudging {
  /// After what else these are judged again.
  static let consistency: [Rejudging] = [
    // FOUNDING-DAY, ADMITTING: founding members and the alliance that admits them.
    Rejudging(
      [
        Alliance.Types.founded, Alliance.Types.suspended, Alliance.Types.resumed,
        Alliance.Types.dissolved,
      ],
      judgeAgain: [PBMembershipAdmitted.eventType]),
    // GOVERNING-MEMBER, VOTERS: who is elected and who voted.
    Rejudging(
      [PBMembershipAdmitted.eventType, Membership.Types.withdrawn, Membership.Types.expelled],
      judgeAgain: [PBGoverningUnitsElected.eventType, PBMotionVoted.eventType]),
    // LIVING-PARTIES: who signs is there.
    Rejudging(
      [PBOrganisationDeregistered.eventType],
      judgeAgain: [
        CooperationAgreement.Types.drafted, CooperationAgreement.Types.reportedSigned,
        PBAgreementPartySigned.eventType,
      ]),
    // FITTING-ENROLMENT: where a student is enrolled.
    Rejudging(
      [PBStudentTransferred.eventType],
      judgeAgain: [
        PBPlacementArranged.eventType, PBPlacementStarted.eventType,
        InternshipAgreement.Types.prepared, InternshipAgreement.Types.reportedSigned,
        PBClassStudentEnrolled.eventType, PBOutcomeDeclared.eventType,
      ]),
    // FITTING-ENROLMENT: the class year of who comes back.
    Rejudging([PBStudyResumed.eventType], judgeAgain: [PBOutcomeDeclared.eventType]),
    // SHARED-BY-AGREEMENT, APPLICANTS, INTENTION-PARTIES, FITTING-AGREEMENT: what rests on an agreement.
    Rejudging(
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
    // BUDGET: what a fund had.
    Rejudging(
      [PBFundBudgetSet.eventType, PBFundBudgetIncreased.eventType],
      judgeAgain: [PBGrantApproved.eventType]),
    // MERGE-CYCLE, SUCCESSOR, REVIEWER, R31, PAYEE, SIGNERS: who is one with whom, and so follows whom.
    Rejudging(
      [PBOrganisationMerged.eventType, PBOrganisationUnmerged.eventType],
      judgeAgain: [
        PBOrganisationMerged.eventType, PBSuccessorConfirmed.eventType,
        EmploymentOutcome.Types.schoolReviewed, PBOrganisationDeregistered.eventType,
        PBGrantPaid.eventType,
      ] + partysActs),
    // PAYEE: who took an applicant's place.
    Rejudging([PBSuccessorConfirmed.eventType], judgeAgain: [PBGrantPaid.eventType]),
    // SUCCESSOR: who was gone by then.
    Rejudging(
      [PBOrganisationDeregistered.eventType], judgeAgain: [PBSuccessorConfirmed.eventType]),
  ]
}
