internal import Deciding
internal import EventModel

/// A command on one fund.
protocol FundCommand: DomainCommand {
  var fund: String { get }
}

extension FundCommand {
  /// The bureau's act.
  static var duty: Duty { .bureau }
  /// The act of the body that runs it, or what is told of it.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The fund's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.target(fund, "fund", Fund.category)
  }
}

extension PBEstablishFund: FundCommand {
  /// It brings the fund into being.
  static let creates = true
  /// Who runs it, and on what ground.
  var references: [Reference] {
    [
      .optional("manager", "details.manager", details.manager, Organisation.category),
      .optional("policy", "details.policy", details.policy, Policy.category),
    ]
  }
  /// Where it pays.
  var codes: [CodeUse] {
    [.region("details.territory", details.hasTerritory ? details.territory : nil)]
  }

  /// One `fund.established`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.text(details.name, "details.name")
    if context.standing == .decided {
      try Check.present(details.hasManager, "details.manager", "a stream name, as organisation-…")
    }
    if details.hasTerritory { try Check.territory(details.territory, "details.territory") }
    if details.hasYear { try Check.year(details.year, "details.year") }
    try Check.count(details.publicationDays, "details.publicationDays")
    return Decision(events: [DecidedEvent(details, to: try target())])
  }
}

extension PBSetFundBudget: FundCommand {
  /// One `fund.budget-set`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.amount(details.amountFen, "details.amountFen")
    let event = DecidedEvent(details, to: try target())
    try context.step(Fund.Step.manage.called("setting its budget"), event)
    return context.record(event)
  }
}

extension PBIncreaseFundBudget: FundCommand {
  /// One `fund.budget-increased`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.amount(details.byFen, "details.byFen")
    let event = DecidedEvent(details, to: try target())
    try context.step(Fund.Step.manage.called("increasing its budget"), event)
    return context.record(event)
  }
}

extension PBCloseFund: FundCommand {
  /// One `fund.closed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(Fund.Step.close, DecidedEvent(details, to: try target()))
  }
}
