internal import Deciding
internal import EventModel

/// A command on one grant.
protocol GrantCommand: DomainCommand {
  var grant: String { get }
}

extension GrantCommand {
  /// The bureau's act, unless a command says otherwise.
  static var duty: Duty { .bureau }
  /// The act of the body that runs the fund, or what is told of it.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The grant's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.target(grant, "grant", Grant.category)
  }
}

extension PBApplyForGrant: GrantCommand {
  /// An organisation's own affair.
  static let duty = Duty.ownAffairs
  /// It brings the grant into being.
  static let creates = true
  /// The fund, the agreement, and the party that files it.
  var references: [Reference] {
    [
      .optional("fund", "details.fund", details.fund, Fund.category),
      .optional(
        "agreement", "details.agreement", details.agreement, CooperationAgreement.category),
      .required("applicant", "details.applicant", details.applicant, Organisation.category),
    ]
  }

  /// One `grant.applied`; an application to us is whole.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if context.standing == .decided {
      try Check.present(details.hasFund, "details.fund", "a stream name, as fund-…")
      try Check.present(details.hasAgreement, "details.agreement", "a stream name, as agreement-…")
      try Check.present(details.hasPurpose, "details.purpose", "a purpose, as FACILITIES")
      try Check.present(details.hasYear, "details.year", "a year, as 2022")
      try Check.present(details.hasAmountFen, "details.amountFen", "an amount in fen")
    }
    if details.hasYear { try Check.year(details.year, "details.year") }
    if details.hasAmountFen { try Check.amount(details.amountFen, "details.amountFen") }
    if details.hasTitle { try Check.text(details.title, "details.title") }
    return Decision(events: [DecidedEvent(details, to: try target())])
  }
}

extension PBConfirmCoApplication: GrantCommand {
  /// An organisation's own affair.
  static let duty = Duty.ownAffairs
  /// Who applies with the others.
  var references: [Reference] {
    [.required("applicant", "details.applicant", details.applicant, Organisation.category)]
  }

  /// One `grant.co-application-confirmed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let applicants = try context.target(Grant.self, stream).applicants
    let event = DecidedEvent(details, to: stream)
    let applicant = StreamName(field: details.applicant)
    if context.isKnown(event, where: applicant.map(applicants.contains) ?? false) {
      return .alreadySo
    }
    try context.step(Grant.Step.join, event)
    return context.record(event)
  }
}

extension PBPublishGrantApplication: GrantCommand {
  /// One `grant.application-published`; our own says from when until when.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if context.standing == .decided {
      try Check.present(details.hasFrom, "details.from", "the first day, as 2022-06-30")
      try Check.present(details.hasTo, "details.to", "the last day, as 2022-07-06")
    }
    try Check.period(
      from: details.hasFrom ? details.from : nil, to: details.hasTo ? details.to : nil,
      "details.from", "details.to")
    return try context.recordOnce(Grant.Step.publish, DecidedEvent(details, to: try target()))
  }
}

extension PBReceiveGrantObjection: GrantCommand {
  /// An organisation's own affair.
  static let duty = Duty.ownAffairs
  /// Who objects, if it is an organisation.
  var references: [Reference] {
    [.optional("objector", "details.objector", details.objector, Organisation.category)]
  }

  /// One `grant.objection-received`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.key(details.objection, "details.objection")
    if context.standing == .decided { try Check.text(details.reason, "details.reason") }
    let event = DecidedEvent(details, to: stream)
    if context.isRecorded(event) { return .alreadySo }
    guard try context.target(Grant.self, stream).objections[details.objection] == nil else {
      throw Rejection(
        .alreadyExists, "\(stream) has an objection \(details.objection) already",
        field: "details.objection", stream: stream)
    }
    try context.step(Grant.Step.object, event)
    return Decision(events: [event])
  }
}

extension PBSettleGrantObjection: GrantCommand {
  /// One `grant.objection-settled`; our own says how and why.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.key(details.objection, "details.objection")
    if context.standing == .decided {
      try Check.present(details.hasUpheld, "details.upheld", "true or false")
      try Check.text(details.reason, "details.reason")
    }
    let event = DecidedEvent(details, to: stream)
    if context.isRecorded(event) { return .alreadySo }
    guard let objection = try context.target(Grant.self, stream).objections[details.objection]
    else {
      throw Rejection(
        .unknownStream, "\(stream) has no objection \(details.objection)",
        field: "details.objection", stream: stream)
    }
    guard !objection.isSettled || context.standing == .reported else {
      throw .wrongState(stream, "the objection \(details.objection) was settled already")
    }
    try context.step(Grant.Step.object.called("settling an objection"), event)
    return Decision(events: [event])
  }
}

extension PBReviewGrant: GrantCommand {
  /// One `grant.reviewed`; a later one counts instead.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if context.standing == .decided {
      try Check.present(details.hasRecommended, "details.recommended", "true or false")
    }
    for (index, score) in details.scores.enumerated() {
      try Check.text(score.criterion, "details.scores[\(index)].criterion")
      try Check.count(score.points, "details.scores[\(index)].points")
    }
    let event = DecidedEvent(details, to: try target())
    try context.step(Grant.Step.review, event)
    return context.record(event)
  }
}

extension PBApproveGrant: GrantCommand {
  /// One `grant.approved`; the fund's promise is recorded with it.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    if context.standing == .decided {
      try Check.present(details.hasAmountFen, "details.amountFen", "an amount in fen")
      let grant = try context.target(Grant.self, stream)
      if let open = grant.objections.filter({ !$0.value.isSettled }).keys.min() {
        throw .wrongState(stream, "the objection \(open) to \(stream) is not settled")
      }
      if let known = grant.approvedFen, grant.phase == .approved, known != details.amountFen {
        throw .wrongState(
          stream, "\(stream) is approved with \(known) fen: another amount is a correction of that")
      }
    }
    if details.hasAmountFen { try Check.amount(details.amountFen, "details.amountFen") }
    return try context.recordOnce(Grant.Step.approve, DecidedEvent(details, to: stream))
  }
}

extension PBRejectGrant: GrantCommand {
  /// One `grant.rejected`; our own act gives its reason.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if context.standing == .decided { try Check.text(details.reason, "details.reason") }
    let event = DecidedEvent(Grant.Types.rejected, details, to: try target())
    return try context.recordOnce(Grant.Step.reject, event)
  }
}

extension PBWithdrawGrantApplication: GrantCommand {
  /// An organisation's own affair.
  static let duty = Duty.ownAffairs

  /// One `grant.withdrawn`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let event = DecidedEvent(Grant.Types.withdrawn, details, to: try target())
    return try context.recordOnce(Grant.Step.withdraw, event)
  }
}
