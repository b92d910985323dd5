internal import Deciding
internal import EventModel

/// A command on one campaign.
protocol CampaignCommand: DomainCommand {
  var campaign: String { get }
}

extension CampaignCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }
  /// Our own act where we hold it, else what we are told.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The campaign's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.target(campaign, "campaign", Campaign.category)
  }
}

extension PBLaunchCampaign: CampaignCommand {
  /// It brings the campaign into being.
  static let creates = true
  /// Whose it is and what it is part of.
  var references: [Reference] {
    [.optional("parent", "details.parent", details.parent, Campaign.category)]
      + Reference.each("organiser", "details.organisers", details.organisers, Organisation.category)
  }

  /// One `campaign.launched`; our own act says what it is.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    if context.standing == .decided {
      try Check.text(details.name, "details.name")
      try Check.present(details.hasKind, "details.kind", "a kind, as SCHOOL_VISITS")
    }
    try Check.that(
      details.parent != stream.text, "details.parent", "a campaign is no part of itself")
    try Check.that(
      Set(details.organisers).count == details.organisers.count, "details.organisers",
      "details.organisers takes each organiser once")
    try Check.period(details.from, details.hasFrom, details.to, details.hasTo, "details")
    try details.targets.check("details.targets")
    return Decision(events: [DecidedEvent(details, to: stream)])
  }
}

extension PBJoinCampaign: CampaignCommand {
  /// Who takes part.
  var references: [Reference] {
    [.required("participant", "details.organisation", details.organisation, Organisation.category)]
  }

  /// One `campaign.participant-joined`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let campaign = try context.current(Campaign.self, stream)
    let event = DecidedEvent(details, to: stream)
    let participant = StreamName(field: details.organisation)
    let takesPart = try context.isKnown(event, to: campaign) { campaign in
      participant.map { campaign.participants[$0] == details.role } ?? false
    }
    if takesPart { return .alreadySo }
    try context.step(Campaign.Step.change.called("joining"), event)
    return Decision(events: [event])
  }
}

extension PBLeaveCampaign: CampaignCommand {
  /// Who no longer takes part.
  var references: [Reference] {
    [.required("participant", "details.organisation", details.organisation, Organisation.category)]
  }

  /// One `campaign.participant-left`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let event = DecidedEvent(details, to: stream)
    let campaign = try context.target(Campaign.self, stream)
    if let participant = StreamName(field: details.organisation) {
      let isOut = try context.isKnown(event, to: campaign) { $0.participants[participant] == nil }
      if isOut, context.standing == .decided {
        throw .wrongState(stream, "\(participant) does not take part in \(stream)")
      }
      if isOut { return .alreadySo }
    }
    try context.step(Campaign.Step.change.called("leaving"), event)
    return Decision(events: [event])
  }
}

extension PBSetCampaignTargets: CampaignCommand {
  /// One `campaign.targets-set`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(!details.targets.isEmpty, "details.targets", "one target at least")
    try details.targets.check("details.targets")
    return try context.recordEachTime(
      Campaign.Step.change.called("new targets"), DecidedEvent(details, to: try target()))
  }
}

extension PBExtendCampaign: CampaignCommand {
  /// One `campaign.extended`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let last = try Check.date(details.to, "details.to")
    let campaign = try context.target(Campaign.self, stream)
    let first = campaign.firstDay(in: context.zone)
    try Check.that(
      last >= first, "details.to",
      "details.to \(last) lies before \(first), the first day of \(stream)")
    return try context.recordEachTime(
      Campaign.Step.change.called("going on longer"), DecidedEvent(details, to: stream))
  }
}

extension PBCloseCampaign: CampaignCommand {
  /// One `campaign.closed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(Campaign.Step.close, DecidedEvent(details, to: try target()))
  }
}

extension [PBCampaignTarget] {
  fileprivate func check(_ path: String) throws(Rejection) {
    var seen: Set<PBCampaignTarget.Metric> = []
    for (index, target) in enumerated() {
      let field = "\(path)[\(index)]"
      try Check.present(target.hasMetric, field + ".metric", "a metric, as EMPLOYERS_VISITED")
      try Check.that(
        target.hasValue && target.value >= 1, field + ".value",
        "\(field).value takes a number from 1")
      try Check.that(
        seen.insert(target.metric).inserted, field + ".metric",
        "\(path) takes each metric once")
    }
  }
}
