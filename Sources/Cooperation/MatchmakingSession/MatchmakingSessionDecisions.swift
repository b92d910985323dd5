internal import Deciding
internal import EventModel

/// A command on one matchmaking session.
protocol SessionCommand: DomainCommand {
  var session: String { get }
}

extension SessionCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }
  /// Our own act where we hold it, else what we are told.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The session's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.target(session, "session", MatchmakingSession.category)
  }
}

extension PBScheduleSession: SessionCommand {
  /// It brings the session into being.
  static let creates = true
  /// Whose it is and what it is part of.
  var references: [Reference] {
    [
      .optional("activity", "details.activity", details.activity, Activity.category),
      .optional("campaign", "details.campaign", details.campaign, Campaign.category),
    ] + Reference.each("organiser", "details.organisers", details.organisers, Organisation.category)
  }
  /// The region, and what it is for.
  var codes: [CodeUse] {
    [.optional(.regions, "details.region", details.hasRegion ? details.region : nil)]
      + details.fields.enumerated().map { .industry("details.fields[\($0)]", $1) }
  }

  /// One `session.scheduled`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.that(
      Set(details.organisers).count == details.organisers.count, "details.organisers",
      "details.organisers takes each organiser once")
    if details.hasRegion { try Check.region(details.region, "details.region") }
    try Check.period(details.from, details.hasFrom, details.to, details.hasTo, "details")
    for (index, field) in details.fields.enumerated() {
      try Check.text(field, "details.fields[\(index)]")
    }
    return Decision(events: [DecidedEvent(details, to: try target())])
  }
}

extension PBInviteParty: SessionCommand {
  /// Who is asked to come.
  var references: [Reference] {
    [.required("party", "details.organisation", details.organisation, Organisation.category)]
  }
  /// The industry it is invited for.
  var codes: [CodeUse] {
    [.industry("details.industry", details.hasIndustry ? details.industry : nil)]
  }

  /// One `session.party-invited`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let session = try context.target(MatchmakingSession.self, stream)
    let event = DecidedEvent(details, to: stream)
    let party = StreamName(field: details.organisation)
    if context.isKnown(event, where: party.map(session.invited.contains) ?? false) {
      return .alreadySo
    }
    return try context.recordEachTime(MatchmakingSession.Step.invite, event)
  }
}

extension PBRecordPartyArrival: SessionCommand {
  /// Who is there.
  var references: [Reference] {
    [.optional("party", "details.organisation", details.organisation, Organisation.category)]
  }
  /// The industry it stands for.
  var codes: [CodeUse] {
    [.industry("details.industry", details.hasIndustry ? details.industry : nil)]
  }

  /// One `session.party-arrived`; a name alone is held for review.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    if details.hasUnregisteredName {
      try Check.that(
        !details.hasOrganisation, "details.unregisteredName",
        "an organisation or the name of one that is not registered, not both")
      try Check.text(details.unregisteredName, "details.unregisteredName")
    } else {
      try Check.present(
        details.hasOrganisation, "details.organisation", "a stream name, as organisation-…")
    }
    let session = try context.target(MatchmakingSession.self, stream)
    let event = DecidedEvent(details, to: stream)
    let party = StreamName(field: details.organisation)
    if context.isKnown(event, where: party.map { session.arrived[$0] != nil } ?? false) {
      return .alreadySo
    }
    return try context.recordEachTime(MatchmakingSession.Step.arrive, event)
  }
}

extension PBRecordPairMet: SessionCommand {
  /// Who talked with whom.
  var references: [Reference] {
    [
      .required("party", "details.first", details.first, Organisation.category),
      .required("party", "details.second", details.second, Organisation.category),
    ]
  }
  /// What they talked about.
  var codes: [CodeUse] {
    CodeUse.each(.cooperationTopics, "details.topics", details.topics)
  }

  /// One `session.pair-met`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.that(
      details.first != details.second, "details.second",
      "details.second takes another organisation than details.first")
    try Check.keys(details.topics, "details.topics")
    return try context.recordEachTime(
      MatchmakingSession.Step.meet, DecidedEvent(details, to: try target()))
  }
}

extension PBRecordNoMatch: SessionCommand {
  /// Who looked, and at whom.
  var references: [Reference] {
    [
      .required("party", "details.first", details.first, Organisation.category),
      .optional("party", "details.second", details.second, Organisation.category),
    ]
  }

  /// One `session.no-match-recorded`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.that(
      details.first != details.second, "details.second",
      "details.second takes another organisation than details.first")
    try Check.present(details.hasReason, "details.reason", "a reason, as NO_SUITABLE")
    return try context.recordEachTime(
      MatchmakingSession.Step.meet.called("a failed match"), DecidedEvent(details, to: try target())
    )
  }
}

extension PBCloseSession: SessionCommand {
  /// One `session.closed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.count(details.announcedParties, "details.announcedParties")
    try Check.count(details.announcedIntentions, "details.announcedIntentions")
    try Check.that(
      !details.hasAnnouncedPartiesBound || details.hasAnnouncedParties,
      "details.announcedPartiesBound", "how exact a number is needs the number")
    try Check.that(
      !details.hasAnnouncedIntentionsBound || details.hasAnnouncedIntentions,
      "details.announcedIntentionsBound", "how exact a number is needs the number")
    return try context.recordOnce(
      MatchmakingSession.Step.close, DecidedEvent(details, to: try target()))
  }
}
