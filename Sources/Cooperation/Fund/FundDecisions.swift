public import Deciding
internal import EventModel

/// A command on one fund.
protocol FundCommand: DomainCommand {
  var fund: String { get }
}

extension FundCommand {
  /// The bureau's act.
  public static var duty: Duty { .bureau }
  /// The act of the body that runs it, or what is told of it.
  public static var standings: StandingPolicy { .either(default: .reported) }

  /// The fund's stream.
  public func target() throws(Rejection) -> StreamName {
    try Check.target(fund, "fund", Fund.category)
  }
}

extension PBEstablishFund: FundCommand {
  /// It brings the fund into being.
  public static let creates = true
  /// Who runs it, and on what ground.
  public var references: [Reference] {
    [
      .optional("manager", "details.manager", details.manager, Organisation.category),
      .optional("policy", "details.policy", details.policy, Policy.category),
    ]
  }
  /// Where it pays.
  public var codes: [CodeUse] {
    [.region("details.territory", details.hasTerritory ? details.territory : nil)]
  }

  /// One `fund.established`.
  public func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
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
  public func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.amount(details.amountFen, "details.amountFen")
    let event = DecidedEvent(details, to: try target())
    try context.step(Fund.Step.manage.called("setting its budget"), event)
    return context.record(event)
  }
}

extension PBIncreaseFundBudget: FundCommand {
  /// One `fund.budget-increased`.
  public func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.amount(details.byFen, "details.byFen")
    let event = DecidedEvent(details, to: try target())
    try context.step(Fund.Step.manage.called("increasing its budget"), event)
    return context.record(event)
  }
}

extension PBCloseFund: FundCommand {
  /// One `fund.closed`.
  public func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(Fund.Step.close, DecidedEvent(details, to: try target()))
  }
}
