internal import Deciding
internal import EventModel

// What happens to a grant that was approved: payments, aims, what came of it, money back.

extension PBPayGrant: GrantCommand {
  /// Who gets it.
  var references: [Reference] {
    [.optional("payee", "details.payee", details.payee, Organisation.category)]
  }

  /// One `grant.paid`; a tranche is paid once.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.key(details.tranche, "details.tranche")
    try Check.amount(details.amountFen, "details.amountFen")
    let event = DecidedEvent(details, to: stream)
    if context.isRecorded(event) { return .alreadySo }
    guard try context.target(Grant.self, stream).tranches[details.tranche] == nil else {
      throw Rejection(
        .alreadyExists, "\(stream) has paid a tranche \(details.tranche) already",
        field: "details.tranche", stream: stream)
    }
    try context.step(Grant.Step.use.called("paying"), event)
    return Decision(events: [event])
  }
}

extension PBAcceptGrantMilestone: GrantCommand {
  /// One `grant.milestone-accepted`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.text(details.title, "details.title")
    let event = DecidedEvent(details, to: try target())
    try context.step(Grant.Step.use.called("accepting a milestone"), event)
    return context.record(event)
  }
}

extension PBReportGrantExpenditure: GrantCommand {
  /// An organisation's own affair.
  static let duty = Duty.ownAffairs
  /// What those tell who spend it.
  static let standings = StandingPolicy.reportedOnly

  /// One `grant.expenditure-reported`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.amount(details.amountFen, "details.amountFen")
    try Check.period(
      from: details.hasFrom ? details.from : nil, to: details.hasTo ? details.to : nil,
      "details.from", "details.to")
    let event = DecidedEvent(details, to: try target())
    try context.step(Grant.Step.use.called("spending"), event)
    return context.record(event)
  }
}

extension PBEvaluateGrant: GrantCommand {
  /// One `grant.evaluated`; a later one counts instead.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(details.hasResult, "details.result", "a result, as GOOD")
    if details.hasPublishedOn { _ = try Check.date(details.publishedOn, "details.publishedOn") }
    let event = DecidedEvent(details, to: try target())
    try context.step(Grant.Step.use.called("evaluating it"), event)
    return context.record(event)
  }
}

extension PBOrderClawback: GrantCommand {
  /// One `grant.clawback-ordered`; our own says why.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.amount(details.amountFen, "details.amountFen")
    if context.standing == .decided {
      try Check.present(details.hasReason, "details.reason", "a reason, as FRAUD")
    }
    if details.hasDueOn { _ = try Check.date(details.dueOn, "details.dueOn") }
    let event = DecidedEvent(details, to: try target())
    try context.step(Grant.Step.use.called("claiming it back"), event)
    return context.record(event)
  }
}

extension PBRecordRepayment: GrantCommand {
  /// One `grant.repaid`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.amount(details.amountFen, "details.amountFen")
    let event = DecidedEvent(details, to: try target())
    try context.step(Grant.Step.use.called("repaying"), event)
    return context.record(event)
  }
}

extension PBBarFromGrants: OrganisationCommand {
  /// The bureau's act.
  static let duty = Duty.bureau
  /// The act of the body that runs the fund.
  static let standings = StandingPolicy.either(default: .decided)
  /// It may be told of another day than that on which it was decided.
  var effect: EffectiveDays { .from }
  /// The grant for which it is barred.
  var references: [Reference] {
    [.optional("grant", "details.grant", details.grant, Grant.category)]
  }

  /// One `organisation.barred-from-grants`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.present(details.hasUntil, "details.until", "the last day, as 2025-06-30")
    let until = try Check.date(details.until, "details.until")
    try Check.that(
      context.occurred.firstDay(in: context.zone).map { until >= $0 } ?? true,
      "details.until", "a bar that ended on \(until) bars nobody")
    if context.standing == .decided { try Check.text(details.reason, "details.reason") }
    return context.record(DecidedEvent(details, to: stream))
  }
}
