internal import Deciding
public import EventModel

// Mergers and splits of organisations, and who follows them in their agreements.

extension PBOrganisationMerged: EventPayload {
  /// Named `organisation.merged`.
  public static let eventType = EventType("organisation.merged")
}

extension PBOrganisationUnmerged: EventPayload {
  /// Named `organisation.unmerged`.
  public static let eventType = EventType("organisation.unmerged")
}

extension PBOrganisationSplit: EventPayload {
  /// Named `organisation.split`.
  public static let eventType = EventType("organisation.split")
}

extension PBBarredFromGrants: EventPayload {
  /// Named `organisation.barred-from-grants`.
  public static let eventType = EventType("organisation.barred-from-grants")
}

extension PBSuccessorConfirmed: EventPayload {
  /// Named `agreement.successor-confirmed`.
  public static let eventType = EventType("agreement.successor-confirmed")
}

extension PBMergeOrganisation: OrganisationCommand {
  /// A steward's act.
  static let duty = Duty.stewardship
  /// A steward's act for a duplicate, a register's fact for a legal merger.
  static let standings = StandingPolicy.either(default: .decided)
  /// A duplicate was one with the survivor from the start.
  var effect: EffectiveDays { details.reason == .duplicate ? .asItOccurs : .from }
  /// The survivor.
  var references: [Reference] {
    [.required("survivor", "details.into", details.into, Organisation.category)]
  }

  /// One `organisation.merged` in the stream of the absorbed, which stays writable.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.present(details.hasReason, "details.reason", "DUPLICATE or LEGAL_MERGER")
    try Check.that(
      details.into != organisation, "details.into", "an organisation is not merged into itself")
    let event = DecidedEvent(details, to: stream)
    let known = try context.target(Organisation.self, stream)
    let isMerged = try context.isKnown(event, to: known) { isSo($0) }
    if isMerged { return .alreadySo }
    if let merger = known.merger, context.standing == .decided {
      throw .wrongState(
        stream, "\(stream) is merged into \(merger.into): unmergeOrganisation comes first")
    }
    let survivor = try Check.stream(details.into, "details.into", [Organisation.category])
    if context.standing == .decided,
      let next = try context.state(Organisation.self, survivor)?.merger
    {
      throw .wrongState(survivor, "\(survivor) is itself merged into \(next.into): name that one")
    }
    return Decision(events: [event])
  }

  /// Whether an organisation is merged as the command says.
  private func isSo(_ organisation: Organisation) -> Bool {
    guard let merger = organisation.merger else { return false }
    return merger.into.text == details.into
      && merger.isDuplicate == (details.reason == .duplicate)
  }
}

extension PBUnmergeOrganisation: OrganisationCommand {
  /// A steward's act.
  static let duty = Duty.stewardship
  /// Our own act, of two persons.
  static let standings = StandingPolicy.decidedOnly

  /// One `organisation.unmerged`; the alias ends as if it had never been.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.text(details.reason, "details.reason")
    guard let merger = try context.target(Organisation.self, stream).merger else {
      return .alreadySo
    }
    try Approvals.demand(.unmerge, of: merger.event, in: context.history(of: stream))
    return Decision(events: [DecidedEvent(details, to: stream)])
  }
}

extension PBSplitOrganisation: OrganisationCommand {
  /// A register's fact.
  static let standings = StandingPolicy.either(default: .reported)
  /// What it becomes.
  var references: [Reference] {
    details.into.enumerated().map { index, one in
      .required("successor", "details.into[\(index)]", one, Organisation.category)
    }
  }

  /// One `organisation.split`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, _) = try current(context)
    let count = details.into.count + (details.continues ? 1 : 0)
    try Check.that(
      count >= 2 && Set(details.into).count == details.into.count
        && !details.into.contains(organisation), "details.into",
      "a split leaves two or more different organisations; one that goes on itself is said by "
        + "continues")
    return context.record(DecidedEvent(details, to: stream))
  }
}

extension PBConfirmSuccessor: AgreementCommand {
  /// It may be told of another day than that on which it was decided.
  var effect: EffectiveDays { .from }
  /// Whose place is taken by whom.
  var references: [Reference] {
    [
      .required("party", "details.party", details.party, Organisation.category),
      .required("successor", "details.successor", details.successor, Organisation.category),
    ]
  }

  /// One `agreement.successor-confirmed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    if details.hasDocumentSha256 {
      try Check.digest(details.documentSha256, "details.documentSha256")
    }
    let event = DecidedEvent(details, to: stream)
    let known = try context.target(CooperationAgreement.self, stream)
    let party = StreamName(field: details.party)
    let isConfirmed = try context.isKnown(event, to: known) { agreement in
      party.map { agreement.successors[$0]?.organisation.text == details.successor } ?? false
    }
    if isConfirmed { return .alreadySo }
    try context.step(CooperationAgreement.Step.perform.called("confirming a successor"), event)
    return Decision(events: [event])
  }
}
