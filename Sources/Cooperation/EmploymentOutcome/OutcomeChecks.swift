internal import Deciding
internal import EventModel

// What others say of an outcome: papers, registers, school and bureau.

extension PBAttachOutcomeEvidence: EmploymentOutcomeCommand {
  /// Where the paper is on record.
  var references: [Reference] {
    [.optional("evidence", "details.stream", details.stream)]
  }

  /// One `outcome.evidence-attached`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let known = try context.target(EmploymentOutcome.self, stream)
    try Check.present(details.hasKind, "details.kind", "what it is, as LABOUR_CONTRACT")
    if details.hasSha256 { try Check.digest(details.sha256, "details.sha256") }
    return try context.recordOnce(
      EmploymentOutcome.Step.look.called("evidence"),
      DecidedEvent(details, to: stream, about: known.about))
  }
}

extension PBCrossCheckEmployer: EmploymentOutcomeCommand {
  /// The bureau's act.
  static let duty = Duty.bureau
  /// Who holds the data.
  var references: [Reference] {
    [.optional("register", "details.checkedWith", details.checkedWith, Organisation.category)]
  }

  /// One `outcome.employer-cross-checked`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let known = try context.target(EmploymentOutcome.self, stream)
    try Check.present(details.hasResult, "details.result", "a result, as MATCHES")
    return try context.recordOnce(
      EmploymentOutcome.Step.look.called("a cross-check"),
      DecidedEvent(details, to: stream, about: known.about))
  }
}

extension PBReviewOutcomeAsSchool: EmploymentOutcomeCommand {
  /// Which school.
  var references: [Reference] {
    [.optional("reviewer", "details.reviewer", details.reviewer, Organisation.category)]
  }

  /// One `outcome.school-reviewed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try review(details, EmploymentOutcome.Types.schoolReviewed, context)
  }
}

extension PBReviewOutcomeAsBureau: EmploymentOutcomeCommand {
  /// The bureau's act.
  static let duty = Duty.bureau
  /// Which bureau.
  var references: [Reference] {
    [.optional("reviewer", "details.reviewer", details.reviewer, Organisation.category)]
  }

  /// One `outcome.bureau-reviewed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try review(details, EmploymentOutcome.Types.bureauReviewed, context)
  }
}

extension EmploymentOutcomeCommand {
  fileprivate func review(
    _ details: PBOutcomeReviewed, _ type: EventType, _ context: DecisionContext
  ) throws(Rejection) -> Decision {
    let stream = try target()
    let known = try context.target(EmploymentOutcome.self, stream)
    try Check.present(details.hasPassed, "details.passed", "true or false")
    if context.standing == .decided, !details.passed {
      try Check.text(details.reason, "details.reason")
    }
    return try context.recordOnce(
      EmploymentOutcome.Step.look.called("a review"),
      DecidedEvent(type, details, to: stream, about: known.about))
  }
}
