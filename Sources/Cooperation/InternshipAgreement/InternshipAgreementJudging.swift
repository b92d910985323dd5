internal import Deciding
internal import EventModel

extension InternshipAgreement {
  /// Enrolment and cooperation agreement of what is drawn up; school and student of a signature; the
  /// student's other internships.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    try readsToJudgeText(event, context).union(readsToJudgeDays(event, context))
  }

  private static func readsToJudgeText(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    switch event.payload {
    case .prepared(let fact), .reportedSigned(let fact):
      return readings(of: [fact.agreement, fact.school, fact.hostPost, fact.host])
        .union(try Fitting.reads(enrolment: fact.enrolment, of: fact.student, context))
        .union(readsOfScope(try context.state(InternshipAgreement.self, event.stream)))
    case .amended, .insuranceAttached:
      return readsOfScope(try context.state(InternshipAgreement.self, event.stream))
    case .signed, .filed:
      if case .signed(let fact) = event.payload, fact.party != .student { return [] }
      let agreement = try context.state(InternshipAgreement.self, event.stream)
      var readings = readsOfScope(agreement)
      if let student = agreement?.student {
        readings.formUnion(try StudentAge.reads(student, context))
      }
      return readings
    default: return []
    }
  }

  /// What tells where a rule holds: the school for its level, post and host for the place.
  private static func readsOfScope(_ agreement: InternshipAgreement?) -> Readings {
    readings(of: [
      agreement?.school?.text ?? "", agreement?.hostPost?.text ?? "", agreement?.host?.text ?? "",
      agreement?.enrolment?.text ?? "",
    ])
  }

  /// Consent, one text, the signatures that an amendment needs, what it rests on.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    guard let agreement = try context.state(InternshipAgreement.self, event.stream) else {
      return try judgeDrawnUp(event, context)
    }
    switch event.payload {
    case .prepared, .reportedSigned: return [order] + (try judgeDrawnUp(event, context))
    case .signed(let fact):
      return [order] + (try judge(fact, agreement, event, context))
    case .filed:
      let facts = try facts(agreement, event, context)
      return [order, try consent(agreement, .filing, event, context)]
        + InsuranceGap.judge(filing: event.stream, facts, agreement)
    case .amended(let amendment):
      let terms = agreement.terms.merged(with: amendment.terms)
      return [order] + judge(amendment, agreement, event.stream)
        + (try judgeTerms(
          terms, try facts(agreement, terms: terms, event, context), post: agreement.hostPost,
          event, context))
    default: return [order]
    }
  }

  /// That insurances cover the days, by all that is known of both: a policy that follows another is
  /// attached after it, an amendment may move the end, and so may the text that was signed elsewhere.
  static func judgeInsurances(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    switch event.payload {
    case .insuranceAttached: break
    case .prepared, .reportedSigned:
      // Of most texts there is nothing else yet.
      let before = try context.state(InternshipAgreement.self, event.stream)
      if before.map(\.insurances.isEmpty) ?? true { return [] }
    case .amended(let fact) where fact.terms.hasFrom || fact.terms.hasTo: break
    default: return []
    }
    guard let agreement = try known(with: event, context), !agreement.insurances.isEmpty else {
      return []
    }
    return InsuranceGap.judge(event.stream, try facts(agreement, event, context), agreement)
  }

  private static func judgeDrawnUp(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let fact: PBInternshipAgreementDrawnUp
    switch event.payload {
    case .prepared(let drawnUp), .reportedSigned(let drawnUp): fact = drawnUp
    default: return []
    }
    return [
      Judgement(
        .fittingAgreement, in: event.stream,
        misfit: try Fitting.misfit(
          agreement: StreamName(field: fact.agreement),
          sides: [fact.school, fact.host].compactMap { StreamName(field: $0) },
          on: event.occurred, context)),
      Judgement(
        .fittingEnrolment, in: event.stream,
        misfit: try Fitting.misfit(
          enrolment: StreamName(field: fact.enrolment), student: StreamName(field: fact.student),
          school: StreamName(field: fact.school), on: event.occurred, context)),
    ]
      + (try judgeTerms(
        fact.terms, try facts(drawnUp: fact, event, context),
        post: StreamName(field: fact.hostPost),
        event, context))
  }

  private static func facts(
    drawnUp fact: PBInternshipAgreementDrawnUp, _ event: JudgedEvent<Event>,
    _ context: DecisionContext
  ) throws(Rejection) -> InternshipFacts {
    try internshipFacts(
      fact.terms, school: fact.school, host: fact.host, post: fact.hostPost,
      enrolment: fact.enrolment, fact.hasKind ? fact.kind : nil, event, context)
  }

  private static func facts(
    _ agreement: InternshipAgreement, terms: PBInternshipTerms? = nil,
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> InternshipFacts {
    try internshipFacts(
      terms ?? agreement.terms, school: agreement.school?.text ?? "",
      host: agreement.host?.text ?? "", post: agreement.hostPost?.text ?? "",
      enrolment: agreement.enrolment?.text ?? "", agreement.kind, event, context)
  }

  /// What the rules turn on; the work is where the terms, the post or, at that time, the host is.
  private static func internshipFacts(
    _ terms: PBInternshipTerms, school: String, host: String, post: String, enrolment: String,
    _ kind: PBInternshipKind?, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> InternshipFacts {
    let school = try context.known(Organisation.self, school, at: event.occurred)
    return InternshipFacts(
      occurred: event.occurred, zone: context.zone,
      region: try context.placeOfWork(
        terms.hasRegion ? terms.region : nil, post: post, host: host, at: event.occurred),
      schoolLevel: school?.schoolLevel, kind: Rule.InternshipKind(kind),
      isPartTime: try context.studiesPartTime(enrolment, at: event.occurred))
  }

  // R07, R08, R10 and R12 on what the three agree on.
  private static func judgeTerms(
    _ terms: PBInternshipTerms, _ facts: InternshipFacts, post: StreamName?,
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let post = try context.known(HostPost.self, post?.text ?? "", at: event.occurred)
    var judgements = WorkingHours.judge(event.stream, facts, WorkFacts(terms))
    judgements += [
      InternshipDuration.judge(
        event.stream, facts, from: CivilDate(field: terms.from), to: CivilDate(field: terms.to)),
      NoFees.judge(
        event.stream, facts, chargesFees: terms.chargesFees, holdsDocuments: terms.holdsDocuments),
      DirectPay.judge(event.stream, facts, terms),
    ]
    if let post {
      judgements += PayFloor.judge(
        event.stream, facts, pay: terms.hasMonthlyPayFen ? terms.monthlyPayFen : nil,
        at: post.terms)
    }
    return judgements
  }

  private static func judge(
    _ fact: PBInternshipAgreementSigned, _ agreement: InternshipAgreement,
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    var texts = agreement.signedDocuments
    if let document = agreement.document { texts.insert(document) }
    if fact.hasDocumentSha256 { texts.insert(fact.documentSha256) }
    var judgements = [
      Judgement(
        .oneText, in: event.stream, blaming: .value("documentSha256"),
        breach: texts.count > 1 ? "the parties of \(event.stream) signed different texts" : nil)
    ]
    if fact.party == .student {
      judgements.append(try consent(agreement, .signature, event, context))
    }
    return judgements
  }

  private static func consent(
    _ agreement: InternshipAgreement, _ act: InformedConsent.Act, _ event: JudgedEvent<Event>,
    _ context: DecisionContext
  ) throws(Rejection) -> Judgement {
    let facts = try facts(agreement, event, context)
    let band = try agreement.student.map { (student) throws(Rejection) in
      try StudentAge.band(of: student, on: event.occurred, context)
    }
    return InformedConsent.judge(event.stream, agreement, facts, act, ageBand: band ?? nil)
  }

  private static func judge(
    _ amendment: PBInternshipAgreementAmended, _ agreement: InternshipAgreement,
    _ stream: StreamName
  ) -> [Judgement] {
    let missing = ReSigning.signers(of: amendment.terms).subtracting(amendment.signedBy)
    return [
      Judgement(
        .partiesSign, in: stream,
        breach: missing.isEmpty
          ? nil : "an amendment lacks \(missing.count) of the signatures that its terms need"),
      Judgement(
        .sameHost, in: stream, blaming: .value("host"),
        breach: amendment.hasHost ? "an amendment of \(stream) changes the host" : nil),
    ]
  }
}

extension InternshipAgreement {
  /// One post internship at a time, and insurances that cover it.
  static func judgeAsKnown(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    try judgeDays(event, context) + judgeInsurances(event, context)
  }

  /// The school, and the bureau with which it is filed; a host may be of any kind.
  static func parts(in payload: Event) -> [PartyRole.Part] {
    switch payload {
    case .prepared(let fact), .reportedSigned(let fact): [PartyRole.Part(.school, fact.school)]
    case .filed(let fact): [PartyRole.Part(.bureau, fact.bureau)]
    default: []
    }
  }
}
