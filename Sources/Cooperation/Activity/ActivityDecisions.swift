internal import Deciding
internal import EventModel

/// A command on one activity.
protocol ActivityCommand: DomainCommand {
  var activity: String { get }
}

extension ActivityCommand {
  /// An organisation's own affair, unless a command says otherwise.
  static var duty: Duty { .ownAffairs }
  /// Our own act where we hold it, else what we are told.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The activity's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.target(activity, "activity", Activity.category)
  }
}

extension PBPlanActivity: ActivityCommand {
  /// It brings the activity into being.
  static let creates = true
  /// Whose it is and what it is part of.
  var references: [Reference] { details.plan.references }
  /// Region and industry.
  var codes: [CodeUse] { details.plan.codes }

  /// One `activity.planned`; our own act says what it is for.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if context.standing == .decided {
      try Check.text(details.plan.name, "details.plan.name")
      try Check.present(
        details.plan.hasPurpose, "details.plan.purpose", "a purpose, as RECRUITMENT")
    }
    try details.plan.check()
    return Decision(events: [DecidedEvent(details, to: try target())])
  }
}

extension PBApproveActivity: ActivityCommand {
  /// The bureau's act.
  static let duty = Duty.bureau
  /// Who agrees.
  var references: [Reference] {
    [.optional("approver", "details.approver", details.approver, Organisation.category)]
  }

  /// One `activity.approved`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(Activity.Step.approve, DecidedEvent(details, to: try target()))
  }
}

extension PBFileSecurityPlan: ActivityCommand {
  /// One `activity.security-plan-filed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if context.standing == .decided { try Check.text(details.document, "details.document") }
    if details.hasSha256 { try Check.digest(details.sha256, "details.sha256") }
    return try context.recordEachTime(Activity.Step.secure, DecidedEvent(details, to: try target()))
  }
}

extension PBAnnounceActivity: ActivityCommand {
  /// One `activity.announced`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(Activity.Step.announce, DecidedEvent(details, to: try target()))
  }
}

extension PBOpenActivity: ActivityCommand {
  /// One `activity.opened`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(Activity.Step.open, DecidedEvent(details, to: try target()))
  }
}

extension PBPostponeActivity: ActivityCommand {
  /// One `activity.postponed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.period(details.from, details.hasFrom, details.to, details.hasTo, "details")
    return try context.recordEachTime(
      Activity.Step.postpone, DecidedEvent(details, to: try target()))
  }
}

extension PBHoldActivity: ActivityCommand {
  /// It may be known only once it was held.
  static let mayCreate = true
  /// Whose it was and what it was part of.
  var references: [Reference] { details.plan.references }
  /// Region and industry.
  var codes: [CodeUse] { details.plan.codes }

  /// One `activity.held`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try details.plan.check()
    return try context.recordEachTime(
      Activity.Step.hold, DecidedEvent(details, to: try target()), mayBegin: true)
  }
}

extension PBCountAtActivity: ActivityCommand {
  /// One `activity.counted`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(details.hasWhat, "details.what", "what was counted, as VISITORS")
    try Check.present(details.hasCount, "details.count", "a number from 0")
    try Check.count(details.count, "details.count")
    return try context.recordEachTime(Activity.Step.count, DecidedEvent(details, to: try target()))
  }
}

extension PBReportActivity: ActivityCommand {
  /// One `activity.reported`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if details.hasSha256 { try Check.digest(details.sha256, "details.sha256") }
    return try context.recordOnce(Activity.Step.report, DecidedEvent(details, to: try target()))
  }
}

extension PBCancelActivity: ActivityCommand {
  /// One `activity.cancelled`; our own act says why.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if context.standing == .decided {
      try Check.present(details.hasReason, "details.reason", "a reason, as TOO_FEW")
    }
    return try context.recordOnce(Activity.Step.cancel, DecidedEvent(details, to: try target()))
  }
}

extension PBActivityPlan {
  fileprivate var references: [Reference] {
    [
      .optional("campaign", "details.plan.campaign", campaign, Campaign.category),
      .optional("alliance", "details.plan.alliance", alliance, Alliance.category),
    ] + Reference.each("organiser", "details.plan.organisers", organisers, Organisation.category)
  }

  fileprivate func check() throws(Rejection) {
    try Check.that(
      Set(organisers).count == organisers.count, "details.plan.organisers",
      "details.plan.organisers takes each organiser once")
    if hasRegion { try Check.region(region, "details.plan.region") }
    try Check.period(from, hasFrom, to, hasTo, "details.plan")
  }
}

extension PBActivityPlan {
  fileprivate var codes: [CodeUse] {
    [
      .optional(.regions, "details.plan.region", hasRegion ? region : nil),
      .industry("details.plan.industry", hasIndustry ? industry : nil),
    ]
  }
}
