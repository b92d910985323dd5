internal import Deciding
internal import EventModel

/// A command on one vacancy.
protocol VacancyCommand: DomainCommand {
  var vacancy: String { get }
}

extension VacancyCommand {
  /// An organisation's own affair, unless a command says otherwise.
  static var duty: Duty { .ownAffairs }
  /// Our own act where vacancies are approved here, else what we are told.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The vacancy's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.target(vacancy, "vacancy", Vacancy.category)
  }
}

extension PBDraftVacancy: VacancyCommand {
  /// It brings the vacancy into being.
  static let creates = true
  /// The employer.
  var references: [Reference] {
    [.required("employer", "details.employer", details.employer, Organisation.category)]
  }
  /// Majors, region and occupation.
  var codes: [CodeUse] { details.terms.codes }

  /// One `vacancy.drafted`; our own act states the range of the pay.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if context.standing == .decided {
      try Check.text(details.terms.title, "details.terms.title")
      try Check.present(
        details.terms.hasPayMinFen && details.terms.hasPayMaxFen, "details.terms.payMinFen",
        "the range of the pay, in fen a month")
    }
    try details.terms.check()
    return Decision(events: [DecidedEvent(details, to: try target())])
  }
}

extension PBSubmitVacancy: VacancyCommand {
  /// One `vacancy.submitted`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(Vacancy.Step.submit, DecidedEvent(details, to: try target()))
  }
}

extension PBApproveVacancy: VacancyCommand {
  /// The bureau's act.
  static let duty = Duty.bureau

  /// One `vacancy.approved`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(Vacancy.Step.approve, DecidedEvent(details, to: try target()))
  }
}

extension PBRejectVacancy: VacancyCommand {
  /// The bureau's act.
  static let duty = Duty.bureau

  /// One `vacancy.rejected`; our own act says why.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if context.standing == .decided {
      try Check.present(details.hasReason, "details.reason", "a reason, as INCOMPLETE")
    }
    return try context.recordOnce(Vacancy.Step.reject, DecidedEvent(details, to: try target()))
  }
}

extension PBPublishVacancy: VacancyCommand {
  /// An observed vacancy is known by its publication alone.
  static let mayCreate = true
  /// Who offers and who publishes.
  var references: [Reference] {
    [
      .optional("employer", "details.employer", details.employer, Organisation.category),
      .optional("publisher", "details.publisher", details.publisher, Organisation.category),
    ]
  }
  /// Majors, region and occupation.
  var codes: [CodeUse] { details.terms.codes }

  /// One `vacancy.published`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try details.terms.check()
    try Check.that(
      Set(details.channels).count == details.channels.count, "details.channels",
      "each channel once")
    let known = try context.state(Vacancy.self, stream)
    if let employer = known?.employer {
      try Check.that(
        !details.hasEmployer || details.employer == employer.text, "details.employer",
        "\(stream) is a vacancy of \(employer)")
    } else {
      try Check.present(details.hasEmployer, "details.employer", "a stream name, as organisation-…")
    }
    if context.standing == .decided, known == nil {
      throw .wrongState(stream, "there is no \(stream): \(PBDraftVacancy.name) comes first")
    }
    return try context.recordEachTime(
      Vacancy.Step.publish, DecidedEvent(details, to: stream), mayBegin: true)
  }
}

extension PBReviseVacancy: VacancyCommand {
  /// One `vacancy.revised`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.that(
      details.terms != PBVacancyTerms(), "details.terms", "a revision changes one term at least")
    try details.terms.check()
    let stream = try target()
    if context.standing == .decided, let vacancy = try context.state(Vacancy.self, stream) {
      try details.terms.check(revising: vacancy.terms)
    }
    return try context.recordEachTime(Vacancy.Step.revise, DecidedEvent(details, to: stream))
  }

  /// Majors, region and occupation.
  var codes: [CodeUse] { details.terms.codes }
}

extension PBPauseVacancy: VacancyCommand {
  /// One `vacancy.paused`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(
      Vacancy.Step.pause, DecidedEvent(Vacancy.Types.paused, details, to: try target()))
  }
}

