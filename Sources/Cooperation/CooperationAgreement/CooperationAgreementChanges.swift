internal import Deciding
internal import EventModel

// What happens to an agreement in force: amendments, milestones, its end.

extension PBProposeAgreementAmendment: AgreementCommand {
  /// One `agreement.amendment-proposed`: the terms that change.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.present(details.hasAmendment, "details.amendment", "a key, as 2023-1")
    try Check.key(details.amendment, "details.amendment")
    try checkTerms()
    let event = DecidedEvent(CooperationAgreement.Types.amendmentProposed, details, to: stream)
    if context.isRecorded(event) { return .alreadySo }
    let agreement = try context.target(CooperationAgreement.self, stream)
    guard agreement.amendments[details.amendment] == nil else {
      throw Rejection(
        .alreadyExists, "\(stream) has an amendment \(details.amendment) already",
        field: "details.amendment", stream: stream)
    }
    if context.standing == .decided {
      try Check.revisedPeriod(
        from: details.hasFrom ? details.from : agreement.from?.description,
        to: details.hasTo ? details.to : agreement.to?.description,
        changesFrom: details.hasFrom, changesTo: details.hasTo, "details")
    }
    try context.step(CooperationAgreement.Step.perform.called("amending"), event)
    return Decision(events: [event])
  }

  private func checkTerms() throws(Rejection) {
    // A text that was signed is not changed otherwise, and its parties stay who they are.
    try Check.that(
      details.parties.isEmpty && !details.hasKind && !details.hasBroughtAboutBy
        && !details.hasIntention, "details.parties",
      "an amendment changes neither kind nor parties nor origin: that is another agreement")
    try Check.period(
      from: details.hasFrom ? details.from : nil, to: details.hasTo ? details.to : nil,
      "details.from", "details.to")
    try Check.count(details.plannedInterns, "details.plannedInterns")
    if details.hasDocumentSha256 {
      try Check.digest(details.documentSha256, "details.documentSha256")
    }
  }

  /// On what they cooperate from then on.
  var codes: [CodeUse] { details.codes }
}

extension PBSignAgreementAmendment: AgreementCommand {
  /// Who signs.
  var references: [Reference] {
    [.required("party", "details.party", details.party, Organisation.category)]
  }

  /// One `agreement.amendment-signed`; with the last party's the new terms hold.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.key(details.amendment, "details.amendment")
    if details.hasDocumentSha256 {
      try Check.digest(details.documentSha256, "details.documentSha256")
    }
    let event = DecidedEvent(details, to: stream)
    if context.isRecorded(event) { return .alreadySo }
    if context.standing == .decided {
      let amendment = try context.target(CooperationAgreement.self, stream)
        .amendment(details.amendment, stream)
      if let party = StreamName(field: details.party), amendment.signatures.contains(party) {
        return .alreadySo
      }
      try amendment.checkProposed(details.amendment, stream)
    }
    try context.step(CooperationAgreement.Step.perform.called("signing an amendment"), event)
    return Decision(events: [event])
  }
}

extension PBRejectAgreementAmendment: AgreementCommand {
  /// Who turns it down.
  var references: [Reference] {
    [.required("party", "details.party", details.party, Organisation.category)]
  }

  /// One `agreement.amendment-rejected`; one party is enough.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.key(details.amendment, "details.amendment")
    let event = DecidedEvent(details, to: stream)
    if context.isRecorded(event) { return .alreadySo }
    if context.standing == .decided {
      let agreement = try context.target(CooperationAgreement.self, stream)
      let amendment = try agreement.amendment(details.amendment, stream)
      try agreement.checkParty(details.party, "details.party", context)
      if amendment.phase == .rejected { return .alreadySo }
      try amendment.checkProposed(details.amendment, stream)
    }
    try context.step(CooperationAgreement.Step.perform.called("rejecting an amendment"), event)
    return Decision(events: [event])
  }
}

extension CooperationAgreement {
  /// Nobody else ends what the parties agreed, or turns it down.
  fileprivate func checkParty(
    _ text: String, _ field: String, _ context: DecisionContext
  ) throws(Rejection) {
    guard let organisation = StreamName(field: text) else { return }
    try Check.that(
      isParty(organisation, at: context.occurred, in: context.zone), field,
      "\(field) takes a party of the agreement, one of "
        + "\(parties.map(\.text).joined(separator: ", ")); \(organisation) is none")
  }

  fileprivate func amendment(
    _ key: String, _ stream: StreamName
  ) throws(Rejection) -> Amendment {
    guard let amendment = amendments[key] else {
      throw Rejection(
        .unknownStream, "\(stream) has no amendment \(key)", field: "details.amendment",
        stream: stream)
    }
    return amendment
  }
}

extension CooperationAgreement.Amendment {
  fileprivate func checkProposed(_ key: String, _ stream: StreamName) throws(Rejection) {
    guard phase == .proposed else {
      throw .wrongState(stream, "the amendment \(key) of \(stream) is \(phase.rawValue)")
    }
  }
}

extension PBReportMilestone: AgreementCommand {
  /// What the parties tell.
  static let standings = StandingPolicy.reportedOnly

  /// One `agreement.milestone-reported`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.text(details.title, "details.title")
    let event = DecidedEvent(details, to: stream)
    try context.step(CooperationAgreement.Step.perform.called("a milestone"), event)
    return context.record(event)
  }
}

extension PBTerminateAgreement: AgreementCommand {
  /// Who ends it.
  var references: [Reference] {
    [.optional("party", "details.by", details.by, Organisation.category)]
  }

  /// One `agreement.terminated`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let agreement = try context.target(CooperationAgreement.self, stream)
    if context.standing == .decided {
      try Check.text(details.reason, "details.reason")
      try agreement.checkParty(details.by, "details.by", context)
    }
    if details.hasLastDay {
      let last = try Check.date(details.lastDay, "details.lastDay")
      // Of a report ORDER opens a finding.
      if context.standing == .decided, let first = agreement.firstDay(in: context.zone) {
        try Check.that(
          last >= first, "details.lastDay", "\(last) lies before the agreement's first day \(first)"
        )
      }
    }
    return try context.recordOnce(
      CooperationAgreement.Step.terminate, DecidedEvent(details, to: stream))
  }
}

extension PBRenewAgreement: AgreementCommand {
  /// The agreement that follows.
  var references: [Reference] {
    [
      .required(
        "successor", "details.successor", details.successor, CooperationAgreement.category)
    ]
  }

  /// One `agreement.renewed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.that(
      details.successor != agreement, "details.successor", "an agreement doesn't follow itself")
    return try context.recordOnce(
      CooperationAgreement.Step.renew, DecidedEvent(details, to: stream))
  }
}

extension PBAnnulAgreement: AgreementCommand {
  /// One `agreement.annulled`, with its reason: it never held.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.text(details.reason, "details.reason")
    return try context.recordOnce(
      CooperationAgreement.Step.annul,
      DecidedEvent(CooperationAgreement.Types.annulled, details, to: try target()))
  }
}
