internal import Deciding
internal import EventModel

extension Rule.Scope {
  /// The levels of school that the internship regulations speak of: full-time vocational schools.
  static let vocationalSchools: Set<PBOrganisationRegistered.SchoolLevel> = [
    .secondaryVocational, .technical, .higherVocational,
  ]

  /// Internships at a post of students of vocational schools, under the regulations of 2021.
  static let postInternships2021 = Rule.Scope(
    schoolLevels: vocationalSchools, internshipKinds: [.post], isFullTimeOnly: true,
    validFrom: Rule.day("2021-12-31"))
}

extension Rule.InternshipKind {
  /// The kind as a rule's scope names it; `nil` when it is not known.
  init?(_ kind: PBInternshipKind?) {
    switch kind {
    case .cognition: self = .cognition
    case .post: self = .post
    default: return nil
    }
  }
}

/// What the internship rules turn on: where, whose school, what for, when.
struct InternshipFacts {
  let occurred: Moment
  let zone: LogZone
  let region: String?
  let schoolLevel: PBOrganisationRegistered.SchoolLevel?
  let kind: Rule.InternshipKind?
  /// Whether the student is known to study part-time.
  var isPartTime = false

  /// What a rule says of the internship.
  ///
  /// Where it is not known whether the rule holds, what would keep it keeps it, and anything else
  /// can't be assessed: the unknown is not taken for lawful.
  func verdict(_ rule: Rule, _ judge: () -> Judgement.Verdict) -> Judgement.Verdict {
    switch coverage(rule) {
    case .outside: .kept
    case .inside: judge()
    case .unknown(let missing):
      judge() == .kept ? .kept : .notAssessable("\(missing) is not known, and the rule may hold")
    }
  }

  /// Whether a rule is known to hold for the internship.
  func isInside(_ rule: Rule) -> Bool { coverage(rule) == .inside }

  private func coverage(_ rule: Rule) -> Rule.Coverage {
    rule.coverage(
      on: occurred, in: zone, region: region, schoolLevel: schoolLevel, internshipKind: kind,
      isPartTime: isPartTime)
  }

  /// What a rule says of the internship in a stream that breaks it where there is a reason.
  func judgement(
    _ rule: Rule, in stream: StreamName, breach: () -> String?
  ) -> Judgement {
    Judgement(
      rule, subjects: [stream], verdict(rule) { breach().map(Judgement.Verdict.broken) ?? .kept })
  }
}

extension DecisionContext {
  /// Whether an enrolment is known to be one beside work.
  ///
  /// - Precondition: it is loaded.
  func studiesPartTime(_ enrolment: String, at moment: Moment) throws(Rejection) -> Bool {
    try known(Enrolment.self, enrolment, at: moment)?.details.mode == .partTime
  }

  /// The region of the work: what is said of the internship itself, else of its post, else where the
  /// host was at that time; `nil` when none of them tells.
  ///
  /// - Precondition: post and host are loaded.
  func placeOfWork(
    _ said: String?, post: String, host: String, at moment: Moment
  ) throws(Rejection) -> String? {
    if let said { return said }
    if let region = try known(HostPost.self, post, at: moment)?.region { return region }
    return try known(Organisation.self, host, at: moment)?.region
  }
}

extension Rejudging {
  /// R01, R07, R15 and R16: Ningbo's rules hold where the host is.
  static let hostRegion = Rejudging(
    [PBRegionChanged.eventType],
    judgeAgain: [
      PBPlacementArranged.eventType, PBPlacementStarted.eventType,
      PBAttendanceSummarised.eventType, PBPlacementConditionsObserved.eventType,
      PBPlacementCompleted.eventType, PBPlacementEndedEarly.eventType,
      InternshipAgreement.Types.prepared, InternshipAgreement.Types.reportedSigned,
      PBInternshipAgreementAmended.eventType, PBInsuranceAttached.eventType,
      PBInternshipAgreementFiled.eventType,
      PBHostPostOffered.eventType, PBHostPostRevised.eventType,
    ], byMoment: true)
}
