internal import Deciding
internal import EventModel

/// A command on one programme.
protocol ProgrammeCommand: DomainCommand {
  var programme: String { get }
}

extension ProgrammeCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }
  /// The school's act, mostly.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The programme's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.target(programme, "programme", Programme.category)
  }
}

extension PBOpenProgramme: ProgrammeCommand {
  /// It brings the programme into being.
  static let creates = true
  /// The school, and the agreement it is built under.
  var references: [Reference] {
    [
      .required("school", "details.school", details.school, Organisation.category),
      .optional(
        "agreement", "details.agreement", details.agreement, CooperationAgreement.category),
    ]
  }
  /// The major, in the catalogue of the year in which the first students enter.
  var codes: [CodeUse] {
    var use = CodeUse.optional(.majors, "details.major", details.hasMajor ? details.major : nil)
    if details.hasFirstEntryYear { use.year = Int(details.firstEntryYear) }
    return [use]
  }

  /// One `programme.opened`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(details.hasMajor || details.hasName, "details", "a major or a name")
    if details.hasMajor { try Check.digits(details.major, 6, "details.major") }
    if details.hasName { try Check.text(details.name, "details.name") }
    if details.hasDurationMonths {
      try Check.positive(details.durationMonths, "details.durationMonths")
    }
    if details.hasFirstEntryYear {
      try Check.year(details.firstEntryYear, "details.firstEntryYear")
    }
    return Decision(events: [DecidedEvent(details, to: try target())])
  }
}

extension PBPublishProgrammePlan: ProgrammeCommand {
  /// One `programme.plan-published`; a later one for the same year replaces it.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(details.hasEntryYear, "details.entryYear", "the year of entry, as 2022")
    try Check.year(details.entryYear, "details.entryYear")
    try Check.count(details.internshipWeeks, "details.internshipWeeks")
    if details.hasTitle { try Check.text(details.title, "details.title") }
    if details.hasDocumentSha256 {
      try Check.digest(details.documentSha256, "details.documentSha256")
    }
    let event = DecidedEvent(details, to: try target())
    try context.step(Programme.Step.plan, event)
    return context.record(event)
  }
}

extension PBSuspendProgramme: ProgrammeCommand {
  /// One `programme.suspended`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let event = DecidedEvent(Programme.Types.suspended, details, to: try target())
    return try context.recordOnce(Programme.Step.suspend, event)
  }
}

extension PBResumeProgramme: ProgrammeCommand {
  /// One `programme.resumed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let event = DecidedEvent(Programme.Types.resumed, details, to: try target())
    return try context.recordOnce(Programme.Step.resume, event)
  }
}

extension PBCloseProgramme: ProgrammeCommand {
  /// One `programme.closed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let event = DecidedEvent(Programme.Types.closed, details, to: try target())
    return try context.recordOnce(Programme.Step.close, event)
  }
}