extension PBResumeVacancy: VacancyCommand {
  /// One `vacancy.resumed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(
      Vacancy.Step.resume, DecidedEvent(Vacancy.Types.resumed, details, to: try target()))
  }
}

extension PBFillVacancy: VacancyCommand {
  /// One `vacancy.filled`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.count(details.filled, "details.filled")
    let vacancy = try context.target(Vacancy.self, stream)
    let event = DecidedEvent(details, to: stream)
    if context.isKnown(event, where: vacancy.phase == .filled && !details.hasFilled) {
      return .alreadySo
    }
    if vacancy.terms.hasHeadcount, details.hasFilled, context.standing == .decided {
      try Check.that(
        details.filled <= vacancy.terms.headcount, "details.filled",
        "\(stream) has \(vacancy.terms.headcount) place\(vacancy.terms.headcount == 1 ? "" : "s")")
    }
    return try context.recordEachTime(Vacancy.Step.fill, event)
  }
}

extension PBCloseVacancy: VacancyCommand {
  /// One `vacancy.closed`; our own act says why.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if context.standing == .decided {
      try Check.present(details.hasReason, "details.reason", "a reason, as BY_EMPLOYER")
    }
    return try context.recordOnce(Vacancy.Step.close, DecidedEvent(details, to: try target()))
  }
}

extension PBComplainAboutVacancy: VacancyCommand {
  /// Somebody else says so.
  static let standings = StandingPolicy.reportedOnly
  /// Who complains.
  var references: [Reference] {
    [
      .optional(
        "complainant", "details.complainant", details.complainant, Person.category,
        Organisation.category)
    ]
  }

  /// One `vacancy.complained-about`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(details.hasGround, "details.ground", "a ground, as UNTRUE")
    return try context.recordEachTime(
      Vacancy.Step.complain, DecidedEvent(details, to: try target()))
  }
}

extension PBVacancyTerms {
  /// Bounds of the single values; what they mean together the rules say.
  func check(_ path: String = "details.terms") throws(Rejection) {
    if hasTitle { try Check.text(title, path + ".title") }
    if hasHeadcount {
      try Check.that(headcount >= 1, path + ".headcount", "\(path).headcount takes a number from 1")
    }
    if hasRegion { try Check.region(region, path + ".region") }
    try Check.that(payMinFen >= 0, path + ".payMinFen", "pay is 0 or more, in fen a month")
    if hasPayMinFen, hasPayMaxFen {
      try Check.that(
        payMaxFen >= payMinFen, path + ".payMaxFen", "the highest pay is not below the lowest")
    } else {
      try Check.that(payMaxFen >= 0, path + ".payMaxFen", "pay is 0 or more, in fen a month")
    }
    try Check.majors(majors, path + ".majors")
    for (index, year) in classYears.enumerated() {
      try Check.that(
        (1950...2100).contains(year), "\(path).classYears[\(index)]", "a year, as 2023")
    }
    try Check.that(
      Set(restrictions).count == restrictions.count, path + ".restrictions", "each once")
    try Check.period(from, hasFrom, to, hasTo, path)
  }
}

extension PBVacancyTerms {
  /// That the period and the range of the pay fit what stays as it was.
  fileprivate func check(revising before: PBVacancyTerms) throws(Rejection) {
    let terms = before.revised(by: self)
    try Check.revisedPeriod(
      from: terms.from, to: terms.to, changesFrom: hasFrom, changesTo: hasTo, "details.terms")
    guard hasPayMinFen || hasPayMaxFen, terms.hasPayMinFen, terms.hasPayMaxFen else { return }
    try Check.that(
      terms.payMaxFen >= terms.payMinFen,
      "details.terms." + (hasPayMaxFen ? "payMaxFen" : "payMinFen"),
      "the highest pay, \(terms.payMaxFen) fen, would be below the lowest, \(terms.payMinFen): "
        + "change both together")
  }

  fileprivate var codes: [CodeUse] {
    CodeUse.each(.majors, "details.terms.majors", majors)
      + [
        .optional(.regions, "details.terms.region", hasRegion ? region : nil),
        .occupation("details.terms.occupation", hasOccupation ? occupation : nil),
      ]
  }
}
