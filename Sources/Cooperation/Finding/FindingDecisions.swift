internal import Deciding
internal import EventModel

/// A command on one finding.
protocol FindingCommand: DomainCommand {
  var finding: String { get }
}

extension FindingCommand {
  /// The bureau's act, unless a command says otherwise.
  static var duty: Duty { .bureau }

  /// The finding's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.present(!finding.isEmpty, "finding", "a stream name, as finding-…")
    return try Check.stream(finding, "finding", [Finding.category])
  }

  /// One event: our own act where the finding stands in one of these states, nothing where it is there
  /// already; a report wherever it falls.
  func step(
    _ details: some EventPayload, to status: Finding.Status, from allowed: Finding.Status...,
    in context: DecisionContext
  ) throws(Rejection) -> Decision {
    let stream = try target()
    let finding = try context.target(Finding.self, stream)
    let event = DecidedEvent(details, to: stream, about: Finding.about(finding.subjects))
    if context.standing == .reported { return context.record(event) }
    if finding.status == status { return .alreadySo }
    guard allowed.contains(finding.status) else {
      let states = allowed.map(\.rawValue).joined(separator: " or ")
      throw .wrongState(stream, "\(stream) is \(finding.status.rawValue), not \(states)")
    }
    return Decision(events: [event])
  }
}

extension PBOpenFinding: DomainCommand {
  /// The bureau's act.
  static let duty = Duty.bureau
  /// An inspector's act.
  static let standings = StandingPolicy.decidedOnly
  /// It may bring the finding into being; one that was withdrawn opens again.
  static let mayCreate = true

  /// The stream that rule and subjects give.
  func target() throws(Rejection) -> StreamName {
    Finding.stream(rule: details.rule, subjects: try subjects())
  }

  /// What it was found in.
  var references: [Reference] {
    details.subjects.enumerated().map { index, subject in
      .required("subject", "details.subjects[\(index)]", subject)
    }
  }

  private func subjects() throws(Rejection) -> [StreamName] {
    try Check.text(details.rule, "details.rule")
    try Check.present(
      !details.subjects.isEmpty, "details.subjects", "the streams that it was found in")
    var subjects: [StreamName] = []
    for (index, subject) in details.subjects.enumerated() {
      subjects.append(try Check.stream(subject, "details.subjects[\(index)]", []))
    }
    return subjects
  }

  /// One `finding.opened`, or `finding.reopened` where it was rectified before.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.that(
      RuleBook.rule(details.rule) != nil, "details.rule",
      "the rule book has no rule \(details.rule)")
    try Check.present(details.hasSeverity, "details.severity", "a severity, as BREACH")
    try Check.text(details.reason, "details.reason")
    let proposal = FindingProposal(
      rule: details.rule, subjects: try subjects(),
      severity: FindingProposal.Severity(details.severity), reason: details.reason)
    let finding = try context.state(Finding.self, proposal.stream)
    return Decision(events: proposal.event(after: finding).map { [$0] } ?? [])
  }
}

extension PBWithdrawFinding: FindingCommand {
  /// Our own act.
  static let standings = StandingPolicy.decidedOnly

  /// One `finding.withdrawn`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.text(details.reason, "details.reason")
    return try step(
      details, to: .withdrawn, from: .opened, .notified, .answered, in: context)
  }
}

extension PBNotifyFinding: FindingCommand {
  /// Our own act.
  static let standings = StandingPolicy.decidedOnly

  /// Who is told.
  var references: [Reference] {
    [
      .required(
        "organisation", "details.organisation", details.organisation, Organisation.category)
    ]
  }

  /// One `finding.notified`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try step(details, to: .notified, from: .opened, in: context)
  }
}

extension PBAnswerFinding: FindingCommand {
  /// An organisation's own affair.
  static let duty = Duty.ownAffairs
  /// The organisation's words.
  static let standings = StandingPolicy.reportedOnly

  /// One `finding.answered`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(
      details.hasAnswer || details.hasDocument, "details.answer", "a text, or a document")
    return try step(details, to: .answered, from: .opened, .notified, in: context)
  }
}

extension PBRectifyFinding: FindingCommand {
  /// An organisation's own affair.
  static let duty = Duty.ownAffairs
  /// The organisation's act, or what we saw.
  static let standings = StandingPolicy.either(default: .reported)

  /// One `finding.rectified`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.text(details.measures, "details.measures")
    return try step(
      details, to: .rectified, from: .opened, .notified, .answered, .upheld, .sanctioned,
      in: context)
  }
}

extension PBUpholdFinding: FindingCommand {
  /// Our own act.
  static let standings = StandingPolicy.decidedOnly

  /// One `finding.upheld`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.text(details.reason, "details.reason")
    return try step(details, to: .upheld, from: .opened, .notified, .answered, in: context)
  }
}

extension PBSanctionFinding: FindingCommand {
  /// A competent body's act.
  static let standings = StandingPolicy.either(default: .decided)

  /// The body that punishes.
  var references: [Reference] {
    [.required("authority", "details.by", details.by, Organisation.category)]
  }

  /// One `finding.sanctioned`; our own act needs a government body.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.text(details.sanction, "details.sanction")
    if details.hasFine { try Check.that(details.fine >= 0, "details.fine", "a fine is 0 or more") }
    let by = try Check.stream(details.by, "details.by", [Organisation.category])
    let body = try context.referenced(Organisation.self, by, field: "details.by")
    if context.standing == .decided, body.kind != .governmentBody {
      throw Rejection(
        .notPermitted, "\(by) is no government body and can't sanction", field: "details.by",
        stream: by)
    }
    return try step(details, to: .sanctioned, from: .upheld, in: context)
  }
}

extension PBDismissFinding: FindingCommand {
  /// Our own act.
  static let standings = StandingPolicy.decidedOnly

  /// One `finding.dismissed`, with the reason.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.text(details.reason, "details.reason")
    return try step(details, to: .dismissed, from: .opened, .notified, .answered, in: context)
  }
}

extension PBReopenFinding: FindingCommand {
  /// Our own act.
  static let standings = StandingPolicy.decidedOnly

  /// One `finding.reopened`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.text(details.reason, "details.reason")
    return try step(
      details, to: .opened, from: .dismissed, .rectified, .withdrawn, in: context)
  }
}
