internal import Deciding
internal import EventModel

/// A command on one cooperation agreement.
protocol AgreementCommand: DomainCommand {
  var agreement: String { get }
}

extension AgreementCommand {
  /// The parties' own affair, unless a command says otherwise.
  static var duty: Duty { .ownAffairs }
  /// Our own act in the work-flow of signing, or what the parties tell.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The agreement's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.present(!agreement.isEmpty, "agreement", "a stream name, as agreement-…")
    return try Check.stream(agreement, "agreement", [CooperationAgreement.category])
  }
}

extension PBDraftAgreement: AgreementCommand {
  /// We keep the draft.
  static let standings = StandingPolicy.either(default: .decided)
  /// It brings the agreement into being.
  static let creates = true
  /// The parties, and the alliance that brought them together.
  var references: [Reference] { details.references }
  /// In which form they cooperate, and on what.
  var codes: [CodeUse] { details.codes }

  /// One `agreement.drafted`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try details.checkParties()
    try details.checkTerms()
    return Decision(
      events: [DecidedEvent(CooperationAgreement.Types.drafted, details, to: try target())])
  }
}

extension PBReportAgreementSigned: AgreementCommand {
  /// It was signed elsewhere.
  static let standings = StandingPolicy.reportedOnly
  /// All that is known of an agreement, or the end of a work-flow that went on elsewhere.
  static let mayCreate = true
  /// The parties, and the alliance that brought them together.
  var references: [Reference] { details.references }
  /// In which form they cooperate, and on what.
  var codes: [CodeUse] { details.codes }

  /// One `agreement.reported-signed`: who, what and when are enough.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try details.checkTerms()
    let event = DecidedEvent(CooperationAgreement.Types.reportedSigned, details, to: stream)
    guard let agreement = try context.state(CooperationAgreement.self, stream) else {
      try details.checkParties()
      return Decision(events: [event])
    }
    if context.isRecorded(event) { return .alreadySo }
    try Check.that(
      details.parties.isEmpty || Set(details.parties) == Set(agreement.parties.map(\.text)),
      "details.parties",
      "\(stream) is recorded with other parties: an agreement of others has a name of its own; of this "
        + "one the parties are the same, or left out")
    try context.step(CooperationAgreement.Step.signElsewhere, event)
    return Decision(events: [event])
  }
}

extension PBAgreementTerms {
  fileprivate var references: [Reference] {
    parties.enumerated().map { index, party in
      Reference.required("party", "details.parties[\(index)]", party, Organisation.category)
    } + [
      .optional("alliance", "details.broughtAboutBy", broughtAboutBy, Alliance.category),
      .optional("intention", "details.intention", intention, CooperationIntention.category),
    ]
  }

  fileprivate func checkParties() throws(Rejection) {
    try Check.that(
      parties.count >= 2 && Set(parties).count == parties.count, "details.parties",
      "an agreement has two or more different organisations as parties")
  }

  fileprivate func checkTerms() throws(Rejection) {
    if hasTitle { try Check.text(title, "details.title") }
    if hasRightsAndDuties { try Check.text(rightsAndDuties, "details.rightsAndDuties") }
    try Check.period(
      from: hasFrom ? from : nil, to: hasTo ? to : nil, "details.from", "details.to")
    try Check.count(plannedInterns, "details.plannedInterns")
    if hasDocumentSha256 { try Check.digest(documentSha256, "details.documentSha256") }
    try Check.that(
      !hasAmendment, "details.amendment", "only an amendment has a key: proposeAgreementAmendment")
  }
}

extension PBSubmitAgreement: AgreementCommand {
  /// Our own act.
  static let standings = StandingPolicy.decidedOnly

  /// One `agreement.submitted`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(
      CooperationAgreement.Step.submit,
      DecidedEvent(CooperationAgreement.Types.submitted, details, to: try target()))
  }
}

extension PBApproveAgreement: AgreementCommand {
  /// Our review is the bureau's act.
  static let duty = Duty.bureau
  /// Our own act.
  static let standings = StandingPolicy.decidedOnly

  /// One `agreement.approved`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(
      CooperationAgreement.Step.approve,
      DecidedEvent(CooperationAgreement.Types.approved, details, to: try target()))
  }
}

extension PBRejectAgreement: AgreementCommand {
  /// Our review is the bureau's act.
  static let duty = Duty.bureau
  /// Our own act.
  static let standings = StandingPolicy.decidedOnly

  /// One `agreement.rejected`, with its reason.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.text(details.reason, "details.reason")
    return try context.recordOnce(
      CooperationAgreement.Step.reject,
      DecidedEvent(CooperationAgreement.Types.rejected, details, to: try target()))
  }
}

extension PBSignAgreement: AgreementCommand {
  /// Who signs.
  var references: [Reference] {
    [
      .required("party", "details.party", details.party, Organisation.category),
      .optional("signatory", "details.signatory", details.signatory, Person.category),
    ]
  }

  /// One `agreement.party-signed`; with the last the agreement is in force.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    if context.standing == .decided {
      try Check.present(
        details.hasDocumentSha256, "details.documentSha256", "the digest of what is signed")
    }
    if details.hasDocumentSha256 {
      try Check.digest(details.documentSha256, "details.documentSha256")
    }
    let event = DecidedEvent(details, to: stream)
    let agreement = try context.target(CooperationAgreement.self, stream)
    let party = StreamName(field: details.party)
    let hasSigned = party.map { agreement.signatures[$0] != nil } ?? false
    if context.isKnown(event, where: hasSigned) { return .alreadySo }
    try context.step(CooperationAgreement.Step.sign, event)
    return Decision(events: [event])
  }
}
